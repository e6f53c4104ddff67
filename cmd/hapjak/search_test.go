package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func searchIn(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs strings.Builder
	code = run(t.Context(), append([]string{"search"}, args...), strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

func TestSearchShipped(t *testing.T) {
	out, errs, code := searchIn(t, "", "-k", "2", "-v", "Who directed Snowpiercer?")
	if code != 0 || !strings.HasPrefix(out, " 1. kobiz-2025:") || !strings.Contains(out, "word snowpierc") {
		t.Errorf("code %d, %s%s", code, out, errs)
	}
	out, _, _ = searchIn(t, "", "zebra")
	if out != "no passage speaks of that\n" {
		t.Errorf("zebra: %s", out)
	}
}

func TestSearchJSON(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sources"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.md": "---\nid: a\ntitle: Kites\ndate: 2014\n---\nA red kite.\n\nA kite in the wind.\n",
		"b.md": "---\nid: b\ntitle: Boats\ndate: 2015-06\n---\nA boat with a kite.\n"} {
		if err := os.WriteFile(filepath.Join(dir, "sources", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := `{"id": "1", "q": "kite in wind"}
{"id": 2, "q": "kite", "source": "b"}
{"id": "3", "q": "kite", "to": "2014"}
red
{"id": "5", "q"
zebra
`
	out, errs, code := searchIn(t, in, "--json", "--kb", dir, "-k", "1")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 6 {
		t.Fatalf("code %d, %s%s", code, out, errs)
	}
	for i, want := range []string{`"1" a:2`, `2 b:1`, `"3" a:`, ` a:1`, ``, ``} {
		var got struct {
			ID   json.RawMessage
			Hits []struct {
				Source    string
				Paragraph json.Number
				Score     float64
			}
			Error string
		}
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil || got.Hits == nil {
			t.Fatalf("line %d: %s: %v", i+1, lines[i], err)
		}
		said := string(got.ID)
		for _, h := range got.Hits {
			said += " " + h.Source + ":" + h.Paragraph.String()
			if h.Score <= 0 {
				t.Errorf("line %d: score %v", i+1, h.Score)
			}
		}
		if !strings.HasPrefix(said, want) || want == "" && said != "" {
			t.Errorf("line %d: %s, want %s", i+1, said, want)
		}
		if (got.Error != "") != (i == 4) {
			t.Errorf("line %d: error %q", i+1, got.Error)
		}
	}
}

func TestSearchWithoutArticles(t *testing.T) {
	_, errs, code := searchIn(t, "", "--kb", t.TempDir(), "kite")
	if code != exitError || !strings.Contains(errs, "holds no articles") || !strings.Contains(errs, "import") {
		t.Errorf("code %d: %s", code, errs)
	}
}

// Of two paragraphs that hold the same words, the one that answers comes first with the encoder.
func TestSearchReranked(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sources"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "---\nid: a\ntitle: Kites\n---\nWho built the red kite? Visitors ask that.\n\nAda Moss built the red kite in 1911, from paper and ash.\n\nThe red kite in the hall was built to be seen.\n"
	if err := os.WriteFile(filepath.Join(dir, "sources", "a.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	const query = "who built the red kite?"
	for want, args := range map[string][]string{" 1. a:1": {}, " 1. a:2": {"--rerank"}} {
		out, errs, code := searchIn(t, "", append(args, "--kb", dir, "-k", "1", query)...)
		if code != 0 || !strings.HasPrefix(out, want) || strings.Count(out, "a:") != 1 {
			t.Errorf("%v: code %d, want %q: %s%s", args, code, want, out, errs)
		}
	}
	for want, args := range map[string][]string{"which --no-encoder forbids": {"--no-encoder"}, "no such file": {"--encoder", filepath.Join(dir, "none")}} {
		out, errs, code := searchIn(t, "", append(args, "--rerank", "--kb", dir, query)...)
		if code == 0 || out != "" || !strings.Contains(errs, want) || !strings.Contains(errs, "search without --rerank") {
			t.Errorf("%v: code %d: %s%s", args, code, out, errs)
		}
	}
}
