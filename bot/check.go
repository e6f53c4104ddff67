package bot

import (
	"regexp"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/nlp"
)

// maxChecked is how many sentences of a text are checked: those of a long message.
const maxChecked = 12

var anyMarker = regexp.MustCompile(`\[(\d+)\]`)

// runCheck looks through a text that somebody wrote for what the sources confirm and
// what they contradict. Questions, and what the sources do not speak of, are passed
// over.
func (t *turn) runCheck(options map[string]string) Reply {
	text := options["text"]
	r := Reply{Status: facts.Answered}
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
		answer, _ := t.bot.ask.Ask(t.ctx, facts.Question{Text: sentence, Source: t.req.Source})
		if len(answer.Citations) == 0 {
			continue
		}
		switch answer.Status {
		case facts.Answered:
			confirmed.Entries = append(confirmed.Entries, Entry{When: quoted(sentence), Text: r.cite(answer)})
		case facts.Corrected:
			contradicted.Entries = append(contradicted.Entries, Entry{When: quoted(sentence), Text: r.cite(answer)})
			r.Status = facts.Corrected
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

func quoted(sentence string) string { return "“" + clipText(sentence, 200) + "”" }

// clipText cuts a text to n letters.
func clipText(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// cite takes the citations of an answer into the reply, and returns the answer's text
// with its markers made the reply's.
func (r *Reply) cite(a facts.Answer) string {
	at := map[corpus.Ref]int{}
	for _, c := range r.Citations {
		at[c.Ref()] = c.Marker
	}
	marker := map[int]int{}
	for _, c := range a.Citations {
		n, ok := at[c.Ref()]
		if !ok {
			n = len(r.Citations) + 1
			at[c.Ref()] = n
			r.Citations = append(r.Citations, c)
			r.Citations[n-1].Marker = n
		}
		marker[c.Marker] = n
	}
	return anyMarker.ReplaceAllStringFunc(a.Text, func(m string) string {
		n, err := strconv.Atoi(m[1 : len(m)-1])
		if err != nil || marker[n] == 0 {
			return ""
		}
		return "[" + strconv.Itoa(marker[n]) + "]"
	})
}
