package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb/storage"
	"hapjak/facts/scribe"
	"hapjak/facts/suggest"
)

// suggesting proposes statements that the articles make, which a curator accepts, corrects or
// refuses. The articles are read behind the page; what was found is remembered beside the base,
// as `hapjak suggest` does.
type suggesting struct {
	*painter
	*folder
	*mind
	memory  Memory
	review  *reviewing // whose questions a proposal is tried on
	mu      sync.Mutex // of what is remembered, and of the rest
	reading bool
	read    int // passages, of all
	all     int
	trouble string // why the last reading ended early
	of      string // what the articles and the schema were at the last reading
}

const (
	suggestedPage = 20
	suggestFor    = 30 * time.Minute // to read all articles in
	suggestAsked  = 200              // questions that are asked again to see whether they have an answer by now
	whileReading  = "3"              // seconds between two looks at a page that changes
	acceptedFor   = 2 * time.Second  // to ask what is answered otherwise by what was accepted
)

func (s *suggesting) routes() []route {
	return []route{
		{"GET", "/curate/suggest", "suggest", Mends, s.page},
		{"POST", "/curate/suggest", "suggest", Mends, s.begin},
		{"POST", "/curate/suggest/{id}", "suggest", Mends, s.settle},
	}
}

// begin reads the articles behind the page, unless that is going on.
func (s *suggesting) begin(w http.ResponseWriter, r *http.Request) {
	if err := s.editable(); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	s.mu.Lock()
	going := s.reading
	s.reading, s.trouble = true, ""
	s.mu.Unlock()
	if !going {
		s.kept.keeping.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), suggestFor)
			defer cancel()
			err := s.find(ctx)
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.reading = false; err != nil {
				s.trouble = sentence(err)
			}
		})
	}
	http.Redirect(w, r, "/curate/suggest", http.StatusSeeOther)
}

