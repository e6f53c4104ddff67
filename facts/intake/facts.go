package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/guess"
	"hapjak/facts/kb/storage"
	"hapjak/facts/kb/table"
	"hapjak/facts/kb/triples"
)

// readFacts compiles the facts that the base will have: those of the files that it
// keeps and those that are named, by the schema that is named or kept.
func (j *Job) readFacts(ctx context.Context) error {
	schema, err := j.readSchema()
	if err != nil {
		return err
	}
	if old := j.old; old != nil && old.Len() > 0 && len(j.ledger.Facts) == 0 && !j.Replace {
		return hint(errors.New("the base does not hold what its statements were read from: an earlier version imported them"),
			"import all files of statements with --replace")
	}
	named, err := j.nameFacts()
	if err != nil {
		return err
	}
	defer j.openWas()()
	b := kb.NewBuilder(schema)
	for i := range j.ledger.Facts {
		switch err := j.readFactsFile(ctx, b, &j.ledger.Facts[i], named[i]); {
		case err != nil && errors.Is(err, triples.ErrNoStatement) && j.ledger.Guessed:
			return hint(err, "--csv FILE extends the schema that was guessed")
		case err != nil && errors.Is(err, triples.ErrNoStatement):
			return hint(err, "give the schema a relation for each column of it, and import both with --schema and --triples")
		case err != nil:
			return err
		}
	}
	if j.sameStatements() {
		j.keepStatements()
		return nil
	}
	base, err := b.Base()
	if err != nil {
		return err
	}
	j.countStatements(base, j.old)
	j.say("%s about %s", Counted(base.Statements(), "statement", "statements"), Counted(base.Len(), "thing", "things"))
	j.write = append(j.write, storage.Part{Name: storage.PartFacts, Write: func(_ context.Context, w io.Writer) error { return base.Write(w) }})
	return nil
}

// keepGuess writes a guessed schema where a person can go over it, unless one has.
func (j *Job) keepGuess() error {
	if j.guessed == nil {
		return nil
	}
	path := filepath.Join(j.Dir, "schema.yaml")
	was, err := readGiven(path)
	switch {
	case err == nil && bytes.Equal(was, j.guessed):
		return nil
	case err == nil:
		if !bytes.Equal(was, j.before) {
			j.note(corpus.Note{Place: path, What: "was changed by somebody, and stays; the guessed schema is in use, and --dry-run shows it", Kind: "schema"})
			return nil
		}
	}
	j.note(corpus.Note{Place: path, What: "the schema that was guessed: go over it, and import again with --schema", Kind: "schema"})
	return storage.ReplaceFile(path, j.guessed)
}

func (j *Job) countStatements(base, old *kb.Base) {
	c := &j.report.Statements
	c.After, c.Added = base.Statements(), base.Statements()
	if old != nil {
		c.Before = old.Statements()
		c.Added, c.Removed = kb.Compare(old, base)
	}
	c.Unchanged = c.After - c.Added
}

func (j *Job) readSchema() (*kb.Schema, error) {
	name, data, err := j.Schema, []byte(nil), error(nil)
	switch kept := j.parts[storage.PartSchema]; {
	case j.Schema != "":
		if data, err = readGiven(j.Schema); err == nil {
			j.write, j.ledger.Guessed = append(j.write, storage.Sealed(storage.PartSchema, data)), false
		}
	case len(j.Tables) > 0 && (kept == "" || j.ledger.Guessed):
		name = "schema.yaml"
		if kept != "" {
			j.before, _ = storage.ReadSealed(kept)
		}
		if data, err = j.guess(); err == nil {
			j.write, j.ledger.Guessed = append(j.write, storage.Sealed(storage.PartSchema, data)), true
		}
	case kept != "":
		name = "the base's schema"
		data, err = storage.ReadSealed(kept)
	default:
		return nil, hint(errors.New("--triples needs --schema: the schema says what the statements mean"), "--csv FILE guesses one from a table with one thing a row")
	}
	if err != nil {
		return nil, err
	}
	schema, err := curated.ParseSchema(name, data)
	if err != nil {
		j.report.fault(err)
		return nil, fmt.Errorf("%s", Counted(len(j.report.Faults), "fault in the schema", "faults in the schema"))
	}
	return schema, nil
}

// openFolders puts the tables that lie in folders in the place of these.
func (j *Job) openFolders() error {
	var all []string
	for _, path := range j.Tables {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			all = append(all, path)
			continue
		}
		had := len(all)
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".csv", ".tsv", ".xlsx", ".xlsm":
				if e.Type().IsRegular() && e.Name()[0] != '.' && !strings.HasPrefix(e.Name(), "~$") {
					all = append(all, filepath.Join(path, e.Name()))
				}
			}
		}
		if len(all) == had {
			return fmt.Errorf("%s: no table in it: no .csv, .tsv or .xlsx", path)
		}
	}
	j.Tables = all
	return nil
}

