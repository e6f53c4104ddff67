package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	browserkeys "github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"

	"hapjak/bot/store"
	"hapjak/facts"
)

// A workbench is a server of a copy of the base about board games, with questions that were
// asked of it and a curator who is signed in.
type workbench struct {
	*Server
	t      *testing.T
	dir    string
	memory *store.Store
	cookie string
}

const (
	wizard  = "who is the wizard of Catan"
	weather = "what will the weather be like tomorrow"
)

func newWorkbench(t *testing.T) *workbench {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../facts/testdata/newsubject")); err != nil {
		t.Fatal(err)
	}
	know := opened(t, dir)
	memory := remembered(t)
	s := serverOf(t, know, Options{Memory: memory, Base: dir})
	b := &workbench{Server: s, t: t, dir: dir, memory: memory}
	for _, e := range []store.Event{
		{Kind: store.Unknown, Question: wizard, Answer: "The sources do not say.", Status: "unknown", Asker: "a"},
		{Kind: store.Unknown, Question: "tell me who is the wizard of catan?", Answer: "The sources do not say.", Status: "unknown", Asker: "b"},
		{Kind: store.Down, Question: "who published El Grande", Answer: "Kosmos published El Grande (1995). [1]", Status: "answered", Confidence: 0.95, Evidence: "shelf:3", Reason: "it was <b>Hans im Glück</b>", Asker: "c"},
		{Kind: store.Unknown, Question: weather, Answer: "The sources do not say.", Status: "unknown"},
	} {
		e.At = time.Now().Add(-time.Minute)
		if err := memory.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	c := signIn(t, s, s.SignIn("Mina"))
	b.cookie = c.Name + "=" + c.Value
	return b
}

// page answers a GET as the curator, and returns the page's text.
func (b *workbench) page(at string) (body, text string) {
	b.t.Helper()
	w := get(b.Server, at, "Cookie", b.cookie)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "private, no-store" {
		b.t.Fatalf("%s: %d %v %s", at, w.Code, w.Header(), words(pageOf(b.t, at, w.Body.String()).text))
	}
	return w.Body.String(), words(pageOf(b.t, at, w.Body.String()).text)
}

func words(text string) string { return strings.Join(strings.Fields(text), " ") }

func (b *workbench) group(question string) string {
	return "/curate/review/" + store.Key(question)
}

// mendAt is where a mending of a group is looked at.
func (b *workbench) mendAt(question string, fields url.Values) string {
	return b.group(question) + "/mend?" + fields.Encode()
}

// form returns what the page's deciding form would send.
func (b *workbench) form(body string) url.Values {
	b.t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	fields := url.Values{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" || n.Parent.Data != "form" {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		if attr["type"] == "hidden" {
			fields.Add(attr["name"], attr["value"])
		}
	}
	return fields
}

func (b *workbench) send(at string, fields url.Values) *httptest.ResponseRecorder {
	return post(b.Server, at, fields, "Cookie", b.cookie)
}

func (b *workbench) file(name string) string {
	b.t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}

func holds(t *testing.T, what, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s: no %q in\n%s", what, w, text)
		}
	}
}

var (
	sentenceForm = url.Values{"kind": {"sentence"}, "ask": {wizard}, "quote": {"It made area majority popular."}, "words": {"area majority"}, "cite": {"shelf:3"}}
	aliasForm    = url.Values{"kind": {"alias"}, "word": {"the hexagon game"}, "thing": {"Catan"}}
	wordingForm  = url.Values{"kind": {"wording"}, "word": {"wizard"}, "relation": {"designed_by"}}
)

