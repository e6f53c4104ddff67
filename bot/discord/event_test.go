package discord

import (
	"encoding/json"
	"testing"
)

// FuzzEvent feeds the adapter events that no Discord would send: halves of them,
// fields of other types, nulls. Not one may panic, and nothing is left in flight.
func FuzzEvent(f *testing.F) {
	for _, s := range []string{
		`{}`, `null`, `[]`, `{"id":1}`, `{"author":null,"content":"<@1> hi","channel_id":"2","id":"3"}`,
		`{"id":"3","channel_id":"2","author":{"id":"5"},"content":"<@1> who?","mentions":null,"referenced_message":{"author":null},"type":19,"message_reference":{}}`,
		`{"id":"1","token":"t","type":2,"data":null,"user":{"id":"5"}}`,
		`{"id":"1","token":"t","type":2,"data":{"name":"ask","options":[{"name":"question","type":3,"value":{"a":1}}]},"member":{"user":{"id":"5"}}}`,
		`{"id":"1","token":"t","type":2,"data":{"name":"Check this message","type":3,"target_id":"9","resolved":{"messages":{"9":null}}},"user":{"id":"5"}}`,
		`{"id":"1","token":"t","type":3,"data":{"custom_id":"h1.x","component_type":2},"message":null,"user":{"id":"5"}}`,
		`{"id":"1","token":"t","type":4,"data":{"name":"film","options":[{"name":"title","focused":true,"value":7}]},"user":{"id":"5"}}`,
		`{"id":"1","token":"t","type":5,"data":{"custom_id":"","components":[{"component":{"components":[null]}}]},"user":{"id":"5"}}`,
		`{"id":"1","token":"t","type":2,"guild_id":"7","data":{"name":"config","options":[{"name":"add-channel","value":"x"}]},"member":{"user":{"id":"5"},"permissions":"32"}}`,
	} {
		f.Add(s)
	}
	b := bare(f, &echo{})
	f.Fuzz(func(t *testing.T, data string) {
		for _, kind := range []string{"READY", "GUILD_CREATE", "THREAD_CREATE", "MESSAGE_CREATE", "INTERACTION_CREATE", "NO_SUCH"} {
			b.adapter.event(kind, json.RawMessage(data))
		}
		me := "1"
		b.adapter.self.Store(&me)
		if !b.adapter.running.wait(soon) {
			t.Error("something is left in flight")
		}
		if n := panics(t, b); n != 0 {
			t.Errorf("%v panics at %s", n, data)
		}
	})
}

// panics counts those of a bot so far.
func panics(t *testing.T, b *Bot) float64 {
	t.Helper()
	all, err := b.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range all {
		if family.GetName() == "hapjak_panics_total" {
			return family.GetMetric()[0].GetCounter().GetValue()
		}
	}
	t.Fatal("no count of panics")
	return 0
}
