package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who administers makes a key, which works at once and stands in the file, and takes it away
// again. The log does not tell it.
func TestKeysByPage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys")
	const first = "0123456789abcdef"
	if err := os.WriteFile(file, []byte("# the club\nask "+first+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := ReadKeys(strings.NewReader("ask " + first))
	if err != nil {
		t.Fatal(err)
	}
	memory := remembered(t)
	s := shipped(t, Options{Memory: memory, Keys: keys, KeysFile: file})
	if err := s.Admit(t.Context(), Curator{"Ada", Administers}); err != nil {
		t.Fatal(err)
	}
	with := func(key string) []string { return []string{"Authorization", "Bearer " + key} }
	c := signIn(t, s, s.SignIn("Ada"), with(first)...)
	ada := append(with(first), "Cookie", c.Name+"="+c.Value)
	if w := get(s, "/curate/people", ada...); !strings.Contains(textOf(t, w), "the club") || strings.Contains(w.Body.String(), first) {
		t.Error(textOf(t, w))
	}
	w := post(s, "/curate/keys", formOf("do", "new", "for", "Jo’s phone", "right", "read"), ada...)
	_, key, _ := strings.Cut(w.Body.String(), `readonly value="`)
	key, _, _ = strings.Cut(key, `"`)
	pageOf(t, "/curate/keys", w.Body.String())
	if w := get(s, "/sources", with(key)...); len(key) < leastKey || w.Code != http.StatusOK {
		t.Fatalf("the new key %q: %d", key, w.Code)
	}
	if w := do(s, "POST", "/v1/ask", `{"question": "x"}`, with(key)...); w.Code != http.StatusForbidden {
		t.Errorf("a key to read asks: %d", w.Code)
	}
	info, _ := os.Stat(file)
	if text := fileOf(t, filepath.Dir(file), "keys"); !strings.HasPrefix(text, "# the club\nask "+first+"\n# Jo’s phone, by Ada on 2") || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %q", info.Mode(), text)
	}
	for _, x := range [][]string{{"do", "new", "for", "", "right", "read"}, {"do", "new", "for", "x", "right", "own"}, {"do", "x"}} {
		if w := post(s, "/curate/keys", formOf(x...), ada...); w.Code < 400 {
			t.Errorf("%q: %d", x, w.Code)
		}
	}
	post(s, "/curate/keys", formOf("do", "drop", "id", keyID(key)), ada...)
	if w := get(s, "/sources", with(key)...); w.Code != http.StatusUnauthorized {
		t.Errorf("the key that was taken away: %d", w.Code)
	}
	if w := post(s, "/curate/keys", formOf("do", "drop", "id", keyID(first)), ada...); w.Code < 400 || fileOf(t, filepath.Dir(file), "keys") != "# the club\nask "+first+"\n" {
		t.Errorf("the last key was taken away: %d", w.Code)
	}
	list, _ := memory.Changes(t.Context(), 0, 100)
	for _, c := range list {
		if strings.Contains(c.What+c.Before+c.After, key) {
			t.Errorf("the log tells the key: %+v", c)
		}
	}
	if list[2].What != "made the key "+keyID(key)+" to read, for Jo’s phone" && list[3].What != "made the key "+keyID(key)+" to read, for Jo’s phone" {
		t.Errorf("%+v", list)
	}
}
