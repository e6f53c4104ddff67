package english

import "testing"

func TestCounted(t *testing.T) {
	gives(t, Counted, map[string]string{
		" metres high": " metres", " people drowned": " people", " old ships": "", " is the year": "", " across the bay": "", " Cars": "", "": "", ".": "", " per cent of it": " per cent",
	})
}
