package storage

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/corpus"
)

// A ledger's file is its JSON, sealed. It is written and read piece by piece, so that of many articles nothing is held but what
// the ledger itself holds of them.

// A sealer writes bytes and reckons their checksum.
type sealer struct {
	w   io.Writer
	sum uint32
}

func (s *sealer) Write(b []byte) (int, error) {
	s.sum = crc32.Update(s.sum, crc32.MakeTable(crc32.Castagnoli), b)
	return s.w.Write(b)
}

// write writes a ledger as json.Marshal would, and seals it.
func (l *Ledger) write(w io.Writer) error {
	s := &sealer{w: w}
	out := bufio.NewWriter(s)
	var err error
	put := func(before string, v any) { // a failure of out is told when it is flushed
		data, failed := json.Marshal(v)
		err = errors.Join(err, failed)
		_, _ = out.WriteString(before)
		_, _ = out.Write(data)
	}
	open := func(first *bool) string {
		if *first {
			*first = false
			return ""
		}
		return ","
	}
	field := true
	_, _ = out.WriteString("{")
	if len(l.Articles) > 0 {
		put(open(&field), "articles")
		_, _ = out.WriteString(":{")
		root := true
		for _, path := range slices.Sorted(maps.Keys(l.Articles)) {
			put(open(&root), path)
			_, _ = out.WriteString(":{")
			file := true
			files := l.Articles[path]
			for _, name := range slices.Sorted(maps.Keys(files)) {
				put(open(&file), name)
				put(":", files[name])
			}
			_, _ = out.WriteString("}")
		}
		_, _ = out.WriteString("}")
	}
	if len(l.Facts) > 0 {
		put(open(&field), "facts")
		_, _ = out.WriteString(":[")
		one := true
		for i := range l.Facts {
			put(open(&one), &l.Facts[i])
		}
		_, _ = out.WriteString("]")
	}
	if l.Guessed {
		put(open(&field), "guessed")
		_, _ = out.WriteString(":true")
	}
	_, _ = out.WriteString("}")
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	return writeSeal(w, s.sum)
}

// readLedger has the file of a ledger read, and makes sure of its seal.
func readLedger(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w; put it back from a backup, or import everything again with --replace", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s := &sealer{w: io.Discard}
	in := io.TeeReader(io.NewSectionReader(f, 0, info.Size()-sealSize), s)
	err = read(in)
	if err == nil {
		_, err = io.Copy(io.Discard, in) // the rest
	}
	seal := make([]byte, sealSize)
	if _, failed := f.ReadAt(seal, info.Size()-sealSize); err != nil || failed != nil || !isSeal(seal, s.sum) {
		return fmt.Errorf("%s: damaged: what it says of earlier imports is lost; import everything again with --replace", path)
	}
	return nil
}

// read reads the fields of a ledger; a token of another kind than is wanted is an error.
func (l *Ledger) read(d *json.Decoder) error {
	return object(d, func(name string) error {
		switch name {
		case "articles":
			return object(d, func(root string) error {
				at := newPlace(root)
				return object(d, func(file string) error {
					var ids []string
					err := d.Decode(&ids)
					l.file(at.root, at.of(file), ids)
					return err
				})
			})
		case "facts":
			err := d.Decode(&l.Facts)
			for i, f := range l.Facts {
				l.Facts[i].Path = corpus.Canonical(f.Path)
			}
			return err
		case "guessed":
			return d.Decode(&l.Guessed)
		}
		return d.Decode(new(json.RawMessage)) // of a later version
	})
}

// object reads an object, each field of which is read by a function that is told its name.
func object(d *json.Decoder, field func(name string) error) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("no object"))
	}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return errors.Join(err, errors.New("no name"))
		}
		if err := field(name); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// file files the articles of a file.
func (l *Ledger) file(root, file string, ids []string) {
	if l.Articles[root] == nil {
		l.Articles[root] = map[string][]string{}
	}
	l.Articles[root][file] = append(l.Articles[root][file], ids...)
}

// A place gives paths the name that they have however they are spelt: an earlier version kept them as they were named. What
// has no path, an upload, keeps its name.
type place struct {
	named, root string
	abs         bool
}

func newPlace(named string) place {
	p := place{named: named, root: named, abs: filepath.IsAbs(filepath.FromSlash(named))}
	if p.abs {
		p.root = corpus.Canonical(named)
	}
	return p
}

// of is a file of it.
func (p place) of(file string) string {
	switch rest, below := strings.CutPrefix(file, p.named); {
	case !p.abs || below && p.root == p.named:
		return file
	case below:
		return p.root + rest
	}
	return corpus.Canonical(file)
}
