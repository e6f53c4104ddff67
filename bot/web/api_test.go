package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A contract is openapi.json, to hold answers against.
type contract struct {
	doc     map[string]any
	schemas *jsonschema.Compiler
	met     map[string]bool // "GET /v1/sources 200"
}

func readContract(t *testing.T) *contract {
	t.Helper()
	data, err := assetFiles.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{doc: doc.(map[string]any), schemas: jsonschema.NewCompiler(), met: map[string]bool{}}
	if err := c.schemas.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// at follows a pointer into the document and its references.
func (c *contract) at(pointer string) (map[string]any, string) {
	value := any(c.doc)
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		m, ok := value.(map[string]any)
		if !ok {
			return nil, ""
		}
		value = m[strings.NewReplacer("~1", "/", "~0", "~").Replace(key)]
	}
	m, _ := value.(map[string]any)
	if to, ok := m["$ref"].(string); ok {
		return c.at(strings.TrimPrefix(to, "#"))
	}
	return m, pointer
}

// hold holds an answer against what the document says of its path, method and status.
func (c *contract) hold(method, path string, w *httptest.ResponseRecorder) error {
	name := fmt.Sprintf("%s %s %d", method, path, w.Code)
	response, pointer := c.at(fmt.Sprintf("/paths/%s/%s/responses/%d", strings.ReplaceAll(path, "/", "~1"), strings.ToLower(method), w.Code))
	if response == nil {
		return fmt.Errorf("%s is not in the document", name)
	}
	c.met[name] = true
	content, _ := response["content"].(map[string]any)
	if len(content) == 0 {
		if w.Body.Len() > 0 {
			return fmt.Errorf("%s has a body that the document does not have", name)
		}
		return nil
	}
	kind := w.Header().Get("Content-Type")
	if content[kind] == nil {
		return fmt.Errorf("%s is of the type %q", name, kind)
	}
	schema, err := c.schemas.Compile("openapi.json#" + pointer + "/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema")
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := schema.Validate(value); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// What the handlers answer is what openapi.json says, every status of it; and it speaks of
// all that is served and of nothing else.
func TestOpenAPI(t *testing.T) {
	c := readContract(t)
	s := shipped(t, Options{})
	check := func(s *Server, method, path, target, body string, want int, headers ...string) *httptest.ResponseRecorder {
		t.Helper()
		w := do(s, method, target, body, headers...)
		if w.Code != want {
			t.Errorf("%s %s: %d, want %d: %s", method, target, w.Code, want, w.Body)
			return w
		}
		text := w.Body.String()
		if err := c.hold(method, path, w); err != nil {
			t.Error(err)
		}
		w.Body = bytes.NewBufferString(text)
		return w
	}
	const ask, search, sources, source, entities, entity = "/v1/ask", "/v1/search", "/v1/sources", "/v1/sources/{id}", "/v1/entities", "/v1/entities/{id}"

	statuses := map[string]bool{}
	for _, q := range []string{"Who directed Snowpiercer?", "When did Bong Joon Ho direct The Medium?", "who directed parasite", "Who directed it?", "Tyrant", "quién dirigió Okja", "/film okja", "\x00\u202e", "hello"} {
		body, _ := json.Marshal(map[string]string{"question": q, "conversation": q})
		w := check(s, "POST", ask, ask, string(body), 200)
		var a struct{ Status string }
		json.Unmarshal(w.Body.Bytes(), &a)
		statuses[a.Status] = true
	}
	if len(statuses) != 4 {
		t.Errorf("not every kind of answer was met: %v", statuses)
	}
	for _, body := range []string{"", " ", "x", "[]", `{"question": ""}`, `{"question": 3}`, `{"q": "who?"}`, `{"question": "who?"} x`, `{"question": "who?", "source": "none"}`, `{"question": "who?", "conversation": "` + strings.Repeat("x", 101) + `"}`} {
		if w := check(s, "POST", ask, ask, body, 400); strings.Contains(w.Body.String(), "Go ") {
			t.Errorf("%s: of no use to who sent it: %s", body, w.Body)
		}
	}
	check(s, "POST", ask, ask, `{"question": "`+strings.Repeat("x", 2001)+`"}`, 413)
	check(s, "POST", ask, ask, `{"question": "`+strings.Repeat("x", maxBody)+`"}`, 413)

	for _, target := range []string{"?q=ice+age", "?q=co-production&limit=50&source=variety-2015", "?q=film&from=2015&to=2020-01", "?q=zzzz", "?q=ice%ff"} {
		check(s, "GET", search, search+target, "", 200)
	}
	for _, target := range []string{"", "?q=", "?q=%ff", "?q=x&limit=0", "?q=x&limit=51", "?q=x&limit=x", "?q=x&from=yesterday", "?q=" + strings.Repeat("x", 2001)} {
		check(s, "GET", search, search+target, "", 400)
	}
	for _, target := range []string{"", "?from=1&limit=1", "?from=99"} {
		check(s, "GET", sources, sources+target, "", 200)
	}
	check(s, "GET", sources, sources+"?limit=0", "", 400)
	for _, id := range []string{"kobiz-2025", "variety-2015?from=3&limit=2", "busquejobs"} {
		check(s, "GET", source, sources+"/"+id, "", 200)
	}
	check(s, "GET", source, sources+"/none", "", 404)
	check(s, "GET", source, sources+"/kobiz-2025?from=0", "", 400)
	for _, q := range []string{"bong", "snowpeircer", "zzzz", "ス"} {
		check(s, "GET", entities, entities+"?q="+url.QueryEscape(q), "", 200)
	}
	check(s, "GET", entities, entities, "", 400)
	for _, id := range []string{"tyrant", "south-korea?limit=3", "south-korea?from=1000"} {
		check(s, "GET", entity, entities+"/"+id, "", 200)
	}
	check(s, "GET", entity, entities+"/none", "", 404)
	check(s, "GET", entity, entities+"/tyrant?from=-1", "", 400)

	targets := map[string]string{ask: ask, search: search + "?q=ice", sources: sources, source: sources + "/busquejobs", entities: entities + "?q=bong", entity: entities + "/okja"}
	hurried := shipped(t, Options{Timeout: time.Nanosecond})
	for i := range 20 { // that the sources do not say is not known in no time
		w := do(hurried, http.MethodPost, "/v1/ask", fmt.Sprintf(`{"question":"Why do herons sleep standing up, %d?"}`, i), "Content-Type", "application/json")
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "try again") {
			t.Fatalf("out of time: %d %s", w.Code, w.Body)
		}
	}
	busy := shipped(t, Options{AtOnce: 1, Timeout: time.Millisecond})
	busy.mind.turns <- struct{}{}
	for path, target := range targets {
		methods := s.api.handlers()[path]
		for method := range methods {
			body := `{"question": "who?"}`
			if strings.Contains(c.statuses(path, method), "304") {
				check(s, method, path, target, "", 304, "If-None-Match", "*")
			}
			if strings.Contains(c.statuses(path, method), "503") {
				check(busy, method, path, target, body, 503)
			}
			spent := shipped(t, Options{Allowance: 1})
			for range 11 {
				do(spent, method, target, body)
			}
			check(spent, method, path, target, body, 429)
			private := shipped(t, Options{Keys: Keys{sha256.Sum256([]byte("for reading only")): Read}})
			check(private, method, path, target, body, 401)
			if path == ask {
				check(private, method, path, target, body, 403, "Authorization", "Bearer for reading only")
			}
			w := do(s, "DELETE", target, "")
			w2 := httptest.NewRecorder()
			*w2 = *w
			if err := c.hold(method, path, w2); err != nil || w.Code != 405 || !strings.Contains(w.Header().Get("Allow"), method) {
				t.Errorf("DELETE %s: %d %v", target, w.Code, err)
			}
		}
	}
	served, described := slices.Sorted(maps.Keys(s.api.handlers())), slices.Sorted(maps.Keys(c.doc["paths"].(map[string]any)))
	if !slices.Equal(served, described) {
		t.Errorf("served are %q, described %q", served, described)
	}
	for path, methods := range s.api.handlers() {
		for method := range methods {
			for status := range strings.FieldsSeq(c.statuses(path, method)) {
				if name := method + " " + path + " " + status; !c.met[name] {
					t.Errorf("%s is described and was not met", name)
				}
			}
		}
	}
}

