package discord

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/facts"
)

// mending is a conversation that can be mended: what it was given an answer for it answers
// so, and everything else from the shipped base.
type mending struct {
	Talker
	mu      sync.Mutex
	stands  map[string]Mending // by id
	undone  []string
	refuses error
}

func newMending(t *testing.T) *mending {
	return &mending{Talker: newTalk(t), stands: map[string]Mending{}}
}

func (f *mending) Handle(ctx context.Context, r bot.Request) bot.Reply {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.stands {
		if m.Kind == MendAnswer && m.Ask == r.Text {
			return bot.Reply{Status: facts.Answered, Question: r.Text, Blocks: []bot.Block{{Text: told(m.Text+" [1]", facts.Citation{Marker: 1, Source: "kobiz-2025", Paragraph: 26})}},
				Citations: []facts.Citation{{Marker: 1, Source: "kobiz-2025", Paragraph: 26}}}
		}
	}
	return f.Talker.Handle(ctx, r)
}

func (f *mending) Propose(_ context.Context, e store.Event) ([]Mending, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refuses != nil {
		return nil, f.refuses
	}
	return []Mending{
		{Kind: MendAlias, Ask: e.Question, Of: "okja", Text: "the pig film", What: "“the pig film” is Okja (2017)."},
		{Kind: MendAnswer, Ask: e.Question, Text: e.Reason, Cite: e.Evidence, What: "It is answered with “" + e.Reason + "”."},
	}, nil
}

func (f *mending) Apply(_ context.Context, who string, m Mending) (Mended, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m.Kind == MendAnswer && m.Cite == "" || f.refuses != nil {
		return Mended{}, errors.Join(f.refuses, errors.New("an answer needs a citation, such as kobiz-2025:26"))
	}
	id := who + " " + m.hash()
	f.stands[id] = m
	return Mended{ID: m.hash(), What: string(m.Kind) + " “" + m.Text + "”."}, nil
}

func (f *mending) Undo(_ context.Context, who, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.undone = append(f.undone, who)
	for key := range f.stands {
		if strings.HasSuffix(key, " "+id) {
			delete(f.stands, key)
			return nil
		}
	}
	return errors.New("it was taken back already")
}

// A workshop is a server with a curator, and an answer that a member complains of.
type workshop struct {
	*running
	f          *mending
	g          *discordtest.Guild
	general    *discordtest.Channel
	ann, cora  *discordtest.User
	theirs     discordtest.Message // the answer
	complaints discordtest.Message // the curator's list
}

const curators = "990000000000000001"

func newWorkshop(t *testing.T, by func(*workshop) discordtest.Message) *workshop {
	t.Helper()
	f := newMending(t)
	r := start(t, setup{talk: f, options: func(o *Options) { o.Mender, o.Curators = f, []string{"17", curators} }, discord: discordtest.Options{ChannelRate: -1}})
	w := &workshop{running: r, f: f, g: r.Guild("Film club")}
	w.general, w.ann, w.cora = w.g.Channel("general"), r.User("Ann").Joins(w.g), r.User("Cora").Joins(w.g).Has(w.g, "5").Has(w.g, curators)
	w.theirs = by(w)
	said := map[string]string{"complaint": "better", "reason": "It was Banjong Pisanthanakun.", "source": "the poster"}
	says(t, w.ann.Submits(w.ann.Clicks(w.theirs, "Not right?"), said).WaitReply(soon), "Thank you")
	w.complaints = w.cora.UsesByOverride(w.general, "complaints", nil).WaitReply(soon)
	return w
}

const asked = "Who directed Okja?"

func mentioned(w *workshop) discordtest.Message {
	return w.ann.Says(w.general, w.Mention()+" "+asked).WaitReply(soon)
}

func commanded(w *workshop) discordtest.Message {
	return byCommand(w.ann, w.general, asked)
}

