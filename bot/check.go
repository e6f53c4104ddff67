package bot

import (
	"slices"
	"strings"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// maxChecked is how many sentences of a text are checked: those of a long message.
const maxChecked = 12

// runCheck looks through a text that somebody wrote for what the sources confirm and
// what they contradict. Questions, and what the sources do not speak of, are passed
// over.
func (t *turn) runCheck(options map[string]string) Reply {
	text := options["text"]
	r := Reply{Status: facts.Answered, Stray: t.know.Stray(text, nil)}
	confirmed := Block{Kind: ListBlock, Title: t.say.Text("check.confirmed")}
	contradicted := Block{Kind: ListBlock, Title: t.say.Text("check.contradicted")}
	for i, span := range nlp.Sentences(text) {
		sentence := strings.Join(strings.Fields(text[span.Start:span.End]), " ")
		if i == maxChecked || t.ctx.Err() != nil {
			break
		}
		if strings.HasSuffix(sentence, "?") {
			continue
		}
		for _, c := range t.claims(sentence) {
			switch c.answer.Status {
			case facts.Answered:
				if c.stray { // nothing confirms what it says in words that stand nowhere
					continue
				}
				confirmed.Entries = append(confirmed.Entries, Entry{When: quoted(c.text), Text: r.cite(c.answer)})
			case facts.Corrected:
				contradicted.Entries = append(contradicted.Entries, Entry{When: quoted(c.text), Text: r.cite(c.answer)})
				r.Status = facts.Corrected
			}
		}
	}
	for _, b := range []Block{contradicted, confirmed} {
		if len(b.Entries) > 0 {
			r.Blocks = append(r.Blocks, b)
		}
	}
	if len(r.Blocks) == 0 {
		return t.notice(facts.Unknown, "check.nothing")
	}
	return r
}

// A claim is what a sentence states, with what the sources say of it.
type claim struct {
	text   string
	answer facts.Answer
	stray  bool // it has words that the sources do not
}

// claims checks a sentence, and where it joins two statements about one thing ("X was
// directed by A and came out in B") each of them; of what the sources do not speak
// there is none.
func (t *turn) claims(sentence string) []claim {
	ask := func(text string, before *facts.Context) (claim, *facts.Context, bool) {
		a, c := t.asker.Ask(t.ctx, facts.Question{Text: text, Source: t.req.Source, Context: before})
		return claim{text, a, t.know.Stray(text, c)}, c, len(a.Citations) > 0 && (a.Status == facts.Answered || a.Status == facts.Corrected)
	}
	if first, second, ok := strings.Cut(sentence, " and "); ok {
		a, c, said := ask(first, nil)
		if subject := t.subjectOf(first, c); said && subject != "" {
			if b, _, also := ask(subject+" "+second, nil); also {
				return []claim{a, b}
			}
		}
	}
	if whole, _, ok := ask(sentence, nil); ok {
		return []claim{whole}
	}
	return nil
}

// subjectOf returns the name that a sentence begins with, of the things that it spoke
// of.
func (m *mind) subjectOf(sentence string, spoken *facts.Context) string {
	if spoken == nil {
		return ""
	}
	base := m.know.Base()
	for _, id := range spoken.Topics {
		if n, ok := base.Find(id); ok && strings.HasPrefix(kb.Squash(sentence), kb.Squash(base.Name(n))) {
			return base.Name(n)
		}
	}
	return ""
}

func quoted(sentence string) string { return "“" + clipText(sentence, 200) + "”" }

// clipText cuts a text to n letters.
func clipText(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// cite takes the citations of an answer into the reply, and returns what it tells.
func (r *Reply) cite(a facts.Answer) facts.Text {
	for _, c := range a.Citations {
		if !slices.ContainsFunc(r.Citations, func(have facts.Citation) bool { return have.Ref() == c.Ref() }) {
			c.Marker = len(r.Citations) + 1
			r.Citations = append(r.Citations, c)
		}
	}
	return a.Said
}
