package corpus

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Before Readability weighs a page by how much text stands where, what its roles and
// its structure say is no article is taken out: dialogs, navigation, search, share
// bars, lists of other articles, forms, what is hidden. Nothing is taken out that holds the article itself. What is
// hidden from a page that has little else is shown, for then a script would have shown it, and so is what people open.

var (
	dialogRole = regexp.MustCompile(`(?i)^(dialog|alertdialog|navigation|search|menu|menubar|toolbar|tablist|contentinfo|banner)$`)
	shareBar   = regexp.MustCompile(`(?i)(^|[\s_-])(share|sharing|social|addthis|sharedaddy)([\s_-]?(bar|links?|buttons?|tools?|icons?|list|box|widget|media))?s?($|[\s_-])`)
	elsewhere  = regexp.MustCompile(`(?i)(^|[\s_-])(related|recommended|recommendations|trending|popular|most-(read|viewed)|(read|see|more)-(next|more|also|on|stories|articles|news|posts)|you-may)($|[\s_-])`)
	noteClass  = regexp.MustCompile(`(?i)(^|[\s_-])(ref|reference|footnote|noteref|fnref|fn|cite|citation|endnote)`)
	wikiClass  = regexp.MustCompile(`(^|\s)(mw-editsection|mw-jump-link|navbox|vertical-navbox|catlinks|noprint)($|\s)`)
	hiddenCSS  = regexp.MustCompile(`(?i)(display\s*:\s*['"]?none|visibility\s*:\s*['"]?hidden)`)
)

// trim takes out what is no article and what is struck out, and tells powers from the marks of notes. It returns how
// many stretches of text are struck out, and how many sentences hidden.
func trim(doc *html.Node) (left untold) {
	opened := panels(doc)
	drop := consents(doc)
	var boxes, unseen []*html.Node
	out, outer := struckClasses(doc), map[*html.Node]bool{} // what is struck out, and all in it
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if outer[n.Parent] {
			outer[n] = true
		}
		switch tag := tagOf(n); {
		case tag == atom.Rt || tag == atom.Rp:
			drop = append(drop, n)
		case isStruck(tag) || struckCSS.MatchString(attr(n, "style")) || out != nil && slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return out[c] }):
			drop = append(drop, n)
			if !outer[n.Parent] && textOf(n, 1) != "" {
				left.struck++
			}
			outer[n] = true
		case tag == atom.Sup:
			raise(n)
		case tag == atom.Sub:
			lower(n)
		case tag == atom.A && strings.Contains(attr(n, "href"), "#") && !wholeWord.MatchString(textOf(n, 100)) && headingOf(n) != nil:
			drop = append(drop, n) // the mark that leads to a heading
		case tag == atom.A && leadsToNote(n):
			drop = append(drop, n)
		case tag == atom.Label && labelsControl(n):
			drop = append(drop, n)
		case isBox(n) && len(boxes) < maxBoxes:
			boxes = append(boxes, n)
		case tag == atom.Table:
			spread(n)
		case tag == atom.Html || tag == atom.Body || tag == atom.Head || tag == atom.Article || tag == atom.Main:
		case beside(n) && !holdsArticle(n):
			drop = append(drop, n)
		case hiddenFrom(n):
			unseen = append(unseen, n)
		}
	}
	for _, n := range boxes {
		sayBox(n)
	}
	remove := func(list []*html.Node) {
		for _, n := range list {
			if n.Parent != nil {
				n.Parent.RemoveChild(n)
			}
		}
	}
	remove(drop)
	all := len(textOf(doc, 1<<20)) // of the page itself, without what lies over it
	held := map[*html.Node]bool{}
	for _, p := range opened {
		held[p.held] = true
	}
	unseen = slices.DeleteFunc(unseen, func(n *html.Node) bool {
		if 2*len(textOf(n, 1<<20)) > all || held[n] || attr(n, "role") == "tabpanel" {
			show(n)
			return true
		}
		return false
	})
	for _, n := range unseen {
		if text := textOf(n, 200); strings.Count(text, " ") > 3 && sentenceEnd.MatchString(text) && !mostlyLinks(n) && !holdsControls(n) {
			left.hidden++
		}
	}
	remove(unseen)
	entitle(doc, opened)
	return left
}

// labelsControl reports whether a label says what is to be filled into a form, or chosen.
func labelsControl(label *html.Node) bool {
	for c := range label.Descendants() {
		if isBox(c) && !within(label, atom.Form) {
			return false
		}
		if t := tagOf(c); t == atom.Input || t == atom.Select || t == atom.Textarea {
			return true
		}
	}
	return hasAttr(label, "for") && within(label, atom.Form)
}

