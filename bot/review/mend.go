package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"hapjak/bot/compare"
	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/scribe"
)

// A Kind is a way to mend.
type Kind string

// The kinds of mendings.
const (
	Alias   Kind = "alias"    // a word is another name of a thing
	Asks    Kind = "wording"  // a wording asks for a relation
	States  Kind = "value"    // a paragraph states something of a thing
	Holds   Kind = "sentence" // a sentence holds the answer
	Fixes   Kind = "answer"   // a fixed answer
	Refuses Kind = "refusal"  // out of scope
	Aside   Kind = "aside"    // nothing is to be mended
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Alias, Asks, States, Holds, Fixes, Refuses, Aside} }

// A Mending is what a curator does about a group. Which fields it needs follows from its kind.
type Mending struct {
	Kind     Kind
	Word     string   // Alias: the name; Asks: the wording
	Thing    string   // Alias, States: an id
	Relation string   // Asks, States
	As       string   // Asks: "phrases", "nouns" or "verbs"; empty: phrases
	Value    string   // States: what stands as the relation's object in a file
	Ask      []string // Holds, Fixes, Refuses: the questions
	After    string   // Holds: the question before, where those lean on it
	Quote    []string // Holds: the sentences, as they stand in the paragraphs
	Words    []string // Holds: what in them is the short answer, or "Yes" or "No"
	Denies   bool     // Holds: the question supposes what they contradict
	Answer   string   // Fixes
	Says     string   // Refuses: what is said; empty: the usual words
	Cite     string   // Fixes, States, Holds: "kobiz-2025:27"; of Holds also several, with spaces between them
	Why      string   // Aside: why nothing is done
}

// limits of what a form may send, in characters.
const (
	maxName   = 100
	maxAnswer = 600
	maxQuote  = 900
	maxAsk    = 50 // questions
)

