package nlp

// Distance returns the number of edits that turn a into b, or most+1 when there
// are more than most: insertions, deletions and replacements of a byte, and
// swaps of neighbours (the restricted Damerau-Levenshtein distance). It takes
// time in the product of a's length and most.
func Distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	var buf [3][64]int
	rows := [3][]int{buf[0][:], buf[1][:], buf[2][:]}
	if len(b)+1 > len(buf[0]) {
		for i := range rows {
			rows[i] = make([]int, len(b)+1)
		}
	}
	for j := 0; j <= len(b); j++ {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev2, prev, row := rows[(i+1)%3], rows[(i-1)%3], rows[i%3]
		row[0] = i
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
	}
	return min(rows[len(a)%3][len(b)], most+1)
}
