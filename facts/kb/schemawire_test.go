package kb

import (
	"reflect"
	"testing"
)

// The compact file carries every field of a schema that schema.yaml has, and a file that
// was written before a relation could be open is read.
func TestSchemaWire(t *testing.T) {
	s := &Schema{Kinds: append(LiteralKinds(), KindDef{}), Relations: []RelationDef{{}}, Qualifiers: []QualifierDef{{}}}
	for _, v := range []any{s, &s.Kinds[literals], &s.Relations[0], &s.Qualifiers[0]} {
		fill(t, reflect.ValueOf(v).Elem())
	}
	got, err := decodeSchema(encodeSchema(s))
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]any{
		"name": {got.Name, s.Name}, "about": {got.About, s.About}, "examples": {got.Examples, s.Examples}, "qualifiers": {got.Qualifiers, s.Qualifiers},
		"kind": {got.Kinds[literals], s.Kinds[literals]}, "relation": {got.Relations[0], s.Relations[0]},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %+v, want %+v", name, pair[0], pair[1])
		}
	}
	data := encodeSchema(s)
	for _, d := range s.Relations {
		data = data[:len(data)-1-len(d.Flag)]
	}
	if old, err := decodeSchema(data); err != nil || !old.Relations[0].Image || old.Relations[0].Flag != "" {
		t.Errorf("a file of before there were flags: %v", err)
	}
	old, err := decodeSchema(data[:len(data)-len(s.Relations)])
	if err != nil || !old.Relations[0].Open || old.Relations[0].Image {
		t.Errorf("a file of before there were images: %v", err)
	}
	old, err = decodeSchema(data[:len(data)-2*len(s.Relations)])
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
		case []Kind:
			f.Set(reflect.ValueOf([]Kind{literals}))
		case *Kind:
			k := literals // itself, which a loader would fault
			f.Set(reflect.ValueOf(&k))
		case Rel: // 0, the one there is
		case []Rel:
			f.Set(reflect.ValueOf([]Rel{0}))
		default:
			if v.Type().Field(i).Name != "Source" { // its fields are named one by one
				t.Errorf("nothing fills %s %s", v.Type().Field(i).Name, f.Type())
			}
		}
	}
}
