package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// A definition is a command as Discord knows it. It has the fields that we set and
// nothing else, so that what is registered can be compared with it: what Discord
// adds of its own is dropped when it is read.
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

// textChannels are those that can be set aside: text, announcements, and the
// threads of both, and forums.
var textChannels = []int{0, 5, 10, 11, 12, 15}

// maxQuestion is how long a question may be, in code points.
const maxQuestion = 500

// ko makes a localisation.
func ko(s string) map[string]string { return map[string]string{"ko": s} }

// text makes an option that takes a text.
func text(name, nameKO, about, aboutKO string) option {
	return option{Kind: optString, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO), MaxLength: 100}
}

func (o option) must() option      { o.Required = true; return o }
func (o option) completes() option { o.Autocomplete = true; return o }

// slash makes a command that anybody may use anywhere.
func slash(name, nameKO, about, aboutKO string, options ...option) definition {
	return definition{Kind: slashCommand, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO),
		Options: options, Installs: []int{0, 1}, Contexts: []int{0, 1, 2}}
}

// The message command's name: what is seen under Apps in a message's menu.
const checkCommand = "Check this message"

// definitions are all commands.
func definitions() []definition {
	private := option{Kind: optBoolean, Name: "private", Names: ko("비공개"), Description: "Only you see the answer", Descriptions: ko("답변이 나에게만 보입니다")}
	question := text("question", "질문", "What you want to know", "알고 싶은 것").must()
	question.MaxLength = maxQuestion
	year := func(name, nameKO, about, aboutKO string) option {
		low, high := 1000.0, 9999.0
		return option{Kind: optInteger, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO), Min: &low, Max: &high}
	}
	return []definition{
		slash("ask", "질문", "Ask a question and get a cited answer", "질문하면 출처와 함께 답합니다", question, private),
		slash("film", "작품", "What the sources say of a film or drama", "영화나 드라마에 대해 출처가 말하는 것",
			text("title", "제목", "Its title, or a part of it", "제목 또는 제목의 일부").must().completes(), private),
		slash("person", "인물", "What the sources say of a person", "인물에 대해 출처가 말하는 것",
			text("name", "이름", "The name, or a part of it", "이름 또는 이름의 일부").must().completes(), private),
		slash("company", "회사", "What the sources say of a company", "회사에 대해 출처가 말하는 것",
			text("name", "이름", "The name, or a part of it", "이름 또는 이름의 일부").must().completes(), private),
		slash("timeline", "연표", "What happened, year by year", "연도별로 있었던 일",
			year("from", "부터", "The first year", "첫 해"), year("to", "까지", "The last year", "마지막 해"),
			text("about", "주제", "Only what has to do with this", "이것과 관련된 것만").completes(), private),
		slash("compare", "비교", "Two films, people or companies side by side", "작품, 인물, 회사 두 가지를 나란히",
			text("a", "하나", "The first", "첫 번째").must().completes(), text("b", "둘", "The second", "두 번째").must().completes(), private),
		slash("sources", "출처목록", "The articles that the answers come from", "답변의 출처가 되는 글", private),
		slash("source", "출처", "One of the articles", "글 하나",
			text("id", "글", "Which one", "어느 글").must().completes(), private),
		slash("random", "무작위", "Something you may not have known", "몰랐을지도 모르는 것", private),
		slash("help", "도움말", "What I can do, with examples", "할 수 있는 일과 예"),
		slash("about", "정보", "What I am and where my answers come from", "나는 무엇이고 답은 어디서 오는지"),
		config(),
		{Kind: messageCommand, Name: checkCommand, Names: ko("이 메시지 확인"), Installs: []int{0, 1}, Contexts: []int{0, 1, 2}},
	}
}

// config is the command for those who manage the server. Without options it shows
// what is set.
func config() definition {
	channel := func(name, nameKO, about, aboutKO string) option {
		return option{Kind: optChannel, Name: name, Names: ko(nameKO), Description: about, Descriptions: ko(aboutKO), Channels: textChannels}
	}
	answer := text("answer", "응답", "What I answer in the channels set aside", "지정한 채널에서 무엇에 답할지")
	answer.MaxLength = 0
	answer.Choices = []choice{
		{"only when I am mentioned", ko("나를 멘션할 때만"), "mentions"},
		{"every message", ko("모든 메시지"), "every"},
	}
	language := text("language", "언어", "The language of my replies in this server", "이 서버에서 쓰는 언어")
	language.MaxLength = 0
	language.Choices = []choice{
		{"each member's own", ko("각 사용자의 언어"), "auto"}, {"English", ko("영어"), "en"}, {"한국어", nil, "ko"},
	}
	d := slash("config", "설정", "How I behave in this server (for those who manage it)", "이 서버에서의 동작 설정 (서버 관리자용)",
		channel("add-channel", "채널추가", "Set a channel aside for questions", "질문용 채널로 지정"),
		channel("remove-channel", "채널제거", "No longer set a channel aside", "질문용 채널 지정 해제"),
		answer,
		option{Kind: optBoolean, Name: "private", Names: ko("비공개"), Description: "Answers to commands are private by default", Descriptions: ko("명령어의 답변을 기본으로 비공개")},
		language)
	d.Permissions = "32" // Manage Server
	d.Installs, d.Contexts = []int{0}, []int{0}
	return d
}

// register writes the commands, of one guild or of all, if what is registered differs. It says
// whether it did.
func (r *rest) register(ctx context.Context, app, guild string) (bool, error) {
	endpoint := discordgo.EndpointApplicationGlobalCommands(app)
	if guild != "" {
		endpoint = discordgo.EndpointApplicationGuildCommands(app, guild)
	}
	var have []definition
	if err := r.get(ctx, "commands", endpoint+"?with_localizations=true", &have); err != nil {
		return false, err
	}
	want := definitions()
	if guild != "" { // where a command is to be found is for those of all servers only
		for _, list := range [][]definition{have, want} {
			for i := range list {
				list[i].Installs, list[i].Contexts = nil, nil
			}
		}
	}
	same, err := equal(have, want)
	if err != nil || same {
		return false, err
	}
	_, err = r.retry(ctx, call{name: "commands", method: http.MethodPut, url: endpoint, bucket: "commands put", body: want}, nil)
	return err == nil, err
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
