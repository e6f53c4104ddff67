package english

import "testing"

func TestAnnounces(t *testing.T) {
	gives(t, Announces, map[string]bool{
		"The decline was brought about by several factors.":          true,
		"He suggested three strategies that would serve the harbour": true,
		"There are various kinds of moss on the wall.":               true,
		"Three filmmakers directed the film.":                        false,
		"It works in two ways: by day and by night.":                 false,
		"Several people found ways home.":                            true,
		"The reason is not known.":                                   false,
	})
}
