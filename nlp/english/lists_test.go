package english

import (
	"slices"
	"strings"
	"testing"
)

func TestListAround(t *testing.T) {
	for _, c := range []struct{ text, words, want string }{
		{"Three glands make it—the upper, the lower, and the hidden one. It is wet.", "upper", "the upper|the lower|the hidden one"},
		{"Some differ: in mice, voles, and shrews, the young are blind.", "voles", "mice|voles|shrews"},
		{"Dust gets in through a gap in the door, through the roof, and through an open window.", "a gap in the door", "a gap in the door|through the roof|through an open window"},
		{"The pond has two sides, the north bank and the south bank.", "south bank", "the north bank|the south bank"},
		{"The mill burnt down, and nobody was hurt.", "mill", ""},
		{"For example, in mice, voles, and shrews, the young are blind.", "mice", "mice|voles|shrews"},
		{"It has three shapes: (1) small round ones, (2) discs, (3) rings.", "small round ones", "small round ones|discs|rings"},
		{"He sold bread.", "bread", ""},
		{"It comes in red (dark), green or blue.", "green", "red|green|blue"},
	} {
		at := strings.Index(c.text, c.words)
		want := []string{}
		if c.want != "" {
			want = strings.Split(c.want, "|")
		}
		if got := ListAround(c.text, at, at+len(c.words)); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%q in %q: %q, want %q", c.words, c.text, got, want)
		}
	}
}
