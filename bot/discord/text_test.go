package discord

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"Snowpiercer", 11, "Snowpiercer"},
		{"Snowpiercer", 5, "Snow…"},
		{"설국열차와 기생충", 6, "설국열차와…"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 10, "👨‍👩‍👧‍👦…"},
		{"cafe\u0301s", 5, "caf…"},
		{"one two", 5, "one…"},
		{"x\xffy", 3, "x�y"},
		{"abc", 0, ""},
	} {
		if got := clip(c.in, c.n); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestUnseen(t *testing.T) {
	for in, want := range map[string]string{"a\u202egnp.exe": "agnp.exe", "x\x1b[31m\u2066y\u200f": "x\\[31my", "👩\u200d🚀 e\u0301": "👩\u200d🚀 e\u0301"} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"@everyone look":                 "@\u200beveryone look",
		"<@&123> and <#4>":               `\<@&123> and \<#4>`,
		"[free films](https://evil.x)":   "\\[free films\\](https:\u200b//evil.x)",
		"join discord.gg/abc now":        "join discord\u200b.gg/abc now",
		"# big\n> quote\n - item":        "\\# big\n\\> quote\n \\- item",
		"**bold** __x__ ~~y~~ ||z|| `c`": "\\*\\*bold\\*\\* \\_\\_x\\_\\_ \\~\\~y\\~\\~ \\|\\|z\\|\\| \\`c\\`",
		"D-War #1 a@b.kr":                "D-War #1 a@b.kr",
		"설국열차":                           "설국열차",
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
		if got := unescape(want); got != in {
			t.Errorf("unescape(%q) = %q, want %q", want, got, in)
		}
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://variety.com/2015/x/":         "https://variety.com/2015/x/",
		"busquejobs.com/when-asian":           "https://busquejobs.com/when-asian",
		"https://en.wikipedia.org/wiki/A_(b)": "https://en.wikipedia.org/wiki/A_%28b%29",
		"https://한국.kr/x":                     "",
		"https://x.kr/설국":                     "https://x.kr/%EC%84%A4%EA%B5%AD",
		"javascript:alert(1)":                 "",
		"https://a.b/>) @everyone":            "https://a.b/%3E%29%20@everyone",
		"https://user:pw@a.b/":                "",
		"not stated":                          "",
		"":                                    "",
		"file:///etc/passwd":                  "",
		"https://localhost/":                  "",
	} {
		if got := address(in); got != want {
			t.Errorf("address(%q) = %q, want %q", in, got, want)
		}
	}
	if got := link("1", "variety.com/x"); got != "[1](<https://variety.com/x>)" {
		t.Errorf("link = %q", got)
	}
	if got := link("1", ""); got != "1" {
		t.Errorf("link without an address = %q", got)
	}
}

func TestSplit(t *testing.T) {
	sentence := "Snowpiercer was made by Bong Joon Ho. "
	for name, c := range map[string]struct {
		in string
		n  int
	}{
		"sentences": {strings.Repeat(sentence, 40), 200},
		"lines":     {strings.Repeat("설국열차\n", 100), 60},
		"one word":  {strings.Repeat("가", 500), 99},
		"a fence":   {"before\n```go\n" + strings.Repeat("line of code\n", 50) + "```\nafter", 120},
	} {
		t.Run(name, func(t *testing.T) {
			pieces := split(c.in, c.n)
			if len(pieces) < 2 {
				t.Fatalf("%d pieces", len(pieces))
			}
			checkPieces(t, c.in, pieces, c.n)
			for _, p := range pieces[:len(pieces)-1] {
				if name == "sentences" && !strings.HasSuffix(p, ".") {
					t.Errorf("cut inside a sentence: %q", p)
				}
			}
		})
	}
}

// checkPieces holds split to its promise.
func checkPieces(t *testing.T, in string, pieces []string, n int) {
	t.Helper()
	var all strings.Builder
	for _, p := range pieces {
		if runes(p) > n || strings.TrimSpace(p) == "" || !utf8.ValidString(p) {
			t.Errorf("a piece of %d runes, limit %d: %q", runes(p), n, p)
		}
		if unclosed(p) != "" && !strings.Contains(strings.TrimPrefix(p, "```"), "``````") {
			t.Errorf("a piece leaves a code block open: %q", p)
		}
		all.WriteString(p)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r == '`' || r <= ' ' || r == utf8.RuneError {
				return -1
			}
			return r
		}, s)
	}
	// Nothing but the opening lines of code blocks is added, and nothing lost.
	if want, got := letters(in), letters(all.String()); !strings.Contains(in, "```") && strings.Join(strings.Fields(want), "") != strings.Join(strings.Fields(got), "") {
		t.Errorf("text was lost or added:\n%q\n%q", want, got)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "who directed Snowpiercer?", "@everyone <@&1> [x](https://y.z)", "```\ncode", "👨‍👩‍👧‍👦 설국열차 cafe\u0301", "\\\\\\", "\xff\xfe", strings.Repeat("*", 300)} {
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 20 || n > 3000 || len(s) > 10_000 {
			return
		}
		if got := clip(s, n); runes(got) > n || !utf8.ValidString(got) {
			t.Errorf("clip to %d gave %d: %q", n, runes(got), got)
		}
		got := escapeTo(s, n)
		if runes(got) > n || !utf8.ValidString(got) {
			t.Errorf("escapeTo %d gave %d: %q", n, runes(got), got)
		}
		for i, r := range got { // nothing that begins markup stands bare
			if strings.ContainsRune("*_~`|[]<", r) && (i == 0 || got[i-1] != '\\') {
				t.Errorf("bare %q in %q", r, got)
			}
		}
		for _, p := range split(s, n) {
			if runes(p) > n || strings.TrimSpace(p) == "" {
				t.Errorf("split to %d gave %d: %q", n, runes(p), p)
			}
		}
		address(s)
	})
}

func TestUnmarked(t *testing.T) {
	for text, want := range map[string]string{
		`**Bong Joon Ho** directed Okja. [1](<https://a.b/c>)[2]`: "Bong Joon Ho directed Okja. [1][2]",
		`a \*star\* and \*\*two\*\*, 1\_2`:                        "a *star* and **two**, 1_2",
		"plain":                                                   "plain",
	} {
		if got := unmarked(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
