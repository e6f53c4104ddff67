package corpus

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// A row says all that its table says of it, and what a site lays around a page is no text.
func TestHTMLForms(t *testing.T) {
	forms := []form{
		{"what is hidden, and what people open", `<p>The mill grinds on Friday.</p><p style="display: none">Old price.</p><div hidden><p>A draft.</p></div><button aria-controls="a1">May I watch?</button><div id="a1" hidden><p>From the loft.</p></div><span aria-hidden="true">*</span><section role="tabpanel" style="display:none">On Sunday it rests.</section>`,
			"The mill grinds on Friday. / [May I watch?] From the loft. / On Sunday it rests."},
		{"questions that open their answers", `<div><h3 class="accordion-header"><button data-bs-target="#c1">How long is it?</button></h3><div id="c1" hidden>Forty minutes.</div></div><div><button aria-controls="c2">May dogs come?</button><div id="c2" hidden><p>On deck.</p></div></div><details><summary>Where do I park?</summary><p>Behind the quay.</p></details>`,
			"[How long is it?] Forty minutes. / [How long is it? · May dogs come?] On deck. / [How long is it? · Where do I park?] Behind the quay."},
		{"tabs", `<div role="tablist2"><button aria-controls="t1">Rye</button><button aria-controls="t2">Oat</button></div><div id="t1"><p>Baked on Friday.</p></div><div id="t2" hidden><p>Baked on Monday.</p></div><button aria-controls="m">Menu</button><ul id="m"><li><a href=1>Home</a></li></ul><p>Sold here.</p>`,
			"[Rye] Baked on Friday. / [Oat] Baked on Monday. / Home / Sold here."},
		{"what only a style keeps apart", `<p><span>Rests: <b>two hours</b></span><span>Bakes: <b>45 min</b></span></p><p><a href=1>Rye</a><a href=2>Oat</a></p><p><span>S</span><span>alt</span></p>`, "Rests: two hours Bakes: 45 min / Rye Oat / Salt"},
		{"answers that lie hidden below their questions", `<main><h1>Bath house</h1><button aria-expanded="false" aria-controls="w1">Where do I change?</button><div id="w1" role="region" hidden><p>In the loft.</p></div>` +
			`<div><h3>May I bring soap?</h3><div hidden><p>Only of olive oil.</p></div></div><div class="item"><div class="item-head"><button class="faq toggle">Is it heated?</button></div><div style="display:none">By wood.</div></div>` +
			`<div class="panel-a collapse" style="display:none"><p>Eva keeps the key.</p></div><div role="button" aria-expanded="false">Who swept it?</div><div hidden>Bo did.</div><h3>Prices</h3><div hidden>A draft.</div><p>Six crowns.</p>` +
			`<form><label for="n">Your name</label> <input id="n"></form><button aria-expanded="false">Write to us</button><div hidden>Text <textarea></textarea></div><p>Ask at the desk of the bath house for everything else, please, until six in the evening.</p></main>`,
			"[Bath house · Where do I change?] In the loft. / [Bath house · May I bring soap?] Only of olive oil. / [Bath house · May I bring soap? · Is it heated?] By wood. / [Bath house · May I bring soap?] Eva keeps the key. / [Bath house · May I bring soap? · Who swept it?] Bo did. / [Bath house · Prices] Six crowns. / [Bath house · Prices] Ask at the desk of the bath house for everything else, please, until six in the evening."},
		{"marks that lead to headings", `<h2>Ropes<a class="headerlink" href="#ropes" title="Link">¶</a></h2><p>Of hemp.</p><h2><a href="#knots">Knots</a> <a href="#knots"><span>#</span></a></h2><p>Of rope.</p>`, "[Ropes] Of hemp. / [Knots] Of rope."},
		{"marks of notes that are not raised", `<p>It cost 412,000<a href="#n1">[1]</a> crowns in 2018<a href="#fn5" class="fnref">5</a>, as <a href="#toll">12</a> and <a href="b.html">[2]</a> say.</p>`, "It cost 412,000 crowns in 2018, as 12 and [2] say."},
		{"a name and a value that a style keeps apart", `<div><span class="k">Keeper</span><span class="v">Ada Voss</span></div><div><span class="k">Toll</span><span class="v">12 crowns</span></div><div><span class="a">Sa</span><span class="b">lt</span></div>`, "Keeper Ada Voss / Toll 12 crowns / Salt"},
		{"cards", `<h1>Shed</h1><div class=row><div class=card><div class="top"><p class="card-title">The eel trap</p></div><p>Woven of willow.</p></div><div class=card><div class=day>May</div><div class=title>Regatta</div></div></div><p>Open daily.</p>`,
			"[Shed · The eel trap] Woven of willow. / [Shed] May / [Shed] Regatta / [Shed] Open daily."},
		{"sections of one name", `<h2>Noss</h2><h3>Bell</h3><p>Cast in 1704.</p><h2>Velden</h2><h3>Bell</h3><p>Cast in 1811.</p><h2>Moor</h2><p>It has none.</p>`,
			"[Noss · Bell] Cast in 1704. / [Velden · Bell] Cast in 1811. / [Moor] It has none."},
		{"a page that a script would show", `<div id="app" hidden><p>The mill grinds on Friday, and on Sunday it rests.</p></div><p>Wait.</p>`, "The mill grinds on Friday, and on Sunday it rests. / Wait."},
		{"a list in a cell", `<table><tr><th>Cast</th><td><ul><li>Sofia Dahl</li><li>Tim Fox</li></ul></td></tr><tr><th>Length</th><td>104 minutes</td></tr></table>`,
			"Cast | Sofia Dahl, Tim Fox / Length | 104 minutes"},
		{"lines in a cell", `<table><tr><th>Written by</th><td>Mia Lux<br>Bo Wu<br></td></tr></table>`, "Written by | Mia Lux, Bo Wu"},
		{"a broken line in a table of columns", `<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td>one<br>two</td><td><p>three</p></td><td><div>four</div></td></tr></table>`,
			"[A | B | C] one two | three | four"},
		{"cells over several rows", `<table><tr><th>Actor</th><th>Part</th><th>Year</th></tr><tr><td rowspan="2">Sofia Dahl</td><td>Ines</td><td>2016</td></tr>` +
			`<tr><td>her mother</td><td rowspan=2>2017</td></tr><tr><td>Tim Fox</td><td>Jonas</td></tr></table>`,
			"[Actor | Part | Year] Sofia Dahl | Ines | 2016 / [Actor | Part | Year] Sofia Dahl | her mother | 2017 / [Actor | Part | Year] Tim Fox | Jonas | 2017"},
		{"rows of a thing that is named above them", `<table><caption>Harl Lock</caption><tr><th>Opened</th><td>1774</td></tr><tr><th colspan="2">Size</th></tr><tr><th>Rise</th><td>18 m</td></tr></table><p>Boats pass.</p>`,
			"Harl Lock / [Harl Lock] Opened | 1774 / [Harl Lock · Size] Rise | 18 m / Boats pass."},
		{"other articles", `<p>Boats pass.</p><div class="post-related"><ul><li><a href="a">Ten best boats</a></li></ul></div><div class="related-work"><p>The weir is told of <a href="b">elsewhere</a>, and so are its eels.</p></div>`,
			"Boats pass. / The weir is told of elsewhere, and so are its eels."},
		{"a table that lays out a page", `<table><tr><td rowspan=2>left</td><td><p>` + strings.Repeat("One sentence of the page. ", 50) + `</p><p>And two.</p></td></tr></table>`,
			strings.TrimSpace(strings.Repeat("One sentence of the page. ", 50)) + " / And two."},
		{"powers of names of numbers", `<p>A fit of R<sup>2</sup> was best, as x<sup>2</sup> fell by Ann<sup>2</sup>.</p>`, "A fit of R² was best, as x² fell by Ann."},
		{"powers in a formula", `<p>So E = mc<sup>2</sup>, or <i>E</i> = <i>mc</i><sup>2</sup>, or ½mv<sup>2</sup> and 4πr<sup>n+1</sup>, 10<sup>-x</sup>, says Bo<sup>2</sup> in <i>Fell</i><sup>3</sup> on the 2nd<sup>4</sup>.</p>`,
			"So E = mc², or E = mc², or ½mv² and 4πrⁿ⁺¹, 10^-x, says Bo in Fell on the 2nd."},
		{"letters below the line", `<p>It is H<sub>2</sub>O and SO<sub>4</sub><sup>2−</sup>, with C<sub>6</sub>H<sub>12</sub>O<sub>6</sub>, by n<sub>max</sub>.</p>`, "It is H₂O and SO₄²⁻, with C₆H₁₂O₆, by nmax."},
		{"a page that lies hidden below a longer dialog", `<div class="cmp-container" role="region"><p>` + strings.Repeat("We and our partners store what you read. ", 9) + `</p></div><div aria-hidden="true"><article><p>The mill grinds on Friday.</p></article></div>`, "The mill grinds on Friday."},
		{"a letter of a note behind a year", `<p>Velden counted 2,010 in 2011<sup>a</sup>, the 19<sup>e</sup> time.</p>`, "Velden counted 2,010 in 2011, the 19e time."},
		{"letters of notes", `<p>Filmed by Ann<sup>a</sup> in May,<sup>b, c</sup> the 19<sup>e</sup> time, by M<sup>r</sup> Bo.</p>`, "Filmed by Ann in May, the 19e time, by Mr Bo."},
		{"a short article of rows, definitions and items", `<header><a href="/">Home</a></header><main><p>The North Mill was built by Karl Brink, and it ground rye for the town.</p><h2>Parts</h2>` +
			`<blockquote><p>It never stopped, said he.</p></blockquote><dl><dt>Stones</dt><dd>Two burr stones</dd></dl><table><tr><th>Height</th><td>14 m</td></tr></table>` +
			`<ol start="4"><li>Oil it</li><li value="7">Rest it</li></ol></main>`,
			"The North Mill was built by Karl Brink, and it ground rye for the town. / [Parts] It never stopped, said he. / [Parts] Stones: Two burr stones / [Parts] Height | 14 m / [Parts] 4. Oil it / [Parts] 7. Rest it"},
		{"a short page of questions and hours", `<h1>Questions</h1><div class="faq"><div class="q"><h3>When does the ferry leave?</h3></div><div class="a"><p>At nine.</p></div>
			<div class="q"><h3>How much is a ticket?</h3></div><div class="a">Four crowns.</div></div><div>Mon: 9–5</div><div>Tue: closed</div><table><tr><td>Captain</td><td>Ivo Sand</td></tr><tr><td>Engine</td><td>Diesel</td></tr></table>`,
			"[Questions · When does the ferry leave?] At nine. / [Questions · How much is a ticket?] Four crowns. / [Questions · How much is a ticket?] Mon: 9–5 / [Questions · How much is a ticket?] Tue: closed / [Questions · How much is a ticket?] Captain | Ivo Sand / [Questions · How much is a ticket?] Engine | Diesel"},
		{"what a wiki adds", `<h2>Cast<span class="mw-editsection">[edit]</span></h2><p>Sofia Dahl.</p><div class="navbox"><a>Films</a></div>`, "[Cast] Sofia Dahl."},
	}
	htmlReads(t, forms)
}

