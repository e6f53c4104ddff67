package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// privacyCommand shows members what is kept of theirs, and forgets it. It knows them by
// the hash under which it is kept, so nobody can ask for another's.
const privacyCommand = "my-data"

// maxShown bounds what is shown in a message. The rest is in the file with all.
const maxShown = 15

func privacyDefinition() definition {
	return definition{Kind: slashCommand, Name: privacyCommand, Names: ko("내정보"),
		Description: "What I keep of you: see it, get it as a file, or have it deleted", Descriptions: ko("내 정보 보기, 파일로 받기 또는 삭제"),
		Installs: []int{0, 1}, Contexts: []int{0, 1, 2},
		Options: []option{picks("what", "작업", "Show it, export it, or delete it", "보기, 내보내기 또는 삭제",
			choice{"show", ko("보기"), "show"}, choice{"export", ko("내보내기"), "export"}, choice{"delete", ko("삭제"), "delete"})},
	}
}

// privacy answers the command, to the member alone.
func (n *answering) privacy(ctx context.Context) {
	if n.claim != nil || !n.tapped() {
		n.answer(ctx, true, n.kept)
	}
}

// kept shows, exports or deletes what is kept of the asker.
func (n *answering) kept(ctx context.Context) view {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	me, what := n.store.Hash(n.who.ID), ""
	for _, o := range n.i.Data.Options {
		if o.Name == "what" {
			what = o.text()
		}
	}
	if what == "delete" {
		return n.forget(ctx, me)
	}
	list, err := n.store.Events(ctx, store.Filter{Asker: me, Limit: maxExported})
	switch {
	case err != nil:
		n.log.Warn("a member's data could not be read", "error", err.Error())
		return whisper(say(n.locale, "broken"))
	case len(list) == 0:
		return whisper(say(n.locale, "no data"))
	case what != "export":
		return dataView(list, n.locale)
	case !n.i.attaches():
		return whisper(say(n.locale, "no files"))
	}
	f, count := export(list)
	v := whisper(say(n.locale, "data file", "n", strconv.Itoa(count)))
	v.picture = f
	return v
}

// forget deletes what is kept of the asker.
func (n *answering) forget(ctx context.Context, me string) view {
	if _, err := n.store.Forget(ctx, me); err != nil {
		n.log.Warn("a member's data could not be deleted", "error", err.Error())
		return whisper(say(n.locale, "data kept"))
	}
	n.forgetAlike(ctx, n.log)
	return whisper(say(n.locale, "data gone"))
}

// leftSince says whether somebody had what is kept of him deleted since a question was asked: what
// comes of that is not kept either.
func (a *adapter) leftSince(user string, asked time.Time) bool {
	at, ok := a.left.get(a.store.Hash(user))
	return ok && !at.Before(asked.Truncate(time.Microsecond)) // the store knows no shorter time
}

// forgetAlike forgets what this process remembers of those whose data was deleted by whichever
// process.
func (a *adapter) forgetAlike(ctx context.Context, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, a.patience())
	defer cancel()
	a.forgetting.Lock()
	defer a.forgetting.Unlock()
	list, newest, err := a.store.Forgotten(ctx, a.forgot)
	if err != nil {
		a.slow(err)
		log.Debug("who was forgotten could not be read", "error", err.Error())
	}
	if a.forgot = newest; len(list) == 0 {
		return
	}
	gone := make(map[string]bool, len(list))
	for _, f := range list {
		gone[f.Asker] = true
		a.left.put(f.Asker, f.At)
	}
	of := func(user string) bool { return gone[a.store.Hash(user)] }
	for _, b := range append([]Base{a.usual}, a.bases...) {
		b.Talk.Forget(of)
	}
	a.earlier.dropAll(func(f followed) bool { return slices.ContainsFunc(f.speakers, of) })
}

// dataView shows the newest of what is kept of a member.
func dataView(list []store.Event, locale string) view {
	lines := []string{say(locale, "data")}
	for _, e := range list[:min(len(list), maxShown)] {
		kind := map[store.Kind]string{store.Up: "👍", store.Down: "👎"}[e.Kind]
		line := "• " + e.At.UTC().Format("2006-01-02") + " " + kind + " " + escape(clip(e.Question, 120))
		var typed []string
		if e.Complaint != "" {
			typed = append(typed, say(locale, "complaint "+string(e.Complaint)))
		}
		for _, text := range []string{e.Reason, e.Place} {
			if text != "" {
				typed = append(typed, escape(clip(text, 120)))
			}
		}
		if len(typed) > 0 {
			line += " (" + strings.Join(typed, "; ") + ")"
		}
		lines = append(lines, line)
	}
	if len(list) > maxShown {
		lines = append(lines, say(locale, "more data", "n", strconv.Itoa(maxShown)))
	}
	return view{private: true, title: say(locale, "data title"), text: strings.Join(lines, "\n")}
}

const (
	maxExported = 10_000  // of what is kept of a member, the newest
	maxFile     = 8 << 20 // of the file that they are written to; Discord takes 10 MiB
)

// export writes what is kept of a member as JSON, and says how much of it fits.
func export(list []store.Event) (*file, int) {
	type line struct {
		At        time.Time       `json:"at"`
		What      string          `json:"what"`
		Server    string          `json:"server,omitempty"`
		Message   string          `json:"message,omitempty"`
		Before    string          `json:"question_before,omitempty"`
		Question  string          `json:"question"`
		Answer    string          `json:"answer,omitempty"`
		Complaint store.Complaint `json:"complaint,omitempty"`
		Reason    string          `json:"your_words,omitempty"`
		Place     string          `json:"where_it_says_so,omitempty"`
	}
	var out []byte
	for i, e := range list {
		what := map[store.Kind]string{store.Unknown: "not answered", store.Answered: "answered", store.Up: "thumbs up", store.Down: "thumbs down"}[e.Kind]
		text, err := json.Marshal(line{e.At.UTC(), what, e.Server, e.Message, e.Before, e.Question, e.Answer, e.Complaint, e.Reason, e.Place})
		if err != nil || len(out)+len(text) > maxFile {
			list = list[:i]
			break
		}
		out = append(append(out, text...), '\n')
	}
	return &file{name: "my-data.jsonl", kind: "application/jsonl", data: out}, len(list)
}
