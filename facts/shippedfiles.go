package facts

import (
	"embed"
	"io/fs"
)

//go:embed shipped/schema.yaml shipped/facts/*.yaml
var shippedFiles embed.FS

// ShippedFiles returns the schema and the facts that are shipped, as people write
// them, for `hapjak check`. Answers come from what they were compiled to.
func ShippedFiles() fs.FS {
	sub, err := fs.Sub(shippedFiles, "shipped")
	if err != nil {
		return shippedFiles // cannot be: the name is valid
	}
	return sub
}
