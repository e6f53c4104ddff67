package kb

import "cmp"

// ReadValue reads a value of a literal kind as facts/*.yaml have it: 2013, 1964-07,
// 1910-1945, 834338, 20 billion won. Where a date is wanted a year will do, and where a span
// is, both. The error says what is wrong with the text and how it is to be written.
func ReadValue(kind Kind, text string) (Value, error) { return ParseValue(kind, text) }

// draftOf adds a value to what is built, as its text is read where kind is wanted.
func draftOf(b *Builder, kind Kind, text string) (Draft, error) {
	v, err := ParseValue(kind, text)
	if err != nil {
		return 0, err
	}
	return b.Value(v), nil
}

// Slug makes an id of a name, as an import makes them: "Bong Joon Ho" is "bong-joon-ho". A
// name without a letter or digit is "thing".
func Slug(name string) string { return cmp.Or(slug(name), "thing") }
