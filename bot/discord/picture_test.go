package discord

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/facts"
)

// pictured checks that a message shows its one file, which is a picture, and says what it is.
func pictured(t *testing.T, m discordtest.Message) {
	t.Helper()
	if len(m.Files) != 1 || len(m.Images) != 1 {
		t.Fatalf("%d files, %q: %s", len(m.Files), m.Images, m.Raw)
	}
	f := m.Files[0]
	if img, err := png.Decode(bytes.NewReader(f.Data)); err != nil || img.Bounds().Dx() != 2*pictureWidth {
		t.Errorf("%s is no picture: %v", f.Name, err)
	}
	if len(f.Data) > 500_000 || !strings.Contains(f.Description, "timeline of") || !strings.Contains(m.Images[0], f.Name) {
		t.Errorf("%d bytes, %q, %q", len(f.Data), f.Description, m.Images)
	}
}

func unpictured(t *testing.T, m discordtest.Message) {
	t.Helper()
	if len(m.Files)+len(m.Images) != 0 || strings.Contains(string(m.Raw), pictureName) {
		t.Errorf("%d files, %q", len(m.Files), m.Images)
	}
	says(t, m, "1958")
}

// TestPainted: a picture's labels have no markers, and no holes where they were.
func TestPainted(t *testing.T) {
	list := painted(bot.Reply{Blocks: []bot.Block{{Kind: bot.TimelineBlock, Entries: []bot.Entry{
		{When: "2013", From: 20130101, To: 20131231, Text: told("A Wedding Invitation [2], Mr. Go [2][3] and Snowpiercer [3] came out.")}, {Text: told("undated")}}}}})
	if len(list) != 1 || list[0].Text != "2013: A Wedding Invitation, Mr. Go and Snowpiercer came out." {
		t.Errorf("%+v", list)
	}
}

// TestTimelineIsAPicture shows a timeline as a picture on every surface, and changes it
// with the page.
func TestTimelineIsAPicture(t *testing.T) {
	r := start(t, setup{})
	general, ann, _ := members(r)
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	pictured(t, page)
	if says(t, page, "**1958** Love with an Alien came out. "); strings.Contains(page.Text(), "in 1958.") {
		t.Errorf("the year is told twice: %s", page.Text())
	}
	next := ann.Clicks(page, "More").WaitReply(soon)
	pictured(t, next)
	if next.ID != page.ID || bytes.Equal(page.Files[0].Data, next.Files[0].Data) {
		t.Error("the picture of another page is the same")
	}
	m := ann.Says(general, r.Mention()+" /timeline 1955 1970")
	answer := m.WaitReply(soon)
	pictured(t, answer)
	ann.Edits(m, r.Mention()+" who directed Okja?")
	if edited := answer.WaitEdit(soon); len(edited.Files)+len(edited.Images) != 0 {
		t.Errorf("the picture stays where there is no timeline any more: %s", edited.Raw)
	}
	pictured(t, ann.Uses(general, "timeline", discordtest.Args{"private": true}).WaitReply(soon))
	if one := ann.Uses(general, "timeline", discordtest.Args{"from": 1958, "to": 1958}).WaitReply(soon); len(one.Files) != 0 {
		t.Error("a picture of one thing")
	}
	pictured(t, ann.Says(ann.DM(), "/timeline").WaitReply(soon))
}

// TestWherePicturesAreRefused answers without one.
func TestWherePicturesAreRefused(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	general.Deny(discordtest.PermAttachFiles)
	for range 2 {
		unpictured(t, r.answerTo(ann, general, "/timeline 1955 1970"))
	}
	unpictured(t, ann.Uses(general, "timeline", nil).WaitReply(soon))
	refused := 0
	for _, q := range r.Requests() {
		if q.Status == 403 {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("tried %d times", refused)
	}
}

// TestPictureOfAnEmbed shows it where messages of components are refused.
func TestPictureOfAnEmbed(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{NoComponents: true, ChannelRate: -1}})
	general, ann, _ := members(r)
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	if len(page.Files) != 1 || len(page.Images) != 1 || len(page.Embeds) != 1 {
		t.Errorf("%d files, %q, %d embeds", len(page.Files), page.Images, len(page.Embeds))
	}
	general.Deny(discordtest.PermAttachFiles)
	unpictured(t, r.answerTo(ann, general, "/timeline 1955 1970"))
}

// TestPictureOverHTTP gives it by the callback: a response in HTTP has no place for it.
func TestPictureOverHTTP(t *testing.T) {
	r := startHTTP(t, setup{})
	general, ann, _ := members(r)
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	pictured(t, page)
	pictured(t, ann.Clicks(page, "More").WaitReply(soon))
}

// illustrated is a conversation whose cards have pictures.
type illustrated struct {
	Talker
	address string
}

func (c illustrated) Handle(context.Context, bot.Request) bot.Reply {
	return bot.Reply{Status: facts.Answered, Citations: []facts.Citation{{Marker: 1, Source: "list", Paragraph: 1}},
		Blocks: []bot.Block{{Kind: bot.CardBlock, Title: "Okja (2017)", Image: c.address, Fields: []bot.Field{{Label: "Director", Values: []facts.Text{told("Bong Joon Ho [1]", facts.Citation{Marker: 1, Source: "list", Paragraph: 1})}}}}}}
}

// TestCardsHaveImages shows a card's picture beside its title, and the card without it
// where Discord takes no such picture.
func TestCardsHaveImages(t *testing.T) {
	const address = "https://example.org/okja.jpg"
	r := start(t, setup{talk: illustrated{&echo{}, address}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	card := ann.Uses(general, "film", discordtest.Args{"title": "Okja"}).WaitReply(soon)
	if len(card.Images) != 1 || card.Images[0] != address+" Picture of Okja (2017)" || card.Texts[0] != "### Okja (2017)" || len(card.Files) != 0 {
		t.Errorf("%q, %q", card.Images, card.Texts)
	}
	refused := discordtest.Refused(400, 50035, "Invalid Form Body").On("POST", "/channels/{channel_id}/messages")
	r.Fail(refused)
	r.Fail(refused) // as components, and as an embed
	bare := r.answerTo(ann, general, "okja")
	if says(t, bare, "Okja (2017)", "Bong Joon Ho"); len(bare.Images) != 0 {
		t.Errorf("%q", bare.Images)
	}

	bad := start(t, setup{talk: illustrated{&echo{}, "http://example.org/a b"}})
	general, ann, _ = members(bad)
	if card := ann.Uses(general, "film", discordtest.Args{"title": "Okja"}).WaitReply(soon); len(card.Images) != 0 {
		t.Errorf("%q", card.Images)
	}
}
