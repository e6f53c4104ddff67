package evidence

import (
	"testing"

	"hapjak/nlp"
)

func TestDefines(t *testing.T) {
	stems := nlp.NewStemmer()
	for sentence, want := range map[string]bool{
		"A mill pond is a basin that feeds the wheel.":     true,
		"Mill ponds are basins.":                           true,
		"The mill pond (or head) is what feeds the wheel.": false, // what stands between is no name
		"Mill Pond Alba is a basin.":                       true,
		"A mill pond is sold by the yard.":                 false,
		"Mill ponds are found in Alba.":                    true, // a verb that looks like none is let pass
		"Mill ponds are flooded in spring.":                false,
		"Everybody likes a mill pond.":                     false,
		"Without a mill pond there is a drought.":          false,
		"Mill pond refers to the basin.":                   true,
	} {
		if got := defines(sentence, stems.Stems("mill pond"), stems); got != want {
			t.Errorf("%q: %v", sentence, got)
		}
	}
}
