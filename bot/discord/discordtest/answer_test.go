package discordtest

import (
	"fmt"
	"strings"
	"testing"
)

// TestAnswerRules pins which answers to which interactions are taken.
func TestAnswerRules(t *testing.T) {
	d := start(t, Options{GlobalRate: -1, ChannelRate: -1})
	d.Allow("")
	g := d.Guild("Film club")
	c := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	if status, _, body := ask(d, "PUT", "/applications/"+d.AppID()+"/commands",
		`[{"name":"film","description":"d","options":[{"type":3,"name":"title","description":"d","autocomplete":true}]}]`); status != 200 {
		t.Fatal(body)
	}
	answer := func(i *Interaction, body string) (int, string) {
		status, _, text := ask(d, "POST", "/interactions/"+i.ID()+"/"+i.Token()+"/callback", body)
		return status, text
	}
	command := func() *Interaction { return ann.Uses(c, "film", nil) }
	first := command()
	if status, text := answer(first, `{"type":4,"data":{"content":"x",`+quiet+`,`+buttons(okButton)+`}}`); status != 204 {
		t.Fatal(text)
	}
	card := first.WaitReply(soon)
	typing := func() *Interaction { return ann.Types(c, "film", "title", "x", nil) }
	click := func() *Interaction { return ann.Clicks(card, "a") }
	choices := func(n int, name string) string {
		return `{"type":8,"data":{"choices":[` + strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"name":%q,"value":"v"},`, name), n), ",") + `]}}`
	}
	modal := func(title, inputs string) string {
		return fmt.Sprintf(`{"type":9,"data":{"custom_id":"m","title":%q,"components":[{"type":1,"components":[%s]}]}}`, title, inputs)
	}
	const input = `{"type":4,"custom_id":"i","style":1,"label":"l"}`
	for _, test := range []struct {
		name   string
		to     func() *Interaction
		body   string
		status int
	}{
		{"a message", command, `{"type":4,"data":{"content":"x",` + quiet + `}}`, 204},
		{"a private message", command, `{"type":4,"data":{"content":"x","flags":64,` + quiet + `}}`, 204},
		{"an empty message", command, `{"type":4,"data":{` + quiet + `}}`, 400},
		{"a long message", command, `{"type":4,"data":{"content":"` + text(2001) + `",` + quiet + `}}`, 400},
		{"an update of nothing", command, `{"type":7,"data":{"content":"x",` + quiet + `}}`, 400},
		{"an update", click, `{"type":7,"data":{"content":"x",` + quiet + `,` + buttons(okButton) + `}}`, 204},
		{"a silent update", click, `{"type":6}`, 204},
		{"a deferral", command, `{"type":5}`, 204},
		{"a private deferral", command, `{"type":5,"data":{"flags":64}}`, 204},
		{"a deferral with text", command, `{"type":5,"data":{"content":"x"}}`, 400},
		{"a deferral with other flags", command, `{"type":5,"data":{"flags":4}}`, 400},
		{"a pong", command, `{"type":1}`, 400},
		{"no such type", command, `{"type":3}`, 400},
		{"choices for a command", command, choices(1, "x"), 400},
		{"choices", typing, choices(25, text(100)), 204},
		{"no choices", typing, `{"type":8,"data":{"choices":[]}}`, 204},
		{"null choices", typing, `{"type":8,"data":{"choices":null}}`, 204},
		{"no data", typing, `{"type":8}`, 400},
		{"26 choices", typing, choices(26, "x"), 400},
		{"a long choice", typing, choices(1, text(101)), 400},
		{"an empty choice", typing, choices(1, ""), 400},
		{"a number for a text", typing, `{"type":8,"data":{"choices":[{"name":"x","value":1}]}}`, 400},
		{"a message for autocompletion", typing, `{"type":4,"data":{"content":"x",` + quiet + `}}`, 400},
		{"a modal", click, modal("t", input), 204},
		{"a long title", click, modal(text(46), input), 400},
		{"an input twice", click, modal("t", input+","+input), 400},
		{"a long input label", click, modal("t", `{"type":4,"custom_id":"i","style":1,"label":"`+text(46)+`"}`), 400},
	} {
		if status, got := answer(test.to(), test.body); status != test.status {
			t.Errorf("%s: %d %.200s, want %d", test.name, status, got, test.status)
		}
	}
}

// TestModalSubmit pins that a dialogue is not submitted with a dialogue.
func TestModalSubmit(t *testing.T) {
	d := start(t, Options{})
	d.Allow("is not answered with type 9")
	g := d.Guild("Film club")
	c := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	ask(d, "PUT", "/applications/"+d.AppID()+"/commands", `[{"name":"help","description":"d"}]`)
	const modal = `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1,"required":false}}]}}`
	i := ann.Uses(c, "help", nil)
	path := func(i *Interaction) string { return "/interactions/" + i.ID() + "/" + i.Token() + "/callback" }
	if status, _, body := ask(d, "POST", path(i), modal); status != 204 {
		t.Fatal(body)
	}
	if m := i.WaitModal(soon); len(m.Inputs) != 1 || m.Inputs[0].Label != "l" {
		t.Errorf("%+v", m)
	}
	submitted := ann.Submits(i, map[string]string{"i": ""})
	if status, _, _ := ask(d, "POST", path(submitted), modal); status != 400 {
		t.Errorf("a dialogue after a dialogue: %d", status)
	}
	if status, _, body := ask(d, "POST", path(submitted)+"?with_response=true", `{"type":4,"data":{"content":"x",`+quiet+`}}`); status != 200 || !strings.Contains(body, `"resource"`) {
		t.Errorf("with a response: %d %s", status, body)
	}
}
