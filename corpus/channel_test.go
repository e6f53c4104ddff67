package corpus

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

const quayExport = `{"guild":{"name":"Quay"},"channel":{"name":"nets"},"messages":[
{"timestamp":"2022-06-01T09:00:00Z","content":"The long net is mended by Bo.","author":{"name":"ann"}},
{"timestamp":"2022-06-01T09:05:00Z","content":"","author":{"name":"bo"},"attachments":[{"fileName":"net-plan.pdf"},{"fileName":"net.png"}]},
{"timestamp":"2022-06-01T09:06:00Z","content":" ","author":{"name":"bo"}},
{"timestamp":"2022-06-01T09:07:00Z","content":"Here it dries.","author":{"name":"bo"},"attachments":[{"fileName":"mole.png"}]}]}`

// An export is known by what it says in whatever form of Unicode it was saved; of one that is no whole one, or
// empty, that is said, and messages without words are counted.
func TestChannelForms(t *testing.T) {
	in := func(form unicode.Endianness, mark unicode.BOMPolicy) string {
		text, err := unicode.UTF16(form, mark).NewEncoder().String(quayExport)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	const words = "2 messages without words are left out; attached to them: net-plan.pdf, net.png"
	for name, x := range map[string]struct {
		text     string
		articles int
		want     string // of the notes and faults
	}{
		"plain":                {quayExport, 1, words},
		"a mark":               {"\ufeff" + quayExport, 1, words},
		"UTF-16LE":             {in(unicode.LittleEndian, unicode.UseBOM), 1, words},
		"UTF-16BE":             {in(unicode.BigEndian, unicode.UseBOM), 1, words},
		"UTF-16, no mark":      {in(unicode.LittleEndian, unicode.IgnoreBOM), 1, words},
		"cut in a message":     {quayExport[:200], 0, "a.json: a channel's export that is cut short or damaged; export it anew"},
		"cut before the end":   {quayExport[:len(quayExport)-1], 0, "a channel's export that is cut short"},
		"cut with a mark":      {"\ufeff" + quayExport[:200], 0, "a channel's export that is cut short"},
		"no messages":          {`{"guild":{},"channel":{"name":"nets"},"messages":[]}`, 0, "with no messages in it; passed over"},
		"of another kind":      {`{"channel":{"name":"news"},"items":[1]}`, 0, "JSON that is no channel's export; passed over"},
		"a list":               {`[1, 2]`, 0, "JSON that is no channel's export; passed over"},
		"of another kind, cut": {`{"items":[1`, 0, "no JSON that can be read: it ends in the middle; passed over"},
		"no JSON":              {`items = 1`, 0, "no JSON that can be read"},
	} {
		var told []string
		got, err := ids([]string{lay(t, "a.json", x.text)}, Options{Note: func(n Note) { told = append(told, n.String()) }})
		if err != nil {
			told = append(told, err.Error())
		}
		if all := strings.Join(told, "\n"); len(got) != x.articles || !strings.Contains(all, x.want) {
			t.Errorf("%s: %d articles, %q, want %q", name, len(got), all, x.want)
		}
	}
}

// DocBook is known in UTF-16 as well.
func TestDocBookForms(t *testing.T) {
	const book = "<?xml version=\"1.0\"?>\n<article><title>Nets</title><para>The long net is mended by Bo.</para></article>"
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(book)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{book, "\ufeff" + book, wide} {
		if got, err := ids([]string{lay(t, "a.xml", text)}, Options{}); len(got) != 1 || err != nil {
			t.Errorf("%.20q: %q, %v", text, got, err)
		}
	}
}