// From the queue to a group, to what a proposal would change, to its being done and undone,
// by nothing but links and forms.
func TestReview(t *testing.T) {
	b := newWorkbench(t)
	body, text := b.page("/curate/review")
	holds(t, "the queue", text, "To look at 3", "Said to be wrong 1", "who published El Grande answered with confidence, and said to be wrong once", "“it was <b>Hans im Glück</b>”",
		wizard+" also tell me who is the wizard of catan? not answered", "Asked twice, last on", weather)
	if first := strings.Index(text, "who published El Grande answered"); first < 0 || first > strings.Index(text, wizard) {
		t.Error("the confident wrong one is not the first")
	}
	holds(t, "the queue", body, `href="`+b.group(wizard)+`"`)
	if _, text := b.page("/curate/review?show=wrong"); strings.Contains(text, wizard) {
		t.Error("what was not answered is shown among what is wrong")
	}

	body, text = b.page(b.group(wizard))
	holds(t, "the group", text, wizard+" Asked twice", "The sources do not say.", "“wizard” asks for the designer.", "Then it is answered: Klaus Teuber designed Catan (1995). [1]", "Or do it yourself")
	to := regexp.MustCompile(`class="button" href="([^"]+)"`).FindStringSubmatch(body)
	if to == nil {
		t.Fatal("the proposal leads nowhere")
	}
	body, text = b.page(html.UnescapeString(to[1]))
	holds(t, "what it changes", text, "“wizard” asks for the designer.", "Nothing is written yet.", "before The sources do not say", "then Klaus Teuber designed Catan (1995).",
		"Nothing else changes, of", "questions.jsonl and of those that were asked", "What is written into schema.yaml", "added + phrases: [wizard]")
	before := b.file("schema.yaml")
	w := b.send(b.group(wizard)+"/mend", b.form(body))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("done: %d %s", w.Code, words(pageOf(t, "", w.Body.String()).text))
	}
	holds(t, "the file", b.file("schema.yaml"), "phrases: [wizard]")
	body, text = b.page(w.Header().Get("Location"))
	holds(t, "what was done", text, "Done. It holds as soon as", "“wizard” asks for the designer.", "Mina,", "Undo")
	if _, text := b.page("/curate/review"); strings.Contains(text, wizard) {
		t.Error("the group is still to be looked at")
	}
	_, text = b.page("/curate/review?show=done")
	holds(t, "done", text, wizard, "Mina: “wizard” asks")

	undo := regexp.MustCompile(`action="(/curate/mended/\d+/undo)"`).FindStringSubmatch(body)
	if w := b.send(undo[1], nil); w.Code != http.StatusSeeOther {
		t.Fatalf("undone: %d", w.Code)
	}
	if b.file("schema.yaml") != before {
		t.Error("undone, the file is not as it was")
	}
	_, text = b.page("/curate/mended")
	holds(t, "undone", text, "Undone by Mina")
	_, text = b.page("/curate/review")
	holds(t, "the queue again", text, wizard)
	if w := b.send(undo[1], nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Mina has undone this already") {
		t.Errorf("undone twice: %d", w.Code)
	}
	log, err := b.memory.Changes(t.Context(), 0, 2)
	if err != nil || len(log) != 2 {
		t.Fatalf("%+v, %v", log, err)
	}
	for i, want := range []store.Change{
		{Who: "Mina", What: "took back: “wizard” asks for the designer.", File: "schema.yaml", Before: "phrases: [wizard]"},
		{Who: "Mina", What: "“wizard” asks for the designer.", File: "schema.yaml", After: "phrases: [wizard]"},
	} {
		want.ID, want.At = log[i].ID, log[i].At
		if log[i] != want {
			t.Errorf("the log: %+v, want %+v", log[i], want)
		}
	}
}

