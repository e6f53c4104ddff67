package evidence

import (
	"testing"

	"hapjak/nlp"
)

func TestPresents(t *testing.T) {
	stems := nlp.NewStemmer()
	for sentence, want := range map[string]struct {
		how  int
		role string
	}{
		"Ann Lee (1801–1877) was an English miller.":                 {Said, ""},
		"Ask Dr Ann Lee, who keeps the keys.":                        {presented, ""},
		"Ann Lee, a nurse from Alba, keeps the keys.":                {presented, "a nurse from Alba"},
		"Bo and Ann Lee, brother and sister, built it.":              {presented, "brother and sister"},
		"There is Ann Lee, Bo's uncle.":                              {presented, "Bo's uncle"},
		"It was sold to the club's president, Ann Lee, in May.":      {presented, "the club's president"},
		"Ask the miller, Ann Lee, who keeps the keys.":               {presented, "the miller"},
		"Ann Lee, asked twice, refused.":                             {mentioned, ""},
		"Bo's son, Ann Lee, refused.":                                {presented, "Bo's son"},
		"Then an old miller by the name of Ann Lee rowed past.":      {presented, "an old miller"},
		"His wife Ann Lee kept the light.":                           {aside, "His wife"},
		"In May Ann Lee sold it.":                                    {mentioned, ""},
		"With Ann Lee, he sold it.":                                  {mentioned, ""},
		"Ann Lee, Bo Ray and Cy Orr sold it.":                        {mentioned, ""},
		"The day Ann Lee came it rained.":                            {mentioned, ""},
		"Ann Lee's mill was a ruin.":                                 {mentioned, ""},
		"Bo Ray was a miller.":                                       {0, ""},
		"When Ann Lee, however, came to the mill, nobody was in it.": {presented, "however"}, // what stands between commas is taken for it
	} {
		how, role := presents(sentence, stems.Stems("ann lee"), stems)
		if how != want.how || role != want.role {
			t.Errorf("%q: %d, %q; want %d, %q", sentence, how, role, want.how, want.role)
		}
	}
}