// guess guesses a schema from the tables, and from those before that the base keeps.
func (j *Job) guess() (schema []byte, err error) {
	var files []guess.File
	var paths []string
	for _, f := range j.ledger.Facts {
		if f.Names == nil || j.Replace {
			continue
		}
		data, err := storage.ReadSealed(j.parts[f.Part])
		if err != nil {
			return nil, err
		}
		files, paths = append(files, guess.File{Name: filepath.Base(f.Path), Data: data}), append(paths, f.Path)
	}
	for _, table := range j.Tables {
		data, err := readGiven(table)
		if err != nil {
			return nil, err
		}
		path := corpus.Canonical(table)
		if at := slices.Index(paths, path); at >= 0 {
			files[at].Data = data
		} else {
			files, paths = append(files, guess.File{Name: table, Data: data}), append(paths, path)
		}
	}
	schema, names, err := guess.Schema(files...)
	if err != nil {
		return nil, err
	}
	j.guessed, j.names = schema, map[string][]table.Naming{}
	for i, path := range paths {
		j.names[path] = names[i]
	}
	return schema, nil
}

// nameFacts files the named files in the ledger, and returns what each file of it
// holds, nil for one that is kept in the base.
func (j *Job) nameFacts() (named [][]byte, err error) {
	if j.Replace && len(j.Triples) > 0 {
		for _, f := range j.ledger.Facts {
			j.write = append(j.write, storage.Part{Name: f.Part})
		}
		j.ledger.Facts = nil
	}
	named = make([][]byte, len(j.ledger.Facts))
	for _, path := range j.Triples {
		data, err := j.readTriples(path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		f := storage.FactsFile{Path: corpus.Canonical(path), SHA256: hex.EncodeToString(sum[:])}
		at := -1
		for i, was := range j.ledger.Facts {
			if was.Path == f.Path {
				at = i
			}
		}
		if at < 0 {
			at = len(j.ledger.Facts)
			f.Fresh = true
			f.Source, f.Part = j.freeNames(path)
			j.ledger.Facts = append(j.ledger.Facts, f)
			named = append(named, nil)
		}
		was := j.ledger.Facts[at]
		f.Source, f.Part, f.Names, f.Anchors, f.Unsure, f.Fresh = was.Source, was.Part, was.Names, was.Anchors, was.Unsure, was.Fresh
		j.ledger.Facts[at], named[at] = f, data
		j.write = append(j.write, storage.Sealed(f.Part, data))
	}
	for i, f := range j.ledger.Facts {
		if names := j.names[f.Path]; names != nil {
			j.ledger.Facts[i].Names = names
		}
	}
	return named, nil
}

// readTriples reads a named file of statements, once.
func (j *Job) readTriples(path string) (data []byte, err error) {
	if data, ok := j.given[path]; ok {
		return data, nil
	}
	if data, err = readGiven(path); err == nil {
		j.given[path] = data
	}
	return data, err
}

// readGiven reads a file that was named. Of a pipe, which is read once, or a device, which has no end, nothing
// can be made.
func readGiven(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = hint(fmt.Errorf("%s: not a regular file", path), "write what it gives into a file first, and name that")
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// freeNames returns what a new file of statements is cited as, and the part that holds
// it.
func (j *Job) freeNames(path string) (source, part string) {
	base := corpus.UTF8Name(filepath.Base(path))
	own := strings.TrimSuffix(base, filepath.Ext(base))
	source = own
	used := map[string]bool{}
	for _, f := range j.ledger.Facts {
		used[f.Source], used[f.Part] = true, true
	}
	for n := 2; used[source]; n++ {
		source = own + "-" + strconv.Itoa(n)
	}
	for n := 1; part == "" || used[part]; n++ {
		part = "triples." + strconv.Itoa(n)
	}
	if j.Replace { // the old parts of those names go
		for j.parts[part] != "" || used[part] {
			n, _ := strconv.Atoi(strings.TrimPrefix(part, "triples."))
			part = "triples." + strconv.Itoa(n+1)
		}
	}
	return source, part
}

// readFactsFile reads one file of statements, from memory or as the base keeps it.
func (j *Job) readFactsFile(ctx context.Context, b *kb.Builder, file *storage.FactsFile, data []byte) (err error) {
	anchors, lost, unsure := map[string]triples.Words{}, []fault.Fault(nil), []fault.Fault(nil)
	options := triples.Options{Source: file.Source, Names: file.Names, Sources: j.sources, Quoted: func() { file.Quotes = true },
		Lost:    func(f fault.Fault) { j.report.fault(f); lost = append(lost, f) },
		Unsure:  func(f fault.Fault) { unsure = append(unsure, f); j.unsure(f, file.Unsure) },
		Anchors: file.Anchors, Anchored: func(line string, a triples.Words) { anchors[line] = a }}
	if !file.Fresh {
		options.Was, options.Changed, options.Kept = j.was, j.changed, data == nil
	}
	shown := filepath.Base(file.Path)
	if data == nil {
		if data, err = storage.ReadSealed(j.parts[file.Part]); err != nil {
			return hint(err, "the file of statements was "+file.Path)
		}
		options.Fault = func(error) {} // they were told when it was imported
		options.Note = func(n corpus.Note) {
			if n.Kind == "moved" {
				j.note(n)
			}
		}
	} else {
		for _, p := range j.Triples {
			if corpus.Canonical(p) == file.Path {
				shown = p
			}
		}
		total := int64(len(data))
		options.Progress = func(bytes int64, n int) { j.progress(filepath.Base(shown), n, "statements", bytes, total) }
		options.Fault = func(err error) { j.report.fault(err) }
		options.Note = j.note
	}
	file.Quotes, file.Anchors = false, anchors
	err = triples.Add(ctx, b, shown, bytes.NewReader(data), options)
	file.Lost, file.Unsure = lost, unsure
	return err
}

// unsure tells once of a statement that stays though what it cites may no longer bear it.
func (j *Job) unsure(f fault.Fault, told []fault.Fault) {
	if !slices.Contains(told, f) {
		j.note(corpus.Note{Place: fmt.Sprintf("%s:%d", f.File, f.Line), What: f.What, Kind: "unsure"})
	}
}

// Without makes the facts of a base without some of their files, and without some of its articles. The
// report's faults are the statements that are left out for that.
func Without(ctx context.Context, dir string, parts map[string]string, ledger *storage.Ledger, files, articles map[string]bool) (write []storage.Part, report Report, err error) {
	var left []storage.FactsFile
	lost := map[string]bool{} // before
	for _, f := range ledger.Facts {
		if files[f.Source] {
			write = append(write, storage.Part{Name: f.Part})
			continue
		}
		left = append(left, f)
		for _, l := range f.Lost {
			lost[l.Error()] = true
		}
	}
	ledger.Facts = left
	if len(left) == 0 && len(files) > 0 {
		ledger.Guessed = false
		write = append(write, storage.Part{Name: storage.PartFacts}, storage.Part{Name: storage.PartSchema})
	}
	j := &Job{Dir: dir, parts: parts, ledger: ledger, told: newTeller(false), report: Report{Faults: []string{}}}
	defer j.openWas()()
	if j.old, err = openFacts(parts[storage.PartFacts]); err != nil {
		return nil, j.report, err
	} else if j.old != nil {
		defer j.old.Close()
	}
	j.changed = map[string]bool{}
	for id := range articles {
		if isCited(j.old, id) {
			j.changed[id] = true
		}
	}
	if len(articles) > 0 || j.cites() {
		done, err := j.readArticles(ctx) // as they are in the base
		if err != nil {
			return nil, j.report, err
		}
		defer done()
	}
	if len(articles) > 0 {
		j.sources = except{j.sources, articles}
		if err := j.beside(); err != nil {
			return nil, j.report, err
		}
	}
	if len(left) == 0 || len(files) == 0 && !j.cites() {
		return write, j.report, nil
	}
	schema, err := j.readSchema()
	if err != nil {
		return nil, j.report, err
	}
	b := kb.NewBuilder(schema)
	for i := range left {
		if err := j.readFactsFile(ctx, b, &left[i], nil); err != nil {
			return nil, j.report, err
		}
	}
	j.report.Faults = slices.DeleteFunc(j.report.Faults, func(f string) bool { return lost[f] })
	base, err := b.Base()
	if err != nil {
		return nil, j.report, err
	}
	j.report.Notes = j.told.kinds()
	return append(write, storage.Part{Name: storage.PartFacts, Write: func(_ context.Context, w io.Writer) error { return base.Write(w) }}), j.report, nil
}

// except are sources without some of them.
type except struct {
	kb.Citable
	gone map[string]bool
}

func (e except) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	if e.gone[ref.Source] {
		return corpus.Paragraph{}, false
	}
	return e.Citable.Paragraph(ref)
}
