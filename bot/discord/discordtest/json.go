package discordtest

import (
	"encoding/json"
	"math"
	"unicode/utf8"
)

// Bodies are read into plain maps, so that a field left out and a field that
// is null stay apart. What is not of the wanted type reads as its zero.

func asObject(v any) object { m, _ := v.(object); return m }
func list(v any) []any      { l, _ := v.([]any); return l }
func str(v any) string      { s, _ := v.(string); return s }

// number reads an integer, 0 for anything else.
func number(v any) int {
	switch n := v.(type) {
	case json.Number:
		i, err := n.Int64()
		if err != nil {
			f, _ := n.Float64()
			return int(math.Round(f))
		}
		return int(i)
	case int:
		return n
	case float64:
		return int(n)
	}
	return 0
}

// runes counts code points, as Discord does.
func runes(v any) int { return utf8.RuneCountInString(str(v)) }
