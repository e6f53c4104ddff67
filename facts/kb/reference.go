package kb

import _ "embed"

// SchemaReference tells of every key of schema.yaml, in Markdown. It is made from the
// types of the schema by a test, which says so when it is stale.
//
//go:embed schema.md
var SchemaReference string
