package discordtest

import (
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

func TestHello(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	g := d.Guild("Film club")
	general := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	echo(t, d)
	m := ann.Says(general, d.Mention()+" hello")
	r := m.WaitReply(soon)
	if r.Content != "hello" || r.ReplyTo != m.ID || r.Author.ID() != d.BotID() {
		t.Errorf("got %+v", r)
	}
	if dm := ann.Says(ann.DM(), "in private").WaitReply(soon); dm.Content != "in private" {
		t.Errorf("got %+v", dm)
	}
}

// TestContent pins which messages the bot can read without MESSAGE_CONTENT.
func TestContent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		say  func(d *Discord, g *Guild, u *User, c *Channel) Message
		read bool
	}{
		{"plain", func(d *Discord, g *Guild, u *User, c *Channel) Message { return u.Says(c, "hello") }, false},
		{"mention", func(d *Discord, g *Guild, u *User, c *Channel) Message { return u.Says(c, d.Mention()+" hello") }, true},
		{"role mention", func(d *Discord, g *Guild, u *User, c *Channel) Message { return u.Says(c, g.BotRole()+" hello") }, false},
		{"everyone", func(d *Discord, g *Guild, u *User, c *Channel) Message { return u.Says(c, "@everyone hello") }, false},
		{"DM", func(d *Discord, g *Guild, u *User, c *Channel) Message { return u.Says(u.DM(), "hello") }, true},
		{"reply with ping", func(d *Discord, g *Guild, u *User, c *Channel) Message {
			r := u.Says(c, d.Mention()+" first").WaitReply(soon)
			return u.Says(c, "hello", Say{ReplyTo: r})
		}, true},
		{"reply without ping", func(d *Discord, g *Guild, u *User, c *Channel) Message {
			r := u.Says(c, d.Mention()+" first").WaitReply(soon)
			return u.Says(c, "hello", Say{ReplyTo: r, NoPing: true})
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := start(t, Options{})
			g := d.Guild("Film club")
			general := g.Channel("general")
			ann := d.User("Ann").Joins(g)
			echo(t, d)
			m := c.say(d, g, ann, general)
			if c.read {
				if r := m.WaitReply(soon); !strings.HasSuffix(r.Content, "hello") {
					t.Errorf("got %q", r.Content)
				}
			} else {
				m.NoReply(100 * time.Millisecond)
			}
		})
	}
}

func TestInteractions(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	g := d.Guild("Film club")
	general := g.Channel("general")
	ann, boss := d.User("Ann").Joins(g), d.User("Boss").Joins(g).May(g, PermManageGuild)
	desk(t, d)

	if c := ann.Types(general, "film", "title", "snow", nil).WaitChoices(soon); len(c) != 1 || c[0].Name != "snow!" {
		t.Errorf("choices %+v", c)
	}
	card := ann.Uses(general, "film", Args{"title": "Okja"}).WaitReply(soon)
	if card.Text() != "card of Okja" || len(card.Buttons) != 3 || card.Ephemeral {
		t.Errorf("card %+v", card)
	}
	if src := ann.Clicks(card, "Sources").WaitReply(soon); !src.Ephemeral || src.Text() != "the sources" {
		t.Errorf("sources %+v", src)
	}
	if more := ann.Clicks(card, "More").WaitReply(soon); more.ID != card.ID || more.Text() != "page 2" {
		t.Errorf("more %+v", more)
	}
	down := ann.Clicks(card, "👎")
	if m := down.WaitModal(soon); m.Title != "What is wrong?" || m.Inputs[0].CustomID != "reason" {
		t.Errorf("modal %+v", m)
	}
	if r := ann.Submits(down, map[string]string{"reason": "old"}).WaitReply(soon); r.Text() != "thanks for old" {
		t.Errorf("after the modal %+v", r)
	}
	m := ann.Says(general, "Bong directed Okja")
	if r := ann.UsesOn(m, "Check this message").WaitReply(soon); r.Text() != "checked: Bong directed Okja" {
		t.Errorf("checked %+v", r)
	}
	if ann.CanUse(general, "config channel") || !boss.CanUse(general, "config channel") {
		t.Error("default permissions do not hold")
	}
	r := boss.Uses(general, "config channel", Args{"channel": general}).WaitReply(soon)
	if r.Text() != "channel "+general.ID() {
		t.Errorf("config %+v", r)
	}
}

