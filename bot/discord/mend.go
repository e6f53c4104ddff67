package discord

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/facts"
)

// This file lets members of a role that the operator trusts mend what was complained of,
// from the list of complaints: they choose a proposal or write one, the answer is edited in
// its place, and a button takes it back.

// A Mender mends a base, as bot/review does for the page's curators. What it refuses it
// says in an error that a curator can act on.
type Mender interface {
	// Propose says how what was complained of could be mended, the best first. It changes
	// nothing, and proposes the same as long as nothing changes.
	Propose(ctx context.Context, complaint store.Event) ([]Mending, error)
	// Apply mends, and returns when questions are answered by it. What stands already is not
	// mended twice: that is returned.
	Apply(ctx context.Context, who string, m Mending) (Mended, error)
	// Undo takes back what was mended, and returns when questions are answered without it.
	Undo(ctx context.Context, who, id string) error
}

// A Mending is a change of a base.
type Mending struct {
	Kind MendingKind
	Ask  string // the question that it is for
	Of   string // of an alias: the thing; of a wording: the relation; by id or name
	Text string // the alias, the wording, the answer, or what is said of a question out of scope
	Cite string // of an answer: the paragraph that says so, "kobiz-2025:26"
	What string // a sentence that says what it changes; empty of one that was written by hand
	Own  string // what else the mender needs of a proposal of its own
}

// A MendingKind says what is changed.
type MendingKind string

const (
	MendAlias   MendingKind = "alias"   // a thing has another name
	MendWording MendingKind = "wording" // a relation is asked for in other words
	MendAnswer  MendingKind = "answer"  // a question has an answer in fixed words
	MendRefusal MendingKind = "refusal" // a question is out of scope
)

// Mended is a change that was made.
type Mended struct {
	ID   string // for Undo; 30 letters at most
	What string // a sentence that says what was changed
}

// maxProposals is how many proposals are shown.
const maxProposals = maxRow

// hash names a proposal in a button.
func (m Mending) hash() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(m.Kind), m.Ask, m.Of, m.Text, m.Cite, m.Own}, "\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:checkLen]
}

// A curator is an asker who reads the complaints of a server and, with the role for it, mends
// what was complained of.
type curator struct{ *answering }

// curates says whether the asker may mend.
func (n *answering) curates() bool {
	return n.i.Guild != "" && n.i.Member != nil && slices.ContainsFunc(n.i.Member.Roles, func(role string) bool { return slices.Contains(n.curators, role) })
}

// mender is the mender of the base that the answer was given from which a complaint is of. Of an old
// complaint, which does not say, the answer does.
func (n curator) mender(ctx context.Context, e store.Event) Mender {
	channel, id, _ := strings.Cut(e.Message, "/")
	if e.Base == "" && len(n.bases) > 0 {
		if m, err := n.rest.message(ctx, channel, id); err == nil {
			e.Base = n.codec.marked(m)
		}
	}
	base, _ := n.marked(ctx, e.Base, n.i.Guild, channel)
	return base.Mender
}

// complaint finds an open complaint of the server.
func (n curator) complaint(ctx context.Context, id string) (store.Event, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return store.Event{}, err
	}
	list, err := n.store.Queue(ctx, n.i.Guild, 0)
	if i := slices.IndexFunc(list, func(e store.Event) bool { return e.ID == number }); i >= 0 {
		return list[i], nil
	}
	return store.Event{}, errors.Join(err, errNoComplaint)
}

var errNoComplaint = errors.New("no such complaint")

// mendButtons are those of a list of complaints.
func (n curator) mendButtons(ctx context.Context, list []store.Event) (line []button) {
	if !n.curates() {
		return nil
	}
	for _, e := range list[:min(len(list), maxComplaints)] {
		channel, _, _ := strings.Cut(e.Message, "/")
		if base, _ := n.marked(ctx, e.Base, n.i.Guild, channel); base.Mender == nil {
			continue
		}
		number := strconv.FormatInt(e.ID, 10)
		if id, ok := n.codec.encode(state{verb: verbMend, rest: number}); ok {
			line = append(line, button{label: say(n.locale, "mend", "n", number), id: id})
		}
	}
	return line
}

