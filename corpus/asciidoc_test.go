package corpus

import (
	"strings"
	"testing"
)

func TestAsciiDoc(t *testing.T) {
	reads(t, "f.adoc", paragraphs, []form{
		{"titles", "= Ferry\n\nOne.\n\n== Boats ==\n\nTwo.\n\n=== Old *boats*\nThree.", "2 :One.|4 Boats:Two.|5 Boats · Old boats:Three."},
		{"attributes", ":isle: Velden\n:empty!:\n\nThe ferry to {isle} is {new}.\n\n// not this\n\n////\nnor this\n////\n\nEnd.", "1 :The ferry to Velden is {new}.|2 :End."},
		{"marks of a line", "[[x]]See link:a.html[the times], https://c.example[the council,window=_blank], xref:b.adoc[boats] and <<c,crews>>; ((Noss)) is _far_ `x_y` #away#, 10^6^, H~2~O. +\nkbd:[Ctrl] image:i.png[]too.footnote:[So they say.]",
			"1 :See the times, the council, boats and crews; Noss is far x_y away, 10⁶, H₂O. Ctrl too. (So they say.)"},
		{"blocks", "[NOTE]\n====\nMind it.\n====\n\nTIP: Salt burns.\n\n[source,go]\n----\nx := 1\n----\n\n....\ny\n....\n\n++++\n<b>z</b>\n++++\n\nimage::a.png[boat]\n\ninclude::b.adoc[]\n\nAfter.",
			"1 :Mind it.|2 :Salt burns.|3 :x := 1|4 :y|5 :After."},
		{"lists", "Paid by:\n\n* Ann\n** half of it\n* Bo\n+\nand his sister\n\n. first\n. second", "1 :Paid by:|2 Paid by:Ann|2 Ann:half of it|2 Paid by:Bo and his sister|3 Paid by:1. first|3 Paid by:2. second"},
		{"tasks", "* [*] paint\n* [x] oil\n* [ ] rope\n* [not a box] oars", "1 :Done: paint|1 :Done: oil|1 :Not done yet: rope|1 :[not a box] oars"},
		{"definitions", "Skipper:: Steers.\nMate::\n  Helps.", "1 :Skipper: Steers.|2 :Mate: Helps."},
		{"titles of blocks", ".Mind\n[WARNING]\n====\nThe sill.\n====\n\nPlain.\n\n[tabs]\n====\nRain::\n+\n--\nShut.\n--\nSun::\n+\nOpen.\n====\n\nLast.\n", "2 Mind:The sill.|3 :Plain.|5 Rain:Shut.|6 :Sun: Open.|7 :Last."},
		{"cells on lines of their own", "[cols=\"2*\",options=\"header\"]\n|===\n|Boat |Toll\n|Tern |12\n|Auk\n|3\n|===\n", "1 Boat | Toll:Tern | 12|1 Boat | Toll:Auk | 3"},
		{"table", ".Crew\n|===\n|Name |Job\n\n|Ines\n|captain\n\n|Lund |mate\n|===\n\nAfter.", "2 Crew · Name | Job:Ines | captain|2 Crew · Name | Job:Lund | mate|3 :After."},
		{"table with a header said", "[%header,cols=2*]\n|===\n|Fare |Sum\n|Child |free\n|===", "1 Fare | Sum:Child | free"},
		{"table without one", "|===\n|Child |free\n|Adult |4\n|===", "1 |:Child | free|1 |:Adult | 4"},
	})
	_, src, notes := shown(t, "f.adoc", "= The ferry\nAnn Berg <ann@example.org>\nv1.2, 2019-05-04: revised\n:lang: en\n:revdate: soon\n\nText.")
	if src.Title != "The ferry" || src.Author != "Ann Berg" || src.Date != "2019-05-04" || src.Language != "en" || len(notes) != 1 {
		t.Errorf("%+v %q", src, notes)
	}
}

