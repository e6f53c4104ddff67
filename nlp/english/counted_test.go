package english

import "testing"

func TestCounted(t *testing.T) {
	for behind, want := range map[string]string{
		" metres high": " metres", " people drowned": " people", " old ships": "", " is the year": "", " across the bay": "", " Cars": "", "": "", ".": "", " per cent of it": " per cent",
	} {
		if got := Counted(behind); got != want {
			t.Errorf("%q: %q, not %q", behind, got, want)
		}
	}
}
