package kb

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"hapjak/facts/kb/fault"
)

// maxImage bounds an address, in bytes: what it is shown by takes no longer ones.
const maxImage = 512

// ImageAddress says what is wrong with the address of a picture: it must be an https
// address of a server on the internet, without a password in it.
func ImageAddress(text string) error {
	u, err := url.Parse(text)
	odd := strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > unicode.MaxASCII || strings.ContainsRune("<>\"`\\", r) })
	if err != nil || odd || u.Scheme != "https" || !strings.Contains(u.Hostname(), ".") || u.User != nil || len(text) > maxImage {
		return fmt.Errorf("%q is no address of a picture: write https://host/path, %d letters at most", fault.Clip([]byte(text)), maxImage)
	}
	return nil
}

// ImageFault says what is wrong with the object of a relation, where it is a picture's
// address.
func (d *RelationDef) ImageFault(text string) error {
	if !d.Image {
		return nil
	}
	return ImageAddress(strings.TrimSpace(text))
}