// htmlReads holds what is read of pages with such bodies to what is wanted.
func htmlReads(t *testing.T, forms []form) {
	t.Helper()
	for i, x := range forms {
		forms[i].text = "<html><head><title>T</title></head><body>" + x.text + "</body></html>"
	}
	reads(t, "a.html", onOneLine, forms)
}

// Where two texts were put together, the one in UTF-8 is not read as windows-1252 for the other.
func TestTwoCharacterSetsInOne(t *testing.T) {
	data := "Zoë lit the lamp, déjà vu après, in a caf\xe9."
	if text, guessed, err := Decode([]byte(data)); err != nil || text != "Zoë lit the lamp, déjà vu après, in a café." || guessed == "" {
		t.Errorf("%q, %q, %v", text, guessed, err)
	}
}

// Bytes that are no text are not read as UTF-16 for a few zeros among them.
func TestNoTextIsNoUTF16(t *testing.T) {
	data := bytes.Repeat([]byte{0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xff, 0xfe, 0x00}, 30)
	if text, guessed, err := Decode(data); err == nil {
		t.Errorf("%q, %q", text, guessed)
	}
}

// A page whose character set nothing says is read in the one that it surely is in, and that is told.
func TestGuessedSetOfAPage(t *testing.T) {
	page, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte("<html><body><p>この水門は一九三一年に建設され、川の水位を調節するために使われている。</p></body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	var f faults
	var told []Note
	f.tell = func(n Note) { told = append(told, n) }
	if src, ok := parse("a.html", "a", page, &f); !ok || !strings.Contains(onOneLine(src), "水門") || len(told) != 1 || !strings.Contains(told[0].What, "Shift_JIS") {
		t.Errorf("%s, told %v (%v)", onOneLine(src), told, f.err())
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

// Boxes that are ticked say so before the task that they stand by; those of a form say nothing.
func TestHTMLBoxes(t *testing.T) {
	page := `<html><head><title>The yard in spring</title></head><body><article><h1>The yard in spring</h1>
<p>Every year in April the yard is made ready for the boats, and all who own one come and help for a day or two, whatever the weather.</p>
<ul class="contains-task-list">
<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox" checked disabled> tar the slip</li>
<li class="task-list-item"><p><input type="checkbox" disabled=""> mend the crane</p><ul><li><input type="checkbox" checked="checked">oil its chain</li></ul></li>
<li><label>paint the gate <span role="checkbox" aria-checked="mixed"></span></label></li>
<li>sell the old mast</li>
</ul>
<p>This is what the members asked for at their meeting in March, where the money for it was found as well, after a long talk.</p>
<table><tr><th>Berth</th><th>Power</th></tr><tr><td>North</td><td><input type="checkbox" checked></td></tr><tr><td>South</td><td><input type="checkbox"></td></tr></table>
<form><p><input type="checkbox" name="terms" checked> I accept the rules of the yard</p></form>
</article></body></html>`
	src := &Source{}
	var f faults
	readHTML("yard.html", page, src, &f)
	var got []string
	for _, p := range src.Paragraphs {
		got = append(got, p.Text)
	}
	all := "\n" + strings.Join(got, "\n") + "\n"
	for _, want := range []string{"Done: tar the slip", "Not done yet: mend the crane", "Done: oil its chain", "Begun: paint the gate", "sell the old mast", "North | yes", "South | no"} {
		if !strings.Contains(all, "\n"+want+"\n") {
			t.Errorf("no %q in %s", want, all)
		}
	}
	if strings.Contains(all, "Done: I accept") || f.err() != nil {
		t.Errorf("%s, %v", all, f.err())
	}
}
