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
	Stayed     int        `json:"stayed,omitempty"` // articles as they were, whose files have faults now
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