// TestMending: a curator applies a proposal; the answer is edited in its place, and back.
func TestMending(t *testing.T) {
	for name, by := range map[string]func(*workshop) discordtest.Message{"mention": mentioned, "command": commanded} {
		t.Run(name, func(t *testing.T) {
			w := newWorkshop(t, by)
			card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
			says(t, card, asked, "Banjong Pisanthanakun", "the pig film” is Okja (2017)", "It is answered with")
			if !card.Ephemeral {
				t.Error("proposals are shown to all")
			}
			done := w.cora.Clicks(card, "2").WaitReply(soon)
			says(t, done, "Mended: answer", w.theirs.ID)
			now := w.theirs.Now()
			says(t, now, "It was Banjong Pisanthanakun.", "Corrected after a member's remark.")
			if strings.Contains(now.Text(), "Bong Joon Ho") {
				t.Errorf("the answer is %q", now.Text())
			}
			if title := strings.Contains(now.Text(), "### "+asked); title != (name == "command") {
				t.Errorf("the question stands above it: %v", title)
			}
			if _, ok := now.Button("Not right?"); !ok {
				t.Error("nobody can say that it is not right any more")
			}
			says(t, w.cora.UsesByOverride(w.general, "complaints", nil).WaitReply(soon), "Nothing waits here")
			says(t, w.cora.Clicks(card, "1").WaitReply(soon), "no open complaint 1")

			says(t, w.cora.Clicks(done, "Undo").WaitReply(soon), "Taken back")
			if back := w.theirs.Now().Text(); !strings.Contains(back, "Bong Joon Ho") || strings.Contains(back, "remark") {
				t.Errorf("taken back it is %q", back)
			}
			says(t, w.cora.Clicks(done, "Undo").WaitReply(soon), "Nothing was changed: it was taken back already")
			if len(w.f.undone) != 2 || w.f.undone[0] != "Cora" {
				t.Errorf("undone by %q", w.f.undone)
			}
		})
	}
}

// TestMendedFollowUp: a question that leans on the one before is asked again as it was meant.
func TestMendedFollowUp(t *testing.T) {
	const follow, year = "And when did it come out?", "2017"
	for name, by := range map[string]func(*workshop) discordtest.Message{
		"mention": func(w *workshop) discordtest.Message {
			mentioned(w)
			return w.ann.Says(w.general, w.Mention()+" "+follow).WaitReply(soon)
		},
		"reply": func(w *workshop) discordtest.Message {
			return w.ann.Says(w.general, follow, discordtest.Say{ReplyTo: mentioned(w)}).WaitReply(soon)
		},
		"command": func(w *workshop) discordtest.Message {
			commanded(w)
			return byCommand(w.ann, w.general, follow)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkshop(t, by)
			says(t, w.theirs, year)
			says(t, w.complaints, follow, "↩️ "+asked)
			card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
			says(t, card, "asked after another question")
			done := w.cora.Clicks(card, "1").WaitReply(soon)
			says(t, done, "Mended: alias", w.theirs.ID)
			says(t, w.theirs.Now(), year, "Corrected after a member's remark.")
			says(t, w.cora.Clicks(done, "Undo").WaitReply(soon), "Taken back")
			if now := w.theirs.Now().Text(); !strings.Contains(now, year) || strings.Contains(now, "remark") {
				t.Errorf("taken back it is %q", now)
			}
		})
	}
}

// TestPrivateQuestionBehindAComplaint: what was asked privately before is not told to those who
// see the complaint.
func TestPrivateQuestionBehindAComplaint(t *testing.T) {
	w := newWorkshop(t, func(w *workshop) discordtest.Message {
		hidden := func(q string) discordtest.Message {
			return w.ann.Uses(w.general, "ask", discordtest.Args{"question": q, "private": true}).WaitReply(soon)
		}
		hidden(asked)
		return hidden("And when did it come out?")
	})
	if says(t, w.theirs, "2017"); strings.Contains(w.complaints.Text(), asked) {
		t.Errorf("the curator sees %s", w.complaints.Text())
	}
}

