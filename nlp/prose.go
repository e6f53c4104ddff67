package nlp

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
)

// A Tagger guards one prose model: it is decoded once (0.2 s, 38 MiB of heap),
// on the first call that needs it or by [Tagger.Load] in the background, and
// may be shared by goroutines. prose panics on some valid text (it takes
// offsets in the lower-cased token for offsets in the token), so every call is
// guarded: what prose cannot read is tagged by [GuessTags] instead.
type Tagger struct {
	once   sync.Once
	loaded atomic.Bool
	model  *prose.Model
}

// NewTagger returns a tagger that has loaded nothing yet.
func NewTagger() *Tagger { return &Tagger{} }

// Load decodes the model unless that is done, and waits until it is.
func (t *Tagger) Load() {
	t.once.Do(func() {
		_ = guarded(func() { t.model = prose.ModelFromData("hapjak") })
		t.loaded.Store(true)
	})
}

// Loaded reports whether the model is at hand, so that who is in a hurry can do
// without it.
func (t *Tagger) Loaded() bool { return t.loaded.Load() }

// maxProse bounds in bytes what prose is given in one call, since it costs about
// 7 µs a word; what is longer is tagged by [GuessTags] from there on.
const maxProse = 16 << 10

// Tag returns one tag for each token. The tokens are those of one text, in order.
func (t *Tagger) Tag(tokens []Token) []Tag {
	tags := GuessTags(tokens)
	words, starts := t.read(tokens, false)
	next := 0
	for i, tok := range tokens {
		if i >= len(starts) {
			break
		}
		for next < len(words) && words[next].end <= starts[i] {
			next++
		}
		if next == len(words) {
			break
		}
		if tag := ParseTag(words[next].tag); tag != NoTag && tok.Kind != Punct && tok.Kind != Possessive {
			tags[i] = tag
		}
	}
	return tags
}

// A proseToken is one token of prose's with its place in the text it was fed.
type proseToken struct {
	start, end int
	tag, label string
}

// read feeds the tokens to prose and finds its tokens again in what it was fed.
// starts holds where each token stands there. It returns nothing where prose
// fails or what it returns cannot be found again.
func (t *Tagger) read(tokens []Token, names bool) (words []proseToken, starts []int) {
	t.Load()
	if t.model == nil || len(tokens) == 0 {
		return nil, nil
	}
	text, starts := feed(tokens)
	var doc *prose.Document
	err := guarded(func() {
		doc, _ = prose.NewDocument(text, prose.UsingModel(t.model), prose.WithSegmentation(false), prose.WithExtraction(names))
	})
	if err != nil || doc == nil {
		return nil, nil
	}
	at := 0
	for _, w := range doc.Tokens() {
		for at < len(text) && text[at] == ' ' {
			at++
		}
		if !strings.HasPrefix(text[at:], w.Text) {
			return nil, nil
		}
		words = append(words, proseToken{start: at, end: at + len(w.Text), tag: w.Tag, label: w.Label})
		at += len(w.Text)
	}
	return words, starts
}

// feed writes the tokens as prose is to see them: quotes straightened (it would
// do so itself and change the lengths), every gap one space, no invalid UTF-8.
func feed(tokens []Token) (text string, starts []int) {
	var b strings.Builder
	for i, tok := range tokens {
		if b.Len()+len(tok.Text) >= maxProse {
			break
		}
		if i > 0 && tok.Start > tokens[i-1].End {
			b.WriteByte(' ')
		}
		starts = append(starts, b.Len())
		switch r, n := utf8.DecodeRuneInString(tok.Text); {
		case r == utf8.RuneError || r == 0:
			b.WriteByte('*')
		case n == len(tok.Text):
			b.WriteString(straight(r, tok.Text))
		default:
			b.WriteString(strings.ToValidUTF8(strings.ReplaceAll(tok.Text, "’", "'"), "*"))
		}
	}
	return b.String(), starts
}

func straight(r rune, s string) string {
	switch r {
	case '“', '”':
		return `"`
	case '‘', '’':
		return "'"
	}
	return s
}

var errPanic = errors.New("panic in prose")

// guarded runs f and turns a panic into an error.
func guarded(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errPanic, r)
		}
	}()
	f()
	return nil
}
