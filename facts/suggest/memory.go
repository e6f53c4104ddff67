package suggest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"hapjak/corpus"
)

// MemoryFile is the file beside a base that remembers its proposals, a line of JSON each.
const MemoryFile = "suggestions.jsonl"

// A State is what became of a proposal.
type State string

// The states: not looked at, accepted, refused and so not proposed again.
const (
	Pending  State = "open"
	Accepted State = "accepted"
	Refused  State = "refused"
)

// A Kept proposal is one that is remembered.
type Kept struct {
	State   State           `json:"state"`
	Written json.RawMessage `json:"written,omitempty"` // what accepting it wrote, to be taken back
	Proposal
}

// A Memory is what is remembered of the proposals of one base: those of the last run, and all
// that were refused, or accepted and can be taken back.
type Memory struct {
	path string
	list []Kept
}

// Remember reads what is remembered in the folder of a base; nothing yet where there is no such
// file. Its errors name the line.
func Remember(dir string) (*Memory, error) {
	m := &Memory{path: filepath.Join(dir, MemoryFile)}
	data, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		var k Kept
		err := json.Unmarshal(in.Bytes(), &k)
		if err == nil && k.ID == "" {
			err = errors.New("no id")
		}
		if err == nil && k.Cite != "" {
			k.Ref, err = corpus.ParseRef(k.Cite)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: no suggestion: %w; take the line out", m.path, n, err)
		}
		m.list = append(m.list, k)
	}
	return m, in.Err()
}

// Refused reports whether a proposal was refused.
func (m *Memory) Refused(id string) bool {
	return slices.ContainsFunc(m.list, func(k Kept) bool { return k.ID == id && k.State == Refused })
}

// Proposal returns a proposal that has been made.
func (m *Memory) Proposal(id string) (Proposal, State, bool) {
	k, ok := m.Kept(id)
	return k.Proposal, k.State, ok
}

// Kept returns a proposal that has been made, with what became of it.
func (m *Memory) Kept(id string) (Kept, bool) {
	i := slices.IndexFunc(m.list, func(k Kept) bool { return k.ID == id })
	if i < 0 {
		return Kept{}, false
	}
	return m.list[i], true
}

// Propose remembers new proposals in place of those that were open.
func (m *Memory) Propose(list []Proposal) {
	m.list = slices.DeleteFunc(m.list, func(k Kept) bool { return k.State == Pending })
	for _, p := range list {
		m.Settle(p.ID, "") // what was accepted, and stands in the files no more
		m.list = append(m.list, Kept{State: Pending, Proposal: p})
	}
}

// Accept remembers that a proposal was accepted, and what that wrote.
func (m *Memory) Accept(p Proposal, written json.RawMessage) {
	m.Settle(p.ID, "")
	m.list = append(m.list, Kept{Accepted, written, p})
}

// Reopen has a proposal be open again that was settled.
func (m *Memory) Reopen(id string) {
	m.Settle(id, Pending)
	for i := range m.list {
		if m.list[i].ID == id {
			m.list[i].Written = nil
		}
	}
}

// Settle remembers that a proposal was refused, or forgets it because the base has it now.
func (m *Memory) Settle(id string, s State) {
	for i := range m.list {
		if m.list[i].ID == id {
			m.list[i].State = s
		}
	}
	m.list = slices.DeleteFunc(m.list, func(k Kept) bool { return k.ID == id && k.State == "" })
}

// Refuse remembers that something else than a proposal was refused, by an id of its own.
func (m *Memory) Refuse(id, says string) {
	if !m.Refused(id) {
		m.list = append(m.list, Kept{State: Refused, Proposal: Proposal{ID: id, Says: says}})
	}
}

// Write writes what is remembered, all of it or nothing.
func (m *Memory) Write() (err error) {
	f, err := os.CreateTemp(filepath.Dir(m.path), ".suggestions-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriter(f)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, k := range m.list {
		if err := out.Encode(k); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(w.Flush(), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), m.path)
}

// Open returns the proposals that nobody has settled, in their order.
func (m *Memory) Open() (list []Proposal) {
	for _, k := range m.list {
		if k.State == Pending {
			list = append(list, k.Proposal)
		}
	}
	return list
}