// TestAcknowledgedOnce pins the codes for answers too many, too early and too
// late.
func TestAcknowledgedOnce(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	d.Allow("40060")
	d.Allow("10015")
	d.Allow("was not answered within 3s")
	g := d.Guild("Film club")
	general := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	s := newSession(t, d)
	got := make(chan *discordgo.Interaction, 10)
	s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i.Interaction })
	if _, err := s.ApplicationCommandBulkOverwrite(d.AppID(), "", commands); err != nil {
		t.Fatal(err)
	}
	open(t, s)
	code := func(err error) int {
		if rest, ok := err.(*discordgo.RESTError); ok {
			return rest.Message.Code
		}
		return 0
	}
	use := func() (*Interaction, *discordgo.Interaction) {
		return ann.Uses(general, "film", Args{"title": "Okja"}), <-got
	}
	hi := &discordgo.WebhookParams{Content: "more", AllowedMentions: silent}

	_, i := use()
	if _, err := s.FollowupMessageCreate(i, true, hi); code(err) != 10015 {
		t.Errorf("a followup first: %v", err)
	}
	if err := s.InteractionRespond(i, answer(i)); err != nil {
		t.Error(err)
	}
	if err := s.InteractionRespond(i, answer(i)); code(err) != 40060 {
		t.Errorf("a second answer: %v", err)
	}
	if m, err := s.FollowupMessageCreate(i, true, hi); err != nil || m.Content != "more" {
		t.Errorf("a followup: %v", err)
	}
	edit := "edited"
	if m, err := s.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: &edit, AllowedMentions: silent}); err != nil || m.Content != edit {
		t.Errorf("an edit: %v", err)
	}
	d.Clock().Advance(16 * time.Minute)
	if _, err := s.FollowupMessageCreate(i, true, hi); code(err) != 50027 {
		t.Errorf("after 16 minutes: %v", err)
	}

	late, i := use()
	d.Clock().Advance(4 * time.Second)
	if err := s.InteractionRespond(i, answer(i)); code(err) != 10062 {
		t.Errorf("after 4 seconds: %v", err)
	}
	if !late.Failed() {
		t.Error("the user saw no failure")
	}
}

func TestDeferral(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	g := d.Guild("Film club")
	general := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	s := newSession(t, d)
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral},
		})
		text := "at last"
		s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text, AllowedMentions: silent})
	})
	if _, err := s.ApplicationCommandBulkOverwrite(d.AppID(), "", commands); err != nil {
		t.Fatal(err)
	}
	open(t, s)
	i := ann.Uses(general, "film", Args{"title": "Okja"})
	if a := i.WaitAnswer(soon); !a.Ephemeral || a.Type != answerDefer {
		t.Errorf("got %+v", a)
	}
	if m := i.WaitReply(soon); m.Text() != "at last" || !m.Ephemeral || m.Edits != 0 {
		t.Errorf("got %+v", m)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	g := d.Guild("Film club")
	general := g.Channel("general")
	thread := general.Thread("Okja")
	ann := d.User("Ann").Joins(g)
	s := echo(t, d)
	if r := ann.Says(thread, d.Mention()+" hello").WaitReply(soon); r.Channel() != thread {
		t.Errorf("answered elsewhere: %+v", r)
	}
	code := func(err error) int {
		if rest, ok := err.(*discordgo.RESTError); ok {
			return rest.Message.Code
		}
		return 0
	}
	send := func(c *Channel) int {
		_, err := s.ChannelMessageSendComplex(c.ID(), &discordgo.MessageSend{Content: "x", AllowedMentions: silent})
		return code(err)
	}
	general.Deny(PermSendMessages)
	if c := send(general); c != 50013 {
		t.Errorf("without permission to speak: %d", c)
	}
	if c := send(thread); c != 0 {
		t.Errorf("in a thread: %d", c)
	}
	general.Restore().Deny(PermViewChannel)
	if c := send(general); c != 50001 {
		t.Errorf("in a hidden channel: %d", c)
	}
	ann.Says(general, d.Mention()+" hello").NoReply(50 * time.Millisecond)
	general.Restore().Deny(PermEmbedLinks)
	show := func(text string) (*discordgo.Message, error) {
		return s.ChannelMessageSendComplex(general.ID(), &discordgo.MessageSend{
			Content: text, AllowedMentions: silent, Embeds: []*discordgo.MessageEmbed{{Title: "x"}},
		})
	}
	// https://github.com/discord/discord-api-docs/issues/2601
	if _, err := show(""); code(err) != 50013 {
		t.Errorf("an embed without permission: %v", err)
	}
	if m, err := show("text"); err != nil || len(m.Embeds) != 0 {
		t.Errorf("text with an embed without permission: %v", err)
	}
	general.Restore()
	ann.ClosesDMs()
	if c := send(ann.DM()); c != 50007 {
		t.Errorf("with DMs closed: %d", c)
	}
	if c, err := s.Channel(thread.ID()); err != nil || c.ParentID != general.ID() || !c.IsThread() {
		t.Errorf("the thread: %+v, %v", c, err)
	}
	if _, err := s.Guild(g.ID()); err != nil {
		t.Error(err)
	}
	if _, err := s.GuildMember(g.ID(), ann.ID()); err != nil {
		t.Error(err)
	}
	if _, err := s.UserChannelCreate(ann.ID()); err != nil {
		t.Error(err)
	}
}
