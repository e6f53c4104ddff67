package corpus

import (
	"strings"
	"testing"
)

// What was said line by line is told line by line, by whom and when; other lines are joined as they were.
func TestTurns(t *testing.T) {
	for _, x := range []struct{ name, file, text, want string }{
		{"a chat's export", "a.txt", "12/05/2023, 10:39 - Messages are encrypted\n12/05/2023, 10:39 - Dot: the mole leaks\n13/05/2023, 10:41 - Cy Roe: who has tar\nand a brush\n14/05/2023, 11:00 - +47 555 0101: I. Bring it?\n",
			"12/05/2023, 10:39 - Messages are encrypted / [2023-05-12] Dot: the mole leaks (10:39) / [2023-05-13] Cy Roe: who has tar and a brush (10:41) / [2023-05-14] +47 555 0101: I. Bring it? (11:00)"},
		{"another's, days either way", "a.txt", "[5/6/23, 9:04:11 PM] Dot: the mole leaks\n[5/6/23, 9:05:00 PM] Cy: bring tar\n[5/7/23, 9:05:00 AM] Cy: and a brush\n[5/7/23, 9:06:00 AM] Dot: yes",
			"[5/6/23] Dot: the mole leaks (9:04:11 PM) / [5/6/23] Cy: bring tar (9:05:00 PM) / [5/7/23] Cy: and a brush (9:05:00 AM) / [5/7/23] Dot: yes (9:06:00 AM)"},
		{"stamps and speakers", "a.txt", "Talk at Noss\n[00:02:57] Cy: the weir was dug by Ivo\n[00:03:01] Dr. Ann: and its gate by Bo\n(0:03:09) Cy: in one winter\n[00:03:11] Cy: and a spring",
			"Talk at Noss / Cy: the weir was dug by Ivo (00:02:57) / Dr. Ann: and its gate by Bo (00:03:01) / Cy: in one winter (0:03:09) / Cy: and a spring (00:03:11)"},
		{"stamps behind the speaker", "a.txt", "Cy (0:01): the weir was dug by Ivo\nAnn (0:04): and its gate by Bo\nCy (0:09): in one winter\nAnn [0:12] and a spring",
			"Cy: the weir was dug by Ivo (0:01) / Ann: and its gate by Bo (0:04) / Cy: in one winter (0:09) / Ann: and a spring (0:12)"},
		{"stamps alone", "a.txt", "[00:00] the weir was dug by Ivo\n[00:04] its gate is Bo's\n[00:09] it took one winter\n[00:12] and a spring",
			"[00:00] the weir was dug by Ivo / [00:04] its gate is Bo's / [00:09] it took one winter / [00:12] and a spring"},
		{"speakers alone", "a.txt", "CY: the weir was dug by Ivo\nANN: and its gate by Bo\nCY: in one winter\nANN: it was cold", "CY: the weir was dug by Ivo / ANN: and its gate by Bo / CY: in one winter / ANN: it was cold"},
		{"speakers alone, in Markdown", "a.md", "**Cy:** the weir was dug by *Ivo*\n**Ann:** and its gate by Bo\n**Cy:** in one winter\n**Ann:** it was cold\n\nAll laughed.", "Cy: the weir was dug by Ivo / Ann: and its gate by Bo / Cy: in one winter / Ann: it was cold / All laughed."},
		{"who speaks in sentences", "a.txt", "Q: Who dug the weir?\nA: It was Ivo.\nQ: And who cast\nthe gate?\nA: Bo Lund did.", "Q: Who dug the weir? A: It was Ivo. Q: And who cast the gate? A: Bo Lund did."},
		{"what is said of one thing", "a.txt", "Weir: the one at Noss\nDug: in one cold winter\nGate: of oak and iron\nKeeper: nobody since the war", "Weir: the one at Noss Dug: in one cold winter Gate: of oak and iron Keeper: nobody since the war"},
		{"a programme", "a.txt", "19:00 Talk: the weir at Noss\n19:30 Talk: its gate of oak\n20:00 Soup: of eel and leek\n20:30 Dance: the long reel", "19:00 Talk: the weir at Noss / 19:30 Talk: its gate of oak / 20:00 Soup: of eel and leek / 20:30 Dance: the long reel"},
		{"prose", "a.txt", "The weir was dug by\nIvo at 10:30 and the gate\nwas cast by Bo Lund in\none winter, says Ann: it\nheld.", "The weir was dug by Ivo at 10:30 and the gate was cast by Bo Lund in one winter, says Ann: it held."},
	} {
		var f faults
		src, ok := parse(x.file, "a", []byte(x.text), &f)
		for i, p := range src.Paragraphs {
			if p.Place != "" {
				src.Paragraphs[i].Text += " (" + p.Place + ")"
			}
		}
		if n := len(src.Paragraphs); strings.Count(x.want, " / ") > 3 && src.Paragraphs[n-1].N != n {
			t.Errorf("%s: the last of %d paragraphs is %d", x.name, n, src.Paragraphs[n-1].N)
		}
		if got := onOneLine(src); !ok || got != x.want {
			t.Errorf("%s: %s\nwant %s", x.name, got, x.want)
		}
	}
}
