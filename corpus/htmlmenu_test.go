package corpus

import (
	"strings"
	"testing"
)

// What a page lays around its article is told by how it is made, whatever it is called.
func TestMenusWithoutRole(t *testing.T) {
	htmlReads(t, []form{
		{"above, beside and below an article", `<div><a href="/">Reed Choir</a> <ul><li><a href="/">Home</a></li><li><a href="/songs">Songs</a></li><li><a href="/join">Join us</a></li></ul></div>
			<div><h3>Seasons</h3><ul><li><a href="/s1">Spring (12)</a></li><li><a href="/s2">Autumn (4)</a></li><li><a href="/s3">Advent (7)</a></li></ul></div>
			<div><h1>The autumn concert</h1><p>It is sung on 9 October in the mill hall, and the doors open at seven in the evening.</p>
			<h2>Who plays</h2><ul><li><a href="/p1">Ada Voss</a></li><li><a href="/p2">Nils Grue</a></li><li><a href="/p3">The Low Brass</a></li></ul></div>
			<div><a href="/privacy">Privacy</a> | <a href="/imprint">Imprint</a> | <a href="/">Start</a><p>© 2021 Reed Choir</p></div>`,
			"[The autumn concert] It is sung on 9 October in the mill hall, and the doors open at seven in the evening. / [Who plays] Ada Voss / [Who plays] Nils Grue / [Who plays] The Low Brass"},
		{"in a table that lays out the page", `<table><tr><td colspan=2><a href="index.html">Start</a> &middot; <a href="dogs.html">Dogs</a> &middot; <a href="sleds.html">Sleds</a></td></tr>
			<tr><td><a href="n1.html">News</a><br><a href="n2.html">Races</a><br><a href="n3.html">Links</a></td><td><h1>Sleds</h1><p>The long sled is of ash and carries two people and a tent over the fell.</p>
			<ul><li><a href="a.html">Ash sled</a>, built in 1904</li><li><a href="b.html">Birch sled</a>, built in 1911</li></ul></td></tr></table>`,
			"[Sleds] The long sled is of ash and carries two people and a tent over the fell. / [Sleds] Ash sled, built in 1904 / [Sleds] Birch sled, built in 1911"},
		{"a page of links", `<h1>Bakeries</h1><ul><li><a href="1.html">Mill Lane</a></li><li><a href="2.html">The Rye Oven</a></li><li><a href="3.html">Anna's Buns</a></li></ul>`,
			"[Bakeries] Mill Lane / [Bakeries] The Rye Oven / [Bakeries] Anna's Buns"},
		{"links that a sentence leads in", `<h1>Ropes</h1><p>Ropes for boats are laid of hemp or of coir, in the long house by the quay.</p><p>They are made by:</p><div><ul><li><a href="/a">Holm</a></li><li><a href="/b">Brandt</a></li><li><a href="/c">Trane</a></li></ul></div>`,
			"[Ropes] Ropes for boats are laid of hemp or of coir, in the long house by the quay. / [Ropes] They are made by: / [Ropes] Holm / [Ropes] Brandt / [Ropes] Trane"},
		{"the way to a page, and where to write", `<ul><li><a href="/">Home</a> &gt;</li><li><a href="/b">Boats</a> &gt;</li><li>Tern</li></ul><p>The Tern is a ketch of oak.</p><p><a href="http://o.example">www.o.example</a> <a href="mailto:x@o.example">x@o.example</a> <a href="/">Map</a></p>`,
			"The Tern is a ketch of oak. / www.o.example x@o.example Map"},
	})
}

// What asks for consent is none of the article, whatever it is called and however long it is.
func TestConsentWithoutName(t *testing.T) {
	ask := strings.Repeat("We and our partners keep cookies on your device, and you may say so below. ", 6)
	const read = "The Tern is a ketch of oak that was built in 1904."
	htmlReads(t, []form{
		{"above a short page", `<div class="q1"><p>` + ask + `</p><button>Accept all</button><button>Reject</button></div><div><h1>Tern</h1><p>` + read + `</p></div>`, "[Tern] " + read},
		{"a bar below it", `<h1>Tern</h1><p>` + read + `</p><div><span>Diese Seite nutzt Cookies.</span> <a class="btn" href="#">Einverstanden</a></div>`, "[Tern] " + read},
		{"an article on cookies", `<h1>Cookies</h1><p>Cookies are baked of oats, and 300 a day are sold.</p><div><p>Cookies keep for a week in a tin.</p><button>Copy</button></div>`,
			"Cookies are baked of oats, and 300 a day are sold. / Cookies keep for a week in a tin."},
	})
}

func TestCommentsOfReaders(t *testing.T) {
	article := `<h1>Kettles</h1><p>The spout of a copper kettle is soldered with tin, slowly, and wiped with a wet rag.</p>`
	read := "[Kettles] The spout of a copper kettle is soldered with tin, slowly, and wiped with a wet rag."
	htmlReads(t, []form{
		{"below a heading", article + `<div class="x"><h3>2 comments</h3><div class="c"><b>Piet</b> <span>4 May 2021 at 10:12</span><p>I paid ninety for that.</p><a href="#r1">Reply</a></div>
			<div class="c"><b>Mo</b> <span>5 May 2021</span><p>Mine leaks still.</p><a href="#r2">Reply</a></div><form><textarea></textarea></form></div>`, read},
		{"in another language, one in another", article + `<ol><li>Uta, vor 3 Tagen<p>Meiner tropft noch.</p><a href="?replytocom=4">Antworten</a><ol><li>Bo, vor 2 Tagen<p>Löten!</p><a href="?replytocom=5">Antworten</a></li></ol></li></ol><form><textarea></textarea></form>`, read},
		{"said by their type", article + `<section><div itemprop="comment"><p>Mine leaks still, alas.</p></div></section>`, read},
		{"dates of an article beside a form", article + `<h2>Courses</h2><ul><li>4 May 2021: tin</li><li>9 June 2021: brass</li></ul><form><textarea></textarea></form>`,
			read + " / [Courses] 4 May 2021: tin / [Courses] 9 June 2021: brass"},
		{"a page that is what people wrote", `<div class="post">Piet, 4 May 2021<p>Who solders kettles in the town of Velden?</p><a href="?replyto=1">Reply</a></div><div class="post">Mo, 5 May 2021<p>Karl Brandt by the weir does.</p><a href="?replyto=2">Reply</a></div>`,
			"Piet, 4 May 2021 / Who solders kettles in the town of Velden? / Reply / Mo, 5 May 2021 / Karl Brandt by the weir does. / Reply"},
	})
	_, _, notes := shown(t, "f.html", article+`<div itemprop="comment"><p>Mine leaks still, alas.</p></div>`)
	if len(notes) != 1 || !strings.Contains(notes[0], "readers") {
		t.Errorf("what is left out is told: %q", notes)
	}
}