// mends answers a button of a mending. Whoever lost the role is told so.
func (n curator) mends(ctx context.Context, s state) {
	if !n.curates() {
		n.tell(say(n.locale, "mend right"))
		return
	}
	id, rest, _ := strings.Cut(s.rest, " ")
	switch s.verb {
	case verbMend:
		n.answer(ctx, true, func(ctx context.Context) view { return n.about(ctx, id, n.proposals) })
	case verbApply:
		n.answer(ctx, true, func(ctx context.Context) view {
			return n.about(ctx, id, func(ctx context.Context, mender Mender, e store.Event) (view, error) {
				list, err := mender.Propose(ctx, e)
				if i := slices.IndexFunc(list, func(m Mending) bool { return m.hash() == rest }); i >= 0 {
					return n.apply(ctx, mender, e, list[i])
				}
				return whisper(say(n.locale, "mend stale")), err
			})
		})
	case verbForm:
		n.form(ctx, id, MendingKind(rest))
	case verbUndo:
		place, number, _ := strings.Cut(rest, " ")
		n.answer(ctx, true, func(ctx context.Context) view { return n.undo(ctx, id, place, number) })
	}
}

// about does something about a complaint, and says what was in the way.
func (n curator) about(ctx context.Context, id string, do func(context.Context, Mender, store.Event) (view, error)) view {
	said := func(key string, args ...string) view {
		return whisper(say(n.locale, key, args...))
	}
	e, err := n.complaint(ctx, id)
	if errors.Is(err, errNoComplaint) {
		return said("no complaint", "n", id)
	}
	mender := n.mender(ctx, e)
	if err != nil || mender == nil {
		return said("broken")
	}
	v, err := do(ctx, mender, e)
	if err != nil {
		n.log.Warn("nothing was mended", "error", err.Error())
		return said("not mended", "why", escape(clip(err.Error(), 500)))
	}
	return v
}

// markers are those of an answer as it is kept, with the space before them.
var markers = regexp.MustCompile(`\s*\[\d{1,3}\]`)

// proposals shows what could be done about a complaint.
func (n curator) proposals(ctx context.Context, mender Mender, e store.Event) (view, error) {
	list, err := mender.Propose(ctx, e)
	if err != nil {
		return view{}, err
	}
	list = list[:min(len(list), maxProposals)]
	number := strconv.FormatInt(e.ID, 10)
	v := view{private: true, title: say(n.locale, "mend", "n", number)}
	var proposed, write []button
	parts := []string{complaintLines(e, n.locale)}
	for i, m := range list {
		label := strconv.Itoa(i + 1)
		if id, ok := n.codec.encode(state{verb: verbApply, rest: number + " " + m.hash()}); ok {
			proposed = append(proposed, button{label: label, id: id, style: discordgo.PrimaryButton})
			parts = append(parts, "**"+label+".** "+escape(clip(markers.ReplaceAllString(m.What, ""), 300)))
		}
	}
	parts = append(parts, say(n.locale, "mend choose"+map[bool]string{true: " none"}[len(proposed) == 0]))
	if e.Before != "" {
		parts = append(parts, "-# "+say(n.locale, "mend follow"))
	}
	for _, kind := range []MendingKind{MendAlias, MendWording, MendAnswer, MendRefusal} {
		if id, ok := n.codec.encode(state{verb: verbForm, rest: number + " " + string(kind)}); ok {
			write = append(write, button{label: say(n.locale, "mend "+string(kind)), id: id})
		}
	}
	v.text, v.buttons = strings.Join(parts, "\n\n"), [][]button{proposed, write}
	return v, nil
}