// A revision may be its date alone.
func TestAsciiDocDate(t *testing.T) {
	if got, src, _ := shown(t, "f.adoc", "= The ferry\nAnn Berg\n2019-05-04\n\nText."); src.Date != "2019-05-04" || !strings.HasSuffix(got, "|2 :Text.") {
		t.Errorf("%+v %q", src, got)
	}
}

func TestDocBook(t *testing.T) {
	reads(t, "f.xml", func(s Source) string { return s.Title + "|" + paragraphs(s) }, []form{
		{"sections", "<article><title>Ferry</title><para>One\n two.</para><section><title>Boats</title><para>It is <emphasis>old</emphasis>, 3 * 4 &amp; a_b.</para></section><para>Last.</para></article>",
			"Ferry|2 :One two.|4 Boats:It is old, 3 * 4 & a_b.|5 Boats:Last."},
		{"lists", "<article><title>F</title><para>Paid by:</para><itemizedlist><listitem><para>Ann</para></listitem><listitem><para>Bo</para><para>and his sister</para></listitem></itemizedlist><orderedlist><listitem><para>x</para></listitem></orderedlist></article>",
			"F|2 :Paid by:|3 Paid by:Ann|3 Paid by:Bo and his sister|4 Paid by:1. x"},
		{"definitions", "<section><title>F</title><variablelist><varlistentry><term>Skipper</term><term>captain</term><listitem><para>Steers.</para></listitem></varlistentry></variablelist></section>",
			"F|2 :Skipper, captain: Steers."},
		{"table", "<article><title>F</title><table><title>Crew</title><tgroup cols='2'><thead><row><entry>Name</entry><entry>Job</entry></row></thead><tbody><row><entry><para>Ines</para></entry><entry>captain</entry></row></tbody></tgroup></table></article>",
			"F|2 :Crew|3 Name | Job:Ines | captain"},
		{"code and what is left out", "<article><title>F</title><indexterm><primary>boat</primary></indexterm><programlisting>a *b*\nc</programlisting><mediaobject><imageobject/></mediaobject><para>End.</para></article>",
			"F|2 :a *b* c|3 :End."},
		{"above and below the line", "<article><title>F</title><para>It is H<subscript>2</subscript>O over 12 km<superscript>2</superscript>.</para></article>", "F|2 :It is H₂O over 12 km²."},
		{"no end tags, entities of HTML", "<article><title>F</title><para>K&ouml;ln &ndash; x<para>y</article>", "F|2 :Köln – x|3 :y"},
	})
	_, src, _ := shown(t, "f.xml", "<?xml version='1.0'?><book><info><title>The ferry</title><author><personname>Ann Berg</personname></author><pubdate>4 May 2019</pubdate></info><chapter><title>A</title><para>Text.</para></chapter></book>")
	if src.Title != "The ferry" || src.Author != "Ann Berg" || src.Date != "2019-05-04" {
		t.Errorf("%+v", src)
	}
	for text, want := range map[string]bool{"<article><title>x</title></article>": true, "<?xml version='1.0'?><!-- c --><topic><p>x</p></topic>": true,
		"<rss><channel><title>x</title></channel></rss>": false, "<article/>": false, "": false, "{}": false} {
		if got := isDocBook([]byte(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func FuzzAsciiDoc(f *testing.F) {
	fuzzFile(f, "f.adoc", "= T\nA <b>\nv1, 2019\n\n:a: b\n\n* c\n** {a}\n", "|===\n|a|b\n\n2+|c\n|===\n\n----\nx\n----", "[%header]\n|===\na\n|b", "<<a,b>> link:c[d] ((e)) #f# +g+ h::\n i", "....\nx")
}

func FuzzDocBook(f *testing.F) {
	fuzzFile(f, "f.xml", "<article><title>a</title><para>b</para></article>", "<section><para>x<itemizedlist><listitem>y</section>", "<book><table><row><entry>a</entry></row></table>z</book>", "<article><programlisting>~~~~\n\n</programlisting>")
}
