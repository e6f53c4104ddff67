package corpus

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// The originals are other people's and not in the repository; they lie beside
// it where it is worked on.
const originals = "../../shared/seeds"

// original returns the blocks of a source's original, or skips the test.
func original(t *testing.T, id string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(originals, id+".txt"))
	if os.IsNotExist(err) {
		t.Skip("the originals of the digests are not here, so the digests cannot be compared with them")
	}
	if err != nil {
		t.Fatal(err)
	}
	return Blocks(string(data))
}

func defaults(t testing.TB) []Source {
	t.Helper()
	sources, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

var words = regexp.MustCompile(`[\p{L}\p{N}]+`)

// wordsOf folds case and takes hyphens and apostrophes to part words, which is
// the strictest way to count a run of words.
func wordsOf(s string) []string { return words.FindAllString(strings.ToLower(s), -1) }

func TestDefaultArticles(t *testing.T) {
	want := map[string]struct {
		blocks, digests int
		left            []int // paragraphs that say nothing: headings, navigation
	}{
		"variety-2015": {8, 8, nil},
		"kobiz-2025":   {39, 29, []int{1, 2, 3, 9, 13, 17, 21, 25, 28, 32}},
		"busquejobs": {91, 70, []int{1, 2, 5, 8, 15, 20, 24, 32, 39, 47, 54, 57,
			60, 64, 71, 74, 80, 84, 89, 90, 91}},
	}
	sources := defaults(t)
	if len(sources) != len(want) {
		t.Errorf("%d sources, want %d", len(sources), len(want))
	}
	for _, s := range sources {
		w := want[s.ID]
		if len(s.Paragraphs) != w.digests {
			t.Errorf("%s: %d digests, want %d", s.ID, len(s.Paragraphs), w.digests)
		}
		if s.Title == "" || s.Publisher == "" || s.Language != "en" || s.Rights == "" || s.SHA256 == "" || s.QuoteWords == 0 {
			t.Errorf("%s: metadata are missing: %+v", s.ID, s)
		}
		has := map[int]bool{}
		for _, p := range s.Paragraphs {
			has[p.N] = true
			if p.Verbatim {
				t.Errorf("%s:%d says that it is verbatim", s.ID, p.N)
			}
			if !strings.ContainsAny(p.Text[len(p.Text)-1:], ".?!") {
				t.Errorf("%s:%d ends in no full stop: %q", s.ID, p.N, p.Text)
			}
		}
		for n := 1; n <= w.blocks; n++ {
			if has[n] == slices.Contains(w.left, n) {
				t.Errorf("%s:%d: has a digest: %v", s.ID, n, has[n])
			}
		}
	}
}

// TestDigestsAreOurOwnWords refuses a run of eight words that stands in the
// original: across its paragraphs too, and headings included.
func TestDigestsAreOurOwnWords(t *testing.T) {
	const run = 8
	for _, s := range defaults(t) {
		theirs := map[string]bool{}
		w := wordsOf(strings.Join(original(t, s.ID), "\n"))
		for i := range len(w) - run + 1 {
			theirs[strings.Join(w[i:i+run], " ")] = true
		}
		var ours []string
		heading := ""
		for _, p := range s.Paragraphs {
			if p.Heading != heading {
				heading = p.Heading
				ours = append(ours, wordsOf(heading)...)
			}
			ours = append(ours, wordsOf(p.Text)...)
		}
		for i := range len(ours) - run + 1 {
			if r := strings.Join(ours[i:i+run], " "); theirs[r] {
				t.Errorf("%s: a digest has the original's words %q", s.ID, r)
			}
		}
	}
}

// notNames are capitalised words of the originals that need not stand in a
// digest, by paragraph ("" for all of them), each group with its reason.
var notNames = map[string]string{
	// Chrome of the web page: a view counter, a label of the byline, buttons.
	"kobiz-2025:4":  "Writer View489",
	"kobiz-2025:39": "Related Films SHARE SUBSCRIBE WEBZINE",
	// "Written by" and the misspelt "Editted by" are said in other words.
	"kobiz-2025:36": "Written",
	"kobiz-2025:37": "Editted",
	// The numbers of the questions in the article's list.
	"busquejobs:85": "1", "busquejobs:86": "2", "busquejobs:87": "3", "busquejobs:88": "4",
	// "S. Korean" is written out.
	"busquejobs:18": "S",
}

// TestDigestsKeepNames finds the numbers, years and names of each original
// paragraph in its digest. A capitalised word that begins a sentence (or a
// bullet) is taken for a name only if it is capitalised elsewhere inside a
// sentence of that article.
func TestDigestsKeepNames(t *testing.T) {
	for _, s := range defaults(t) {
		blocks := original(t, s.ID)
		inside := map[string]bool{}
		for _, b := range blocks {
			for _, c := range capitals(b) {
				if !c.first {
					inside[c.word] = true
				}
			}
		}
		for _, p := range s.Paragraphs {
			if p.N > len(blocks) {
				t.Errorf("%s:%d: the original has %d blocks", s.ID, p.N, len(blocks))
				continue
			}
			has := wordsOf(p.Text)
			spared := wordsOf(notNames[Ref{Source: s.ID, Paragraph: p.N}.String()])
			for _, c := range capitals(blocks[p.N-1]) {
				w := strings.ToLower(c.word)
				if slices.Contains(has, w) || slices.Contains(spared, w) || c.first && !inside[c.word] {
					continue
				}
				t.Errorf("%s:%d: %q of the original is missing in %q", s.ID, p.N, c.word, p.Text)
			}
		}
	}
}

type capital struct {
	word  string
	first bool // it begins a sentence or a line
}

// capitals returns the words of a text that begin with a capital or a digit.
func capitals(s string) []capital {
	var list []capital
	end := 0
	for _, at := range words.FindAllStringIndex(s, -1) {
		w, before := s[at[0]:at[1]], s[end:at[0]]
		r := []rune(w)[0]
		first := end == 0 || strings.ContainsAny(before, ".?!\n•")
		if end = at[1]; unicode.IsUpper(r) || unicode.IsDigit(r) {
			list = append(list, capital{w, first && !unicode.IsDigit(r)})
		}
	}
	return list
}
