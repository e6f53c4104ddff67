package nlp

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want int
	}{
		{"", "", 2, 0}, {"snowpeircer", "snowpiercer", 3, 1}, {"shose", "shoes", 2, 1}, {"kitten", "sitting", 5, 3},
		{"abc", "abcdef", 2, 3}, {"okja", "akjo", 1, 2}, {"direcetd", "directed", 2, 1},
	} {
		if got := Distance(c.a, c.b, c.most); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.most, got, c.want)
		}
	}
}
