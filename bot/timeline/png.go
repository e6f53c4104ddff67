package timeline

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// Colours of a PNG: a dark sheet that is easy on the eye beside dark and light.
var (
	sheet = color.NRGBA{0x1E, 0x1F, 0x22, 0xFF}
	line  = color.NRGBA{0x36, 0x38, 0x3E, 0xFF}
	soft  = color.NRGBA{0xA3, 0xA9, 0xB2, 0xFF}
	ink   = color.NRGBA{0xE3, 0xE5, 0xE8, 0xFF}
	seal  = color.NRGBA{0x4F, 0xB9, 0x72, 0xFF}
)

// pixels is how many of them a unit has: a phone shows a picture at that density.
const pixels = 2

// PNG paints a picture.
func (p *Picture) PNG() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, int(p.Width*pixels), int(p.Height*pixels)))
	draw.Draw(img, img.Rect, image.NewUniform(sheet), image.Point{}, draw.Src)
	c := gg.NewContextForRGBA(img)
	text := font.Drawer{Dst: img, Face: newLetters(pixels)} // gg would soften the letters
	write := func(s string, x, y float64, in color.Color) {
		text.Src, text.Dot = image.NewUniform(in), fixed.P(int(x*pixels), int(y*pixels))
		text.DrawString(s)
	}
	c.SetLineWidth(pixels)
	for _, t := range p.Ticks {
		c.SetColor(line)
		c.DrawLine(t.X*pixels, p.Axis*pixels, t.X*pixels, (p.Height-6)*pixels)
		c.Stroke()
		year := strconv.Itoa(t.Year)
		write(year, t.X-float64(text.MeasureString(year))/64/pixels/2, p.Axis-8, soft)
	}
	c.SetColor(soft)
	c.DrawLine(side/2*pixels, p.Axis*pixels, (p.Width-side/2)*pixels, p.Axis*pixels)
	c.Stroke()
	for _, m := range p.Marks {
		c.SetColor(seal)
		if m.Bar > 0 {
			c.DrawRoundedRectangle(m.X*pixels, (m.Y-m.Radius)*pixels, m.Bar*pixels, 2*m.Radius*pixels, m.Radius*pixels)
		} else {
			c.DrawCircle(m.X*pixels, m.Y*pixels, m.Radius*pixels)
		}
		c.Fill()
		if m.Label == "" {
			continue
		}
		c.SetColor(sheet) // no line runs through the letters
		c.DrawRectangle((m.LabelX-2)*pixels, (m.Y-fontSize*0.7)*pixels, (m.LabelWidth+4)*pixels, fontSize*1.4*pixels)
		c.Fill()
		write(m.Label, m.LabelX, m.Y+fontSize*0.36, ink)
	}
	var out bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&out, fewColours(img)); err != nil {
		return nil, fmt.Errorf("painting a timeline: %w", err)
	}
	return out.Bytes(), nil
}

// fewColours makes a picture of at most 256 colours, which is written in a third of the time
// and space: those that differ in the last three bits of a channel alone are taken for one,
// of which the few inks here leave some 100. Where there are more it returns the picture.
func fewColours(img *image.RGBA) image.Image {
	out := image.NewPaletted(img.Rect, nil)
	index := map[[3]byte]uint8{}
	var key [3]byte // of the pixel before, which is mostly as the next
	var at uint8
	for i := range out.Pix {
		pix := img.Pix[4*i : 4*i+3]
		if k := [3]byte{pix[0] >> 3, pix[1] >> 3, pix[2] >> 3}; k != key || i == 0 {
			n, ok := index[k]
			if !ok {
				if len(out.Palette) == 256 {
					return img
				}
				n = uint8(len(out.Palette))
				index[k] = n
				out.Palette = append(out.Palette, color.RGBA{pix[0], pix[1], pix[2], 0xFF})
			}
			key, at = k, n
		}
		out.Pix[i] = at
	}
	return out
}
