package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// A view is what is to be seen, in Markdown that is Discord's own: escaped where it is a
// stranger's. payloads makes messages of it that keep every limit, whatever is in it.
type view struct {
	plain   bool   // a short message instead of an embed
	title   string // plain text
	url     string
	text    string // Markdown
	fields  []field
	footer  string // plain text
	buttons [][]button
	private bool
	color   int
}

type field struct {
	name, value string // plain text, and Markdown
	inline      bool
}

type button struct {
	label, emoji string
	style        discordgo.ButtonStyle
	id           string // custom_id
	url          string // instead of an id
}

// A payload is a message as it is sent, as an answer to an interaction, or as an edit.
type payload struct {
	Content    string                       `json:"content"`
	Embeds     []*discordgo.MessageEmbed    `json:"embeds"`
	Components []discordgo.MessageComponent `json:"components"`
	Mentions   mentions                     `json:"allowed_mentions"`
	Flags      discordgo.MessageFlags       `json:"flags,omitempty"`
	Reference  *discordgo.MessageReference  `json:"message_reference,omitempty"`
	Nonce      string                       `json:"nonce,omitempty"`
	Enforce    bool                         `json:"enforce_nonce,omitempty"`
}

// mentions forbids all pings: of users, roles, everyone and whom a message replies to.
// Without it Discord pings whatever the text names, and again at each edit.
type mentions struct{}

