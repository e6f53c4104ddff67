package kb

import "cmp"

// ReadDraft adds a value to what is built, as its text is read where kind is wanted.
func ReadDraft(b *Builder, kind Kind, text string) (Draft, error) {
	v, err := ReadValue(kind, text)
	if err != nil {
		return 0, err
	}
	return b.Value(v), nil
}

// Slug makes an id of a name, as an import makes them: "Bong Joon Ho" is "bong-joon-ho". A
// name without a letter or digit is "thing".
func Slug(name string) string { return cmp.Or(slug(name), "thing") }
