package bot

import (
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// sourcePage is how many paragraphs of a source are shown at once.
const sourcePage = 5

func (t *turn) runSources(map[string]string) Reply {
	sources := t.know.Sources()
	if len(sources) == 0 {
		return t.notice(facts.Unknown, "no.sources")
	}
	const most = 25
	b := Block{Kind: ListBlock, Title: t.say.Text("sources", "count", strconv.Itoa(len(sources)))}
	names := Command{Name: "source"}.Names(t.req.Locale)
	for _, s := range sources[:min(len(sources), most)] {
		b.Entries = append(b.Entries, Entry{When: s.Title, URL: link(s.URL), Text: plain(t.imprint(s) + " · /" + names[len(names)-1] + " " + s.ID)})
	}
	return Reply{Status: facts.Answered, Blocks: []Block{b}}
}

// imprint is who published a source, who wrote it and when.
func (t *turn) imprint(s corpus.Source) string {
	var parts []string
	for _, p := range []string{s.Publisher, s.Author} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if s.Date == "" {
		return strings.Join(append(parts, t.say.Text("undated")), ", ")
	}
	return strings.Join(append(parts, s.Date), ", ")
}

// link makes an address that can be followed.
func link(url string) string {
	if url == "" || strings.Contains(url, "://") {
		return url
	}
	return "https://" + url
}

func (t *turn) runSource(options map[string]string) Reply {
	n, err := strconv.Atoi(options["n"])
	if options["n"] == "" {
		n, err = 0, nil
	}
	if err != nil || n < 0 {
		return t.notice(facts.Unknown, "no.paragraph", "n", options["n"], "source", options["id"])
	}
	return t.source(options["id"], n)
}

// source shows a source: from paragraph n on, or its imprint and first paragraphs
// when n is 0.
func (t *turn) source(id string, n int) Reply {
	s, ok := t.findSource(id)
	if !ok {
		r := t.notice(facts.Unknown, "no.source", "name", id)
		for _, s := range t.know.Sources() {
			if len(r.Choices) < maxChoices {
				r.Choices = append(r.Choices, facts.Choice{Label: s.Title, Question: "/source " + s.ID})
			}
		}
		return r
	}
	list, next := t.know.Paragraphs(s.ID, n, sourcePage)
	if len(list) == 0 && n > 0 {
		return t.notice(facts.Unknown, "no.paragraph", "n", strconv.Itoa(n), "source", s.ID)
	}
	r := Reply{Status: facts.Answered, Citations: list}
	b := Block{Kind: ListBlock, Title: s.Title, URL: link(s.URL)}
	if n == 0 {
		b.Text = plain(t.imprint(s))
		if s.Rights != "" {
			b.Text.Plain += "\n" + s.Rights
		}
	}
	for _, c := range list {
		b.Entries = append(b.Entries, Entry{When: "¶ " + strconv.Itoa(c.Paragraph), Text: plain(c.Passage)})
	}
	if len(list) > 0 && !list[0].Verbatim {
		r.Blocks = append(r.Blocks, b, Block{Kind: NoticeBlock, Text: plain(t.say.Text("digest"))})
	} else {
		r.Blocks = append(r.Blocks, b)
	}
	if next > 0 {
		r.More = moreLine(next, "source "+s.ID)
	}
	r.Back = backLine(n, sourcePage, "source "+s.ID) // by numbers, of which some may be left out
	return r
}

// findSource finds a source by its id, or by what its id, title or publisher begins
// with or nearly is.
func (m *mind) findSource(name string) (corpus.Source, bool) {
	if s, ok := m.know.Source(name); ok {
		return s, true
	}
	squashed := kb.Squash(name)
	if squashed == "" || len(squashed) > maxCommand {
		return corpus.Source{}, false
	}
	best, far := corpus.Source{}, 3
	for _, s := range m.know.Sources() {
		for _, label := range []string{s.ID, s.Title, s.Publisher} {
			have := kb.Squash(label)
			if strings.HasPrefix(have, squashed) {
				return s, true
			}
			if d := nlp.Distance(squashed, have, far); d < far {
				best, far = s, d
			}
		}
	}
	return best, best.ID != ""
}
