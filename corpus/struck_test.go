package corpus

import (
	"strings"
	"testing"
)

// What is struck out or hidden is no text any more, and is told once for a file.
func TestStruckOut(t *testing.T) {
	run := func(properties, text string) string {
		return "<w:r><w:rPr>" + properties + "</w:rPr><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>"
	}
	styles := `<w:styles xmlns:w="w"><w:style w:styleId="Gone"><w:basedOn w:val="Old"/></w:style><w:style w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style></w:styles>`
	document := zipped(t, "word/styles.xml", styles, "word/document.xml", `<w:document xmlns:w="w"><w:body><w:p>`+run("", "A bed is ")+run("<w:strike/>", "30 ")+run("<w:strike/>", "crowns")+run(`<w:strike w:val="0"/>`, "40 crowns")+
		"</w:p><w:p>"+run("<w:dstrike/>", "No dogs.")+"</w:p><w:p>"+run("<w:vanish/>", "Ask Ivo.")+run(`<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>`, "Ask Ada.")+
		`</w:p><w:p>`+run(`<w:rStyle w:val="Gone"/>`, "By boat.")+run("", " By train.")+"</w:p></w:body></w:document>")
	for _, x := range []struct{ name, text, want, told string }{
		{"a.md", "The loft is ~~3~~ 4 m high, by ~Otto~ Eva, from ~/a to ~5.\n\n~~It is let in May.~~\n\n- ~~Bring soap.~~\n- [x] ~~Sweep.~~\n1. ~~Ring~~.\n2. Wait <del>a day</del> <s class=\"a\">or <s>two</s> days</s>.\n\n| Bed | Fee |\n|---|---|\n| ~~Cot~~ | ~~2~~ |\n| Bunk | 3 |\n\n`~~code~~` <span style=\"text-decoration: line-through\">no</span> <b>yes</b>",
			"The loft is 4 m high, by Eva, from ~/a to ~5. / 2. Wait . / [Bed | Fee] Bunk | 3 / ~~code~~ yes", "11 stretches"},
		{"a.html", `<html><head><style>p.x, .old { color: red; text-decoration: line-through }</style></head><body><p>A bed is <del>30 <s>or</s> 35</del> <ins>40</ins> crowns.</p><p style="text-decoration:line-through red">No dogs.</p><ul><li><strike>Soap</strike></li><li class="b old">Towels</li><li>Sheets</li></ul><p hidden>It was let until May of that year.</p><p hidden>Close</p><table><tr><td><s>Cot</s></td><td><s>2</s></td></tr><tr><td>Bunk</td><td>3</td></tr></table></body></html>`,
			"A bed is 40 crowns. / Sheets / Bunk | 3", "6 stretches"},
		{"a.docx", document, "A bed is 40 crowns / Ask Ada. / By train.", "3 stretches"},
		{"a.adoc", "A bed is [.line-through]#30# 40 crowns.", "A bed is 40 crowns.", "a stretch"},
		{"a.rst", "A bed is :del:`30` 40 crowns.", "A bed is 40 crowns.", "a stretch"},
		{"a.xml", `<article><para>A bed is <emphasis role="strikethrough">30 <b>or</b></emphasis> 40 crowns.</para></article>`, "A bed is 40 crowns.", "a stretch"},
		{"a.json", `{"channel":{"name":"hut"},"messages":[{"content":"A bed is ~~30~~ 40 crowns.","author":{"name":"Cy"}}]}`, "Cy: A bed is 40 crowns.", "a stretch"},
	} {
		var told []string
		f := faults{tell: func(n Note) { told = append(told, n.Kind+": "+n.What) }}
		src, ok := parse(x.name, "a", []byte(x.text), &f)
		if got := onOneLine(src); !ok || got != x.want {
			t.Errorf("%s: %s\nwant %s (%v)", x.name, got, x.want, f.err())
		}
		if len(told) == 0 || !strings.HasPrefix(told[0], "struck out: "+x.told+" ") || len(told) > 1 != (x.name == "a.docx" || x.name == "a.html") || len(told) > 1 && told[1] != "hidden: a stretch of text that is hidden is left out" {
			t.Errorf("%s: told %q", x.name, told)
		}
	}
	src, notes, err := readRecord([]byte(`{"id":"a","text":"<p>A bed is <s>30</s> 40 crowns.</p>"}`))
	if got := onOneLine(src); err != nil || got != "A bed is 40 crowns." || len(notes) != 1 || !strings.HasPrefix(notes[0], "struck out: a stretch ") {
		t.Errorf("%s, %q, %v", got, notes, err)
	}
}
