package guess

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

var plainYAML = regexp.MustCompile(`^[a-z][a-z0-9_ ]*$`)

// plainly writes a word of YAML, in quotation marks where it needs them.
func plainly(s string) string {
	if plainYAML.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

// yaml writes the schema down.
func (g *guess) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	var files, plurals []string
	for _, t := range g.tables {
		if !slices.Contains(files, t.file) {
			files = append(files, t.file)
		}
		if name := strings.ReplaceAll(t.plural, "_", " "); !slices.Contains(plurals, name) {
			plurals = append(plurals, name)
		}
	}
	line("# Guessed from the columns of %s. Go over it: what things are called, which words people", strings.Join(files, ", "))
	line("# ask with (verbs, nouns), how an answer reads (says). Then import again with --schema.")
	line("name: %s", strconv.Quote(strings.TrimSuffix(files[0], filepath.Ext(files[0]))))
	line("about: %s", strconv.Quote(strings.Join(plurals, ", ")))
	var examples []string
	for _, c := range g.columns {
		if s := c.exampleSubject; c.verbs != "" {
			examples = append(examples, "Who "+strings.TrimPrefix(c.unknown, "who "))
			examples[len(examples)-1] = strings.ReplaceAll(examples[len(examples)-1], "{s}", s) + "?"
		} else if c.says == "" && !table.IsCode(c.name) {
			examples = append(examples, "What is the "+c.noun+" of "+s+"?")
		}
	}
	if len(examples) > 0 {
		line("examples:")
		for _, e := range examples[:min(3, len(examples))] {
			line("  - %s", strconv.Quote(e))
		}
	}
	line("kinds:")
	for _, k := range g.kinds {
		more := ""
		if k.is != "" {
			more += ", is: " + plainly(k.is)
		}
		if k.asks != "" {
			more += ", asks: [" + k.asks + "]"
		}
		if k.year != "" {
			more += ", year: " + plainly(k.year)
		}
		line("  %s: {name: %s, plural: %s%s}", plainly(k.name), strconv.Quote(k.noun), strconv.Quote(strings.ReplaceAll(k.plural, "_", " ")), more)
	}
	line("relations:")
	for _, c := range g.columns {
		line("  %s:   # such as %s", plainly(c.name), strconv.Quote(fault.Clip([]byte(c.example))))
		for i, k := range c.from {
			c.from[i] = plainly(k)
		}
		line("    from: [%s]", strings.Join(c.from, ", "))
		line("    to: [%s]", plainly(c.to))
		line("    noun: %s", strconv.Quote(c.noun))
		if rest, ok := strings.CutPrefix(c.noun, c.to+" "); ok { // "years launched"
			line("    plural: %s", strconv.Quote(c.to+"s "+rest))
		} else {
			line("    plural: %s", strconv.Quote(plural(c.noun)))
		}
		if c.one {
			line("    one: true")
		}
		if c.flag != "" {
			line("    flag: %s", strconv.Quote(c.flag))
		}
		for _, list := range [][2]string{{"nouns", c.nouns}, {"verbs", c.verbs}, {"subject_verbs", c.subjectVerbs}, {"phrases", c.phrases}, {"asks", c.asks}, {"most", c.most}, {"least", c.least}} {
			if list[1] == "" {
				continue
			}
			words := strings.Split(list[1], ", ")
			for i, w := range words {
				words[i] = plainly(w)
			}
			line("    %s: [%s]", list[0], strings.Join(words, ", "))
		}
		if c.verbs != "" || c.asks != "" || c.implied {
			line("    implied: true")
		}
		for _, text := range [][2]string{{"says", c.says}, {"unknown", c.unknown}, {"unknown_inverse", c.inverse}} {
			if text[1] != "" {
				line("    %s: %s", text[0], strconv.Quote(text[1]))
			}
		}
	}
	return b.String()
}
