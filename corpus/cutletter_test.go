package corpus

import "testing"

// UTF-8 that ends within a letter is UTF-8 that is damaged at its end, and text in another set that ends with a letter
// beyond ASCII is that.
func TestCutLastLetter(t *testing.T) {
	const cut = "UTF-8 that is cut off within its last letter"
	for _, x := range []struct{ data, text, set string }{
		{"Die Mühle an der Brücke gehört Frau Krüg\xc3", "Die Mühle an der Brücke gehört Frau Krüg", cut},
		{"In der Stube sa\xc3", "In der Stube sa", cut},
		{"The ferry was late \xe2\x80", "The ferry was late ", cut},
		{"방앗간은 강가에 \xec\x9e", "방앗간은 강가에 ", cut},
		{"風車は丘の上に\xe7", "風車は丘の上に", cut},
		{"A whale \xf0\x9f\x90", "A whale ", cut},
		{"They met in a caf\xe9", "They met in a café", "windows-1252"},
		{"La forge est ferm\xe9e, et le moulin br\xfbl\xe9", "La forge est fermée, et le moulin brûlé", "windows-1252"},
		{"The mill is old.", "The mill is old.", ""},
	} {
		if text, set, err := Decode([]byte(x.data)); err != nil || text != x.text || set != x.set {
			t.Errorf("%q: %q, %q, %v", x.data, text, set, err)
		}
	}
}
