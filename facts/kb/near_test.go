package kb_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
)

// namesBase makes a base of nothing but names.
func namesBase(t testing.TB, names []string) *kb.Base {
	t.Helper()
	s := kbtest.Schema(t, kbtest.FilmSchema)
	b := kb.NewBuilder(s)
	film, _ := s.Kind("film")
	for i, name := range names {
		b.Entity(kb.Entity{ID: fmt.Sprint("n", i), Kind: film, Name: name})
	}
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// slowDistance is the whole table of optimal string alignment.
func slowDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := range a {
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d[i+1][j+1] = min(d[i][j]+cost, d[i][j+1]+1, d[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d[i+1][j+1] = min(d[i+1][j+1], d[i-1][j-1]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func randomWord(r *rand.Rand, length int) []rune {
	w := make([]rune, length)
	for i := range w {
		w[i] = rune('a' + r.IntN(5))
	}
	return w
}

func misspelt(r *rand.Rand, w []rune, edits int) []rune {
	w = slices.Clone(w)
	for range edits {
		if len(w) < 2 {
			break
		}
		i := r.IntN(len(w) - 1)
		switch r.IntN(4) {
		case 0:
			w = slices.Delete(w, i, i+1)
		case 1:
			w = slices.Insert(w, i, rune('a'+r.IntN(5)))
		case 2:
			w[i] = rune('a' + r.IntN(5))
		case 3:
			w[i], w[i+1] = w[i+1], w[i]
		}
	}
	return w
}

func TestDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		a := randomWord(r, r.IntN(12))
		b := misspelt(r, a, r.IntN(5))
		for limit := range 4 {
			want := min(slowDistance(a, b), limit+1)
			if got := kb.Distance(a, b, limit); got != want {
				t.Fatalf("distance(%q, %q, %d) = %d, want %d", string(a), string(b), limit, got, want)
			}
		}
	}
}

// TestNearFindsAll compares with measuring every name. Up to two edits nothing is
// missed; of three, what the index says that it misses.
func TestNearFindsAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var words [][]rune
	var list []string
	for len(words) < 700 {
		w := randomWord(r, 3+r.IntN(17))
		if name := "x" + string(w); kb.Squash(name) == name {
			words = append(words, []rune(name))
			list = append(list, name)
		}
	}
	b := namesBase(t, list)
	missed, all := 0, 0
	for range 700 {
		edits := r.IntN(4)
		q := misspelt(r, words[r.IntN(len(words))], edits)
		limit := r.IntN(4)
		got := map[string]int{}
		last := 0
		for _, n := range b.Near(string(q), limit) {
			if n.Distance < last {
				t.Fatalf("Near(%q): not the nearest first", string(q))
			}
			last = n.Distance
			got[b.Name(n.Node)] = n.Distance
		}
		for _, w := range words {
			d := slowDistance(q, w)
			have, ok := got[string(w)]
			switch {
			case d > limit && ok, ok && have != d:
				t.Fatalf("Near(%q, %d) has %q at %d, it is at %d", string(q), limit, string(w), have, d)
			case d <= limit && d < 3 && !ok:
				t.Fatalf("Near(%q, %d) lacks %q at %d", string(q), limit, string(w), d)
			case d == 3 && limit == 3 && len(w) > kb.ShortKey:
				all++
				if !ok {
					missed++
				}
			}
		}
	}
	if missed*100 > all {
		t.Errorf("%d of %d at three edits missed", missed, all)
	}
}

func TestNearSpeaksEveryScript(t *testing.T) {
	b := namesBase(t, []string{"설국열차", "雪国列车", "Amélie", "The Host"})
	for typed, want := range map[string]string{"설극열차": "설국열차", "雪国列車": "雪国列车", "ameli": "Amélie", "hosst": "The Host"} {
		if got := b.Near(typed, 1); len(got) != 1 || b.Name(got[0].Node) != want {
			t.Errorf("Near(%q) = %v, want %s", typed, got, want)
		}
	}
}

// TestNearOfNamesThatBeginAlike bounds the work where very many names share a half.
func TestNearOfNamesThatBeginAlike(t *testing.T) {
	var list []string
	for i := range 3 * kb.MaxBucket {
		list = append(list, fmt.Sprintf("Generated %09d", 7919*i))
	}
	b := namesBase(t, list)
	for typed, want := range map[string]string{"generated000007919": "Generated 000007919", "genreated000007919": "Generated 000007919",
		"generatd000007919": "Generated 000007919", "generated00000791": "Generated 000007919"} {
		got := b.Near(typed, 1)
		if len(got) == 0 || b.Name(got[0].Node) != want {
			t.Errorf("Near(%q) = %v, want %s", typed, got, want)
		}
	}
}
