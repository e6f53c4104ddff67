package web

import (
	"archive/zip"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/corpus"
	"hapjak/facts/intake"
)

// This file receives files, and holds them in a temporary folder until a curator has seen
// what they would change.

// What one upload may hold, and how many wait at once.
const (
	defaultUpload = 32 << 20  // bytes sent
	maxUnpacked   = 256 << 20 // bytes of what a zip holds
	maxUploaded   = 2000      // files
	maxStages     = 8
	stageFor      = time.Hour
	receiveFor    = 5 * time.Minute // however slow the line is
)

// A stage holds the files of one upload.
type stage struct {
	Key    string
	Origin string // how it is called in the log: the file's name, or the address
	dir    string
	by     string // the curator
	names  []string
	at     time.Time
}

// stages are the uploads that wait. Their folder goes with the process.
type stages struct {
	mu   sync.Mutex
	list []*stage
	now  func() time.Time
}

// add makes an empty stage.
func (s *stages) add(by string) (*stage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(x *stage) bool {
		old := s.now().Sub(x.at) > stageFor
		if old {
			os.RemoveAll(x.dir)
		}
		return old
	})
	if len(s.list) >= maxStages {
		return nil, refusal{http.StatusServiceUnavailable, errors.New("several uploads wait to be imported or given up; do that first, on their pages, or come back in an hour")}
	}
	dir, err := os.MkdirTemp("", "hapjak-upload-*")
	if err != nil {
		return nil, err
	}
	x := &stage{Key: rand.Text(), dir: dir, by: by, at: s.now()}
	s.list = append(s.list, x)
	return x, nil
}

// get returns a curator's stage.
func (s *stages) get(key, by string) (*stage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.list {
		if x.Key == key && x.by == by && s.now().Sub(x.at) <= stageFor {
			return x, true
		}
	}
	return nil, false
}

// drop takes a stage away.
func (s *stages) drop(x *stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(y *stage) bool { return x == y })
	os.RemoveAll(x.dir)
}

// close takes all away.
func (s *stages) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.list {
		os.RemoveAll(x.dir)
	}
	s.list = nil
}

// put writes a file of a stage.
func (x *stage) put(name string, from io.Reader, most int64) (int64, error) {
	clean := intake.CleanName(name)
	if clean == "" {
		return 0, bad("%q cannot be the name of an article's file; call it otherwise", cut(name, 100))
	}
	if len(x.names) >= maxUploaded {
		return 0, refusal{http.StatusRequestEntityTooLarge, fmt.Errorf("these are more than %d files; send them in several parts", maxUploaded)}
	}
	to := filepath.Join(x.dir, filepath.FromSlash(clean))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return 0, bad("%q is a file and a folder at once", cut(path.Dir(clean), 100))
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return 0, bad("two of the files are called %q", cut(clean, 100))
	}
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, io.LimitReader(from, most+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return n, err
	}
	if n > most {
		return n, errTooMuch
	}
	x.names = append(x.names, clean)
	return n, nil
}

var errTooMuch = errors.New("too much")

// unpack puts the files of a zip.
func (x *stage) unpack(file *os.File, size int64) error {
	z, err := corpus.OpenZip(file, size)
	if err != nil {
		return bad("the zip cannot be read: %v", err)
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if !f.Mode().IsRegular() || intake.CleanName(f.Name) == "" { // folders, links, and what is hidden
			continue
		}
		r, err := f.Open()
		if err != nil {
			return bad("the zip cannot be read: %s: %v", cut(f.Name, 100), err)
		}
		n, err := x.put(f.Name, r, left)
		r.Close()
		switch {
		case errors.Is(err, errTooMuch):
			return refusal{http.StatusRequestEntityTooLarge, fmt.Errorf("the zip holds more than %d MiB; send it in several parts", maxUnpacked>>20)}
		case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF):
			return bad("the zip cannot be read: %s: %v", cut(f.Name, 100), err)
		case err != nil:
			return err
		}
		left -= n
	}
	return nil
}

// receive reads the files of a form. A zip is unpacked.
func (x *stage) receive(w http.ResponseWriter, r *http.Request, most int64) error {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(receiveFor)) // not every connection has one
	_ = control.SetWriteDeadline(time.Now().Add(2 * receiveFor))
	r.Body = http.MaxBytesReader(w, r.Body, most)
	tooMuch := refusal{http.StatusRequestEntityTooLarge, fmt.Errorf("that is too much at once: send at most %d MiB, or import it on the command line", most>>20)}
	form, err := r.MultipartReader()
	if err != nil {
		return bad("no file was sent")
	}
	for {
		part, err := form.NextPart()
		var large *http.MaxBytesError
		switch {
		case errors.Is(err, io.EOF):
			if len(x.names) == 0 {
				return bad("choose a file first: an article, several, or a zip of a folder")
			}
			return nil
		case errors.As(err, &large):
			return tooMuch
		case err != nil:
			return bad("what was sent broke off; please send it again")
		}
		name := filenameOf(part)
		if part.FormName() != "files" || name == "" {
			continue
		}
		err = x.file(name, part, most)
		switch {
		case errors.As(err, &large), errors.Is(err, errTooMuch):
			return tooMuch
		case errors.Is(err, io.ErrUnexpectedEOF):
			return bad("what was sent broke off; please send it again")
		case err != nil:
			return err
		}
	}
}

// filenameOf returns the name of a file with the folders that a browser sends before it.
func filenameOf(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return part.FileName()
	}
	return params["filename"]
}

// file takes one file.
func (x *stage) file(name string, from io.Reader, most int64) error {
	if x.Origin = name; len(x.names) > 0 {
		x.Origin = x.names[0] + " and others"
	}
	if !strings.EqualFold(path.Ext(name), ".zip") {
		_, err := x.put(name, from, most)
		return err
	}
	packed, err := os.CreateTemp("", "hapjak-upload-*.zip")
	if err != nil {
		return err
	}
	defer os.Remove(packed.Name())
	defer packed.Close()
	size, err := io.Copy(packed, from)
	if err != nil {
		return err
	}
	return x.unpack(packed, size)
}
