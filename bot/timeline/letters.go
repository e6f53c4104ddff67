package timeline

import (
	_ "embed"
	"image"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// letters is a font.Face: Go's own font for the scripts that it has, and Noto Sans CJK for
// Hangul, Han and kana. It may be used by one goroutine.
type letters struct {
	font.Face // for what no font has
	fonts     []sized
	buf       sfnt.Buffer
}

type sized struct {
	*sfnt.Font
	face font.Face
}

//go:embed east.otf
var east []byte

// fonts parses them once, the one to look into first first.
var fonts = sync.OnceValue(func() (list []*sfnt.Font) {
	for _, data := range [][]byte{goregular.TTF, east} {
		if f, err := opentype.Parse(data); err == nil { // TestLabels would fail
			list = append(list, f)
		}
	}
	return list
})

// newLetters makes letters of a picture with so many pixels to a unit.
func newLetters(pixels int) *letters {
	l := &letters{Face: basicfont.Face7x13}
	for _, f := range fonts() {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: fontSize * float64(pixels), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			continue
		}
		if len(l.fonts) == 0 {
			l.Face = face
		}
		l.fonts = append(l.fonts, sized{f, face})
	}
	return l
}

// of returns the font that has a letter.
func (l *letters) of(r rune) font.Face {
	for _, f := range l.fonts {
		if i, err := f.GlyphIndex(&l.buf, r); err == nil && i != 0 {
			return f.face
		}
	}
	return l.Face
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

// fit cuts a text to a width, at the end of a word where that leaves half of it, and says how wide it is then.
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
			if space := strings.LastIndexByte(text[:cut], ' '); space > cut/2 && text[cut] != ' ' {
				cut = space
			}
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
