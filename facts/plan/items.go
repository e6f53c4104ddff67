package plan

import (
	"slices"

	"hapjak/facts/expr"
)

// items are all that a chart has made so far, mentions and what they were joined into.
type items []item

// mention reports whether an item was not joined of others.
func (it item) mention() bool { return it.left < 0 }

// on reports whether an item stands on a word.
func (it item) on(i int) bool { return it.start <= i && i < it.end }

// cover marks the words that an item spans.
func (it item) cover(words []bool) {
	for i := it.start; i < it.end; i++ {
		words[i] = true
	}
}

// cover marks the words that the mentions stand on of which an item was joined.
func (list items) cover(it item, words []bool) {
	if it.mention() {
		it.cover(words)
		return
	}
	list.cover(list[it.left], words)
	list.cover(list[it.right], words)
}

// known marks, of n words, those on which some mention stands.
func (list items) known(n int) []bool {
	words := make([]bool, n)
	for _, it := range list {
		if it.mention() {
			it.cover(words)
		}
	}
	return words
}

// nameSomething reports whether a question has a name of its own.
func (list items) nameSomething() bool {
	return slices.ContainsFunc(list, func(it item) bool { return it.names && it.mention() && it.cost < 1.5 })
}

// inName reports whether a word is part of a name that the question may mean.
func (list items) inName(i int) bool {
	return slices.ContainsFunc(list, func(it item) bool { return it.names && it.mention() && it.on(i) && it.end > it.start+1 })
}

// modifierEnd returns the end of a name, a superlative or a date that begins at a word and may
// stand before a noun; the word itself where there is none.
func (list items) modifierEnd(i int) int {
	end := i
	for _, it := range list {
		if it.mention() && it.start == i && it.end > end && (it.names && it.end-i < 4 || it.cat == catMost || it.cat == catSet && it.x.Op == expr.OpRange) {
			end = it.end
		}
	}
	return end
}
