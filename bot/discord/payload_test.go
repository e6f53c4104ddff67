package discord

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// checkPayload holds a message to every limit of Discord's.
func checkPayload(t *testing.T, p payload) {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"allowed_mentions":{"parse":[],"replied_user":false}`) {
		t.Errorf("a message that may ping: %s", data)
	}
	if p.Flags&flagComponents == 0 {
		if runes(p.Content) > 2000 || strings.TrimSpace(p.Content) == "" || len(p.Embeds) > 0 {
			t.Errorf("content %d, %d embeds", runes(p.Content), len(p.Embeds))
		}
		checkRows(t, p.Components)
		return
	}
	if !strings.Contains(string(data), `"content":null,"embeds":null`) {
		t.Errorf("components beside something else: %s", data)
	}
	box, ok := p.Components[0].(discordgo.Container)
	if !ok || len(p.Components) != 1 || len(box.Components) == 0 {
		t.Fatalf("components %+v", p.Components)
	}
	count, letters, at := 1, 0, 0
	for ; at < len(box.Components); at++ {
		text, ok := box.Components[at].(discordgo.TextDisplay)
		if s, is := box.Components[at].(discordgo.Section); is {
			text, ok = s.Components[0].(discordgo.TextDisplay)
			image, is := s.Accessory.(discordgo.Thumbnail)
			if count += 2; len(s.Components) != 1 || !is || image.Media.URL != address(image.Media.URL) || *image.Description == "" {
				t.Errorf("section %+v", s)
			}
		}
		if g, is := box.Components[at].(discordgo.MediaGallery); is {
			if count++; len(g.Items) != 1 || runes(*g.Items[0].Description) > 1024 || p.file == nil {
				t.Errorf("gallery %+v", g)
			}
			continue
		}
		if _, line := box.Components[at].(discordgo.Separator); !ok && !line {
			break
		}
		if count++; ok && strings.TrimSpace(text.Content) == "" {
			t.Error("an empty text")
		}
		letters += runes(text.Content)
	}
	if count += checkRows(t, box.Components[at:]); count > 40 || letters > 4000 {
		t.Errorf("%d components, %d letters", count, letters)
	}
	old := p.asEmbed()
	if old.Flags&flagComponents != 0 || len(old.Embeds) != 1 {
		t.Fatalf("as an embed: %+v", old)
	}
	e := old.Embeds[0]
	if runes(e.Title) > 256 || runes(e.Description) > 4096 || strings.TrimSpace(e.Title+e.Description) == "" {
		t.Errorf("embed: title %d, description %d", runes(e.Title), runes(e.Description))
	}
	checkRows(t, old.Components)
}

// checkRows holds rows of buttons to the limits, and counts their components.
func checkRows(t *testing.T, rows []discordgo.MessageComponent) int {
	t.Helper()
	if len(rows) > 5 {
		t.Errorf("%d rows", len(rows))
	}
	count := len(rows)
	ids := map[string]bool{}
	for _, row := range rows {
		r, ok := row.(discordgo.ActionsRow)
		if !ok || len(r.Components) < 1 || len(r.Components) > 5 {
			t.Fatalf("row %+v", row)
		}
		count += len(r.Components)
		for _, c := range r.Components {
			b := c.(discordgo.Button)
			if runes(b.Label) > 80 || b.Label == "" && b.Emoji == nil || (b.URL == "") == (b.CustomID == "") || (b.URL != "") != (b.Style == discordgo.LinkButton) {
				t.Errorf("button %+v", b)
			}
			if b.CustomID != "" && (runes(b.CustomID) > 100 || ids[b.CustomID]) {
				t.Errorf("custom_id %q, twice: %v", b.CustomID, ids[b.CustomID])
			}
			ids[b.CustomID] = true
		}
	}
	return count
}

// buttonsOf returns the rows of buttons of a message.
func buttonsOf(p payload) (rows []discordgo.MessageComponent) {
	all := p.Components
	if len(all) > 0 {
		if box, ok := all[0].(discordgo.Container); ok {
			all = box.Components
		}
	}
	for _, c := range all {
		if r, ok := c.(discordgo.ActionsRow); ok {
			rows = append(rows, r)
		}
	}
	return rows
}

// extreme returns a view at or past every limit, filled with a text.
func extreme(fill string, n int) view {
	long := strings.Repeat(fill, n)
	escaped := escape(long)
	v := view{image: "https://a.b/c.png", caption: clip(fill, maxAlt), picture: &file{pictureName, "image/png", []byte("x"), clip(fill, maxAlt)}, title: long, url: "https://a.b/c", text: escaped, sources: "-# " + strings.ReplaceAll(escaped, "\n", "\n-# ")}
	for i := range 40 {
		v.fields = append(v.fields, field{name: fmt.Sprint(i, long), value: escaped})
	}
	for i := range 8 {
		var line []button
		for j := range 8 {
			line = append(line, button{label: long, id: fmt.Sprint("id", (i*8+j)%30), emoji: ""})
		}
		v.buttons = append(v.buttons, line)
	}
	v.buttons = append(v.buttons, []button{{label: "x", id: strings.Repeat("가", 101)}, {label: "", id: "e"}, {label: "l", url: "javascript:1"}, {label: "ok", url: "https://a.b"}})
	return v
}

func TestPayloadsKeepTheLimits(t *testing.T) {
	notRaced(t)
	for _, fill := range []string{"설국열차 ", "👨‍👩‍👧‍👦", "@everyone <@&1> **x** [a](https://b.c)\n", "word ", "\\", "\u0301", "x", " ", "```\ncode\n"} {
		for _, n := range []int{0, 1, 50, 260, 1030, 2500} {
			for _, plain := range []bool{false, true} {
				v := extreme(fill, n)
				v.plain, v.private = plain, plain
				list := payloads(v)
				if len(list) < 1 || len(list) > maxPieces {
					t.Errorf("%d messages", len(list))
				}
				for i, p := range list {
					checkPayload(t, p)
					if i < len(list)-1 && len(buttonsOf(p)) > 0 {
						t.Error("buttons before the last message")
					}
					if plain != (p.Flags&discordgo.MessageFlagsEphemeral != 0) {
						t.Error("not as private as asked")
					}
				}
			}
		}
	}
}

func FuzzPayloads(f *testing.F) {
	f.Add("설국열차", "# **title** @everyone", "name", "value\n```", 3)
	f.Add("", "", "", "", 0)
	f.Fuzz(func(t *testing.T, text, title, name, value string, n int) {
		if n < 0 || n > 40 || len(text)+len(title)+len(name)+len(value) > 4000 {
			return
		}
		v := view{title: strings.Repeat(title, n), text: strings.Repeat(text, n), sources: strings.Repeat(name, n)}
		for range n {
			v.fields = append(v.fields, field{name: name, value: value})
			v.buttons = append(v.buttons, []button{{label: title, id: name}, {label: name, id: value, emoji: "👍"}})
		}
		for _, plain := range []bool{true, false} {
			v.plain = plain
			for _, p := range payloads(v) {
				checkPayload(t, p)
			}
		}
	})
}
