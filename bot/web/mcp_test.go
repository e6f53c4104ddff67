package web

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// call calls a tool and returns what an assistant reads of its result, whether that is an
// error, and the JSON beside it.
func callTool(t *testing.T, session *mcp.ClientSession, name string, arguments map[string]any) (text string, failed bool, data map[string]any) {
	t.Helper()
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s %v: %v", name, arguments, err)
	}
	for _, c := range result.Content {
		text += c.(*mcp.TextContent).Text
	}
	raw, _ := json.Marshal(result.StructuredContent)
	json.Unmarshal(raw, &data)
	return text, result.IsError, data
}

// The tools give the same to an assistant that started the program and to one that comes
// over HTTP.
func TestTools(t *testing.T) {
	s := shipped(t, Options{})
	site := httptest.NewServer(s)
	defer site.Close()
	here, there := mcp.NewInMemoryTransports()
	if _, err := s.Tools().Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	for name, transport := range map[string]mcp.Transport{"stdio": here, "http": &mcp.StreamableClientTransport{Endpoint: site.URL + "/mcp", DisableStandaloneSSE: true}} {
		t.Run(name, func(t *testing.T) {
			client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
			session, err := client.Connect(t.Context(), transport, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			tools, err := session.ListTools(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, tool := range tools.Tools {
				names = append(names, tool.Name)
				if !tool.Annotations.ReadOnlyHint {
					t.Errorf("%s is not said to only read", tool.Name)
				}
			}
			if slices.Sort(names); !slices.Equal(names, []string{"ask", "entity", "search", "source"}) {
				t.Errorf("the tools are %q", names)
			}
			for _, x := range []struct {
				tool      string
				arguments map[string]any
				failed    bool
				want      string
			}{
				{"ask", map[string]any{"question": "Who directed Snowpiercer?", "conversation": name}, false, "Bong Joon Ho directed Snowpiercer (2013). [1]\n\n[1] Ko-pick: International Co-productions Between Korea and Overseas, KoBiz (KOFIC), 2025-04-03, ¶ 26 (kobiz-2025:26, a digest, not the source's own words): \"Snowpiercer\" (2013), "},
				{"ask", map[string]any{"question": "and who was in it?", "conversation": name}, false, "Tilda Swinton"},
				{"ask", map[string]any{"question": "who directed parasite"}, false, "The sources do not say who directed Parasite (2019)."},
				{"ask", map[string]any{"question": " "}, true, `"question" is missing or empty`},
				{"ask", map[string]any{"question": "who?", "source": "none"}, true, `there is no source "none"`},
				{"search", map[string]any{"query": "ice age"}, false, "¶ 27 (kobiz-2025:27): "},
				{"search", map[string]any{"query": "zzzz"}, false, "No passage speaks of that."},
				{"search", map[string]any{"query": " "}, true, "the query is missing"},
				{"search", map[string]any{"query": "ice age", "source": "none"}, true, `there is no source "none"`},
				{"source", map[string]any{"id": "kobiz-2025", "from": 9999}, true, "kobiz-2025 has no paragraph from 9999 on"},
				{"source", nil, false, "kobiz-2025: Ko-pick"},
				{"source", map[string]any{"id": "kobiz-2025", "from": 26}, false, "KoBiz (KOFIC), Jason Bechervaise, 2025-04-03\n\n¶ 26: \"Snowpiercer\" (2013)"},
				{"source", map[string]any{"id": "none"}, true, `there is no source "none"`},
				{"entity", map[string]any{"name": "Okja"}, false, "\n- Bong Joon Ho directed Okja (2017). [kobiz-2025:27]"},
				{"entity", map[string]any{"name": "nobody at all"}, true, `nothing is known under the name "nobody at all"`},
			} {
				text, failed, data := callTool(t, session, x.tool, x.arguments)
				if failed != x.failed || !strings.Contains(text, x.want) {
					t.Errorf("%s %v: failed %v\n%s\nwant %s", x.tool, x.arguments, failed, text, x.want)
				}
				if x.tool == "ask" && !failed && data["status"] == nil {
					t.Errorf("%s %v: no JSON beside it", x.tool, x.arguments)
				}
			}
		})
	}
	// Over HTTP the layers stand before the tools.
	const list = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
	headers := []string{"Content-Type", "application/json", "Accept", "application/json, text/event-stream"}
	if w := do(s, "POST", "/mcp", list, append(headers, "Sec-Fetch-Site", "cross-site")...); w.Code != 403 {
		t.Errorf("from another site's page: %d", w.Code)
	}
	if w := do(s, "POST", "/mcp", `{"x":"`+strings.Repeat("x", maxBody)+`"}`, headers...); w.Code != 413 && w.Code != 400 {
		t.Errorf("a large body: %d", w.Code)
	}
	if w := do(shipped(t, Options{Keys: Keys{{}: Ask}}), "POST", "/mcp", list, headers...); w.Code != 401 {
		t.Errorf("without a key: %d", w.Code)
	} else if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("without a key an assistant is told so in %s", kind)
	}
}
