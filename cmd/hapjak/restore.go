package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot/store"
	"hapjak/facts/kb/storage"
)

func newRestoreCommand() *cobra.Command {
	j := &backupJob{}
	c := &cobra.Command{
		Use:   "restore [--kb DIR] [--data DIR] FILE",
		Short: "Bring back what hapjak backup saved",
		Long: `Restore brings the knowledge base of a backup into --kb and the bot's memory into
--data, or only the one that is named. The file is checked first; then each folder is
the one of the backup, or as it was. A folder with something in it is refused: with
--replace it is kept under another name, which is told. Stop the bot before.`,
		Example: "  hapjak restore --kb KB --data /var/lib/hapjak hapjak-monday.zip",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			j.out = cmd.OutOrStdout()
			if err := j.restore(cmd.Context(), args[0]); err != nil {
				return fmt.Errorf("nothing was restored: %w", err)
			}
			return nil
		},
	}
	j.flags(c)
	c.Flags().BoolVar(&j.over, "replace", false, "put the backup in the place of what is there, which is kept under another name")
	return c
}

func (j *backupJob) restore(ctx context.Context, file string) (err error) {
	if err := j.named(); err != nil {
		return err
	}
	z, err := zip.OpenReader(file)
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err != nil {
		return fmt.Errorf("%s: it is cut short or no backup: %w", file, err)
	}
	defer z.Close()
	m, err := readManifest(&z.Reader)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var moves []move
	defer func() {
		for _, mv := range moves {
			_ = os.RemoveAll(mv.from) // gone, where it was moved
		}
	}()
	for _, part := range []struct{ prefix, dir, what string }{{backupKB, j.kb, "knowledge base"}, {backupData, j.data, "memory of a bot"}} {
		if part.dir == "" {
			continue
		}
		files := slices.DeleteFunc(slices.Clone(m.Files), func(f backupFile) bool { return !strings.HasPrefix(f.Name, part.prefix) })
		if len(files) == 0 {
			return fmt.Errorf("%s holds no %s", file, part.what)
		}
		if err := j.free(ctx, part.dir); err != nil {
			return err
		}
		from, err := unpack(ctx, &z.Reader, files, part.prefix, part.dir)
		if from != "" {
			moves = append(moves, move{from: from, to: part.dir, files: len(files)})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	for i, mv := range moves {
		if err := mv.do(); err != nil {
			if i > 0 {
				return fmt.Errorf("%s is as it was, %s is restored: %w", mv.to, moves[0].to, err)
			}
			return err
		}
		fmt.Fprintf(j.out, "%s is what it was on %s: %s\n", mv.to, m.Made.Local().Format("2 January 2006 at 15:04"), counted(mv.files, "file", "files"))
		if mv.kept != "" {
			fmt.Fprintf(j.out, "what was there is now %s\n", mv.kept)
		}
	}
	return nil
}

// readManifest reads what a backup says that it holds.
func readManifest(z *zip.Reader) (m manifest, err error) {
	f, err := z.Open(manifestFile)
	if err != nil {
		return m, errors.New("no backup of hapjak's: it has no " + manifestFile)
	}
	defer f.Close()
	const most = 64 << 20
	if err := json.NewDecoder(io.LimitReader(f, most)).Decode(&m); err != nil || m.Hapjak == 0 {
		return m, errors.New("its " + manifestFile + " is damaged")
	}
	if m.Hapjak != 1 {
		return m, fmt.Errorf("a backup of version %d; this program reads version 1, a newer one this", m.Hapjak)
	}
	return m, nil
}

// free refuses a folder that must not be put aside.
func (j *backupJob) free(ctx context.Context, dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return err
	case !j.over:
		return hint(fmt.Errorf("%s holds something", dir), "give another folder, or --replace to keep it under another name")
	case dir == j.data:
		return store.Idle(ctx, dir)
	}
	unlock, err := storage.Lock(ctx, dir, 0) // no import is at work
	if err == nil {
		unlock()
	}
	return err
}

// unpack writes files of a backup into a new folder beside dir, and checks each.
func unpack(ctx context.Context, z *zip.Reader, files []backupFile, prefix, dir string) (made string, err error) {
	clean := filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(clean), 0o755); err != nil {
		return "", err
	}
	if made, err = os.MkdirTemp(filepath.Dir(clean), "."+filepath.Base(clean)+"-restore-*"); err != nil {
		return "", err
	}
	root, err := os.OpenRoot(made)
	if err != nil {
		return made, err
	}
	defer root.Close()
	for _, f := range files {
		name := strings.TrimPrefix(f.Name, prefix)
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return made, fmt.Errorf("%q leads out of the folder", f.Name)
		}
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return made, err
		}
		if err := unpackFile(ctx, z, root, f, name); err != nil {
			return made, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	mode := os.FileMode(0o755)
	if prefix == backupData {
		mode = 0o700
	}
	return made, os.Chmod(made, mode)
}

func unpackFile(ctx context.Context, z *zip.Reader, root *os.Root, f backupFile, name string) error {
	in, err := z.Open(f.Name)
	if err != nil {
		return errors.New("the backup names it and does not hold it")
	}
	defer in.Close()
	out, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), io.LimitReader(untilDone{ctx, in}, f.Bytes+1))
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	if n != f.Bytes || hexOf(sum) != f.SHA256 {
		return errors.New("damaged: it is not what was saved")
	}
	return nil
}

// A move puts a restored folder in its place.
type move struct {
	from, to string
	files    int
	kept     string // where what was there is now
}

func (m *move) do() error {
	if err := os.Remove(m.to); err != nil && !errors.Is(err, fs.ErrNotExist) { // it holds something
		m.kept = filepath.Clean(m.to) + time.Now().Format(".before-2006-01-02-150405")
		if err := os.Rename(m.to, m.kept); err != nil {
			return err
		}
	}
	if err := os.Rename(m.from, m.to); err != nil {
		if m.kept != "" {
			err = errors.Join(err, os.Rename(m.kept, m.to))
		}
		return err
	}
	return nil
}
