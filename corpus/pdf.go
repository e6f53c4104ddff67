package corpus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// PDF files are read with PDFium, the reader in Chrome, as WebAssembly: no cgo, and
// what a malicious file may do to it stays in a sandbox without files or network. It
// yields the letters of a page in reading order, and where each stands; pdflayout.go
// makes paragraphs of them.
//
// PDFium is translated to the machine's code when the first PDF is met, which takes
// some five seconds of a processor. The result is kept in the user's folder for such
// things (os.UserCacheDir), 21 MB, and found there the next time.

const (
	// pdfTime is how long one file may take; pages take about 15 ms.
	pdfTime = 5 * time.Minute
	// pdfMemory bounds PDFium's memory, in units of 64 KiB: 1 GiB.
	pdfMemory = 1 << 14
	// maxPages bounds the pages of one file.
	maxPages = 20_000
)

// A pdfReader reads PDF files with one PDFium, which it opens when the first is met.
// Its zero value is ready; close it after use.
type pdfReader struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

func (r *pdfReader) open() error {
	if r.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithCloseOnContextDone(true).WithMemoryLimitPages(pdfMemory)
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "hapjak")); err == nil {
			r.cache, config = cache, config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:  experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)),
		MaxTotal: 1, FSConfig: wazero.NewFSConfig(), RuntimeConfig: config,
	})
	if err != nil {
		return fmt.Errorf("the reader of PDF files cannot start: %w", err)
	}
	r.pool = pool
	return nil
}

func (r *pdfReader) close() {
	if r.pool != nil {
		_ = r.pool.Close()
	}
	if r.cache != nil {
		_ = r.cache.Close(context.Background())
	}
	*r = pdfReader{}
}

// reader returns the reader of a PDF file, which stops when ctx ends.
func (r *pdfReader) reader(ctx context.Context) reader {
	return func(file, text string, src *Source, f *faults) {
		pages, about, err := r.lines(ctx, []byte(text))
		if err != nil {
			f.at(file, 1, "%v", err)
			return
		}
		letters := 0
		for _, p := range pages {
			letters += len(p)
		}
		if letters == 0 {
			f.at(file, 1, "no text in its %d pages, only pictures: a scan? Text recognition (OCR) has to put some in first", len(pages))
			return
		}
		about.describe(file, src, f)
		layOut(file, pages, src, f)
	}
}

// lines returns the lines of each page and what the file says of itself.
func (r *pdfReader) lines(ctx context.Context, data []byte) (pages [][]pdfLine, about properties, err error) {
	if err := r.open(); err != nil {
		return nil, about, err
	}
	in, err := r.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, about, err
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = in.Kill() // which ends the call under way
		close(killed)
	})
	defer func() {
		if stop() {
			err = errors.Join(err, in.Close())
			return
		}
		<-killed
		if err = ctx.Err(); errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("reading it takes more than %v", pdfTime)
		}
	}()
	doc, err := in.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, about, errors.New("locked by a password; save it without one")
	case err != nil:
		return nil, about, errors.New("it is cut short or no PDF")
	}
	defer func() { _, _ = in.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, about, err
	}
	for i := range min(count.PageCount, maxPages) {
		p, err := pageLines(in, doc.Document, i)
		if err != nil {
			if ctx.Err() != nil {
				return nil, about, ctx.Err()
			}
			p = nil // a damaged page does not take the others with it
		}
		pages = append(pages, p)
	}
	return pages, aboutPDF(in, doc.Document), nil
}

// boxOf makes a box of what PDFium says, which may take the top for the bottom.
func boxOf(left, right, bottom, top float32) box {
	return box{float64(left), float64(right), float64(min(top, bottom)), float64(max(top, bottom))}
}

// pageLines reads the lines of a page, numbered from 0.
func pageLines(in pdfium.Pdfium, doc references.FPDF_DOCUMENT, number int) ([]pdfLine, error) {
	text, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{
		Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: number}}})
	if err != nil {
		return nil, err
	}
	defer func() {
		_, _ = in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	}()
	n, err := in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	sheet, err := in.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: number}}})
	if err != nil {
		return nil, err
	}
	b := lineBuilder{page: number + 1, sheet: boxOf(sheet.Rect.Left, sheet.Rect.Right, sheet.Rect.Bottom, sheet.Rect.Top), box: func(i int) (box, error) {
		at, err := in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			return box{}, err
		}
		return boxOf(at.Rect.Left, at.Rect.Right, at.Rect.Bottom, at.Rect.Top), nil
	}, bold: func(i int) bool {
		font, err := in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text.TextPage, Index: i})
		return err == nil && boldName.MatchString(font.FontName)
	}, made: func(i int) bool {
		put, err := in.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text.TextPage, Index: i})
		return err == nil && put.IsGenerated
	}}
	for i := range n.Count {
		c, err := in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return nil, err
		}
		if err := b.letter(i, rune(c.Unicode)); err != nil {
			return nil, err
		}
	}
	return b.end(), nil
}

var (
	pdfDate  = regexp.MustCompile(`^(?:D:)?(\d{4})(\d\d)?(\d\d)?`)
	boldName = regexp.MustCompile(`(?i)bold|black|heavy|^(\w+\+)?CMB`) // CMBX is Computer Modern's
	madeUpBy = regexp.MustCompile(`(?i)^(microsoft \w+ - |untitled|\(?anonymous\)?$|\(?unspecified\)?$|document\d*$|about:blank|unknown$|.*\.(docx?|indd|qxd|tex|dvi|pdf|pptx?|xlsx?|pages|html?|rtf|odt)$)`)
)

// aboutPDF returns what a file says of itself. Titles that a program made up for want
// of one are none.
func aboutPDF(in pdfium.Pdfium, doc references.FPDF_DOCUMENT) (p properties) {
	meta := func(tag string) string {
		m, err := in.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: tag})
		if err != nil {
			return ""
		}
		return tidy(strings.ToValidUTF8(m.Value, ""))
	}
	if title := meta("Title"); !madeUpBy.MatchString(title) {
		p.Title = title
	}
	if author := meta("Author"); author != "" && !madeUpBy.MatchString(author) {
		p.Creators = []string{author}
	}
	if d := pdfDate.FindStringSubmatch(meta("CreationDate")); d != nil {
		for _, part := range d[1:] {
			if part != "" {
				p.Created += "-" + part
			}
		}
		p.Created = p.Created[1:]
	}
	return p
}
