package corpus

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What readers wrote below an article is not the article's. A run of like elements with text is taken for that by two
// of these signs, the first or the second among them: they are answered by a link or a button in each; a heading above
// or their name says that they are comments; each says when it was written; a form with room for one more stands beside them.
// What says by its item type that it is one needs no other.

var (
	commentWord = regexp.MustCompile(`(?i)\b(comments?|repl(y|ies)|responses?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|kommentarer|komentarz[ey])\b|댓글|评论|評論|コメント|комментари`)
	commentName = regexp.MustCompile(`(?i)(^|\s)(comments?|comment-?list|replies|respond|disqus)([\s_\d-]|$)`)
	commentType = regexp.MustCompile(`(?i)/(User)?Comments?$`)
	answersIt   = regexp.MustCompile(`(?i)[?&]replyto(com)?=`)
	answerLabel = regexp.MustCompile(`(?i)^(reply|antworten|répondre|responder|rispondi|beantwoorden|svara|svar|odpowiedz|ответить|답글( 쓰기)?|返信(する)?|回复|回覆)$`)
	whenWritten = regexp.MustCompile(`(?i)\b\d{1,2}[:.h]\d{2}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(19|20)\d{2}\b|\b\d+ ?\pL+ ago\b|\bvor \d+ \pL+|\bhace \d+ \pL+|\bil y a \d+ \pL+|\d ?(분|시간|일|개월|년) 전|\d ?(分|時間|小时|日|天)前`)
)

const (
	maxCommentHead = 60 // bytes of the heading of comments, and of the line that says when one was written
	minComment     = 10 // letters of a comment
)

// commentSigns is what an element has that comments have.
type commentSigns struct {
	letters         int
	dated, answered bool
	typed, item     bool // it holds one that is said to be one; it is one
	named, form     bool
}

// dropComments takes what readers wrote out of a page, and returns how much that was.
func dropComments(doc *html.Node) int {
	of := map[*html.Node]commentSigns{}
	signsOf(doc, of)
	var gone []*html.Node
	left := of[doc].letters
	var find func(n *html.Node)
	find = func(n *html.Node) {
		comments := commentsIn(n, of)
		for c := range n.ChildNodes() {
			switch s := of[c]; {
			case slices.Contains(comments, c):
				gone = append(gone, c)
				left -= s.letters
			case s.dated || s.answered || s.typed:
				find(c)
			}
		}
	}
	find(doc)
	if left < minSaid { // they are the page
		return 0
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	return len(gone)
}

// signsOf reads the signs of an element and of all in it. html.Parse bounds how deep that goes.
func signsOf(n *html.Node, of map[*html.Node]commentSigns) (s commentSigns) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			s.letters += lettersIn(c.Data)
			text := strings.TrimSpace(c.Data)
			s.dated = s.dated || len(text) <= maxCommentHead && whenWritten.MatchString(text)
		case c.Type == html.ElementNode && !unread(tagOf(c)):
			in := signsOf(c, of)
			s.letters += in.letters
			s.typed = s.typed || in.typed
			s.dated, s.answered, s.form = s.dated || in.dated, s.answered || in.answered, s.form || in.form
		}
	}
	switch tagOf(n) {
	case atom.Time:
		s.dated = true
	case atom.Textarea:
		s.form = true
	case atom.A, atom.Button:
		s.answered = answersIt.MatchString(attr(n, "href")) || s.letters < maxCommentHead && answerLabel.MatchString(textOf(n, maxCommentHead))
	}
	s.item = attr(n, "itemprop") == "comment" || commentType.MatchString(attr(n, "itemtype"))
	s.typed = s.typed || s.item
	s.named = commentName.MatchString(attr(n, "class")) || commentName.MatchString(attr(n, "id"))
	of[n] = s
	return s
}

// commentsIn returns the children of an element that are comments.
func commentsIn(n *html.Node, of map[*html.Node]commentSigns) []*html.Node {
	runs := map[string][]*html.Node{}
	var gone []*html.Node
	for c := range n.ChildNodes() {
		s := of[c]
		switch {
		case c.Type != html.ElementNode || !isBlock(tagOf(c)) || headingTag(tagOf(c)) || tagOf(c) == atom.P || s.letters < minComment:
		case s.item:
			gone = append(gone, c)
		case (s.dated || s.answered) && !s.form && !hasTag(c, atom.H1):
			class, _, _ := strings.Cut(strings.TrimSpace(attr(c, "class")), " ")
			runs[c.Data+" "+class] = append(runs[c.Data+" "+class], c)
		}
	}
	for _, run := range runs {
		answered, dated, signs := 0, 0, 0
		for _, c := range run {
			if of[c].answered {
				answered++
			}
			if of[c].dated {
				dated++
			}
		}
		called := of[run[0]].named || of[n].named || of[n.Parent].named || headOfComments(run[0]) || headOfComments(n) || headOfComments(n.Parent)
		for _, sign := range []bool{2*answered > len(run), called, dated > 1 && 2*dated > len(run), of[n].form || of[n.Parent].form} {
			if sign {
				signs++
			}
		}
		if signs > 1 && (called || 2*answered > len(run)) {
			gone = append(gone, run...)
		}
	}
	return gone
}

// headOfComments reports whether a heading stands above an element that says that comments follow.
func headOfComments(n *html.Node) bool {
	for s := n; s != nil; {
		if s = sibling(s, false); s == nil || s.Type != html.ElementNode {
			return false
		}
		if headingTag(tagOf(s)) {
			return len(textOf(s, maxCommentHead+1)) <= maxCommentHead && commentWord.MatchString(textOf(s, maxCommentHead+1))
		}
		if s.Data != n.Data {
			return false
		}
	}
	return false
}
