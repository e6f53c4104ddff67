package corpus

import (
	"encoding/json"
	"regexp"
	"strings"
)

// A channel's export, as DiscordChatExporter writes it in JSON, is one article: each
// message is a paragraph, under the day on which it was written.
type channelExport struct {
	Guild struct {
		Name string `json:"name"`
	} `json:"guild"`
	Channel struct {
		Name string `json:"name"`
	} `json:"channel"`
	Messages []struct {
		Timestamp string `json:"timestamp"`
		Content   string `json:"content"`
		Author    struct {
			Name     string `json:"name"`
			Nickname string `json:"nickname"`
		} `json:"author"`
		Embeds []struct {
			Title       string `json:"title"`
			Description string `json:"description"`
		} `json:"embeds"`
	} `json:"messages"`
}

// isChannel reports whether a JSON file is the export of a channel.
func isChannel(data []byte) bool {
	var e struct {
		Channel  json.RawMessage   `json:"channel"`
		Messages []json.RawMessage `json:"messages"`
	}
	return json.Unmarshal(data, &e) == nil && e.Channel != nil && len(e.Messages) > 0
}

// chatMark matches what a chat has for people, channels, times and pictures of its own, and
// the bars around what is to be uncovered.
var chatMark = regexp.MustCompile(`<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:\d+(?::\w)?>|\|\|`)

func readChannel(file, text string, src *Source, f *faults) {
	var e channelExport
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		f.at(file, 1, "%v", jsonFault(err))
		return
	}
	src.Title, src.Publisher = tidy("#"+e.Channel.Name), tidy(e.Guild.Name)
	for i, m := range e.Messages {
		day, _ := ReadDate(m.Timestamp)
		src.Date = max(src.Date, day)
		name := m.Author.Nickname
		if name == "" {
			name = m.Author.Name
		}
		parts := []string{m.Content}
		for _, e := range m.Embeds {
			if e.Title != "" && e.Description != "" {
				e.Title += ":"
			}
			parts = append(parts, e.Title, e.Description)
		}
		said := tidy(inline(chatMark.ReplaceAllString(strings.Join(parts, " "), ""), nil, 0))
		if said == "" {
			continue // a picture, or somebody came in
		}
		if name = tidy(name); name != "" {
			said = name + ": " + said
		}
		src.Paragraphs = append(src.Paragraphs, Paragraph{N: i + 1, Heading: day, Text: said, Verbatim: true})
	}
}
