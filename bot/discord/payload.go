package discord

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// A view is what is to be seen, in Markdown that is Discord's own: escaped where it is a
// stranger's. payloads makes messages of it that keep every limit, whatever is in it.
type view struct {
	plain   bool   // a short message instead of a card
	title   string // plain text
	url     string
	text    string // Markdown
	fields  []field
	sources string // Markdown in small letters, beneath
	buttons [][]button
	bin     []button // of the messages before the last: each can be deleted
	private bool
	accent  int    // the colour of the card's edge; 0: none
	picture *file  // in a card, or with a short message
	image   string // the address of a small picture beside the title
	caption string // what is said of it to those who do not see it
}

type field struct {
	name, value string // plain text, and Markdown
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
	Files      []attachedFile               `json:"attachments"`

	file  *file    // the one that there may be
	image bool     // there is a picture of somebody else's server in it
	old   *payload // of a message of components: the same as an embed, for where those are refused
}

// flagComponents marks a message that is components and nothing else, "Components v2".
const flagComponents = discordgo.MessageFlagsIsComponentsV2

// MarshalJSON writes a message. One of components may have no content and no embeds: null
// leaves them out of a new message, and takes them out of one that is edited.
func (p payload) MarshalJSON() ([]byte, error) {
	type fields payload
	if p.Flags&flagComponents == 0 {
		return json.Marshal(fields(p))
	}
	return json.Marshal(struct {
		fields
		Content *string `json:"content"`
		Embeds  *string `json:"embeds"`
	}{fields: fields(p)})
}

// asEmbed is the message without components v2.
func (p payload) asEmbed() payload {
	if p.old == nil {
		return p
	}
	old := *p.old
	old.Flags |= p.Flags &^ flagComponents
	old.Reference, old.Nonce, old.Enforce = p.Reference, p.Nonce, p.Enforce
	return old
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
	if v.plain {
		return plain(v)
	}
	title, under := heading(v), cutLines(v.sources, maxSources)
	lines := fieldLines(v.fields)
	room := maxLayout - runes(title) - runes(under)
	var pieces [][]string
	if both := runes(v.text) + runes(lines); both <= room {
		pieces = [][]string{{v.text, lines}}
	} else {
		for _, text := range parts(strings.TrimSpace(v.text+"\n\n"+lines), room) {
			pieces = append(pieces, []string{text})
		}
	}
	var out []payload
	for i, texts := range pieces {
		head, foot := "", ""
		if i == 0 {
			head = title
		}
		last := i == len(pieces)-1
		if last {
			foot = under
		}
		p := card(v, head, texts, foot)
		v.picture, v.image = nil, "" // the first has them
		if last {
			p.put(rows(v.buttons))
		} else {
			p.put(rows([][]button{v.bin}))
		}
		out = append(out, p)
	}
	return out
}

// plain makes messages of text alone.
func plain(v view) []payload {
	var out []payload
	texts := parts(v.text, maxContent)
	for i, text := range texts {
		p := payload{Content: text, Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{}, Files: (*file)(nil).attached(), Flags: discordgo.MessageFlagsSuppressEmbeds}
		if v.private {
			p.Flags |= flagEphemeral
		}
		if strings.TrimSpace(text) == "" {
			p.Content = "…" // nothing to say must not be nothing
		}
		if i == len(texts)-1 {
			p.Components, p.Files, p.file = rows(v.buttons), v.picture.attached(), v.picture
		}
		out = append(out, p)
	}
	return out
}

// parts cuts a text into at most maxPieces, of room letters each; at least one.
func parts(text string, room int) []string {
	texts := split(clip(text, maxPieces*room), room)
	if len(texts) > maxPieces {
		texts = texts[:maxPieces]
		texts[maxPieces-1] = strings.TrimRight(cutMarkdown(texts[maxPieces-1], room-2), "\\ \n") + " …"
	}
	if len(texts) == 0 {
		return []string{""}
	}
	return texts
}

