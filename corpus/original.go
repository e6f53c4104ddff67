package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// maxOriginal bounds one original, in bytes.
const maxOriginal = 16 << 20

// ReadOriginals reads the originals, among the files of fsys, of digests that were
// written after them, and returns what may be quoted of each of their paragraphs:
// its own words, cut to the source's QuoteWords. A file is known by its SHA-256
// alone, whatever its name, with its line ends as they are or as LF. Of sources it
// needs the ID, SHA256 and QuoteWords only.
//
// A file that is the original of no source is an error that names the file,
// its hash and the hashes looked for; the other files are read all the same.
func ReadOriginals(sources []Source, fsys fs.FS) (map[Ref]string, error) {
	quotes := map[Ref]string{}
	var errs []error
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			errs = append(errs, err)
			return nil
		case hidden(name) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || hidden(name):
			return nil
		}
		if err := readOriginal(sources, fsys, name, quotes); err != nil {
			errs = append(errs, err)
		}
		return nil
	})
	return quotes, errors.Join(append(errs, err)...)
}

func readOriginal(sources []Source, fsys fs.FS, name string, quotes map[Ref]string) error {
	data, err := readAll(fsys, name, maxOriginal)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	text := string(data)
	for _, s := range sources {
		if s.SHA256 == "" || s.SHA256 != hash(text) && s.SHA256 != hash(lineFeeds(text)) {
			continue
		}
		for i, b := range Blocks(text) {
			if q := Quote(b, s.QuoteWords); q != "" {
				quotes[Ref{Source: s.ID, Paragraph: i + 1}] = q
			}
		}
		return nil
	}
	return fmt.Errorf("%s: its SHA-256 is %s, which is the original of no source; expected %s; digests go on serving", name, hash(text), wanted(sources))
}

// wanted lists the originals that sources know.
func wanted(sources []Source) string {
	var list []string
	for _, s := range sources {
		if s.SHA256 != "" {
			list = append(list, s.SHA256+" ("+s.ID+")")
		}
	}
	if len(list) == 0 {
		return "none, for no source names one"
	}
	return strings.Join(list, " or ")
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
