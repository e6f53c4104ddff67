package web

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// What was asked is answered though the assistant says no more, and whatever else it said.
func TestPipe(t *testing.T) {
	s := shipped(t, Options{})
	var out bytes.Buffer
	in := strings.Join([]string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`,
		``, `hello`, `{"jsonrpc":`, `"` + strings.Repeat("x", 17*maxBody) + `"`,
		`{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"ask","arguments":{"question":"Who directed Snowpiercer?"}}}`,
		`{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"entity","arguments":{"name":"Okja"}}}`, // without an end of its line
	}, "\n")
	if err := s.Pipe(t.Context(), io.NopCloser(strings.NewReader(in)), &out); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	got := map[string]string{}
	faults := 0
	for line := range strings.Lines(out.String()) {
		var m struct {
			ID    any
			Error struct{ Code int }
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if m.Error.Code == -32700 {
			faults++
		} else if id, ok := m.ID.(string); ok {
			got[id] = line
		}
	}
	if faults != 3 || !strings.Contains(got["a"], "Bong Joon Ho directed Snowpiercer") || !strings.Contains(got["b"], "kobiz-2025:27") {
		t.Errorf("%d faults\n%s", faults, &out)
	}
}
