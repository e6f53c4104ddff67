package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/facts"
)

// An answering is one interaction being answered.
type answering struct {
	*adapter
	i       *wireInteraction
	surface string
	log     *slog.Logger
	respond func(response) (message string, err error)
	start   time.Time
	data    json.RawMessage // as it came, for the claim
	claim   *claim          // nil until there is something that must not be lost
	parts   atomic.Int32    // going on: the answer itself, and what comes behind it
	public  []string        // the messages that all see of it; empty of one whose id was not told
	turning bool            // the answer takes the place of the message that was pressed on
	loud    bool            // the asker wants it seen by all, whatever the server's settings say

	who      *wireUser
	locale   string
	settings store.Settings
}

// interaction answers an interaction. It calls respond exactly once, unless what came is
// so malformed that there is nobody to answer. c is the claim on one that was taken over
// from another process.
func (a *adapter) interaction(ctx context.Context, i *wireInteraction, data json.RawMessage, surface string, c *claim, log *slog.Logger, respond func(response) (string, error)) {
	n := &answering{adapter: a, i: i, data: data, claim: c, surface: surface, log: log, respond: respond, start: time.Now()}
	n.who = i.asker()
	if n.who == nil || i.Data == nil || i.ID == "" || i.Token == "" {
		a.metrics.dropped.WithLabelValues("malformed").Inc()
		log.Warn("half an interaction came", "kind", i.Kind)
		if i.ID != "" && i.Token != "" && i.Kind != kindAutocomplete {
			n.tell(say(i.Locale, "broken"))
		}
		return
	}
	if i.inThread() { // over HTTP nothing else tells of it
		a.threads.put(i.Channel, thread{i.Where.Parent, i.Where.Name})
	}
	n.settings = a.store.Settings(ctx, i.Guild)
	if n.locale = n.settings.Language; n.locale == "" {
		n.locale = i.Locale
	}
	if c != nil {
		a.crowd.enterAgain(place(i.Guild, n.who.ID), n.who.ID)
	} else if !a.crowd.enter(place(i.Guild, n.who.ID), n.who.ID) {
		a.metrics.dropped.WithLabelValues("crowded").Inc()
		n.refuse(say(n.locale, "busy"))
		return
	}
	n.parts.Add(1)
	defer n.part()
	switch i.Kind {
	case kindCommand:
		n.command(ctx)
	case kindComponent:
		n.component(ctx)
	case kindAutocomplete:
		n.autocomplete(ctx)
	case kindModal:
		n.submitted(ctx)
	default:
		a.metrics.dropped.WithLabelValues("unknown kind").Inc()
	}
}

// refuse answers with a short private text, or where there is no place for one with
// nothing.
func (n *answering) refuse(text string) {
	if n.i.Kind == kindAutocomplete {
		n.say(response{Kind: respondChoices, Data: choices{Choices: []proposal{}}})
		return
	}
	n.tell(text)
}

