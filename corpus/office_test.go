package corpus

import (
	"strings"
	"testing"
)

func TestDOCX(t *testing.T) {
	p := func(style, text string) string {
		if style != "" {
			style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
		}
		return "<w:p>" + style + "<w:r><w:t>" + text + "</w:t></w:r></w:p>"
	}
	cell := func(text string) string { return "<w:tc>" + p("", text) + "</w:tc>" }
	doc := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
		p("Title", "Salt") + p("TOC1", "Cast 3") + p("", "Ann Berg</w:t></w:r><w:r><w:t xml:space=\"preserve\"> wrote it.") + p("Heading1", "Cast") +
		`<w:p><w:del><w:r><w:delText>Old</w:delText><w:t>Old</w:t></w:r></w:del><w:r><w:t>New &amp; sound.</w:t></w:r></w:p>` +
		"<w:tbl><w:tr>" + cell("Job") + cell("Name") + "</w:tr><w:tr>" + cell("Sound") + cell("Ed") + "</w:tr></w:tbl>" + p("", "After m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t> of H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>O.") + "</w:body></w:document>"
	core := `<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="t"><dc:creator>Bo Lund</dc:creator><dcterms:created>1998-11-09T07:15:00Z</dcterms:created></cp:coreProperties>`
	got, src, _ := shown(t, "f.docx", zipped(t, "word/document.xml", doc, "docProps/core.xml", core))
	if want := "f|Salt|3 :Ann Berg wrote it.|5 Cast:New & sound.|7 Cast · Job | Name:Sound | Ed|8 Cast:After m² of H₂O."; got != want || src.Author != "Bo Lund" || src.Date != "1998-11-09" {
		t.Errorf("got %s (%s, %s), want %s", got, src.Author, src.Date, want)
	}
}

