package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"hapjak/bot/store"
	"hapjak/nlp"
)

// An asked is one question of the curators' page, as it was asked, in the same words,
// however often.
type asked struct {
	Question   string
	Times      int
	Last       time.Time
	Answer     string
	Confidence float64
	Reasons    []string
}

// listedMost is how many questions a group shows.
const listedMost = 100

// questions is the room of what was asked and is to be looked at.
type questions struct {
	*painter
	memory Memory
}

func (s *questions) routes() []route {
	return []route{{"GET", "/curate", "curate", Reads, s.pageCurate}}
}

// pageCurate shows what was asked and not answered, answered badly, or answered without
// much confidence.
func (s *questions) pageCurate(w http.ResponseWriter, r *http.Request) {
	questions, err := s.memory.Questions(r.Context(), 10*listedMost)
	if err == nil {
		var events []store.Event
		if events, err = s.memory.Events(r.Context(), store.Filter{}); err == nil {
			s.drawCurate(w, r, questions, events)
			return
		}
	}
	s.painter.log.Error("kept questions could not be read", "error", err)
	s.fail(w, r, http.StatusServiceUnavailable, "The kept questions could not be read just now. It has been logged.")
}

func (s *questions) drawCurate(w http.ResponseWriter, r *http.Request, questions []store.Question, events []store.Event) {
	answers := map[store.Kind]map[string]string{store.Unknown: {}, store.Down: {}} // the last ones, by question
	low := map[string]*asked{}
	var order []string
	for _, e := range events {
		k := folded(e.Question)
		switch {
		case answers[e.Kind] != nil:
			answers[e.Kind][k] = cmp.Or(answers[e.Kind][k], e.Answer)
		case e.Kind == store.Answered && e.Confidence < unsure:
			if low[k] == nil {
				low[k] = &asked{Question: e.Question, Last: e.At, Answer: e.Answer, Confidence: e.Confidence}
				order = append(order, k)
			}
			low[k].Times += max(e.Times, 1)
		}
	}
	var unanswered, down, unsure []asked
	for _, q := range questions {
		if q.Unknown > 0 {
			unanswered = append(unanswered, asked{Question: q.Text, Times: q.Unknown, Last: q.Last, Answer: answers[store.Unknown][folded(q.Text)]})
		}
		if q.Down > 0 {
			down = append(down, asked{Question: q.Text, Times: q.Down, Last: q.Last, Answer: answers[store.Down][folded(q.Text)], Reasons: q.Reasons})
		}
	}
	for _, k := range order {
		unsure = append(unsure, *low[k])
	}
	trouble := ""
	if s.memory.Health() != nil {
		trouble = "Nothing new is being kept at the moment: the log says why."
	}
	s.draw(w, r, "curate", s.view("curate", "Questions", map[string]any{"Trouble": trouble, "Groups": []group{
		groupOf("Not answered", "The sources do not say, or it was not understood.", "time", unanswered),
		groupOf("Voted down", "Somebody said that the answer is not right.", "vote", down),
		groupOf("Answered without confidence", "Of the last 1,000 that were kept.", "time", unsure),
	}}))
}

// A group is questions that are to be looked at for one reason.
type group struct {
	Title, Why, Noun string
	List             []asked
	More             int // that are not shown
}

func groupOf(title, why, noun string, list []asked) group {
	slices.SortStableFunc(list, func(a, b asked) int { return cmp.Or(cmp.Compare(b.Times, a.Times), b.Last.Compare(a.Last)) })
	shown := list[:min(len(list), listedMost)]
	return group{title, why, noun, shown, len(list) - len(shown)}
}

// folded is what a question shares with itself in other spellings.
func folded(question string) string {
	return strings.Join(strings.Fields(strings.Trim(nlp.Fold(question), " ?!.")), " ")
}
