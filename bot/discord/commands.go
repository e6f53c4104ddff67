package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot"
	"hapjak/bot/messages"
	"hapjak/bot/store"
)

// A definition is a command as Discord knows it. It has the fields that we set and
// nothing else, so that what is registered can be compared with it: what Discord adds of
// its own is dropped when it is read.
type definition struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Kind         int               `json:"type"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Options      []option          `json:"options,omitempty"`
	Permissions  string            `json:"default_member_permissions,omitempty"`
	Installs     []int             `json:"integration_types,omitempty"` // 0 in a server, 1 for a user
	Contexts     []int             `json:"contexts,omitempty"`          // 0 servers, 1 the bot's DMs, 2 other private channels
}

type option struct {
	Kind         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
	Choices      []choice          `json:"choices,omitempty"`
	Channels     []int             `json:"channel_types,omitempty"`
	Min          *float64          `json:"min_value,omitempty"`
	Max          *float64          `json:"max_value,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
}

type choice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value string            `json:"value"`
}

// Kinds of options, of channels, and of commands.
const (
	optString, optInteger, optBoolean, optChannel = 3, 4, 5, 7
	slashCommand, messageCommand                  = 1, 3
)

// textChannels are those that can be set aside: text, announcements, and the threads of
// both, and forums.
var textChannels = []int{0, 5, 10, 11, 12, 15}

// maxQuestion is how long a question may be, in code points.
const maxQuestion = 500

// ko makes a localisation.
func ko(s string) map[string]string { return map[string]string{"ko": s} }

// picks makes an option that takes one of some values.
func picks(name, nameKO, about, aboutKO string, list ...choice) option {
	return option{Kind: optString, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO), Choices: list}
}

// The message command's name: what is seen under Apps in a message's menu.
const checkCommand = "Check this message"

// definitions are the commands of the conversation, with /config and the message
// command. Which there are follows from the knowledge bases, of which the further ones are
// named.
func definitions(list []bot.Command, bases []string) []definition {
	private := option{Kind: optBoolean, Name: "private", Names: ko("비공개"), Description: "Only you see the answer", Descriptions: ko("답변이 나에게만 보입니다")}
	korean := messages.For("ko")
	var out []definition
	for _, c := range list {
		if c.Continues || len(out) == maxCommands {
			continue // More is a button
		}
		d := definition{Kind: slashCommand, Name: c.Name, Description: clip(c.Summary("en"), maxAbout), Descriptions: ko(clip(c.Summary("ko"), maxAbout)),
			Installs: []int{0, 1}, Contexts: []int{0, 1, 2}}
		if name := "name." + c.Name; korean.Has(name) {
			d.Names = ko(korean.Text(name))
		}
		for _, o := range c.Options {
			d.Options = append(d.Options, optionOf(o))
		}
		d.Options = append(d.Options, private)
		out = append(out, d)
	}
	return append(out, config(bases), privacyDefinition(), complaintsDefinition(),
		definition{Kind: messageCommand, Name: checkCommand, Names: ko("이 메시지 확인"), Installs: []int{0, 1}, Contexts: []int{0, 1, 2}})
}

// ofDiscord says whether a text begins with a command that the conversation does not know: it can only be
// chosen from Discord's list.
func ofDiscord(text string) bool {
	name, typed := strings.CutPrefix(strings.TrimSpace(text), "/")
	name, _, _ = strings.Cut(name, " ")
	return typed && slices.ContainsFunc([]definition{config(nil), privacyDefinition(), complaintsDefinition()}, func(d definition) bool { return name == d.Name || name == d.Names["ko"] })
}

const (
	maxCommands = 90  // slash commands; Discord takes 100
	maxAbout    = 100 // a description
)

// optionWords are what options mean, in English and in Korean.
var optionWords = map[string][2]string{
	"question": {"What you want to know", "알고 싶은 것"},
	"title":    {"The title, or a part of it", "제목 또는 제목의 일부"},
	"name":     {"The name, or a part of it", "이름 또는 이름의 일부"},
	"from":     {"The first year", "첫 해"},
	"to":       {"The last year", "마지막 해"},
	"about":    {"Only what has to do with this", "이것과 관련된 것만"},
	"text":     {"What to look through", "살펴볼 글"},
	"a":        {"The first", "첫 번째"},
	"b":        {"The second", "두 번째"},
	"id":       {"Which article", "어느 글"},
	"n":        {"The paragraph to begin at", "시작할 문단"},
}

// optionOf makes an option of a command.
func optionOf(o bot.Option) option {
	w, ok := optionWords[o.Name]
	if !ok {
		w = [2]string{o.Name, o.Name}
	}
	out := option{Kind: optString, Name: o.Name, Description: w[0], Descriptions: ko(w[1]), Required: o.Required, Autocomplete: o.Completes}
	if name := o.Called("ko"); name != o.Name {
		out.Names = ko(name)
	}
	switch {
	case o.Integer:
		low, high := 0.0, 9999.0
		out.Kind, out.Min, out.Max = optInteger, &low, &high
	case o.Name == "question":
		out.MaxLength = maxQuestion
	case o.Name == "text":
		out.MaxLength = 4000
	default:
		out.MaxLength = maxChoice
	}
	return out
}

