package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// shown reads one file and returns it as outline does, and its notes.
func shown(t *testing.T, name, text string) (string, Source, []string) {
	t.Helper()
	var notes []string
	f := faults{tell: func(n Note) { notes = append(notes, n.String()) }}
	src, ok := parse(name, "f", []byte(text), &f)
	if !ok {
		t.Fatalf("%s: %v\n%s", name, f.err(), text)
	}
	return outline(src), src, notes
}

// A form is what people write, and what is read of it.
type form struct{ name, text, want string }

// reads holds what is read of forms in a kind of file, as show tells it, to what is wanted.
func reads(t *testing.T, file string, show func(Source) string, forms []form) {
	t.Helper()
	for _, x := range forms {
		if _, src, _ := shown(t, file, x.text); show(src) != x.want {
			t.Errorf("%s:\ngot  %s\nwant %s", x.name, show(src), x.want)
		}
	}
}

// What Markdown's dialects mean.
func TestMarkdownDialects(t *testing.T) {
	reads(t, "f.md", paragraphs, []form{
		{"links of a vault", "[[Ann Berg|She]] wrote it with [[Bo Lund]], see [[Notes#Cast|the cast]] and [[Notes#Crew]].\n\n![[still.png]]\n\n![[Other note]]\n\n![[Notes#Crew|the crew]] ![[Notes#^a1]]\n\nAs ![[Other note]] has it.\n\n- ![[Notes]]\n- Ed",
			"1 :She wrote it with Bo Lund, see the cast and Notes > Crew.|5 :As Other note has it.|6 :Ed"},
		{"templates and queries of a vault", "# <% tp.file.title %>\n\n<%* const x = await ask();\n\ntR += x; %>\n\nMade on <% tp.date.now() %>`= this.file.day` in `a=b`, 5 <% of 9.", "4 :Made on in a=b, 5 <% of 9."},
		{"callouts that end", "> [!tip] Gloves\n\nPlain.\n> [!note] Ice\n> It is thin.\n\n- Oars\n  > [!info] Length\n  > Nine feet.\n- Sails\n\n> [!todo] Spring\n> > [!todo] Keel\n> > Scrape it.\n>\n> Tar it.\n\nAfter.",
			"1 :Gloves|2 :Plain.|2 Ice:It is thin.|3 :Oars|3 Length:Nine feet.|3 :Sails|4 Spring · Keel:Scrape it.|4 Spring:Tar it.|5 :After."},
		{"heading inside a block", "Before.\n### After {#x .y}\nBehind.\n#### Last\n", "1 :Before.|1 After:Behind."},
		{"callout", "> [!warning]- Take care\n> Salt burns.\n> More of it.\n\nPlain.", "1 Take care:Salt burns. More of it.|2 :Plain."},
		{"a container's title in brackets", ":::note[Read me]\nOne.\n:::\n\nTwo.", "1 Read me:One.|2 :Two."},
		{"containers", ":::tip Read me\nOne.\n:::\n\n::: details Read more {open}\nTwo.\n:::\n\nThree.", "1 Read me:One.|2 Read more:Two.|3 :Three."},
		{"admonition", "!!! note \"Mind\"\n    The gap.\n", "1 Mind:The gap."},
		{"table", "Who:\n\n## Crew\n\n| Job | Name |\n|:---|---:|\n| Sound | [Ed](e.md) \\| Co |\n| Light | **Flo** |\n\nAfter.", "1 :Who:|3 Crew · Job | Name:Sound | Ed|Co|3 Crew · Job | Name:Light | Flo|4 Crew:After."},
		{"table without bars", "Job | Name\n--- | ---\nSound | Ed\n", "1 Job | Name:Sound | Ed"},
		{"lists", "Those who paid:\n\n- Ann\n- Bo\n  - half of it\n\n1. first\n2) second\n\n- [x] done\n- [ ] not yet",
			"1 :Those who paid:|2 Those who paid:Ann|2 Those who paid:Bo|2 Bo:half of it|3 Those who paid:1. first|3 Those who paid:2) second|4 Those who paid:Done: done|4 Those who paid:Not done yet: not yet"},
		{"an item of two lines", "* one\n  goes on\n* two", "1 :one goes on|1 :two"},
		{"definitions", "Grip\n: Moves the camera.\n: Builds the track.\n\nGaffer\n: Lights.", "1 :Grip: Moves the camera.|1 :Grip: Builds the track.|2 :Gaffer: Lights."},
		{"references", "See [the fund][1], [here][], [Pier] and [not this].\n\n[1]: https://a.example/x \"T\"\n[here]: <b>\n[pier]: c", "1 :See the fund, here, Pier and [not this]."},
		{"footnotes", "It cost 9 million[^a].\n\n[^a]: So they say.", "1 :It cost 9 million.|2 :So they say."},
		{"comments", "A %%hidden%% b <!-- c\n\nd --> e {/* f */} g.", "1 :A b|2 :e g."},
		{"tags and entities", "One<br>two <kbd class=\"k\">three</kbd> &lt;4&gt; &amp; caf&eacute;; a < b and c > d, List<String>.", "1 :One two three <4> & café; a < b and c > d, List<String>."},
		{"raw HTML", "<details>\n<summary>More</summary>\n\nHeld text.\n\n</details>", "1 :More|2 :Held text."},
		{"fields and boxes of a vault", "- [>] Mend step\n- [!] Mind the ice\n- Beds:: 12\n\nThe hut [keeper:: Ann] and (no) [link](a).\n\n![[plan.pdf#page=3]]", "1 :Not done yet: Mend step|1 :Mind the ice|1 :Beds: 12|2 :The hut keeper: Ann and (no) link."},
		{"components side by side", "<Tabs><Tab a=\"b\">The road is shut.</Tab><Tab>The bus runs.</Tab></Tabs>", "1 :The road is shut. The bus runs."},
		{"raw lists and boxes", "<table><tr><th>Job</th><th>Done</th></tr><tr><td>Paint</td><td><input type=checkbox checked></td></tr></table>\n\n<ul>\n<li><input type=\"checkbox\" disabled> Sweep</li>\n<li>Mend</li>\n</ul>\n\n- <input type=\"checkbox\" checked> Chop\n",
			"1 Job | Done:Paint | yes|2 :Not done yet: Sweep|2 :Mend|3 :Done: Chop"},
		{"MDX", "import Tabs from '@theme/Tabs';\nexport const x = 1;\n\n<Tabs groupId=\"os\">\n  <TabItem value=\"a\">Text of a tab.</TabItem>\n</Tabs>", "2 a:Text of a tab."},
		{"shortcodes", "Run {{< param version >}} and {{% ref \"a\" %}}{{ page.title }}now{% include x.html %}.\n\n{{< youtube id >}}", "1 :Run [version] and [page.title]now."},
		{"code", "Use `a*b*c` and ``x ` y``.\n\n```go title=\"a\"\n// *not* [[markup]] <b>\n\nx := 1\n```\n\nAfter *it*.", "1 :Use a*b*c and x ` y.|2 :// *not* [[markup]] <b>|3 :x := 1|4 :After it."},
		{"marks", "==Bright== and ~~gone~~ and 2 * 3 * 4, snake_case, a == b. ^block-1", "1 :Bright and and 2 * 3 * 4, snake_case, a == b."},
		{"links with brackets", "[A](http://x.example/B_(C) \"T [x]\") and [D](<e f>) <https://g.example>", "1 :A and D https://g.example"},
		{"invisible", "di\u00adrec\u200bted by\u2060 A\ufeffnn\u200e", "1 :directed by Ann"},
		{"a rule at the top is no front matter", "---\n\nText.\n", "2 :Text."},
	})
}

