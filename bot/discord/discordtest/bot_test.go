package discordtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

const soon = 5 * time.Second

// redirect sends what is meant for discord.com to the fake.
type redirect struct{ to *url.URL }

func (r redirect) RoundTrip(q *http.Request) (*http.Response, error) {
	q = q.Clone(q.Context())
	q.URL.Scheme, q.URL.Host = r.to.Scheme, r.to.Host
	return http.DefaultTransport.RoundTrip(q)
}

// silent is what a message must say to ping nobody.
var silent = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

// newSession is a session of discordgo that talks to the fake.
func newSession(t *testing.T, d *Discord) *discordgo.Session {
	t.Helper()
	s, err := discordgo.New("Bot " + d.Token())
	if err != nil {
		t.Fatal(err)
	}
	s.LogLevel = -1 // nothing: the tests provoke errors
	to, _ := url.Parse(d.BaseURL())
	s.Client = &http.Client{Transport: redirect{to}, Timeout: 10 * time.Second}
	s.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	return s
}

// open opens it and closes it when the test ends.
func open(t *testing.T, s *discordgo.Session) {
	t.Helper()
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
}

// start brings up a fake that checks its own answers too.
func start(t *testing.T, o Options) *Discord {
	d := Start(t, o)
	d.conform = true
	return d
}

// echo is a bot that repeats what mentions it, as a reply.
func echo(t *testing.T, d *Discord) *discordgo.Session {
	s := newSession(t, d)
	s.AddHandler(func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author == nil || m.Author.Bot || m.Content == "" {
			return
		}
		s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content:   strings.TrimSpace(strings.ReplaceAll(m.Content, d.Mention(), "")),
			Reference: m.SoftReference(), AllowedMentions: silent,
		})
	})
	open(t, s)
	d.WaitReady(soon)
	return s
}

var commands = []*discordgo.ApplicationCommand{
	{
		Name: "film", Description: "A film's card",
		NameLocalizations: &map[discordgo.Locale]string{discordgo.Korean: "영화"},
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionString, Name: "title", Description: "Its title", Required: true, Autocomplete: true,
		}},
	},
	{
		Name: "config", Description: "Settings", DefaultMemberPermissions: new(int64(PermManageGuild)),
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "channel", Description: "Where to answer",
			Options: []*discordgo.ApplicationCommandOption{{
				Type: discordgo.ApplicationCommandOptionChannel, Name: "channel", Description: "The channel", Required: true,
			}},
		}},
	},
	{Name: "Check this message", Type: discordgo.MessageApplicationCommand},
}

// desk is a bot that answers interactions of every kind.
func desk(t *testing.T, d *Discord) *discordgo.Session {
	s := newSession(t, d)
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := s.InteractionRespond(i.Interaction, answer(i.Interaction)); err != nil {
			t.Errorf("respond: %v", err)
		}
	})
	if _, err := s.ApplicationCommandBulkOverwrite(d.AppID(), "", commands); err != nil {
		t.Fatal(err)
	}
	open(t, s)
	d.WaitReady(soon)
	return s
}

func answer(i *discordgo.Interaction) *discordgo.InteractionResponse {
	say := func(kind discordgo.InteractionResponseType, text string, flags discordgo.MessageFlags) *discordgo.InteractionResponse {
		return &discordgo.InteractionResponse{Type: kind, Data: &discordgo.InteractionResponseData{
			Content: text, AllowedMentions: silent, Flags: flags,
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.Button{CustomID: "src:1", Label: "Sources", Style: discordgo.SecondaryButton},
				discordgo.Button{CustomID: "more:1", Label: "More", Style: discordgo.PrimaryButton},
				discordgo.Button{CustomID: "down:1", Emoji: &discordgo.ComponentEmoji{Name: "👎"}, Style: discordgo.SecondaryButton},
			}}},
		}}
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		typed := i.ApplicationCommandData().Options[0].StringValue()
		return &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: typed + "!", Value: typed}}}}
	case discordgo.InteractionMessageComponent:
		switch i.MessageComponentData().CustomID {
		case "src:1":
			return say(discordgo.InteractionResponseChannelMessageWithSource, "the sources", discordgo.MessageFlagsEphemeral)
		case "more:1":
			return say(discordgo.InteractionResponseUpdateMessage, "page 2", 0)
		}
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal, Data: &discordgo.InteractionResponseData{
			CustomID: "why:1", Title: "What is wrong?", Components: []discordgo.MessageComponent{
				discordgo.ActionsRow{Components: []discordgo.MessageComponent{
					discordgo.TextInput{CustomID: "reason", Label: "Reason", Style: discordgo.TextInputShort},
				}}},
		}}
	case discordgo.InteractionModalSubmit:
		row := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow)
		return say(discordgo.InteractionResponseChannelMessageWithSource, "thanks for "+row.Components[0].(*discordgo.TextInput).Value, discordgo.MessageFlagsEphemeral)
	}
	data := i.ApplicationCommandData()
	if data.TargetID != "" {
		return say(discordgo.InteractionResponseChannelMessageWithSource, "checked: "+data.Resolved.Messages[data.TargetID].Content, 0)
	}
	if data.Name == "config" {
		return say(discordgo.InteractionResponseChannelMessageWithSource, fmt.Sprint("channel ", data.Options[0].Options[0].Value), 0)
	}
	return say(discordgo.InteractionResponseChannelMessageWithSource, "card of "+data.Options[0].StringValue(), 0)
}