// tapped counts a button, a vote or a completion; when it is one too many the member is
// told, and it is true.
func (n *answering) tapped() bool {
	wait := n.tap(n.who.ID, n.i.Guild)
	if wait > 0 {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.refuse(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
	}
	return wait > 0
}

// tell answers with a short private text.
func (n *answering) tell(text string) {
	n.show(respondMessage, view{plain: true, private: true, text: text})
}

// show answers with a view at once, and sends what does not fit behind it.
func (n *answering) show(kind int, v view) {
	list := payloads(v)
	if n.say(response{Kind: kind, Data: list[0]}) == nil && len(list) > 1 {
		n.later(func(ctx context.Context) { n.behind(ctx, list[1:]) })
	}
}

// behind sends what did not fit into the answer.
func (n *answering) behind(ctx context.Context, list []payload) error {
	for _, p := range list {
		id, err := n.rest.follow(ctx, n.i.App, n.i.Token, p)
		if err != nil {
			n.metrics.dropped.WithLabelValues("unsent").Inc()
			n.log.Warn("a part of an answer could not be sent", "error", err.Error())
			return err
		}
		n.gave(id, p)
	}
	return nil
}

// gave notes a message of the answer, for those to find who begin a thread on it.
func (n *answering) gave(id string, p payload) {
	if p.Flags&flagEphemeral == 0 {
		n.public = append(n.public, id)
	}
}

// say gives the one answer to the interaction.
func (n *answering) say(r response) error {
	id, err := n.respond(r)
	if p, ok := r.Data.(payload); ok && err == nil && r.Kind == respondMessage {
		n.gave(id, p)
	}
	n.metrics.took(n.surface, "sent", n.start)
	switch code := codeOf(err); {
	case err == nil:
	case code == codeUnknownInteraction || code == codeUnknownWebhook:
		n.metrics.dropped.WithLabelValues("too late").Inc()
		n.log.Warn("an interaction ran out before its answer came", "after", time.Since(n.start).String())
	case code == codeAcknowledged:
		n.metrics.dropped.WithLabelValues("answered elsewhere").Inc()
		n.log.Warn("an interaction was answered by another process")
	default:
		n.metrics.dropped.WithLabelValues("unsent").Inc()
		n.log.Warn("an interaction could not be answered", "error", err.Error())
	}
	return err
}

// later runs what comes behind the answer, as long as the token is valid.
func (n *answering) later(f func(context.Context)) {
	n.running.more()
	n.parts.Add(1)
	go func() {
		defer n.running.end()
		defer n.part()
		defer n.guard(n.log)
		ctx, cancel := context.WithTimeout(context.Background(), n.timing.message)
		defer cancel()
		f(ctx)
	}()
}

// part ends a part of the answering; with the last of them the member has one question
// fewer going on.
func (n *answering) part() {
	if n.parts.Add(-1) == 0 {
		n.crowd.leave(place(n.i.Guild, n.who.ID), n.who.ID)
	}
}

// answer makes a view and shows it: at once if it is ready in time, and else behind a
// promise, whose privacy Discord keeps.
func (n *answering) answer(ctx context.Context, private bool, build func(context.Context) view) {
	if n.claim != nil {
		n.retake(private, build)
		return
	}
	soon, cancel := context.WithTimeout(ctx, n.timing.claim)
	defer cancel()
	var ours bool
	if n.claim, ours = n.adapter.claim(soon, place(n.i.Guild, n.who.ID), n.who.ID, n.i.ID, body{Kind: keptInteraction, Data: n.data, Place: n.i.Guild + "/" + n.i.Channel}, n.log); !ours {
		return
	}
	done := make(chan view, 1)
	n.later(func(ctx context.Context) {
		defer func() {
			if p := recover(); p != nil {
				n.panicked(n.log, p)
				done <- view{plain: true, private: true, text: say(n.locale, "broken")}
			}
		}()
		done <- build(ctx)
	})
	timer := time.NewTimer(n.timing.deferral)
	defer timer.Stop()
	select {
	case v := <-done:
		if !n.claim.held(ctx) {
			return
		}
		kind, list := n.kindOf(&v), payloads(v)
		if err := n.say(response{Kind: kind, Data: list[0]}); err != nil {
			n.ended(ctx, err)
			return
		}
		n.later(func(ctx context.Context) { n.ended(ctx, n.behind(ctx, list[1:])) })
	case <-timer.C:
		promise := response{Kind: respondLater}
		if n.turning {
			promise.Kind = respondNothing
		} else if private {
			promise.Data = map[string]int{"flags": int(flagEphemeral)}
		}
		if err := n.say(promise); err != nil {
			n.ended(ctx, err)
			return
		}
		n.later(func(ctx context.Context) {
			if v := <-done; n.claim.held(ctx) {
				n.ended(ctx, n.keep(ctx, private, v))
			}
		})
	}
}

// kindOf is how a view answers: a page takes the place of the one before, and what is said
// instead of a page comes beside it, for who asked.
func (n *answering) kindOf(v *view) int {
	switch {
	case !n.turning:
		return respondMessage
	case v.plain:
		v.private = true
		return respondMessage
	}
	return respondUpdate
}

// keep keeps a promise. One that was public, of an answer that turned out private, is
// taken back and the answer sent behind it: while the promise stands, Discord shows in its
// place what comes behind it, to everybody.
func (n *answering) keep(ctx context.Context, private bool, v view) error {
	beside := n.kindOf(&v) == respondMessage && n.turning
	list := payloads(v)
	app, token := n.i.App, n.i.Token
	if beside {
		// The page stays, and this comes behind it.
	} else if v.private && !private {
		if err := n.rest.remove(ctx, app, token); err != nil {
			n.log.Warn("a promise could not be taken back", "error", err.Error())
			return err
		}
	} else {
		id, err := n.rest.edit(ctx, app, token, list[0])
		if err != nil {
			n.metrics.dropped.WithLabelValues("unsent").Inc()
			n.log.Warn("a promised answer could not be sent", "error", err.Error())
			return err
		}
		n.gave(id, list[0])
		list = list[1:]
	}
	return n.behind(ctx, list)
}

// command answers a slash command or a message command.
func (n *answering) command(ctx context.Context) {
	d := n.i.Data
	switch d.Name {
	case "config":
		n.config(ctx)
		return
	case privacyCommand:
		n.privacy(ctx)
		return
	case complaintsCommand:
		curator{n}.complaints(ctx)
		return
	}
	if wait, _ := n.allow(n.who.ID, n.i.Guild); wait > 0 && n.claim == nil {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.tell(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
		return
	}
	req := n.asked()
	req.Private = n.settings.Private
	if d.Kind == messageCommand {
		target := d.Resolved.Messages[d.Target]
		text := wholeText(target)
		if text == "" {
			n.tell(say(n.locale, "nothing"))
			return
		}
		req.Command, req.Options, req.Private = "check", map[string]string{"text": text}, true
	} else {
		req.Options = map[string]string{}
		for _, o := range d.Options {
			switch {
			case o.Name == "private":
				req.Private = o.text() == "true"
				n.loud = !req.Private
			case o.text() != "":
				req.Options[o.Name] = clip(o.text(), 4000)
			}
		}
		req.Command = d.Name
	}
	n.converse(&req)
	shown := ""
	if d.Name == "ask" { // Discord does not show what was asked
		shown = req.Options["question"]
		req.Command, req.Text = "", shown
	}
	n.answer(ctx, req.Private, func(ctx context.Context) view { return n.reply(ctx, n.base(ctx, n.i.Guild, n.i.Channel), req, shown) })
}

// asked makes a request of who and where.
func (n *answering) asked() bot.Request {
	return bot.Request{User: n.who.ID, Server: n.i.Guild, Channel: n.i.Channel, Locale: n.locale}
}

// converse makes a request private whose asker could not write in the channel himself, and
// keeps what is asked privately out of the conversation that all can see.
func (n *answering) converse(req *bot.Request) {
	if req.Private = req.Private || !n.i.speaks(); req.Private {
		req.Conversation = "private " + n.i.Channel + " " + n.who.ID
		return
	}
	var from *wireMessage
	if req.Follows != "" {
		from = n.i.Message
	}
	var follows string
	req.Conversation, follows = n.talk(n.i.Channel, n.who.ID)
	req.Follows = cmp.Or(req.Follows, follows)
	if n.i.reads() {
		if req.Before = n.before(n.i.Channel, n.i.ID, n.who.ID, from); n.surface == "http" {
			req.Follows = "" // what another process answered is not heard there: it is looked up
		}
	}
}

// reply asks the conversation and draws what it says.
func (n *answering) reply(ctx context.Context, base Base, req bot.Request, shown string) view {
	said := n.claim.said(n.i.ID, n.start)
	r, trouble := n.handle(ctx, base, req, said, n.surface, n.log)
	if trouble != "" {
		return view{plain: true, private: true, text: say(n.locale, trouble)}
	}
	n.note(ctx, n.i.ID, req, r.Reply, n.surface, said, n.log)
	if !req.Private { // what was asked privately is not told beside a complaint
		n.follows(n.i.ID, r.Reply)
		n.joined.put(n.i.Channel, n.who.ID)
		n.remember(n.i.Channel, n.who.ID, n.i.ID, r)
	}
	// What a member writes in a command passes no AutoMod. It is repeated for all only
	// where it was understood: a question that the sources answer, all of it in words that
	// are in them. What is said of a name that they do not hold repeats it, as /check does
	// every sentence.
	understood := r.Status == facts.Answered || r.Status == facts.Corrected
	repeats := r.Status == facts.Unknown && (r.Stray || req.Command != "" && len(req.Options) > 0) || r.Stray && req.Command == "check"
	loud := repeats && !req.Private
	req.Private = req.Private || loud
	public := !req.Private && !r.Private
	understood = understood && !r.Stray
	d := drawing{locale: n.locale, owner: n.who.ID, question: shown, private: req.Private, aloud: loud, loud: n.loud, mute: public && !understood, base: r.base}
	if n.i.attaches() {
		d.picture = r.picture
	}
	return n.codec.draw(r.Reply, d)
}

// wholeText is all that a message says, but for what stands beneath it in small letters.
func wholeText(m *wireMessage) string {
	if m == nil {
		return ""
	}
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
	}
	for _, c := range m.components() {
		if c.Content != "" {
			parts = append(parts, strings.TrimPrefix(c.Content, headingMark))
		}
	}
	var lines []string
	for line := range strings.Lines(strings.Join(parts, "\n")) {
		if !strings.HasPrefix(line, "-# ") {
			lines = append(lines, line)
		}
	}
	return clip(strings.TrimSpace(strings.Join(lines, "")), 4000)
}

// component answers a button.
func (n *answering) component(ctx context.Context) {
	s, ok := n.codec.decode(n.i.Data.CustomID)
	if !ok || !has(n.i.Message, n.i.Data.CustomID) { // another message's button would do to this one what it should not
		n.metrics.dropped.WithLabelValues("tampered").Inc()
		n.tell(say(n.locale, "stale"))
		return
	}
	if s.rest == "" {
		s.rest = n.i.Message.title() // a question too long for the button
	}
	if s.verb != verbMore && s.verb != verbPage && s.verb != verbChoice && n.claim == nil && n.tapped() {
		return
	}
	base, loaded := n.marked(ctx, s.base, n.i.Guild, n.i.Channel)
	if !loaded && s.verb != verbDelete {
		n.tell(say(n.locale, "stale"))
		return
	}
	switch s.verb {
	case verbSources:
		n.answer(ctx, true, func(context.Context) view { return drawSources(cite(base.Talk, s.rest), base.Page, n.locale) })
	case verbPassage:
		n.answer(ctx, true, func(context.Context) view { return n.passage(base, s.rest) })
	case verbMore, verbPage, verbChoice:
		n.goOn(ctx, base, s)
	case verbUp:
		n.thank(n.vote(ctx, store.Event{Kind: store.Up, Question: s.rest}))
	case verbDown:
		n.vote(ctx, store.Event{Kind: store.Down, Question: s.rest})
		n.ask(s)
	case verbDelete:
		n.delete(s)
	case verbMend, verbApply, verbForm, verbUndo:
		curator{n}.mends(ctx, s)
	default:
		n.tell(say(n.locale, "stale"))
	}
}

// passage shows what one marker cites: "2 kobiz-2025:26".
func (n *answering) passage(base Base, rest string) view {
	mark, ref, _ := strings.Cut(rest, " ")
	list := cite(base.Talk, ref)
	if number, err := strconv.Atoi(mark); err == nil && len(list) > 0 {
		list[0].Marker = number
	}
	return drawSources(list, base.Page, n.locale)
}

// cite returns what is shown for the paragraphs that refs wrote, under the markers of the answer.
func cite(talk Talker, rest string) []facts.Citation {
	refs, marks := readRefs(rest)
	list := talk.Cite(refs)
	for i := range min(len(list), len(marks)) {
		list[i].Marker = marks[i]
	}
	return list
}

// goOn answers a button that asks something: for everybody when it is the asker's own,
// and for who pressed it when it is another's. Pages are turned in place: those of a
// message that is the asker's own, or that nobody else sees.
func (n *answering) goOn(ctx context.Context, base Base, s state) {
	if wait, _ := n.allow(n.who.ID, n.i.Guild); wait > 0 && n.claim == nil {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.tell(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
		return
	}
	req := n.asked()
	req.Text = s.rest
	req.Private = true
	if m := n.i.Message; m != nil && m.Flags&int(flagEphemeral) == 0 {
		req.Follows = answerKey(m)
		owner, ok := n.codec.read(m, verbDelete)
		n.loud = s.owner == aloud
		req.Private = !ok || owner.owner != n.who.ID || n.settings.Private && m.Metadata != nil && !n.loud // since it was asked
	} else if s.verb == verbChoice {
		req.Private = s.owner != aloud
	}
	n.converse(&req)
	n.turning = s.verb == verbPage && (!req.Private || n.i.Message != nil && n.i.Message.Flags&int(flagEphemeral) != 0)
	shown := ""
	if s.verb == verbChoice {
		shown = s.rest
	}
	n.answer(ctx, req.Private, func(ctx context.Context) view { return n.reply(ctx, base, req, shown) })
}

// vote remembers what somebody thinks of an answer, and says whether anything is kept
// here. What was answered, and on what evidence, is read off the message.
func (n *answering) vote(ctx context.Context, e store.Event) bool {
	if n.settings.Keep == store.KeepNone {
		return false
	}
	n.metrics.votes.WithLabelValues(map[store.Kind]string{store.Up: "up", store.Down: "down"}[e.Kind]).Inc()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	n.forgetAlike(ctx, n.log)
	e.Asker, e.Server, e.Surface, e.Message = n.store.Hash(n.who.ID), n.i.Guild, n.surface, n.i.place()
	if m := n.i.Message; m != nil {
		e.Answer = unmarked(wholeText(m))
		var evidence []string
		for _, id := range ids(m) {
			s, ok := n.codec.decode(id)
			if !ok || s.verb != verbSources {
				continue
			}
			if base, loaded := n.marked(ctx, s.base, n.i.Guild, n.i.Channel); loaded {
				for _, c := range cite(base.Talk, s.rest) {
					evidence = append(evidence, c.Ref().String())
				}
			}
		}
		e.Evidence = strings.Join(evidence, " ")
		of := []string{m.ID}
		if m.Reference != nil {
			of = append(of, m.Reference.Message)
		}
		if m.Metadata != nil {
			of = append(of, m.Metadata.ID)
		}
		for _, id := range of {
			if was, ok := n.earlier.get(id); ok {
				e.Before = was.text
				break
			}
		}
		if e.Before == "" && n.i.reads() { // another process answered it, or this one before it began anew
			e.Before = n.unsaid(ctx, m, e.Question)
		}
	}
	if err := n.store.Record(ctx, e); err != nil {
		n.log.Warn("a vote was not remembered", "error", err.Error())
		return false
	}
	return true
}

// ask opens the dialogue behind a thumbs-down. The vote counts already.
func (n *answering) ask(s state) {
	id, ok := n.codec.encode(state{verb: verbWhy, rest: s.rest})
	for !ok && s.rest != "" {
		r := []rune(s.rest)
		s.rest = string(r[:len(r)*3/4])
		id, ok = n.codec.encode(state{verb: verbWhy, rest: s.rest})
	}
	var what []selectable
	for _, c := range store.Complaints() {
		what = append(what, selectable{say(n.locale, "complaint "+string(c)), string(c)})
	}
	n.say(response{Kind: respondModal, Data: modal{
		ID: id, Title: clip(say(n.locale, "why title"), maxModalTitle),
		Components: []labelled{
			picking("complaint", say(n.locale, "why which"), what),
			writing("reason", say(n.locale, "why label"), say(n.locale, "why hint"), true),
			writing("source", say(n.locale, "right label"), say(n.locale, "right hint"), false),
		},
	}})
}

// submitted takes the reason of a thumbs-down.
func (n *answering) submitted(ctx context.Context) {
	s, ok := n.codec.decode(n.i.Data.CustomID)
	if ok && s.verb == verbFill {
		curator{n}.filled(ctx, s)
		return
	}
	if !ok || s.verb != verbWhy {
		n.metrics.dropped.WithLabelValues("tampered").Inc()
		n.tell(say(n.locale, "stale"))
		return
	}
	if m := n.i.Message; m != nil { // the whole question, where the dialogue's id holds a part
		if q := n.codec.questionOf(m); strings.HasPrefix(q, s.rest) {
			s.rest = q
		} else if title := m.title(); strings.HasPrefix(title, s.rest) {
			s.rest = title
		}
	}
	given := n.i.Data.inputs()
	e := store.Event{Kind: store.Down, Question: s.rest, Reason: given["reason"], Place: given["source"]}
	if c := store.Complaint(given["complaint"]); slices.Contains(store.Complaints(), c) {
		e.Complaint = c
	}
	n.thank(n.vote(ctx, e))
}

// thank thanks for a vote, and says where it is not kept.
func (n *answering) thank(kept bool) {
	if kept {
		n.tell(say(n.locale, "thanks"))
		return
	}
	n.tell(say(n.locale, "not kept"))
}

// delete takes an answer away, for who asked.
func (n *answering) delete(s state) {
	if s.owner != n.who.ID && !n.i.manages() {
		n.tell(say(n.locale, "not yours"))
		return
	}
	if n.say(response{Kind: respondNothing}) == nil {
		n.later(func(ctx context.Context) {
			if err := n.rest.remove(ctx, n.i.App, n.i.Token); err != nil {
				n.log.Warn("an answer could not be deleted", "error", err.Error())
				n.behind(ctx, payloads(view{plain: true, private: true, text: say(n.locale, "data kept")}))
			}
		})
	}
}

// autocomplete proposes values for the option that is being typed. It never fails:
// Discord would show an error instead of what was typed.
func (n *answering) autocomplete(ctx context.Context) {
	list := choices{Choices: []proposal{}}
	defer func() {
		if p := recover(); p != nil {
			n.panicked(n.log, p)
		}
		n.say(response{Kind: respondChoices, Data: list})
	}()
	if n.tap(n.who.ID, n.i.Guild) > 0 {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		return
	}
	for _, o := range n.i.Data.Options {
		if o.Focused {
			talk := n.base(ctx, n.i.Guild, n.i.Channel).Talk
			found := talk.Complete(ctx, n.i.Data.Name, o.Name, clip(o.text(), maxChoice))
			for i, c := range found {
				if kind := talk.KindOf(n.i.Data.Name, c.Entity, n.locale); kind != "" {
					found[i].Label = clip(c.Label, maxChoice-runes(kind)-3) + " · " + kind
				}
			}
			list.Choices = proposals(found)
			return
		}
	}
}

// proposals keeps the limits of an autocompletion: 25 choices, names and values of 1 to
// 100 letters.
func proposals(list []facts.Choice) []proposal {
	out := []proposal{}
	for _, c := range list {
		value := c.Entity
		if value == "" {
			value = c.Label
		}
		if strings.TrimSpace(value) == "" || runes(value) > maxChoice || len(out) == maxChoices {
			continue
		}
		if strings.TrimSpace(c.Label) == "" {
			c.Label = value
		}
		out = append(out, proposal{clip(c.Label, maxChoice), value})
	}
	return out
}

// read finds a button of a message of ours by what it does.
func (c codec) read(m *wireMessage, verb string) (state, bool) {
	for _, id := range ids(m) {
		if s, ok := c.decode(id); ok && s.verb == verb {
			return s, true
		}
	}
	return state{}, false
}

// questionOf finds, in the buttons of one of our messages, the question that it answers.
func (c codec) questionOf(m *wireMessage) string {
	q, _ := c.read(m, verbUp)
	return q.rest
}

// has says whether a message has a button.
func has(m *wireMessage, id string) bool { return slices.Contains(ids(m), id) }

// ids returns the custom_ids of a message's buttons.
func ids(m *wireMessage) (list []string) {
	for _, c := range m.components() {
		if c.CustomID != "" {
			list = append(list, c.CustomID)
		}
	}
	return list
}
