package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

func formOf(values ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return v
}

func fileOf(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A statement is added by form, checked as it is typed, written as a person would, answered
// from, changed and taken out again; each stands in the log.
func TestState(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	before := fileOf(t, dir, "facts/example.yaml")
	state := func(values ...string) *httptest.ResponseRecorder {
		return post(s, "/curate/state", formOf(values...), "Cookie", mina)
	}
	for _, x := range []struct{ object, cite, want, beside string }{
		{"long ago", "example:3", `“long ago”`, "f-object"},
		{"", "example:3", "This must not be empty.", "f-object"},
		{"1990", "", "This must not be empty.", "f-cite"},
		{"1990", "nonsense", "nonsense", "f-cite"},
		{"1990", "example:99", "No source has the paragraph example:99 that is cited.", "f-cite"},
	} {
		w := state("thing", "ora-finch", "relation", "born_in", "object", x.object, "cite", x.cite)
		if w.Code == http.StatusNotFound { // the schema has no such relation
			w = state("thing", "blue-kettle", "relation", "made_in", "object", x.object, "cite", x.cite)
		}
		page := w.Body.String()
		text := textOf(t, w)
		want := strings.NewReplacer("“", `"`, "”", `"`).Replace(x.want)
		_, field, _ := strings.Cut(page, `id="`+x.beside+`"`)
		field, _, _ = strings.Cut(field, "</div>")
		if w.Code < 400 || !strings.Contains(text, want) || !strings.Contains(field, `class="faults"`) || !strings.Contains(field, `aria-invalid="true"`) {
			t.Errorf("%q, %q: %d, no %q beside %s in %s", x.object, x.cite, w.Code, want, x.beside, text)
		}
	}
	if fileOf(t, dir, "facts/example.yaml") != before {
		t.Fatal("what has faults was written")
	}
	// paper-bell has a made_in already, and the schema says one: that is a fault of the whole.
	w := state("thing", "paper-bell", "relation", "made_by", "object", "Nobody Known", "cite", "example:4")
	if text := textOf(t, w); !strings.Contains(text, `Nothing that would do here is called "Nobody Known".`) {
		t.Error(text)
	}
	w = state("thing", "paper-bell", "relation", "made_by", "object", "Ora Finch", "cite", "example:3 example:4")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, textOf(t, w))
	}
	after := fileOf(t, dir, "facts/example.yaml")
	want := strings.Replace(before, "    - made_in: 1994\n      cite: example:4\n", "    - made_in: 1994\n      cite: example:4\n    - made_by: ora-finch\n      cite: [{at: example:3, quote: \"Ora Finch made the Blue Kettle\", after: \"in 1987. It has no lid, because steam should be seen\"}, {at: example:4, quote: \"Bell was built by Ora Finch in 1994 and has\", before: \"The Paper\", after: \"never rung\"}]\n", 1)
	if after != want {
		t.Errorf("written:\n%s", after)
	}
	list, _ := s.opts.Memory.Changes(t.Context(), 0, 1)
	if c := list[0]; c.Who != "Mina" || c.File != "facts/example.yaml" || c.Line == 0 || c.Before != "" || !strings.HasPrefix(c.After, "    - made_by: ora-finch") {
		t.Errorf("logged: %+v", list[0])
	}
	done := get(s, "/curate/mended", "Cookie", mina)
	if text := textOf(t, done); !strings.Contains(text, "Stated: maker of the Paper Bell.") || !strings.Contains(text, "made_by: ora-finch") || strings.Contains(text, "The questions") {
		t.Error(text)
	}
	_, undo, _ := strings.Cut(done.Body.String(), `action="/curate/mended/`)
	undo, _, _ = strings.Cut(undo, `"`)
	if w := post(s, "/curate/mended/"+undo, nil, "Cookie", mina); w.Code != http.StatusSeeOther || fileOf(t, dir, "facts/example.yaml") != before {
		t.Errorf("undone: %d %s", w.Code, fileOf(t, dir, "facts/example.yaml"))
	}
	was := "    - made_in: 1994\n      cite: example:4"
	if w := state("thing", "paper-bell", "relation", "made_in", "object", "1995", "cite", "example:4", "was", was); w.Code != http.StatusSeeOther {
		t.Fatalf("changing: %d %s", w.Code, textOf(t, w))
	}
	until(t, "the change is answered", func() bool { return strings.Contains(get(s, "/things/paper-bell").Body.String(), "1995") })
	// The second of two who change one statement sees what the first has left, and decides.
	w = state("thing", "paper-bell", "relation", "made_in", "object", "1996", "cite", "example:4", "was", was)
	if text := textOf(t, w); w.Code != http.StatusConflict || !strings.Contains(text, "somebody else has changed this since you opened it") || !strings.Contains(text, "made_in: 1995") || !strings.Contains(w.Body.String(), `value="1996"`) {
		t.Errorf("%d %s", w.Code, text)
	}
	if w := state("thing", "paper-bell", "relation", "made_in", "do", "drop sure", "was", "    - made_in: 1995\n      cite: {at: example:4, quote: \"The Paper Bell was built by Ora Finch in 1994\", after: \"and has never rung\"}"); w.Code != http.StatusSeeOther {
		t.Errorf("taking out: %d", w.Code)
	}
	if strings.Contains(fileOf(t, dir, "facts/example.yaml"), "1995") || !strings.Contains(fileOf(t, dir, "facts/example.yaml"), "# EXAMPLE, invented") {
		t.Error(fileOf(t, dir, "facts/example.yaml"))
	}
}

