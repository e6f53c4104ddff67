package curated_test

import (
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb/curated"
)

// What is given as the answer stands in its sentence: in its words, by another name of what it names, or as the
// same value. All else is stray, however true it may be.
func TestStray(t *testing.T) {
	names := func(name string) []string {
		if all := []string{"Ora Finch", "the tinsmith of Moss Lane"}; slices.Contains(all, name) {
			return all
		}
		return nil
	}
	const quote = "On 3 May 1931 Ora Finch's workshop sold the two Tin Lanterns for 2.4 million euros (or €2,400,000), says 김도윤은."
	for words, stray := range map[string]string{
		"Ora Finch": "", "ORA FINCH": "", "the tinsmith of Moss Lane": "", "Tin Lantern": "", "yes": "", "No": "",
		"3 May 1931": "", "1931-05-03": "", "May 3, 1931": "", "€2.4 million": "", "2.4 million euros": "", "two": "", "2": "", "김도윤": "",
		"Hal Finch": "Hal Finch", "Steven": "Steven", "4 May 1931": "4 May 1931", "2.5 million euros": "2.5 million euros", "$2.4 million": "$2.4 million",
		"in": "in", "24": "24", "ill": "ill", "": "",
		"Ora Finch|Hal": "Hal",
	} {
		a := curated.FixedAnswer{Quote: []string{quote}, Words: strings.Split(words, "|")}
		if got := strings.Join(a.Stray(names), "|"); got != stray {
			t.Errorf("%q: stray %q, want %q", words, got, stray)
		}
	}
}
