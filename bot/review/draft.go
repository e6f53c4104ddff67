package review

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/curated"
	"hapjak/facts/scribe"
)

// This file writes each kind of mending into the file that it belongs in.

// Draft makes of a mending the edit of a file. For Aside there is none. An error that is
// [Refused] is for the curator.
func (d *Desk) Draft(m Mending) (Edit, error) {
	m = m.clean()
	if err := m.check(); err != nil {
		return Edit{}, err
	}
	know, done := d.Know()
	defer done()
	if err := fits(m, know); err != nil {
		return Edit{}, err
	}
	dir, files := d.folder()
	beside := facts.Imported(dir)
	cites := anchored(know, m)
	switch m.Kind {
	case Alias:
		return alias(files, m, beside)
	case Asks:
		return asks(files, m, beside)
	case States:
		return states(files, m, cites, beside)
	case Holds, Fixes, Refuses:
		return fixes(files, m, cites)
	}
	return Edit{}, nil
}

// anchored writes what a mending cites with the words that it leads to, so that it moves with them when
// the article changes: of a quote its own, of a statement those around what it says, of an answer those that
// bear it.
func anchored(know *facts.Answerer, m Mending) (list []string) {
	names := []string{m.Value}
	if n, ok := know.Base().Find(m.Value); ok {
		names = append(names, know.Base().Names(n)...)
	}
	names = append(names, anchor.Leads(m.Quote)...)
	for _, cite := range strings.Fields(m.Cite) {
		ref, err := corpus.ParseRef(cite)
		p, ok := know.Paragraph(ref)
		words := anchor.Cite(ref, p.Text, names...)
		if m.Kind == Fixes {
			words = anchor.CiteAnswer(ref, p.Text, m.Answer, m.Ask...)
		}
		if err == nil && ok && words != "" {
			cite = words
		}
		list = append(list, cite)
	}
	return list
}

// fits says what of a mending the knowledge base does not have, or has already.
func fits(m Mending, know *facts.Answerer) error {
	base := know.Base()
	if m.Thing != "" {
		n, ok := base.Find(m.Thing)
		if !ok {
			return refuse("there is no thing with the id %q", m.Thing)
		}
		if m.Kind == Alias && slices.ContainsFunc(base.Names(n), func(name string) bool { return kb.Squash(name) == kb.Squash(m.Word) }) {
			return refuse("“%s” is a name of %s already", m.Word, know.Title(n))
		}
	}
	if m.Relation != "" {
		if _, ok := base.Schema().Relation(m.Relation); !ok {
			return refuse("there is no relation %q", m.Relation)
		}
	}
	cites := []string{m.Cite}
	if m.Kind == Holds {
		cites = strings.Fields(m.Cite)
	}
	says := ""
	for _, cite := range cites {
		if cite == "" {
			continue
		}
		ref, err := corpus.ParseRef(cite)
		if err != nil {
			return refuse("%q is no paragraph: write it as %q", cite, "shelf:5")
		}
		p, ok := know.Paragraph(ref)
		if !ok {
			return refuse("no article has the paragraph %s", cite)
		}
		says += " " + strings.Join(strings.Fields(p.Text), " ")
	}
	for _, q := range m.Quote {
		if !strings.Contains(says, q) {
			return refuse("“%s” does not stand in %s: quote it word for word", q, m.Cite)
		}
	}
	if stray := m.stray(know); len(stray) > 0 {
		return refuse("“%s” does not stand in that sentence: write the answer in its words, or nothing", stray[0])
	}
	if m.Kind == Asks && !slices.Contains([]string{"", "phrases", "nouns", "verbs"}, m.As) {
		return refuse("a wording is a phrase, a noun or a verb, not %q", m.As)
	}
	return nil
}

// stray are the words given as the answer that do not stand in the sentence that holds it.
func (m Mending) stray(know *facts.Answerer) []string {
	return (&curated.FixedAnswer{Quote: m.Quote, Words: m.Words}).Stray(curated.NamesIn(know.Base()))
}