// clean brings a mending into the form in which it is kept.
func (m Mending) clean() Mending {
	one := func(s string) string { return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ") }
	for _, s := range []*string{&m.Word, &m.Thing, &m.Relation, &m.As, &m.Value, &m.Answer, &m.Says, &m.Cite, &m.Why} {
		*s = one(*s)
	}
	m.After = one(m.After)
	for _, list := range []*[]string{&m.Ask, &m.Quote, &m.Words} {
		var kept []string
		for _, text := range *list {
			if text = one(text); text != "" && !slices.Contains(kept, text) {
				kept = append(kept, text)
			}
		}
		*list = kept
	}
	return m
}

// A refusal is a mending that cannot be made, in words for the curator.
type refusal struct{ error }

func refuse(format string, args ...any) error { return refusal{fmt.Errorf(format, args...)} }

// Refused reports whether an error tells the curator what is wrong with what they want.
func Refused(err error) bool { return errors.As(err, new(refusal)) }

// check says what is missing.
func (m Mending) check() error {
	long := func(s string, most int) bool { return utf8.RuneCountInString(s) > most }
	switch {
	case !slices.Contains(Kinds(), m.Kind):
		return refuse("%q is no way to mend", m.Kind)
	case (m.Kind == Alias || m.Kind == Asks) && m.Word == "":
		return refuse("say which word it is")
	case (m.Kind == Alias || m.Kind == States) && m.Thing == "":
		return refuse("say which thing it is")
	case (m.Kind == Asks || m.Kind == States) && m.Relation == "":
		return refuse("say which relation it is")
	case m.Kind == States && m.Value == "":
		return refuse("mark the value")
	case m.Kind == Holds && len(m.Quote) == 0:
		return refuse("choose the sentence that holds the answer")
	case (m.Kind == Fixes || m.Kind == States || m.Kind == Holds) && m.Cite == "":
		return refuse("say which paragraph says so, as %q", "shelf:5")
	case (m.Kind == Fixes || m.Kind == Refuses || m.Kind == Holds) && len(m.Ask) == 0:
		return refuse("choose at least one of the questions")
	case m.Kind == Fixes && m.Answer == "":
		return refuse("write the answer")
	case long(m.Word, maxName) || long(m.Value, maxName):
		return refuse("that is longer than %d characters: take fewer words", maxName)
	case long(m.Answer, maxAnswer) || long(m.Says, maxAnswer) || long(m.Why, maxAnswer):
		return refuse("that is longer than %d characters: an answer in a chat is short", maxAnswer)
	case long(strings.Join(m.Quote, " "), maxQuote):
		return refuse("that is longer than %d characters: choose fewer sentences", maxQuote)
	case long(strings.Join(m.Words, ""), maxName*4):
		return refuse("these are too many words: mark the names, the date or the number alone")
	case len(m.Ask) > maxAsk:
		return refuse("at most %d questions at once", maxAsk)
	}
	return nil
}

// Sentence tells what a mending does.
func (m Mending) Sentence(know *facts.Answerer) string {
	name := m.Thing
	if n, ok := know.Base().Find(m.Thing); ok {
		name = know.Title(n)
	}
	noun := m.Relation
	if r, ok := know.Base().Schema().Relation(m.Relation); ok {
		noun = know.Base().Schema().RelationDef(r).Noun
	}
	switch m.Kind {
	case Alias:
		return fmt.Sprintf("“%s” is another name of %s.", m.Word, name)
	case Asks:
		return fmt.Sprintf("“%s” asks for the %s.", m.Word, noun)
	case States:
		value := m.Value
		if n, ok := know.Base().Find(m.Value); ok {
			value = know.Title(n)
		}
		return fmt.Sprintf("The %s of %s is %s, as %s says.", noun, name, value, m.Cite)
	case Holds:
		text := strings.Join(m.Quote, " ")
		switch {
		case len(m.Words) == 1 && (m.Words[0] == "Yes" || m.Words[0] == "No"):
			return fmt.Sprintf("The answer is %s, as %s says: %s", strings.ToLower(m.Words[0]), m.Cite, text)
		case len(m.Words) > 0:
			return fmt.Sprintf("The answer is %s, as %s says: %s", strings.Join(m.Words, ", "), m.Cite, text)
		case m.Denies:
			return fmt.Sprintf("That is not so, as %s says: %s", m.Cite, text)
		}
		return fmt.Sprintf("%s holds the answer: %s", m.Cite, text)
	case Fixes:
		return fmt.Sprintf("The answer is always: %s", m.Answer)
	case Refuses:
		return "This is out of scope: it is refused."
	}
	return "Nothing is to be mended."
}

// A Desk changes the files of a knowledge base. It may be used by any number of goroutines.
type Desk struct {
	// Dir is the folder of the knowledge base; empty where it is the one in the program.
	Dir string
	// Copy is the folder into which that one is copied before it is changed; empty: it is not
	// changed.
	Copy string
	// Know returns what answers now, which stays open until done is called.
	Know func() (know *facts.Answerer, done func())
	// Memory keeps what was done.
	Memory Memory
	// Change makes a change once it is entered in the audit log; nil: it is made without.
	Change func(ctx context.Context, c store.Change, do func() error) error

	mu    sync.Mutex                    // one change at a time
	write func(name, text string) error // for tests; nil is writeFile
	seek  seeker                        // for tests; nil is seek
	once  sync.Once
	kept  *facts.Judgements

	answers compare.Answers // of the bases that edits were tried on
}

// folder returns where the files are, and they.
func (d *Desk) folder() (dir string, files fs.FS) {
	dir = d.Dir
	if dir == "" && d.Copy != "" {
		if _, err := os.Stat(filepath.Join(d.Copy, "schema.yaml")); err == nil {
			dir = d.Copy
		}
	}
	if dir == "" {
		return "", facts.ShippedFiles()
	}
	return dir, os.DirFS(dir)
}

// Copied returns the folder of the copy of the base in the program, once there is one.
func (d *Desk) Copied() string {
	if dir, _ := d.folder(); d.Dir == "" {
		return dir
	}
	return ""
}

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
	cites := strings.Fields(m.Cite)
	if beside { // whose articles are imported again, changed
		cites = anchored(know, m, cites)
	}
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

// anchored writes citations with the words that they lead to: of a quote its own, of a statement
// those around what it says.
func anchored(know *facts.Answerer, m Mending, cites []string) (list []string) {
	names := []string{m.Value}
	if n, ok := know.Base().Find(m.Value); ok {
		names = append(names, know.Base().Names(n)...)
	}
	for _, q := range m.Quote {
		words := strings.Fields(q)
		names = append(names, strings.Join(words[:min(len(words), anchorWords)], " "))
	}
	for _, cite := range cites {
		ref, err := corpus.ParseRef(cite)
		p, ok := know.Paragraph(ref)
		if words := kb.Anchored(ref, p.Text, names...); err == nil && ok && words != "" {
			cite = words
		}
		list = append(list, cite)
	}
	return list
}

// anchorWords is how many words of a quote its citation is anchored by.
const anchorWords = 8

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
	if m.Kind == Asks && !slices.Contains([]string{"", "phrases", "nouns", "verbs"}, m.As) {
		return refuse("a wording is a phrase, a noun or a verb, not %q", m.As)
	}
	return nil
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
		name = kb.MendingsFile
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
	text, err := read(files, kb.MendingsFile)
	if err != nil {
		return Edit{}, err
	}
	root, err := scribe.Parse([]byte(text))
	if err != nil {
		return Edit{}, refuse("%s cannot be read just now: %v", kb.MendingsFile, err)
	}
	_, list := scribe.Under(root, "things")
	if in := scribe.WithID(list, id); in != nil {
		after, err := change([]byte(text), in)
		return edit(kb.MendingsFile, text, after, err)
	}
	block := "- id: " + scribe.Text(id) + "\n    " + fresh + "\n"
	if list == nil {
		return edit(kb.MendingsFile, text, []byte(headed(text)+"things:\n  "+block), nil)
	}
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 || list.Column != 3 {
		return Edit{}, scribe.ErrByHand
	}
	return edit(kb.MendingsFile, text, scribe.InsertLines([]byte(text), scribe.LastLine(list), "  "+block), nil)
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
	text, err := read(files, kb.AnswersFile)
	if err != nil {
		return Edit{}, err
	}
	have, err := kb.ReadAnswers(kb.AnswersFile, []byte(text), nil)
	if err != nil {
		return Edit{}, refuse("%v: mend that first", err)
	}
	for _, a := range have {
		for _, q := range m.Ask {
			if store.Key(a.After) == store.Key(m.After) && slices.ContainsFunc(a.Ask, func(old string) bool { return store.Key(old) == store.Key(q) }) {
				return Edit{}, refuse("“%s” has an answer in %s already: change it there", q, kb.AnswersFile)
			}
		}
	}
	after := text
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
	return edit(kb.AnswersFile, text, []byte(after), nil)
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

// With returns what answers the base as its files are, and as they will be after edits.
// Both are good until done is called. What is wrong with the edits is an error that is
// [Refused].
func (d *Desk) With(edits ...Edit) (know [2]*facts.Answerer, done func(), err error) {
	now, done := d.Know()
	dir, files := d.folder()
	for i, over := range []map[string]string{nil, edited(edits)} {
		if know[i], err = now.With(dir, folder{files, over}); err != nil {
			done()
			return know, func() {}, refuse("the knowledge base would have a fault: %s", firstLines(err.Error(), 3))
		}
	}
	return know, done, nil
}

// edited is what edits make of the files that they are of.
func edited(edits []Edit) map[string]string {
	will := map[string]string{}
	for _, e := range edits {
		if e.File != "" {
			will[e.File] = e.After
		}
	}
	return will
}

// firstLines cuts a text to some lines.
func firstLines(text string, most int) string {
	list := strings.Split(text, "\n")
	if len(list) <= most {
		return text
	}
	return strings.Join(list[:most], "\n") + fmt.Sprintf("\nand %d more; hapjak check lists them", len(list)-most)
}

// Changed is the error of a file that is not as it was shown.
type Changed struct{ File string }

func (e Changed) Error() string {
	return e.File + " was changed while you looked at this, by another curator or in an editor. Nothing was written: look at the difference again."
}

// Apply makes a mending: it writes the file, unless that is not as the mark says it was
// shown, and enters in the memory what was done to the group. The error is [store.ErrMended]
// where another curator was faster with the group, and [Changed] where the file has changed.
func (d *Desk) Apply(ctx context.Context, g Group, m Mending, mark, who string) (store.Mending, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m = m.clean()
	e, err := d.Draft(m)
	if err != nil {
		return store.Mending{}, err
	}
	if Mark(e.Before) != mark {
		return store.Mending{}, Changed{e.File}
	}
	know, done := d.Know()
	sentence := m.Sentence(know)
	done()
	if err := d.try([]Edit{e}); err != nil {
		return store.Mending{}, err
	}
	patches := e.patches()
	kept, err := json.Marshal(patches)
	if err != nil {
		return store.Mending{}, err
	}
	if m.Kind == Aside && m.Why != "" {
		sentence += " (" + m.Why + ")"
	}
	// It is entered first: of two curators one is told so, and what is written is known.
	out := store.Mending{Topic: g.ID, Version: g.Version + 1, At: time.Now(), Who: who, Kind: string(m.Kind), What: sentence, Edits: string(kept)}
	err = d.change(ctx, logged(who, sentence, patches), func() error {
		if out.ID, err = d.Memory.Mend(ctx, out); err != nil || e.File == "" {
			return err
		}
		if err := d.put(e.File, e.Before, e.After); err != nil {
			_, undo := d.Memory.Undo(context.WithoutCancel(ctx), out.ID, who)
			return errors.Join(err, undo)
		}
		return nil
	})
	if err != nil {
		return store.Mending{}, err
	}
	return out, nil
}

// change makes a change, and enters it in the audit log where there is one.
func (d *Desk) change(ctx context.Context, c store.Change, do func() error) error {
	if d.Change == nil {
		return do()
	}
	return d.Change(ctx, c, do)
}

// logged is the line of the audit log about a mending that changes this.
func logged(who, what string, patches []patch) store.Change {
	c := store.Change{Who: who, What: what}
	var files, old, put []string
	for _, p := range patches {
		if !slices.Contains(files, p.File) {
			files = append(files, p.File)
		}
		old, put = append(old, strings.TrimSpace(p.Old)), append(put, strings.Trim(p.New, " \n,"))
	}
	c.File, c.Before, c.After = strings.Join(files, ", "), strings.Join(old, "\n"), strings.Join(put, "\n")
	return c
}

// put writes a file that is still as it was.
func (d *Desk) put(file, before, after string) error {
	dir, _ := d.folder()
	if dir == "" {
		if d.Copy == "" {
			return refuse("the knowledge base in the program cannot be changed: start hapjak serve with --data DIR, so that a copy is made there, or with --kb DIR")
		}
		if err := facts.CopyShipped(d.Copy); err != nil {
			return readOnly(d.Copy, err)
		}
		dir = d.Copy
	}
	if now, err := read(os.DirFS(dir), file); err != nil || now != before {
		return errors.Join(Changed{file}, err)
	}
	write := d.write
	if write == nil {
		write = writeFile
	}
	if err := write(filepath.Join(dir, filepath.FromSlash(file)), after); err != nil {
		return readOnly(dir, err)
	}
	return nil
}

// readOnly says that a folder cannot be written to.
func readOnly(dir string, err error) error {
	return refuse("%s cannot be written to (%v). Nothing was changed. Whoever runs hapjak serve has to let it write there", dir, err)
}

// Undo takes a mending back: what it wrote goes, and what was changed in the file since
// stays.
func (d *Desk) Undo(ctx context.Context, id int64, who string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.Memory.Mendings(ctx, 0)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(m store.Mending) bool { return m.ID == id })
	if i < 0 {
		return refuse("there is no such mending")
	}
	m := list[i]
	if !m.Undone.IsZero() {
		return refuse("%s has undone this already, at %s", m.Undoer, m.Undone.UTC().Format("15:04 on 2 January 2006"))
	}
	var patches []patch
	if m.Kind != kindApart && m.Edits != "" {
		if err := json.Unmarshal([]byte(m.Edits), &patches); err != nil {
			return err
		}
	}
	line := logged(who, "took back: "+m.What, patches)
	line.Before, line.After = line.After, line.Before
	return d.change(ctx, line, func() error { return d.takeBack(ctx, id, who, patches) })
}

