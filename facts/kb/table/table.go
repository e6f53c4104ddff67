// Package table reads tables as people and programs write them, a head or a cell at a time. It knows no
// schema: package guess makes one of a table by what is told here, and package triples reads the statements of
// a table by a schema that there is.
//
//	text.go      the text of a file becomes rows: in which character set it is, and what stands between cells
//	head.go      what the head of a column says: a unit, a currency, that its values tell rows apart
//	question.go  heads that are questions, as the export of a form has them
//	words.go     heads as names of a schema
//	cell.go      what cells say besides values: nothing, yes or no, that a value is not known
package table

import (
	"path/filepath"
	"strings"
)

// A Naming says which columns of a guessed table name its things, and of which kind these are.
type Naming struct {
	Sheet   string   `json:"sheet,omitempty"` // of a workbook
	Columns []string `json:"columns"`         // several are parts of a name: first name, surname
	Kind    string   `json:"kind"`
	// Between stands between the parts of a name that are relations as well: home and away.
	Between string `json:"between,omitempty"`
}

// IsWorkbook reports whether a file is one by its ending.
func IsWorkbook(file string) bool {
	ext := strings.ToLower(filepath.Ext(file))
	return ext == ".xlsx" || ext == ".xlsm"
}
