package web

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/bot/store"
	"hapjak/facts/kb/storage"
)

// This file lets who administers make keys of a private knowledge base, and take them away.
// They stand in the operator's file, which stays as it is but for them.

// A keyring is the keys in use, and their file.
type keyring struct {
	mu   sync.RWMutex
	keys Keys
	file string // empty: they cannot be changed here
}

// private reports whether there are keys, so that nobody gets in without one.
func (k *keyring) private() bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return len(k.keys) > 0
}

// right says what a request may do by its key.
func (k *keyring) right(r *http.Request) Right {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.keys.right(r)
}

// A keyRow is a key on the page, which shows what it is for and no more of it than tells it
// from others.
type keyRow struct {
	ID, Right, For string
}

// keyRows lists the keys of the file. What stands in the comment above one is what it is for.
func keyRows(data []byte) []keyRow {
	var list []keyRow
	comment := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#"):
			comment = strings.TrimSpace(strings.TrimLeft(line, "#"))
			continue
		case len(fields) == 2:
			list = append(list, keyRow{keyID(fields[1]), fields[0], comment})
		}
		comment = ""
	}
	return list
}

// keyID names a key without telling it.
func keyID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:4])
}

// change changes the file, and then the keys in use. The last key stays: without one the
// knowledge base would be everybody's.
func (k *keyring) change(edit func(data []byte) []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	data, err := os.ReadFile(k.file)
	if err != nil {
		return err
	}
	data = edit(data)
	keys, err := ReadKeys(bytes.NewReader(data))
	if err != nil {
		return refusal{http.StatusConflict, fmt.Errorf("the file of keys would not be one any more: %w", err)}
	}
	if err := storage.ReplaceFile(k.file, data); err != nil {
		return err
	}
	k.keys = keys
	return nil
}

// setKeys makes a key, which is shown once, or takes one away.
func (s *people) setKeys(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	if s.keys.file == "" {
		s.refuseForm(w, r, refusal{http.StatusConflict, errors.New("there is no file of keys: hapjak serve --keys FILE makes the knowledge base private")})
		return
	}
	me, _ := s.who(r)
	done := map[string]any{}
	var c store.Change
	var edit func([]byte) []byte
	switch r.PostForm.Get("do") {
	case "new":
		right, name := r.PostForm.Get("right"), strings.Join(strings.Fields(r.PostForm.Get("for")), " ")
		if right != "ask" && right != "read" || checkName(name) != nil {
			s.drawPeople(w, r, map[string]any{"Trouble": "Say in a few words whose the key is, and what it is for: to read, or to ask as well."})
			return
		}
		key := rand.Text()
		c = store.Change{Who: me.Name, What: fmt.Sprintf("made the key %s to %s, for %s", keyID(key), right, name)}
		edit = func(data []byte) []byte {
			if len(data) > 0 && data[len(data)-1] != '\n' {
				data = append(data, '\n')
			}
			return fmt.Appendf(data, "# %s, by %s on %s\n%s %s\n", name, me.Name, time.Now().UTC().Format(time.DateOnly), right, key)
		}
		done["Key"], done["KeyFor"] = key, name
	case "drop":
		id := r.PostForm.Get("id")
		c = store.Change{Who: me.Name, What: "took the key " + cut(id, 8) + " away"}
		edit = func(data []byte) []byte { return without(data, id) }
		done["Done"] = "The key lets nobody in any more."
	default:
		s.refuseForm(w, r, bad("there is nothing to do"))
		return
	}
	if err := s.change(r.Context(), c, func() error { return s.keys.change(edit) }); err != nil {
		s.refuseForm(w, r, refusalOf(err))
		return
	}
	s.drawPeople(w, r, done)
}

// without takes a key's line out, with the comment above it.
func without(data []byte, id string) []byte {
	lines := strings.SplitAfter(string(data), "\n")
	for i, line := range lines {
		if fields := strings.Fields(line); len(fields) == 2 && !strings.HasPrefix(line, "#") && keyID(fields[1]) == id {
			from := i
			if i > 0 && strings.HasPrefix(lines[i-1], "#") {
				from--
			}
			return []byte(strings.Join(slices.Delete(lines, from, i+1), ""))
		}
	}
	return data
}
