package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
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

// Of a zip that is cut short nothing is read, though the list of one that lies in it be found; what stands
// before a whole one, as in one that unpacks itself, is no cut.
func TestCutZip(t *testing.T) {
	pack := func(names ...string) []byte { // each name with the text behind it
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(names); i += 2 {
			w, err := z.CreateHeader(&zip.FileHeader{Name: names[i], Method: zip.Store})
			if err == nil {
				_, err = w.Write([]byte(names[i+1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	inner := string(pack("tide.md", "The tide turns at noon."))
	last := pack("pier.md", "The pier is of oak.", "crane.md", "The crane lifts two tons.", "more/tide.zip", inner)
	first := pack("a.zip", inner, "pier.md", "The pier is of oak.")
	stub := "MZ" + strings.Repeat("a program that unpacks ", 300) + zipFile + "\xff\xff\xff\xff"
	end := bytes.LastIndex(last, []byte(inner)) + len(inner)
	for name, x := range map[string]struct {
		data []byte
		want int // articles; -1: it is cut
	}{
		"whole":                       {last, 3},
		"whole, the other one first":  {first, 2},
		"cut in the list":             {last[:len(last)-60], -1},
		"cut in the list by a byte":   {last[:len(last)-1], -1},
		"cut where the list begins":   {last[:end], -1},
		"cut in the other one":        {last[:end-5], -1},
		"cut behind the first":        {first[:len(first)-90], -1},
		"a program before it":         {append([]byte(stub), last...), 3},
		"a program before it, cut":    {append([]byte(stub), last[:len(last)-60]...), -1},
		"something behind it":         {append(bytes.Clone(last), make([]byte, 40)...), 3},
		"none of its own, and no zip": {[]byte("PK, said the parrot."), -2},
	} {
		got, err := ids([]string{lay(t, "a.zip", string(x.data))}, Options{})
		if x.want >= 0 && (err != nil || len(got) != x.want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if x.want < 0 && (len(got) > 0 || err == nil || errors.Is(err, ErrCutZip) != (x.want == -1)) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