// TestMendingByHand writes each kind in a dialogue, which knows what the member said.
func TestMendingByHand(t *testing.T) {
	w := newWorkshop(t, mentioned)
	card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
	form := w.cora.Clicks(card, "A fixed answer")
	if m := form.WaitModal(soon); !strings.HasPrefix(m.Values["text"], "It was Banjong") || !strings.Contains(m.Values["cite"], ":") {
		t.Errorf("the dialogue does not hold what is known: %q", m.Values)
	}
	says(t, w.cora.Submits(form, map[string]string{"text": "It was B. P.", "cite": " "}).WaitReply(soon), "Nothing was changed: an answer needs a citation")
	says(t, w.cora.Submits(w.cora.Clicks(card, "A fixed answer"), map[string]string{"text": "It was B. P.", "cite": "kobiz-2025:26"}).WaitReply(soon), "Mended: answer “It was B. P.”")
	says(t, w.theirs.Now(), "It was B. P.")
	for button, kind := range map[string]MendingKind{"Another name": MendAlias, "Another wording": MendWording, "Out of scope": MendRefusal} {
		w := newWorkshop(t, commanded)
		card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
		form := w.cora.Clicks(card, button)
		form.WaitModal(soon)
		given := map[string]string{"text": "the pig film", "of": "okja"}
		if kind == MendRefusal {
			delete(given, "of")
		}
		says(t, w.cora.Submits(form, given).WaitReply(soon), "Mended: "+string(kind))
		w.f.mu.Lock()
		for _, m := range w.f.stands {
			if m.Kind != kind || m.Ask != asked || m.Text != "the pig film" || m.Of != given["of"] {
				t.Errorf("%s: %+v", button, m)
			}
		}
		w.f.mu.Unlock()
	}
}

// TestWhoMayMend: members of a trusted role alone, and only as long as they have it; who
// manages the server sees complaints and no buttons.
func TestWhoMayMend(t *testing.T) {
	w := newWorkshop(t, mentioned)
	boss := w.User("Boss").Joins(w.g).May(w.g, discordtest.PermManageGuild)
	list := boss.Uses(w.general, "complaints", nil).WaitReply(soon)
	if says(t, list, asked); len(list.Buttons) != 0 {
		t.Errorf("a server's owner mends a base that is not his: %+v", list.Buttons)
	}
	says(t, w.ann.UsesByOverride(w.general, "complaints", nil).WaitReply(soon), "Only those who may manage")
	card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
	form := w.cora.Clicks(card, "Out of scope")
	form.WaitModal(soon)
	w.cora.Leaves(w.g, curators)
	for _, button := range []string{"1", "Another name"} {
		says(t, w.cora.Clicks(card, button).WaitReply(soon), "Only members of a role")
	}
	says(t, w.cora.Submits(form, map[string]string{"text": "x"}).WaitReply(soon), "Only members of a role")
	if len(w.f.stands) != 0 {
		t.Errorf("mended: %+v", w.f.stands)
	}
}

// TestMendingOfWhatIsGone mends, and says that the answer could not be edited.
func TestMendingOfWhatIsGone(t *testing.T) {
	w := newWorkshop(t, mentioned)
	card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
	w.ann.Clicks(w.theirs, "🗑️")
	w.theirs.WaitGone(soon)
	says(t, w.cora.Clicks(card, "2").WaitReply(soon), "Mended: answer", "could not be edited")

	hidden := newWorkshop(t, func(w *workshop) discordtest.Message {
		return w.ann.Uses(w.general, "ask", discordtest.Args{"question": asked, "private": true}).WaitReply(soon)
	})
	says(t, hidden.cora.Clicks(hidden.cora.Clicks(hidden.complaints, "Mend 1").WaitReply(soon), "2").WaitReply(soon), "could not be edited")

	failing := newWorkshop(t, mentioned)
	failing.f.refuses = errors.New("the folder is read-only: @everyone")
	says(t, failing.cora.Clicks(failing.complaints, "Mend 1").WaitReply(soon), "Nothing was changed: the folder is read-only")
}

