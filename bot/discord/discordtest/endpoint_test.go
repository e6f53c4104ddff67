package discordtest

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// endpoint is a bot behind HTTP that says hello.
func endpoint(t *testing.T, d *Discord, verify bool) string {
	key, _ := hex.DecodeString(d.PublicKey())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if verify && !discordgo.VerifyInteraction(r, ed25519.PublicKey(key)) {
			w.WriteHeader(401)
			return
		}
		var i struct{ Type int }
		json.NewDecoder(r.Body).Decode(&i)
		w.Header().Set("Content-Type", "application/json")
		if i.Type == kindPing {
			w.Write([]byte(`{"type":1}`))
			return
		}
		w.Write([]byte(`{"type":4,"data":{"content":"hello",` + quiet + `}}`))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestEndpoint(t *testing.T) {
	d := start(t, Options{})
	g := d.Guild("Film club")
	c := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	if err := d.PostInteractionsTo(endpoint(t, d, false)); err == nil {
		t.Error("an endpoint that does not verify was taken")
	}
	if err := d.PostInteractionsTo(endpoint(t, d, true)); err != nil {
		t.Fatal(err)
	}
	status, _, body := ask(d, "PUT", "/applications/"+d.AppID()+"/commands", `[{"name":"help","description":"d"}]`)
	if status != 200 {
		t.Fatal(body)
	}
	if m := ann.Uses(c, "help", nil).WaitReply(soon); m.Text() != "hello" {
		t.Errorf("got %+v", m)
	}
}

func TestLoad(t *testing.T) {
	d := Start(t, Options{ChannelRate: -1, GlobalRate: -1, Keep: 1000})
	echo(t, d)
	r := Load{Rate: 50, For: time.Second}.Run(d)
	if r.Sent != 50 || r.Lost != 0 || r.Twice != 0 || r.P50 <= 0 || r.P99 < r.P50 {
		t.Errorf("%v", r)
	}
	t.Log(r)
	r = Load{Count: 200, Channels: 4}.Run(d)
	if r.Sent != 200 || r.Lost != 0 {
		t.Errorf("%v", r)
	}
	t.Log(r)
}
