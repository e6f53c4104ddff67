package discord

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"hapjak/bot/store"
)

// An addressed says why, and with what, a message is for the bot.
type addressed struct {
	why  string // "mention", "dm", "reply", "thread", "channel"; empty: it is not
	text string // the question, mentions of the bot taken out
	// silent: it is for the bot, but Discord did not give its text, and this is the key of what to
	// say of that. Without the Message Content intent a bot reads what mentions it (by its own name:
	// its role does not count), replies to it with a ping, or comes in a DM, and nothing else.
	silent string
}

// The channels are what is known of where people write, by which a message is told to be for
// the bot or for others.
type channels struct {
	threads *recent[thread]   // channels known to be threads
	joined  *recent[string]   // where we answered, and whom last
	ours    *recent[struct{}] // our own answers: a thread begun on one has its id
	lately  *recent[turn]     // conversations, and their newest turns
	spoke   *recent[string]   // of channels where every question is answered, the newest message of a member
	roles   *recent[string]   // of servers, the role that is the bot's own
	locales *recent[string]   // of servers, the language that they prefer
	content bool              // the Message Content intent is on
}

// addressed decides whether a message is for the bot. It answers people only: no bots,
// webhooks or system messages, and not itself.
func (c *channels) addressed(m *wireMessage, self string, s store.Settings) (out addressed) {
	switch {
	case m.Author == nil || m.Author.ID == "" || m.Channel == "" || m.ID == "":
		return addressed{} // half of an event
	case self == "" || m.Author.ID == self || m.Author.Bot || m.Author.System || m.Webhook != "":
		return addressed{}
	case m.Type != messagePlain && m.Type != messageReply:
		return addressed{}
	}
	names := c.names(m.Guild, self)
	out.text = unmention(m.Content, names)
	defer func() { out.text = gist(out.text) }()
	toUs, role := m.repliesTo(self), slices.ContainsFunc(m.Roles, func(role string) bool { return slices.Contains(names, "<@&"+role+">") })
	live := code.ReplaceAllString(m.Content, "") // a mention in it is none
	switch {
	case m.Guild == "":
		out.why = "dm"
	case role, slices.ContainsFunc(names, func(name string) bool { return strings.Contains(live, name) }):
		out.why = "mention"
	case toUs:
		out.why = "reply"
	case m.Reference != nil:
		return addressed{} // said to another, who may be a bot
	case c.inThread(m):
		out.why = "thread"
	case s.Every && c.setAside(m, s):
		out.why = "channel"
		if m.ID == m.Channel { // the first of a forum's post: its title is half of the question
			out.text = c.titled(m.Channel, out.text)
		}
	default:
		return addressed{}
	}
	beneath := out.text == "" && m.Content != "" && m.Referenced != nil && !toUs
	if beneath {
		out.text = unmention(m.Referenced.Content, names) // "@Hapjak" beneath somebody's question
	}
	switch {
	case beneath && out.text == "" && m.Guild != "" && !c.content:
		out.silent = "deaf that"
	case m.Content != "" || m.Guild == "" || out.text != "" && c.content: // a post's title is a question too
	case slices.ContainsFunc(m.Mentions, func(u wireUser) bool { return u.ID == self }):
		return addressed{} // shown to us, and empty: a picture or a sticker asks nothing
	case role:
		out.silent = "deaf role"
	default:
		out.silent = "deaf"
	}
	return out
}

// names are what a text has where it mentions the bot: itself, or the role that is its own.
func (c *channels) names(guild, self string) []string {
	names := []string{"<@" + self + ">", "<@!" + self + ">"}
	if role, ok := c.roles.get(guild); ok {
		names = append(names, "<@&"+role+">")
	}
	return names
}

// inThread says whether a message goes on with the bot in a thread: one that was begun
// on an answer of ours, or one where its author was the last that we answered.
func (c *channels) inThread(m *wireMessage) bool {
	last, ok := c.joined.get(m.Channel)
	return c.ours.holds(m.Channel) || ok && last == m.Author.ID && c.threads.holds(m.Channel)
}

