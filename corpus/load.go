package corpus

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed sources/*.md
var shipped embed.FS

// Shipped returns the files of the default articles' digests, as Load reads
// them.
func Shipped() fs.FS {
	sub, err := fs.Sub(shipped, "sources")
	if err != nil {
		return shipped // cannot be: the name is valid
	}
	return sub
}

// Default returns the default articles, in order of id. It reads them anew at
// every call (half a millisecond): a program that starts often keeps what it
// made of them.
func Default() ([]Source, error) { return Load(Shipped()) }

// Load reads the sources of a directory: Markdown (.md), plain text (.txt) and
// HTML pages (.html), one source a file, and whatever else Read reads, folders
// within included. A source without an id is called after its file. It returns the sources that are
// sound in order of id, and an error that names every fault of the others,
// "file:line: what" each. For archives, which do not fit memory, there is Read.
func Load(fsys fs.FS) ([]Source, error) {
	var sources []Source
	err := ReadFS(fsys, func(a Article) error {
		sources = append(sources, a.Source)
		return nil
	}, Options{MaxFaults: -1, ShortIDs: true})
	slices.SortFunc(sources, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return sources, err
}

// A reader makes one source of one file's text. Faults go to f.
type reader func(file, text string, src *Source, f *faults)

// readerOf returns the reader for a file by the ending of its name.
func readerOf(name string) reader {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".markdn", ".mdown", ".mkd":
		return readMarkdown
	case ".txt", ".text":
		return readText
	case ".html", ".htm", ".xhtml":
		return readHTML
	case ".docx":
		return readDOCX
	case ".epub":
		return readEPUB
	case ".json":
		return readChannel
	case ".xlsx", ".xlsm":
		return readXLSX
	case ".rst", ".rest":
		return readRST
	case ".adoc", ".asciidoc", ".asc":
		return readAsciiDoc
	case ".xml", ".dbk", ".docbook":
		return readDocBook
	case ".srt", ".vtt":
		return readTranscript
	case ".mht", ".mhtml", ".eml":
		return readMail
	case ".pdf":
		return readPDF
	}
	return nil
}

// readPDF reads one PDF file; a run has a reader that serves for many.
func readPDF(file, text string, src *Source, f *faults) {
	var r pdfReader
	defer r.close()
	r.reader(context.Background())(file, text, src, f)
}

// parseBy reads one file of one source. ok is false when it has faults, which are in f then.
func parseBy(read reader, name, id string, data []byte, f *faults) (src Source, ok bool) {
	before := len(f.errs) + f.more
	text := string(data)
	if !isHTML(name) && !isPacked(name) { // which say in which character set they are
		var guessed string
		var err error
		if text, guessed, err = Decode(data); err != nil {
			f.add(fmt.Errorf("%s: %w", name, err))
			return Source{}, false
		}
		if guessed != "" {
			f.note("charset", name, 0, "read as %s, which nothing in it says", guessed)
		}
	}
	var given Source
	if canHaveFront(name) {
		given, text = takeFront(name, text, f)
	}
	read(name, text, &src, f)
	placeStamped(&src)
	src.under(given)
	if src.ID == "" {
		src.ID = id
	}
	if src.Title == "" {
		src.Title = tidy(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		src.Untitled = src.Title == src.ID
	}
	if len(src.Paragraphs) == 0 && len(f.errs)+f.more == before {
		f.add(fmt.Errorf("%s:1: no paragraph of text in it", name))
	}
	return src, len(f.errs)+f.more == before
}

func isHTML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// canHaveFront says whether a file that is no Markdown may begin with a front matter.
func canHaveFront(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".rst", ".rest", ".adoc", ".asciidoc", ".asc":
		return true
	}
	return isHTML(name)
}

// isPacked says whether a document is no text by itself.
func isPacked(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".docx", ".epub", ".pdf", ".xlsx", ".xlsm", ".mht", ".mhtml", ".eml":
		return true
	}
	return false
}

// CalledAfter reports whether an id is what an article without one is called that is read from a file, by
// its name or by a path to it, with a number behind it or without.
func CalledAfter(file, id string) bool {
	plain := id
	if at := strings.LastIndexByte(id, '-'); at > 0 && strings.Trim(id[at+1:], "0123456789") == "" {
		plain = id[:at]
	}
	for name := path.Base(file); ; name = path.Join(path.Base(file), name) {
		if own := fileID(name); own == id || own == plain {
			return true
		}
		if file = path.Dir(file); file == "." || file == "/" {
			return false
		}
	}
}

// fileID makes an id of a file's name: without its ending, and hyphens for white
// space and what cannot be shown. A name that is too long keeps its end.
func fileID(name string) string {
	id := strings.TrimSuffix(name, path.Ext(name))
	id = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(id, " "), badInID), "-")
	for len(id) > maxID {
		_, n := utf8.DecodeRuneInString(id)
		id = id[max(n, 1):]
	}
	if id == "" {
		id = "article"
	}
	return id
}

var errNotArticle = errors.New("not an article")

// unknownKind says what may be read.
func unknownKind(name string) error {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv":
		return fmt.Errorf("%s: %w but a table: --csv FILE makes facts of it", name, errNotArticle)
	}
	return fmt.Errorf("%s: %w: it ends in none of .md, .mdx, .rst, .adoc, .xml, .txt, .html, .mht, .eml, .pdf, .docx, .xlsx, .epub, .srt, .vtt, .json, .jsonl, .zip and .tar.gz", name, errNotArticle)
}