func (mentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

// maxPieces bounds the messages of one answer.
const maxPieces = 3

// payloads makes messages of a view. There is at least one, and each can be sent.
func payloads(v view) []payload {
	footer := clip(v.footer, 300)
	room := maxDescription
	if v.plain {
		room = maxContent
	}
	texts := split(clip(v.text, maxPieces*room), room)
	if len(texts) > maxPieces {
		texts = texts[:maxPieces]
		texts[maxPieces-1] = strings.TrimRight(cutMarkdown(texts[maxPieces-1], room-2), "\\ \n") + " …"
	}
	if len(texts) == 0 {
		texts = []string{""}
	}
	var out []payload
	for _, text := range texts {
		p := payload{Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{}}
		if v.private {
			p.Flags |= discordgo.MessageFlagsEphemeral
		}
		if v.plain {
			p.Content = text
			p.Flags |= discordgo.MessageFlagsSuppressEmbeds
		} else {
			p.Embeds = append(p.Embeds, &discordgo.MessageEmbed{Description: text, Color: v.color})
		}
		out = append(out, p)
	}
	first, last := &out[0], &out[len(out)-1]
	if v.plain {
		if first.Content == "" {
			first.Content = "…" // nothing to say must not be nothing
		}
	} else {
		head(first.Embeds[0], v)
		room := maxEmbedSum - embedSum(last.Embeds) - runes(footer)
		last.Embeds[0].Fields = fieldsOf(v.fields, room)
		if footer != "" {
			last.Embeds[0].Footer = &discordgo.MessageEmbedFooter{Text: footer}
		}
		if e := first.Embeds[0]; e.Title == "" && e.Description == "" && len(e.Fields) == 0 {
			e.Description = "…"
		}
	}
	last.Components = rows(v.buttons)
	return out
}

// head puts the title on an embed.
func head(e *discordgo.MessageEmbed, v view) {
	if strings.TrimSpace(v.title) == "" {
		return
	}
	e.Title = escapeTo(v.title, maxTitle)
	e.URL = address(v.url)
}

// fieldsOf makes fields, as many as fit into the room.
func fieldsOf(list []field, room int) []*discordgo.MessageEmbedField {
	var out []*discordgo.MessageEmbedField
	for _, f := range list {
		if strings.TrimSpace(f.name) == "" || strings.TrimSpace(f.value) == "" {
			continue // Discord refuses the whole message for an empty one
		}
		name, value := escapeTo(f.name, maxFieldName), cutMarkdown(f.value, maxFieldValue)
		room -= runes(name) + runes(value)
		if room < 0 || len(out) == maxFields || name == "" || strings.TrimSpace(value) == "" {
			break
		}
		out = append(out, &discordgo.MessageEmbedField{Name: name, Value: value, Inline: f.inline})
	}
	return out
}

// cutMarkdown cuts a Markdown text to n code points, between words.
func cutMarkdown(s string, n int) string {
	s = strings.ToValidUTF8(s, "�")
	if runes(s) <= n {
		return s
	}
	pieces := split(s, n-2)
	if len(pieces) == 0 {
		return ""
	}
	return pieces[0] + " …"
}

// embedSum counts what Discord counts of the embeds of a message.
func embedSum(list []*discordgo.MessageEmbed) int {
	n := 0
	for _, e := range list {
		n += runes(e.Title) + runes(e.Description)
		for _, f := range e.Fields {
			n += runes(f.Name) + runes(f.Value)
		}
		if e.Footer != nil {
			n += runes(e.Footer.Text)
		}
		if e.Author != nil {
			n += runes(e.Author.Name)
		}
	}
	return n
}

// rows makes rows of buttons, dropping what Discord would refuse the message for: ids
// that are too long or twice there, buttons without a label, and all past the fifth row.
func rows(list [][]button) []discordgo.MessageComponent {
	out := []discordgo.MessageComponent{}
	seen := map[string]bool{}
	for _, line := range list {
		var row []discordgo.MessageComponent
		flush := func() {
			if len(row) > 0 && len(out) < maxRows {
				out = append(out, discordgo.ActionsRow{Components: row})
			}
			row = nil
		}
		for _, b := range line {
			c, ok := buttonOf(b, seen)
			if !ok {
				continue
			}
			if row = append(row, c); len(row) == maxRow {
				flush()
			}
		}
		flush()
	}
	return out
}

func buttonOf(b button, seen map[string]bool) (discordgo.Button, bool) {
	c := discordgo.Button{Label: clip(strings.TrimSpace(b.label), maxLabel), Style: b.style, CustomID: b.id}
	if b.emoji != "" {
		c.Emoji = &discordgo.ComponentEmoji{Name: b.emoji}
	}
	if c.Label == "" && c.Emoji == nil {
		return c, false
	}
	if b.url != "" {
		c.URL, c.CustomID, c.Style = address(b.url), "", discordgo.LinkButton
		return c, c.URL != ""
	}
	if c.Style == 0 {
		c.Style = discordgo.SecondaryButton
	}
	if n := runes(c.CustomID); n < 1 || n > maxCustomID || seen[c.CustomID] {
		return c, false
	}
	seen[c.CustomID] = true
	return c, true
}

// Kinds of answers to an interaction.
const (
	respondPong    = 1
	respondMessage = 4
	respondLater   = 5 // a message, later
	respondNothing = 6 // to a button: nothing to see yet
	respondChoices = 8
	respondModal   = 9
)

// A response is the answer to an interaction.
type response struct {
	Kind int `json:"type"`
	Data any `json:"data,omitempty"`
}

// choices is the data of an answer to an autocompletion. It must be there even when it
// is empty.
type choices struct {
	Choices []proposal `json:"choices"`
}

type proposal struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// modal is a dialogue.
type modal struct {
	ID         string     `json:"custom_id"`
	Title      string     `json:"title"`
	Components []labelled `json:"components"`
}

// labelled is one input of a dialogue beneath its label, which discordgo does not have
// yet.
type labelled struct {
	Kind  int    `json:"type"`
	Label string `json:"label"`
	Input any    `json:"component"`
}

// textInput and selectInput are what may stand beneath a label.
type textInput struct {
	Kind      int    `json:"type"`
	ID        string `json:"custom_id"`
	Style     int    `json:"style"`
	Hint      string `json:"placeholder,omitempty"`
	Required  bool   `json:"required"`
	MaxLength int    `json:"max_length"`
}

type selectInput struct {
	Kind     int          `json:"type"`
	ID       string       `json:"custom_id"`
	Options  []selectable `json:"options"`
	Required bool         `json:"required"`
}

type selectable struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Kinds of components that dialogues are made of.
const (
	componentSelect = 3
	componentText   = 4
	componentLabel  = 18
)

// writing is an optional text of a dialogue.
func writing(id, label, hint string, long bool) labelled {
	style := int(discordgo.TextInputShort)
	if long {
		style = int(discordgo.TextInputParagraph)
	}
	return labelled{componentLabel, clip(label, maxInputLabel), textInput{componentText, id, style, clip(hint, maxHint), false, maxTyped}}
}

// picking is a choice of a dialogue that must be made.
func picking(id, label string, options []selectable) labelled {
	return labelled{componentLabel, clip(label, maxInputLabel), selectInput{componentSelect, id, options, true}}
}
