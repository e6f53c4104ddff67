package suggest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/nlp/encoder"
)

// tabled is an article of a paragraph and a table.
func tabled(id, title, text, heads string, rows ...string) corpus.Source {
	s := listing(id, title, text, rows...)
	for i := range s.Paragraphs[1:] {
		s.Paragraphs[i+1].Heading = heads
	}
	return s
}

// A row says of the thing that it names what the heads of its columns ask for.
func TestFindInTables(t *testing.T) {
	const intro = "These boats serve the Sound."
	for name, x := range map[string]struct {
		heads string
		rows  []string
		want  []string
	}{
		"a kind's noun": {"Boat | Launched | Builder | Price",
			[]string{"Grey Heron | 1987 | Ann Berg | £3 million", "Sandpiper | 4 May 1994 | Ann Berg, Bo Lund | —", "Total | | | £3 million"},
			[]string{"Ann Berg built Grey Heron", "Ann Berg built Sandpiper", "Bo Lund built Sandpiper", "Grey Heron cost £3 million", "Grey Heron was launched in 1987", "Sandpiper was launched in 1994"}},
		"no kind's noun, but two relations": {"Name | Nickname of the boat | Launched in",
			[]string{"Turnstone | Old Faithful | 2003"},
			[]string{"Turnstone was launched in 2003", "the nickname of Turnstone is Old Faithful"}},
		"the things are not first": {"No. | Ship | Owned by",
			[]string{"1 | Grey Heron | Sound Lines", "2 | Sandpiper | vacant"},
			[]string{"Sound Lines owned Grey Heron"}},
		"one word is nobody's name":  {"Boat | Builder", []string{"Grey Heron | Volunteers"}, nil},
		"units in the head":          {"Boat | Price (£ million)", []string{"Grey Heron | 3.5"}, []string{"Grey Heron cost £3.5 million"}},
		"heads that ask for nothing": {"Boat | Colour | Berth", []string{"Grey Heron | 1987 | £3"}, nil},
		"one relation and no kind":   {"Port | Launched | Note", []string{"Tolsta | 1987 | £3"}, nil},
		"fewer cells than heads":     {"Boat | Launched | Builder", []string{"Grey Heron | Ann Berg"}, nil},
	} {
		f := New(emptyBase(t, []byte(strings.Replace(harbour, "noun: nickname}", `noun: nickname, says: "the nickname of {s} is {o}"}`, 1))),
			indexOf(t, []corpus.Source{tabled("fleet", "Our fleet", intro, x.heads, x.rows...)}), noJudge{})
		list, err := f.Find(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range list {
			got = append(got, p.Says)
			marked := p.Sentence[p.Start:p.End]
			if want := p.Object.Name; !strings.Contains(p.Sentence, marked) || marked != want && !strings.Contains(marked, strings.TrimSuffix(strings.TrimPrefix(want, "£"), " million")) {
				t.Errorf("%s: of %q %q is marked", name, p.Says, marked)
			}
			if !strings.HasPrefix(p.Cite, "fleet:2") {
				t.Errorf("%s: %q is cited from %s", name, p.Says, p.Cite)
			}
		}
		if slices.Sort(got); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: proposed\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(x.want, "\n"))
		}
	}
}

// noJudge finds an answer nowhere.
type noJudge struct{}

func (noJudge) Judge(_ context.Context, _ string, _ []string, out []encoder.Judgement) error {
	for i := range out {
		out[i] = encoder.Judgement{Logit: -10}
	}
	return nil
}