// inThings finds the file and the mapping of a thing, in the file's text, or where the thing
// stands in braces in a text that has it a key a line.
func inThings(files fs.FS, id string) (file, before, text string, in *yaml.Node, err error) {
	names, err := fs.Glob(files, "facts/*.yaml")
	if err != nil {
		return "", "", "", nil, err
	}
	more, _ := fs.Glob(files, "facts/*.yml")
	for _, name := range append(names, more...) {
		text, err := read(files, name)
		if err != nil {
			return "", "", "", nil, err
		}
		root, err := scribe.Parse([]byte(text))
		if err != nil {
			return "", "", "", nil, refuse("%s cannot be read just now: %v; hapjak check tells more", name, err)
		}
		in := scribe.WithID(root, id)
		if in == nil {
			continue
		}
		if open := string(scribe.Unfold([]byte(text), in)); open != text {
			if root, err := scribe.Parse([]byte(open)); err == nil {
				return name, text, open, scribe.WithID(root, id), nil
			}
		}
		return name, text, text, in, nil
	}
	return "", "", "", nil, scribe.ErrByHand
}

func alias(files fs.FS, m Mending, beside bool) (Edit, error) {
	if beside {
		return besideThing(files, m.Thing, func(data []byte, in *yaml.Node) ([]byte, error) {
			return added(data, in, "aliases", m.Word, "id", func(root *yaml.Node) *yaml.Node {
				_, list := scribe.Under(root, "things")
				return scribe.WithID(list, m.Thing)
			})
		}, "aliases: ["+scribe.Text(m.Word)+"]")
	}
	file, before, text, in, err := inThings(files, m.Thing)
	if errors.Is(err, scribe.ErrByHand) { // it stands in a table
		return alias(files, m, true)
	}
	if err != nil {
		return Edit{}, err
	}
	after, err := added([]byte(text), in, "aliases", m.Word, "name", func(root *yaml.Node) *yaml.Node { return scribe.WithID(root, m.Thing) })
	return edit(file, before, after, err)
}

func asks(files fs.FS, m Mending, beside bool) (Edit, error) {
	key := m.As
	if key == "" {
		key = "phrases"
	}
	name := "schema.yaml"
	if beside {
		name = curated.MendingsFile
	}
	text, err := read(files, name)
	if err != nil {
		return Edit{}, err
	}
	find := func(root *yaml.Node) *yaml.Node {
		_, list := scribe.Under(root, "relations")
		_, in := scribe.Under(list, m.Relation)
		return in
	}
	root, err := scribe.Parse([]byte(text))
	if err != nil {
		return Edit{}, refuse("%s cannot be read just now: %v; hapjak check tells more", name, err)
	}
	in := find(root)
	if in == nil && beside {
		lines := m.Relation + ":\n    " + key + ": [" + scribe.Text(m.Word) + "]\n"
		_, list := scribe.Under(root, "relations")
		if list == nil {
			return edit(name, text, []byte(headed(text)+"relations:\n  "+lines), nil)
		}
		return edit(name, text, scribe.InsertLines([]byte(text), scribe.LastLine(list), strings.Repeat(" ", list.Column-1)+lines), nil)
	}
	if in == nil {
		return Edit{}, scribe.ErrByHand
	}
	if slices.Contains(scribe.Texts(in, key), m.Word) {
		return Edit{}, refuse("“%s” stands there already", m.Word)
	}
	after, err := added([]byte(text), in, key, m.Word, "verbs", find)
	return edit(name, text, after, err)
}

func states(files fs.FS, m Mending, cites []string, beside bool) (Edit, error) {
	lines := []string{m.Relation + ": " + scribe.Text(m.Value), "cite: " + strings.Join(cites, " ")}
	add := func(data []byte, in *yaml.Node) ([]byte, error) { return scribe.AddItem(data, in, "facts", lines) }
	if beside {
		return besideThing(files, m.Thing, add, "facts:\n      - "+lines[0]+"\n        "+lines[1])
	}
	file, before, text, in, err := inThings(files, m.Thing)
	if errors.Is(err, scribe.ErrByHand) {
		return states(files, m, cites, true)
	}
	if err != nil {
		return Edit{}, err
	}
	after, err := add([]byte(text), in)
	return edit(file, before, after, err)
}

// besideThing changes what mendings.yaml adds to a thing; where it adds nothing yet, it adds
// what is given.
func besideThing(files fs.FS, id string, change func([]byte, *yaml.Node) ([]byte, error), fresh string) (Edit, error) {
	text, err := read(files, curated.MendingsFile)
	if err != nil {
		return Edit{}, err
	}
	root, err := scribe.Parse([]byte(text))
	if err != nil {
		return Edit{}, refuse("%s cannot be read just now: %v", curated.MendingsFile, err)
	}
	_, list := scribe.Under(root, "things")
	if in := scribe.WithID(list, id); in != nil {
		after, err := change([]byte(text), in)
		return edit(curated.MendingsFile, text, after, err)
	}
	block := "- id: " + scribe.Text(id) + "\n    " + fresh + "\n"
	if list == nil {
		return edit(curated.MendingsFile, text, []byte(headed(text)+"things:\n  "+block), nil)
	}
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 || list.Column != 3 {
		return Edit{}, scribe.ErrByHand
	}
	return edit(curated.MendingsFile, text, scribe.InsertLines([]byte(text), scribe.LastLine(list), "  "+block), nil)
}

