package corpus

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// A row says all that its table says of it, and what a site lays around a page is no text.
func TestHTMLForms(t *testing.T) {
	for _, x := range []struct{ name, page, want string }{
		{"a list in a cell", `<table><tr><th>Cast</th><td><ul><li>Sofia Dahl</li><li>Tim Fox</li></ul></td></tr><tr><th>Length</th><td>104 minutes</td></tr></table>`,
			"Cast | Sofia Dahl, Tim Fox / Length | 104 minutes"},
		{"lines in a cell", `<table><tr><th>Written by</th><td>Mia Lux<br>Bo Wu<br></td></tr></table>`, "Written by | Mia Lux, Bo Wu"},
		{"a broken line in a table of columns", `<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td>one<br>two</td><td><p>three</p></td><td><div>four</div></td></tr></table>`,
			"[A | B | C] one two | three | four"},
		{"cells over several rows", `<table><tr><th>Actor</th><th>Part</th><th>Year</th></tr><tr><td rowspan="2">Sofia Dahl</td><td>Ines</td><td>2016</td></tr>` +
			`<tr><td>her mother</td><td rowspan=2>2017</td></tr><tr><td>Tim Fox</td><td>Jonas</td></tr></table>`,
			"[Actor | Part | Year] Sofia Dahl | Ines | 2016 / [Actor | Part | Year] Sofia Dahl | her mother | 2017 / [Actor | Part | Year] Tim Fox | Jonas | 2017"},
		{"a table that lays out a page", `<table><tr><td rowspan=2>left</td><td><p>` + strings.Repeat("One sentence of the page. ", 50) + `</p><p>And two.</p></td></tr></table>`,
			strings.TrimSpace(strings.Repeat("One sentence of the page. ", 50)) + " / And two."},
		{"letters of notes", `<p>Filmed by Ann<sup>a</sup> in May,<sup>b, c</sup> the 19<sup>e</sup> time, by M<sup>r</sup> Bo.</p>`, "Filmed by Ann in May, the 19e time, by Mr Bo."},
		{"what a wiki adds", `<h2>Cast<span class="mw-editsection">[edit]</span></h2><p>Sofia Dahl.</p><div class="navbox"><a>Films</a></div>`, "[Cast] Sofia Dahl."},
	} {
		var f faults
		src, ok := parse("a.html", "a", []byte("<html><head><title>T</title></head><body>"+x.page+"</body></html>"), &f)
		if got := onOneLine(src); !ok || got != x.want {
			t.Errorf("%s: %s\nwant %s (%v)", x.name, got, x.want, f.err())
		}
	}
}

// UTF-16 is told by its zero bytes where it has no mark.
func TestUnmarkedUTF16(t *testing.T) {
	const text = "The Tern was built by Ann Lee.\n설국열차는 봉준호가 감독했다.\n"
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		data, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, guessed, err := Decode(data); err != nil || got != text || guessed != "UTF-16" {
			t.Errorf("%q, %q, %v", got, guessed, err)
		}
		page, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().Bytes([]byte("<html><body><p>The Tern.</p></body></html>"))
		if err != nil {
			t.Fatal(err)
		}
		var f faults
		if src, ok := parse("a.html", "a", page, &f); !ok || len(src.Paragraphs) != 1 || src.Paragraphs[0].Text != "The Tern." {
			t.Errorf("%+v, %v", src.Paragraphs, f.err())
		}
	}
	for _, data := range []string{"a\x00b", "text\x00\x00text", "\x00\x01\x00\x02"} {
		if got, _, err := Decode([]byte(data)); err == nil {
			t.Errorf("%q is read as %q", data, got)
		}
	}
}

// onOneLine writes an article's paragraphs, each behind its heading.
func onOneLine(src Source) string {
	var list []string
	for _, p := range src.Paragraphs {
		if p.Heading != "" {
			p.Text = "[" + p.Heading + "] " + p.Text
		}
		list = append(list, p.Text)
	}
	return strings.Join(list, " / ")
}
