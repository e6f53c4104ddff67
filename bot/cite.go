package bot

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts"
)

// Cite returns what a person is shown for paragraphs, numbered from 1: for a surface
// that kept of a reply only where its statements stand. Their sources may be in brief.
func (b *Bot) Cite(refs []corpus.Ref) []facts.Citation {
	m, done := b.use()
	defer done()
	list := make([]facts.Citation, len(refs))
	for i, ref := range m.inFull(refs) {
		list[i] = m.citation(i+1, ref)
	}
	return list
}

// Brief names a source in little room: by its id, or where that is long, or has what stands between
// ids in a list, by a mark of nine letters that [Bot.Cite] knows.
func Brief(id string) string {
	const long = 24
	if utf8.RuneCountInString(id) <= long && !strings.ContainsAny(id, brief+"#;") {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return brief + base64.RawURLEncoding.EncodeToString(sum[:6])
}

const brief = "~"

// inFull puts ids in the place of marks.
func (m *mind) inFull(refs []corpus.Ref) []corpus.Ref {
	ids := map[string]string{}
	for _, ref := range refs {
		if strings.HasPrefix(ref.Source, brief) {
			ids[ref.Source] = ref.Source
		}
	}
	if len(ids) == 0 {
		return refs
	}
	for _, s := range m.know.Sources() {
		if mark := Brief(s.ID); ids[mark] != "" {
			ids[mark] = s.ID
		}
	}
	refs = slices.Clone(refs)
	for i, ref := range refs {
		if id := ids[ref.Source]; id != "" {
			refs[i].Source = id
		}
	}
	return refs
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
