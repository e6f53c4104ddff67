package corpus

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTranscripts(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"f.vtt": {"WEBVTT - Talk at Noss\n\nNOTE by hand\n\nSTYLE\n::cue { color: red }\n\none\n00:01.000 --> 00:04.000 align:start\n<v.loud Ines>The ferry crossed\n\n00:04.000 --> 00:06.000\n<v Ines>in <i>1931</i>.\n\n01:02:06.500 --> 01:02:08.000\n<v Bo>Who &amp; what<00:00:01.319><c> built</c> her?",
			"f|Talk at Noss|1 0:00:01 :Ines: The ferry crossed in 1931. Bo: Who & what built her?"},
		"f.srt": {"\ufeff1\r\n00:10:01,000 --> 00:10:02,000\r\n- {\\an8}Hello there.\r\n\r\n2\r\n00:10:03,000 --> 00:10:04,000\r\nHello there.\r\nGood <b>day</b>.\r\n", "f|f|1 0:10:01 :Hello there. Good day."},
	} {
		if got, _, _ := shown(t, name, c.text); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if got, _, notes := shown(t, "f.srt", "Only text.\n\nMore."); got != "f|f|1 :Only text.|2 :More." || len(notes) != 1 || !strings.Contains(notes[0], "f.srt: no times in it") {
		t.Errorf("without times: %s, %q", got, notes)
	}
}

// A long talk is cut at sentence ends, each piece with the time at which it begins,
// and nothing of it is lost.
func TestLongTranscript(t *testing.T) {
	var b, all strings.Builder
	for i := range 400 {
		said := fmt.Sprintf("boat %d left the", i)
		if i%3 == 2 {
			said = fmt.Sprintf("harbour at %d.", i)
		}
		fmt.Fprintf(&b, "%d\n00:%02d:%02d,000 --> 00:%02d:%02d,900\n%s\n\n", i+1, i/60, i%60, i/60, i%60, said)
		all.WriteString(said + " ")
	}
	_, src, _ := shown(t, "f.srt", b.String())
	var got []string
	for i, p := range src.Paragraphs {
		if n := utf8.RuneCountInString(p.Text); n > passageRoom || n < passageEnough/2 && i+1 < len(src.Paragraphs) {
			t.Errorf("%d characters in %s", n, p.Place)
		}
		if i+1 < len(src.Paragraphs) && !strings.HasSuffix(p.Text, ".") {
			t.Errorf("%s ends within a sentence: …%s", p.Place, p.Text[len(p.Text)-30:])
		}
		first := strings.Fields(p.Text)[1]
		var n int
		if _, err := fmt.Sscan(first, &n); err != nil || p.Place != fmt.Sprintf("0:%02d:%02d", n/60, n%60) {
			t.Errorf("%s begins with %q", p.Place, p.Text[:20])
		}
		got = append(got, p.Text)
	}
	if strings.Join(got, " ") != strings.TrimSpace(all.String()) || len(got) < 5 {
		t.Errorf("%d paragraphs do not hold all that was said", len(got))
	}
	// Without a full stop anywhere a paragraph ends where there is no more room.
	_, src, _ = shown(t, "f.srt", strings.ReplaceAll(b.String(), ".", ""))
	for _, p := range src.Paragraphs {
		if utf8.RuneCountInString(p.Text) > passageRoom {
			t.Errorf("%d characters", utf8.RuneCountInString(p.Text))
		}
	}
}
