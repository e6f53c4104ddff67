package compare

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"hapjak/bot"
	"hapjak/facts"
)

// Answers keep what bases answered, as far as two answers are compared by it, so that a base
// that has not changed is not asked again. A base is told from others by its mark. They may be
// used by any number of goroutines. The zero value keeps none yet.
type Answers struct {
	mu   sync.Mutex
	all  map[string][]facts.Answer // by mark and turns
	used map[string]bool           // since they were read

	Asked int // conversations that had to be asked
}

// maxAnswers bounds the conversations that are kept: about 20 MB.
const maxAnswers = 20_000

// of returns what a base answers in a conversation. Without a mark it is asked, and nothing kept.
func (a *Answers) of(ctx context.Context, b *bot.Bot, mark string, n int, c Case) []facts.Answer {
	h := sha256.New()
	fmt.Fprintf(h, "%q", mark)
	for _, t := range c.Turns {
		fmt.Fprintf(h, "%q", t.Q)
	}
	key := hex.EncodeToString(h.Sum(nil)[:16])
	if mark != "" {
		a.mu.Lock()
		list, ok := a.all[key]
		if ok {
			a.use(key)
		}
		a.mu.Unlock()
		if ok {
			return list
		}
	}
	var list []facts.Answer
	for _, t := range c.Turns {
		got := b.Handle(ctx, bot.Request{Command: "ask", Options: map[string]string{"question": t.Q}, Conversation: fmt.Sprint(n)}).Answer
		if ctx.Err() != nil { // an answer broken off is no answer
			return list
		}
		list = append(list, compared(got))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.Asked++; mark == "" {
		return list
	}
	if a.all == nil || len(a.all) >= maxAnswers {
		a.all, a.used = map[string][]facts.Answer{}, nil
	}
	a.all[key] = list
	a.use(key)
	return list
}

func (a *Answers) use(key string) {
	if a.used == nil {
		a.used = map[string]bool{}
	}
	a.used[key] = true
}

// compared is as much of an answer as is compared and judged.
func compared(got *facts.Answer) facts.Answer {
	out := facts.Answer{Status: got.Status, Text: got.Text, Answers: got.Answers}
	for _, c := range got.Citations {
		out.Citations = append(out.Citations, facts.Citation{Marker: c.Marker, Source: c.Source, Paragraph: c.Paragraph, Part: c.Part})
	}
	return out
}

// A conversation is how one is written, a line of JSON each, the last with no key: without it
// the file is torn.
type conversation struct {
	Key     string         `json:"key,omitempty"`
	Answers []facts.Answer `json:"answers,omitempty"`
}

// errTorn is why a file of answers is not read. They can all be made again.
var errTorn = errors.New("no answers, or not all that were written")

// ReadAnswers reads what was written.
func ReadAnswers(r io.Reader) (*Answers, error) {
	a := &Answers{all: map[string][]facts.Answer{}}
	for d := json.NewDecoder(bufio.NewReader(r)); len(a.all) <= maxAnswers; {
		var c conversation
		if err := d.Decode(&c); err != nil {
			return nil, errors.Join(errTorn, err)
		}
		if c.Key == "" {
			return a, nil
		}
		a.all[c.Key] = c.Answers
	}
	return nil, errTorn
}

// Write writes the answers that were used since they were read, and of the others as many as
// there is room for.
func (a *Answers) Write(w io.Writer) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := bufio.NewWriter(w)
	e, left := json.NewEncoder(b), maxAnswers
	for _, used := range []bool{true, false} {
		for key, list := range a.all {
			if a.used[key] == used && left > 0 {
				left--
				if err := e.Encode(conversation{key, list}); err != nil {
					return err
				}
			}
		}
	}
	return errors.Join(e.Encode(conversation{}), b.Flush())
}

// readWhole is up to how many bytes a file is marked by its content, and beyond by its size and age.
const readWhole = 1 << 20

// Mark tells a base's files from what they were before; over is what stands in some of them
// instead, or nothing where they are to go.
func Mark(files fs.FS, over map[string]string) (string, error) {
	names := slices.Collect(maps.Keys(over))
	kept := map[string]string{}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if _, instead := over[path]; err != nil || d.IsDir() || instead {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		names = append(names, path)
		if info.Size() > readWhole {
			kept[path] = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
			return nil
		}
		data, err := fs.ReadFile(files, path)
		kept[path] = string(data)
		return err
	})
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		if text := cmp.Or(over[name], kept[name]); text != "" {
			fmt.Fprintf(h, "%q %d\n%s", name, len(text), text)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), err
}
