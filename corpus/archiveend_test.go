package corpus

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// However little is cut off the end of an archive that is packed, it is told.
func TestCutTarGz(t *testing.T) {
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	w := tar.NewWriter(gz)
	const text = "The weir holds the river back."
	err := w.WriteHeader(&tar.Header{Name: "weir.md", Mode: 0o600, Size: int64(len(text))})
	_, err2 := w.Write([]byte(text))
	if err := errors.Join(err, err2, w.Close(), gz.Close()); err != nil {
		t.Fatal(err)
	}
	for cut := range 16 {
		told := 0
		dir := lay(t, "a.tar.gz", b.String()[:b.Len()-cut])
		got, err := ids([]string{dir}, Options{Note: func(Note) { told++ }})
		if err != nil {
			told++
		}
		if len(got) != 1 && cut <= 8 || (told > 0) != (cut > 0) {
			t.Errorf("%d bytes cut: %q, told %d times, %v", cut, got, told, err)
		}
	}
}

// The names of an archive in an old set are read where their letters fit, however few they are.
func TestOldNames(t *testing.T) {
	for _, x := range []struct {
		set   *charmap.Charmap
		names []string
	}{
		{charmap.CodePage866, []string{"мост.md", "река/берег.md", "Отчёт.md", "план 2014-05 final.md", "лес.txt", "МОСТ.md", "НОВЫЙ ПЛАН.md", "Лодки и паромы/Сезон 1998.html", "ferry по реке.md", "1998 год.md"}},
		{charmap.Windows1251, []string{"мост.md", "Отчёт.md", "план 2014-05 final.md", "лес.txt", "Дом.md", "1998 год.md"}},
		{charmap.CodePage437, []string{"résumé.md", "Ångström.md", "fête/été.md", "garçon à côté.md", "20° nord.md", "piñata.md"}},
	} {
		for _, name := range x.names {
			old, err := x.set.NewEncoder().String(name)
			if err != nil {
				t.Fatal(name, err)
			}
			if got := entryName(old, nil); got != name {
				t.Errorf("%v: %q, want %q", x.set, got, name)
			}
		}
	}
	if got := entryName("\xe2\xe3\xe2.md", nil); got != "%E2%E3%E2.md" { // тут, or вгв in another set
		t.Errorf("what is a word in two sets is read as %q", got)
	}
}