var (
	struckCSS   = regexp.MustCompile(`(?i)text-decoration(-line)?\s*:[^;"'}]*line-through`)
	struckClass = regexp.MustCompile(`(?:^|[\s},>])\w*\.([\w-]+)\s*\{([^{}]*)\}`)
)

// isStruck reports whether an element is struck out by its name.
func isStruck(a atom.Atom) bool { return a == atom.Del || a == atom.S || a == atom.Strike }

// struckClasses are the classes of a page's own style whose text is struck out.
func struckClasses(doc *html.Node) map[string]bool {
	var classes map[string]bool
	for n := range doc.Descendants() {
		if tagOf(n) != atom.Style || n.FirstChild == nil || !strings.Contains(n.FirstChild.Data, "line-through") {
			continue
		}
		for _, m := range struckClass.FindAllStringSubmatch(n.FirstChild.Data, -1) {
			if struckCSS.MatchString(m[2]) {
				if classes == nil {
					classes = map[string]bool{}
				}
				classes[m[1]] = true
			}
		}
	}
	return classes
}

// maxBoxes is how many boxes of a page are read.
const maxBoxes = 1000

// isBox reports whether an element is a box to tick, as tasks have one.
func isBox(n *html.Node) bool {
	return tagOf(n) == atom.Input && strings.EqualFold(attr(n, "type"), "checkbox") || strings.EqualFold(attr(n, "role"), "checkbox")
}

// sayBox writes what the box of a task says before the item, paragraph or cell that it stands in, or in its
// place where that has several. Boxes of a form are to be filled in, and say nothing.
func sayBox(n *html.Node) {
	block := n.Parent
	for ; block != nil; block = block.Parent {
		t := tagOf(block)
		if t == atom.Li || t == atom.Td || t == atom.Th || t == atom.P || t == atom.Dd {
			break
		}
	}
	if block == nil || within(n, atom.Form) || within(n, atom.Fieldset) {
		return
	}
	several := false
	for c := range block.Descendants() {
		if several = c != n && isBox(c) && !inItemOf(c, block); several {
			break
		}
	}
	said := html.Node{Type: html.TextNode, Data: taskState("[" + ticked(n) + "]")}
	switch cell := tagOf(block) == atom.Td || tagOf(block) == atom.Th; {
	case cell && textOf(block, 1) == "":
		said.Data = "no"
		if ticked(n) == "x" {
			said.Data = "yes"
		}
		block.AppendChild(&said)
	case several:
		n.Parent.InsertBefore(&said, n)
	default:
		block.InsertBefore(&said, block.FirstChild)
	}
}

// inItemOf reports whether an element stands in an item that lies within a block.
func inItemOf(n, block *html.Node) bool {
	for p := n.Parent; p != nil && p != block; p = p.Parent {
		if tagOf(p) == atom.Li {
			return true
		}
	}
	return false
}

// ticked is what stands in a box, as Markdown writes it.
func ticked(n *html.Node) string {
	for _, a := range n.Attr {
		switch {
		case a.Key == "aria-checked" && a.Val == "mixed":
			return "/"
		case a.Key == "checked", a.Key == "aria-checked" && a.Val == "true":
			return "x"
		}
	}
	return " "
}

// beside reports whether an element is no part of an article by its role.
func beside(n *html.Node) bool {
	switch tag := tagOf(n); {
	case tag == atom.Dialog, tag == atom.Nav, attr(n, "aria-modal") == "true", dialogRole.MatchString(attr(n, "role")):
		return true
	case wikiClass.MatchString(attr(n, "class")):
		return true
	case tag == atom.Div || tag == atom.Section || tag == atom.Aside || tag == atom.Ul || tag == atom.Form:
		name := attr(n, "id") + " " + attr(n, "class")
		return consent.MatchString(name) || (shareBar.MatchString(name) || elsewhere.MatchString(name)) && mostlyLinks(n)
	}
	return false
}

// holdsArticle reports whether an element has an article or a page's main part in it.
func holdsArticle(n *html.Node) bool {
	for c := range n.Descendants() {
		if t := tagOf(c); t == atom.Article || t == atom.Main || attr(c, "role") == "main" || attr(c, "itemprop") == "articleBody" {
			return true
		}
	}
	return false
}

func mostlyLinks(n *html.Node) bool {
	all, linked := len(textOf(n, 1<<16)), 0
	for c := range n.Descendants() {
		if t := tagOf(c); t == atom.A || t == atom.Button {
			linked += len(textOf(c, 1<<16))
		}
	}
	return 2*linked >= all
}

func hiddenFrom(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" || a.Key == "style" && hiddenCSS.MatchString(a.Val) {
			return true
		}
	}
	return false
}

