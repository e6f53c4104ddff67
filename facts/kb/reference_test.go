package kb_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
)

var updateReference = flag.Bool("update", false, "write schema.md again")

// schema.md is made from the types of the schema and what stands beside their fields.
func TestSchemaReference(t *testing.T) {
	want := schemaReference(t)
	if *updateReference {
		if err := os.WriteFile("schema.md", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if kb.SchemaReference != string(want) {
		t.Error("schema.md is stale: go test ./facts/kb -run SchemaReference -update")
	}
}

// The keys that the reference tells of are those that are read: each of them is known
// where it stands, and no other is.
func TestSchemaReferenceIsComplete(t *testing.T) {
	sections := map[string]string{ // of the reference, by the function that reads it
		"readSchema": "Schema", "readSource": "Source", "qualifier": "QualifierDef", "kind": "KindDef", "relation": "RelationDef",
	}
	reference := string(schemaReference(t))
	if strings.Contains(reference, "|  |") {
		t.Error("a key stands there without a word about it: write a comment beside its field")
	}
	read := keysRead(t)
	if len(read) != len(sections) {
		t.Errorf("schemayaml.go reads keys in %d functions, the reference tells of %d", len(read), len(sections))
	}
	for function, name := range sections {
		told := keysOf(formOf(name))
		slices.Sort(told)
		if !slices.Equal(told, read[function]) {
			t.Errorf("%s: the reference tells of %q, read are %q", name, told, read[function])
		}
		for _, key := range told {
			if !strings.Contains(reference, "| `"+key+"` |") {
				t.Errorf("schema.md does not tell of %s", key)
			}
		}
	}
	for _, d := range kb.LiteralKinds() {
		if !strings.Contains(reference, "| `"+d.Name+"` |") {
			t.Errorf("schema.md does not tell of the kind %s", d.Name)
		}
	}
}

func formOf(name string) reflect.Type {
	for _, t := range []reflect.Type{reflect.TypeFor[kb.Schema](), reflect.TypeFor[kb.QualifierDef](), reflect.TypeFor[kb.KindDef](), reflect.TypeFor[kb.RelationDef](), reflect.TypeFor[corpus.Source]()} {
		if t.Name() == name {
			return t
		}
	}
	return nil
}

// keyOf returns the key of a field, empty for what stands in no file.
func keyOf(of reflect.Type, f reflect.StructField) string {
	if of.Name() == "Source" { // of corpus, which knows no schema
		switch f.Name {
		case "ID", "Untitled", "SHA256", "QuoteWords", "Paragraphs":
			return ""
		}
		return strings.ToLower(f.Name)
	}
	return strings.TrimPrefix(f.Tag.Get("yaml"), "-")
}

func keysOf(t reflect.Type) (keys []string) {
	for i := range t.NumField() {
		if key := keyOf(t, t.Field(i)); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// keysRead returns the keys of the maps of readers in curated/schema.go, by function. The
// literal kinds' are some of a kind's.
func keysRead(t *testing.T) map[string][]string {
	file, err := parser.ParseFile(token.NewFileSet(), "curated/schema.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string][]string{}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if _, ok := lit.Type.(*ast.MapType); !ok {
				return true
			}
			for _, e := range lit.Elts {
				key := strings.Trim(e.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value, `"`)
				if !slices.Contains(read[f.Name.Name], key) {
					read[f.Name.Name] = append(read[f.Name.Name], key)
				}
			}
			return true
		})
		slices.Sort(read[f.Name.Name])
	}
	return read
}

func schemaReference(t *testing.T) []byte {
	told := comments(t, "schema.go", "kb.go", "../../corpus/corpus.go")
	var b bytes.Buffer
	b.WriteString("# schema.yaml\n\nEvery key of a knowledge base's schema. A list of one may be written without its brackets.\n")
	for _, s := range []struct{ title, about, of string }{
		{"The file", "", "Schema"},
		{"A kind", "`kinds:` holds kinds by their names, `film: {name: film, plural: films}`. There may be " + fmt.Sprint(kb.MaxKinds) + ", the literal ones included.", "KindDef"},
		{"A relation", "`relations:` holds relations by their names. Examples are of one that joins a film to its director, who is the object.", "RelationDef"},
		{"A qualifier", "`qualifiers:` holds qualifiers by their names, `character: {to: character}`. Every statement may carry every one.", "QualifierDef"},
		{"The source of triples", "What stands under `source:`. All of it may be left out.", "Source"},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n", s.title)
		if s.about != "" {
			b.WriteString(s.about + "\n\n")
		}
		b.WriteString("| key | value | what it is |\n|---|---|---|\n")
		of := formOf(s.of)
		for i := range of.NumField() {
			f := of.Field(i)
			if key := keyOf(of, f); key != "" {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, valueOf(t, f.Type), told[s.of+"."+f.Name])
			}
		}
	}
	b.WriteString("\n## Literal kinds\n\nWhat an object or a qualifier may be besides a thing.\n\n| kind | what it is, and how it is written |\n|---|---|\n")
	for _, d := range kb.LiteralKinds() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", d.Name, told[strings.ToUpper(d.Name[:1])+d.Name[1:]])
	}
	return b.Bytes()
}

// valueOf says what is written for a field of a type.
func valueOf(t *testing.T, of reflect.Type) string {
	switch of {
	case reflect.TypeFor[string]():
		return "text"
	case reflect.TypeFor[[]string]():
		return "texts"
	case reflect.TypeFor[bool]():
		return "true or false"
	case reflect.TypeFor[*kb.Kind]():
		return "a kind"
	case reflect.TypeFor[[]kb.Kind]():
		return "kinds"
	case reflect.TypeFor[kb.Rel]():
		return "a relation"
	case reflect.TypeFor[[]kb.Rel]():
		return "relations"
	case reflect.TypeFor[[]kb.KindDef](), reflect.TypeFor[[]kb.RelationDef](), reflect.TypeFor[[]kb.QualifierDef](), reflect.TypeFor[corpus.Source]():
		return "see below"
	}
	t.Errorf("nothing says how a %s is written", of)
	return ""
}

// comments returns what stands beside or above the fields of the types, "Schema.Name",
// and the constants of files.
func comments(t *testing.T, files ...string) map[string]string {
	told := map[string]string{}
	note := func(name string, groups ...*ast.CommentGroup) {
		for _, g := range groups {
			if text := strings.Join(strings.Fields(g.Text()), " "); text != "" {
				text = strings.ToUpper(text[:1]) + text[1:]
				if !strings.HasSuffix(text, ".") {
					text += "."
				}
				told[name] = strings.ReplaceAll(text, "|", `\|`)
			}
		}
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					for _, f := range s.Fields.List {
						for _, id := range f.Names {
							note(n.Name.Name+"."+id.Name, f.Doc, f.Comment)
						}
					}
				}
			case *ast.ValueSpec:
				note(n.Names[0].Name, n.Doc, n.Comment)
			}
			return true
		})
	}
	return told
}
