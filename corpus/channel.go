package corpus

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A channel's export, as DiscordChatExporter writes it in JSON, is one article: each
// message is a paragraph, under the day on which it was written.
type channelExport struct {
	Guild struct {
		Name string `json:"name"`
	} `json:"guild"`
	Channel struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"channel"`
	Messages []struct {
		Type      any        `json:"type"`
		Timestamp string     `json:"timestamp"`
		Content   string     `json:"content"`
		Author    chatUser   `json:"author"`
		Mentions  []chatUser `json:"mentions"`
		Embeds    []struct {
			Title       string `json:"title"`
			Description string `json:"description"`
			Fields      []struct {
				Name  string `json:"name"`
				Value string `json:"value"`
			} `json:"fields"`
		} `json:"embeds"`
		Poll struct {
			Question pollText `json:"question"`
			Answers  []struct {
				Text pollText `json:"poll_media"`
			} `json:"answers"`
		} `json:"poll"`
	} `json:"messages"`
}

type chatUser struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Nickname string     `json:"nickname"`
	Roles    []chatUser `json:"roles"`
}

func (u chatUser) shown() string { return cmp.Or(u.Nickname, u.Name) }

type pollText struct {
	Text string `json:"text"`
}

// notice finds the kinds of messages that nobody writes: somebody came in, something was pinned. The exporter
// names some, and has numbers for the others.
var notice = regexp.MustCompile(`^(Recipient(Add|Remove)|Call|Channel(Name|Icon)Change|ChannelPinnedMessage|GuildMemberJoin|ThreadCreated|[1-9]|1[0-8]|2[24-9]|3\d)$`)

// isChannel reports whether a JSON file is the export of a channel.
func isChannel(data []byte) bool {
	var e struct {
		Channel  json.RawMessage   `json:"channel"`
		Messages []json.RawMessage `json:"messages"`
	}
	return json.Unmarshal(data, &e) == nil && e.Channel != nil && len(e.Messages) > 0
}

// chatMark matches what a chat has for people, channels, times, commands and pictures of its own, and
// the bars around what is to be uncovered.
var chatMark = regexp.MustCompile(`<(@[!&]?|#)(\d+)>|<a?:\w+:\d+>|<t:(-?\d{1,12})(?::(\w))?>|<(/[\w -]+):\d+>|\|\|`)

// asShown reads those marks as people see them: times in the zone in which a message was written.
func asShown(text string, called map[string]string, zone *time.Location) string {
	return chatMark.ReplaceAllStringFunc(text, func(mark string) string {
		m := chatMark.FindStringSubmatch(mark)
		switch {
		case m[2] != "":
			return escaped.Replace(m[1][:1] + cmp.Or(called[m[2]], "unknown"))
		case m[3] != "":
			seconds, err := strconv.ParseInt(m[3], 10, 64)
			if err != nil {
				return ""
			}
			form := map[string]string{"t": "15:04", "T": "15:04:05", "d": "2 January 2006", "D": "2 January 2006", "F": "Monday, 2 January 2006 15:04"}[m[4]]
			return time.Unix(seconds, 0).In(zone).Format(cmp.Or(form, "2 January 2006 15:04"))
		}
		return m[5]
	})
}

// names are what the people, roles and the channel of an export are called, by their ids.
func (e *channelExport) names() map[string]string {
	called := map[string]string{e.Channel.ID: e.Channel.Name}
	for _, m := range e.Messages {
		for _, u := range append(m.Mentions, m.Author) {
			called[u.ID] = u.shown()
			for _, r := range u.Roles {
				called[r.ID] = r.Name
			}
		}
	}
	return called
}

func readChannel(file, text string, src *Source, f *faults) {
	var e channelExport
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		f.at(file, 1, "%v", jsonFault(err))
		return
	}
	src.Title, src.Publisher = tidy("#"+e.Channel.Name), tidy(e.Guild.Name)
	var marks marks
	called := e.names()
	for i, m := range e.Messages {
		day, _ := ReadDate(m.Timestamp)
		src.Date = max(src.Date, day)
		name := m.Author.shown()
		if notice.MatchString(fmt.Sprint(m.Type)) {
			continue
		}
		parts := []string{m.Content}
		for _, e := range m.Embeds {
			if e.Title != "" && e.Description != "" {
				e.Title += ":"
			}
			parts = append(parts, e.Title, e.Description)
			var fields []string
			for _, f := range e.Fields {
				fields = append(fields, strings.ReplaceAll(f.Name, "_", " ")+": "+f.Value)
			}
			parts = append(parts, strings.Join(fields, "; "))
		}
		for i, a := range m.Poll.Answers {
			if i == 0 {
				parts = append(parts, m.Poll.Question.Text)
			}
			parts = append(parts, "("+strconv.Itoa(i+1)+") "+a.Text.Text)
		}
		zone := time.UTC
		if at, err := time.Parse(time.RFC3339, m.Timestamp); err == nil {
			zone = at.Location()
		}
		said := tidy(marks.inline(asShown(strings.Join(parts, " "), called, zone), 0))
		if said == "" {
			continue // a picture, or somebody came in
		}
		if name = tidy(name); name != "" {
			said = name + ": " + said
		}
		src.Paragraphs = append(src.Paragraphs, Paragraph{N: i + 1, Heading: day, Text: said, Verbatim: true})
	}
	f.untold(file, marks.left)
}
