package corpus

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A pageLine is a line of a page to make: its height, its size and its text.
type pageLine struct {
	y, size int
	text    string
}

// madePDF makes a PDF of pages, in Helvetica; "*" before a text sets it in bold type,
// and between "^" it is raised.
func madePDF(title string, pages ...[]pageLine) string {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 6+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), kids.String())
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	object("<< /Title (%s) /Author (Ann Berg) /CreationDate (D:19981109071500Z) >>", title)
	for i, lines := range pages {
		var text strings.Builder
		for _, l := range lines {
			font, said := "F", l.text
			if rest, ok := strings.CutPrefix(said, "*"); ok {
				font, said = "B", rest
			}
			for n, cell := range strings.Split(said, "\t") {
				fmt.Fprintf(&text, "BT %d %d Td\n", 72+130*n, l.y)
				for n, part := range strings.Split(cell, "^") {
					size, rise := l.size, 0
					if n%2 == 1 {
						size, rise = l.size*6/10, l.size*4/10
					}
					fmt.Fprintf(&text, "/%s %d Tf %d Ts (%s) Tj\n", font, size, rise, strings.NewReplacer("(", `\(`, ")", `\)`).Replace(part))
				}
				text.WriteString("ET\n")
			}
		}
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>", 7+2*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String())
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.String()
}

func TestPDF(t *testing.T) {
	page := func(n int, lines ...pageLine) []pageLine {
		return append(append([]pageLine{{800, 9, fmt.Sprintf("The ferry almanac %d", 2000+n)}}, lines...), pageLine{40, 9, fmt.Sprintf("Page %d of 4", n)})
	}
	doc := madePDF("Microsoft Word - almanac.docx",
		page(1, pageLine{700, 26, "*Almanac of the Noss ferry"}, pageLine{640, 11, "The ferry has crossed the sound since 1931, when the council of Noss pro-"}, pageLine{627, 11, "cured her from a yard in Tromso. A co-operation of"}, pageLine{614, 11, "two parishes runs her to this day, and has"}),
		page(2, pageLine{760, 11, "never lost a passenger. Her captain is Ines Halvorsen."}, pageLine{720, 11, "*Contents"}, pageLine{700, 11, "Boats ............. 3"}, pageLine{687, 11, "Fares . . . . . . . 12"}, pageLine{674, 11, "Crew ...... 14"}),
		page(3, pageLine{760, 15, "*Boats"}, pageLine{730, 11, "Those that serve:"}, pageLine{716, 11, "- the Gannet, built in 1931, which has carried the post and"}, pageLine{703, 11, "the school children of both islands,"}, pageLine{690, 11, "- the Skua."},
			pageLine{650, 11, "Boat\tYard\tYear"}, pageLine{636, 11, "Gannet\tTromso\t1931"}, pageLine{622, 11, "Skua\tBergen\t1977"}, pageLine{590, 11, "*Fares"}, pageLine{576, 11, "A crossing costs four crowns."}),
		page(4, pageLine{760, 11, "Children cross free."}))
	got, src, _ := shown(t, "f.pdf", doc)
	want := "f|Almanac of the Noss ferry|" + strings.Join([]string{
		"2 p. 1 :The ferry has crossed the sound since 1931, when the council of Noss procured her from a yard in Tromso. A co-operation of two parishes runs her to this day, and has never lost a passenger.",
		"2 p. 2 :Her captain is Ines Halvorsen.",
		"4 p. 3 Boats:Those that serve:",
		"5 p. 3 Boats:the Gannet, built in 1931, which has carried the post and the school children of both islands,",
		"6 p. 3 Boats:the Skua.",
		"8 p. 3 Boats · Boat | Yard | Year:Gannet | Tromso | 1931",
		"9 p. 3 Boats · Boat | Yard | Year:Skua | Bergen | 1977",
		"11 p. 3 Fares:A crossing costs four crowns.",
		"12 p. 4 Fares:Children cross free."}, "|")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", strings.ReplaceAll(got, "|", "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
	if src.Author != "Ann Berg" || src.Date != "1998-11-09" {
		t.Errorf("%s, %s", src.Author, src.Date)
	}
}

