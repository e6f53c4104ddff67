package corpus

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

var (
	pdfPairs  = flag.String("pdfs", "", "a folder of PDFs, each NAME.pdf beside its text in NAME.txt, to measure what is read of them")
	pdfMissed = flag.Bool("missed", false, "tell which of their words are missed most")
)

// TestPDFWords measures how many of a text's words, and of its pairs of neighbouring words, are read
// from its PDF, and how many of those read are in the text. Tables of contents and running heads,
// which are left out on purpose, count as missed where the text has them.
func TestPDFWords(t *testing.T) {
	if *pdfPairs == "" {
		t.Skip("measures with -pdfs DIR, a folder of NAME.pdf and NAME.txt")
	}
	names, err := filepath.Glob(filepath.Join(*pdfPairs, "*.pdf"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no PDF in %s: %v", *pdfPairs, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(name, ".pdf") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var f faults
		begin := time.Now()
		src, ok := parse(name, "f", data, &f)
		if !ok {
			t.Fatalf("%s: %v", name, f.err())
		}
		spent := time.Since(begin)
		pages := map[string]bool{}
		for _, p := range src.Paragraphs {
			pages[p.Place] = true
		}
		gold, read := plainWords(string(text)), wordsRead(src)
		recall, precision := shared(gold, read)
		pairRecall, _ := shared(neighbours(gold), neighbours(read))
		t.Logf("%s: %d pages, %d words; read %d: recall %.3f, precision %.3f, of neighbouring pairs %.3f; %.1f s",
			filepath.Base(name), len(pages), len(gold), len(read), recall, precision, pairRecall, spent.Seconds())
		if *pdfMissed {
			t.Log(missing(gold, read))
		}
	}
}

// wordsRead are the words of what was read, with those of headings.
func wordsRead(src Source) (read []string) {
	var before []string // the headings, which are told with each of their paragraphs
	for _, p := range src.Paragraphs {
		heads := strings.Split(p.Heading, below)
		same := 0
		for same < min(len(heads), len(before)) && heads[same] == before[same] {
			same++
		}
		read, before = append(read, plainWords(strings.Join(heads[same:], " "))...), heads
		read = append(read, plainWords(p.Text)...)
	}
	return read
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func neighbours(words []string) (pairs []string) {
	for i := 1; i < len(words); i++ {
		pairs = append(pairs, words[i-1]+" "+words[i])
	}
	return pairs
}

// shared counts what two lists have in common, as shares of each.
func shared(gold, read []string) (ofGold, ofRead float64) {
	count := map[string]int{}
	for _, w := range read {
		count[w]++
	}
	both := 0
	for _, w := range gold {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	return float64(both) / float64(max(len(gold), 1)), float64(both) / float64(max(len(read), 1))
}

// missing lists the words that are missed most.
func missing(gold, read []string) string {
	count := map[string]int{}
	for _, w := range gold {
		count[w]++
	}
	for _, w := range read {
		count[w]--
	}
	var most []string
	for range 40 {
		best := ""
		for w, n := range count {
			if n > count[best] || best == "" || n == count[best] && w < best {
				best = w
			}
		}
		most = append(most, best)
		delete(count, best)
	}
	return strings.Join(most, " ")
}