// What a form would change, in its file and in the answers to what is known to be asked, is shown
// before anything is written, with the form as it was filled in.
func TestSeenFirst(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	if err := os.WriteFile(filepath.Join(dir, "questions.jsonl"), []byte(`{"q": "When was the Paper Bell made?"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	record := s.opts.Memory.(*store.Store).Record
	for _, question := range []string{"What did Ora Finch make?", "Who built the Paper Bell?"} {
		if err := record(t.Context(), store.Event{Kind: store.Unknown, Question: question, Status: "unknown"}); err != nil {
			t.Fatal(err)
		}
	}
	facts, schema := fileOf(t, dir, "facts/example.yaml"), fileOf(t, dir, "schema.yaml")
	for _, x := range []struct {
		at   string
		form url.Values
		want []string
	}{
		{"/curate/state", formOf("thing", "paper-bell", "relation", "made_in", "object", "1995", "cite", "example:4", "was", "    - made_in: 1994\n      cite: example:4"),
			[]string{"3 changed, of 3 questions of questions.jsonl and of those that were asked", "before The Paper Bell was made in 1994", "then The Paper Bell was made in 1995", "made_in: 1995"}},
		{"/curate/state", formOf("thing", "paper-bell", "relation", "made_by", "object", "Ora Finch", "cite", "example:4"), []string{"That changes nothing"}},
		{"/curate/things/new", formOf("name", "The Moon", "kind", "thing"), []string{"Nothing else changes", "id: the-moon"}},
		{"/curate/things/paper-bell", formOf("name", "The Paper Gong", "kind", "thing", "was", "  kind: thing"), []string{"somebody else has changed this"}},
		{"/curate/schema/edit", formOf("in", "kinds", "name", "harbour"), []string{"Nothing else changes", "name: harbour", "schema.yaml"}},
		{"/curate/schema/edit", formOf("in", "relations", "noun", "height", "from", "thing", "to", "number", "says", "{nonsense}"), []string{"nothing fills {nonsense}"}},
	} {
		x.form.Set("do", "see")
		w := post(s, x.at, x.form, "Cookie", mina)
		text := textOf(t, w)
		for _, want := range x.want {
			if w.Code == http.StatusSeeOther || !strings.Contains(text, want) {
				t.Errorf("%s %v: %d, no %q in %s", x.at, x.form, w.Code, want, text)
			}
		}
		if w.Code == http.StatusOK && !strings.Contains(text, "Nothing is written yet") && !strings.Contains(text, "That changes nothing") {
			t.Errorf("%s: %s", x.at, text)
		}
	}
	// What changes an answer, or is doubted, is shown before it is saved too.
	bell := formOf("thing", "paper-bell", "relation", "made_in", "object", "1995", "cite", "example:4", "was", "    - made_in: 1994\n      cite: example:4", "do", "save")
	named := formOf("name", "The Moon", "kind", "thing", "aliases", "blue kettle\nwhat", "do", "save")
	out := formOf("thing", "paper-bell", "relation", "made_in", "was", bell.Get("was"), "do", "drop")
	_, was, _ := strings.Cut(get(s, "/curate/things/paper-bell", "Cookie", mina).Body.String(), `name="was" value="`)
	was, _, _ = strings.Cut(was, `"`)
	gone := formOf("was", html.UnescapeString(was), "do", "drop")
	for _, x := range []struct {
		at   string
		form url.Values
		want []string
	}{
		{"/curate/state", bell, []string{"3 changed, of 3 questions", "Save it all the same"}},
		{"/curate/things/new", named, []string{"“blue kettle” is a name of the Blue Kettle (1987) as well", "“what” stands in many questions", "Save it all the same"}},
		{"/curate/state", out, []string{"3 changed, of 3 questions", "take it out all the same", "Take it out all the same"}},
		{"/curate/things/paper-bell", gone, []string{"3 changed, of 3 questions", "Take it out all the same"}},
	} {
		w := post(s, x.at, x.form, "Cookie", mina)
		for _, want := range x.want {
			if text := textOf(t, w); w.Code != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("%s: %d, no %q in %s", x.at, w.Code, want, text)
			}
		}
	}
	if fileOf(t, dir, "facts/example.yaml") != facts || fileOf(t, dir, "schema.yaml") != schema {
		t.Error("it was written")
	}
	if list, _ := s.opts.Memory.Changes(t.Context(), 0, 1); len(list) > 0 && list[0].File != "" {
		t.Errorf("it was logged: %+v", list[0])
	}
	// It is undone beside what says that it is saved.
	bell.Set("do", "sure")
	out.Set("do", "drop sure")
	gone.Set("do", "drop sure")
	for _, x := range []struct {
		at   string
		form url.Values
		then string
	}{
		{"/curate/state", bell, "/curate/things/paper-bell?done=1"},
		{"/curate/state", out, "/curate/things/paper-bell?done=1"},
		{"/curate/things/paper-bell", gone, "/curate/mended"},
		{"/curate/schema/edit", formOf("in", "kinds", "name", "harbour", "do", "save"), "/curate/schema?done=1"},
	} {
		w := post(s, x.at, x.form, "Cookie", mina)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != x.then || fileOf(t, dir, "facts/example.yaml") == facts && fileOf(t, dir, "schema.yaml") == schema {
			t.Errorf("%v: %d %s", x.form, w.Code, textOf(t, w))
		}
		_, undo, _ := strings.Cut(get(s, x.then, "Cookie", mina).Body.String(), `action="/curate/mended/`)
		undo, _, _ = strings.Cut(undo, `"`)
		if w := post(s, "/curate/mended/"+undo, nil, "Cookie", mina); w.Code != http.StatusSeeOther || fileOf(t, dir, "facts/example.yaml") != facts || fileOf(t, dir, "schema.yaml") != schema {
			t.Errorf("%v undone: %d %s", x.form, w.Code, textOf(t, w))
		}
	}
}

// The form is reached from a thing, from a name, and from a paragraph.
func TestStatePages(t *testing.T) {
	s, _, mina := curatedServer(t, Options{})
	for at, want := range map[string]string{
		"/curate/state":                                    "What is it about?",
		"/curate/state?about=the+Blue+Kettle":              "What do you want to state?",
		"/curate/state?about=Moon":                         "Nothing is called “Moon”",
		"/curate/state?thing=blue-kettle":                  "What do you want to state?",
		"/curate/state?thing=blue-kettle&relation=made_in": "A year: 1987.",
		"/curate/state?thing=blue-kettle&n=1":              "Change what is stated of the Blue Kettle",
		"/curate/state?cite=example:3":                     "example, ¶ 3",
		"/curate/things":                                   "State something of",
		"/curate/things/new?name=Moon":                     "As an answer should say it.",
		"/curate/things/blue-kettle":                       "What is stated of it",
		"/curate/anchors":                                  "4 citations have only a paragraph's number",
	} {
		w := get(s, at, "Cookie", mina)
		if text := textOf(t, w); w.Code != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%s: %d, no %q in %s", at, w.Code, want, text)
		}
	}
	for at, want := range map[string]int{"/curate/state?thing=none": 404, "/curate/state?thing=blue-kettle&n=9": 404, "/curate/state?thing=blue-kettle&relation=x": 404, "/curate/things/none": 404} {
		if w := get(s, at, "Cookie", mina); w.Code != want {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	if page := get(s, "/sources/example", "Cookie", mina).Body.String(); !strings.Contains(page, `href="/curate/state?cite=example%3a3"`) {
		t.Error("an article does not lead to the form")
	}
	if page := get(s, "/sources/example").Body.String(); strings.Contains(page, "/curate/") {
		t.Error("who is not signed in is led to the form")
	}
}

func TestThing(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	w := post(s, "/curate/things/new", formOf("name", "", "kind", "planet"), "Cookie", mina)
	if text := textOf(t, w); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "This must not be empty.") || !strings.Contains(text, "Choose one of these.") && !strings.Contains(text, "must not be empty") {
		t.Errorf("%d %s", w.Code, text)
	}
	w = post(s, "/curate/things/new", formOf("name", "The Moon’s Lamp: №1", "kind", "thing", "aliases", "Lamp\r\nThe Moon’s Lamp: №1\r\n달의 등불\r\n", "about", "a lamp", "cite", "example:3"), "Cookie", mina)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/curate/things/the-moons-lamp-") || !strings.HasSuffix(to, "?done=1&cite=example%3A3") {
		t.Fatalf("%d %s %s", w.Code, to, textOf(t, w))
	}
	text := fileOf(t, dir, "facts/things.yaml")
	if !strings.Contains(text, "  kind: thing\n  name: \"The Moon’s Lamp: №1\"\n  aliases: [Lamp, 달의 등불]\n  about: a lamp\n") {
		t.Error(text)
	}
	page := get(s, "/curate/things/blue-kettle", "Cookie", mina).Body.String()
	_, was, _ := strings.Cut(page, `name="was" value="`)
	was, _, _ = strings.Cut(was, `"`)
	w = post(s, "/curate/things/blue-kettle", formOf("was", was, "name", "the Blue Kettle", "kind", "thing", "aliases", "Blue Kettle\nKettle"), "Cookie", mina)
	if w.Code != http.StatusSeeOther || !strings.Contains(fileOf(t, dir, "facts/example.yaml"), "aliases: [Blue Kettle, Kettle]\n  facts:\n    - made_by: ora-finch") {
		t.Errorf("%d %s", w.Code, fileOf(t, dir, "facts/example.yaml"))
	}
	w = post(s, "/curate/things/blue-kettle", formOf("was", was, "name", "Another", "kind", "thing"), "Cookie", mina)
	if text := textOf(t, w); w.Code != http.StatusConflict || !strings.Contains(text, "somebody else has changed this") || !strings.Contains(w.Body.String(), `value="Another"`) {
		t.Errorf("%d %s", w.Code, text)
	}
	// Two things of one kind under one name cannot be told apart.
	post(s, "/curate/things/new", formOf("name", "Twin", "kind", "thing"), "Cookie", mina)
	w = post(s, "/curate/things/new", formOf("name", "Twin", "kind", "thing"), "Cookie", mina)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(textOf(t, w), "give each a year or an about that tells them apart") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Of several who state at once nothing is lost.
func TestStateAtOnce(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			w := post(s, "/curate/things/new", formOf("name", "Lamp "+itoa(i), "kind", "thing"), "Cookie", mina)
			if w.Code != http.StatusSeeOther {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	all.Wait()
	if n := strings.Count(fileOf(t, dir, "facts/things.yaml"), "name: Lamp "); n != 8 {
		t.Errorf("%d of 8 are written", n)
	}
}

// What is shipped is copied before the first statement.
func TestStateCopiesShipped(t *testing.T) {
	memory := remembered(t)
	dir := filepath.Join(t.TempDir(), "kb")
	s := watched(t, dir, Options{Memory: memory, Copy: dir})
	mina := signedIn(t, s, "Mina", Mends)
	if w := get(s, "/curate/things/snowpiercer", "Cookie", mina); w.Code != http.StatusOK {
		t.Fatal(textOf(t, w))
	}
	w := post(s, "/curate/state", formOf("thing", "snowpiercer", "relation", "country", "object", "Japan", "cite", "kobiz-2025:26"), "Cookie", mina)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, textOf(t, w))
	}
	until(t, "it is known", func() bool { return strings.Contains(get(s, "/things/snowpiercer").Body.String(), "Japan") })
	if text := fileOf(t, dir, "facts/films.yaml") + fileOf(t, dir, "schema.yaml"); !strings.Contains(text, "country: japan") {
		t.Error("not in the copy")
	}
}