// TestUndoneFollowUpInPieces: of a follow-up whose answer was several messages the mending and its undoing are asked
// after the question before it.
func TestUndoneFollowUpInPieces(t *testing.T) {
	const follow = "and of that?"
	f := newMending(t)
	talk := trick{f, func(_ context.Context, req bot.Request) (bot.Reply, bool) {
		f.mu.Lock()
		defer f.mu.Unlock()
		before := ""
		if req.Before != nil {
			for before = range req.Before(t.Context()) {
				break
			}
		}
		r := bot.Reply{Status: facts.Answered, Question: req.Text, Before: before, Blocks: []bot.Block{{Text: told("After " + before + ". " + strings.Repeat("At length. ", 600))}}}
		if len(f.stands) > 0 {
			r.Blocks[0].Text = told("Shortly after " + before + ".")
		}
		return r, true
	}}
	r := start(t, setup{talk: talk, options: func(o *Options) { o.Mender, o.Curators = f, []string{curators} }, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	general, ann, cora := g.Channel("general"), r.User("Ann").Joins(g), r.User("Cora").Joins(g).Has(g, curators)
	shown := func(n int, want string) (last discordtest.Message) {
		r.until(want, func() bool {
			var list []discordtest.Message
			for _, m := range general.BotMessages() {
				if !m.Ephemeral {
					list, last = append(list, m), m
				}
			}
			return len(list) == n && strings.Contains(allText(general), want)
		})
		r.settled()
		return last
	}
	ann.Says(general, r.Mention()+" what is one?")
	shown(2, "After .")
	ann.Says(general, r.Mention()+" "+follow)
	theirs := shown(4, "After what is one?.")
	says(t, ann.Submits(ann.Clicks(theirs, "Not right?"), map[string]string{"complaint": "wrong"}).WaitReply(soon), "Thank you")
	list := cora.UsesByOverride(general, "complaints", nil).WaitReply(soon)
	says(t, list, "↩️ what is one?")
	done := cora.Clicks(cora.Clicks(list, list.Buttons[0].Label).WaitReply(soon), "1").WaitReply(soon)
	shown(3, "Shortly after what is one?.")
	says(t, cora.Clicks(done, "Undo").WaitReply(soon), "Taken back", "The answer is edited")
	shown(4, "After what is one?.")
}

// A longwinded conversation answers at length until it is mended.
type longwinded struct{ *mending }

func (f longwinded) Handle(_ context.Context, r bot.Request) bot.Reply {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := facts.Citation{Marker: 1, Source: "kobiz-2025", Paragraph: 26}
	text := strings.Repeat("This is not so. ", 400)
	if len(f.stands) > 0 {
		text = "It is so."
	}
	return bot.Reply{Status: facts.Answered, Question: r.Text, Blocks: []bot.Block{{Text: told(text+" [1]", c)}}, Citations: []facts.Citation{c}}
}

// TestMendedInPieces: of an answer of several messages nothing is left that was wrong, nor is the new
// one said twice; undone it is whole again. Others' answers stay.
func TestMendedInPieces(t *testing.T) {
	for name, ask := range map[string]func(r *running, ann *discordtest.User, general *discordtest.Channel){
		"message": func(r *running, ann *discordtest.User, general *discordtest.Channel) {
			ann.Says(general, r.Mention()+" is it so?")
		},
		"command": func(r *running, ann *discordtest.User, general *discordtest.Channel) {
			ann.Uses(general, "ask", discordtest.Args{"question": "is it so?"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newMending(t)
			r := start(t, setup{talk: longwinded{f}, options: func(o *Options) { o.Mender, o.Curators = f, []string{curators} }, discord: discordtest.Options{ChannelRate: -1}})
			g := r.Guild("Film club")
			general, ann, bob, cora := g.Channel("general"), r.User("Ann").Joins(g), r.User("Bob").Joins(g), r.User("Cora").Joins(g).Has(g, curators)
			shown := func() (list []string, last discordtest.Message) {
				for _, m := range general.BotMessages() {
					if !m.Ephemeral {
						list, last = append(list, m.Text()), m
					}
				}
				return list, last
			}
			pieces := func(n int) func() bool {
				return func() bool { list, _ := shown(); return len(list) == n }
			}
			bob.Says(general, r.Mention()+" is that so?")
			r.until("Bob's answer", pieces(2))
			ask(r, ann, general)
			r.until("Ann's answer", pieces(4))
			r.settled()
			before, theirs := shown()
			says(t, ann.Submits(ann.Clicks(theirs, "Not right?"), map[string]string{"complaint": "wrong"}).WaitReply(soon), "Thank you")
			list := cora.UsesByOverride(general, "complaints", nil).WaitReply(soon)
			done := cora.Clicks(cora.Clicks(list, list.Buttons[0].Label).WaitReply(soon), "1").WaitReply(soon)
			says(t, done, "The answer is edited")
			if now, _ := shown(); len(now) != 3 || now[0] != before[0] || now[1] != before[1] || !strings.Contains(now[2], "It is so.") || strings.Contains(now[2], "not so") {
				t.Errorf("there stand %d messages, the last %.60q", len(now), now[len(now)-1])
			}
			says(t, cora.Clicks(done, "Undo").WaitReply(soon), "Taken back", "The answer is edited")
			if now, _ := shown(); strings.Join(now, "") != strings.Join(before, "") {
				t.Errorf("undone there stand %d messages", len(now))
			}
		})
	}
}
