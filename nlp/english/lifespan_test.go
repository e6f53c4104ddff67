package english

import "testing"

func TestWithLifespan(t *testing.T) {
	gives(t, WithLifespan, map[string]string{
		"Ann Lee (1801–1877) was a miller.":                         "Ann Lee (born 1801, died 1877) was a miller.",
		"Ann Lee (3 May 1801 – c. 1877) was a miller.":              "Ann Lee (born 3 May 1801, died c. 1877) was a miller.",
		"Ann Lee (May 3, 1801 - June 9, 1877), was the miller.":     "Ann Lee (born May 3, 1801, died June 9, 1877), was the miller.",
		"The Alba Mill (1901–1903) was a ruin.":                     "The Alba Mill (1901–1903) was a ruin.",
		"Under Ann Lee (1801–1877) it was sold.":                    "Under Ann Lee (1801–1877) it was sold.",
		"In those years (1801–1877) the mill stood, and it was a …": "In those years (1801–1877) the mill stood, and it was a …",
	})
}