// headed is the text of mendings.yaml, with a line that says what it is where it is new.
func headed(text string) string {
	if text == "" {
		return "# What curators added to what was imported.\n"
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}

func fixes(files fs.FS, m Mending, cites []string) (Edit, error) {
	text, err := read(files, curated.AnswersFile)
	if err != nil {
		return Edit{}, err
	}
	if _, err := curated.ReadAnswers(curated.AnswersFile, []byte(text), nil); err != nil {
		return Edit{}, refuse("%v: mend that first", err)
	}
	data, joined, err := otherwise([]byte(text), m)
	if err != nil || joined {
		return edit(curated.AnswersFile, text, data, err)
	}
	after := string(data)
	switch {
	case after == "":
		after = "# What curators said answers a question, and questions that are out of scope.\n"
	case !strings.HasSuffix(after, "\n"):
		after += "\n"
	}
	if strings.Contains(after, "\n- ") {
		after += "\n"
	}
	written := func(key string, list []string) string {
		if len(list) == 1 {
			return key + ": " + list[0] + "\n"
		}
		return key + ":\n    - " + strings.Join(list, "\n    - ") + "\n"
	}
	several := func(key string, list []string) string {
		texts := make([]string, len(list))
		for i, s := range list {
			texts[i] = scribe.Text(s)
		}
		return written(key, texts)
	}
	after += "- " + several("ask", m.Ask)
	switch m.Kind {
	case Holds:
		if m.After != "" {
			after += "  after: " + scribe.Text(m.After) + "\n"
		}
		after += "  " + several("quote", m.Quote)
		if len(m.Words) > 0 {
			after += "  " + several("words", m.Words)
		}
		if m.Denies {
			after += "  denies: true\n"
		}
		after += "  " + written("cite", cites)
	case Fixes:
		after += "  answer: " + scribe.Text(m.Answer) + "\n  " + written("cite", cites)
	default:
		after += "  refuse: true\n"
		if m.Says != "" {
			after += "  says: " + scribe.Text(m.Says) + "\n"
		}
	}
	return edit(curated.AnswersFile, text, []byte(after), nil)
}

// otherwise takes the questions of a mending out of what answers.yaml says of them now, and with
// the last of its questions an entry. Where an entry says what the mending says they join that.
func otherwise(data []byte, m Mending) (after []byte, joined bool, err error) {
	said := false
	for i := 0; ; i++ {
		root, err := scribe.Parse(data)
		if err != nil || root == nil || i >= len(root.Content) {
			if said && !joined {
				return nil, false, refuse("%s says so already", curated.AnswersFile)
			}
			return data, joined, err
		}
		in := root.Content[i]
		if !slices.Equal(scribe.Texts(in, "after"), some(m.After)) {
			continue
		}
		asks := scribe.Texts(in, "ask")
		will := slices.DeleteFunc(slices.Clone(asks), func(q string) bool { return isAmong(m.Ask, q) })
		if says(in, m) {
			said = true
			will = append(asks, slices.DeleteFunc(slices.Clone(m.Ask), func(q string) bool { return isAmong(asks, q) })...)
			joined = joined || len(will) > len(asks)
		}
		if len(will) == len(asks) {
			continue
		}
		was := data
		if data = setAsks(data, in, will); !onlyAsks(was, data, i, will) {
			return nil, false, scribe.ErrByHand
		}
		if len(will) == 0 {
			i--
		}
	}
}

// says reports whether an entry of answers.yaml says what a mending says.
func says(in *yaml.Node, m Mending) bool {
	flag := func(is bool) []string {
		if is {
			return []string{"true"}
		}
		return nil
	}
	for key, want := range map[string][]string{"answer": some(m.Answer), "says": some(m.Says), "quote": m.Quote, "words": m.Words,
		"denies": flag(m.Denies), "refuse": flag(m.Kind == Refuses)} {
		if !slices.Equal(scribe.Texts(in, key), want) {
			return false
		}
	}
	return m.Kind != Fixes || slices.Equal(citedIn(in), strings.Fields(m.Cite))
}

// citedIn are the paragraphs that an entry cites, with words or without.
func citedIn(in *yaml.Node) (list []string) {
	_, cite := scribe.Under(in, "cite")
	if cite == nil {
		return nil
	}
	items := []*yaml.Node{cite}
	if cite.Kind == yaml.SequenceNode {
		items = cite.Content
	}
	for _, item := range items {
		if _, at := scribe.Under(item, "at"); at != nil {
			item = at
		}
		list = append(list, strings.Fields(item.Value)...)
	}
	return list
}

// Forget makes the edit by which answers.yaml says nothing any more of some questions, which lean on
// another where after is that.
func (d *Desk) Forget(ask []string, after string) (Edit, error) {
	_, files := d.folder()
	text, err := read(files, curated.AnswersFile)
	if err != nil {
		return Edit{}, err
	}
	data, _, err := otherwise([]byte(text), Mending{Ask: ask, After: after})
	if err == nil && string(data) == text {
		err = refuse("%s says nothing of these questions any more", curated.AnswersFile)
	}
	return edit(curated.AnswersFile, text, data, err)
}

func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// setAsks writes the questions of an entry; without any the entry goes.
func setAsks(data []byte, in *yaml.Node, will []string) []byte {
	list := strings.SplitAfter(string(data), "\n")
	k, v := scribe.Under(in, "ask")
	from, to, put := k.Line-1, scribe.LastLine(v), ""
	switch {
	case len(will) == 0:
		if from, to = in.Line-1, scribe.LastLine(in); from > 0 && strings.TrimSpace(list[from-1]) == "" {
			from--
		}
	case v.Kind == yaml.SequenceNode && v.Style&yaml.FlowStyle == 0: // a question a line
		has := scribe.Texts(in, "ask")
		for _, q := range will {
			if !slices.Contains(has, q) {
				put += strings.Repeat(" ", v.Column-1) + "- " + scribe.Text(q) + "\n"
			}
		}
		list = slices.Insert(list, to, put)
		for _, q := range slices.Backward(v.Content) {
			if !slices.Contains(will, q.Value) {
				list = slices.Delete(list, q.Line-1, scribe.LastLine(q))
			}
		}
		return []byte(strings.Join(list, ""))
	default:
		texts := make([]string, len(will))
		for i, q := range will {
			texts[i] = scribe.Text(q)
		}
		put = list[from][:k.Column-1] + "ask: [" + strings.Join(texts, ", ") + "]\n"
	}
	return []byte(strings.Join(slices.Concat(list[:from], []string{put}, list[to:]), ""))
}

// onlyAsks reports whether nothing of the entries is otherwise but the questions of one, which
// are these, or that it is gone: what is written over several lines is not cut through.
func onlyAsks(before, after []byte, i int, left []string) bool {
	var was, now []map[string]any
	if yaml.Unmarshal(before, &was) != nil || yaml.Unmarshal(after, &now) != nil || i >= len(was) {
		return false
	}
	if len(left) == 0 {
		was = slices.Delete(was, i, i+1)
		return len(was) == len(now) && (len(was) == 0 || reflect.DeepEqual(was, now))
	}
	root, err := scribe.Parse(after)
	if err != nil || len(now) != len(was) || !slices.Equal(scribe.Texts(root.Content[i], "ask"), left) {
		return false
	}
	delete(was[i], "ask")
	delete(now[i], "ask")
	return reflect.DeepEqual(was, now)
}

// isAmong reports whether a question is among others, in whatever spelling.
func isAmong(list []string, q string) bool {
	return slices.ContainsFunc(list, func(o string) bool { return store.Key(o) == store.Key(q) })
}

// added is scribe.AddToList, held against what was to come of it.
func added(data []byte, in *yaml.Node, key, text, behind string, find func(*yaml.Node) *yaml.Node) ([]byte, error) {
	after, err := scribe.AddToList(data, in, key, text, behind)
	if err == nil {
		err = scribe.CheckAdded(after, in, key, text, find)
	}
	return after, err
}

func edit(file, before string, after []byte, err error) (Edit, error) {
	if errors.Is(err, scribe.ErrByHand) {
		return Edit{}, refusal{fmt.Errorf("%s: %w", file, err)}
	}
	return Edit{File: file, Before: before, After: string(after)}, err
}