// form opens the dialogue of a mending that is written by hand. An answer begins as what
// the member knows.
func (n curator) form(ctx context.Context, id string, kind MendingKind) {
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	e, err := n.complaint(ctx, id)
	if err != nil {
		n.tell(say(n.locale, "no complaint", "n", id))
		return
	}
	custom, ok := n.codec.encode(state{verb: verbFill, rest: id + " " + string(kind)})
	if !ok {
		n.tell(say(n.locale, "stale"))
		return
	}
	text := func(name string, value string, long, needed bool) labelled {
		return typing(name, say(n.locale, string(kind)+" "+name), say(n.locale, string(kind)+" "+name+" hint"), value, long, needed)
	}
	var fields []labelled
	switch kind {
	case MendAnswer:
		known := ""
		if e.Complaint == store.Better {
			known = e.Reason
		}
		first, _, _ := strings.Cut(e.Evidence, " ")
		fields = []labelled{text("text", known, true, true), text("cite", first, false, true)}
	case MendRefusal:
		fields = []labelled{text("text", "", true, false)}
	case MendAlias, MendWording:
		fields = []labelled{text("text", "", false, true), text("of", "", false, true)}
	default:
		n.tell(say(n.locale, "stale"))
		return
	}
	n.say(response{Kind: respondModal, Data: modal{ID: custom, Title: clip(say(n.locale, "mend", "n", id), maxModalTitle), Components: fields}})
}

// filled applies what was written in the dialogue.
func (n curator) filled(ctx context.Context, s state) {
	if !n.curates() {
		n.tell(say(n.locale, "mend right"))
		return
	}
	id, kind, _ := strings.Cut(s.rest, " ")
	given := n.i.Data.inputs()
	n.answer(ctx, true, func(ctx context.Context) view {
		return n.about(ctx, id, func(ctx context.Context, mender Mender, e store.Event) (view, error) {
			return n.apply(ctx, mender, e, Mending{Kind: MendingKind(kind), Ask: e.Question,
				Of: strings.TrimSpace(given["of"]), Text: strings.TrimSpace(given["text"]), Cite: strings.TrimSpace(given["cite"])})
		})
	})
}

// apply mends, edits the answer that was complained of, and offers to take it back.
func (n curator) apply(ctx context.Context, mender Mender, e store.Event, m Mending) (view, error) {
	done, err := mender.Apply(ctx, n.who.Username, m)
	if err != nil {
		return view{}, err
	}
	n.log.Info("a complaint was mended", "complaint", e.ID, "kind", string(m.Kind), "mending", done.ID)
	if _, err := n.store.Settle(ctx, n.i.Guild, e.ID); err != nil {
		n.log.Warn("a complaint could not be settled", "error", err.Error())
	}
	place, became := n.redraw(ctx, e.Message, e.Before, true)
	v := view{private: true, text: say(n.locale, "mended", "what", escape(clip(done.What, 500))) + "\n" + became}
	if id, ok := n.codec.encode(state{verb: verbUndo, rest: done.ID + " " + place + " " + strconv.FormatInt(e.ID, 10)}); ok {
		v.buttons = [][]button{{{label: say(n.locale, "undo"), id: id, style: discordgo.DangerButton}}}
	}
	return v, nil
}

// undo takes a mending back, of the complaint of a number, and edits the answer anew.
func (n curator) undo(ctx context.Context, id, place, number string) view {
	var of store.Event
	if e, err := strconv.ParseInt(number, 10, 64); err == nil {
		if list, err := n.store.Events(ctx, store.Filter{Server: n.i.Guild, Before: e + 1, Limit: 1}); err == nil && len(list) > 0 && list[0].ID == e {
			of = list[0]
		}
	}
	of.Message = place
	mender := n.mender(ctx, of)
	if mender == nil {
		return whisper(say(n.locale, "stale"))
	}
	if err := mender.Undo(ctx, n.who.Username, id); err != nil {
		return whisper(say(n.locale, "not mended", "why", escape(clip(err.Error(), 500))))
	}
	n.log.Info("a mending was undone", "mending", id)
	_, became := n.redraw(ctx, place, of.Before, false)
	return view{private: true, text: say(n.locale, "undone") + "\n" + became}
}

