package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts/kb/storage"
)

// A backup is a zip: the files of the base below kb/, a copy of the bot's database below
// data/, their names as UTF-8, and at the end manifest.json, which has the length and the SHA-256 of each. A
// file that was cut short or altered is refused before anything is restored.

const (
	manifestFile = "manifest.json"
	backupKB     = "kb/"
	backupData   = "data/"
)

// A manifest says what a backup holds.
type manifest struct {
	Hapjak int          `json:"hapjak_backup"` // the version of the format, 1
	Made   time.Time    `json:"made"`
	Files  []backupFile `json:"files"`
}

type backupFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// A backupJob is one `hapjak backup` or `hapjak restore`.
type backupJob struct {
	kb, data string
	over     bool // write over what is there
	out      io.Writer
}

func newBackupCommand() *cobra.Command {
	j := &backupJob{}
	c := &cobra.Command{
		Use:   "backup [--kb DIR] [--data DIR] FILE",
		Short: "Save a knowledge base, and what the bot remembers, in one file",
		Long: `Backup writes a zip with the knowledge base of --kb and the memory of --data (the
folder that was given to hapjak discord). Both may be in use meanwhile: it holds what
they were at one moment. hapjak restore brings them back.`,
		Example: "  hapjak backup --kb KB --data /var/lib/hapjak hapjak-monday.zip",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			j.out = cmd.OutOrStdout()
			if err := j.backup(cmd.Context(), args[0]); err != nil {
				return fmt.Errorf("no backup was made: %w", err)
			}
			return nil
		},
	}
	j.flags(c)
	c.Flags().BoolVar(&j.over, "force", false, "write over FILE")
	return c
}

func (j *backupJob) flags(c *cobra.Command) {
	c.Flags().StringVar(&j.kb, "kb", "", "`folder` of the knowledge base")
	c.Flags().StringVar(&j.data, "data", "", "`folder` of what the bot remembers")
	_ = c.MarkFlagDirname("kb")
	_ = c.MarkFlagDirname("data")
}

// named checks that something is named that can be backed up.
func (j *backupJob) named() error {
	switch {
	case j.kb == "" && j.data == "":
		return errors.New("name what: --kb DIR, --data DIR or both")
	case store.IsPostgres(j.data):
		return hint(errors.New("--data names a PostgreSQL database"), "pg_dump and pg_restore are its own tools for that; --kb alone can be given here")
	}
	return nil
}

// backup writes a file beside the one that is named, and then moves it there.
func (j *backupJob) backup(ctx context.Context, path string) (err error) {
	if err := j.named(); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil && !j.over {
		return hint(fmt.Errorf("%s is there already", path), "give another name, or --force")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".hapjak-backup-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	b := &backupWriter{z: zip.NewWriter(f), manifest: manifest{Hapjak: 1, Made: time.Now().UTC().Truncate(time.Second), Files: []backupFile{}}}
	if err := errors.Join(j.write(ctx, b), b.close(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	_, err = fmt.Fprintf(j.out, "%s holds %s, %s bytes\n", path, counted(len(b.Files), "file", "files"), grouped(int(b.bytes())))
	return err
}

func (j *backupJob) write(ctx context.Context, b *backupWriter) error {
	if j.kb != "" {
		s, err := storage.Snap(j.kb)
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("--kb %s is no folder", j.kb)
		}
		if err != nil {
			return err
		}
		defer s.Close()
		if len(s.Names) == 0 {
			return fmt.Errorf("%s holds no knowledge base", j.kb)
		}
		if _, err := checkBase(j.kb, ""); err != nil {
			fmt.Fprintf(j.out, "the knowledge base has faults, and so has this backup of it: %v\n", err)
		}
		err = s.Read(func(name string, f *os.File) error { return b.add(ctx, backupKB+corpus.UTF8Name(name), f) })
		if err != nil {
			return err
		}
	}
	if j.data == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(j.data, store.File)); err != nil {
		return hint(fmt.Errorf("%s holds no %s", j.data, store.File), "give the folder that was given to hapjak discord --data")
	}
	dir, err := os.MkdirTemp("", "hapjak-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, store.File)
	if err := store.Copy(ctx, j.data, file); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	return errors.Join(b.add(ctx, backupData+store.File, f), f.Close())
}

// A backupWriter writes the files of a backup and their manifest.
type backupWriter struct {
	z *zip.Writer
	manifest
}

func (b *backupWriter) add(ctx context.Context, name string, from io.Reader) error {
	w, err := b.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.Made})
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), untilDone{ctx, from})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.Files = append(b.Files, backupFile{name, n, hexOf(sum)})
	return nil
}

func (b *backupWriter) close() error {
	w, err := b.z.Create(manifestFile)
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return errors.Join(e.Encode(b.manifest), b.z.Close())
}

func (m manifest) bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Bytes
	}
	return n
}

func hexOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// untilDone reads until a context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
