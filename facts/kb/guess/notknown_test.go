package guess

import (
	"slices"
	"strings"
	"testing"
)

// R's NA is no value, of whatever a column holds, but a code among codes.
func TestNotKnownGuessed(t *testing.T) {
	for _, x := range []struct {
		name, text string
		want       bool // NA is a value
	}{
		{"lands", "buoy,land\nKelp,NA\nFoam,DE\nDrift,KR\nSpray,DE\n", true},
		{"people", "buoy,keeper\nKelp,NA\nFoam,Ida Ro\nDrift,Bo Ek\nSpray,Ann Lee\n", false},
		{"numbers", "buoy,depth_m\nKelp,NA\nFoam,7\nDrift,9\n", false},
	} {
		var rows [][]string
		for row := range strings.Lines(x.text) {
			rows = append(rows, strings.Split(strings.TrimSpace(row), ","))
		}
		g, err := newGuessedTable("buoys.csv", sampledSheet{rows: rows})
		if err != nil {
			t.Fatal(x.name, err)
		}
		if got := slices.Contains(g.columns[1], "NA"); got != x.want || (g.rows[0][1] == "NA") != x.want {
			t.Errorf("%s: %q, %q", x.name, g.columns, g.rows)
		}
	}
}
