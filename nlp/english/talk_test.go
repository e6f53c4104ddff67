package english

import "testing"

func TestWithoutVerdict(t *testing.T) {
	gives(t, WithoutVerdict, map[string]string{
		"Yes. They open at nine.": "They open at nine.", "No: the mill is closed.": "The mill is closed.", "No. 5 runs at night.": "No. 5 runs at night.",
		"Yesterday it rained.": "Yesterday it rained.", "No mill stands.": "No mill stands.", "": "", "Yes.": "Yes.",
	})
}
