package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts/intake"
	"hapjak/facts/passages"
)

// This file takes articles in: by upload, or from an address. What they would change is
// shown first; they are imported when the curator has seen it.

// planFor bounds the reading of an upload.
const planFor = 2 * time.Minute

// errNoBase is said where there is no folder to change.
var errNoBase = refusal{http.StatusConflict, errors.New("the knowledge base in the program cannot be changed here: hapjak serve --kb DIR serves one of your own, and --data DIR keeps a copy of it to change")}

// articles is the room in which articles are taken in.
type articles struct {
	*painter
	*folder
	browsing *browsing
	stages   stages
	fetcher  *fetcher
	fetches  bool  // an address is allowed
	most     int64 // bytes of an upload
}

func newArticles(p *painter, f *folder, b *browsing, o Options) *articles {
	most := cmp.Or(max(o.MaxUpload, 0), defaultUpload)
	return &articles{painter: p, folder: f, browsing: b, stages: stages{now: time.Now}, fetcher: newFetcher(most), fetches: o.Fetch, most: most}
}

func (s *articles) routes() []route {
	return []route{
		{"GET", "/curate/articles", "articles", Mends, s.pageArticles},
		{"POST", "/curate/articles", "articles", Mends, s.upload},
		{"POST", "/curate/articles/fetch", "articles", Mends, s.fetchArticle},
		{"POST", "/curate/articles/import", "articles", Mends, s.importNow},
	}
}

func (s *articles) pageArticles(w http.ResponseWriter, r *http.Request) { s.drawArticles(w, r, nil) }

// drawArticles shows the forms, and what was just wrong or done.
func (s *articles) drawArticles(w http.ResponseWriter, r *http.Request, more map[string]any) {
	data := map[string]any{"Fetch": s.fetches, "Most": s.most >> 20, "Articles": len(s.browsing.sources(r.Context()))}
	if err := s.editable(); err != nil {
		data["Closed"] = sentence(err)
	}
	maps.Copy(data, more)
	s.drawTold(w, r, "articles", s.view("articles", "Articles", data), more)
}

// troubled shows the forms again with what was wrong, where that is the sender's to mend.
func (s *articles) troubled(w http.ResponseWriter, r *http.Request, err error, more map[string]any) {
	var no refusal
	if !errors.As(err, &no) {
		s.refuseForm(w, r, err)
		return
	}
	if more == nil {
		more = map[string]any{}
	}
	more["Trouble"] = sentence(no)
	s.drawArticles(w, r, more)
}

// upload takes files and shows what they would change.
func (s *articles) upload(w http.ResponseWriter, r *http.Request) {
	s.stageAnd(w, r, nil, func(x *stage) error { return x.receive(w, r, s.most) })
}

// fetchArticle fetches an article and shows what it would change.
func (s *articles) fetchArticle(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	address := strings.TrimSpace(r.PostForm.Get("address"))
	s.stageAnd(w, r, map[string]any{"Address": address}, func(x *stage) error {
		if !s.fetches {
			return refusal{http.StatusForbidden, errors.New("the operator has not allowed to fetch pages: hapjak serve --fetch does. Save the page in your browser and upload it")}
		}
		x.Origin = address
		name, data, err := s.fetcher.fetch(r.Context(), address)
		if err != nil {
			return bad("it could not be fetched: %w", err)
		}
		_, err = x.put(name, bytes.NewReader(data), s.most)
		return err
	})
}

// stageAnd fills a stage and shows the plan.
func (s *articles) stageAnd(w http.ResponseWriter, r *http.Request, kept map[string]any, fill func(*stage) error) {
	if err := s.editable(); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	who, _ := s.curator(r)
	x, err := s.stages.add(who)
	if err == nil {
		if err = fill(x); err == nil {
			s.showPlan(w, r, x, "")
			return
		}
		s.stages.drop(x)
	}
	s.troubled(w, r, err, kept)
}

// showPlan shows what a stage would change.
func (s *articles) showPlan(w http.ResponseWriter, r *http.Request, x *stage, news string) {
	report, err := s.plan(r.Context(), x)
	if err != nil {
		s.stages.drop(x)
		s.troubled(w, r, refusalOf(err), nil)
		return
	}
	a := report.Articles
	data := map[string]any{
		"Stage": x, "Report": report, "Seen": seenOf(report), "News": news,
		"Added": changed(report, passages.Added), "Updated": changed(report, passages.Updated), "Removed": changed(report, passages.Removed),
		"Nothing": a.Added+a.Updated+a.Removed == 0,
	}
	s.draw(w, r, "plan", s.view("articles", "What would change", data))
}