// Heads that differ on each page are known by their place, marks of notes are none of
// a number's digits, and a power stays one.
func TestPDFHeadsAndNotes(t *testing.T) {
	var pages [][]pageLine
	var want []string
	for n := range 8 {
		said := fmt.Sprintf("In year %d she carried 412,000^%d^ people^12^ over 30 km^2^ of sea, or 10^6^ parcels.", n, n+1)
		pages = append(pages, []pageLine{{800, 9, fmt.Sprintf("Chapter of the captain called %c", 'A'+n)}, {760, 11, said}, {747, 11, fmt.Sprintf("All of them came back, as clerk %c of the parish has written down.", 'A'+n)}, {40, 9, "by the council of Noss"}})
		want = append(want, fmt.Sprintf("%d p. %d :In year %d she carried 412,000 people over 30 km^2 of sea, or 10^6 parcels. All of them came back, as clerk %c of the parish has written down.", n+1, n+1, n, 'A'+n))
	}
	got, _, _ := shown(t, "f.pdf", madePDF("Log", pages...))
	if want := "f|Log|" + strings.Join(want, "|"); got != want {
		t.Errorf("got\n%s\nwant\n%s", strings.ReplaceAll(got, "|", "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
}

// Sheets of a catalogue have lines alike, or alike but for their numbers, at one height: these are text as
// long as they do not stand apart in the margin. What does is left out and told, and no page is emptied.
func TestPDFSheets(t *testing.T) {
	const sheets = 7
	read := func(page func(n int) []pageLine) (text, told string) {
		t.Helper()
		pages := make([][]pageLine, sheets)
		for i := range pages {
			pages[i] = page(i + 1)
		}
		f := faults{tell: func(n Note) { told += n.What + "\n" }}
		src := Source{ID: "a"}
		var r pdfReader
		defer r.close()
		r.reader(t.Context())("a.pdf", madePDF("Sheets", pages...), &src, &f)
		if err := f.err(); err != nil {
			return err.Error(), told
		}
		for _, p := range src.Paragraphs {
			text += p.Heading + ": " + p.Text + "\n"
		}
		return text, told
	}
	for name, x := range map[string]struct {
		page       func(n int) []pageLine
		held, told []string
		gone       string
	}{
		"large titles, without a head": {func(n int) []pageLine {
			return []pageLine{{790, 18, fmt.Sprintf("Kiln %d", n)}, {764, 11, fmt.Sprintf("Kiln %d burns at %d degrees.", n, 900+40*n)}, {750, 11, "Ash is to be raked out daily."}}
		}, []string{"Kiln 1: Kiln 1 burns at 940 degrees. Ash is to be raked out daily.", "Kiln 7: Kiln 7 burns at 1180 degrees. Ash is to be raked out daily."}, nil, "§"},
		"bold titles of the text's size": {func(n int) []pageLine {
			return []pageLine{{820, 8, "Potters of the vale"}, {795, 11, fmt.Sprintf("*Shelf %d", n)}, {760, 11, "Glazed twice."}, {746, 11, fmt.Sprintf("Weight: %d grams.", 300+n)}, {30, 8, fmt.Sprint(n + 16)}}
		}, []string{"Shelf 2: Glazed twice.", "Weight: 302 grams.", "Shelf 7: Glazed twice."}, []string{"“Potters of the vale”"}, "vale"},
		"plain titles that all differ": {func(n int) []pageLine {
			return []pageLine{{800, 11, fmt.Sprintf("Loom of the weaver %c", 'A'+n)}, {760, 11, "It is made of beech."}, {60, 11, "Woven by hand in the old barn"}, {46, 11, "of the lower farm."}}
		}, []string{"Loom of the weaver B", "Loom of the weaver H", "It is made of beech."}, []string{"“Woven by hand in the old barn”"}, "Woven"},
		"text down to the margin": {func(n int) []pageLine {
			lines := []pageLine{{800, 9, fmt.Sprintf("Bells of the coast | %d", n)}}
			for y := 760; y > 60; y -= 14 {
				lines = append(lines, pageLine{y, 11, fmt.Sprintf("Row %d tells of a bell.", y)})
			}
			return append(lines, pageLine{30, 9, fmt.Sprintf("- %d -", n)})
		}, []string{"Row 760 tells", "Row 74 tells", "Row 88 tells"}, []string{"“Bells of the coast”"}, "Bells of"},
		"nothing else on a page": {func(n int) []pageLine {
			return []pageLine{{800, 11, "Wet paint."}, {30, 9, fmt.Sprintf("Page %d of 7", n)}}
		}, []string{"Wet paint."}, nil, "Page"},
	} {
		text, told := read(x.page)
		for _, want := range x.held {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", name, want, text)
			}
		}
		for _, want := range x.told {
			if strings.Count(told, want) != 1 {
				t.Errorf("%s: told is %q, want %q", name, told, want)
			}
		}
		if x.told == nil && told != "" || strings.Contains(text, x.gone) {
			t.Errorf("%s: told %q and read\n%s", name, told, text)
		}
	}
}

// A list of prices is no table of contents, though dots lead to its numbers; of one that is it is told how many lines are gone.
func TestPDFLists(t *testing.T) {
	for name, x := range map[string]struct {
		numbers []int
		kept    bool
	}{"prices": {[]int{40, 12, 95, 8}, true}, "contents": {[]int{1, 8, 8, 31}, false}} {
		page := []pageLine{{780, 18, "*Of the forge"}, {750, 11, "It is open to all who come up the hill."}}
		for i, n := range x.numbers {
			page = append(page, pageLine{720 - 14*i, 11, fmt.Sprintf("Thing %c ......... %d", 'a'+i, n)})
		}
		told := 0
		f := faults{tell: func(n Note) {
			if n.Kind == "contents" && strings.HasSuffix(n.What, ": 4") {
				told++
			}
		}}
		src := Source{ID: "a"}
		var r pdfReader
		r.reader(t.Context())("a.pdf", madePDF("Forge", page), &src, &f)
		r.close()
		if text := onOneLine(src); f.err() != nil || strings.Contains(text, "Thing c") != x.kept || (told == 1) == x.kept {
			t.Errorf("%s: told %d times, %s: %v", name, told, text, f.err())
		}
	}
}

// A sentence that goes on over a page's end is one, cited by the page on which it begins,
// whatever letter its rest begins with and whatever notes stand between; what stands behind
// it is cited by its own page.
func TestPDFSentencesOverPages(t *testing.T) {
	got, _, _ := shown(t, "f.pdf", madePDF("Log",
		[]pageLine{{760, 11, "The lamp of the north mole was lit for the first time in March, and the parish paid for"}, {747, 11, "it with the money that a fair had brought. Its keeper in all these years was the widow"}, {734, 11, "of a pilot, whom the council of the island had asked to come, and who was called Mrs"}, {60, 7, "1 As the log of the parish has it."}, {50, 7, "2 By boat."}},
		[]pageLine{{760, 11, "Aurelia Thorne. She read no books but one. The oil came from"}, {747, 11, "a mill in"}},
		[]pageLine{{760, 11, "Bergen, on the ferry of Mr. Dahl, whose"}},
		[]pageLine{{760, 11, "brother ended. He sold it. Since then the mole is dark"}},
		[]pageLine{{760, 11, "Another text begins here."}}))
	want := "f|Log|" + strings.Join([]string{
		"1 p. 1 :The lamp of the north mole was lit for the first time in March, and the parish paid for it with the money that a fair had brought. Its keeper in all these years was the widow of a pilot, whom the council of the island had asked to come, and who was called Mrs Aurelia Thorne.",
		"1 p. 2 :She read no books but one. The oil came from a mill in Bergen, on the ferry of Mr. Dahl, whose brother ended.",
		"1 p. 4 :He sold it. Since then the mole is dark",
		"2 p. 1 :1 As the log of the parish has it.",
		"3 p. 1 :2 By boat.",
		"4 p. 5 :Another text begins here."}, "|")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", strings.ReplaceAll(got, "|", "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
}

// A word that is torn at a line's end is joined: by its hyphen, and without any where the
// text has the word whole and neither half of it.
// Narrow gaps part cells where they go through three rows, an empty cell counts, and two columns are no table.
func TestPDFCellsAndColumns(t *testing.T) {
	rows := []pageLine{{780, 18, "Lamps"}, {750, 10, "The lamps of the coast are of three kinds, and all of them are listed here."},
		{720, 10, "Lamp made of brass or iron\tKeeper of it, and his wife\tLit"}, {706, 10, "A very old lantern of brass\tAnn Berg, and Bo of Noss\t1931"}, {692, 10, "A new lantern of iron, red\t\t1950"}, {678, 10, "A lamp of copper and glass\tCy Roe, and Dee, his aunt\t1977"}}
	if got := pdfText(t, madePDF("Lamps", rows)); !strings.Contains(got, "Lamp made of brass or iron | Keeper of it, and his wife | Lit] A very old lantern of brass | Ann Berg, and Bo of Noss | 1931") ||
		!strings.Contains(got, "A new lantern of iron, red | | 1950") || !strings.Contains(got, "coast are of three kinds") {
		t.Errorf("cells: %s", got)
	}
	printed := []pageLine{{820, 8, "11/28/26, 9:18 PM\tLamps of the coast"}, {780, 18, "Lamps"}, {750, 11, "The lamps burn at night, and go out at dawn."}, {20, 8, "http://a.example/lamps\t1/1"}}
	if got := pdfText(t, madePDF("Lamps", printed)); got != "The lamps burn at night, and go out at dawn." {
		t.Errorf("a printed page: %s", got)
	}
	columns := []pageLine{{780, 18, "Quay"}, {740, 10, "The quay was laid of oak\tThen it was laid anew in"}, {726, 10, "piles by Ann Berg, who\tstone by her own sons,"}, {712, 10, "had sailed for years,\twho had learned it at"},
		{698, 10, "and it stood until the\tthe harbour of Velden"}, {684, 10, "flood in the old year.\tand came home again."}}
	want := "The quay was laid of oak piles by Ann Berg, who had sailed for years, and it stood until the flood in the old year. / Then it was laid anew in stone by her own sons, who had learned it at the harbour of Velden and came home again."
	if got := pdfText(t, madePDF("Quay", columns)); !strings.Contains(got, want) {
		t.Errorf("columns: %s", got)
	}
}

func pdfText(t *testing.T, data string) string {
	t.Helper()
	var f faults
	src := Source{ID: "a"}
	var r pdfReader
	defer r.close()
	r.reader(t.Context())("a.pdf", data, &src, &f)
	if err := f.err(); err != nil {
		t.Fatal(err)
	}
	return onOneLine(src)
}

func TestPDFTornWords(t *testing.T) {
	got, _, _ := shown(t, "f.pdf", madePDF("Log",
		[]pageLine{{760, 11, "Ann built the lamp at any rate, and the tide at Mersk"}, {747, 11, "ay took it. By day the light of Merskay is seldom"}, {734, 11, "lit, and any"}, {721, 11, "one may see anyone there, any"}, {708, 11, "day. A lan\xad"}, {695, 11, "tern hangs in the well."}}))
	if want := "f|Log|1 p. 1 :Ann built the lamp at any rate, and the tide at Merskay took it. By day the light of Merskay is seldom lit, and any one may see anyone there, any day. A lantern hangs in the well."; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPDFsThatHoldNoText(t *testing.T) {
	scan := madePDF("Salt", nil, nil)
	for text, want := range map[string]string{"%PDF-1.4 and nothing": "cut short or no PDF", scan: "no text in its 2 pages", scan[:len(scan)/4]: "cut short or no PDF"} {
		var f faults
		if _, ok := parse("a.pdf", "a", []byte(text), &f); ok || !strings.HasPrefix(f.err().Error(), "a.pdf:1: ") || !strings.Contains(f.err().Error(), want) {
			t.Errorf("%v, want %s", f.err(), want)
		}
	}
}

// An import that is stopped stops within a PDF as well.
func TestPDFStops(t *testing.T) {
	var r pdfReader
	defer r.close()
	if err := r.open(); err != nil {
		t.Fatal(err)
	}
	pages := make([][]pageLine, 3000)
	for i := range pages {
		pages[i] = []pageLine{{700, 11, strings.Repeat("The ferry crosses the sound. ", 40)}}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, _, err := r.lines(ctx, []byte(madePDF("Salt", pages...))); err == nil || time.Since(began) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	if got, _, err := r.lines(t.Context(), []byte(madePDF("Salt", pages[0]))); err != nil || len(got) != 1 {
		t.Errorf("the next file: %v, %v", got, err)
	}
}
