package bot_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/nlp/encoder/weights"
	"hapjak/nlp/tongues"
)

// TestForeign: who asks in another language is told what the bot can do in it, and gets
// the cards of what is named.
func TestForeign(t *testing.T) {
	b := bot.New(know(t), bot.Options{})
	for text, want := range map[string]struct{ says, card string }{
		"옥자는 언제 개봉했나요?":                 {"한국어", "/film okja"},
		"설국열차 감독은 누구인가요?":               {"한국어", "/film snowpiercer"},
		"어떤 영화가 있나요?":                   {"한국어", ""},
		"Quién dirigió Okja?":           {"español", "/film okja"},
		"Wer hat Snowpiercer gedreht?":  {"Deutsch", "/film snowpiercer"},
		"Qui a réalisé Okja ?":          {"français", "/film okja"},
		"『옥자』の監督は誰ですか":                  {"日本語", "/film okja"},
		"谁导演了这部电影?":                     {"英语", ""},
		"Кто снял Snowpiercer?":         {"английском", "/film snowpiercer"},
		"¿En qué año se estrenó Okja?":  {"español", "/film okja"},
		"ใครกำกับ The Medium":           {"อังกฤษ", "/film the-medium"},
		"Siapa sutradara Okja?":         {"Inggris", "/film okja"},
		"고마워":                           {"한국어", ""},
		"기생충 감독":                        {"한국어", "/film parasite"},
		"옥자 감독":                         {"한국어", "/film okja"},
		"雪国列车是谁导演的":                     {"英语", "/film snowpiercer"},
		"Okja’yı kim çekti":             {"Türkçe", "/film okja"},
		"hola":                          {"español", ""},
		"bonjour, tu es là ?":           {"français", ""},
		"Wie produceerde Okja?":         {"Nederlands", "/film okja"},
		"Hvem producerede Snowpiercer?": {"dansk", "/film snowpiercer"},
		"Kuka kuvasi Okja?":             {"suomeksi", "/film okja"},
		"Kdo natočil The Medium?":       {"češtině", "/film the-medium"},
		"Cine a produs Okja?":           {"română", "/film okja"},
		"Ki írta az Okját?":             {"magyarul", ""},
		"Sino ang bida ng Okja?":        {"Tagalog", "/film okja"},
		"Хто знявся у Snowpiercer?":     {"англійською", "/film snowpiercer"},
		"merci mille fois !":            {"français", ""},
		"obrigada":                      {"português", ""},
		"봉준호가 만든 작품 전부 보여 줘":            {"한국어", "/person bong-joon-ho"},
		"한국과 홍콩이 처음 같이 만든 작품은?":         {"한국어", ""},
	} {
		r := b.Handle(t.Context(), bot.Request{Text: text})
		if r.Status != facts.Unknown || !strings.Contains(r.Blocks[0].Text.Plain, want.says) {
			t.Errorf("%q: %s %+v", text, r.Status, r.Blocks)
		}
		var cards []string
		for _, c := range r.Choices {
			cards = append(cards, c.Question)
		}
		if want.card != "" && (len(cards) == 0 || cards[0] != want.card) {
			t.Errorf("%q offers %q, want %s", text, cards, want.card)
		}
	}
	for _, english := range []string{"who directed 설국열차?", "who directed Qui Êtes-Vous?", "who composed the score of Okja?", "설국열차", "봉준호", "《옥자》?", "who directed Okja ㅎㅎ", "설국열차 when released"} {
		if r := b.Handle(t.Context(), bot.Request{Text: english}); strings.Contains(r.Blocks[0].Text.Plain, "한국어") {
			t.Errorf("%q was taken for another language", english)
		}
	}
}

// TestForeignIsNotAnswered: nor with the encoder, which finds something to say of whatever is named.
func TestForeignIsNotAnswered(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	k, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	k.SetEncoder(weights.Lazy())
	b := bot.New(k, bot.Options{})
	list, err := os.ReadFile("testdata/foreign.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, told, cards, answered := 0, 0, 0, 0
	for line := range strings.Lines(string(list)) {
		language, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if language == "#" {
			continue
		}
		r := b.Handle(t.Context(), bot.Request{Text: text})
		all++
		if r.Status != facts.Unknown {
			answered++
			t.Logf("%q is answered, with confidence %.2f: %s", text, r.Answer.Confidence, r.Answer.Text)
		}
		if r.Blocks[0].Text.Plain == messages.Foreign(language) {
			told++
		} else {
			t.Logf("%q is told: %s", text, r.Blocks[0].Text.Plain)
		}
		if len(r.Choices) > 0 {
			cards++
		}
	}
	t.Logf("of %d questions %d are told what the bot can do, in their language, and %d offered a card; %d are answered", all, told, cards, answered)
	if told < 67 || cards < 64 || answered > 2 {
		t.Error("fewer than were, or more answered")
	}
	for _, text := range []string{"Who directed La La Land?", "Was Okja a hit in Korea?", "Our member wrote in the comments on Okja: \"Bong made it.\" True?"} {
		r := b.Handle(t.Context(), bot.Request{Text: text})
		if len(r.Blocks) > 0 && r.Blocks[0].Kind == bot.NoticeBlock {
			t.Errorf("%q was taken for another language: %+v", text, r.Blocks)
		}
	}
}

// TestEnglishIsEnglish: of the questions that strangers asked in English next to none is taken for another language.
func TestEnglishIsEnglish(t *testing.T) {
	files, err := filepath.Glob("../facts/testdata/rounds/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all, taken := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var set struct {
				Turns []struct{ Q string }
			}
			if err := json.Unmarshal([]byte(line), &set); err != nil {
				t.Fatal(file, err)
			}
			for _, turn := range set.Turns {
				all++
				if language := tongues.Of(turn.Q); language != "" {
					taken++
					t.Logf("%s: %s", language, turn.Q)
				}
			}
		}
	}
	t.Logf("%d of %d are taken for another language", taken, all)
	if all < 1000 || taken > all/1000 {
		t.Error("too many, or too few to tell")
	}
}
