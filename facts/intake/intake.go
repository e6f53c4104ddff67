// Package intake takes facts and articles into a knowledge base, and says beforehand what
// that would change.
//
// A [Job] is one import into a base that is kept in compiled parts (kb.Commit): it reads
// what is named, reckons what the base will hold, and then writes all of it or nothing. A
// [Folder] is a base that people write by hand, whose articles are files in sources/: files
// are put there, and what that changes is found by reading the folder as it will be. A Job
// does the same for such a base (byhand.go), whose sources/ the parts would hide.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/storage"
	"hapjak/facts/kb/table"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// A Job is one import. Dir, and something to import, are needed.
type Job struct {
	Dir      string   // of the knowledge base, made if need be
	Schema   string   // file of the statements' schema; empty: the one imported before
	Tables   []string // files of tables whose schema is guessed
	Triples  []string // files of statements
	Articles []string // files, folders and archives, as corpus.Read takes them
	// As says what a path of Articles is remembered as where that is not the path itself:
	// importing under the same name again takes out what vanished from it.
	As      map[string]string
	Names   bool          // find the names in each paragraph
	Replace bool          // take out what is not among these
	Fewer   bool          // go on if the base will hold less than before
	Strict  bool          // refuse the whole if anything is left out
	Dry     bool          // change nothing
	All     bool          // keep every note, however many are alike
	Wait    time.Duration // for another import into Dir
	Limits  corpus.Options
	// Say is told what was read, a line each; Progress how far the reading of something is,
	// in bytes, and what was found in it: 3,000 articles; both may be nil.
	Say      func(line string)
	Progress func(what string, n int, things string, done, total int64)

	guessed []byte                    // the schema
	before  []byte                    // the one guessed before, in whose place it comes
	names   map[string][]table.Naming // of the tables that it was guessed from, by their paths in the ledger
	sources kb.Citable                // the articles that the base will have, once they are read
	was     kb.Citable                // those that it had
	old     *kb.Base                  // the facts that it had, nil for none
	changed map[string]bool           // articles that are added, updated or removed, and that those cite
	given   map[string][]byte         // the named files of statements
	ledger  *storage.Ledger
	parts   map[string]string // of the base as it was
	write   []storage.Part
	current string // what the base's file of that name said
	foreign error  // of a part that must be replaced
	report  Report
	told    *teller
}

// A Report is what an import changed, or would.
type Report struct {
	Written    bool       `json:"written"`
	DryRun     bool       `json:"dry_run,omitempty"`
	Articles   Counts     `json:"articles"`
	Passages   int        `json:"passages"`
	Statements Counts     `json:"statements"`
	Changed    []Changed  `json:"-"` // articles; those that stay are not named, nor more than 1,000
	Anchors    []string   `json:"-"` // citations that move or are lost, of a Folder or of what stands beside an import
	Broken     []string   `json:"-"` // faults that these would have
	LeftOut    int        `json:"left_out"`
	Faults     []string   `json:"faults"`
	Notes      []NoteKind `json:"notes"`
}

// maxChanged is how many articles a report names.
const maxChanged = 1000

// Changed is an article that is added, updated or removed.
type Changed struct {
	ID   string
	What passages.Change
}