func show(n *html.Node) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != "hidden" && a.Key != "aria-hidden" && (a.Key != "style" || !hiddenCSS.MatchString(a.Val)) {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// textOf returns the text of an element, up to about max bytes.
func textOf(n *html.Node, max int) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && !unread(tagOf(c.Parent)) {
			if b.WriteString(c.Data); b.Len() >= max {
				break
			}
		}
	}
	return tidy(b.String())
}

func unread(a atom.Atom) bool {
	return a == atom.Script || a == atom.Style || a == atom.Noscript || a == atom.Template || a == atom.Title
}

var (
	noteText     = regexp.MustCompile(`^(\[.*\]|\(\w{1,3}\)|[*†‡§¶#]+)$`)
	bracketedInt = regexp.MustCompile(`^\[\d{1,3}\]$`)
	smallLet     = regexp.MustCompile(`^[a-z](\s*,\s*[a-z])*$`)
	wordEnd      = regexp.MustCompile(`(\p{L}{3}|[\p{L}\d][.,;:!?"”’)])$`)
	yearEnd      = regexp.MustCompile(`\b[12]\d{3}$`)
	smallInt     = regexp.MustCompile(`^\d{1,3}(\s*[,–-]\s*\d{1,3})*$`)
	unitEnd      = regexp.MustCompile(`(^|[\s\d/·])(km|cm|mm|dm|nm|ft|in|mi|yd|ha)$|(^|[^\p{L}'’])\p{L}$`) // and names of numbers: x, R
	baseEnd      = regexp.MustCompile(`(^|[^\d.,])(10|\d)$`)
)

// raise makes text of a raised one: the mark of a note goes, a power stays above the line where
// Unicode has it so (10⁶, km²) or is set apart by "^", and letters ("1st", "XXe") stay.
func raise(sup *html.Node) {
	before := ""
	if p := sup.PrevSibling; p != nil && p.Type == html.TextNode {
		before = p.Data
	} else if p != nil && p.Type == html.ElementNode {
		if before = textOf(p, 1<<10); slices.Contains([]atom.Atom{atom.I, atom.Em, atom.Var}, tagOf(p)) && variable.MatchString(before) {
			before = "=" + before
		}
	}
	note := noteClass.MatchString(attr(sup, "class")) || noteClass.MatchString(attr(sup, "id"))
	for c := range sup.Descendants() {
		if c.Type == html.ElementNode && (strings.Contains(attr(c, "href"), "#") || noteClass.MatchString(attr(c, "class"))) {
			note = true
		}
	}
	text := textOf(sup, 1<<10)
	if as := raisedText(text, before, note); as != text {
		setText(sup, as)
	}
}

// lower makes text of a lowered one: the digits of a formula stay below the line, H₂O.
func lower(sub *html.Node) {
	text := textOf(sub, 1<<10)
	if as := small(text, loweredSigns); as != "" {
		setText(sub, as)
	}
}

// leadsToNote reports whether a link that is not raised is the mark of a note: [1], or 5 where its name says so.
func leadsToNote(a *html.Node) bool {
	href, text := attr(a, "href"), textOf(a, 20)
	if !strings.HasPrefix(href, "#") || !noteText.MatchString(text) && !smallInt.MatchString(text) {
		return false
	}
	return bracketedInt.MatchString(text) || attr(a, "role") == "doc-noteref" || noteClass.MatchString(attr(a, "class")+" "+attr(a, "id")) || noteClass.MatchString(href[1:])
}

func setText(n *html.Node, text string) {
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
}

var (
	variable = regexp.MustCompile(`^\p{L}{1,3}$`)
	// letters of a formula, which are no word: "= mc", "½mv", "4πr"
	inFormula  = regexp.MustCompile(`(?:[=+−×·/^(<>≤≥√]\s*|(?:^|[^\pL\d.,])\d*[\d½⅓¼])\p{L}{1,3}$`)
	countedEnd = regexp.MustCompile(`\d(?:st|nd|rd|th|er|e)$`)
	charge     = regexp.MustCompile(`^\d*[+−-]$`)
)

// lastWord returns the word that a text ends in, empty where it ends in a space.
func lastWord(text string) string {
	text = text[max(0, len(text)-100):]
	return text[strings.LastIndexAny(text, " \t\n\u00a0")+1:]
}

// raisedText returns what a raised text becomes behind others: nothing where it is the mark
// of a note.
func raisedText(text, before string, note bool) string {
	last := lastWord(before)
	note = note || noteText.MatchString(text)
	power := unitEnd.MatchString(last) || baseEnd.MatchString(last) || strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") ||
		inFormula.MatchString(before[max(0, len(before)-100):]) && !countedEnd.MatchString(last)
	switch {
	case note, smallInt.MatchString(text) && !power, smallLet.MatchString(text) && (wordEnd.MatchString(last) || yearEnd.MatchString(last) && text <= "d"):
		return ""
	case power && strings.ContainsAny(text, "0123456789-−"), charge.MatchString(text):
		return raised(text)
	}
	return text
}

