package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Folders and files whose names are not UTF-8 are read wherever they are: in a folder, named themselves, in
// archives; each is told, and what they are called can be shown.
func TestNamesOfOtherSets(t *testing.T) {
	const text = "The ferry leaves at nine."
	old := "\x8d`\x82\xcc\x89f\x89\xe6" // words in Shift_JIS
	put := func(path string) error {
		return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600))
	}
	zipAt := func(path, name string) error {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
		_, err2 := w.Write([]byte(text))
		return errors.Join(err, err2, z.Close(), os.WriteFile(path, b.Bytes(), 0o600))
	}
	cases := map[string]func(dir string) (string, error){
		"folder": func(dir string) (string, error) {
			return dir, put(filepath.Join(dir, "f\xe4hre", "\xfcber", "plan.md"))
		},
		"named folder": func(dir string) (string, error) {
			deep := filepath.Join(dir, "f\xe4hre")
			return deep, put(filepath.Join(deep, "m\xf6we.md"))
		},
		"named file": func(dir string) (string, error) {
			path := filepath.Join(dir, "f\xe4hre", "m\xf6we.md")
			return path, put(path)
		},
		"archive so named": func(dir string) (string, error) {
			path := filepath.Join(dir, "f\xe4hre.zip")
			return path, zipAt(path, "plan.md")
		},
		"zip": func(dir string) (string, error) {
			path := filepath.Join(dir, "a.zip")
			return path, zipAt(path, "f\xe4hre/m\xf6we.md")
		},
		"tar": func(dir string) (string, error) {
			var b bytes.Buffer
			w := tar.NewWriter(&b)
			err := w.WriteHeader(&tar.Header{Name: "f\xe4hre/m\xf6we.md", Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatGNU})
			_, err2 := w.Write([]byte(text))
			path := filepath.Join(dir, "a.tar")
			return path, errors.Join(err, err2, w.Close(), os.WriteFile(path, b.Bytes(), 0o600))
		},
		"another set": func(dir string) (string, error) { return dir, put(filepath.Join(dir, old, "plan.md")) },
		"a link to it": func(dir string) (string, error) {
			all := filepath.Join(dir, "all")
			return all, errors.Join(put(filepath.Join(all, "f\xe4hre", "m\xf6we")), os.Symlink("f\xe4hre/m\xf6we", filepath.Join(all, "see.md")))
		},
	}
	for name, make := range cases {
		t.Run(name, func(t *testing.T) {
			path, err := make(t.TempDir())
			if err != nil {
				t.Skip(err) // a system that has no such names
			}
			var notes []string
			var pieces []Piece
			err = Read(t.Context(), []string{path}, func(a Article) error {
				pieces = append(pieces, a.Piece)
				if !utf8.ValidString(a.ID) || a.ID == "" || len(a.Paragraphs) != 1 || a.Paragraphs[0].Text != text {
					t.Errorf("%+v", a.Source)
				}
				return nil
			}, Options{Note: func(n Note) {
				if n.Kind == "file name" {
					notes = append(notes, n.String())
				}
			}})
			if err != nil || len(pieces) != 1 {
				t.Fatal(pieces, err)
			}
			told := slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, "not in UTF-8") })
			if within := name != "archive so named" && name != "a link to it"; within && !told {
				t.Errorf("it is not told: %q", notes)
			}
			if p := pieces[0]; !utf8.ValidString(p.File) || !utf8.ValidString(p.Place) || !strings.HasPrefix(p.Place, Canonical(path)) {
				t.Errorf("%+v", p)
			}
		})
	}
	for name, want := range map[string]string{"a/b": "a/b", "caf\xe9/\xc3\xa9": "café/é", "\xe9\xe4\xff": "%E9%E4%FF", old + "/caf\u00e9.md": "港の映画/café.md"} {
		if got := UTF8Name(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