// Who only reads sees the queue and what was done, and no button.
func TestReviewReads(t *testing.T) {
	b := newWorkbench(t)
	body, _ := b.page(b.mendAt(wizard, wordingForm))
	if w := b.send(b.group(wizard)+"/mend", b.form(body)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	b.cookie = signedIn(t, b.Server, "Rie", Reads)
	for _, at := range []string{"/curate/review", b.group(weather), "/curate/mended", "/curate/weeks"} {
		body, _ := b.page(at)
		if strings.Contains(body, "<button type=\"submit\">") || strings.Contains(body, "/mend?") || strings.Contains(body, "/undo") {
			t.Errorf("%s has what changes something", at)
		}
	}
}

// The forms of one's own, each kind.
func TestReviewForms(t *testing.T) {
	for _, x := range []struct {
		fields     url.Values
		says, file string
	}{
		{aliasForm, "“the hexagon game” is another name of Catan (1995).", "facts/games.yaml"},
		{url.Values{"kind": {"answer"}, "ask": {weather, "weather?"}, "answer": {"Look outside."}, "cite": {"shelf:2"}}, "The answer is always: Look outside.", "answers.yaml"},
		{url.Values{"kind": {"sentence"}, "ask": {weather}, "quote": {"It made area majority popular."}, "cite": {"shelf:3"}}, "“A shelf of board games”, ¶ 3 holds the answer: It made area majority popular.", "answers.yaml"},
		{url.Values{"kind": {"refusal"}, "ask": {weather}}, "This is out of scope: it is refused.", "answers.yaml"},
	} {
		b := newWorkbench(t)
		body, text := b.page(b.mendAt(weather, x.fields))
		holds(t, x.says, text, x.says, "What is written into "+x.file)
		if w := b.send(b.group(weather)+"/mend", b.form(body)); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", x.says, w.Code, w.Body)
		}
		know, err := facts.Open(b.dir)
		if err != nil {
			t.Errorf("%s: %v", x.says, err)
			continue
		}
		know.Close()
	}
	b := newWorkbench(t)
	body, text := b.page(b.mendAt(weather, url.Values{"kind": {"aside"}, "why": {"a joke"}}))
	holds(t, "put aside", text, "No file is changed.")
	if w := b.send(b.group(weather)+"/mend", b.form(body)); w.Code != http.StatusSeeOther {
		t.Errorf("put aside: %d", w.Code)
	}
	if _, text := b.page("/curate/review"); strings.Contains(text, weather) {
		t.Error("what was put aside is in the queue")
	}
	_, text = b.page("/curate/mended")
	holds(t, "put aside", text, "Nothing is to be mended. (a joke)")
}

// A curator finds the sentence that answers by words of their own, chooses it, and adds other ways to ask.
func TestReviewFindsSentence(t *testing.T) {
	b := newWorkbench(t)
	body, text := b.page(b.group(weather) + "?find=" + url.QueryEscape("painted tiles of palaces"))
	holds(t, "found", text, "A shelf of board games, ¶ 9", "Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces.")
	link := regexp.MustCompile(`<li><a href="([^"]+)">Azul is Michael`).FindStringSubmatch(body)
	if link == nil {
		t.Fatal("the sentence cannot be chosen")
	}
	const other = "will it rain"
	body, text = b.page(html.UnescapeString(link[1]) + "&also=" + url.QueryEscape(other+"\r\n\r\nis it sunny\n"))
	holds(t, "chosen", text, "“A shelf of board games”, ¶ 9 holds the answer: Azul is Michael Kiesling's game", other+" is it sunny")
	if w := b.send(b.group(weather)+"/mend", b.form(body)); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	know, err := facts.Open(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer know.Close()
	for _, q := range []string{weather, other, "is it sunny"} {
		if a, _ := know.Ask(t.Context(), facts.Question{Text: q}); !strings.HasPrefix(a.Text, "Azul is Michael Kiesling's game") {
			t.Errorf("%s: %s", q, a.Text)
		}
	}
	if _, text := b.page(b.group(wizard) + "?find=zzyzx"); !strings.Contains(text, "No paragraph has these words.") {
		t.Error("it is not told that nothing was found")
	}
}

// An answer that is unsure is told in the queue. A proposed sentence is put right before it is written, nothing is
// done about a group by one click from its page, and what was done leads on to the next.
func TestReviewWorksThrough(t *testing.T) {
	b := newWorkbench(t)
	unsure := store.Event{Kind: store.Answered, Question: "how many people can join a round of catan", Answer: "Catan is for three to four players. [1]", Status: "answered", Confidence: 0.3, At: time.Now()}
	if err := b.memory.Record(t.Context(), unsure); err != nil {
		t.Fatal(err)
	}
	_, text := b.page("/curate/review?show=unsure")
	holds(t, "unsure", text, unsure.Question+" answered without much confidence Catan is for three to four players. Asked once")

	// It goes by the wording that is unsure, though others were answered well.
	sure := unsure
	sure.Question, sure.Answer, sure.Confidence = "how many people can join in a round of catan?", "Up to four join in. [1]", 0.9
	for range 3 {
		if err := b.memory.Record(t.Context(), sure); err != nil {
			t.Fatal(err)
		}
	}
	_, text = b.page("/curate/review?show=unsure")
	holds(t, "unsure", text, unsure.Question+" also "+sure.Question+" answered without much confidence Catan is for three to four players. Asked 4 times")
	body, text := b.page(b.group(unsure.Question))
	holds(t, "unsure", text, sure.Question+" 3 times Up to four join in.", "What was answered Catan is for three to four players.")
	holds(t, "unsure", body, `value="`+unsure.Question+`" checked`, `value="`+sure.Question+`">`)

	body, text = b.page(b.mendAt(wizard, sentenceForm))
	holds(t, "what it changes", text, "Put it right first", "The answer is area majority")
	holds(t, "the form", body, `name="ask" value="`+wizard+`" checked`, `name="ask" value="tell me who is the wizard of catan?">`, ">It made area majority popular.</textarea>", `name="words" maxlength="400" value="area majority"`, `value="shelf:3"`)
	if body, _ := b.page(b.mendAt(wizard, wordingForm)); strings.Contains(body, "Put it right first") {
		t.Error("the form of a sentence for what is none")
	}

	body, _ = b.page(b.group(weather))
	_, form, _ := strings.Cut(body, "<summary>Nothing is to be done</summary>")
	w := b.send(b.group(weather)+"/mend", b.form(form))
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, words(pageOf(t, "", w.Body.String()).text))
	}
	body, text = b.page(w.Header().Get("Location"))
	holds(t, "what was done", text, "Nothing is to be mended.", "On to the next who published El Grande")
	holds(t, "what was done", body, `class="button" href="`+b.group("who published El Grande")+`"`)
	if _, text := b.page("/curate/mended"); strings.Contains(text, "On to the next") {
		t.Error("who only looks is sent on")
	}

	// Of the first in the queue, too, it leads to another.
	const first = "who published El Grande"
	body, _ = b.page(b.group(first))
	_, form, _ = strings.Cut(body, "<summary>Nothing is to be done</summary>")
	_, text = b.page(b.send(b.group(first)+"/mend", b.form(form)).Header().Get("Location"))
	holds(t, "what was done first", text, "On to the next "+wizard)
}

