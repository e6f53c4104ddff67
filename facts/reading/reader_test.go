package reading

import (
	"strings"
	"testing"
	"time"
)

// The passages are made up for these tests.
const harbour = "The lighthouse of Tirrel was built in 1874 by the engineer Ada Morven, who had studied in Lisbon. " +
	"It is 41 metres tall and stands on a rock called the Anvil. Fishermen used to light fires there because fog often hid the coast. " +
	"In 1932 the keeper, Tom Vale, sold the old lamp to a museum for $1,200."

func TestRead(t *testing.T) {
	r := New(Settings{MinScore: -1000, MinGap: -1000})
	for _, c := range []struct{ question, want string }{
		{"Who built the lighthouse of Tirrel?", "Ada Morven"},
		{"When was the lighthouse of Tirrel built?", "1874"},
		{"In what year was the old lamp sold to a museum?", "1932"},
		{"Who sold the old lamp?", "Tom Vale"},
		{"Where did Ada Morven study?", "Lisbon"},
		{"What is the rock called?", "Anvil"},
	} {
		a, _ := r.Read(c.question, []Passage{{Text: harbour}})
		if !strings.Contains(a.Text, c.want) || len(a.Text) > len(c.want)+12 {
			t.Errorf("%s %q, want %q", c.question, a.Text, c.want)
		}
		if harbour[a.Span.Start:a.Span.End] != a.Text || a.Sentence.Start > a.Span.Start || a.Sentence.End < a.Span.End {
			t.Errorf("%s the span %v is not %q within its sentence %v", c.question, a.Span, a.Text, a.Sentence)
		}
	}
}

// TestAbstain asserts relations: a question that the passage answers is believed
// more than one like it that the passage does not answer.
func TestAbstain(t *testing.T) {
	r := New(Settings{})
	for _, c := range []struct{ answerable, not string }{
		{"When was the lighthouse of Tirrel built?", "When was the bridge of Norholm painted?"},
		{"Who sold the old lamp to a museum?", "Who stole the silver crown from a palace?"},
		{"Who built the lighthouse of Tirrel in 1874?", "Who built the lighthouse of Tirrel in 1911?"},
	} {
		yes, _ := r.Read(c.answerable, []Passage{{Text: harbour}})
		no, _ := r.Read(c.not, []Passage{{Text: harbour}})
		if yes.Score <= no.Score {
			t.Errorf("%q scores %.2f, %q %.2f", c.answerable, yes.Score, c.not, no.Score)
		}
		if len(no.Evidence) == 0 {
			t.Errorf("%q: nothing speaks against %q", c.not, no.Text)
		}
	}
	if a, ok := r.Read("When was the bridge of Norholm painted?", []Passage{{Text: harbour}}); ok {
		t.Errorf("answers %q where the passage says nothing", a.Text)
	}
	if _, ok := r.Read("Who?", nil); ok {
		t.Error("answers from no passage")
	}
}

func TestQuote(t *testing.T) {
	r := New(Settings{})
	a, _ := r.ReadFound("Who sold the old lamp?", []Passage{{Text: harbour}})
	for _, most := range []int{40, 80, 200, 300, 1000} {
		q := Quote(harbour, a, most)
		if len(q) > most || !strings.Contains(q, a.Text) {
			t.Errorf("Quote in %d bytes: %q", most, q)
		}
	}
	if q := Quote(harbour, a, 1000); q != harbour {
		t.Errorf("what fits whole is cut: %q", q)
	}
}

func TestReadPicksThePassage(t *testing.T) {
	r := New(Settings{MinScore: -1000, MinGap: -1000})
	a, _ := r.Read("Who sold the old lamp?", []Passage{{Text: "Lamps are made of glass by many people.", Score: 9}, {Text: harbour, Score: 8}, {Text: "Nobody sold anything.", Score: 2}})
	if a.Passage != 1 || a.Text != "Tom Vale" {
		t.Errorf("read %q in passage %d", a.Text, a.Passage)
	}
}

func TestTypeOf(t *testing.T) {
	for q, want := range map[string]string{
		"Who directed Snowpiercer?":         "HUM",
		"When was it released?":             "NUM",
		"Where was the film shot?":          "LOC",
		"How many tickets did it sell?":     "NUM",
		"Why was the import ban lifted?":    "DESC",
		"What does KOFIC stand for?":        "ABBR",
		"Which company financed the film?":  "HUM",
		"What city hosts the festival?":     "LOC",
		"What is a co-production?":          "DESC",
		"What film is based on a webtoon?":  "ENTY",
		"In what year was the ban imposed?": "NUM",
	} {
		if got := TypeOf(q); got.Coarse() != want {
			t.Errorf("TypeOf(%q) = %s, want %s", q, got, want)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	r := New(Settings{Cache: 10})
	for i := range 100 {
		r.Read("Who was it?", []Passage{{Text: strings.Repeat("Ann saw Bob. ", i+1)}})
	}
	if n := len(r.texts.now) + len(r.texts.old); n > 12 {
		t.Errorf("%d passages are kept", n)
	}
}

func TestReadTakesAMegabyte(t *testing.T) {
	r := New(Settings{MinScore: -1000, MinGap: -1000})
	long := strings.Repeat(harbour+" ", 1<<20/len(harbour))
	began := time.Now()
	a, _ := r.Read("Who sold the old lamp? "+long, []Passage{{Text: long}, {Text: strings.Repeat("é(", 1<<19)}})
	if a.Text == "" {
		t.Error("nothing found in a long text")
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "who", "Who built it?", "ȺȺȺ's what", "\xff\x00 how many", strings.Repeat("what is ", 300), "What kind of of of?", "Name"} {
		f.Add(s, harbour)
		f.Add("Who built the lighthouse?", s)
		f.Add(s, s)
	}
	r := New(Settings{MinScore: -1000, MinGap: -1000, Cache: 4})
	f.Fuzz(func(t *testing.T, question, passage string) {
		if len(question) > 2000 || len(passage) > 4000 {
			return
		}
		a, _ := r.Read(question, []Passage{{Text: passage, Score: 1}, {Text: question, Score: 2}})
		text := passage
		if a.Passage == 1 {
			text = question
		}
		if a.Text != "" && (a.Span.Start < a.Sentence.Start || a.Span.End > a.Sentence.End || strings.TrimSpace(text[a.Span.Start:a.Span.End]) != a.Text) {
			t.Fatalf("Read(%q, %q) = %+v", question, passage, a)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	r := New(Settings{})
	for b.Loop() {
		r.Read("Who sold the old lamp to a museum in 1932?", []Passage{{Text: harbour}})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}

func BenchmarkReadUnseen(b *testing.B) {
	r := New(Settings{Cache: 2})
	texts := []string{harbour, harbour + " ", harbour + "  ", harbour + "   ", " " + harbour, "  " + harbour}
	for i := 0; b.Loop(); i++ {
		r.Read("Who sold the old lamp to a museum in 1932?", []Passage{{Text: texts[i%len(texts)]}})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}