func TestFrontMatterOfOthers(t *testing.T) {
	for _, c := range []struct{ name, text, want, notes string }{
		{"YAML", "---\ntitle: \"Salt\"\nauthors: [Ann, {name: Bo}]\npublished: 9 Nov 1998\ncanonical_url: https://a.example/s\nlang: de_AT\ndraft: false\nweight: 3\n---\nx",
			"Salt|Ann, Bo|1998-11-09|https://a.example/s|de-AT", `f.md:7: the key "draft" is passed over|f.md:8: the key "weight" is passed over`},
		{"TOML", "+++\ntitle = 'Salt'\ndate = 1998-11-09T07:15:00Z\nauthor = ['Ann', 'Bo']\n[params]\nx = 1\n+++\nx", "Salt|Ann, Bo|1998-11-09||", `f.md:5: the key "params" is passed over`},
		{"JSON", "{\n  \"title\": \"Salt\",\n  \"date\": \"1998-11\"\n}\n\nx", "Salt||1998-11||", ""},
		{"broken YAML", "---\ntitle: Salt: a story\nauthor: Ann\ntags: [a\n---\nx", "Salt: a story|Ann|||", "front matter that can be read are"},
		{"values that cannot be read", "---\ntitle: Salt\ndate: one day\nurl: javascript:alert(1)\nlanguage: \"!\"\nquote_words: many\nid: a b\n---\nx",
			"Salt||||", `f.md:3: date: "one day" is no date`},
		{"two dates", "---\ncreated: 2001-01-01\ndate: 2002-02-02\n---\nx", "f||2002-02-02||", ""},
		{"a key twice", "---\ntitle: One\ntitle: Two\n---\nx", "One||||", "stands twice"},
	} {
		_, s, notes := shown(t, "f.md", c.text)
		if got := strings.Join([]string{s.Title, s.Author, s.Date, s.URL, s.Language}, "|"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if got := strings.Join(notes, "|"); c.notes == "" && got != "" || !strings.Contains(got, c.notes) {
			t.Errorf("%s: notes %s, want %s", c.name, got, c.notes)
		}
		if len(s.Paragraphs) != 1 || s.Paragraphs[0].Text != "x" || s.ID != "f" {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

func TestPagesOfManyKinds(t *testing.T) {
	long := "<p>" + prose("harbours") + "</p>"
	policy := "<p>" + strings.Repeat("We and our partners store cookies, process data, and measure what you read, for advertising. ", 20) + "</p>"
	for _, c := range []struct{ name, page, want, not string }{
		{"consent dialog", `<body><div role="alertdialog">` + policy + `</div><main><p>Ann Berg wrote Salt in a former mill, as she told the paper.</p><p>It took her nine years, and two of them went into the sea.</p></main>`, ":Ann Berg wrote Salt", "cookies"},
		{"consent by name", `<body><div class="cookie-banner"><h2>Cookies</h2>` + policy + `</div><div>` + long + `</div>`, "harbours", "cookies"},
		{"page in a dialog", `<body><div role="dialog"><article><h1>Salt</h1>` + long + `</article></div>`, "harbours", "none"},
		{"hidden ancestor", `<body aria-hidden="true"><div style="display: none"><p>Ann Berg wrote Salt, as she told the paper, in a former mill.</p></div>`, "Ann Berg", "none"},
		{"navigation", `<body><div role="navigation"><p>Home, films, people, and all the other pages that there are here.</p></div><article>` + long + `</article><ul class="share-buttons"><li><a href="x">Tell a friend</a></li></ul>`, "harbours", "Home|friend"},
		{"marks of notes", "<article>" + long + `<p>Salt sold 31,500<sup>4</sup> copies<sup><a href="#n5">5</a></sup> by 2003<sup class="reference">[a]</sup>, over 12 km<sup>2</sup> at 10<sup>-3</sup> euros, its 1<sup>st</sup> year.</p></article>`,
			":Salt sold 31,500 copies by 2003, over 12 km² at 10⁻³ euros, its 1st year.", "none"},
		{"ruby", "<article>" + long + "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>で書く。</p></article>", ":漢字で書く。", "かん"},
		{"definitions", "<article>" + long + "<dl><dt>Grip</dt><dd>Moves it.</dd><dd>Builds it.</dd><dt>Best boy</dt><dt>Gaffer</dt><dd>Lights.</dd></dl></article>", ":Grip: Moves it.|4 :Grip: Builds it.|7 :Best boy, Gaffer: Lights.", "none"},
		{"rows", "<article>" + long + "<table><tr><th>Job</th><th>Name</th></tr><tr><td>Sound</td><td>Ed</td></tr></table><table><tr><th>Born</th><td>1971</td></tr></table></article>", " Job | Name:Sound | Ed|4 :Born | 1971", "none"},
		{"soft hyphens", "<article>" + long + "<p>A co&shy;pro&shy;duc&shy;tion of Nor&#8203;land.</p></article>", ":A coproduction of Norland.", "none"},
	} {
		_, got := readPage(t, "<html><head><title>Page</title></head>"+c.page)
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in %s", c.name, c.want, got)
		}
		for not := range strings.SplitSeq(c.not, "|") {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q is in %s", c.name, not, got)
			}
		}
	}
}

func TestWordsTornAtLineEnds(t *testing.T) {
	for text, want := range map[string]string{
		"It was pro-\nduced by Ann.":                                                    "It was produced by Ann.",
		"A co-\nproduction of two.":                                                     "A co-production of two.",
		"A north-\nern town, the coproduc-\ntion, Jean-\nLuc":                           "A northern town, the coproduction, Jean-Luc",
		"A long-term plan. A long-\nterm loan.":                                         "A long-term plan. A long-term loan.",
		"The short film, the term of it; a short-\nterm loan; screen-\nplay screenplay": "The short film, the term of it; a short-term loan; screenplay screenplay",
		"1998-\n2001 and a dash -\nhere":                                                "1998-2001 and a dash - here",
	} {
		if _, src, _ := shown(t, "f.txt", text); src.Paragraphs[0].Text != want {
			t.Errorf("%q: got %q, want %q", text, src.Paragraphs[0].Text, want)
		}
	}
}

func TestCharacterSets(t *testing.T) {
	korean1, japanese1 := "이 영화는 부산의 항구에서 촬영되었고, 감독은 두 나라의 배우를 썼다.", "この映画は港で撮影され、監督は二つの国の俳優を使った。"
	simplified, traditional := "这部电影在港口拍摄，导演用了两个国家的演员。", "這部電影在港口拍攝，導演用了兩個國家的演員。"
	named := "Лодку строили Иван Петров, Анна Орлова, Пётр Волков, Ольга Белова и Семён Новиков из Твери."
	russian, french := "Фильм сняли в порту, и режиссёр взял актёров двух стран.", "Le réalisateur a tourné « Sel » à l’été 1998, près d'une forêt."
	for _, c := range []struct {
		text string
		set  interface{ Bytes([]byte) ([]byte, error) }
	}{
		{korean1, korean.EUCKR.NewEncoder()}, {japanese1, japanese.ShiftJIS.NewEncoder()}, {japanese1, japanese.EUCJP.NewEncoder()}, {simplified, simplifiedchinese.GBK.NewEncoder()},
		{traditional, traditionalchinese.Big5.NewEncoder()}, {russian, charmap.KOI8R.NewEncoder()}, {russian, charmap.Windows1251.NewEncoder()}, {russian, charmap.CodePage866.NewEncoder()},
		{named, charmap.KOI8R.NewEncoder()}, {named, charmap.Windows1251.NewEncoder()},
		{french, charmap.Windows1252.NewEncoder()}, {korean1, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()},
		{french, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()},
	} {
		data, err := c.set.Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		if got, guessed, err := Decode(data); err != nil || got != c.text {
			t.Errorf("%s: got %q as %q, %v", c.text, got, guessed, err)
		}
		if data[0] < 0xfe {
			if _, got := readPage(t, "<p>"+string(data)+"</p>"); !strings.HasSuffix(got, ":"+tidy(c.text)) {
				t.Errorf("a page: %s", got)
			}
		}
	}
	if old, err := charmap.CodePage850.NewEncoder().String("Le gardien répare la lampe près de l'île, à côté."); err != nil {
		t.Fatal(err)
	} else if got, guessed, err := Decode([]byte(old)); err == nil {
		t.Errorf("a set that is not known: got %q as %q", got, guessed)
	}
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			for less, want := range map[int]string{1: "A pier, by Ann ", 2: "A pier, by Ann ", 3: "A pier, by Ann ", 4: "A pier, by Ann "} {
				data, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte("A pier, by Ann 🚢"))
				if err != nil {
					t.Fatal(err)
				}
				got, guessed, err := Decode(data[:len(data)-less])
				if err != nil || got != want || less < 4 && guessed != cutUTF16 {
					t.Errorf("%v %v, %d bytes less: got %q as %q, %v", order, mark, less, got, guessed, err)
				}
			}
		}
	}
	late := "<html><head><script>" + strings.Repeat("/* far */", 200) + `</script><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"></head><p>` + "\xb3\xf3d\xbc" + "</p>"
	if _, got := readPage(t, late); !strings.HasSuffix(got, ":łódź") {
		t.Errorf("declared late: %s", got)
	}
}

