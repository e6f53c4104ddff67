package discordtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Signing says how PostSigned signs. The zero value signs well.
type Signing struct {
	WrongKey  bool          // with another key
	NoHeaders bool          // not at all
	BadHex    bool          // a signature that is no hex
	OtherBody bool          // a signature of another body
	Age       time.Duration // how old the timestamp is; negative is in the future
}

// Response is what the bot's HTTP endpoint answered.
type Response struct {
	Status int
	Header http.Header
	Body   string
	Err    error
}

// PostInteractionsTo sets the HTTP endpoint: it is probed as Discord's portal
// does, with a PING and with bad signatures, and from then on interactions
// are posted there instead of sent over the gateway.
func (d *Discord) PostInteractionsTo(url string) error {
	if err := d.Probe(url); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endpoint = url
	return nil
}

// Probe checks an endpoint as Discord does before it is taken, and now and
// then afterwards.
func (d *Discord) Probe(url string) error {
	ping := fmt.Sprintf(`{"id":%q,"application_id":%q,"type":1,"token":"ping","version":1,"user":{"id":%q}}`, d.appID, d.appID, d.bot.id)
	r := d.PostSigned(url, ping, Signing{})
	if r.Err != nil {
		return r.Err
	}
	var pong struct{ Type int }
	if r.Status != 200 || json.Unmarshal([]byte(r.Body), &pong) != nil || pong.Type != answerPong {
		return fmt.Errorf("a PING was answered with %d %s", r.Status, r.Body)
	}
	for _, s := range []Signing{{WrongKey: true}, {NoHeaders: true}, {BadHex: true}, {OtherBody: true}} {
		if r := d.PostSigned(url, ping, s); r.Status != http.StatusUnauthorized {
			return fmt.Errorf("signed with %+v, a PING was answered with %d, not 401 (%v)", s, r.Status, r.Err)
		}
	}
	return nil
}

// PostSigned posts one body, well or badly signed.
func (d *Discord) PostSigned(url, body string, s Signing) Response {
	req, err := http.NewRequest("POST", url, strings.NewReader(body))
	if err != nil {
		return Response{Err: err}
	}
	stamp := strconv.FormatInt(time.Now().Add(-s.Age).Unix(), 10)
	key, signed := d.o.Key, body
	if s.WrongKey {
		key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	}
	if s.OtherBody {
		signed += " "
	}
	signature := hex.EncodeToString(ed25519.Sign(key, []byte(stamp+signed)))
	if s.BadHex {
		signature = "not hex"
	}
	if !s.NoHeaders {
		req.Header.Set("X-Signature-Ed25519", signature)
		req.Header.Set("X-Signature-Timestamp", stamp)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	client := http.Client{Timeout: d.o.FirstAnswer}
	resp, err := client.Do(req)
	if err != nil {
		return Response{Err: err}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	return Response{resp.StatusCode, resp.Header, string(text), err}
}

// post hands an interaction to the endpoint and takes its answer.
func (d *Discord) post(i *Interaction, payload object) {
	body, err := json.Marshal(payload)
	if err != nil {
		d.t.Logf("discordtest: %v", err)
		return
	}
	d.mu.Lock()
	i.sent, i.posted = time.Now(), true
	url := d.endpoint
	d.mu.Unlock()
	err = d.takeResponse(i, d.PostSigned(url, string(body), Signing{}))
	d.mu.Lock()
	defer d.mu.Unlock()
	i.posted = false
	if err != nil {
		d.violate("interaction %q over HTTP: %v", i.name, err)
	}
	d.touch()
}

// afterResponse lets a request that follows an answer over HTTP wait until
// that answer has been read: it comes on another connection and may overtake.
func (d *Discord) afterResponse(q *request) {
	token := q.id("webhook_token")
	if token == "" {
		return
	}
	d.await(time.Second, func() bool { i := d.byToken[token]; return i == nil || i.answered || !i.posted })
}

// callback is the route whose rules an answer over HTTP keeps.
const callback = "/interactions/{interaction_id}/{interaction_token}/callback"

func (d *Discord) takeResponse(i *Interaction, r Response) error {
	if r.Err != nil {
		return r.Err
	}
	if r.Status == http.StatusAccepted {
		return nil // answered by the callback
	}
	if r.Status != http.StatusOK {
		return fmt.Errorf("answered with %d %s", r.Status, r.Body)
	}
	if kind := r.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		return fmt.Errorf("answered with Content-Type %q", kind)
	}
	v, err := decode([]byte(r.Body))
	if err != nil {
		return err
	}
	if faults := d.spec.checkBody("POST", callback, v); len(faults) > 0 {
		return fmt.Errorf("answered with %s", sentences(faults))
	}
	req, _ := http.NewRequest("POST", callback, nil)
	q := &request{at: time.Now(), r: req, raw: json.RawMessage(r.Body), body: v, route: &route{method: "POST", path: callback}}
	d.mu.Lock()
	defer d.mu.Unlock()
	return api{d}.acknowledge(i, q)
}
