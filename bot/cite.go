package bot

import (
	"hapjak/corpus"
	"hapjak/facts"
)

// Cite returns what a person is shown for paragraphs, numbered from 1: for a surface
// that kept of a reply only where its statements stand.
func (b *Bot) Cite(refs []corpus.Ref) []facts.Citation {
	m, done := b.use()
	defer done()
	t := &turn{mind: m, bot: b}
	list := make([]facts.Citation, len(refs))
	for i, ref := range refs {
		list[i] = t.citation(i+1, ref)
	}
	return list
}
