package timeline

import (
	"image"
	"strings"
	"sync"
	"unicode"

	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// letters is a font.Face: Go's own font for the scripts that it has, and for Hangul, Han
// and kana a bitmap font of 12 pixels, as Korean screens had for decades, enlarged where
// everything is. It may be used by one goroutine.
type letters struct {
	font.Face
	latin *sfnt.Font
	other larger
	buf   sfnt.Buffer
}

var regular = sync.OnceValues(func() (*sfnt.Font, error) { return opentype.Parse(goregular.TTF) })

// newLetters makes letters of a picture with so many pixels to a unit.
func newLetters(pixels int) *letters {
	l := &letters{Face: bitmapfont.Face, other: larger{bitmapfont.Face, pixels}}
	f, err := regular()
	if err != nil {
		return l // all letters are the bitmap font's
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: fontSize * float64(pixels), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return l
	}
	l.Face, l.latin = face, f
	return l
}

// of returns the font that has a letter.
func (l *letters) of(r rune) font.Face {
	if l.latin != nil {
		if i, err := l.latin.GlyphIndex(&l.buf, r); err == nil && i != 0 {
			return l.Face
		}
	}
	return l.other
}

func (l *letters) Glyph(dot fixed.Point26_6, r rune) (image.Rectangle, image.Image, image.Point, fixed.Int26_6, bool) {
	return l.of(r).Glyph(dot, r)
}

func (l *letters) GlyphBounds(r rune) (fixed.Rectangle26_6, fixed.Int26_6, bool) {
	return l.of(r).GlyphBounds(r)
}

func (l *letters) GlyphAdvance(r rune) (fixed.Int26_6, bool) { return l.of(r).GlyphAdvance(r) }

func (l *letters) Kern(a, b rune) fixed.Int26_6 {
	if f := l.of(a); f == l.of(b) {
		return f.Kern(a, b)
	}
	return 0
}

// fit cuts a text to a width, and says how wide it is then.
func (l *letters) fit(text string, room float64) (string, float64) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) { // nothing that cannot be drawn, or turns the text around
			return -1
		}
		return r
	}, strings.Join(strings.Fields(text), " "))
	dots, cut, at, before := l.width("…"), 0, 0.0, rune(-1)
	for i, r := range text {
		if at+dots <= room {
			cut = i
		}
		advance, _ := l.GlyphAdvance(r)
		if before >= 0 {
			advance += l.Kern(before, r)
		}
		if at, before = at+float64(advance)/64, r; at > room {
			text = strings.TrimRightFunc(text[:cut], func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
			if text == "" {
				return "", 0
			}
			return text + "…", l.width(text + "…")
		}
	}
	return text, at
}

func (l *letters) width(text string) float64 {
	return float64(font.MeasureString(l, text)) / 64
}

// larger is a bitmap font, so many times as large, its steps smoothed.
type larger struct {
	font.Face
	times int
}

func (l larger) Glyph(dot fixed.Point26_6, r rune) (image.Rectangle, image.Image, image.Point, fixed.Int26_6, bool) {
	small, mask, at, advance, ok := l.Face.Glyph(fixed.Point26_6{}, r)
	if !ok {
		return image.Rectangle{}, nil, image.Point{}, 0, false
	}
	n := l.times
	large := image.NewAlpha(image.Rect(0, 0, small.Dx()*n, small.Dy()*n))
	draw.CatmullRom.Scale(large, large.Rect, mask, image.Rectangle{at, at.Add(small.Size())}, draw.Src, nil)
	corner := image.Pt(dot.X.Round()+small.Min.X*n, dot.Y.Round()+small.Min.Y*n)
	return large.Rect.Add(corner), large, image.Point{}, advance * fixed.Int26_6(n), true
}

func (l larger) GlyphBounds(r rune) (fixed.Rectangle26_6, fixed.Int26_6, bool) {
	b, advance, ok := l.Face.GlyphBounds(r)
	n := fixed.Int26_6(l.times)
	b.Min.X, b.Min.Y, b.Max.X, b.Max.Y = b.Min.X*n, b.Min.Y*n, b.Max.X*n, b.Max.Y*n
	return b, advance * n, ok
}

func (l larger) GlyphAdvance(r rune) (fixed.Int26_6, bool) {
	advance, ok := l.Face.GlyphAdvance(r)
	return advance * fixed.Int26_6(l.times), ok
}

func (l larger) Kern(rune, rune) fixed.Int26_6 { return 0 }
