package curated_test

import (
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
)

// paragraphs are sources by heart.
type paragraphs map[string]string

func (p paragraphs) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	text, ok := p[ref.String()]
	return corpus.Paragraph{N: ref.Paragraph, Text: text}, ok
}

func TestCheck(t *testing.T) {
	held := paragraphs{
		"a:1": "Bong Joon-Ho’s Snowpiercer came out in 2013.", "b:2": "The director Bong shot it in Prague.", "a:2": "With Song Kang-ho and others, such as somebody.",
		"a:3": "It cost over 20 billion won and sold 834,338 tickets.", "a:4": "In July, 2006, it was lurking.", "a:5": "Nothing of note.",
	}
	warnings, err := curated.Check(kbtest.Files(kbtest.FilmSchema, kbtest.Films), held, func(ref corpus.Ref) (string, bool) {
		p, ok := held.Paragraph(ref)
		return p.Text, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range warnings {
		got = append(got, w.Error())
	}
	want := []string{
		`facts/films.yaml:10: the original of a:2 does not hold "Tilda Swinton", the star of snowpiercer`,
		`facts/films.yaml:23: the original of a:5 does not hold "Song Kang-ho", the star of the-host`,
		`facts/films.yaml:25: the original of a:4 does not hold "Bong Joon Ho", the director of the-host`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("warnings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	delete(held, "a:5")
	if _, err := curated.Check(kbtest.Files(kbtest.FilmSchema, kbtest.Films), held, nil); err == nil || !strings.Contains(err.Error(), "facts/films.yaml:24: no source has the paragraph a:5 that is cited") {
		t.Errorf("without a:5: %v", err)
	}
}