// A citation whose words are gone is listed and set again; the others are anchored.
func TestAnchors(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	anchors := func(values ...string) *httptest.ResponseRecorder {
		return post(s, "/curate/anchors", formOf(values...), "Cookie", mina)
	}
	if w := anchors("do", "all"); !strings.Contains(textOf(t, w), "4 citations anchored.") {
		t.Fatal(textOf(t, w))
	}
	article := fileOf(t, dir, "sources/example.md")
	parts := strings.Split(article, "\n\n")
	for i, p := range parts {
		if strings.Contains(p, "1994") {
			parts[i] = "Nothing of it is left but one thing of paper, of the year 1994."
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "sources", "example.md"), []byte("---\nid: example\ntitle: The workshop\n---\n\n"+strings.Join(parts[1:], "\n\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, "the article has changed", func() bool {
		return strings.Contains(get(s, "/sources/example").Body.String(), "Nothing of it is left")
	})
	w := get(s, "/curate/anchors", "Cookie", mina)
	text := textOf(t, w)
	if !strings.Contains(text, "the Paper Bell") || !strings.Contains(text, "Where does it stand now?") || !strings.Contains(text, "It stood in example:4, on the words") {
		t.Fatalf("%s\n%s", text, fileOf(t, dir, "facts/example.yaml"))
	}
	_, form, _ := strings.Cut(w.Body.String(), `<form class="lost"`)
	get1 := func(name string) string {
		_, v, _ := strings.Cut(form, `name="`+name+`" value="`)
		v, _, _ = strings.Cut(v, `"`)
		return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(v)
	}
	if w := anchors("do", "set", "thing", get1("thing"), "was", get1("was"), "at", get1("at")); !strings.Contains(textOf(t, w), "Choose a paragraph") {
		t.Error(textOf(t, w))
	}
	if w := anchors("do", "set", "thing", get1("thing"), "was", get1("was"), "at", get1("at"), "other", "nowhere:9"); !strings.Contains(textOf(t, w), "No article has the paragraph nowhere:9.") {
		t.Error(textOf(t, w))
	}
	lost := strings.Count(w.Body.String(), `class="lost"`)
	to := get1("to")
	w = anchors("do", "set", "thing", get1("thing"), "was", get1("was"), "at", get1("at"), "to", to)
	if text := textOf(t, w); w.Code != http.StatusOK || !strings.Contains(text, "The statement cites "+to+" now.") || strings.Count(w.Body.String(), `class="lost"`) != lost-1 {
		t.Errorf("%d %s\n%s", w.Code, text, fileOf(t, dir, "facts/example.yaml"))
	}
}

// A note of a lost citation is known, and what it cited, also where its words stand elsewhere and say something else.
func TestLostNote(t *testing.T) {
	for what, want := range map[string]string{
		`no article has the paragraph a:2: no longer cited`:                                                                                  "a:2|",
		`a:2 no longer has "cut in \"Bergen\"", nor has a paragraph near it: no longer answered`:                                             `a:2|cut in \"Bergen\"`,
		`a:2 no longer says "was cut in Bergen", nor has a paragraph near it: no longer cited`:                                               "a:2|was cut in Bergen",
		`a:2 no longer says "was cut in Bergen", nor has a paragraph near it ("in Bergen" stands in a:3 among other words): no longer cited`: "a:2|was cut in Bergen",
	} {
		if m := lostNote.FindStringSubmatch(what); m == nil || m[1]+m[2]+"|"+m[3] != want || movedNote.MatchString(what) {
			t.Errorf("%s: %q", what, m)
		}
	}
}

// An answer whose sentence or paragraph an upload takes away is told before and after, left out, and set
// again or taken out; all else is answered.
func TestLostAnswers(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	answers := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, curated.AnswersFile), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	send := func(values ...string) string {
		t.Helper()
		return textOf(t, post(s, "/curate/anchors", formOf(values...), "Cookie", mina))
	}
	said := func(question, text string, want bool) {
		t.Helper()
		until(t, question, func() bool {
			return strings.Contains(get(s, "/?q="+strings.ReplaceAll(question, " ", "+")).Body.String(), text) == want
		})
	}
	confirm(s, mina, sendFiles(t, s, mina, "pond.md", "# The pond\n\nThe pond is drained each May by the warden Ivo Lund.\n\nIts water is brown.\n").Body.String(), "import")
	until(t, "the pond is there", func() bool { return get(s, "/sources/pond").Code == http.StatusOK })
	answers("- ask: who empties it\n  quote: The pond is drained each May by the warden Ivo Lund.\n  words: Ivo Lund\n  cite: pond:2\n\n" +
		"- ask: is it clean\n  answer: Hardly.\n  cite: pond:3\n")
	said("who empties it", "drained each May", true)
	if text := send("do", "all"); !strings.Contains(text, "6 citations anchored.") || !strings.Contains(fileOf(t, dir, curated.AnswersFile), `cite: {at: pond:3, quote: "Its water is brown"}`) {
		t.Error(text, fileOf(t, dir, curated.AnswersFile))
	}
	w := sendFiles(t, s, mina, "pond.md", "# The pond\n\nThe warden Mara Bell empties the pond in June. It smells.\n")
	lost := []string{`pond:2 no longer has "The pond is drained each May by the warden Ivo Lund."`, `pond:3 no longer has "Its water is brown"`}
	if text := textOf(t, w); !strings.Contains(text, lost[0]) || !strings.Contains(text, lost[1]) {
		t.Error("the dry run:", text)
	}
	if text := textOf(t, confirm(s, mina, w.Body.String(), "import")); !strings.Contains(text, "Imported:") || !strings.Contains(text, lost[0]) || !strings.Contains(text, lost[1]) {
		t.Error("the import:", text)
	}
	said("who empties it", "drained each May", false)
	said("is it clean", "Hardly.", false)
	said("who made the blue kettle", "Ora Finch", true)
	if a, err := facts.Open(dir); err != nil {
		t.Error("it cannot be opened again:", err)
	} else {
		a.Close()
	}
	text := textOf(t, get(s, "/curate/anchors", "Cookie", mina))
	for _, want := range []string{"What is answered to “who empties it”", "What is answered to “is it clean”: Hardly.", "Which sentence holds the answer now?", "pond:2 The warden Mara Bell empties the pond in June."} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nwant %s", text, want)
		}
	}
	before := fileOf(t, dir, curated.AnswersFile)
	set := []string{"do", "answer", "ask", "who empties it", "to", "pond:2 The warden Mara Bell empties the pond in June.", "words"}
	if text := send(append(set, "Ivo Lund")...); !strings.Contains(text, "“Ivo Lund” does not stand in that sentence") || fileOf(t, dir, curated.AnswersFile) != before {
		t.Error(text)
	}
	if text := send(append(set, "Mara Bell")...); !strings.Contains(text, "It is answered from pond:2 now.") || strings.Contains(text, "who empties it") {
		t.Error(text)
	}
	if text := send("do", "answer", "ask", "is it clean", "answer", "Hardly.", "to", "pond:9"); !strings.Contains(text, "No article has the paragraph pond:9") {
		t.Error(text)
	}
	if text := send("do", "answer", "ask", "is it clean", "answer", "Hardly.", "to", "pond:2"); !strings.Contains(text, "It is answered from pond:2 now.") || !strings.Contains(text, "Lost None.") {
		t.Error(text)
	}
	said("who empties it", "Mara Bell empties the pond", true)
	said("is it clean", "Hardly.", true)
	if text := send("do", "forget", "ask", "is it clean"); !strings.Contains(text, "The answer is taken out.") || strings.Contains(fileOf(t, dir, curated.AnswersFile), "Hardly") {
		t.Error(text)
	}
	if text := send("do", "forget", "ask", "is it clean"); !strings.Contains(text, "says nothing of these questions any more") {
		t.Error(text)
	}
}

