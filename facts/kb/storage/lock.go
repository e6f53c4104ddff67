package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A lock is what one import holds on a directory. The operating system takes it away
// when the process ends, however it ends; the file says who holds it.
type lock struct {
	f    *os.File
	path string
	made []string // the directory and those above it that the lock made
}

const lockFile = "lock"

// ErrLocked is what the refusal is when another process imports into a directory.
var ErrLocked = errors.New("another import is at work")

// Lock makes sure that no other process imports into dir, which is made if need be. It
// waits for another's import as long as wait says, and then refuses with who that is.
// The function that it returns gives the directory up, and takes it away if there was
// none and it is empty; so do those above it go, and so they do where there is an error.
func Lock(ctx context.Context, dir string, wait time.Duration) (unlock func(), err error) {
	var made []string
	path := filepath.Join(dir, lockFile)
	deadline := time.Now().Add(wait)
	defer func() {
		if err != nil {
			removeEmpty(made)
		}
	}()
	if err := canBeFolder(dir); err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(dir); err != nil { // another may have taken it away again
			made = missing(dir)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return nil, err
			}
		}
		l, holder, err := tryLock(path)
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case l != nil:
			l.made = made
			return l.unlock, nil
		case !time.Now().Before(deadline):
			return nil, fmt.Errorf("%s: %w: %s; wait for it with --wait 30s", dir, ErrLocked, holder)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(min(50*time.Millisecond, time.Until(deadline)+time.Millisecond)):
		}
	}
}

// canBeFolder refuses a directory in whose place, or above which, a file stands.
func canBeFolder(dir string) error {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		switch {
		case err == nil && info.IsDir(), at == filepath.Dir(at):
			return nil
		case err == nil:
			return fmt.Errorf("%s is a file, and a knowledge base is a folder: name another one", at)
		}
	}
}

// tryLock returns the lock, or who holds it.
func tryLock(path string) (*lock, string, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, "", err
	}
	held, err := lockOS(f)
	if err != nil || held {
		holder := holderOf(f)
		return nil, holder, errors.Join(err, f.Close())
	}
	here, err1 := f.Stat()
	there, err2 := os.Stat(path)
	if err1 != nil || err2 != nil || !os.SameFile(here, there) { // given up and taken away meanwhile
		f.Close()
		return nil, "one that has just ended", nil
	}
	text := fmt.Sprintf("%d %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	l := &lock{f: f, path: path}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(text), 0)
	}
	if err != nil { // on a full disk
		l.unlock()
		return nil, "", err
	}
	return l, "", nil
}

// holderOf words who holds a lock.
func holderOf(f *os.File) string {
	data, _ := io.ReadAll(io.LimitReader(f, 100))
	pid, since, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
	began, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return "its process has not said its number yet"
	}
	return fmt.Sprintf("process %s, for %s", pid, time.Since(began).Round(time.Second))
}

// locked reports whether this process holds a directory.
func locked(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, lockFile))
	pid, _, _ := strings.Cut(string(data), " ")
	return err == nil && pid == strconv.Itoa(os.Getpid())
}

func (l *lock) unlock() {
	_ = os.Remove(l.path) // while it is held, so that nobody holds what is gone
	_ = l.f.Close()
	removeEmpty(l.made)
}

// missing lists a directory and those above it that are not there, the lowest first.
func missing(dir string) (list []string) {
	for dir = filepath.Clean(dir); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		list = append(list, dir)
	}
	return list
}

// removeEmpty takes directories away, but for those that are not empty: another's lock may stand in one.
func removeEmpty(dirs []string) {
	for _, dir := range dirs {
		_ = os.Remove(dir)
	}
}
