package discord

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"
)

// A codec writes the state of a button into its custom_id, so that a button works after
// a restart, and years later: "h1", a check, what to do and by which base, and with what,
// separated by dots. The check is an HMAC under a key made from the bot's token, so that nobody can
// make up a button: one process of many, and the HTTP endpoint, all know it.
//
// It also seals what the store keeps of a conversation.
type codec struct {
	key  []byte
	seal cipher.AEAD
}

const (
	codecVersion = "h1"
	checkLen     = 8 // of base64: 48 bits
)

func newCodec(token string) codec {
	sum := sha256.Sum256([]byte("hapjak custom_id\x00" + token))
	return codec{key: sum[:], seal: sealer(sha256.Sum256([]byte("hapjak talk\x00" + token)))}
}

// A state is what a button does, and with what.
type state struct {
	verb  string // without a dot
	base  string // the mark of the base that it belongs to; empty: of none, or it is an old one
	owner string // the id of who may use it; empty: everybody
	rest  string
}

// encode returns a custom_id; false when the state does not fit into one.
func (c codec) encode(s state) (string, bool) {
	verb := s.verb
	if s.base != "" {
		verb += "@" + s.base
	}
	body := verb + "." + s.owner + "." + s.rest
	id := codecVersion + "." + c.check(body) + "." + body
	ok := !strings.Contains(verb+s.owner, ".") && s.verb != "" && !strings.Contains(s.verb, "@") && utf8.ValidString(id) && runes(id) <= maxCustomID
	return id, ok
}

// decode reads a custom_id; false when it is not one of ours, or was tampered with.
func (c codec) decode(id string) (state, bool) {
	version, rest, ok1 := strings.Cut(id, ".")
	check, body, ok2 := strings.Cut(rest, ".")
	if !ok1 || !ok2 || version != codecVersion || !hmac.Equal([]byte(check), []byte(c.check(body))) {
		return state{}, false
	}
	verb, rest, ok1 := strings.Cut(body, ".")
	owner, rest, ok2 := strings.Cut(rest, ".")
	verb, base, _ := strings.Cut(verb, "@")
	return state{verb, base, owner, rest}, ok1 && ok2 && verb != ""
}

// marked is the mark of the base that a message of ours was answered from.
func (c codec) marked(m *wireMessage) string {
	for _, id := range ids(m) {
		if s, ok := c.decode(id); ok && s.base != "" {
			return s.base
		}
	}
	return ""
}

func (c codec) check(body string) string {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(codecVersion + "." + body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))[:checkLen]
}

// read finds a button of a message of ours by what it does.
func (c codec) read(m *wireMessage, verb string) (state, bool) {
	for _, id := range ids(m) {
		if s, ok := c.decode(id); ok && s.verb == verb {
			return s, true
		}
	}
	return state{}, false
}

// questionOf finds, in the buttons of one of our messages, the question that it answers.
func (c codec) questionOf(m *wireMessage) string {
	q, _ := c.read(m, verbUp)
	return q.rest
}

// has says whether a message has a button.
func has(m *wireMessage, id string) bool { return slices.Contains(ids(m), id) }

// ids returns the custom_ids of a message's buttons.
func ids(m *wireMessage) (list []string) {
	for _, c := range m.components() {
		if c.CustomID != "" {
			list = append(list, c.CustomID)
		}
	}
	return list
}