func TestArchivesOfManyKinds(t *testing.T) {
	name := func(set interface{ String(string) (string, error) }, s string) string {
		out, err := set.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	for _, n := range []string{`films\2001\salt.txt`, name(korean.EUCKR.NewEncoder(), "부산의 항구.txt"), name(japanese.ShiftJIS.NewEncoder(), "港の映画.txt"),
		"\x81\xff.txt", "../up.txt", "__MACOSX/._salt.txt", "a/.git/x.txt", "pic.png", "page.html", "page_files/ad.html"} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: n, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("Text.")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var g bytes.Buffer
	gz := gzip.NewWriter(&g)
	tw := tar.NewWriter(gz)
	for _, n := range []string{"b/one.md", "./c/two.txt", "c/.hidden.txt"} {
		if err := tw.WriteHeader(&tar.Header{Name: n, Mode: 0o600, Size: 5}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte("Text.")); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.WriteHeader(&tar.Header{Name: "link.txt", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(tw.Close(), gz.Close()); err != nil {
		t.Fatal(err)
	}
	dir := lay(t, "a.zip", z.String(), "b.tar.gz", g.String(), "c.tar.gz", "no gzip")
	var notes []string
	got, err := ids([]string{dir}, Options{Note: func(n Note) { notes = append(notes, n.Kind) }})
	slices.Sort(got)
	want := []string{"%81%FF", "b/one", "c/two", "films/2001/salt", "page", "up", "港の映画", "부산의-항구"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err == nil || !strings.Contains(err.Error(), "c.tar.gz: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("faults %v", err)
	}
	if !slices.Equal(notes, []string{"file name", "other .png", "file name", "file name", "other hidden", "special"}) {
		t.Errorf("notes %q", notes)
	}
	_, err = ids([]string{filepath.Join(dir, "a.zip")}, Options{MaxEntries: 3})
	if err == nil || !strings.Contains(err.Error(), "more than 3 files") {
		t.Errorf("bounds: %v", err)
	}
	bomb := lay(t, "bomb.zip", zipped(t, "a.txt", strings.Repeat(" ", 8<<20), "b.txt", "Text."))
	got, err = ids([]string{bomb}, Options{})
	if !slices.Equal(got, []string{"b"}) || err == nil || !strings.Contains(err.Error(), "unpacks to more than 200 times") {
		t.Errorf("blown up: %q, %v", got, err)
	}
}

// A link within an archive to what is read there is no loss; others are told.
func TestArchivesLinks(t *testing.T) {
	var packed, zipped bytes.Buffer
	tw, zw := tar.NewWriter(&packed), zip.NewWriter(&zipped)
	for _, l := range []struct {
		name, to string
		kind     byte
	}{
		{"first.md", "sub/a.md", tar.TypeSymlink}, {"sub/a.md", "", tar.TypeReg}, {"sub/b.bin", "", tar.TypeReg}, {"again.md", "sub/a.md", tar.TypeLink}, {"sub/beside.md", "a.md", tar.TypeSymlink}, {"folder", "sub", tar.TypeSymlink}, {"all", ".", tar.TypeSymlink},
		{"lost.md", "sub/b.bin", tar.TypeLink}, {"out.md", "../out.md", tar.TypeSymlink}, {"abs.md", "/etc/passwd", tar.TypeSymlink},
	} {
		h := tar.Header{Name: l.name, Linkname: l.to, Typeflag: l.kind, Mode: 0o600}
		zh := zip.FileHeader{Name: l.name}
		if l.kind == tar.TypeReg {
			h.Size = 5
		} else {
			zh.SetMode(os.ModeSymlink | 0o777)
		}
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		text := l.to
		if l.kind == tar.TypeReg {
			text = "Text."
			if _, err := tw.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if l.kind == tar.TypeLink {
			continue
		}
		if w, err := zw.CreateHeader(&zh); err != nil {
			t.Fatal(err)
		} else if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{"a.tar": {"abs.md", "lost.md", "out.md"}, "a.zip": {"abs.md", "out.md"}} {
		dir := lay(t, "a.tar", packed.String(), "a.zip", zipped.String())
		var told []string
		got, err := ids([]string{filepath.Join(dir, name)}, Options{Note: func(n Note) {
			if n.Kind == "special" {
				told = append(told, filepath.Base(n.Place))
			}
		}})
		slices.Sort(told)
		if err != nil || !slices.Equal(got, []string{"sub/a"}) || !slices.Equal(told, want) {
			t.Errorf("%s: %q, told %q, %v", name, got, told, err)
		}
	}
}

func TestFoldersOfManyKinds(t *testing.T) {
	dir := lay(t, "in/a.md", "Text.", "in/sub/b.txt", "Text.", "in/sub/table.ods", "x", "in/data", "x", "out/c.md", "Text.", "in/.store/d.txt", "Text.",
		"in/same/a.html", "<p>Text.</p>", "in/same/a.txt", "Text.")
	in := filepath.Join(dir, "in")
	for link, to := range map[string]string{"loop": ".", "outside": "../out", "again.md": "a.md", "hidden": ".store", "nowhere.txt": "gone.txt"} {
		if err := os.Symlink(to, filepath.Join(in, link)); err != nil {
			t.Skip(err)
		}
	}
	var notes []string
	got, err := ids([]string{in}, Options{Note: func(n Note) { notes = append(notes, n.Kind) }})
	if want := []string{"a", "same/a", "same/a-2", "sub/b", "hidden/d"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	slices.Sort(notes)
	if want := []string{"dangling", "other .ods", "other hidden", "other no ending", "outside", "same id"}; !slices.Equal(notes, want) {
		t.Errorf("notes %q, want %q", notes, want)
	}
}
