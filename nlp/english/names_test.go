package english

import (
	"slices"
	"strings"
	"testing"
)

// gives holds what is made of texts to what is wanted.
func gives[T comparable](t *testing.T, make func(string) T, cases map[string]T) {
	t.Helper()
	for text, want := range cases {
		if got := make(text); got != want {
			t.Errorf("%q: %#v, want %#v", text, got, want)
		}
	}
}

// A name of a list brings the others along, whatever small words and brackets stand between.
func TestNamesBesideAName(t *testing.T) {
	for _, c := range []struct{ text, span, want string }{
		{"It was made by Ada Lane (A), Bo Reed (B) and Cy Marsh (C).", "Ada Lane", "Ada Lane|Bo Reed|Cy Marsh"},
		{"It was made by Ada Lane (A), Bo Reed (B) and Cy Marsh (C).", "Bo Reed", "Ada Lane|Bo Reed|Cy Marsh"},
		{"It was paid for by Northlight and by Hill Brothers, a firm from Wales.", "Northlight", "Northlight|Hill Brothers"},
		{"It was paid for by Northlight and by Hill Brothers, a firm from Wales.", "Hill Brothers", "Northlight|Hill Brothers"},
		{`The later ones: "The Mill" (2021), "Reach" (2014) and "Bank of the East".`, "The Mill", "The Mill|Reach|Bank of the East"},
		{"Ada Lane went home, and Bo slept.", "Ada Lane", "Ada Lane"},
		{`They are "Mr. Hill" (2013), "Reach" and "The Mill".`, "Reach", "Mr. Hill|Reach|The Mill"},
		{"The three at the top in Wales, Cardiff College (C) and Swansea College (S).", "Cardiff College", "Cardiff College|Swansea College"},
		{"It has Kim Lane and Bo Reed, as well as the Welsh singer Cy Marsh.", "Kim Lane", "Kim Lane|Bo Reed"},
		{"Three made it: Ada Lane of New Spain, Bo Reed of Old France and Cy Marsh of Wales.", "Ada Lane", "Ada Lane|Bo Reed|Cy Marsh"},
		{"In Wales, Ada Lane slept.", "Ada Lane", "Wales|Ada Lane"},
	} {
		at := strings.Index(c.text, c.span)
		got := strings.Join(slices.Concat(NamesBefore(c.text[:at]), []string{c.span}, NamesAfter(c.text[at+len(c.span):])), "|")
		if got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.span, c.text, got, c.want)
		}
	}
}

func TestUnbracketed(t *testing.T) {
	gives(t, Unbracketed, map[string]string{
		"Wales (with a song": "Wales", "Ada Lane), marries": "Ada Lane", "The Mill (2021) and Reach (2014)": "The Mill and Reach", "f(x)": "f(x)", "Wales": "Wales",
	})
}

func TestNamesIn(t *testing.T) {
	gives(t, func(text string) string { return strings.Join(NamesIn(text), "|") }, map[string]string{
		`In "The Mill" (2021) Ada Lane meets Bo Reed, who sings.`: "In|The Mill|Ada Lane|Bo Reed",
		"nobody is named here": "",
	})
}

