package corpus

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Subtitles (.srt, .vtt) are a text in cues, "00:01:02,500 --> 00:01:05,000" and the
// lines that are shown meanwhile. A paragraph is some cues that end with a sentence,
// and its place the time at which it begins. Who speaks stands before what is said where
// that changes, and is the heading of what goes on.

const (
	// passageRoom is the most characters of a paragraph of a transcript, and
	// passageEnough how many are enough to end it with a sentence.
	passageRoom   = 1200
	passageEnough = 600
)

var (
	cueTime = regexp.MustCompile(`^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}`)
	voice   = regexp.MustCompile(`<v(?:\.[\w.]+)?\s+([^>]+)>`)
	cueTag  = regexp.MustCompile(`</?[a-zA-Z0-9][^<>]*>|\{\\[^}]*\}`)
	chevron = regexp.MustCompile(`^(>>+|-)\s*`)
)

// readTranscript reads SubRip and WebVTT, which differ in little.
func readTranscript(file, text string, src *Source, f *faults) {
	if !readCues(text, src) {
		f.note("no cue", file, 0, "no times in it, as 00:01:02,500 --> 00:01:05,000; read as plain text")
		readText(file, text, src, f)
	}
}

// areCues reports whether a text of another ending is one of cues: most blocks are.
func areCues(text string) bool {
	if !strings.Contains(text, "-->") {
		return false
	}
	cues, blocks := 0, blocksAt(text)
	for _, b := range blocks {
		lines := strings.SplitN(b.text, "\n", 4)
		if slices.ContainsFunc(lines[:min(len(lines), 3)], cueTime.MatchString) {
			cues++
		}
	}
	return cues > 1 && 2*cues >= len(blocks)
}

// readCues reads the cues of a text; it is false where none says anything.
func readCues(text string, src *Source) bool {
	t := transcript{src: src}
	last := "" // line that was shown
	for _, block := range blocksAt(text) {
		lines := strings.Split(block.text, "\n")
		at := 0
		for at < len(lines) && at < 2 && !cueTime.MatchString(lines[at]) { // its number or name stands above
			at++
		}
		m := []string(nil)
		if at < len(lines) {
			m = cueTime.FindStringSubmatch(lines[at])
		}
		if m == nil {
			if rest, ok := strings.CutPrefix(lines[0], "WEBVTT"); ok {
				src.Title = tidy(strings.TrimLeft(rest, " \t-–—"))
			}
			continue // a note, a style, a region
		}
		t.time = place(m[1], m[2], m[3])
		for _, l := range lines[at+1:] {
			who := ""
			if v := voice.FindStringSubmatch(l); v != nil {
				who = tidy(v[1])
			}
			l = tidy(html.UnescapeString(cueTag.ReplaceAllString(l, "")))
			if l = chevron.ReplaceAllString(l, ""); l != "" && l != last { // captions that roll show a line twice
				t.add(who, l)
			}
			last = l
		}
	}
	t.end()
	return len(src.Paragraphs) > 0
}

// place words a time as players show it: 0:01:02.
func place(hours, minutes, seconds string) string {
	hours = strings.TrimLeft(hours, "0")
	if hours == "" {
		hours = "0"
	}
	return fmt.Sprintf("%s:%02s:%s", hours, minutes, seconds)
}

// A transcript gathers what is said into paragraphs.
type transcript struct {
	src     *Source
	time    string // of the cue being read
	speaker string
	text    string // of the paragraph being read
	began   string // when it did
	under   string // who was speaking then
	whole   int    // bytes of it that end with a sentence
	behind  string // when the sentence behind them began
}

func (t *transcript) add(who, said string) {
	if who != "" && who != t.speaker {
		if t.sentence(); utf8.RuneCountInString(t.text) >= passageEnough {
			t.end()
		}
		t.speaker, said = who, who+": "+said
		if t.text == "" {
			t.under = ""
		}
	}
	n := utf8.RuneCountInString(t.text)
	switch {
	case n >= passageEnough && t.whole == len(t.text):
		t.end()
	case n+1+utf8.RuneCountInString(said) > passageRoom && t.whole > 0: // the sentence that is not done goes on
		rest := strings.TrimSpace(t.text[t.whole:])
		t.text = t.text[:t.whole]
		began := t.behind
		t.end()
		t.text, t.began = rest, began
	case n+1+utf8.RuneCountInString(said) > passageRoom:
		t.end()
	}
	if t.text == "" {
		t.began = t.time
	} else {
		t.text += " "
		if t.whole == len(t.text)-1 {
			t.behind = t.time
		}
	}
	t.text += said
	if sentenceEnd.MatchString(said) && !strings.HasSuffix(said, ":") && !strings.HasSuffix(said, ";") {
		t.sentence()
	}
}

// sentence notes that a sentence ends here.
func (t *transcript) sentence() { t.whole = len(t.text) }

func (t *transcript) end() {
	if t.text != "" {
		t.src.Paragraphs = append(t.src.Paragraphs, Paragraph{N: len(t.src.Paragraphs) + 1, Heading: t.under, Text: t.text, Place: t.began, Verbatim: true})
	}
	t.text, t.whole, t.behind, t.under = "", 0, "", t.speaker
}
