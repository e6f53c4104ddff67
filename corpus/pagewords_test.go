package corpus

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var savedPages = flag.String("pages", "", "a folder of saved web pages, each NAME.html beside the text of its article in NAME.txt, to measure what is read of them")

// TestPageWords measures how many of an article's words are read from its page, and how many
// of those read are the article's: over each page, and then on the average of the pages.
func TestPageWords(t *testing.T) {
	if *savedPages == "" {
		t.Skip("measures with -pages DIR, a folder of NAME.html and NAME.txt")
	}
	names, err := filepath.Glob(filepath.Join(*savedPages, "*.html"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no page in %s: %v", *savedPages, err)
	}
	var recalls, precisions float64
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(name, ".html") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var f faults
		src, _ := parse(name, "f", data, &f) // nothing read of a page is nothing recalled
		gold, read := plainWords(string(text)), wordsRead(src)
		recall, precision := shared(gold, read)
		recalls, precisions = recalls+recall, precisions+precision
		if *pdfMissed && min(recall, precision) < 0.9 {
			t.Logf("%s: recall %.3f, precision %.3f of %d words", filepath.Base(name), recall, precision, len(gold))
		}
	}
	n := float64(len(names))
	t.Logf("%d pages: recall %.3f, precision %.3f", len(names), recalls/n, precisions/n)
}