// find reads the articles, and remembers what is proposed.
func (s *suggesting) find(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	know, done := s.talk.Know()
	defer done()
	model, err := know.Encoder()
	switch {
	case err != nil:
		return errors.New("the articles are read by the encoder, and this server runs without")
	case know.Passages() == nil:
		return errors.New("there are no articles to read: take some in first")
	case s.copies():
		if err := facts.CopyShipped(s.dir()); err != nil {
			return err
		}
	}
	memory, err := s.remembered()
	if err != nil {
		return err
	}
	list, err := suggest.New(know.Base(), know.Passages(), model).Find(ctx, suggest.Options{
		Asked: s.unanswered(ctx, know), Skip: memory.Refused,
		Progress: func(read, all int) {
			s.mu.Lock()
			s.read, s.all = read, all
			s.mu.Unlock()
			if s.state.Load() == stopping {
				cancel()
			}
		}})
	if err != nil {
		return fmt.Errorf("the articles were not read to their end: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if memory, err = s.remembered(); err != nil { // what was refused meanwhile
		return err
	}
	fresh := list[:0]
	for _, p := range list {
		if !memory.Refused(p.ID) {
			fresh = append(fresh, p)
		}
	}
	memory.Propose(fresh)
	s.of = readFrom(know)
	return memory.Write()
}

// readFrom tells what was read from what may be read now: how many passages and kinds and relations
// there are.
func readFrom(know *facts.Answerer) string {
	schema := know.Base().Schema()
	passages := 0
	if ix := know.Passages(); ix != nil {
		passages = ix.Len()
	}
	return fmt.Sprint(passages, len(schema.Kinds), len(schema.Relations))
}

// unanswered are the kept questions that have no answer.
func (s *suggesting) unanswered(ctx context.Context, know *facts.Answerer) (asked []string) {
	list, err := s.memory.Questions(ctx, suggestAsked)
	if err != nil {
		s.painter.log.Error("kept questions could not be read", "error", err)
	}
	for _, q := range list {
		if a, _ := know.Ask(ctx, facts.Question{Text: q.Text}); a.Status == facts.Unknown {
			asked = append(asked, q.Text)
		}
	}
	return asked
}

func (s *suggesting) remembered() (*suggest.Memory, error) {
	if s.dir() == "" || s.copies() {
		return &suggest.Memory{}, nil
	}
	return suggest.Remember(s.dir())
}

// A suggestion is a proposal as it is shown.
type suggestion struct {
	suggest.Proposal
	Before, Value, After string // of its sentence
	Percent              int
	New                  []string // things that come into being with it
}

func (s *suggesting) page(w http.ResponseWriter, r *http.Request) { s.show(w, r, http.StatusOK, nil) }

// show draws the proposals that are open.
func (s *suggesting) show(w http.ResponseWriter, r *http.Request, status int, more map[string]any) {
	schema := knowOf(r.Context()).Base().Schema()
	s.mu.Lock()
	data := map[string]any{"Reading": s.reading, "Read": s.read, "All": s.all, "Failed": s.trouble, "Stale": s.of != "" && s.of != readFrom(knowOf(r.Context()))}
	memory, err := s.remembered()
	s.mu.Unlock()
	if err != nil {
		s.refuseForm(w, r, refusal{http.StatusConflict, err})
		return
	}
	if data["Reading"] == true {
		w.Header().Set("Refresh", whileReading)
	}
	w.Header().Set("Cache-Control", "no-store")
	var list []suggestion
	for _, p := range memory.Open() {
		x := suggestion{Proposal: p, Before: p.Sentence, Percent: int(100 * p.Confidence)}
		if p.Start <= p.End && p.End <= len(p.Sentence) {
			x.Before, x.Value, x.After = p.Sentence[:p.Start], p.Sentence[p.Start:p.End], p.Sentence[p.End:]
		}
		for _, t := range []suggest.Thing{p.Subject, p.Object} {
			if t.New {
				noun := t.Kind
				if k, ok := schema.Kind(t.Kind); ok {
					noun = cmp.Or(schema.KindDef(k).Noun, noun)
				}
				x.New = append(x.New, fmt.Sprintf("%s (%s)", t.Name, noun))
			}
		}
		list = append(list, x)
	}
	data["Total"], data["List"] = len(list), list[:min(len(list), suggestedPage)]
	if err := s.editable(); err != nil {
		data["Closed"] = sentence(err)
	}
	data["NoRelations"] = len(schema.Relations) == 0
	maps.Copy(data, more)
	s.drawWith(w, r, status, "suggest", s.view("suggest", "Suggestions", data))
}

// settle accepts, corrects or refuses a proposal.
func (s *suggesting) settle(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	if r.PostForm.Get("do") == "see" {
		s.see(w, r, r.PathValue("id"))
		return
	}
	who, _ := s.curator(r)
	done, effect, err := s.settled(r, who, r.PathValue("id"), r.PostForm.Get("do"), r.PostForm.Get("value"))
	var kept refusal
	switch {
	case errors.As(err, &kept):
		s.show(w, r, kept.status, map[string]any{"Trouble": sentence(kept)})
	case err != nil:
		s.refuseForm(w, r, refusalOf(err))
	default:
		data := map[string]any{"Done": done}
		if effect != nil {
			data["Effect"] = map[string]any{"Effect": effect, "Counts": countsOf(*effect)}
		}
		s.show(w, r, http.StatusOK, data)
	}
}

// see shows what accepting a proposal would change.
func (s *suggesting) see(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	memory, err := s.remembered()
	s.mu.Unlock()
	if err != nil {
		s.refuseForm(w, r, refusal{http.StatusConflict, err})
		return
	}
	p, _, ok := memory.Proposal(id)
	if !ok {
		s.show(w, r, http.StatusConflict, map[string]any{"Trouble": "Somebody else has settled this meanwhile; here is what is open now."})
		return
	}
	changes, err := s.changes(r.Context(), p)
	if err != nil {
		s.show(w, r, http.StatusUnprocessableEntity, map[string]any{"Trouble": sentence(err)})
		return
	}
	s.show(w, r, http.StatusOK, map[string]any{"Says": p.Says, "Seen": s.review.seen(r, s.folder, p.Says, changes)})
}

// changes are what accepting a proposal does to the files.
func (s *suggesting) changes(ctx context.Context, p suggest.Proposal) ([]scribe.Change, error) {
	list, err := suggest.Draft(s.dir(), s.files(), knowOf(ctx).Base(), citableOf(ctx), p)
	return list, notAccepted(err)
}

// effectOf is what is answered otherwise once a proposal is accepted: the question that it answers, the one that was
// asked and had no answer, and in the time that there is others, those first that speak of the same. It is nil
// where that cannot be told.
func (s *suggesting) effectOf(r *http.Request, p suggest.Proposal) *review.Effect {
	changes, err := s.changes(r.Context(), p)
	if err != nil {
		return nil // accepting it says why
	}
	know := knowOf(r.Context())
	var g review.Group
	for _, text := range []string{suggest.New(know.Base(), know.Passages(), nil).Asks(p), p.Asked} {
		if text != "" {
			g.Wordings = append(g.Wordings, review.Wording{Text: text})
		}
	}
	_, edits := s.differences(changes)
	return s.review.effectOn(r, g, edits, review.Mending{Word: p.Says}, acceptedFor)
}

// settled does it, and says what was done and what that changes.
func (s *suggesting) settled(r *http.Request, who, id, do, value string) (done string, effect *review.Effect, err error) {
	ctx := r.Context()
	s.mu.Lock()
	defer s.mu.Unlock()
	memory, err := s.remembered()
	if err != nil {
		return "", nil, refusal{http.StatusConflict, err}
	}
	p, state, ok := memory.Proposal(id)
	if !ok || state != suggest.Pending {
		return "", nil, refusal{http.StatusConflict, errors.New("somebody else has settled this meanwhile, or the articles were read anew; here is what is open now")}
	}
	as := p
	switch do {
	case "refuse":
		memory.Settle(id, suggest.Refused)
		return "Refused, and not proposed again: " + p.Says + ".", nil, s.change(ctx, store.Change{Who: who, What: "refused a suggestion", Before: p.Says}, memory.Write)
	case "correct":
		know := knowOf(ctx)
		model, err := know.Encoder()
		if err == nil {
			as, err = suggest.New(know.Base(), know.Passages(), model).Corrected(p, value)
		}
		if err != nil {
			return "", nil, refusal{http.StatusUnprocessableEntity, err}
		}
	case "accept":
	default:
		return "", nil, bad("say whether it is right")
	}
	effect = s.effectOf(r, as)
	if err := s.accept(ctx, who, as); err != nil {
		return "", nil, err
	}
	state = ""
	if as.ID != id {
		state = suggest.Refused // the value that was not right
	}
	memory.Settle(id, state)
	return fmt.Sprintf("Stated: %s, as %s says. In a second or two it is answered.", as.Says, as.Cite), effect, memory.Write()
}

// accept writes a proposal into the facts.
func (s *suggesting) accept(ctx context.Context, who string, p suggest.Proposal) error {
	return s.alone(ctx, func(ctx context.Context) error {
		changes, err := s.changes(ctx, p)
		if err != nil {
			return err
		}
		return s.writeFacts(ctx, who, "accepted a suggestion: "+p.Says, changes...)
	})
}

// notAccepted tells a curator what is wrong with a proposal; other errors stay.
func notAccepted(err error) error {
	if err == nil || errors.Is(err, storage.ErrLocked) || errors.As(err, new(*fs.PathError)) {
		return err
	}
	return refusal{http.StatusUnprocessableEntity, fmt.Errorf("it is not accepted: %w", err)}
}

// Sure is how sure a proposal is, as a curator reads it.
func (x suggestion) Sure() string { return strconv.Itoa(x.Percent) + " %" }
