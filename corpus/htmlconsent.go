package corpus

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What asks for consent is told by its name, or, where it has none, by what it is made of: it speaks of cookies or of
// privacy, has something to press that agrees or refuses, and holds neither the page's title nor most of its text.

var (
	consent     = regexp.MustCompile(`(?i)(^|[\s_-])(cookie|consent|gdpr|ccpa|cc-window|cky|onetrust|didomi|cmp|truste|usercentrics)([\s_-]?(banner|bar|notice|dialog|modal|popup|wall|message|container|box|layer|wrapper|overlay|consent|sdk|law|policy))?s?($|[\s_-])`)
	consentWord = regexp.MustCompile(`(?i)\b(cookies?|consent|gdpr|privacy|datenschutz|einwilligung|confidentialité|consentement|privacidad|consentimiento|privacidade|consenso|prywatności|ciasteczk\pL+)\b|конфиденциальн|개인정보|쿠키|隐私|隱私|プライバシー|クッキー`)
	agreeLabel  = regexp.MustCompile(`(?i)^(ok(ay)?|got it|i understand|dismiss|close|agree|i agree|allow|accept|reject|decline|deny|manage|customi[sz]e|settings|akzept|zustimm|alle |ablehn|verstanden|einverstanden|j.accepte|accepter|tout |refuser|acepta|rechaz|aceitar|recusar|accett|rifiut|akcept|zgadzam|accepteren|принять|согла|동의|수락|허용|同意|接受|許可|承諾)`)
	pressed     = regexp.MustCompile(`(?i)(^|[\s_-])(btn|button)`)
)

// maxConsent is how many letters such a text has at most.
const maxConsent = 3000

// consents returns the elements of a page that ask for consent, though nothing of their names or roles says so.
func consents(doc *html.Node) (found []*html.Node) {
	speaks := false
	for n := range doc.Descendants() {
		if speaks = n.Type == html.TextNode && consentWord.MatchString(n.Data); speaks {
			break
		}
	}
	if !speaks {
		return nil
	}
	all := lettersIn(textOf(doc, 1<<20))
	var find func(n *html.Node)
	find = func(n *html.Node) {
		for c := range n.ChildNodes() {
			if c.Type != html.ElementNode || unread(tagOf(c)) {
				continue
			}
			text := textOf(c, 4*maxConsent) // a letter has four bytes at most
			switch n := lettersIn(text); {
			case n > maxConsent || n == all || !isBlock(tagOf(c)) || tagOf(c) == atom.Body:
				find(c)
			case !consentWord.MatchString(text):
			case hasTag(c, atom.H1) || !agrees(c):
				find(c)
			default:
				found = append(found, c)
			}
		}
	}
	find(doc)
	return found
}

// agrees reports whether an element holds something to press that agrees or refuses.
func agrees(n *html.Node) bool {
	for c := range n.Descendants() {
		label := ""
		switch tag := tagOf(c); {
		case tag == atom.Input && (attr(c, "type") == "button" || attr(c, "type") == "submit"):
			label = attr(c, "value")
		case tag == atom.Button, attr(c, "role") == "button", tag == atom.A && (pressed.MatchString(attr(c, "class")) || attr(c, "href") == "#" || strings.HasPrefix(attr(c, "href"), "javascript:")):
			label = textOf(c, 100)
		}
		if label != "" && agreeLabel.MatchString(label) {
			return true
		}
	}
	return false
}