// isThread says whether a channel is known to be a thread.
func (c *channels) isThread(channel string) bool {
	return c.threads.holds(channel) || c.ours.holds(channel)
}

// asksTheRoom says whether a sentence of a text is a question that may be for the bot.
func asksTheRoom(text string) bool {
	return slices.ContainsFunc(sentence.FindAllString(text, -1), func(s string) bool { return asks(s) && !amongUs(s) })
}

// sentence parts a text at its stops: in a chat many a sentence begins with a small letter.
var sentence = regexp.MustCompile(`[^.!?？…\n]+[.!?？…]*`)

// asks says whether a sentence is put as a question: by a question mark, by a question word anywhere
// ("fine, but who directed it"), or by the verb that it begins with when more follows than "is it good".
// One or two words ask about what was said before ("worth it?"), which the bot did not follow.
func asks(text string) bool {
	words := wordsOf(text)
	return len(words) > 2 && (strings.ContainsAny(text, "?？") || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(questionWords, w) }) ||
		len(words) > 3 && slices.Contains(openers, words[0]))
}

// questionWords ask wherever they stand, openers where they begin a sentence.
var (
	questionWords = []string{"who", "whom", "whose", "what", "which", "when", "where", "why", "how"}
	openers       = []string{"is", "are", "was", "were", "do", "does", "did", "has", "have", "had"}
)

// ofNow says whether a text speaks of the present: what the sources said when they were written may be so no more.
func ofNow(text string) bool {
	words := wordsOf(text)
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(nowWords, w) }) || strings.Contains(strings.Join(words, " "), "these days")
}

var nowWords = []string{"still", "now", "yet", "currently", "current", "nowadays", "today", "anymore", "presently"}

// amongUs says whether a question speaks to the people of the channel or of them: it is then for
// them, whatever it asks. "Do you know who directed Okja?" does not, nor does who says why he asks.
func amongUs(text string) bool {
	text = carrier.ReplaceAllString(text, "")
	return slices.ContainsFunc(wordsOf(text), func(w string) bool {
		return slices.Contains([]string{"we", "us", "our", "ours", "you", "your", "yours", "u"}, w)
	})
}

// carrier is what people put around a question without meaning it.
var carrier = regexp.MustCompile(`(?i)\b(do(es)? (you|anyone|anybody|someone|somebody) (know|remember)|(can|could|would) you (please )?tell (me|us)|tell (me|us)|remind (me|us)|` +
	`i('m| am| was)? (wonder(ing)?|curious)|i (forgot|forget|need to know)|may i ask|if you know)\b`)

// wordsOf returns the words of a text, in small letters and without what hangs on them:
// "who's" is "who".
func wordsOf(text string) []string {
	list := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:!?…\"“”()", r) })
	for i, w := range list {
		list[i], _, _ = strings.Cut(strings.ReplaceAll(w, "’", "'"), "'")
	}
	return list
}

// setAside says whether a message is in a channel, or in a post of a forum, that was set
// aside for questions.
func (c *channels) setAside(m *wireMessage, s store.Settings) bool {
	t, _ := c.threads.get(m.Channel)
	return contains(s.Channels, m.Channel) || t.parent != "" && contains(s.Channels, t.parent)
}

