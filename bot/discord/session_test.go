package discord

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot/discord/discordtest"
)

// TestAgainstDiscordgosSession plays the gateway's faults to discordgo's own session and
// to ours, both as patient as in production, and writes a line for each: whether a
// question asked at once after the fault was answered, after how long a later one was,
// and the IDENTIFYs sent. FIGURES.md has what it wrote; it asserts nothing of discordgo,
// and of ours what the other tests do.
func TestAgainstDiscordgosSession(t *testing.T) {
	if os.Getenv("HAPJAK_LONG") == "" {
		t.Skip("takes two minutes, set HAPJAK_LONG")
	}
	type subject struct {
		name  string
		start func(t *testing.T, d *discordtest.Discord) error
	}
	subjects := []subject{{"discordgo", startDiscordgo}, {"ours", startOurs}}
	var mu sync.Mutex
	var lines []string
	note := func(fault, subject, text string) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, fmt.Sprintf("%-26s %-10s %s", fault, subject, text))
	}
	t.Run("all", func(t *testing.T) {
		for _, s := range subjects {
			for _, f := range gatewayFaults() {
				t.Run(s.name+"/"+f.name, func(t *testing.T) {
					t.Parallel()
					d := begin(t, discordtest.Options{Heartbeat: f.beat})
					d.Allow("")
					if err := s.start(t, d); err != nil {
						t.Fatal(err)
					}
					p := newPerson(d)
					if p.asks(10*time.Second) < 0 {
						t.Fatal("does not answer before the fault")
					}
					f.play(d.Gateway())
					m := p.says()
					first := p.waits(m, 40*time.Second)
					later := p.recovers(40 * time.Second)
					text := fmt.Sprintf("the question at once: %s; answers again: %s; %d IDENTIFYs", span(first), span(later), d.Gateway().Identifies())
					note(f.name, s.name, text)
				})
			}
			for name, f := range firstPackets() {
				t.Run(s.name+"/first "+name, func(t *testing.T) {
					t.Parallel()
					d := begin(t, discordtest.Options{})
					d.Allow("")
					d.Gateway().OnIdentify(f)
					if err := s.start(t, d); err != nil {
						note("first "+name, s.name, "gives up: "+err.Error())
						return
					}
					note("first "+name, s.name, "answers: "+span(newPerson(d).recovers(80*time.Second)))
				})
			}
			for _, code := range []int{4004, 4014} {
				t.Run(fmt.Sprint(s.name, "/close ", code), func(t *testing.T) {
					t.Parallel()
					d := begin(t, discordtest.Options{})
					d.Allow("")
					if err := s.start(t, d); err != nil {
						t.Fatal(err)
					}
					d.WaitReady(10 * time.Second)
					d.Gateway().Close(code)
					time.Sleep(30 * time.Second)
					note(fmt.Sprint("close ", code), s.name, fmt.Sprintf("%d IDENTIFYs and %d RESUMEs in 30 s", d.Gateway().Identifies(), d.Gateway().Resumes()))
				})
			}
		}
	})
	slices.Sort(lines)
	t.Log("\n" + strings.Join(lines, "\n"))
}

func span(d time.Duration) string {
	if d < 0 {
		return "never"
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// startOurs runs our bot with the patience of production.
func startOurs(t *testing.T, d *discordtest.Discord) error {
	attach(t, d, setup{cold: true, talk: &echo{}, options: func(o *Options) { o.timing, o.UserBurst = production(), 0 }})
	return nil
}

// startDiscordgo opens a session of discordgo's that answers whoever mentions it.
func startDiscordgo(t *testing.T, d *discordtest.Discord) error {
	s, err := discordgo.New("Bot " + d.Token())
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(d.BaseURL())
	if err != nil {
		t.Fatal(err)
	}
	s.LogLevel = -1
	s.Client = &http.Client{Transport: &transport{base: http.DefaultTransport, server: to}, Timeout: 10 * time.Second}
	s.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	s.AddHandler(func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Message == nil || m.Author == nil || m.Author.Bot || m.Content == "" {
			return
		}
		s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{Content: "an answer", Reference: m.SoftReference(),
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}})
	})
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }()
	t.Cleanup(func() { go s.Close() }) // it may hang for ever
	select {
	case err = <-opened:
		return err
	case <-time.After(60 * time.Second):
		return fmt.Errorf("Open has not returned after a minute")
	}
}

// A person asks, and looks whether an answer comes.
type person struct {
	d       *discordtest.Discord
	general *discordtest.Channel
	ann     *discordtest.User
}

func newPerson(d *discordtest.Discord) *person {
	g := d.Guild("Film club")
	return &person{d, g.Channel("general"), d.User("Ann").Joins(g)}
}

func (p *person) says() discordtest.Message { return p.ann.Says(p.general, p.d.Mention()+" hello") }

// waits returns after how long a message was answered; -1 when it was not.
func (p *person) waits(m discordtest.Message, most time.Duration) time.Duration {
	for start := time.Now(); time.Since(start) < most; time.Sleep(20 * time.Millisecond) {
		if m.Replies() > 0 {
			return time.Since(start)
		}
	}
	return -1
}

func (p *person) asks(most time.Duration) time.Duration {
	p.d.WaitReady(most)
	return p.waits(p.says(), most)
}

// recovers asks once a second, and returns after how long the first was answered.
func (p *person) recovers(most time.Duration) time.Duration {
	for start := time.Now(); time.Since(start) < most; {
		if p.waits(p.says(), time.Second) >= 0 {
			return time.Since(start)
		}
	}
	return -1
}
