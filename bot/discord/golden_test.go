package discord

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/facts"
)

var update = flag.Bool("update", false, "rewrite testdata/golden with what is drawn now")

// TestGolden shows in review what a reply looks like on Discord.
func TestGolden(t *testing.T) {
	cites := []facts.Citation{
		{Marker: 1, Source: "variety-2015", Paragraph: 4, Title: "Co-Productions", Publisher: "Variety", Date: "2015", URL: "https://variety.com/2015/x/", Passage: "A digest of the paragraph.\nIn two lines."},
		{Marker: 2, Source: "kobiz-2025", Paragraph: 26, Title: "Ko-pick", Publisher: "KoBiz (KOFIC)", Date: "2025-04-03", Passage: "Another.", Verbatim: true},
		{Marker: 3, Source: "busquejobs", Paragraph: 12, Title: "The rise", URL: "busquejobs.com/when"},
	}
	answer := bot.Reply{Status: facts.Answered, Question: "who directed Snowpiercer?", Citations: cites[:2], More: "/more 0 ask who directed Snowpiercer?",
		Blocks: []bot.Block{{Text: told("Bong Joon Ho directed Snowpiercer (2013). [1][2] Nobody knows [9].", cites...)}}}
	replies := map[string]struct {
		reply bot.Reply
		how   drawing
	}{
		"answer":         {answer, drawing{locale: "en-US", owner: "42"}},
		"answer-korean":  {answer, drawing{locale: "ko", owner: "42", question: "설국열차 감독은 누구?"}},
		"answer-private": {answer, drawing{locale: "en-US", owner: "42", private: true}},
		"card": {bot.Reply{Status: facts.Answered, Citations: cites, Blocks: []bot.Block{{Kind: bot.CardBlock, Title: "D-War *2007*", URL: "variety.com/x", Text: told("2007 film", cites...),
			Fields: []bot.Field{{Label: "Director", Values: []facts.Text{told("Shim Hyung-rae [1]", cites...)}}, {Label: "Plot", Values: []facts.Text{told(strings.Repeat("a very long plot ", 8)+"[3]", cites...)}}, {Label: "Cast"}}}}}, drawing{locale: "en", owner: "42"}},
		"card-image": {bot.Reply{Status: facts.Answered, Citations: cites[:1], Blocks: []bot.Block{{Kind: bot.CardBlock, Title: "Okja (2017)", Image: "https://a.b/okja.jpg",
			Fields: []bot.Field{{Label: "Director", Values: []facts.Text{told("Bong Joon Ho [1]", cites...)}}}}}}, drawing{locale: "ko", owner: "42"}},
		"comparison": {bot.Reply{Status: facts.Answered, Citations: cites[:1], Blocks: []bot.Block{{Kind: bot.ComparisonBlock, Columns: []string{"Okja", "Snowpiercer"},
			Fields: []bot.Field{{Label: "Released", Values: []facts.Text{told("2017 [1]", cites...), told("2013 [1]", cites...)}}, {Label: "Budget", Values: []facts.Text{told("", cites...), told("₩40 bn [1]", cites...)}}}}}}, drawing{locale: "en", owner: "42"}},
		"timeline": {bot.Reply{Status: facts.Answered, Citations: cites[:2], More: "/more 2 timeline", Blocks: []bot.Block{{Kind: bot.TimelineBlock, Title: "Timeline",
			Entries: []bot.Entry{{When: "1958", Text: told("Love with an Alien came out. [1]", cites...)}, {When: "July 1964", Text: told("# Somebody died. [2]", cites...), URL: "https://a.b/c"}}}}}, drawing{locale: "en", owner: "42"}},
		"ambiguous": {bot.Reply{Status: facts.Ambiguous, Question: "tyrant", Blocks: []bot.Block{{Kind: bot.NoticeBlock, Text: told("Which “Tyrant” do you mean?", cites...)}},
			Choices: []facts.Choice{{Label: "Tyrant (1967)", Question: "/film tyrant"}, {Label: strings.Repeat("long ", 30), Question: strings.Repeat("too long to fit ", 9)}}}, drawing{locale: "en", owner: "42"}},
		"notice":  {bot.Reply{Status: facts.Unknown, Blocks: []bot.Block{{Kind: bot.NoticeBlock, Text: told("There is no command /@everyone. /help lists <@&1> what there is.", cites...)}}}, drawing{locale: "en", owner: "42"}},
		"nothing": {bot.Reply{}, drawing{}},
	}
	c := newCodec("golden")
	for name, r := range replies {
		compare(t, name, payloads(c.draw(r.reply, r.how)))
	}
	compare(t, "sources", payloads(drawSources(cites, "", "en")))
}

// compare compares messages with a file.
func compare(t *testing.T, name string, list []payload) {
	t.Helper()
	for _, p := range list {
		checkPayload(t, p)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(list); err != nil {
		t.Fatal(err)
	}
	drawn := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(b.String()) // as people read it
	file := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(file, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != drawn {
		t.Errorf("%s is drawn\n%s", name, drawn)
	}
}