// config is the command for those who manage the server. Without options it shows what
// is set.
func config(bases []string) definition {
	channel := func(name, nameKO, about, aboutKO string) option {
		return option{Kind: optChannel, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO), Channels: textChannels}
	}
	answer := picks("answer", "응답", "What I answer in the channels set aside", "지정한 채널에서 무엇에 답할지",
		choice{"only when I am mentioned", ko("봇을 멘션할 때만"), "mentions"},
		choice{"every message", ko("모든 메시지"), "every"})
	language := picks("language", "언어", "The language of my replies in this server", "이 서버에서 쓰는 언어",
		choice{"each member's own", ko("각 사용자의 언어"), "auto"}, choice{"English", ko("영어"), "en"}, choice{"한국어", nil, "ko"})
	keep := picks("keep", "보관", "Which questions are kept for those who look after the sources", "출처 관리자를 위해 보관할 질문",
		choice{"those I could not answer, and votes", ko("답하지 못한 질문과 평가"), "unanswered"},
		choice{"all", ko("모두"), store.KeepAll}, choice{"none", ko("보관 안 함"), store.KeepNone})
	oneDay, tenYears := 1.0, 3650.0
	d := definition{Kind: slashCommand, Name: "config", Names: ko("설정"),
		Description: "How I behave in this server (for those who manage it)", Descriptions: ko("이 서버에서의 동작 설정 (서버 관리자용)"),
		Permissions: "32", // Manage Server
		Installs:    []int{0}, Contexts: []int{0},
		Options: []option{channel("add-channel", "채널추가", "Set a channel aside for questions", "질문용 채널로 지정"),
			channel("remove-channel", "채널제거", "No longer set a channel aside", "질문용 채널 지정 해제"),
			answer,
			option{Kind: optBoolean, Name: "private", Names: ko("비공개"), Description: "Answers to commands are private by default", Descriptions: ko("명령어의 답변을 기본으로 질문한 사람에게만 보여 줍니다")},
			language, keep,
			option{Kind: optInteger, Name: "keep-days", Names: ko("보관일수"), Description: "For how many days they are kept", Descriptions: ko("질문을 보관하는 날수"), Min: &oneDay, Max: &tenYears}},
	}
	if len(bases) > 0 {
		list := []choice{{"the usual one", ko("기본 지식 베이스"), store.UsualBase}}
		for _, name := range bases[:min(len(bases), maxBases)] {
			list = append(list, choice{name, nil, name})
		}
		d.Options = append(d.Options, picks("base", "지식베이스", "What I answer from, here or in one channel", "이 서버나 특정 채널에서 답변에 쓸 지식 베이스", list...),
			channel("base-channel", "지식베이스채널", "The channel that the base is for; without it the whole server", "그 지식 베이스를 쓸 채널 (고르지 않으면 서버 전체)"))
	}
	return d
}

// compare says what the commands should be, of one guild or of all, and whether what is
// registered is the same.
func (r *rest) compare(ctx context.Context, app, guild string, commands []bot.Command, bases []string) (want []definition, same bool, err error) {
	var have []definition
	if err := r.get(ctx, "commands", commandsAt(app, guild)+"?with_localizations=true", &have); err != nil {
		return nil, false, err
	}
	want = definitions(commands, bases)
	if guild != "" { // where a command is to be found is for those of all servers only
		for _, list := range [][]definition{have, want} {
			for i := range list {
				list[i].Installs, list[i].Contexts = nil, nil
			}
		}
	}
	same, err = equal(have, want)
	return want, same, err
}

// register writes the commands if what is registered differs: Discord allows 200 a day.
// It says whether it did.
func (r *rest) register(ctx context.Context, app, guild string, commands []bot.Command, bases []string) (bool, error) {
	want, same, err := r.compare(ctx, app, guild, commands, bases)
	if err != nil || same {
		return false, err
	}
	_, err = r.retry(ctx, call{name: "commands", method: http.MethodPut, url: commandsAt(app, guild), bucket: "commands put", body: want}, nil)
	return err == nil, err
}

func commandsAt(app, guild string) string {
	if guild != "" {
		return discordgo.EndpointApplicationGuildCommands(app, guild)
	}
	return discordgo.EndpointApplicationGlobalCommands(app)
}

// equal says whether two sets of commands are the same, in whatever order.
func equal(a, b []definition) (bool, error) {
	one, err := canonical(a)
	if err != nil {
		return false, err
	}
	two, err := canonical(b)
	return bytes.Equal(one, two), err
}

func canonical(list []definition) ([]byte, error) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b definition) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	for i := range list {
		d := &list[i]
		d.Installs, d.Contexts = slices.Sorted(slices.Values(d.Installs)), slices.Sorted(slices.Values(d.Contexts))
		if d.Permissions == "0" {
			d.Permissions = ""
		}
	}
	out, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("comparing commands: %w", err)
	}
	return out, nil
}
