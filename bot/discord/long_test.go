package discord

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
)

// A shelf answers everything with a long list, each line on a paragraph of its own.
type shelf struct {
	echo
	cited []facts.Citation
}

func (s *shelf) Handle(_ context.Context, r bot.Request) bot.Reply {
	text := facts.Text{}
	for _, c := range s.cited {
		text.Plain += "\nA line."
		text.Refs = append(text.Refs, facts.TextRef{At: len(text.Plain), Ref: c.Ref()})
	}
	return bot.Reply{Status: facts.Answered, Question: r.Text, Citations: slices.Clone(s.cited), Blocks: []bot.Block{{Text: text}}}
}

func (s *shelf) Cite(refs []corpus.Ref) (list []facts.Citation) {
	for _, ref := range refs {
		i := slices.IndexFunc(s.cited, func(c facts.Citation) bool { return bot.Brief(c.Source) == ref.Source && c.Paragraph == ref.Paragraph })
		list = append(list, s.cited[i])
	}
	return list
}

// called gives the sources of a shelf long ids.
func (s *shelf) called(id string) *shelf {
	for i := range s.cited {
		s.cited[i].Source = id + s.cited[i].Source
	}
	return s
}

// stock makes a shelf of n paragraphs, in turn of several sources, each of a passage of so many letters.
func stock(n, sources, letters int) *shelf {
	s := &shelf{}
	for i := range n {
		source := i % sources
		s.cited = append(s.cited, facts.Citation{Marker: i + 1, Source: fmt.Sprintf("quarterly-review-%d", source), Paragraph: 100 + i, Part: i % 3,
			Title: "A review", Publisher: "The Review", Passage: fmt.Sprintf("Passage %d: ", i+1) + strings.Repeat("word ", letters/5)})
	}
	return s
}

// TestSourcesOfALongAnswer: behind the Sources of an answer, however long it is, stands a passage for
// each of its marks, under that mark; and a complaint has all of its evidence.
func TestSourcesOfALongAnswer(t *testing.T) {
	marks := regexp.MustCompile(`\[(\d+)\]`)
	heads := regexp.MustCompile(`(?m)^\*\*(\d+)\.\*\*.*\n> Passage (\d+):`)
	for name, talk := range map[string]*shelf{"a few": stock(3, 1, 300), "of two sources": stock(14, 2, 300), "of many": stock(20, 7, 300), "long passages": stock(25, 1, 3000),
		"of many with long ids": stock(60, 60, 30).called(strings.Repeat("a-paper-of-many-words-", 7)), "of odd ids": stock(6, 3, 30).called("#1;a:2,3=4~")} {
		t.Run(name, func(t *testing.T) {
			r := start(t, setup{talk: talk, discord: discordtest.Options{ChannelRate: -1}})
			general, ann, _ := members(r)
			answer := r.answerTo(ann, general, "list them all")
			shown := map[string]string{}
			for _, b := range answer.Buttons {
				if !strings.HasPrefix(b.Label, "Sources") {
					continue
				}
				i := ann.Clicks(answer, b.Label)
				text := i.WaitReply(soon).Text()
				r.settled()
				for _, m := range i.Followups() {
					text += "\n" + m.Text()
				}
				for _, h := range heads.FindAllStringSubmatch(text, -1) {
					shown[h[1]] = h[2]
				}
			}
			for _, m := range marks.FindAllStringSubmatch(answer.Text(), -1) {
				if shown[m[1]] != m[1] {
					t.Errorf("[%s] is shown as passage %q", m[1], shown[m[1]])
				}
			}
			ann.Clicks(answer, "👍").WaitReply(soon)
			events, err := r.store.Events(t.Context(), store.Filter{Asker: r.store.Hash(ann.ID())})
			if err != nil || len(events) != 1 || len(strings.Fields(events[0].Evidence)) != len(talk.cited) || !strings.HasSuffix(events[0].Evidence, talk.cited[len(talk.cited)-1].Ref().String()) {
				t.Errorf("kept %+v, %v", events, err)
			}
		})
	}
}

// TestRefs: what is cited survives being written into buttons.
func TestRefs(t *testing.T) {
	for _, s := range []*shelf{stock(0, 1, 0), stock(1, 1, 0), stock(30, 1, 0), stock(30, 4, 0), stock(30, 30, 0), stock(40, 40, 0).called(strings.Repeat("한", 90))} {
		for _, first := range []int{1, 7} {
			var want, got []corpus.Ref
			var marks, as []int
			for i := range s.cited {
				s.cited[i].Marker = i*first + first
				want, marks = append(want, s.cited[i].Ref()), append(marks, s.cited[i].Marker)
				want[i].Source = bot.Brief(want[i].Source)
			}
			for _, piece := range refs(s.cited) {
				if _, ok := newCodec("x").encode(state{verb: verbSources, rest: piece}); !ok {
					t.Errorf("%q fits into no button", piece)
				}
				list, numbers := readRefs(piece)
				got, as = append(got, list...), append(as, numbers...)
			}
			if !reflect.DeepEqual(got, want) || !slices.Equal(as, marks) {
				t.Errorf("%d from %d: %v as %v", len(s.cited), first, got, as)
			}
		}
	}
	// As they stand in messages of long ago.
	if list, marks := readRefs("kobiz-2025:26,27;variety-2015:3"); len(list) != 3 || list[2] != (corpus.Ref{Source: "variety-2015", Paragraph: 3}) || !slices.Equal(marks, []int{1, 2, 3}) {
		t.Errorf("%v as %v", list, marks)
	}
}