// takeBack undoes what was written, the last first, and notes it.
func (d *Desk) takeBack(ctx context.Context, id int64, who string, patches []patch) error {
	_, files := d.folder()
	var edits []Edit
	for _, p := range slices.Backward(patches) {
		i := slices.IndexFunc(edits, func(e Edit) bool { return e.File == p.File })
		if i < 0 {
			now, err := read(files, p.File)
			if err != nil {
				return err
			}
			edits, i = append(edits, Edit{p.File, now, now}), len(edits)
		}
		before, err := p.back(edits[i].After)
		if err != nil {
			return refuse("%s was changed since, in the same place, so this cannot be taken back by itself. What it wrote was: %s", p.File, strings.TrimSpace(p.New))
		}
		if p.Made && onlyComments(before) {
			before = ""
		}
		edits[i].After = before
	}
	if err := d.try(edits); err != nil {
		return err
	}
	if err := d.putAll(edits); err != nil {
		return err
	}
	if ok, err := d.Memory.Undo(ctx, id, who); err != nil || !ok {
		return errors.Join(err, errors.New("the file is as it was before, but that could not be noted"))
	}
	return nil
}

// try says what would be wrong with the base after edits.
func (d *Desk) try(edits []Edit) error {
	_, closeBoth, err := d.With(edits...)
	if err == nil {
		closeBoth()
	}
	return err
}

// onlyComments reports whether nothing but comments is left.
func onlyComments(text string) bool {
	root, err := scribe.Parse([]byte(text))
	return err == nil && root == nil
}