// refusalOf makes a refusal of an error that is about what the curator sent or what lies in the
// base, which reads as file:line: what.
func refusalOf(err error) error {
	var no refusal
	var path *fs.PathError
	var link *os.LinkError
	if errors.As(err, &no) || errors.As(err, &path) || errors.As(err, &link) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errNotLogged) {
		return err
	}
	return refusal{http.StatusUnprocessableEntity, err}
}

func changed(r intake.Report, what passages.Change) []string {
	var ids []string
	for _, c := range r.Changed {
		if c.What == what {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// seenOf is the same for two reports that a curator would call the same.
func seenOf(r intake.Report) string {
	sum := sha256.Sum256(fmt.Append(nil, r.Articles, r.Changed, r.Faults, r.Anchors, r.Broken))
	return hex.EncodeToString(sum[:8])
}

// plan reads a stage, one at a time.
func (s *articles) plan(ctx context.Context, x *stage) (intake.Report, error) {
	return s.take(ctx, func(ctx context.Context) (intake.Report, error) {
		if !intake.IsImported(s.dir()) {
			return s.intoFolder(x).Plan(ctx)
		}
		job := s.job(x)
		job.Dry = true
		return job.Run(ctx)
	})
}

var uploadLimits = corpus.Options{MaxEntries: maxUploaded, MaxUnpacked: maxUnpacked}

func (s *articles) intoFolder(x *stage) *intake.Folder {
	return &intake.Folder{Dir: s.dir(), New: x.dir, Copy: s.copyFirst(), Limits: uploadLimits}
}

// job imports a stage into compiled parts. It is remembered by its names, so that the same
// file sent again is an update.
func (s *articles) job(x *stage) *intake.Job {
	job := &intake.Job{Dir: s.dir(), As: map[string]string{}, Limits: uploadLimits, Fewer: true} // what is removed is shown
	for _, name := range x.names {
		top, _, _ := strings.Cut(name, "/")
		at := filepath.Join(x.dir, top)
		if _, ok := job.As[at]; !ok {
			job.As[at] = "upload/" + top
			job.Articles = append(job.Articles, at)
		}
	}
	return job
}

// importNow imports a stage whose plan the curator has seen, or gives it up.
func (s *articles) importNow(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	who, _ := s.curator(r)
	x, ok := s.stages.get(r.PostForm.Get("stage"), who)
	if !ok {
		s.drawArticles(w, r, map[string]any{"Trouble": "These files are no longer here: an upload waits for an hour, and until the server is started again. Nothing was imported; please send them again."})
		return
	}
	if r.PostForm.Get("do") != "import" {
		s.stages.drop(x)
		http.Redirect(w, r, "/curate/articles", http.StatusSeeOther)
		return
	}
	seen, err := s.plan(r.Context(), x)
	if err == nil && seenOf(seen) != r.PostForm.Get("seen") {
		s.showPlan(w, r, x, "The knowledge base has changed since you looked. This is what would change now.")
		return
	}
	var report intake.Report
	if err == nil {
		report, err = s.take(r.Context(), func(ctx context.Context) (intake.Report, error) { return s.put(ctx, who, x) })
	}
	if err != nil {
		s.troubled(w, r, refusalOf(err), nil)
		return
	}
	s.stages.drop(x)
	a := report.Articles
	s.drawArticles(w, r, map[string]any{"Done": fmt.Sprintf("Imported: %s. In a second or two questions are answered from it.", a), "New": append(changed(report, passages.Added), changed(report, passages.Updated)...), "Anchors": report.Anchors})
}

// put imports a stage, which stands in the log first.
func (s *articles) put(ctx context.Context, who string, x *stage) (report intake.Report, err error) {
	if intake.IsImported(s.dir()) {
		c := store.Change{Who: who, What: "imported " + x.Origin, After: strings.Join(x.names, "\n")}
		err = s.change(ctx, c, func() error {
			report, err = s.job(x).Run(ctx)
			return err
		})
		return report, err
	}
	return s.intoFolder(x).Put(ctx, func(list []intake.Written) error {
		for _, f := range list {
			what := "added an article from " + x.Origin
			switch {
			case f.After == nil:
				what = "took an article's file away for that of " + x.Origin
			case f.Before != nil:
				what = "changed an article from " + x.Origin
			}
			c := store.Change{Who: who, What: what, File: f.File, Before: logged(f.Before), After: logged(f.After)}
			if err := s.change(ctx, c, func() error { return nil }); err != nil {
				return err
			}
		}
		return nil
	})
}

// logged is what the log keeps of a file: its text, or what it is.
func logged(data []byte) string {
	if data == nil || utf8.Valid(data) {
		return string(data)
	}
	sum := sha256.Sum256(data)
	return fmt.Sprintf("%d bytes, SHA-256 %s", len(data), hex.EncodeToString(sum[:]))
}