// While another program imports into the base nothing is changed, and that is said.
func TestLocked(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	unlock, err := storage.Lock(t.Context(), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	form := formOf("name", "Lamp", "kind", "thing")
	if w := post(s, "/curate/things/new", form, "Cookie", mina); w.Code != http.StatusConflict || !strings.Contains(textOf(t, w), "Another program imports into this knowledge base at the moment") {
		t.Errorf("%d %s", w.Code, textOf(t, w))
	}
	if w := sendFiles(t, s, mina, "a.md", "A text."); !strings.Contains(textOf(t, w), "Another program imports") {
		t.Error(textOf(t, w))
	}
	unlock()
	if w := post(s, "/curate/things/new", form, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// Where a form cannot be taken since a file is broken or cannot be written, what was typed is on the page that says so,
// and is sent again from there.
func TestSentAgain(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	typed := formOf("name", "The \"Gull\" <Kettle>", "kind", "thing", "aliases", "Gull\nSea kettle", "about", "typed at length", "do", "save")
	whole := fileOf(t, dir, "facts/example.yaml")
	if err := os.WriteFile(filepath.Join(dir, "facts/example.yaml"), []byte(whole+"\n- id: [broken\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	w := post(s, "/curate/things/new", typed, "Cookie", mina)
	page := pageOf(t, "/curate/things/new", w.Body.String())
	for _, want := range []string{"facts/example.yaml", "Nothing that you typed is lost", "What you typed", "typed at length", "Sea kettle"} {
		if w.Code != http.StatusConflict || !strings.Contains(page.text, want) {
			t.Errorf("%d: no %q in %s", w.Code, want, words(page.text))
		}
	}
	if w := post(s, "/curate/state", formOf("thing", "blue-kettle", "relation", "made_by", "object", "somebody's aunt", "do", "save"), "Cookie", mina); w.Code != http.StatusConflict || !strings.Contains(textOf(t, w), "somebody's aunt") {
		t.Errorf("a statement: %d %s", w.Code, textOf(t, w))
	}
	if err := os.WriteFile(filepath.Join(dir, "facts/example.yaml"), []byte(whole), 0o644); err != nil {
		t.Fatal(err)
	}
	_, form, _ := strings.Cut(w.Body.String(), "<h1>")
	again := (&workbench{t: t}).form(form)
	if again.Encode() != typed.Encode() {
		t.Errorf("sent again are %v, want %v", again, typed)
	}
	if w := post(s, "/curate/things/new", again, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Errorf("sent again: %d %s", w.Code, textOf(t, w))
	}
}
