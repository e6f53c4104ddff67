package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot"
	"hapjak/bot/timeline"
)

// This file shows pictures: a timeline, which is sent as a file of its message, and that of
// a card, whose address the base states.

// A file is sent with a message.
type file struct {
	name, kind string
	data       []byte
	alt        string // what is said of a picture to those who do not see it
}

const (
	pictureName = "timeline.png"
	pictureAt   = "attachment://" + pictureName
	// pictureWidth is about what Discord's window gives a picture.
	pictureWidth = 550
	maxAlt       = 1024
)

// painted is what the picture of a reply shows.
func painted(r bot.Reply) (list []timeline.Entry) {
	for _, b := range r.Blocks {
		if b.Kind != bot.TimelineBlock {
			continue
		}
		for _, e := range b.Entries {
			if e.From == 0 {
				continue
			}
			text := e.Text.Plain
			if !strings.Contains(text, e.When) {
				text = e.When + ": " + text
			}
			list = append(list, timeline.Entry{From: e.From, To: e.To, Text: text})
		}
	}
	return list
}

// paint paints the timeline of a reply; nil where there is none to speak of.
func paint(r bot.Reply, locale string) *file {
	list := painted(r)
	if len(list) < 2 {
		return nil
	}
	p := timeline.Layout(list, pictureWidth)
	png, err := p.PNG()
	if err != nil {
		return nil // the list says the same
	}
	first, last := list[0].From/10000, 0
	for _, e := range list {
		last = max(last, e.To/10000)
	}
	return &file{pictureName, "image/png", png, clip(say(locale, "pictured", "n", strconv.Itoa(len(list)), "from", strconv.Itoa(first), "to", strconv.Itoa(last)), maxAlt)}
}

// gallery shows the picture in a card.
func (f *file) gallery() discordgo.MessageComponent {
	return discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: pictureAt}, Description: &f.alt}}}
}

// beside puts the small picture of a card beside its title.
func (v *view) beside(inside []discordgo.MessageComponent) {
	if v.image != "" && len(inside) == 1 {
		inside[0] = discordgo.Section{Components: []discordgo.MessageComponent{inside[0]},
			Accessory: discordgo.Thumbnail{Media: discordgo.UnfurledMediaItem{URL: v.image}, Description: &v.caption}}
	}
}

// attachedFile says in a message which of its files is which.
type attachedFile struct {
	ID          int    `json:"id,string"`
	Name        string `json:"filename"`
	Description string `json:"description,omitempty"`
}

func (f *file) attached() []attachedFile {
	if f == nil {
		return []attachedFile{} // an edit takes the one before away
	}
	return []attachedFile{{0, f.name, f.alt}}
}

// bare is a message without pictures, for where they are refused.
func (p payload) bare() payload {
	p.file, p.image, p.Files = nil, false, (*file)(nil).attached()
	p.Components = slices.Clone(p.Components)
	for i, c := range p.Components {
		if box, ok := c.(discordgo.Container); ok {
			if s, is := box.Components[0].(discordgo.Section); is {
				box.Components = append(slices.Clone(s.Components), box.Components[1:]...)
			}
			box.Components = slices.DeleteFunc(slices.Clone(box.Components), func(c discordgo.MessageComponent) bool {
				_, is := c.(discordgo.MediaGallery)
				return is
			})
			p.Components[i] = box
		}
	}
	if p.old != nil {
		old := *p.old
		e := *old.Embeds[0]
		e.Image, e.Thumbnail = nil, nil
		old.Embeds, old.file, old.Files = []*discordgo.MessageEmbed{&e}, nil, p.Files
		p.old = &old
	}
	return p
}

// form writes a message with its file as Discord takes them together. It returns the
// content type too.
func (f *file) form(body any) ([]byte, string, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for _, part := range []struct {
		name, kind string
		data       []byte
	}{
		{`name="payload_json"`, "application/json", text},
		{`name="files[0]"; filename="` + f.name + `"`, f.kind, f.data},
	} {
		to, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {"form-data; " + part.name}, "Content-Type": {part.kind}})
		if err != nil {
			return nil, "", fmt.Errorf("a message with a file: %w", err)
		}
		if _, err := to.Write(part.data); err != nil {
			return nil, "", fmt.Errorf("a message with a file: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", fmt.Errorf("a message with a file: %w", err)
	}
	return out.Bytes(), w.FormDataContentType(), nil
}
