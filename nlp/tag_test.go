package nlp

import (
	"strings"
	"sync"
	"testing"
)

// oneTagger is loaded at most once for all tests that need prose.
var oneTagger = sync.OnceValue(NewTagger)

func tagged(tokens []Token, tags []Tag) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text + "/" + tags[i].String())
	}
	return b.String()
}

func TestTags(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Who directed Snowpiercer?", "Who/WP directed/VBD Snowpiercer/NNP ?/."},
		{"Kim Jin-gyu's films were restored in 2008.", "Kim/NNP Jin/NNP -/: gyu/NNP 's/POS films/NNS were/VBD restored/VBN in/IN 2008/CD ./."},
		{"He didn’t “sell” 834,338 tickets", "He/PRP didn’t/VBD “/\" sell/VB ”/\" 834,338/CD tickets/NNS"},
	} {
		tokens := Tokens(c.text)
		if got := tagged(tokens, GuessTags(tokens)); got != c.want {
			t.Errorf("GuessTags: %s\nwant %s", got, c.want)
		}
	}
}

// TestProseTagsMeetOurTokens checks that what prose says lands on the right token.
func TestProseTagsMeetOurTokens(t *testing.T) {
	tokens := Tokens("Kim Jin-gyu's “films”, he said, weren't restored by the U.S. in 2008 (see f(x)).")
	tags := oneTagger().Tag(tokens)
	got := tagged(tokens, tags)
	for _, want := range []string{"Kim/NNP", "Jin/NNP", "gyu/NNP", "'s/POS", "films/NNS", "said/VBD", "restored/VBN", "the/DT", "2008/CD", "./."} {
		if !strings.Contains(" "+got+" ", " "+want+" ") {
			t.Errorf("Tag: no %s in %s", want, got)
		}
	}
}

func TestNames(t *testing.T) {
	text := "Last year the director Tom Hanks met Angela Merkel in New York City."
	var got []string
	for _, n := range oneTagger().Names(text) {
		if text[n.Start:n.End] != n.Text {
			t.Errorf("%+v does not stand at its offsets", n)
		}
		got = append(got, n.Text)
	}
	if g := strings.Join(got, "; "); g != "Tom Hanks; Angela Merkel; New York City" {
		t.Errorf("Names = %s", g)
	}
}

// capitals finds names without a model, by their capitals.
func capitals(text string) []Name {
	tokens := Tokens(text)
	return namesOf(text, tokens, GuessTags(tokens), nil)
}

func TestCapitals(t *testing.T) {
	for text, want := range map[string]string{
		"The film was made by CJ E&M with Kim Jin-gyu.": "CJ E&M; Kim Jin-gyu",
		"University of Oxford and the Lady of the Lake": "University of Oxford; Lady of the Lake",
		"who directed it": "",
		"Bong Joon Ho's Okja was shown in Cannes on May 19, 2017": "Bong Joon Ho; Okja; Cannes; May 19",
	} {
		var got []string
		for _, n := range capitals(text) {
			got = append(got, n.Text)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("capitals(%q) = %s, want %s", text, g, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []string{
		"He met Mr. Go in the U.S. army.|It was 1964.",
		"J. R. R. Tolkien wrote it.|Then came No. 5 of the list.|No.|He said so.",
		"“Is it true?” he asked.|“Yes!”|“No.”|They left at 5 p.m. and slept.|In the U.S.|The end",
		"It cost $3.5 million.[1]|It was the first.",
		"His History (circ. 1136) names no king (of them all).|It was read.|(He wrote it. So they say.)",
		"The court heard Moss v. Lane in May.|It sat for a day.",
		"これは映画です。|はい。",
		"",
	} {
		text := strings.ReplaceAll(c, "|", " ")
		var got []string
		for _, s := range Sentences(text) {
			got = append(got, text[s.Start:s.End])
		}
		if g := strings.Join(got, "|"); g != c {
			t.Errorf("Sentences: %s\nwant       %s", g, c)
		}
	}
	if got := Sentences("A title\n\nA text\nover two lines"); len(got) != 2 {
		t.Errorf("a blank line ends a sentence: got %v", got)
	}
}

// stranger is text that has broken taggers before.
var stranger = []string{"", "ȺȺȺ's", "ȺȺȺȺȺȺ'll n't", "\xff\xfe'm", "a\x00b", "“”‘’", "(-8 :) http://x.y @me", "İİİ're", strings.Repeat("(", 300),
	"&rsquo;", "\u2028x\u0085y z", "U.S.A.", "*-1 0 *T*-2 -LRB-", "١٢٣ ａｂｃ", "'s 's ' '", "K.K's Jin-gyu's"}

func FuzzTagger(f *testing.F) {
	for _, s := range stranger {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		tokens := Tokens(s)
		if tags := oneTagger().Tag(tokens); len(tags) != len(tokens) {
			t.Fatalf("Tag(%q): %d tags for %d tokens", s, len(tags), len(tokens))
		}
		for _, names := range [][]Name{oneTagger().Names(s), capitals(s)} {
			last := 0
			for _, n := range names {
				if n.Start < last || n.End <= n.Start || n.End > len(s) || s[n.Start:n.End] != n.Text {
					t.Fatalf("Names(%q): %+v out of place", s, n)
				}
				last = n.End
			}
		}
	})
}

func FuzzSentences(f *testing.F) {
	for _, s := range append(stranger, "Mr. X. Y? “Z.” 。a. B") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, span := range Sentences(s) {
			if strings.TrimSpace(s[last:span.Start]) != "" || span.End <= span.Start || span.End > len(s) {
				t.Fatalf("Sentences(%q): %v loses text after %d", s, span, last)
			}
			last = span.End
		}
		if strings.TrimSpace(s[last:]) != "" {
			t.Fatalf("Sentences(%q) loses the end", s)
		}
	})
}

func TestTaggersTakeAMegabyte(t *testing.T) {
	text := strings.Repeat("Bong Joon Ho's 2013 film ", 1<<20/25)
	tokens := Tokens(text)
	if len(oneTagger().Tag(tokens)) != len(tokens) || len(oneTagger().Names(text)) == 0 || len(Sentences(text)) != 1 {
		t.Error("lost part of a long text")
	}
}

const benchText = "The film, released in Korea in 1967, was directed by Choi Eun-hee, who had also written it with a friend from Seoul, and it sold 834,338 tickets in its first six weeks. "

func BenchmarkGuessTags(b *testing.B) {
	tokens := Tokens(benchText)
	for b.Loop() {
		GuessTags(tokens)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(tokens)), "ns/word")
}

func BenchmarkProseTags(b *testing.B) {
	tokens := Tokens(benchText)
	oneTagger().Load()
	for b.Loop() {
		oneTagger().Tag(tokens)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(tokens)), "ns/word")
}

func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat(benchText, 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sentences(text)
	}
}

func BenchmarkTokens(b *testing.B) {
	b.SetBytes(int64(len(benchText)))
	for b.Loop() {
		Tokens(benchText)
	}
}