// titled puts the title of a post before its text, unless the text asks by itself.
func (c *channels) titled(channel, text string) string {
	t, _ := c.threads.get(channel)
	if t.name == "" || strings.ContainsAny(text, "?？") {
		return text
	}
	if text == "" || strings.ContainsAny(t.name, "?？") {
		return t.name
	}
	return t.name + ". " + text
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// repliesTo says whether a message is a reply to a user.
func (m *wireMessage) repliesTo(user string) bool {
	return m.Type == messageReply && m.Referenced != nil && m.Referenced.Author != nil && m.Referenced.Author.ID == user
}

// saysNext notes a message of a channel where every question is answered, and says whether it is what its author says next after a
// question of his that we answered, before anybody else says something.
func (a *adapter) saysNext(m *wireMessage, s store.Settings) bool {
	if !s.Every || m.Author == nil || m.Author.ID == a.me() || !a.setAside(m, s) {
		return false
	}
	before := ""
	a.spoke.change(m.Channel, func(last string, _ bool) string { before = last; return m.ID })
	conversation, _ := a.talk(m.Channel, m.Author.ID)
	answered, ok := a.lately.get(conversation)
	who, _ := a.joined.get(m.Channel)
	return ok && before == string(answered) && who == m.Author.ID
}

// unseen says whether a message replies to another's of which Discord did not give the text.
func (a *adapter) unseen(m *wireMessage) bool {
	to := m.Referenced
	return !a.content && m.Guild != "" && m.Type == messageReply && !m.repliesTo(a.me()) && to != nil && to.Content == ""
}

// unmention takes mentions of the bot out of a text.
func unmention(text string, names []string) string {
	for _, name := range names {
		text = strings.ReplaceAll(strings.ReplaceAll(text, " "+name, ""), name, "")
	}
	text = strings.TrimLeft(strings.TrimSpace(text), ",:;，、 \n\t") // "@Hapjak, who …"
	return strings.TrimSpace(text)
}

// gist is what a text asks that is longer than a question may be: its sentences that are put as questions, where
// those are not too long together. A command is cut.
func gist(text string) string {
	if runes(text) <= maxQuestion {
		return text
	}
	if strings.HasPrefix(text, "/") {
		return clip(text, maxQuestion)
	}
	var asking []string
	for _, s := range sentence.FindAllString(text, -1) {
		if asks(s) {
			asking = append(asking, strings.TrimSpace(s))
		}
	}
	if short := strings.Join(asking, " "); short != "" && runes(short) <= maxQuestion {
		return short
	}
	return text
}

// code is what is shown as it was typed.
var code = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")

// recent is a bounded set of keys that forgets each after a while, and the longest
// unused first when it is full.
type recent[V any] struct {
	keep time.Duration
	most int

	mu   sync.Mutex
	held map[string]*dated[V]
}

type dated[V any] struct {
	value V
	at    time.Time
}

func newRecent[V any](keep time.Duration, most int) *recent[V] {
	return &recent[V]{keep: keep, most: most, held: map[string]*dated[V]{}}
}

// get returns what is held for a key.
func (r *recent[V]) get(key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var none V
	d := r.held[key]
	if d == nil || time.Since(d.at) > r.keep {
		return none, false
	}
	return d.value, true
}

func (r *recent[V]) holds(key string) bool { _, ok := r.get(key); return ok }

// put holds a value for a key.
func (r *recent[V]) put(key string, v V) { r.change(key, func(V, bool) V { return v }) }

// change holds for a key what is made of what was held before, if anything was.
func (r *recent[V]) change(key string, to func(before V, ok bool) V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.held[key]
	if d == nil && len(r.held) >= r.most {
		r.forget()
	}
	var before V
	ok := d != nil && time.Since(d.at) <= r.keep
	if ok {
		before = d.value
	}
	r.held[key] = &dated[V]{to(before, ok), time.Now()}
}

// first says whether a key is not held, and holds it, with a value or none.
func (r *recent[V]) first(key string, v ...V) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.held[key]; d != nil && time.Since(d.at) <= r.keep {
		return false
	}
	if len(r.held) >= r.most {
		r.forget()
	}
	var value V
	if len(v) > 0 {
		value = v[0]
	}
	r.held[key] = &dated[V]{value, time.Now()}
	return true
}

// drop forgets a key.
func (r *recent[V]) drop(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.held, key)
}

// dropAll forgets the keys of some values.
func (r *recent[V]) dropAll(of func(V) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, d := range r.held {
		if of(d.value) {
			delete(r.held, key)
		}
	}
}

// each changes every value.
func (r *recent[V]) each(change func(V) V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range r.held {
		d.value = change(d.value)
	}
}

// forget drops what is too old, and a tenth of the rest if that is not enough.
func (r *recent[V]) forget() {
	for k, d := range r.held {
		if time.Since(d.at) > r.keep {
			delete(r.held, k)
		}
	}
	for k := range r.held {
		if len(r.held) < r.most*9/10 {
			return
		}
		delete(r.held, k)
	}
}
