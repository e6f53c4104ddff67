package guess_test

import (
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/guess"
	"hapjak/facts/kb/triples"
)

// Things are called after the first plain column of names though a name is repeated there, and then two
// are two; no list, no sort and no name of another role is taken for theirs.
func TestNames(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"another role's name", "x.csv", "Cake,Cook name,Price\nPlum tart,Ida Ro,£3\nOat slab,Bo Ek,£2\n", "Oat slab|Plum tart"},
		{"another role's name, and a name twice", "x.csv", "Cake,Cook name,Price\nPlum tart,Ida Ro,£3\nOat slab,Bo Ek,£2\nPlum tart,Cy Moss,£5\n", "Oat slab|Plum tart|Plum tart"},
		{"a title that a translation repeats", "works.tsv", "wid\tform\tprimaryTitle\toriginalTitle\tyear\nw01\tplay\tLow Fog\tLow Fog\t1950\nw02\tplay\tLow Fog\tLow Fog\t1971\nw03\topera\tThe Ash Key\tAskenøkkel\t1980\nw04\tplay\tMoor\tMoor\t1981\n", "Low Fog|Low Fog|Moor|The Ash Key"},
		{"another role's name, twice, before it", "x.csv", "Cook name,Cake,Price\nIda Ro,Plum tart,£3\nBo Ek,Oat slab,£2\nIda Ro,Rye cob,£5\n", "Oat slab|Plum tart|Rye cob"},
		{"a name called as the code", "x.csv", "rower_id,rower_name,crew_name,born\nr1,Ola Ny,Noss RC,01/02/1990\nr2,Siv Ro,Hov RC,15/07/1988\nr3,Ola Ny,Hov RC,03/04/1999\n", "Ola Ny|Ola Ny|Siv Ro"},
		{"a list behind it", "x.tsv", "song\tmoods\tminutes\nLow Fog\tslow,sad\t3\nMoor\tquick\t4\nLow Fog\tsad,loud\t5\nKeel\tloud,quick\t6\n", "Keel|Low Fog|Low Fog|Moor"},
		{"a trade behind it", "x.csv", "id,worker,trade,born\nk1,Ida Ro,\"smith,cooper\",1900\nk2,Bo Ek,smith,1910\nk3,Ida Ro,cooper,1920\nk4,Cy Moss,\"cooper,baker\",1930\n", "Bo Ek|Cy Moss|Ida Ro|Ida Ro"},
		{"called as the file, a town apart", "libraries.csv", "library,keeper_name,street,town\nOld Hall,Ida Ro,1 Quay,Noss\nFold House,Bo Ek,2 Mill,Velden\nOld Hall,Cy Moss,7 Rigg,Velden\n", "Fold House|Old Hall|Old Hall"},
		{"a year apart", "x.csv", "Play,Kind,Author,Year\nLow Fog,farce,Ida Ro,1950\nMoor,farce,Bo Ek,1960\nLow Fog,farce,Cy Moss,1971\n", "Low Fog|Low Fog|Moor"},
		{"two people make it", "x.csv", "Play,Author,Year\nLow Fog,Ida Ro,1950\nMoor,Bo Ek,1960\nLow Fog,Cy Moss,1950\n", "Low Fog|Moor"},
		{"what groups the rows", "x.csv", "Shelf,Jar,Weight\nUpper,Plum,3 kg\nUpper,Quince,4 kg\nLower,Sloe,5 kg\n", "Plum|Quince|Sloe"},
		{"a sort before it", "x.csv", "Category,Item name,Price\nWarm,Leek soup,£3\nCold,Ham plate,£4\n", "Ham plate|Leek soup"},
		{"a place before it", "x.csv", "Town,Inn name,Beds\nNoss,The Oak,3\nVelden,The Elm,4\n", "The Elm|The Oak"},
		{"a place and who leads it", "x.csv", "Town,Mayor name,Houses\nNoss,Ida Ro,3\nVelden,Bo Ek,4\n", "Noss|Velden"},
		{"titles of people", "x.csv", "Title,Name,Room\nDr,Ida Ro,3\nMr,Bo Ek,4\nDr,Cy Moss,5\n", "Bo Ek|Cy Moss|Ida Ro"},
		{"given once a group", "x.csv", "Village,Hut,Beds\nNoss,Fell,3\n,Tarn,4\n,Gill,5\nVelden,Rigg,6\n,Brig,9\n", "Brig|Fell|Gill|Rigg|Tarn"},
		{"a repeated name and no other column of texts", "x.csv", "Lamp,Height\nFell,3\nTarn,4\nFell,5\n", "Fell|Tarn"},
	} {
		s, names, text := guessed(t, guess.File{Name: c.file, Data: []byte(c.text)})
		var told []string
		b, err := triples.Read(t.Context(), s, c.file, strings.NewReader(c.text), triples.Options{Names: names[0],
			Note: func(n corpus.Note) { told = append(told, n.String()) }, Fault: func(err error) { t.Errorf("%s: %v", c.name, err) }})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		kind, _ := s.Kind(names[0][0].Kind)
		var got []string
		for _, n := range b.OfKind(kind) {
			got = append(got, b.Name(n))
		}
		slices.Sort(got)
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s, want %s\n%s", c.name, strings.Join(got, "|"), c.want, text)
		}
		twice := len(got) != len(slices.Compact(slices.Clone(got)))
		if all := strings.Join(told, "\n"); twice && !strings.Contains(all, "another ") {
			t.Errorf("%s: two of one name, told %q", c.name, all)
		}
	}
}

// Who has a role is asked for by it, though the column is called as one of names.
func TestRoleNames(t *testing.T) {
	s, _, text := guessed(t, guess.File{Name: "x.csv", Data: []byte("Hall,Architect name,Warden name\nFell,Ida Ro,Bo Ek\nTarn,Cy Moss,Di Yew\n")})
	for name, noun := range map[string]string{"architect_name": "architect", "warden_name": "warden"} {
		if r, ok := s.Relation(name); !ok || s.RelationDef(r).Noun != noun || s.Kinds[s.RelationDef(r).To[0]].Name != "person" {
			t.Errorf("%s is no %s\n%s", name, noun, text)
		}
	}
}