// A cell that goes on over the rows below stands in each of them.
func TestMergedCells(t *testing.T) {
	cell := func(properties, text string) string {
		return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>"
	}
	doc := `<w:document xmlns:w="w"><w:body><w:tbl><w:tr>` + cell("", "Pier") + cell("", "Boat") + cell("", "Skipper") + "</w:tr><w:tr>" +
		cell(`<w:vMerge w:val="restart"/>`, "North") + cell("", "Moss") + cell(`<w:vMerge w:val="restart"/>`, "Eva") + "</w:tr><w:tr>" +
		cell("<w:vMerge/>", "") + cell("", "Fern") + cell(`<w:vMerge w:val="continue"/>`, "") + "</w:tr><w:tr>" +
		cell(`<w:gridSpan w:val="2"/>`, "South") + cell("<w:vMerge/>", "") + "</w:tr><w:tr>" + cell("", "West") + cell("", "") + cell("", "Bo") + "</w:tr></w:tbl></w:body></w:document>"
	got, _, _ := shown(t, "f.docx", zipped(t, "word/document.xml", doc))
	if want := "f|f|2 Pier | Boat | Skipper:North | Moss | Eva|3 Pier | Boat | Skipper:North | Fern | Eva|4 Pier | Boat | Skipper:South | Eva|5 Pier | Boat | Skipper:West | | Bo"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEPUB(t *testing.T) {
	book := zipped(t,
		"META-INF/container.xml", `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>`,
		"OPS/book.opf", `<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Salt</dc:title><dc:creator>Ann Berg</dc:creator><dc:creator>Bo Lund</dc:creator><dc:date>1998</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="two%20b.xhtml"/><item id="a" href="one.xhtml"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>`,
		"OPS/nav.xhtml", "<html><body><p>Contents</p></body></html>", "OPS/one.xhtml", "<html><head><title>T</title></head><body><h1>One</h1><p>First.</p></body></html>",
		"OPS/two b.xhtml", "<html><body><h1>Two</h1><p>Second<a epub:type=\"noteref\" href=\"#n\"><sup>1</sup></a>.</p></body></html>")
	got, src, _ := shown(t, "f.epub", book)
	if want := "f|Salt|2 One:First.|4 Two:Second."; got != want || src.Author != "Ann Berg, Bo Lund" || src.Date != "1998" || src.Language != "en" {
		t.Errorf("got %s %+v, want %s", got, src, want)
	}
}

func TestChannelExport(t *testing.T) {
	got, src, _ := shown(t, "f.json", `{"guild":{"name":"Film club"},"channel":{"name":"salt"},"messages":[
{"timestamp":"2020-02-01T09:00:00+01:00","content":"Who wrote **Salt**?","author":{"name":"cy","nickname":"Cy"}},
{"timestamp":"2020-02-01T09:01:00+01:00","content":"","author":{"name":"dee"}},
{"timestamp":"2020-02-02T09:01:00+01:00","content":"Ann Berg wrote it.","author":{"name":"dee"},"embeds":[{"title":"Salt","description":"A book."}]}]}`)
	if want := "f|#salt|1 2020-02-01:Cy: Who wrote Salt?|3 2020-02-02:dee: Ann Berg wrote it. Salt: A book."; got != want || src.Publisher != "Film club" || src.Date != "2020-02-02" {
		t.Errorf("got %s %+v, want %s", got, src, want)
	}
}

// Marks of a chat are read as they are shown: times in the writer's zone, names where the export has them.
func TestChannelMarks(t *testing.T) {
	got, _, _ := shown(t, "f.json", `{"channel":{"id":"7","name":"hut"},"messages":[
{"timestamp":"2023-11-14T23:00:00+01:00","content":"Meet <@21> and <@!22> at <t:1700000000:t>, on <t:1700000000:D>, says <@&31> in <#7> <:owl:4> </key get:9>; not <@23>, <t:1700000000>","author":{"id":"20","name":"cy","roles":[{"id":"31","name":"Keepers"}]},"mentions":[{"id":"21","name":"ann_b","nickname":"Ann_ *B*"}]},
{"timestamp":"2023-11-15T09:00:00Z","content":"Yes","author":{"id":"22","name":"dee"}}]}`)
	if want := "f|#hut|1 2023-11-14:cy: Meet @Ann_ *B* and @dee at 23:13, on 14 November 2023, says @Keepers in #hut /key get; not @unknown, 14 November 2023 23:13|2 2023-11-15:dee: Yes"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What nobody wrote is left out; polls and the fields of embeds are text.
func TestChannelNoticesAndPolls(t *testing.T) {
	got, _, _ := shown(t, "f.json", `{"channel":{"name":"hut"},"messages":[
{"type":"GuildMemberJoin","timestamp":"2020-02-01T09:00:00Z","content":"Joined the server.","author":{"name":"cy"}},
{"type":"ChannelPinnedMessage","timestamp":"2020-02-01T09:00:00Z","content":"Pinned a message.","author":{"name":"cy"}},
{"type":"8","timestamp":"2020-02-01T09:00:00Z","content":"","author":{"name":"cy"},"embeds":[{"title":"Boost"}]},
{"type":"Reply","timestamp":"2020-02-01T09:01:00Z","content":"I will.","author":{"name":"dee"}},
{"type":"Default","timestamp":"2020-02-01T09:02:00Z","content":"","author":{"name":"dee"},"poll":{"question":{"text":"Which day?"},"answers":[{"poll_media":{"text":"Friday"}},{"poll_media":{"text":"Sunday"}}]}},
{"type":"46","timestamp":"2020-02-01T09:03:00Z","content":"","author":{"name":"dee"},"embeds":[{"title":"","description":"","fields":[{"name":"poll_question_text","value":"Which day?"},{"name":"victor_answer_text","value":"Sunday"}]}]}]}`)
	if want := "f|#hut|4 2020-02-01:dee: I will.|5 2020-02-01:dee: Which day? (1) Friday (2) Sunday|6 2020-02-01:dee: poll question text: Which day?; victor answer text: Sunday"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDocumentsThatAreNone(t *testing.T) {
	for name, text := range map[string]string{"a.docx": "no zip", "b.docx": zipped(t, "x", "y"), "c.epub": zipped(t, "META-INF/container.xml", "<a/>"), "d.docx": zipped(t, "word/document.xml", "<w:p>")} {
		var f faults
		if _, ok := parse(name, "f", []byte(text), &f); ok || !strings.HasPrefix(f.err().Error(), name+":1: ") {
			t.Errorf("%s: %v, %v", name, ok, f.err())
		}
	}
}

// The numbers of lists stand in another part of a document, and so do the names of styles, whose ids are in the language of who wrote it.
func TestNumberedListsInDOCX(t *testing.T) {
	p := func(properties, text string) string {
		return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>"
	}
	item := func(list, level, text string) string {
		return p(`<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+list+`"/></w:numPr>`, text)
	}
	doc := `<w:document xmlns:w="w"><w:body>` + p(`<w:pStyle w:val="Nagwek1"/>`, "Bath") + item("1", "0", "Undress") + item("1", "0", "Wash") + item("1", "1", "hands") + item("1", "1", "feet") + p("", "Rest.") + item("1", "0", "Bathe") +
		item("2", "0", "Again") + item("3", "0", "Soap") + p(`<w:pStyle w:val="L"/>`, "By style") + item("9", "0", "Of no list") + "</w:body></w:document>"
	numbering := `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num></w:numbering>`
	styles := `<w:styles xmlns:w="w"><w:style w:styleId="Nagwek1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style></w:styles>`
	_, src, _ := shown(t, "f.docx", zipped(t, "word/document.xml", doc, "word/numbering.xml", numbering, "word/styles.xml", styles))
	if got, want := onOneLine(src), "[Bath] 1. Undress / [Bath] 2. Wash / [Bath] 2.a) hands / [Bath] 2.b) feet / [Bath] Rest. / [Bath] 3. Bathe / [Bath] 1. Again / [Bath] Soap / [Bath] IV By style / [Bath] Of no list"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