// Words that begin in the middle of a name are moved to its beginning.
func TestWholeName(t *testing.T) {
	for _, c := range []struct{ text, from, want string }{
		{"its cast (Ada Lane, Bo Reed) sings", "Lane", "Ada Lane"},
		{"it has Ada Mary Lane in it", "Lane", "Ada Mary Lane"},
		{"In Wales, Lane sang", "Lane", "Lane"},
		{"Then Lane sang", "Lane", "Lane"},
		{"the actor Lane sang", "Lane", "Lane"},
	} {
		start := strings.Index(c.text, c.from)
		if got := c.text[WholeName(c.text, start) : start+len(c.from)]; got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSpeltOut(t *testing.T) {
	for _, c := range []struct{ text, letters, want string }{
		{"It opened at WIFAN, the Welsh International Fantastic Night, in May.", "WIFAN", "Welsh International Fantastic Night"},
		{"We test the user experience (UX) of each page.", "UX", "user experience"},
		{"Send a PDF (portable document format) by post.", "PDF", "portable document format"},
		{"Ask the Chief Officer Roster (COR) first.", "COR", "Chief Officer Roster"},
		{"ABC stands for Alpha Beta Club.", "ABC", "Alpha Beta Club"},
		{"The BBC, a Welsh club, met.", "BBC", ""},
		{"Nothing is said of it.", "BBC", ""},
	} {
		got, start, ok := SpeltOut(c.text, c.letters)
		if !ok {
			got = ""
		} else if c.text[start:start+len(got)] != got {
			t.Errorf("%q: %q does not stand at %d", c.text, got, start)
		}
		if got != c.want {
			t.Errorf("%s in %q: %q, want %q", c.letters, c.text, got, c.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Ann  and ", 3)
	f.Add("of Spain, B (x) and  \"C\" ", 9)
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at < 0 || at > len(text) {
			return
		}
		NamesBefore(text[:at])
		NamesAfter(text[at:])
		NamesIn(text)
		WholeName(text, at)
		ListAround(text, at, len(text))
	})
}

func TestOrigin(t *testing.T) {
	gives(t, Origin, map[string]string{
		" of Norway, Bo Ray of Sweden": " of Norway,",
		" from South Zealand and Moe":  " from South Zealand",
		" of the mill":                 " of",
		", who is of Norway":           "",
		"":                             "",
	})
}

func TestPlace(t *testing.T) {
	gives(t, Place, map[string]string{"Ann Lee of South Norway,": "South Norway", "Bo Ray from Sweden": "Sweden", "Ann Lee": ""})
}

func TestName(t *testing.T) {
	gives(t, Name, map[string]string{
		"Ida Moss built the mill": "Ida Moss", "Ida Moss, a miller": "Ida Moss", "Bank of the Orient": "Bank of the Orient", "Health and Labour Office": "Health and Labour Office",
		"Ida Moss in Letter 5 who wrote": "Ida Moss", "Leonardo da Vinci": "Leonardo da Vinci", "the miller, Ida": "the miller, Ida", "Ida Moss dai": "Ida Moss dai", "": "",
	})
}

func TestWholeTerm(t *testing.T) {
	for _, c := range [][3]string{
		{"It is set by image.draw_mode in Alba.js.", "draw", "image.draw_mode"}, {"It is set by image.draw_mode in Alba.js.", "Alba", "Alba.js"},
		{"kept in ~/.alba/keys (or not)", "alba/keys", "~/.alba/keys"}, {"the mill. It", "mill", "mill"}, {"Korea-Japan films", "Japan", "Japan"}, {"see 1.4.11 there", "4", "1.4.11"},
		{"the end.", "end", "end"}, {"and/or not", "or", "and/or"},
	} {
		at := strings.Index(c[0], c[1])
		if from, to := WholeTerm(c[0], at, at+len(c[1])); c[0][from:to] != c[2] {
			t.Errorf("%q of %q: %q, want %q", c[1], c[0], c[0][from:to], c[2])
		}
	}
}

func TestOnlyNames(t *testing.T) {
	gives(t, OnlyNames, map[string]bool{"Ann Lee, Bo Ray": true, "Ann Lee , Bo Ray .": true, "Ann Lee and Bo Ray built it": false, "Ann Lee": false, "": false})
}

func TestParallel(t *testing.T) {
	for _, c := range [][3]string{
		{"Ann Lee built the mill and Bo Ray built the dam.", "Ann Lee", "Ann Lee|Bo Ray"},
		{"Ann Lee built the mill and the dam was built by Bo Ray.", "Ann Lee", ""},
		{`in Ghent ("Tide", 1990) and Bruges ("Ebb")`, "Tide", "Tide|Ebb"},
		{"the mill", "the mill", ""},
	} {
		at := strings.Index(c[0], c[1])
		if got := strings.Join(Parallel(c[0], at, at+len(c[1])), "|"); got != c[2] {
			t.Errorf("%q of %q: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