// redraw asks again what a message answers, after the question that it followed up, edits the
// message, and says whether that went well, and where the answer stands now. What only its asker saw,
// and what is gone, stays as it is.
func (n curator) redraw(ctx context.Context, place, before string, mended bool) (now, became string) {
	channel, id, ok := strings.Cut(place, "/")
	if !ok {
		return place, say(n.locale, "not redrawn")
	}
	m, err := n.rest.message(ctx, channel, id)
	if err == nil {
		id, err = n.askAgain(ctx, channel, m, before, mended)
	}
	if err != nil {
		n.log.Info("a mended answer could not be edited", "error", err.Error())
		return place, say(n.locale, "not redrawn")
	}
	now = channel + "/" + id
	return now, say(n.locale, "redrawn", "link", "https://discord.com/channels/"+n.i.Guild+"/"+now)
}

// askAgain asks again, and returns the first message of the answer.
func (n curator) askAgain(ctx context.Context, channel string, m *wireMessage, before string, mended bool) (id string, err error) {
	first, pieces := n.pieces(ctx, channel, m)
	title := first.title()
	question := n.codec.questionOf(m)
	if question == "" {
		question = n.above(ctx, n.i.Guild, first)
	}
	if question == "" {
		return "", errors.New("it holds no question")
	}
	owner, _ := n.codec.read(m, verbDelete)
	locale := n.localeIn(n.i.Guild, n.settings.Language, question)
	req := bot.Request{Text: question, Before: bot.After(before), User: owner.owner, Server: n.i.Guild, Channel: channel, Locale: locale}
	base, ok := n.marked(ctx, n.codec.marked(m), n.i.Guild, channel)
	if !ok {
		return "", errors.New("its base is not loaded any more")
	}
	r, trouble := n.handle(ctx, base, req, n.start, "mending", n.log)
	if trouble != "" || r.Status == facts.Ambiguous {
		return "", fmt.Errorf("asked again it is not answered: %s", trouble)
	}
	d := drawing{locale: locale, owner: owner.owner, replies: first.Reference != nil, picture: r.picture, base: r.base}
	if title != "" && title == question {
		d.question = title
	}
	v := n.codec.draw(r.Reply, d)
	v.plain, v.private = false, false
	if mended {
		v.sources = strings.TrimSpace(v.sources + "\n-# " + say(locale, "mended note"))
	}
	of := &wireMessage{ID: cmp.Or(questionID(first), m.ID), Channel: channel, Edited: n.start.Format(time.RFC3339Nano)}
	_, err = follower{n.adapter}.redraw(ctx, of, pieces, payloads(v), n.log)
	return pieces[0], err
}

// pieces finds the messages of the answer that one of them belongs to, which is mostly the last: its
// first, and all in order.
func (n curator) pieces(ctx context.Context, channel string, m *wireMessage) (first *wireMessage, ids []string) {
	first = m
	if owner, ok := n.codec.read(m, verbDelete); ok && questionID(m) == "" {
		list, err := n.rest.history(ctx, channel, "&before="+m.ID)
		if err != nil {
			n.log.Debug("the pieces of an answer could not be looked for", "error", err.Error())
		}
		for i := range list {
			bin, _ := n.codec.read(&list[i], verbDelete)
			if _, ends := n.codec.read(&list[i], verbUp); bin.owner == owner.owner && n.isOurs(list[i]) && (ends || questionID(&list[i]) != "") {
				if !ends { // else that is the last of another answer, and the first of this is gone
					first = &list[i]
				}
				break
			}
		}
	}
	if question := questionID(first); question != "" {
		ids = n.found(ctx, channel, question)
	}
	if !slices.Contains(ids, m.ID) {
		return m, []string{m.ID}
	}
	if first.ID != ids[0] { // of a command's answer each names the question
		if head, err := n.rest.message(ctx, channel, ids[0]); err == nil {
			first = head
		}
	}
	return first, ids
}
