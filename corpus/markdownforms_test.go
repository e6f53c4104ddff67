package corpus

import (
	"strings"
	"testing"
)

// What dialects of Markdown hold is read, what their generators alone read is not, and
// nothing is torn.
func TestMarkdownForms(t *testing.T) {
	reads(t, "a.mdx", onOneLine, []form{
		{"what is hidden", "The <span style=\"display:none\">false</span>mole holds.<b hidden>No</b>\n\n<div hidden>\n\nA draft.\n\n<div>Of it.</div>\n\n</div>\n\n<p style='visibility: hidden'>Old.</p> <i style={{display: 'none'}}>Older.</i>\n\nWrite `<p hidden>a</p>`.\n\n```html\n<p hidden>b</p>\n```",
			"The mole holds. / Write <p hidden>a</p>. / <p hidden>b</p>"},
		{"what is not hidden, or opened", "<button aria-controls=\"a1\">May I?</button>\n\n<div id=\"a1\" hidden>Yes.</div>\n\n<p hidden={false}>It holds.</p>\n\n<div hidden>Never closed.\n\n<p class=\"not-hidden\">Shown.</p>",
			"May I? / Yes. / It holds. / Never closed. / Shown."},
		{"sections of one name", "# Isles\n\n## Noss\n\n### Bell\n\nCast in 1704.\n\nVelden\n------\n\n### Bell\n\nCast in 1811.\n\n## Moor\n\nIt has none.", "[Noss · Bell] Cast in 1704. / [Velden · Bell] Cast in 1811. / [Moor] It has none."},
		{"fields within the line", "It holds (season:: autumn) and [age:: nine].", "It holds season: autumn and age: nine."},
		{"braces within braces", "<Chart opts={{a: {b: 1}}} /> The mole holds.", "The mole holds."},
		{"shortcodes on one line, and a comment", "{{< tabs >}}{{< tab \"Linux\" >}}Pull.{{< /tab >}}{{< tab \"Mac\" >}}Push.{{< /tab >}}{{< /tabs >}}\n\nIt {{/* does not */}} holds.", "[Linux] Pull. / [Mac] Push. / It holds."},
		{"what shortcodes are called", "{{< tabs >}}\n{{< tab \"Rain\" >}}\n\nShut.\n\n{{< /tab >}}\n{{% tab name=\"Sun\" %}}\nOpen.\n{{% /tab %}}\n{{< /tabs >}}\n\n{{% notice tip \"Mind\" %}}The step.{{% /notice %}}\n\n" +
			"{% tab title=\"Fog\" %}\nRing.\n{% endtab %}\n{% if lang == \"en\" %}\n{% include box.html content=\"Of oak, by **Ann**.\" %}\n{% endif %}\n\n{{< figure src=\"a\" title=\"Loft\" caption=\"Seen from the east.\" >}}\n{{< video title=\"A film\" >}}\nThe mole holds.",
			"[Rain] Shut. / [Sun] Open. / [Mind] The step. / [Fog] Ring. / Of oak, by Ann. / [Loft] Seen from the east. / The mole holds."},
		{"a tag of several lines, and what a page computes", "<Card\n  title=\"Rope\"\n  icon={{a: 1}}\n>\nOf hemp.\n</Card>\n\n{items.map((i) => (\n  <li>{i}</li>\n))}\n\nThe mole holds.", "[Rope] Of hemp. / The mole holds."},
		{"more of an item", "1. Ring\n\n   It hangs left.\n\n2. Wait\n\nThe mole holds.\n\n    Behind it.", "1. Ring / [1. Ring] It hangs left. / 2. Wait / The mole holds. / Behind it."},
		{"an import of several lines", "import {\n  A,\n  B\n} from '@site/x';\n\nThe mole holds.", "The mole holds."},
		{"an import of two lines", "import {A,\n  B} from '@site/x';\nexport const meta = {a: 1,\n  b: 2};\n\nThe mole holds.", "The mole holds."},
		{"an import that is a word", "import (of rye, by sea)\nimport duties on salt {see\n\nThe mole holds.", "import (of rye, by sea) import duties on salt {see / The mole holds."},
		{"what components are called", "<Cards>\n<Card title=\"Rope\" icon=\"r\" description=\"Of hemp, by *Ann*.\" href={x} />\n<Accordion title='Who pays?'>\n  The town.\n\n  <Tab label=\"Now\">Ten crowns.</Tab>\n</Accordion>\n</Cards>\n\n" +
			"<Step title={\"Tie it\"}>\n\nTwice.\n\n</Step>\n\n<Link title=\"Knots\" />\n\nThe mole holds.",
			"[Rope] Of hemp, by Ann. / [Who pays?] The town. / [Who pays? · Now] Ten crowns. / [Tie it] Twice. / Knots / The mole holds."},
		{"definitions below a blank line", "Bollard\n\n:   Holds the *rope*.\n\n:   Bo cast it.\n\nMole\n:\tBuilt by Otto.\n\nThe mole holds.\n\n- an item\n\n: no term", "Bollard: Holds the rope. / Bollard: Bo cast it. / Mole: Built by Otto. / The mole holds. / an item / : no term"},
		{"a component's code", "export function Foo() {\n  return <b>{1}</b>;\n\n}\n\nThe mole holds.", "The mole holds."},
		{"code stays", "```js\nimport {\n  A\n} from 'x';\n```", "import { A } from 'x';"},
		{"a component's end behind a word", "It has <Mark color=\"red\">green words by Mia</Mark>.", "It has green words by Mia."},
		{"a style", "<style>\n.a { color: red }\n\n.b {}\n</style>\n\nThe mole holds.", "The mole holds."},
		{"a style without an end", "<style>\n\nThe mole holds.", "The mole holds."},
		{"a number times another", "It is 1920*1080 and 2*3*4, by *Vera*.", "It is 1920*1080 and 2*3*4, by Vera."},
		{"a hard end of a line", "Hard\\\nbreak", "Hard break"},
		{"a footnote in the line", "It was paid^[By *Hanbit*.] in full.", "It was paid (By Hanbit.) in full."},
		{"a query", "```dataview\nTABLE x\n```\n\nThe mole holds.", "The mole holds."},
		{"what a site fills in", "The loft is {{ height }} m, says {{< ref \"a\" >}}{{ $frontmatter.by }}.", "The loft is [height] m, says [$frontmatter.by]."},
		{"an icon and its attributes", ":material-clock:{ .lg } Set up.\n\n[TOC]\n\nMore.\n{ .note }", "Set up. / More."},
		{"an abbreviation", "*[PCI]: Pier Conservation Initiative", "PCI: Pier Conservation Initiative"},
		{"small letters below and above the line", "The spring gives H~2~O and Ca^2+^, 10^5^ litres over 3 m<sup>2</sup> in r^2^, on the 2^nd^ day<sup>[4]</sup>.", "The spring gives H₂O and Ca²⁺, 10⁵ litres over 3 m² in r², on the 2nd day."},
		{"numbers of a list", "1. Ring.\n1. Wait.\n   1. Sit.\n   1. Rise.\n1. Go.", "1. Ring. / 2. Wait. / [2. Wait.] 1. Sit. / [2. Wait.] 2. Rise. / 3. Go."},
		{"fields", "Height:: 930 m\nRange:: [[Fells|the Fells]]\n\nIt is a::b and c:: d.", "Height: 930 m / Range: the Fells / It is a::b and c:: d."},
		{"powers and letters below the line", "E = mc^2^ and E = mc<sup>2</sup>, x^n+1^, CO~2~ and CO<sub>2</sub>, n~i~.", "E = mc² and E = mc², x^n+1^, CO₂ and CO₂, ni."},
		{"tildes", "It took ~4 to ~9 days, ~~never~~ ~hardly~ more, from ~/moss to ~$5m–~$6m.", "It took ~4 to ~9 days, more, from ~/moss to ~$5m–~$6m."},
		{"money is no formula", "It cost $5 and $6, from $9M (US$) to HK$12M, $2.50/day and $3/day, at $PATH or $HOME/$USER.\n\nInns: $$ fair, $$$ dear.", "It cost $5 and $6, from $9M (US$) to HK$12M, $2.50/day and $3/day, at $PATH or $HOME/$USER. / Inns: $$ fair, $$$ dear."},
		{"formulas in the line", "A stone falls $s = \\frac{1}{2} g t^{2}$, so $t$ is $\\sqrt{2s/g} \\le 3\\,\\text{s}$; by `$a_b$` and $`c_1`$.", "A stone falls s = 1/2 g t², so t is √(2s/g) ≤ 3 s; by $a_b$ and c₁."},
		{"a formula of several lines", "It weighs\n$$\nm = \\rho \\cdot V\n+ m_{0}\n$$\nin all.\n\n```math\n\\frac{a+b}{c}\n```", "It weighs m = ρ · V + m₀ in all. / (a+b)/c"},
		{"a caption in a shortcode", "{{< figure src=\"x.png\" caption=\"The mole, by *Ann*\" >}}\n\n{{< figure src=\"y.png\" alt=\"caption\" >}}\n\nIt holds.", "The mole, by Ann / It holds."},
		{"words torn at a line's end", "The mole was de-\nsigned by *Mar-\ntha* in 1931-\n1940, in co-\noperation with\n\n- Otto, a pi\u00ad\n  lot, and\n- all.\n\n---\n\n```\na-\nb\n```", "The mole was designed by Martha in 1931-1940, in co-operation with / Otto, a pilot, and / all. / a- b"},
		{"tabs, and what follows them", "=== \"Linux\"\n\n    By Otto.\n\n    - an item\n\nBy all.", "[Linux] By Otto. / [Linux] an item / By all."},
		{"a note, and what follows it", "!!! note \"Dry\"\n\n    In spring.\n\n```\ncode\n```\n\nBy all.", "[Dry] In spring. / code / By all."},
		{"a table in HTML", "<table>\n<tr><th>Keeper</th><th>Year</th></tr>\n<tr><td>Ann Lee</td><td>1901</td></tr>\n\n<tr><td>Bo Wu</td><td>1902</td></tr>\n</table>", "[Keeper | Year] Ann Lee | 1901 / [Keeper | Year] Bo Wu | 1902"},
		{"definitions in HTML", "<dl><dt>Mole</dt><dd>Built by Otto.</dd></dl>", "Mole: Built by Otto."},
	})
}

// What stands in front of the first heading and is no text does not hide that it is the title.
func TestTitleBehindImports(t *testing.T) {
	var f faults
	text := "import Pier from './pier'\n\nexport const keeper = {\n  name: 'Ann'\n}\n\n<!-- by hand -->\n\n# The long mole\n\nIt holds.\n\n# Another\n"
	if src, ok := parse("a.mdx", "a", []byte(text), &f); !ok || src.Title != "The long mole" || src.Paragraphs[0].Heading != "" {
		t.Errorf("%q, %+v", src.Title, src.Paragraphs)
	}
}

// Marks that are never closed are looked for once.
func TestManyOpenComments(t *testing.T) {
	text := strings.Repeat("<!-- %% {/* ", 200_000)
	if got := withoutUnseen(text); len(got) == 0 {
		t.Error("nothing is left")
	}
}
