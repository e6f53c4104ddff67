// Package watch has a bot see that its knowledge base has changed on disk.
//
// The folders of a base are watched by the system where it can tell, and looked through
// every so often where it cannot (network folders, a limit that is reached): a base is
// taken for changed when a file's name, size or time is another. It is opened anew once
// nothing has moved for a moment, so that an editor or a copy can end; and only if it opens
// without a fault does the bot go on with it. Until then, and if it does not, the one
// before answers.
package watch

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"hapjak/bot"
	"hapjak/facts"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

// Options are how a base is watched. Open is needed.
type Options struct {
	// Open opens the base as it is now.
	Open func() (*facts.Answerer, error)
	// Learned is told of each base that the bot goes on with, Refused of why one that
	// changed is not taken, and whether the one before still answers: what was done to
	// the files may have damaged it as well. They may be nil.
	Learned func(*facts.Answerer)
	Refused func(err error, still bool)
	// Look is how often the folders are looked through while the system tells of changes;
	// 0 is half a minute. Where it does not tell, they are every half a second.
	Look time.Duration
	// Watching is told when changes are seen from now on; it may be nil.
	Watching func()
}

const (
	calm   = 200 * time.Millisecond // without a change, before a base is opened
	busy   = 500 * time.Millisecond // between looks where the system does not tell
	seldom = 30 * time.Second
)

// NotTaken is what a log says of what [Options].Refused is told.
func NotTaken(still bool) string {
	if still {
		return "the knowledge base has changed and cannot be read: the one before goes on answering"
	}
	return "the knowledge base has changed and cannot be read, and the one before is damaged too: nothing is answered until the files are mended"
}

// Watch has b learn the base in dir whenever it changes, until ctx ends, and returns the
// base that b knows then, for the caller to close. Those before it are closed.
func Watch(ctx context.Context, dir string, b *bot.Bot, know *facts.Answerer, o Options) *facts.Answerer {
	if o.Look == 0 {
		o.Look = seldom
	}
	told, notify := notifier(ctx, dir)
	if notify != nil {
		defer notify.Close()
	} else {
		o.Look = busy
	}
	var others sync.WaitGroup // what need not be waited for to see the next change
	defer others.Wait()
	last := fingerprint(dir)
	if o.Watching != nil {
		o.Watching()
	}
	for {
		if !wait(ctx, told, o.Look) {
			return know
		}
		now := settled(ctx, dir)
		if ctx.Err() != nil {
			return know
		}
		again := now == last // a damaged file may have been put right in its place
		if again && know.Err() == nil {
			continue
		}
		last = now
		if notify != nil {
			_ = add(notify, dir) // a folder that is new
		}
		fresh, err := open(o)
		if err != nil { // it may have moved while it was opened
			last = settled(ctx, dir)
			fresh, err = open(o)
		}
		if err != nil {
			if o.Refused != nil && !again {
				o.Refused(err, know.Err() == nil)
			}
			continue
		}
		before := b.Learn(fresh)
		know = fresh
		others.Go(func() { // whoever is slow to take an answer holds up no change
			if err := before().Close(); err != nil && o.Refused != nil {
				o.Refused(fmt.Errorf("the base of before could not be closed: %w", err), true)
			}
		})
		if o.Learned != nil {
			o.Learned(fresh)
		}
		others.Go(b.Warm)
	}
}

// open opens a base and proves it: its index of passages is read whole.
func open(o Options) (*facts.Answerer, error) {
	fresh, err := o.Open()
	if err != nil {
		return nil, err
	}
	if ix := fresh.Passages(); ix != nil {
		if err := ix.Verify(); err != nil {
			return nil, errors.Join(err, fresh.Close())
		}
	}
	return fresh, nil
}

// notifier watches the folders of a base, and says that something happened, once however
// much it was; without one the system cannot tell.
func notifier(ctx context.Context, dir string) (<-chan struct{}, *fsnotify.Watcher) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil
	}
	if err := add(w, dir); err != nil {
		w.Close()
		return nil, nil
	}
	told := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-w.Events:
			case <-w.Errors: // a full queue, say
			}
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}()
	return told, w
}

func add(w *fsnotify.Watcher, dir string) error {
	return folders(dir, func(path string, d fs.DirEntry) error {
		if d.IsDir() {
			return w.Add(path)
		}
		return nil
	})
}

// folders walks what a base is made of: its files, and those of facts/ and sources/.
func folders(dir string, each func(path string, d fs.DirEntry) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		switch {
		case err != nil && path == dir:
			return err
		case err != nil: // gone meanwhile
			return nil
		case d.IsDir() && filepath.Dir(rel) == "." && rel != "." && rel != "facts" && rel != "sources":
			return filepath.SkipDir
		}
		return each(path, d)
	})
}

// wait waits until something may have changed; false is the end of ctx.
func wait(ctx context.Context, told <-chan struct{}, look time.Duration) bool {
	t := time.NewTimer(look)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-told:
	case <-t.C:
	}
	return true
}

// settled returns the fingerprint once it stays the same for a moment.
func settled(ctx context.Context, dir string) uint64 {
	for now := fingerprint(dir); ; {
		select {
		case <-ctx.Done():
			return now
		case <-time.After(calm):
		}
		next := fingerprint(dir)
		if next == now {
			return now
		}
		now = next
	}
}

// fingerprint is of the names, sizes and times of a base's files; of what was imported, of the file
// that names the others.
func fingerprint(dir string) uint64 {
	h := fnv.New64a()
	if parts, err := storage.Parts(dir); err == nil {
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			fmt.Fprintln(h, name, parts[name])
		}
		names := []string{curated.MendingsFile, curated.AnswersFile} // which stand beside an import
		if parts[storage.PartFacts] == "" {                          // of articles alone: the facts are written by hand
			written, _ := fs.Glob(os.DirFS(dir), "facts/*")
			names = append(append(names, "schema.yaml"), written...)
		}
		for _, name := range names {
			if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
				fmt.Fprintln(h, name, info.Size(), info.ModTime().UnixNano())
			}
		}
		return h.Sum64()
	}
	_ = folders(dir, func(path string, d fs.DirEntry) error {
		if info, err := d.Info(); err == nil && !d.IsDir() {
			fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return h.Sum64()
}
