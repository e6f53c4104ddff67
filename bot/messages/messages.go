// Package messages holds every sentence that the bot says of itself, in each of
// the languages that it speaks, as text files of "key: text" lines. What stands in
// braces, {name}, is filled in. A text may be continued on lines that are indented.
//
// What the sources say is not here: it is written from the knowledge base.
package messages

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed en.txt
var english string

//go:embed ko.txt
var korean string

//go:embed labels.ko.txt
var koreanLabels string

//go:embed own.ko.txt
var koreanOwn string

//go:embed foreign.txt
var foreign string

// A Catalogue is the messages of one language.
type Catalogue struct {
	Language string // "en"
	texts    map[string]string
}

// For returns the catalogue for a locale such as "ko", "ko-KR" or "en-US"; English
// where there is none for it.
func For(locale string) *Catalogue {
	language, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(locale), "_", "-"), "-")
	if language == "ko" {
		return loadKorean()
	}
	return loadEnglish()
}

var (
	loadEnglish = sync.OnceValue(func() *Catalogue { return parse("en", english) })
	loadForeign = sync.OnceValue(func() *Catalogue { return parse("", foreign) })
	loadLabels  = sync.OnceValue(func() *Catalogue { return parse("ko", koreanLabels) })
	loadOwn     = sync.OnceValue(func() *Catalogue { return parse("ko", koreanOwn) })
	loadKorean  = sync.OnceValue(func() *Catalogue { return parse("ko", korean) })
)

// Foreign says what the bot can do in a language that it does not read questions in;
// empty where there is no sentence in it.
func Foreign(language string) string { return loadForeign().texts[language] }

// Text returns a message with its arguments, names and values in turn, filled in.
// A key without a message gives the key, which a test keeps from happening.
func (c *Catalogue) Text(key string, args ...string) string {
	text, ok := c.texts[key]
	if !ok {
		return key
	}
	if len(args) < 2 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Label returns what a schema calls something in the catalogue's language; as it stands
// where that is not known.
func (c *Catalogue) Label(label string) string {
	if c.Language == "ko" && loadLabels().Has(label) {
		return loadLabels().texts[label]
	}
	return label
}

// Own returns in the catalogue's language what an answer says of the program itself; empty where it stays as it is.
func (c *Catalogue) Own(answer, example string) string {
	longest := ""
	for beginning := range loadOwn().texts {
		if c.Language == "ko" && strings.HasPrefix(answer, beginning) && len(beginning) > len(longest) {
			longest = beginning
		}
	}
	if longest == "" {
		return ""
	}
	return loadOwn().Text(longest, "example", example)
}

// Keys returns every key there is, in no order.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.texts))
	for k := range c.texts {
		keys = append(keys, k)
	}
	return keys
}

func parse(language, file string) *Catalogue {
	c := &Catalogue{Language: language, texts: map[string]string{}}
	key := ""
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == ' ':
			c.texts[key] += "\n" + strings.TrimSpace(line)
		default:
			k, text, _ := strings.Cut(line, ":")
			key = k
			c.texts[key] = strings.TrimSpace(text)
		}
	}
	return c
}

// Has reports whether there is a message under a key.
func (c *Catalogue) Has(key string) bool { return c.texts[key] != "" }
