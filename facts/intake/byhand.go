package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hapjak/corpus"
)

// maxByHand bounds what a base that is written by hand takes in at once: all of its articles are
// read whenever it is opened.
const maxByHand = 64 << 20

// byHand reports whether the articles are to become files of sources/: the base has such a
// folder, which compiled parts would hide, and is given articles alone from elsewhere.
func (j *Job) byHand() bool {
	own := filepath.Join(j.Dir, "sources")
	if _, err := os.Stat(own); err != nil || IsImported(j.Dir) || len(j.Articles) == 0 || len(j.Triples) > 0 || j.Schema != "" || len(j.Tables) > 0 {
		return false
	}
	for _, p := range j.Articles {
		if at := corpus.Canonical(p); at == corpus.Canonical(own) || strings.HasPrefix(at, corpus.Canonical(own)+"/") {
			return false
		}
	}
	return true
}

// putFiles puts the articles into sources/.
func (j *Job) putFiles(ctx context.Context) (Report, error) {
	if j.Replace {
		return Report{}, hint(errors.New("--replace is for a knowledge base that was imported"), "the articles of this one are the files in "+filepath.Join(j.Dir, "sources")+": take away what is to go")
	}
	stage, err := os.MkdirTemp("", "hapjak-import-*")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(stage)
	if err := j.gather(ctx, stage); err != nil {
		return Report{}, err
	}
	folder := &Folder{Dir: j.Dir, New: stage, Limits: j.Limits}
	report, err := folder.Plan(ctx)
	if err != nil {
		return report, err
	}
	j.report = report
	for _, a := range report.Anchors {
		j.say("%s", a)
	}
	if err := j.refuse(); err != nil {
		return report, err
	}
	if len(report.Broken) > 0 {
		return report, fmt.Errorf("%s of the knowledge base would no longer hold: %s", Counted(len(report.Broken), "thing", "things"), report.Broken[0])
	}
	if j.Dry {
		return report, nil
	}
	report, err = folder.Put(ctx, nil)
	j.say("the articles are files in %s", filepath.Join(j.Dir, "sources"))
	return report, err
}

// gather copies what is to be imported into a folder.
func (j *Job) gather(ctx context.Context, into string) error {
	size := int64(0)
	put := func(from, name string) error {
		if name = CleanName(filepath.ToSlash(name)); name == "" {
			return nil // hidden
		}
		info, err := os.Stat(from)
		if err != nil {
			return err
		}
		if size += info.Size(); size > maxByHand {
			return hint(fmt.Errorf("these are more than %d MiB, too much for a knowledge base that is written by hand", maxByHand>>20),
				"import them into a folder of their own, with --schema and --triples for the facts")
		}
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		to := filepath.Join(into, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o600)
	}
	for _, pattern := range j.Articles {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			paths = []string{pattern}
		}
		for _, path := range paths {
			top := filepath.Base(filepath.Clean(path))
			err := filepath.WalkDir(path, func(at string, e fs.DirEntry, err error) error {
				if err == nil && e.IsDir() && corpus.Canonical(at) == corpus.Canonical(j.Dir) {
					return fs.SkipDir // the base itself
				}
				if err != nil || e.IsDir() {
					return errors.Join(err, ctx.Err())
				}
				rest, err := filepath.Rel(path, at)
				if err != nil {
					return err
				}
				if info, err := os.Stat(at); err != nil || !info.Mode().IsRegular() {
					return err
				}
				return put(at, filepath.Join(top, rest))
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
