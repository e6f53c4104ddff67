package corpus

import (
	"fmt"
	"strings"
	"testing"
)

// placed is an article in one line: where each paragraph is found, and what it says.
func placed(src Source) string {
	var list []string
	for _, p := range src.Paragraphs {
		list = append(list, fmt.Sprintf("%s %s", p.Place, p.Text))
	}
	return strings.Join(list, " / ")
}

// Times that stand on lines of their own are the places of what is said below them; other times stay in the text.
func TestTimesOnLinesOfTheirOwn(t *testing.T) {
	said := []string{"We had to close the lower lock in spring.", "Its gate was bent, and the divers found out why.", "A barge had hit it, says the keeper."}
	for _, c := range []struct{ name, text, title, want string }{
		{"a.txt", "The lower lock\n\n[00:00:07]\n" + said[0] + "\n\n[00:01:30]\n" + said[1] + "\n\n[01:02:03]\n" + said[2] + "\n", "The lower lock",
			"0:00:07 " + said[0] + " / 0:01:30 " + said[1] + " / 1:02:03 " + said[2]},
		{"b.txt", "(12:03)\n" + said[0] + "\n(12:40)\n" + said[1] + "\n(73:05)\n" + said[2] + "\n", "b",
			"0:12:03 " + said[0] + " / 0:12:40 " + said[1] + " / 1:13:05 " + said[2]},
		{"c.txt", "Una Vik 0:07\n" + said[0] + "\n\nPer Dal 1:30\n" + said[1] + "\n\nUna Vik 2:03\n" + said[2] + "\n", "c",
			"0:00:07 Una Vik: " + said[0] + " / 0:01:30 Per Dal: " + said[1] + " / 0:02:03 Una Vik: " + said[2]},
		{"d.txt", "0:00\nwe had to close the\n0:04\nlower lock in spring\n0:09\nits gate was bent\n", "d", "0:00:00 we had to close the lower lock in spring its gate was bent"},
		{"e.txt", "1\n00:00:01,000 --> 00:00:04,000\n" + said[0] + "\n\n2\n00:00:05,000 --> 00:00:09,000\n" + said[1] + "\n", "e", "0:00:01 " + said[0] + " " + said[1]},
		{"f.md", "# Locks\n\n**[00:00:07]**\n\n" + said[0] + "\n\n**[00:01:30]**\n\n" + said[1] + "\n\n**[00:02:30]**\n\n" + said[2] + "\n", "Locks",
			"0:00:07 " + said[0] + " / 0:01:30 " + said[1] + " / 0:02:30 " + said[2]},
		{"g.txt", "9:00\nThe lock opens for boats.\n\n12:00\nThe keeper has his meal.\n\n17:30\nThe lock is closed again.\n", "g",
			" 9:00 The lock opens for boats. /  12:00 The keeper has his meal. /  17:30 The lock is closed again."},
		{"h.txt", "1:02:15\nAnn Berg, Norway\n\n1:02:40\nBo Lund, Sweden\n\n1:03:01\nCy Holm, Norway\n", "h",
			" 1:02:15 Ann Berg, Norway /  1:02:40 Bo Lund, Sweden /  1:03:01 Cy Holm, Norway"},
		{"i.txt", "Cue sheets have lines such as\n\n00:00:01,000 --> 00:00:04,000\nand a text below.\n\nThat is all.\n\nNobody writes them by hand.\n", "Cue sheets have lines such as",
			" 00:00:01,000 --> 00:00:04,000 and a text below. /  That is all. /  Nobody writes them by hand."},
	} {
		var f faults
		src, ok := parse(c.name, c.name[:1], []byte(c.text), &f)
		if got := placed(src); !ok || got != c.want || src.Title != c.title {
			t.Errorf("%s is called %q:\n%s\nwant %q:\n%s (%v)", c.name, src.Title, got, c.title, c.want, f.err())
		}
	}
}