// statuses are those that the document has for a path and a method.
func (c *contract) statuses(path, method string) string {
	m, _ := c.at("/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + strings.ToLower(method) + "/responses")
	return strings.Join(slices.Sorted(maps.Keys(m)), " ")
}

// The spans of an answer are its text, and their markers those of its citations.
func TestSpans(t *testing.T) {
	s := shipped(t, Options{})
	for _, q := range []string{"Which films did Bong Joon Ho direct?", "Tyrant", "who directed parasite", "When did Bong Joon Ho direct The Medium?"} {
		body, _ := json.Marshal(map[string]string{"question": q})
		var a struct {
			Text      string
			Spans     []span
			Citations []struct{ Marker int }
		}
		if err := json.Unmarshal(do(s, "POST", "/v1/ask", string(body)).Body.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		text, met := "", map[int]bool{}
		for _, sp := range a.Spans {
			text += sp.Text
			for i, n := range sp.Markers {
				if met[n] = true; i == 0 {
					text += " "
				}
				text += fmt.Sprintf("[%d]", n)
			}
		}
		if text != a.Text || len(met) != len(a.Citations) {
			t.Errorf("%s: the spans say %q, the text %q", q, text, a.Text)
		}
	}
}

func TestConversation(t *testing.T) {
	s := shipped(t, Options{})
	ask := func(question, conversation string) string {
		body, _ := json.Marshal(map[string]string{"question": question, "conversation": conversation})
		return do(s, "POST", "/v1/ask", string(body)).Body.String()
	}
	ask("Who directed Snowpiercer?", "one")
	if a := ask("and who was in it?", "one"); !strings.Contains(a, "Tilda Swinton") {
		t.Errorf("not followed up: %s", a)
	}
	if a := ask("and who was in it?", "two"); strings.Contains(a, "Tilda Swinton") {
		t.Errorf("another conversation knows of it: %s", a)
	}
	if a := ask("and who was in it?", ""); strings.Contains(a, "Tilda Swinton") {
		t.Errorf("no conversation, and it is known: %s", a)
	}
}

// What is answered to a client that has it already is described wherever it is answered so, and a day that no calendar
// has bounds no search.
func TestAlreadyHad(t *testing.T) {
	s, c := shipped(t, Options{}), readContract(t)
	for _, at := range []string{"/v1/search?q=ice", "/v1/sources", "/v1/sources/kobiz-2025", "/v1/entities/snowpiercer"} {
		w := get(s, at, "If-None-Match", get(s, at).Header().Get("ETag"))
		path, _, _ := strings.Cut(at, "?")
		for _, described := range []string{"/v1/sources/", "/v1/entities/"} {
			if strings.HasPrefix(path, described) {
				path = described + "{id}"
			}
		}
		if w.Code != http.StatusNotModified || !strings.Contains(c.statuses(path, "GET"), "304") {
			t.Errorf("%s: %d of %s", at, w.Code, c.statuses(path, "GET"))
		}
	}
	for bound, want := range map[string]int{"2020": 200, "2020-12": 200, "2020-02-29": 200, "2020-13": 400, "2021-02-29": 400, "20": 400, "2020-1": 400} {
		if w := get(s, "/v1/search?q=ice&from="+bound); w.Code != want {
			t.Errorf("from %s: %d", bound, w.Code)
		}
	}
}
