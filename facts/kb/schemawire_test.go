package kb_test

import (
	"reflect"
	"testing"

	"hapjak/facts/kb"
)

// The compact file carries every field of a schema that schema.yaml has, and a file that
// was written before a relation could be open is read.
func TestSchemaWire(t *testing.T) {
	s := &kb.Schema{Kinds: append(kb.LiteralKinds(), kb.KindDef{}), Relations: []kb.RelationDef{{}}, Qualifiers: []kb.QualifierDef{{}}}
	for _, v := range []any{s, &s.Kinds[kb.Literals], &s.Relations[0], &s.Qualifiers[0]} {
		fill(t, reflect.ValueOf(v).Elem())
	}
	got, err := kb.DecodeSchema(kb.EncodeSchema(s))
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]any{
		"name": {got.Name, s.Name}, "about": {got.About, s.About}, "examples": {got.Examples, s.Examples}, "qualifiers": {got.Qualifiers, s.Qualifiers},
		"kind": {got.Kinds[kb.Literals], s.Kinds[kb.Literals]}, "relation": {got.Relations[0], s.Relations[0]},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %+v, want %+v", name, pair[0], pair[1])
		}
	}
	data := kb.EncodeSchema(s)
	for _, d := range s.Relations {
		data = data[:len(data)-1-len(d.Flag)]
	}
	if old, err := kb.DecodeSchema(data); err != nil || !old.Relations[0].Image || old.Relations[0].Flag != "" {
		t.Errorf("a file of before there were flags: %v", err)
	}
	old, err := kb.DecodeSchema(data[:len(data)-len(s.Relations)])
	if err != nil || !old.Relations[0].Open || old.Relations[0].Image {
		t.Errorf("a file of before there were images: %v", err)
	}
	old, err = kb.DecodeSchema(data[:len(data)-2*len(s.Relations)])
	if err != nil || old.Relations[0].Open || old.Relations[0].Says != s.Relations[0].Says {
		t.Errorf("a file of before: %v", err)
	}
}

// fill sets every field that is exported and empty to something.
func fill(t *testing.T, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		if !f.CanSet() || !f.IsZero() {
			continue
		}
		switch f.Interface().(type) {
		case string:
			f.SetString(v.Type().Field(i).Name)
		case []string:
			f.Set(reflect.ValueOf([]string{v.Type().Field(i).Name, "b"}))
		case bool:
			f.SetBool(true)
		case []kb.Kind:
			f.Set(reflect.ValueOf([]kb.Kind{kb.Literals}))
		case *kb.Kind:
			k := kb.Literals // itself, which a loader would fault
			f.Set(reflect.ValueOf(&k))
		case kb.Rel: // 0, the one there is
		case []kb.Rel:
			f.Set(reflect.ValueOf([]kb.Rel{0}))
		default:
			if v.Type().Field(i).Name != "Source" { // its fields are named one by one
				t.Errorf("nothing fills %s %s", v.Type().Field(i).Name, f.Type())
			}
		}
	}
}
