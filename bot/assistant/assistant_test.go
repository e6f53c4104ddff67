package assistant

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"hapjak/bot"
	"hapjak/facts"
)

func shipped(t *testing.T) *Server {
	t.Helper()
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	return New(bot.New(know, bot.Options{}), "test")
}

// piped connects a client to a server by a pipe, as an assistant does.
func piped(t *testing.T, s *Server) *mcp.ClientSession {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- s.Pipe(t.Context(), toServer, fromServer) }()
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		fromClient.Close()
		if err := <-done; err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	return client
}

// call calls a tool, and returns its text and what its JSON holds.
func call(t *testing.T, c *mcp.ClientSession, tool string, args map[string]any) (text string, out map[string]any, failed bool) {
	t.Helper()
	r, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	for _, content := range r.Content {
		text += content.(*mcp.TextContent).Text
	}
	data, err := json.Marshal(r.StructuredContent)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil && !r.IsError {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	return text, out, r.IsError
}

func TestTools(t *testing.T) {
	c := piped(t, shipped(t))
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if tool.Description == "" || tool.OutputSchema == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s says too little of itself", tool.Name)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"ask", "entity", "search", "source"}) {
		t.Errorf("tools %q", names)
	}
	for _, test := range []struct {
		tool  string
		args  map[string]any
		holds []string
	}{
		{"ask", map[string]any{"question": "Who directed Snowpiercer?", "conversation": "a"},
			[]string{"Bong Joon Ho directed Snowpiercer (2013). [1]", "[1] Ko-pick: International Co-productions", "¶ 26 (kobiz-2025:26), in other words: \"Snowpiercer\" (2013)"}},
		{"ask", map[string]any{"question": "and who paid for it?", "conversation": "a"}, []string{"CJ ENM funded Snowpiercer", "kobiz-2025:27"}},
		{"ask", map[string]any{"question": "Who directed Parasite?"}, []string{"The sources do not say"}},
		{"search", map[string]any{"query": "baseball gorilla", "most": 2}, []string{"[1] ", "(kobiz-2025:24)", "Mr. Go"}},
		{"source", map[string]any{}, []string{"kobiz-2025: ", "variety-2015: ", "busquejobs: "}},
		{"source", map[string]any{"id": "kobiz-2025"}, []string{"It goes on with paragraph "}},
		{"source", map[string]any{"id": "kobiz-2025", "from": 26}, []string{"¶ 26  \"Snowpiercer\""}},
		{"entity", map[string]any{"entity": "okja"}, []string{"Okja (2017), film", "Director: Bong Joon Ho [1]", "kobiz-2025:27"}},
		{"entity", map[string]any{"entity": "설국열차"}, []string{"Snowpiercer (2013), film"}},
	} {
		text, _, failed := call(t, c, test.tool, test.args)
		for _, want := range test.holds {
			if failed || !strings.Contains(text, want) {
				t.Errorf("%s %v does not say %q:\n%s", test.tool, test.args, want, text)
			}
		}
	}
	_, out, _ := call(t, c, "ask", map[string]any{"question": "Who directed Snowpiercer?"})
	cited, _ := out["citations"].([]any)
	if out["status"] != "answered" || len(cited) != 1 || cited[0].(map[string]any)["source"] != "kobiz-2025" || cited[0].(map[string]any)["passage"] == "" {
		t.Errorf("the JSON of an answer: %v", out)
	}
}

// What cannot be answered is a sentence, and the next call is served.
func TestToolFaults(t *testing.T) {
	c := piped(t, shipped(t))
	for _, test := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"ask", map[string]any{"question": "  "}, "question is empty"},
		{"ask", map[string]any{"question": strings.Repeat("x", maxText+1)}, "question is too long: at most 2000 characters"},
		{"ask", map[string]any{"question": "who?", "source": "nowhere"}, `there is no source "nowhere"`},
		{"ask", map[string]any{}, "question"},
		{"search", map[string]any{"query": ""}, "query is empty"},
		{"source", map[string]any{"id": "nowhere"}, `there is no source "nowhere"; source without an id lists them`},
		{"entity", map[string]any{"entity": "Zzyzx Qwv"}, `nothing is called "Zzyzx Qwv"`},
	} {
		if text, _, failed := call(t, c, test.tool, test.args); !failed || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: %q, want %q", test.tool, test.args, text, test.want)
		}
	}
	if _, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: "write"}); err == nil {
		t.Error("there is a tool that is none")
	}
	if text, _, _ := call(t, c, "ask", map[string]any{"question": "Who directed Okja?"}); !strings.Contains(text, "Bong Joon Ho") {
		t.Error(text)
	}
}

// withKey sends a key with every request.
type withKey struct{ key, origin string }

func (k withKey) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+k.key)
	if k.origin != "" {
		r.Header.Set("Origin", k.origin)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestHTTP(t *testing.T) {
	const key = "sixteen letters!"
	server := httptest.NewServer(shipped(t).Handler(key, slog.New(slog.DiscardHandler)))
	defer server.Close()
	connect := func(k withKey) (*mcp.ClientSession, error) {
		return mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(),
			&mcp.StreamableClientTransport{Endpoint: server.URL + "/mcp", HTTPClient: &http.Client{Transport: k}, MaxRetries: -1}, nil)
	}
	for _, k := range []withKey{{key: ""}, {key: "sixteen letters?"}, {key, "https://elsewhere.example"}} {
		if c, err := connect(k); err == nil {
			c.Close()
			t.Errorf("%+v is let in", k)
		}
	}
	c, err := connect(withKey{key: key})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if text, _, _ := call(t, c, "ask", map[string]any{"question": "Who directed Okja?", "conversation": "b"}); !strings.Contains(text, "Bong Joon Ho directed Okja (2017). [1]") {
		t.Error(text)
	}
	if text, _, _ := call(t, c, "ask", map[string]any{"question": "when did it come out?", "conversation": "b"}); !strings.Contains(text, "2017") {
		t.Error(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/mcp", strings.NewReader(`{"x": "`+strings.Repeat("x", maxBody)+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	got, err := (&http.Client{Transport: withKey{key: key}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body too large gets %s", got.Status)
	}
}

// Serve ends with its context.
func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, shipped(t).Handler("", slog.New(slog.DiscardHandler))) }()
	r, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatal(r, err)
	}
	r.Body.Close()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
