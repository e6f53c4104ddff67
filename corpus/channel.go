package corpus

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
		Files     []struct {
			Name string `json:"fileName"`
		} `json:"attachments"`
		Embeds []struct {
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

// errChannel is what is wrong with the export of a channel that is not whole.
var errChannel = errors.New("a channel's export that is cut short or damaged; export it anew")

// isChannel reports whether a JSON file is the export of a channel with messages. One that is none is of a
// kind for which why is the note, and err is what is wrong with one that would be one if it were whole.
func isChannel(data []byte) (is bool, kind, why string, err error) {
	text, _, err := Decode(data)
	if err != nil {
		return false, "no JSON", err.Error(), nil
	}
	keys, err := topKeys(text)
	has := func(key string) bool { return keys[key] != nil }
	var messages []json.RawMessage
	switch {
	case err != nil && has("channel") && (has("guild") || has("messages")):
		return false, "", "", fmt.Errorf("%w (%w)", errChannel, err)
	case err != nil:
		return false, "no JSON", "no JSON that can be read: " + err.Error(), nil
	case !has("channel") || !has("messages") || json.Unmarshal(keys["messages"], &messages) != nil:
		return false, "other .json", "JSON that is no channel's export", nil
	case len(messages) == 0:
		return false, "no messages", "a channel's export with no messages in it", nil
	}
	return true, "", "", nil
}

// topKeys returns what the keys of a JSON object hold; that of the last one is empty where the text ends or is damaged in it.
func topKeys(text string) (keys map[string]json.RawMessage, err error) {
	in := json.NewDecoder(strings.NewReader(text))
	keys = map[string]json.RawMessage{}
	if open, err := in.Token(); open != json.Delim('{') { // a list, say, which may be cut too
		if err == nil && !json.Valid([]byte(text)) {
			err = errors.New("it is cut short or damaged")
		}
		return keys, jsonEnd(err)
	}
	for in.More() {
		key, err := in.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return keys, jsonEnd(err)
		}
		keys[name] = json.RawMessage{}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return keys, jsonEnd(err)
		}
		keys[name] = value
	}
	_, err = in.Token()
	return keys, jsonEnd(err)
}

// jsonEnd says in words that a text ends where JSON goes on.
func jsonEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends in the middle")
	}
	return err
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
	wordless, files := 0, []string(nil) // messages that are only a picture, say
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
			wordless++
			for _, file := range m.Files {
				files = append(files, tidy(file.Name))
			}
			continue
		}
		if name = tidy(name); name != "" {
			said = name + ": " + said
		}
		src.Paragraphs = append(src.Paragraphs, Paragraph{N: i + 1, Heading: day, Text: said, Verbatim: true})
	}
	f.untold(file, marks.left)
	if wordless > 0 {
		f.note("wordless", file, 0, "%s", wordlessNote(wordless, files))
	}
}

// wordlessNote says that so many messages are left out, and which files are all that they hold.
func wordlessNote(n int, files []string) string {
	const most = 5
	what := "1 message without words is left out"
	if n > 1 {
		what = fmt.Sprintf("%d messages without words are left out", n)
	}
	if len(files) == 0 {
		return what
	}
	what += "; attached to them: " + strings.Join(files[:min(most, len(files))], ", ")
	if more := len(files) - most; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	return what
}
