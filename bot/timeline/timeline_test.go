package timeline

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"
)

const width = 550

func entries(n int, text func(i int) string) (list []Entry) {
	for i := range n {
		year := 1950 + i*60/max(n, 1)
		list = append(list, Entry{year*10000 + 101, year*10000 + 1231, text(i)})
	}
	return list
}

// TestLayout keeps everything inside the picture and apart from everything else, however
// many things there are and however long their names.
func TestLayout(t *testing.T) {
	if Layout(nil, width) != nil {
		t.Error("a picture of nothing")
	}
	texts := []string{"Obaltan came out in 1961.", "달기 came out.", strings.Repeat("a very long name ", 40), strings.Repeat("길", 5000), "", "ไทย 😀"}
	for _, n := range []int{1, 2, 12, MaxLabels, MaxLabels + 1, 200, 3000} {
		list := entries(n, func(i int) string { return texts[i%len(texts)] })
		list[0].From, list[n/2].To = 19100101, 20301231 // the one lasts, and so does the other
		p := Layout(list, width)
		if len(p.Marks) != n || len(p.Ticks) < 2 || len(p.Ticks) > 14 || p.First > 1910 || p.Last < 2030 {
			t.Fatalf("%d entries: %d marks, %d ticks, %d-%d", n, len(p.Marks), len(p.Ticks), p.First, p.Last)
		}
		ends := map[string]float64{}
		for _, m := range p.Marks {
			left, right := m.X-m.Radius, m.X+m.Radius
			if m.Bar > 0 {
				left, right = m.X, m.X+m.Bar
			}
			if m.Label != "" {
				left, right = min(left, m.LabelX), max(right, m.LabelX+m.LabelWidth)
			}
			row := fmt.Sprintf("%.2f", m.Y)
			if left < 0 || right > width || m.Y+m.Radius > p.Height || m.Y-m.Radius < p.Axis || left < ends[row] {
				t.Fatalf("%d entries: %+v stands where another does, or outside", n, m)
			}
			ends[row] = right
			if m.Label != "" && n > MaxLabels || m.Label == "" && m.Says != "" && n <= MaxLabels && m.Bar == 0 {
				t.Fatalf("%d entries: the label is %q", n, m.Label)
			}
		}
	}
}

func TestLabels(t *testing.T) {
	l := newLetters(1)
	for _, c := range []struct {
		text string
		room float64
		want string
	}{
		{"Okja", 100, "Okja"},
		{"The Last Woman of Shang came out", 110, "The Last…"},
		{"오발탄 came out", 60, "오발탄…"},
		{"a\u202eb\nc\x00d", 100, "ab cd"},
		{"Okja", 3, ""},
	} {
		got, w := l.fit(c.text, c.room)
		if got != c.want || w > c.room {
			t.Errorf("%q in %.0f is %q, %.0f wide", c.text, c.room, got, w)
		}
	}
}

// TestPNG paints letters of five scripts, and syllables that are in no word.
func TestPNG(t *testing.T) {
	for _, text := range []string{"Obaltan", "오발탄", "뷁쀍", "林黛", "オバルタン", "Обалтан"} {
		p := Layout([]Entry{{19610101, 19611231, text}}, width)
		out, err := p.PNG()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil || img.Bounds().Dx() != width*pixels || img.Bounds().Dy() != int(p.Height*pixels) {
			t.Fatalf("%v, %v", err, img.Bounds())
		}
		bright, m := 0, p.Marks[0]
		for x := m.LabelX; x < m.LabelX+m.LabelWidth; x += 0.5 {
			for y := m.Y - 8; y < m.Y+8; y += 0.5 {
				if r, _, _, _ := img.At(int(x*pixels), int(y*pixels)).RGBA(); r > 0xB000 {
					bright++
				}
			}
		}
		if share := float64(bright) / (m.LabelWidth * 16 * 4); share < 0.03 || share > 0.5 {
			t.Errorf("%s: letters are %.2f of the label", text, share)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	list := entries(12, func(int) string { return "The Last Woman of Shang (달기, 妲己) came out in September 1964." })
	for b.Loop() {
		if _, err := Layout(list, width).PNG(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLongLabels: a label ends with a word, and no two that are cut are the same.
func TestLongLabels(t *testing.T) {
	const begins = "The travelling puppet theatre of the old harbour town on the northern coast began its seventeenth season with"
	p := Layout([]Entry{{20010101, 20010101, begins + " a comedy."}, {20020101, 20020101, begins + " a tragedy."}, {20090101, 20090101, "It closed."}}, width)
	for i, m := range p.Marks[:2] {
		shown := strings.Trim(m.Label, "… ")
		if m.Label == m.Says || !strings.Contains(m.Says+" ", shown+" ") || i > 0 && m.Label == p.Marks[0].Label {
			t.Errorf("%q of %q", m.Label, m.Says)
		}
	}
}