// card makes one message: a container with a title, texts that lines part, and what
// stands beneath in small letters.
func card(v view, title string, texts []string, under string) payload {
	var inside []discordgo.MessageComponent
	add := func(text string, parted bool) {
		if strings.TrimSpace(text) == "" {
			return
		}
		if parted && len(inside) > 0 {
			inside = append(inside, discordgo.Separator{})
		}
		inside = append(inside, discordgo.TextDisplay{Content: text})
	}
	add(title, false)
	v.beside(inside)
	if v.picture != nil {
		inside = append(inside, v.picture.gallery())
	}
	for i, text := range texts {
		add(text, i > 0)
	}
	if len(inside) == 0 {
		add("…", false)
	}
	add(under, true)
	box := discordgo.Container{Components: inside}
	if v.accent != 0 {
		box.AccentColor = &v.accent
	}
	p := payload{Components: []discordgo.MessageComponent{box}, Flags: flagComponents, Files: v.picture.attached(), file: v.picture, image: v.image != ""}
	if v.private {
		p.Flags |= flagEphemeral
	}
	p.old = embed(v, title, texts, under)
	return p
}

// put puts rows of buttons at the end.
func (p *payload) put(rows []discordgo.MessageComponent) {
	box := p.Components[0].(discordgo.Container)
	box.Components = append(box.Components, rows...)
	p.Components[0] = box
	p.old.Components = rows
}

// embed makes the same message as an embed.
func embed(v view, title string, texts []string, under string) *payload {
	e := &discordgo.MessageEmbed{Color: v.accent}
	if title != "" {
		e.Title, e.URL = escapeTo(v.title, maxTitle), address(v.url)
	}
	shown := slices.DeleteFunc(append(slices.Clone(texts), under), func(s string) bool { return strings.TrimSpace(s) == "" })
	if e.Description = strings.Join(shown, "\n\n"); e.Title == "" && e.Description == "" {
		e.Description = "…"
	}
	if v.picture != nil {
		e.Image = &discordgo.MessageEmbedImage{URL: pictureAt}
	}
	if v.image != "" {
		e.Thumbnail = &discordgo.MessageEmbedThumbnail{URL: v.image}
	}
	return &payload{Embeds: []*discordgo.MessageEmbed{e}, Components: []discordgo.MessageComponent{}, Files: v.picture.attached(), file: v.picture}
}

// heading is the first line of a card.
const headingMark = "### "

func heading(v view) string {
	if strings.TrimSpace(v.title) == "" {
		return ""
	}
	if title := escapeTo(v.title, maxTitle); title != "" {
		return headingMark + link(title, v.url)
	}
	return ""
}

// fieldLines writes fields a line each, and those of several lines under their names.
func fieldLines(list []field) string {
	var lines []string
	for _, f := range list {
		name, value := strings.TrimSpace(escapeTo(f.name, maxFieldName)), strings.TrimSpace(f.value)
		if name == "" || value == "" {
			continue
		}
		by := " "
		if strings.Contains(value, "\n") {
			by = "\n"
		}
		lines = append(lines, "**"+name+"**"+by+value)
	}
	return strings.Join(lines, "\n")
}

// cutLines leaves out the lines that would not fit.
func cutLines(s string, n int) string {
	var out []string
	for line := range strings.Lines(s) {
		if n -= runes(line); n < 0 {
			break
		}
		out = append(out, strings.TrimRight(line, "\n"))
	}
	return strings.Join(out, "\n")
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
	respondUpdate  = 7 // to a button: another message in the place of its own
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
	Value     string `json:"value,omitempty"` // what stands there at first
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
	return typing(id, label, hint, "", long, false)
}

// typing is a text of a dialogue.
func typing(id, label, hint, value string, long, needed bool) labelled {
	style := int(discordgo.TextInputShort)
	if long {
		style = int(discordgo.TextInputParagraph)
	}
	return labelled{componentLabel, clip(label, maxInputLabel), textInput{componentText, id, style, clip(hint, maxHint), clip(value, maxTyped), needed, maxTyped}}
}

// picking is a choice of a dialogue that must be made.
func picking(id, label string, options []selectable) labelled {
	return labelled{componentLabel, clip(label, maxInputLabel), selectInput{componentSelect, id, options, true}}
}
