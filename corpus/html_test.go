package corpus

import (
	"fmt"
	"strings"
	"testing"
)

// readPage reads a page and shows it as outline does.
func readPage(t *testing.T, page string) (Source, string) {
	t.Helper()
	text, src, _ := shown(t, "page.html", page)
	return src, text
}

// A paragraph long enough that Readability takes its surroundings for the
// article.
func prose(about string) string {
	return strings.Repeat("A sentence about "+about+", which has commas, clauses, and words. ", 8)
}

func TestSavedPage(t *testing.T) {
	page := `<!DOCTYPE html>
<!-- saved from url=(0036)https://films.example/2015/snow.html -->
<html lang="en-GB"><head><title>Snow on rails | The Film Page</title>
<meta property="og:site_name" content="The Film Page"><meta name="author" content="By Ann Author">
<meta property="article:published_time" content="2015-03-01T08:00:00Z">
<style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/films">Films</a></li></ul></nav>
<div class="ad-banner"><a href="/buy">Buy tickets now</a></div>
<article><h1>Snow on rails</h1>
<p>` + prose("trains") + `</p>
<h2>The <em>cast</em></h2>
<p>` + prose("actors") + `</p>
<ul><li>First actor</li><li><p>Second actor</p></li><li></li></ul>
<ol><li>One</li><li>Two</li></ol>
<table><tr><th>Film</th><th>Year</th></tr><tr><td>Snow</td><td>2013</td></tr></table>
<blockquote><p>Quoted<br>words.</p></blockquote>
<h3>The end</h3><p>` + prose("endings") + `</p>
<script>alert("x")</script></article>
<div id="comments" class="comment"><p>First!</p></div><footer>Copyright</footer></body></html>`
	src, got := readPage(t, page)
	about := strings.Join([]string{src.Title, src.Publisher, src.Author, src.Date, src.URL, src.Language}, "|")
	if want := "Snow on rails|The Film Page|Ann Author|2015-03-01|https://films.example/2015/snow.html|en-GB"; about != want {
		t.Errorf("metadata: got %s, want %s", about, want)
	}
	for _, want := range []string{
		"|2 :A sentence about trains", "|4 The cast:A sentence about actors", "|5 The cast:First actor|6 The cast:Second actor",
		"|7 The cast:1. One|8 The cast:2. Two", "|10 The cast · Film | Year:Snow | 2013", ":Quoted words.", " The end:A sentence about endings",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	for _, not := range []string{"Home", "Buy", "First!", "Copyright", "alert", "color", "•|"} {
		if strings.Contains(got, not) {
			t.Errorf("%q is in %s", not, got)
		}
	}
}

// Older pages set their paragraphs with breaks, or each in an element of its
// own, which Readability rewrites.
func TestParagraphsWithoutTheirElement(t *testing.T) {
	for name, page := range map[string]string{
		"breaks":        "<div>" + strings.Repeat(prose("films")+"<br>\n<br/>", 3) + "</div>",
		"short breaks":  strings.Repeat("Few words<br><br>", 3),
		"divisions":     strings.Repeat("<div>"+prose("films")+"</div>", 3),
		"layout tables": "<table><tr><td>" + strings.Repeat("<p>"+prose("films")+"</p>", 3) + "</td></tr></table>",
	} {
		if src, got := readPage(t, page); len(src.Paragraphs) != 3 {
			t.Errorf("%s: %d paragraphs, want 3: %s", name, len(src.Paragraphs), got)
		}
	}
}

func TestPageCharacterSets(t *testing.T) {
	const want = "f|page|1 :Café 설국열차"
	for name, page := range map[string]string{
		"UTF-8 undeclared": "<p>Café 설국열차</p>",
		"UTF-8 late":       "<p>Café 설국열차</p>" + strings.Repeat("<!-- -->", 300) + "<meta charset=utf-8>",
		"EUC-KR":           "<meta charset=euc-kr><p>Caf&eacute; \xbc\xb3\xb1\xb9\xbf\xad\xc2\xf7</p>",
	} {
		if _, got := readPage(t, page); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if _, got := readPage(t, "<p>Caf\xe9</p>"); got != "f|page|1 :Café" {
		t.Errorf("Windows-1252: %q", got)
	}
}

func TestPagesThatAreNone(t *testing.T) {
	for name, page := range map[string]string{
		"empty":   "",
		"no text": "<html><body><script>x</script></body></html>",
		"deep":    strings.Repeat("<div>", 100_000) + "x",
		"large":   strings.Repeat("<b>x</b>", maxElements+1),
	} {
		var f faults
		if _, ok := parse("p.html", "p", []byte(page), &f); ok || !strings.HasPrefix(fmt.Sprint(f.err()), "p.html:1: ") {
			t.Errorf("%s: %v, %v", name, ok, f.err())
		}
	}
}

func BenchmarkReadHTML(b *testing.B) {
	page := "<title>T</title><nav><a href=x>menu</a></nav><article>" + strings.Repeat("<h2>Head</h2><p>"+prose("films")+"</p><ul><li>item</li></ul>", 40) + "</article>"
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		var f faults
		if src, ok := parse("p.html", "p", []byte(page), &f); !ok || len(src.Paragraphs) != 80 {
			b.Fatal(len(src.Paragraphs), f.err())
		}
	}
}