// Counts are how many articles or statements there were and will be.
type Counts struct {
	Added     int `json:"added"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	Before    int `json:"before"`
	After     int `json:"after"`
}

func (c Counts) String() string {
	list := []string{Grouped(c.Added) + " added"}
	if c.Updated > 0 {
		list = append(list, Grouped(c.Updated)+" updated")
	}
	return strings.Join(append(list, Grouped(c.Unchanged)+" unchanged", Grouped(c.Removed)+" removed"), ", ")
}

// Run imports. The report says what changed, or with Dry would, and what was left out, even
// where there is an error; then nothing was written.
func (j *Job) Run(ctx context.Context) (Report, error) {
	switch {
	case j.Dir == "":
		return Report{}, errors.New("say where to: --kb DIR")
	case len(j.Tables) > 0 && j.Schema != "":
		return Report{}, errors.New("--csv guesses a schema, and --schema names one: give the table as --triples then")
	case len(j.Triples) == 0 && len(j.Tables) == 0 && len(j.Articles) == 0 && j.Schema == "":
		return Report{}, errors.New("nothing to import: name --triples FILE, an article or a folder")
	}
	if j.byHand() {
		return j.putFiles(ctx)
	}
	if err := j.openFolders(); err != nil {
		return Report{}, err
	}
	j.Triples = append(j.Triples, j.Tables...)
	_, lost := storage.Parts(j.Dir) // before there is a lock, which a first import that was killed is known by
	unlock, err := storage.Lock(ctx, j.Dir, j.Wait)
	if j.Dry && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
		unlock, err = func() {}, nil // nothing is to be written
	}
	if err != nil {
		return Report{}, err
	}
	defer unlock()
	found := ""
	if errors.Is(lost, storage.ErrLost) {
		if j.Dry {
			return Report{}, lost
		}
		if found, err = storage.Recover(j.Dir); err != nil {
			return Report{}, err
		}
	}
	if err := j.open(); err != nil {
		return Report{}, err
	}
	if found != "" {
		j.note(corpus.Note{Place: j.Dir, What: found, Kind: "found again"})
	}
	err = j.work(ctx)
	j.report.Notes = j.told.kinds()
	return j.report, err
}

func (j *Job) say(format string, args ...any) {
	if j.Say != nil {
		j.Say(fmt.Sprintf(format, args...))
	}
}

func (j *Job) progress(what string, n int, things string, done, total int64) {
	if j.Progress != nil {
		j.Progress(what, n, things, done, total)
	}
}

// open reads what the base remembers.
func (j *Job) open() (err error) {
	j.told, j.given, j.write = newTeller(j.All), map[string][]byte{}, nil
	j.report = Report{DryRun: j.Dry, Faults: []string{}, Notes: []NoteKind{}}
	j.current = storage.Current(j.Dir)
	j.parts, err = storage.Parts(j.Dir)
	var foreign storage.Foreign
	switch {
	case errors.As(err, &foreign) && (j.Replace || foreign.Part == storage.PartPassages): // it may be replaced
		j.foreign = err
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if j.Replace {
		j.ledger, err = storage.LedgerOf(j.parts)
		if err != nil || foreign.Part == storage.PartLedger || len(j.ledger.Articles) == 0 && len(j.ledger.Facts) == 0 {
			j.ledger = &storage.Ledger{Articles: map[string]map[string][]string{}}
		}
		return nil
	}
	j.ledger, err = storage.LedgerOf(j.parts)
	return err
}

// work reads and, unless it is only to be told, writes.
func (j *Job) work(ctx context.Context) error {
	old, err := openFacts(j.parts[storage.PartFacts])
	if err != nil && (len(j.Triples) > 0 || j.Schema != "") && !j.Replace {
		return err
	} else if old != nil {
		defer old.Close()
	}
	j.old, j.changed = old, map[string]bool{}
	mended := j.mended()
	facts := len(j.Triples) > 0 || j.Schema != ""
	first := facts || mended || old != nil // articles are read before all else
	if len(j.Articles) == 0 {              // they stay as they are
		n := 0
		for _, files := range j.ledger.Articles {
			for _, ids := range files {
				n += len(ids)
			}
		}
		j.report.Articles = Counts{Unchanged: n, Before: n, After: n}
	}
	if first {
		done, err := j.readArticles(ctx)
		if err != nil {
			return err
		}
		defer done()
	}
	if mended {
		if err := j.beside(); err != nil {
			return err
		}
	}
	if facts || j.cites() {
		if err := j.readFacts(ctx); err != nil {
			return err
		}
	} else if old != nil {
		j.keepStatements()
	}
	if len(j.Articles) > 0 && !first {
		j.write = append(j.write, storage.Part{Name: storage.PartPassages, Write: j.writeArticles})
	}
	switch {
	case j.Dry:
		if j.guessed != nil {
			j.say("%s", j.guessed)
		}
		if len(j.Articles) > 0 && !first {
			return j.writeArticles(ctx, io.Discard)
		}
		return j.refuse()
	case len(j.Articles) == 0 || first:
		if err := j.refuse(); err != nil {
			return err
		}
	}
	if err := storage.Commit(ctx, j.Dir, append(j.write, j.last())...); err != nil {
		return err
	}
	j.report.Written = true
	return j.keepGuess()
}

// last is the ledger, which is written when all else is: where somebody took the lock away and another
// import has ended meanwhile, what that did would be lost.
func (j *Job) last() storage.Part {
	ledger := j.ledger.Part()
	return storage.Part{Name: ledger.Name, Write: func(ctx context.Context, w io.Writer) error {
		if err := j.alone(); err != nil {
			return err
		}
		return ledger.Write(ctx, w)
	}}
}

// alone makes sure that no other import has ended since this one began.
func (j *Job) alone() error {
	if storage.Current(j.Dir) != j.current {
		return errors.New("another import has changed the base meanwhile, without regard to the lock: import again")
	}
	return nil
}

// refuse says why what was read is not to be written, nil where it is.
func (j *Job) refuse() error {
	told := j.Fewer || j.Replace
	fewer := func(what string, c Counts) error {
		return hint(fmt.Errorf("the base holds %s %s and would hold %s", Grouped(c.Before), what, Grouped(c.After)), "--fewer says that this is meant")
	}
	switch a, s := j.report.Articles, j.report.Statements; {
	case j.Strict && j.report.LeftOut > 0:
		return fmt.Errorf("%s left out, and --strict allows none", Counted(j.report.LeftOut, "thing was", "things were"))
	case !told && a.After < a.Before:
		return fewer("articles", a)
	case !told && s.After < s.Before:
		return fewer("statements", s)
	}
	return nil
}

// writeArticles writes the index that the base will have, unless it is to be refused.
func (j *Job) writeArticles(ctx context.Context, w io.Writer) error {
	var find func(string) []string
	if j.Names {
		find = NamesIn(nlp.NewTagger())
	}
	roots := map[string]bool{} // that can be read
	var missing error
	for _, p := range j.Articles {
		_, err := os.Stat(p)
		if err == nil || strings.ContainsAny(p, "*?[") {
			roots[j.remembered(p)] = true
		} else if missing == nil {
			missing = err
		}
	}
	if len(roots) == 0 {
		return missing
	}
	origins := j.origins(roots)
	var taken func(string) bool
	var called func(string) string
	if !j.Replace {
		taken = func(id string) bool { // another's, whose file is not read or yet to come
			o := origins[id]
			return o != nil && (!o.again || o.alone && isThere(j.actual(o.file)))
		}
		called = j.called(origins)
	}
	names := map[string]string{} // what each path is remembered as
	for _, p := range j.Articles {
		names[p] = j.remembered(p)
	}
	fresh := map[string]map[string][]string{}
	old := j.parts[storage.PartPassages]
	var foreign storage.Foreign
	if errors.As(j.foreign, &foreign) && foreign.Part == storage.PartPassages {
		if old = ""; !j.Replace && !j.coversAll(roots) {
			return j.foreign
		}
	}
	limits := j.Limits
	limits.Not = corpus.Canonical(j.Dir)
	dir := j.Dir
	if j.Dry {
		dir = ""
	}
	done, faults, err := passages.Import(ctx, w, passages.ImportOptions{
		Scratch: func() (passages.ScratchFile, error) { return storage.NewScratch(dir) },
		Names:   find, Old: old, Damaged: j.Replace || j.coversAll(roots), Paths: j.Articles, Taken: taken, Called: called, Note: j.note, Limits: limits, Moved: j.moved(origins),
		Progress: func(p passages.Progress) { j.progress("articles", p.Sources, "articles", p.Bytes, p.Total) },
		Drop: func(id string, faulty func(string) bool) bool {
			o := origins[id]
			return j.Replace || o != nil && o.again && !faulty(j.actual(o.file))
		},
		Took: func(id string, from corpus.Piece, what passages.Change) {
			c := &j.report.Articles
			if what != passages.Unchanged && len(j.report.Changed) < maxChanged {
				j.report.Changed = append(j.report.Changed, Changed{id, what})
			}
			*[...]*int{&c.Added, &c.Updated, &c.Unchanged, &c.Removed}[what]++
			if what != passages.Unchanged && isCited(j.old, id) {
				j.changed[id] = true
			}
			o := origins[id]
			if o != nil {
				o.done = true
			}
			if what == passages.Removed {
				return
			}
			root, file := names[from.Path], from.Place
			if name, ok := j.As[from.Path]; ok {
				file = name + strings.TrimPrefix(file, corpus.Canonical(from.Path))
			}
			if o != nil && o.file == file {
				file = o.file // one string for both
			}
			if fresh[root] == nil {
				fresh[root] = map[string][]string{}
			}
			fresh[root][file] = append(fresh[root][file], id)
		},
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	j.report.fault(faults)
	if err != nil {
		return err
	}
	kept := done.Sources - j.report.Articles.Added - j.report.Articles.Updated - j.report.Articles.Unchanged
	j.report.Articles.After, j.report.Passages = done.Sources, done.Passages
	j.report.Articles.Unchanged += kept
	j.report.Articles.Before = done.Sources - j.report.Articles.Added + j.report.Articles.Removed
	for id, o := range origins {
		if o.done {
			continue
		}
		if fresh[o.root] == nil { // it stays as it was
			fresh[o.root] = map[string][]string{}
		}
		fresh[o.root][o.file] = append(fresh[o.root][o.file], id)
	}
	for _, files := range fresh {
		for _, ids := range files {
			slices.Sort(ids)
		}
	}
	j.ledger.Articles = fresh
	j.say("%s in %s", Counted(done.Sources, "article", "articles"), Counted(done.Passages, "passage", "passages"))
	return j.refuse()
}

// coversAll reports whether the articles that the base holds came from these paths alone.
func (j *Job) coversAll(roots map[string]bool) bool {
	for root := range j.ledger.Articles {
		if !roots[root] {
			return false
		}
	}
	return len(j.ledger.Articles) > 0
}

// An origin is where an article came from: the path that was named, and the file within.
type origin struct {
	root, file string
	alone      bool // it is called after its file, or could be
	again      bool // it is read anew, or vanished
	done       bool // what becomes of it is known
}

// origins returns where the articles of the base came from; roots are the paths that are read.
func (j *Job) origins(roots map[string]bool) map[string]*origin {
	all := map[string]*origin{}
	for root, files := range j.ledger.Articles {
		whole := isBelow(roots, root)
		for file, ids := range files {
			again := whole || isBelow(roots, file)
			ext := strings.ToLower(path.Ext(file))
			alone := len(ids) == 1 && ext != ".jsonl" && ext != ".ndjson"
			for _, id := range ids {
				all[id] = &origin{root: root, file: file, alone: alone, again: again}
			}
		}
	}
	return all
}

// called returns a function that says what the article of a file was called before, so that it keeps
// its id by whatever path it is read. One that named itself has its id for that.
func (j *Job) called(origins map[string]*origin) func(place string) string {
	ids := map[string]string{}
	for id, o := range origins {
		if o.alone && o.again && corpus.CalledAfter(o.file, id) {
			ids[j.actual(o.file)] = id
		}
	}
	return func(place string) string { return ids[place] }
}

// moved returns a function that lists where articles were read from files of a name that are gone from there.
func (j *Job) moved(origins map[string]*origin) func(place string) []string {
	named := map[string][]string{}
	for _, o := range origins {
		if o.alone && !o.again {
			named[path.Base(o.file)] = append(named[path.Base(o.file)], j.actual(o.file))
		}
	}
	return func(place string) (list []string) {
		for _, file := range named[path.Base(place)] {
			if !lies(file) {
				list = append(list, file)
			}
		}
		slices.Sort(list)
		return list[:min(len(list), maxMoved)]
	}
}

// maxMoved is how many files of one name are looked at.
const maxMoved = 20

// lies reports whether a file is where it was, or an archive that it is of.
func lies(file string) bool {
	for p := file; ; p = path.Dir(p) {
		if info, err := os.Stat(filepath.FromSlash(p)); err == nil {
			return p == file || !info.IsDir()
		}
		if p == path.Dir(p) {
			return false
		}
	}
}

func isThere(file string) bool {
	_, err := os.Stat(filepath.FromSlash(file))
	return err == nil
}

// isBelow reports whether a path is one of these, or lies in one.
func isBelow(roots map[string]bool, p string) bool {
	for ; !roots[p]; p = path.Dir(p) {
		if p == path.Dir(p) {
			return false
		}
	}
	return true
}

// actual is where a file that the ledger names is read from now.
func (j *Job) actual(file string) string {
	for path, name := range j.As {
		if rest, ok := strings.CutPrefix(file, name); ok && (rest == "" || rest[0] == '/') {
			return corpus.Canonical(path) + rest
		}
	}
	return file
}

// remembered is what the ledger calls a path.
func (j *Job) remembered(path string) string {
	if name, ok := j.As[path]; ok {
		return name
	}
	return corpus.Canonical(path)
}

func (j *Job) note(n corpus.Note) {
	if n.LeftOut {
		j.report.LeftOut++
	}
	j.told.note(n)
}

// openFacts opens the compiled facts that a base has, nil for none.
func openFacts(path string) (*kb.Base, error) {
	if path == "" {
		return nil, nil
	}
	return kb.OpenFile(path)
}

// NamesIn returns a function that lists the names in a text, each once.
func NamesIn(t *nlp.Tagger) func(string) []string {
	return func(text string) []string {
		var names []string
		for _, n := range t.Names(text) {
			if !slices.Contains(names, n.Text) {
				names = append(names, n.Text)
			}
		}
		return names
	}
}

// A Hinted error says what to do about it.
type Hinted struct {
	error
	Hint string
}

func (h Hinted) Unwrap() error { return h.error }

func hint(err error, text string) error { return Hinted{err, text} }
