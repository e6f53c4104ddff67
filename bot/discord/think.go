package discord

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/facts"
)

// inRush is how many members wait for each processor in a rush: with the encoder a question
// takes a third of a second of one.
const inRush = 4

// A thought is a reply, with what it takes to draw it.
type thought struct {
	bot.Reply
	picture *file
	base    Base // that it comes from
}

// handle asks the conversation, when it is the asker's turn. Where no reply comes of it,
// trouble is the key of what to say instead. The reply has a budget of processor time; what goes on
// behind it keeps its turn, so that there are never more than there are processors. In a
// rush, when many wait or one has waited for long, questions are answered without the encoder,
// twenty times as many. said is when the member asked.
func (a *adapter) handle(ctx context.Context, base Base, req bot.Request, said time.Time, surface string, log *slog.Logger) (r thought, trouble string) {
	switch {
	case ofDiscord(req.Text):
		return r, "slash"
	case runes(req.Text) > maxQuestion:
		a.metrics.dropped.WithLabelValues("too long").Inc()
		log.Warn("a question is too long", "shape", shape(req))
		return r, "too long"
	}
	asked := time.Now()
	patience := a.timing.patience
	if surface == "channel" { // nobody waits for it
		patience = a.timing.hurry
	}
	line, cancel := context.WithTimeout(ctx, patience)
	turn, err := a.thinking.take(line, place(req.Server), req.User)
	cancel()
	if err != nil {
		a.metrics.dropped.WithLabelValues("waited too long").Inc()
		return r, "busy"
	}
	start := time.Now()
	if req.Hurry = start.Sub(asked) > a.timing.hurry || a.thinking.members() > inRush*runtime.GOMAXPROCS(0); req.Hurry {
		a.metrics.hurried.Inc()
	}
	a.forgetAlike(ctx, log)
	budget, cancel := context.WithTimeout(ctx, a.timing.patience)
	defer cancel()
	if before := req.Before; before != nil { // that asks the store and Discord, which others may wait for
		req.Before = func(context.Context) iter.Seq[string] { return before(budget) }
	}
	thinking, used := make(chan thought, 1), make(chan func() time.Duration, 1)
	go func() {
		defer turn.leave()
		defer close(thinking)
		defer a.guard(log)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		used <- threadTime()
		r := base.Talk.Handle(yielding{budget, turn}, req)
		thinking <- thought{r, paint(r, req.Locale), base}
	}()
	r, ok, met := within(budget, thinking, <-used, a.timing.think)
	if cancel(); met {
		a.metrics.dropped.WithLabelValues("too long").Inc()
		log.Warn("a question met its budget", "shape", shape(req))
		if runes(req.Text) < shortQuestion {
			return r, "too slow"
		}
		return r, "too long"
	}
	if !ok {
		return r, "broken"
	}
	a.forgetAlike(ctx, log) // who left meanwhile
	if left := func(user string) bool { return a.leftSince(user, said) }; slices.ContainsFunc(r.Speakers, left) {
		base.Talk.Forget(left)
		r.Context, r.Before = nil, ""
	}
	a.metrics.took(surface, "ready", start)
	a.metrics.questions.WithLabelValues(string(r.Status), surface).Inc()
	log.Debug("answered", "status", string(r.Status), "command", req.Command, "question", req.Text)
	return r, ""
}

// within waits for a thought until ctx has ended or more processor time is used than it may take: then it
// has met its budget.
func within(ctx context.Context, thinking <-chan thought, used func() time.Duration, most time.Duration) (r thought, ok, met bool) {
	const look = 10 * time.Millisecond // at most so often
	for left := most; left > 0; left = most - used() {
		select {
		case r, ok = <-thinking:
			return r, ok, false
		case <-ctx.Done():
			return r, false, true
		case <-time.After(max(left, look)):
		}
	}
	return r, false, true
}

// A yielding context lets others go first whenever who works under it looks whether to go on.
type yielding struct {
	context.Context
	turn *waiter
}

func (y yielding) Err() error {
	y.turn.giveWay(y.Context)
	return y.Context.Err()
}

// shortQuestion is from how many letters on a question is told to be too long when it met
// its budget. With fewer it was not its length.
const shortQuestion = 200

// shape describes a question without its words.
func shape(req bot.Request) string {
	text := req.Text
	for _, o := range req.Options {
		text += " " + o
	}
	letters, digits, marks := 0, 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case !unicode.IsSpace(r):
			marks++
		}
	}
	return fmt.Sprintf("command %q, %d words, %d letters, %d digits, %d marks", req.Command, len(strings.Fields(text)), letters, digits, marks)
}

// note remembers a question as far as the server's settings say: what the sources could
// not answer, or everything, or nothing. However often it is tried to be answered it counts once.
func (a *adapter) note(ctx context.Context, id string, req bot.Request, r bot.Reply, surface string, said time.Time, log *slog.Logger) {
	kind := store.Unknown
	if r.Status != facts.Unknown || r.Answer != nil && r.Answer.Refused() {
		kind = store.Answered
	}
	if r.Question == "" {
		return
	}
	// As they are by now: they may have changed while it was thought about.
	if s := a.store.Settings(ctx, req.Server); s.Keep == store.KeepNone || kind == store.Answered && s.Keep != store.KeepAll {
		return
	}
	a.forgetAlike(ctx, log)
	if a.leftSince(req.User, said) || !a.noted.first(id) {
		return
	}
	e := eventOf(kind, r)
	e.Server, e.Surface, e.Asker = req.Server, surface, a.store.Hash(req.User)
	ctx, cancel := context.WithTimeout(ctx, a.patience())
	defer cancel()
	if err := a.store.Record(ctx, e); err != nil {
		a.slow(err)
		log.Debug("not waited for the note", "error", err.Error())
	}
}

// eventOf fills an event from a reply.
func eventOf(kind store.Kind, r bot.Reply) store.Event {
	e := store.Event{Kind: kind, Question: r.Question, Before: r.Before, Status: string(r.Status)}
	var evidence []string
	for _, c := range r.Citations {
		evidence = append(evidence, c.Ref().String())
	}
	e.Evidence = strings.Join(evidence, " ")
	if r.Answer != nil {
		e.Answer, e.Confidence = r.Answer.Text, r.Answer.Confidence
	}
	return e
}
