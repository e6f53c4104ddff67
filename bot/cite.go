package bot

import (
	"net/url"
	"strconv"

	"hapjak/corpus"
	"hapjak/facts"
)

// Cite returns what a person is shown for paragraphs, numbered from 1: for a surface
// that kept of a reply only where its statements stand.
func (b *Bot) Cite(refs []corpus.Ref) []facts.Citation {
	m, done := b.use()
	defer done()
	list := make([]facts.Citation, len(refs))
	for i, ref := range refs {
		list[i] = m.citation(i+1, ref)
	}
	return list
}

// ParagraphsOnPage is how many paragraphs of a source a base's web page shows at once.
const ParagraphsOnPage = 200

// PassagePath is where a base's web page, bot/web, has a paragraph of a source; its
// beginning where n is 0.
func PassagePath(source string, n int) string {
	to := "/sources/" + url.PathEscape(source)
	if from := (n - 1) / ParagraphsOnPage * ParagraphsOnPage; from > 0 {
		to += "?from=" + strconv.Itoa(from+1)
	}
	if n > 0 {
		to += "#p" + strconv.Itoa(n)
	}
	return to
}