const (
	raisedSigns  = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻(⁽)⁾nⁿ"
	loweredSigns = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋(₍)₎"
)

// small writes a text above or below the line, empty where there is not a sign for all of it.
func small(text, signs string) string {
	pairs := []rune(signs)
	var b strings.Builder
	for _, r := range text {
		i := slices.Index(pairs, r)
		if i < 0 || i%2 == 1 {
			return ""
		}
		b.WriteRune(pairs[i+1])
	}
	return b.String()
}

// raised writes a power.
func raised(text string) string { return cmp.Or(small(text, raisedSigns), "^"+text) }

const (
	maxSpan   = 200  // rows that a cell is repeated in
	maxSpread = 5000 // cells that are added to a table
)

// spread repeats a cell that spans several rows in each of them, so that every row of a
// table with a header says all that it says.
func spread(table *html.Node) {
	if attr(table, "role") == "presentation" || !hasTag(table, atom.Th) {
		return
	}
	type above struct {
		cell *html.Node
		left int
	}
	over := map[int]above{} // by column
	added := 0
	for tr := range table.Descendants() {
		if tagOf(tr) != atom.Tr || tableOf(tr) != table {
			continue
		}
		column := 0
		fill := func(before *html.Node) {
			for over[column].left > 0 && added < maxSpread {
				a := over[column]
				over[column] = above{a.cell, a.left - 1}
				again := &html.Node{Type: html.ElementNode, Data: a.cell.Data, DataAtom: a.cell.DataAtom}
				again.AppendChild(&html.Node{Type: html.TextNode, Data: textOf(a.cell, maxRow)})
				tr.InsertBefore(again, before)
				column++
				added++
			}
		}
		var cells []*html.Node
		for c := range tr.ChildNodes() {
			if t := tagOf(c); t == atom.Td || t == atom.Th {
				cells = append(cells, c)
			}
		}
		for _, c := range cells {
			fill(c)
			wide, _ := strconv.Atoi(attr(c, "colspan"))
			if rows, _ := strconv.Atoi(attr(c, "rowspan")); rows > 1 && wide <= 1 {
				over[column] = above{c, min(rows, maxSpan) - 1}
			}
			column += min(max(1, wide), maxSpan)
		}
		fill(nil)
	}
}

func hasTag(n *html.Node, tag atom.Atom) bool {
	for c := range n.Descendants() {
		if tagOf(c) == tag {
			return true
		}
	}
	return false
}

// tableOf is the table that a row stands in.
func tableOf(n *html.Node) *html.Node {
	for n = n.Parent; n != nil && tagOf(n) != atom.Table; n = n.Parent {
	}
	return n
}

// ownArticle returns the one element that a page calls its article, or its main part
// where it has none; nil where there are several or that has hardly any text.
func ownArticle(doc *html.Node) *html.Node {
	for _, want := range []atom.Atom{atom.Article, atom.Main} {
		var found []*html.Node
		for n := range doc.Descendants() {
			if tagOf(n) == want && !within(n, want) {
				found = append(found, n)
			}
		}
		if len(found) == 1 && len(textOf(found[0], 1<<10)) >= 80 {
			return found[0]
		}
		if len(found) > 0 {
			return nil
		}
	}
	return nil
}

func within(n *html.Node, tag atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if tagOf(p) == tag {
			return true
		}
	}
	return false
}

// holdsMost reports whether what was found has most words of an element, those of links and of
// what is hidden or beside it aside. Readability goes by paragraphs: of a short page made of
// items, rows and definitions it may leave out all but these.
func holdsMost(found, own *html.Node) bool {
	left := map[string]int{}
	for w := range strings.FieldsSeq(textOf(found, 1<<24)) {
		left[w]++
	}
	held, all := 0, 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			for w := range strings.FieldsSeq(tidy(n.Data)) {
				if all++; left[w] > 0 {
					left[w]--
					held++
				}
			}
			return
		}
		if n.Type == html.ElementNode && n != own && (aside(tagOf(n)) || hiddenFrom(n)) {
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(own)
	return 5*held >= 3*all
}

// aside reports whether the text of an element is not the article's own.
func aside(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Aside, atom.Button, atom.Footer, atom.Form, atom.H1, atom.Header, atom.Nav, atom.Select, atom.Iframe, atom.Svg:
		return true
	}
	return unread(a)
}
