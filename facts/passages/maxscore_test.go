package passages

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomLists makes lists of all forms over all passages.
func randomLists(r *rand.Rand, all, n int) (lists []weightedList, sums []uint32) {
	sums = make([]uint32, all)
	for range n {
		share := []float64{1, 0.4, 0.07, 0.05, 0.01, 0.001}[r.IntN(6)]
		weight := uint32(1 + r.IntN(4000))
		var passages []uint32
		var impacts []uint8
		for p := range all {
			if r.Float64() < share {
				impact := uint8(1 + r.IntN(1+r.IntN(255)))
				passages, impacts = append(passages, uint32(p)), append(impacts, impact)
				sums[p] += weight * uint32(impact)
			}
		}
		b, rec := appendList(nil, passages, impacts, all)
		lists = append(lists, weightedList{list: newList(b, rec, all), weight: weight})
	}
	return lists, sums
}

func TestMaxScoreIsExact(t *testing.T) {
	var forms [3]int
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := []int{1, 60, 5000, 70000, 200000}[seed%5]
		lists, sums := randomLists(r, all, 1+r.IntN(6))
		for _, l := range lists {
			forms[l.form]++
		}
		from := uint32(r.IntN(all))
		to := from + 1 + uint32(r.IntN(all-int(from)))
		if seed%2 == 0 {
			from, to = 0, uint32(all)
		}
		odd := func(p uint32) bool { return p%2 == 1 }
		admit := []func(uint32) bool{nil, odd}[seed%4/2]
		var want []uint64
		for p := from; p < to; p++ {
			if sums[p] > 0 && (admit == nil || admit(p)) {
				want = append(want, uint64(sums[p])<<32|uint64(^p))
			}
		}
		slices.SortFunc(want, func(a, b uint64) int { return cmp.Compare(b, a) })
		keep := 1 + r.IntN(100)
		want = want[:min(keep, len(want))]
		floor := uint32(0)
		if len(want) == keep {
			floor = uint32(want[keep-1]>>32) - uint32(seed%2)
		}
		s := scorer{lists: lists, keep: keep}
		if got := s.run(from, to, floor, admit); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %d passages, first %x; want %d, first %x", seed, len(got), got[:min(1, len(got))], len(want), want[:min(1, len(want))])
		}
	}
	for form, n := range forms {
		if n == 0 {
			t.Errorf("no list of form %d was tried", form)
		}
	}
}