// A wording that asks something else is taken out of its group, and put back by undo.
func TestReviewParts(t *testing.T) {
	b := newWorkbench(t)
	const other = "tell me who is the wizard of catan?"
	_, text := b.page(b.group(wizard))
	holds(t, "together", text, "In these words", other, "Asks something else")
	if w := b.send(b.group(wizard)+"/part", url.Values{"text": {"nobody asked this"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("not in it: %d", w.Code)
	}
	w := b.send(b.group(wizard)+"/part", url.Values{"text": {other}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("parted: %d %s", w.Code, w.Body)
	}
	body, text := b.page(w.Header().Get("Location"))
	holds(t, "what was done", text, "“"+other+"” asks something else than “"+wizard+"”.", "Mina,", "Undo")
	_, text = b.page(b.group(wizard))
	if in, _, _ := strings.Cut(text, "What was answered"); strings.Contains(in, other) {
		t.Error("it is in the group still")
	}
	if b.group(other) == b.group(wizard) {
		t.Error("it has no group of its own")
	}
	_, text = b.page("/curate/review")
	holds(t, "the queue", text, wizard, other)
	undo := regexp.MustCompile(`action="(/curate/mended/\d+/undo)"`).FindStringSubmatch(body)
	if w := b.send(undo[1], nil); w.Code != http.StatusSeeOther {
		t.Fatalf("undone: %d %s", w.Code, w.Body)
	}
	_, text = b.page(b.group(wizard))
	holds(t, "together again", text, other)
}

// Groups that ask the same are put together by hand, stay so after a start, and are apart again when it is undone.
func TestReviewJoins(t *testing.T) {
	b := newWorkbench(t)
	_, text := b.page(b.group(weather))
	holds(t, "others", text, "It asks the same as others", "who published El Grande"+wizard, "Put them together")
	if w := b.send(b.group(weather)+"/join", url.Values{"with": {"nothing"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("with nothing: %d", w.Code)
	}
	w := b.send(b.group(weather)+"/join", url.Values{"with": {strings.TrimPrefix(b.group(wizard), "/curate/review/")}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("joined: %d %s", w.Code, w.Body)
	}
	body, text := b.page(w.Header().Get("Location"))
	holds(t, "what was done", text, "“"+weather+"” asks the same as “"+wizard+"”.", "Undo")
	together := func(when string, want bool) {
		t.Helper()
		_, text := b.page(b.group(wizard))
		in, _, _ := strings.Cut(text, "What was answered")
		if strings.Contains(in, weather) != want {
			t.Errorf("%s: together %v, want %v\n%s", when, !want, want, in)
		}
	}
	together("joined", true)
	s := serverOf(t, opened(t, b.dir), Options{Memory: b.memory, Base: b.dir})
	c := signIn(t, s, s.SignIn("Mina"))
	b.Server, b.cookie = s, c.Name+"="+c.Value
	together("after a start", true)
	if w := b.send(b.group(wizard)+"/part", url.Values{"text": {weather}}); w.Code != http.StatusSeeOther {
		t.Fatalf("parted again: %d %s", w.Code, w.Body)
	}
	together("parted again", false)
	undo := regexp.MustCompile(`action="(/curate/mended/\d+/undo)"`).FindStringSubmatch(body)
	if w := b.send(undo[1], nil); w.Code != http.StatusSeeOther {
		t.Fatalf("undone: %d %s", w.Code, w.Body)
	}
	together("undone", false)
}

// What is missing or wrong is said on a page that leads back.
func TestReviewRefuses(t *testing.T) {
	b := newWorkbench(t)
	for _, x := range []struct {
		fields url.Values
		want   string
	}{
		{url.Values{"kind": {"alias"}, "word": {"x"}, "thing": {"nobody at all"}}, "Nothing is called"},
		{url.Values{"kind": {"alias"}, "word": {"Settlers of Catan"}, "thing": {"catan"}}, "is a name of Catan (1995) already"},
		{url.Values{"kind": {"answer"}, "ask": {"x"}, "answer": {"y"}, "cite": {"shelf:99"}}, "No article has the paragraph shelf:99"},
		{url.Values{"kind": {"magic"}}, "is no way to mend"},
	} {
		w := get(b.Server, b.mendAt(weather, x.fields), "Cookie", b.cookie)
		text := words(pageOf(t, "", w.Body.String()).text)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, x.want) || !strings.Contains(text, "Back to “"+weather) {
			t.Errorf("%v: %d %s", x.fields, w.Code, text)
		}
	}
	// What was typed stands in the form again, and is put right there.
	for _, x := range []struct {
		fields url.Values
		want   []string
	}{
		{url.Values{"kind": {"alias"}, "word": {"the <pink> one"}, "thing": {"nobody at all"}}, []string{`name="word" required maxlength="100" value="the &lt;pink&gt; one"`, `value="nobody at all"`}},
		{url.Values{"kind": {"wording"}, "word": {"design"}, "relation": {"designed_by"}, "as": {"verbs"}}, []string{`value="design"`, `value="designed_by" selected`, `value="verbs" selected`}},
		{url.Values{"kind": {"sentence"}, "ask": {weather}, "also": {"will it rain\nand hail"}, "quote": {"Azul is a game."}, "words": {"Azul"}, "cite": {"shelf:9"}},
			[]string{`value="` + weather + `" checked`, ">will it rain\nand hail</textarea>", ">Azul is a game.</textarea>", `value="Azul"`, `value="shelf:9"`}},
		{url.Values{"kind": {"sentence"}, "ask": {weather}, "quote": {"It made area majority popular."}, "words": {"hail"}, "cite": {"shelf:3"}}, []string{"“hail” does not stand in that sentence", ">It made area majority popular.</textarea>", `value="hail"`}},
		{url.Values{"kind": {"answer"}, "also": {"will it rain"}, "answer": {"Look <outside>."}, "cite": {"shelf:99"}}, []string{`value="` + weather + `">`, ">will it rain</textarea>", ">Look &lt;outside&gt;.</textarea>", `value="shelf:99"`}},
		{url.Values{"kind": {"refusal"}, "says": {"Ask a frog."}}, []string{"at least one of the questions", `value="` + weather + `">`, `value="Ask a frog."`}},
	} {
		body := get(b.Server, b.mendAt(weather, x.fields), "Cookie", b.cookie).Body.String()
		holds(t, x.fields.Get("kind"), body, append(x.want, "That cannot be done", `action="`+b.group(weather)+`/mend" method="get"`)...)
	}
	w := b.send(b.group(weather)+"/mend", url.Values{"kind": {"aside"}, "why": {strings.Repeat("since ", 200)}, "version": {"0"}, "mark": {""}})
	holds(t, "put aside", w.Body.String(), "That cannot be done", "Send again", strings.TrimSpace(strings.Repeat("since ", 200)))

	for _, at := range []string{"/curate/review/none", "/curate/review/none/mend?kind=aside"} {
		if w := get(b.Server, at, "Cookie", b.cookie); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "are not kept any more") {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	for _, at := range []string{"/curate/review", "/curate/mended", "/curate/weeks", b.group(weather), b.mendAt(weather, aliasForm)} {
		if w := get(b.Server, at); w.Code != http.StatusUnauthorized {
			t.Errorf("%s without signing in: %d", at, w.Code)
		}
	}
	if w := post(b.Server, b.group(weather)+"/mend", aliasForm, "Cookie", b.cookie, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site's page: %d", w.Code)
	}
	if w := b.send(b.group(weather)+"/mend", url.Values{"answer": {strings.Repeat("x", maxForm)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too much: %d", w.Code)
	}
}

// The second of two curators sees what the first did, and decides.
func TestReviewTwoCurators(t *testing.T) {
	b := newWorkbench(t)
	first, _ := b.page(b.mendAt(wizard, wordingForm))
	second, _ := b.page(b.mendAt(wizard, aliasForm))
	if w := b.send(b.group(wizard)+"/mend", b.form(first)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	before := b.file("facts/games.yaml")
	w := b.send(b.group(wizard)+"/mend", b.form(second))
	text := words(pageOf(t, "", w.Body.String()).text)
	if w.Code != http.StatusConflict {
		t.Errorf("the second: %d", w.Code)
	}
	holds(t, "the second", text, "Meanwhile Mina was here, at", "“wizard” asks for the designer. Nothing of yours was written.", "“the hexagon game” is another name of Catan", "Do it")
	if b.file("facts/games.yaml") != before {
		t.Error("it was written")
	}
	if w := b.send(b.group(wizard)+"/mend", b.form(w.Body.String())); w.Code != http.StatusSeeOther {
		t.Errorf("having seen it: %d", w.Code)
	}
	holds(t, "the file", b.file("facts/games.yaml"), "the hexagon game")
}

// The second who does the same as the first is told so.
func TestReviewTwoCuratorsAlike(t *testing.T) {
	b := newWorkbench(t)
	body, _ := b.page(b.mendAt(wizard, wordingForm))
	for _, want := range []int{http.StatusSeeOther, http.StatusUnprocessableEntity} {
		w := b.send(b.group(wizard)+"/mend", b.form(body))
		if w.Code != want {
			t.Fatal(w.Code)
		}
		if want != http.StatusSeeOther {
			holds(t, "the second", words(pageOf(t, "", w.Body.String()).text), "Meanwhile Mina was here, at", "“wizard” stands there already")
		}
	}
}

// A file that an editor has changed meanwhile is shown again with its change, and keeps it.
func TestReviewEditorMeanwhile(t *testing.T) {
	b := newWorkbench(t)
	body, _ := b.page(b.mendAt(wizard, aliasForm))
	edited := strings.Replace(b.file("facts/games.yaml"), "Settlers of Catan, ", "Settlers of Catan, Settlers, ", 1)
	if err := os.WriteFile(filepath.Join(b.dir, "facts/games.yaml"), []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	w := b.send(b.group(wizard)+"/mend", b.form(body))
	text := words(pageOf(t, "", w.Body.String()).text)
	if w.Code != http.StatusConflict || b.file("facts/games.yaml") != edited {
		t.Errorf("%d", w.Code)
	}
	holds(t, "meanwhile", text, "facts/games.yaml was changed while you looked at this", "Settlers of Catan, Settlers, The Settlers of Catan, the hexagon game]")
	if w := b.send(b.group(wizard)+"/mend", b.form(w.Body.String())); w.Code != http.StatusSeeOther {
		t.Errorf("having looked again: %d", w.Code)
	}
	holds(t, "the file", b.file("facts/games.yaml"), "Settlers, The Settlers of Catan, the hexagon game]")
}

// A session that ends while a mending is looked at loses nothing: what was typed is sent
// again.
func TestReviewSessionEnds(t *testing.T) {
	b := newWorkbench(t)
	now := time.Now()
	b.painter.sessions.now = func() time.Time { return now }
	body, _ := b.page(b.mendAt(wizard, aliasForm))
	now = now.Add(sessionFor + time.Minute)
	before := b.file("facts/games.yaml")
	w := b.send(b.group(wizard)+"/mend", b.form(body))
	text := words(pageOf(t, "", w.Body.String()).text)
	if w.Code != http.StatusUnauthorized || b.file("facts/games.yaml") != before {
		t.Errorf("%d", w.Code)
	}
	holds(t, "ended", text, "Your session has ended", "nothing that you typed is lost", "the hexagon game")
	c := signIn(t, b.Server, b.SignIn("Mina"))
	b.cookie = c.Name + "=" + c.Value
	if w := b.send(b.group(wizard)+"/mend", b.form(w.Body.String())); w.Code != http.StatusSeeOther {
		t.Errorf("sent again: %d", w.Code)
	}
	holds(t, "the file", b.file("facts/games.yaml"), "the hexagon game")
}

// A base that cannot be written to is said to be so.
func TestReviewReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		// root writes everywhere: a file where the folder should be does the same.
		b := newWorkbench(t)
		s, err := New(shipped(t, Options{}).talkKnow(), Options{Memory: b.memory, Base: "", Copy: filepath.Join(b.dir, "schema.yaml", "base")})
		if err != nil {
			t.Fatal(err)
		}
		c := signIn(t, s, s.SignIn("Mina"))
		b.Server, b.cookie = s, c.Name+"="+c.Value
		fields := url.Values{"kind": {"refusal"}, "ask": {weather}}
		body, _ := b.page(b.mendAt(weather, fields))
		w := b.send(b.group(weather)+"/mend", b.form(body))
		if text := words(pageOf(t, "", w.Body.String()).text); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "cannot be written to") || !strings.Contains(text, "Nothing was changed") {
			t.Errorf("%d %s", w.Code, text)
		}
		return
	}
	b := newWorkbench(t)
	body, _ := b.page(b.mendAt(wizard, aliasForm))
	if err := os.Chmod(filepath.Join(b.dir, "facts"), 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(b.dir, "facts"), 0o700)
	w := b.send(b.group(wizard)+"/mend", b.form(body))
	if text := words(pageOf(t, "", w.Body.String()).text); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "cannot be written to") || !strings.Contains(text, "Nothing was changed") {
		t.Errorf("%d %s", w.Code, text)
	}
}

func (s *Server) talkKnow() *facts.Answerer {
	know, done := s.mind.talk.Know()
	done()
	return know
}

// In a real browser: a group is found, its mending looked at, done, and undone, with the
// keyboard where a mouse is not needed.
func TestBrowserReview(t *testing.T) {
	b := newWorkbench(t)
	w := open(t, b.Server)
	w.do(chromedp.Navigate(w.url+b.SignIn("Mina")), chromedp.Click("main button"), chromedp.WaitVisible(`a[href="/curate/review"]`))
	w.do(chromedp.Click(`a[href="/curate/review"]`), chromedp.WaitVisible(".groups"))
	if text := w.text(".groups li:first-child h2"); text != "who published El Grande" {
		t.Errorf("the first group: %q", text)
	}
	w.do(chromedp.Click(`.groups a[href="`+b.group(wizard)+`"]`), chromedp.WaitVisible(".proposals"))
	w.do(chromedp.Focus(".proposals a.button"), chromedp.KeyEvent(browserkeys.Enter), chromedp.WaitVisible(".diff"))
	if text := w.text(".diff"); !strings.Contains(text, "phrases: [wizard]") {
		t.Errorf("the difference: %q", text)
	}
	if text := w.text("main"); !strings.Contains(text, "Klaus Teuber designed Catan (1995)") {
		t.Errorf("what it changes: %q", text)
	}
	before := b.file("schema.yaml")
	w.do(chromedp.Click(".decide button"), chromedp.WaitVisible(".done .fresh"))
	holds(t, "the file", b.file("schema.yaml"), "phrases: [wizard]")
	w.do(chromedp.Click(".done form button"), chromedp.WaitNotPresent(".done form button"))
	if text := w.text(".done"); !strings.Contains(text, "Undone by Mina") || b.file("schema.yaml") != before {
		t.Errorf("undone: %q", text)
	}
	// By a form of one's own.
	w.do(chromedp.Navigate(w.url+b.group(weather)), chromedp.Click(".own details:first-of-type summary"), chromedp.WaitVisible("#alias-word"),
		chromedp.SendKeys("#alias-word", "honeycomb"), chromedp.SendKeys("#alias-thing", "Catan"+browserkeys.Enter), chromedp.WaitVisible(".diff"))
	if text := w.text("h1"); text != "“honeycomb” is another name of Catan (1995)." {
		t.Errorf("by hand: %q", text)
	}
	w.quiet()
}

// reviewPages are the pages of the queue, for what holds of all pages.
func (b *workbench) reviewPages() []string {
	return []string{"/curate/review", "/curate/review?show=done", b.group(wizard), b.mendAt(wizard, wordingForm), b.mendAt(wizard, sentenceForm), b.mendAt(wizard, url.Values{"kind": {"aside"}}),
		"/curate/mended", "/curate/mended?new=1", "/curate/weeks"}
}

// On a phone nothing is wider than the screen and everything can be hit; axe-core finds no
// fault, in light and in dark.
func TestBrowserReviewPages(t *testing.T) {
	b := newWorkbench(t)
	first, _ := b.page(b.mendAt("who published El Grande", aliasForm))
	if w := b.send(b.group("who published El Grande")+"/mend", b.form(first)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	w := open(t, b.Server)
	w.do(chromedp.Navigate(w.url+b.SignIn("Mina")), chromedp.Click("main button"), chromedp.WaitVisible(`a[href="/curate/review"]`))
	w.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	for _, at := range append(b.reviewPages(), "/sources/shelf") {
		w.do(chromedp.Navigate(w.url+at), chromedp.WaitReady("main"))
		is[bool](w, `document.querySelectorAll("details").forEach(d => d.open = true) || true`)
		w.fitsPhone(at)
	}
	w.accessible(axeCore(t), b.reviewPages()...)
}

// What a curator put out of scope is refused whenever it is asked, and troubles nobody until that is voted down.
func TestReviewRefusal(t *testing.T) {
	b := newWorkbench(t)
	if err := os.WriteFile(filepath.Join(b.dir, "answers.yaml"), []byte("- {ask: "+weather+", refuse: true}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := b.memory.Mend(t.Context(), store.Mending{Topic: store.Key(weather), Version: 1, Who: "Mina", Kind: "refusal", At: time.Now().Add(-30 * time.Second)}); err != nil {
		t.Fatal(err)
	}
	b.Server = serverOf(t, opened(t, b.dir), Options{Memory: b.memory, Base: b.dir, Keep: store.KeepAll})
	c := signIn(t, b.Server, b.SignIn("Mina"))
	b.cookie = c.Name + "=" + c.Value
	page := ""
	for range 3 {
		page = get(b.Server, "/?q="+url.QueryEscape(weather)).Body.String()
	}
	b.mind.kept.keeping.Wait()
	holds(t, "the answer", page, "That is not what my sources are about")
	if _, text := b.page("/curate/review"); strings.Contains(text, weather) {
		t.Error("refused, it is to be looked at again")
	}
	_, text := b.page("/curate/review?show=done")
	holds(t, "done", text, weather, "Asked 4 times")
	if w := post(b.Server, "/vote", url.Values{"answer": {answerKey(t, page)}, "vote": {"down"}}); w.Code != http.StatusOK {
		t.Fatal(w.Code)
	}
	_, text = b.page("/curate/review?show=wrong")
	holds(t, "voted down", text, weather+" said to be wrong once")
}
