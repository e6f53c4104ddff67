package review

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"hapjak/facts"
	"hapjak/nlp/encoder"
)

// Whether two wordings ask the same is judged by what they say, and by what was found for
// them: whether the same paragraphs, sentences and short answers come nearest to answering
// both, and whether they want them alike. What the traits of a pair weigh was learnt from pairs
// that were put together by hand (TestFitSame, nets.go); FIGURES.md tells what it is worth. Of two
// that may ask the same the encoder also reads each as the other's evidence: a question that asks the
// same takes up the claims of the other, one that asks something else of the same thing does not
// (hear). A group takes in a wording that is about as likely as not to ask the same as its members
// do in the mean.

// A trait is what two wordings have or have not in common.
type trait int

const (
	// by what they say
	sameWords   trait = iota // words beside names that they share, by their rarity
	sameVector               // cosine of their static embeddings
	sameThings               // they name the same things, or articles
	otherThings              // both name things, and not one is the same
	samePlan                 // the same reading of all words over the schema
	otherPlan                // another one
	sameType                 // the same is asked for: a person, a number
	sameAsker                // question words that they share
	likeWords                // words beside names that the other has or has one like: the lesser share
	likeAll                  // … of both together
	lacksMost                // how rare the rarest is that the other has none like, of the rarest of all: the greater
	lacksLeast               // … the lesser
	lacksName                // … of names, the greater
	leaning                  // how many of them lean on a question before
	longer                   // by how much one has more words, as a logarithm
	otherDigits              // other numbers are in them
	otherAsking              // one has a question word, the other has none
	sameReply                // they were answered the same
	otherReply               // … otherwise
	oneReply                 // only one was answered
	sameRefs                 // cosine of the paragraphs that answer them

	// by what was found for them
	sameAnswers // … of the short answers
	sameSays    // … of the sentences
	sameParts   // … of the words of the short answers
	sameBest    // the likeliest short answer is the same
	bestParts   // words that the likeliest short answers share, of all
	otherSort   // one is answered by yes or no, the other is not
	otherCount  // one has several short answers, the other has one
	bothSure    // the probability of the less likely of the two best answers

	// by what the encoder says of each wording as evidence for the other
	heardLogit       // that it answers: the mean, in tens
	heardLeast       // … the lesser
	heardSpan        // that words of it answer: the mean, in tens
	heardSpanLeast   // … the lesser
	heardSupports    // the mean
	heardContradicts // the mean
	traits
)

// A net is what the first so many traits weigh: each hidden row, a constant and a weight for each
// trait, counts where it comes to more than nothing, by as much as out has behind its own constant.
type net struct {
	hidden [][]float64
	out    []float64
}

// score is the logarithm of the odds.
func (n *net) score(v []float64) float64 {
	sum := n.out[0]
	for i, row := range n.hidden {
		x := row[0]
		for j, w := range row[1:] {
			x += w * v[j]
		}
		sum += n.out[i+1] * max(0, x)
	}
	return sum
}

const (
	sameLeast  = -0.4
	hearLeast  = -4.0 // from here on, without it, the encoder is asked as well
	closeLeast = 1.5  // from here on one answer may be given to both
)

// A wording is one way in which something was asked, with what is known of it.
type wording struct {
	key      string // of the text, and of the question before or the evidence where it cannot be read alone
	text     string
	before   string // the question that it leans on, where that is kept
	gist     facts.Gist
	answer   string // without markers; empty where nothing was answered
	evidence []string
	found    []found // what comes nearest to answering it
	group    *group
	heard    map[*wording]mutual // what the encoder says of it and others
	stated   bool                // it is answered with confidence from what is stated, of the base of
	of       int                 // this number (Queue.bases)

	words []word          // that tell it from others
	asks  map[string]bool // its question words
	nears *nears          // of found, or of the answer where nothing was looked for

	ofText string // store.Key of the text, once it was asked for
	beside beside // what close was worked out of
	close  bool
}

// nears is what comes nearest to answering a wording, with weights whose sum is 1.
type nears struct {
	refs, answers, says, parts spread
	best                       map[string]bool // words of the likeliest short answers
	count                      int             // of them
	verdict                    bool
	p                          float64
}

// A spread is weights of texts, with the length of their vector.
type spread struct {
	of   map[string]float64
	size float64
}

func (s *spread) add(text string, weight float64) {
	if s.of == nil {
		s.of = map[string]float64{}
	}
	s.of[text] += weight
}

func (s *spread) close() {
	sum := 0.0
	for _, w := range s.of {
		sum += w * w
	}
	s.size = math.Sqrt(sum)
}

// cosine is how much alike two spreads are.
func (s *spread) cosine(o *spread) float64 {
	dot := 0.0
	for text, w := range s.of {
		dot += w * o.of[text]
	}
	if dot == 0 {
		return 0
	}
	return dot / (s.size * o.size)
}

// near makes what comes nearest of what was found. Weights are the squares of the
// probabilities.
func (w *wording) near() *nears {
	if w.nears != nil {
		return w.nears
	}
	list := w.found
	if len(list) == 0 && w.answer != "" && len(w.evidence) > 0 { // what was said is all that is known
		list = []found{{Ref: w.evidence[0], Says: plainWords(w.answer), P: 0.5}}
	}
	if len(list) == 0 { // or what has the most of its words
		for _, ref := range w.gist.Near {
			list = append(list, found{Ref: ref.String(), P: 0.3})
		}
	}
	n := &nears{best: map[string]bool{}}
	sum := 0.0
	for _, f := range list {
		sum += f.P * f.P
	}
	for i, f := range list {
		weight := f.P * f.P / max(sum, 1e-9)
		n.refs.add(f.Ref, weight)
		if f.Says != "" {
			n.says.add(f.Says, weight)
		}
		if f.Words == "" {
			continue
		}
		n.answers.add(f.Words, weight)
		for part := range partsOf(f.Words) {
			n.parts.add(part, weight)
		}
		if i == 0 {
			n.best, n.count = partsOf(f.Words), strings.Count(f.Words, "|")+1
			n.verdict = f.Words == "yes" || f.Words == "no"
		}
	}
	if len(list) > 0 {
		n.p = list[0].P
	}
	for _, s := range []*spread{&n.refs, &n.answers, &n.says, &n.parts} {
		s.close()
	}
	w.nears = n
	return n
}

// fillers are words that tell no short answer from another.
const fillers = " a an the of in on at to for and or is was were are it its he she they his her their this that with by as from be been did do does over about more than "

func partsOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '|' }) {
		if !strings.Contains(fillers, " "+w+" ") {
			out[w] = true
		}
	}
	return out
}

// askers are the words by which a question says what it wants.
const askers = " who whom whose when where why how what which many much year long old "

func (w *wording) askers() map[string]bool {
	if w.asks == nil {
		w.asks = map[string]bool{}
		for _, x := range strings.Fields(strings.ReplaceAll(plainWords(w.text), "whos", "who s")) {
			if strings.Contains(askers, " "+x+" ") {
				w.asks[x] = true
			}
		}
	}
	return w.asks
}

// A mutual is the traits from heardLogit on.
type mutual [traits - heardLogit]float64

// mutualOf makes them of what each wording is as evidence for the other.
func mutualOf(a, b encoder.Judgement) mutual {
	mean := func(x, y float32) float64 { return float64(x+y) / 2 }
	least := func(x, y float32) float64 { return float64(min(x, y)) }
	return mutual{mean(a.Logit, b.Logit) / 10, least(a.Logit, b.Logit) / 10, mean(a.Span, b.Span) / 10, least(a.Span, b.Span) / 10,
		mean(a.Supports, b.Supports), mean(a.Contradicts, b.Contradicts)}
}

// hear lets the encoder read a wording beside each of some others, 3 ms for each way about.
func hear(ctx context.Context, know *facts.Answerer, w *wording, others []*wording) {
	model, err := know.Encoder()
	if err != nil || len(others) == 0 {
		return
	}
	texts := make([]string, len(others))
	for i, o := range others {
		texts[i] = clip(o.text)
	}
	there, back := make([]encoder.Judgement, len(others)), make([]encoder.Judgement, 1)
	if model.Judge(ctx, clip(w.text), texts, there) != nil {
		return
	}
	for i, o := range others {
		if model.Judge(ctx, texts[i], []string{clip(w.text)}, back) != nil {
			return
		}
		if w.heard == nil {
			w.heard = map[*wording]mutual{}
		}
		w.heard[o] = mutualOf(there[i], back[0])
	}
}

// apartScore is the score of two wordings that ask the same of two things, whatever else they share.
const apartScore = -8

// alike is how likely two wordings are to ask the same, as the logarithm of the odds.
func alike(a, b *wording) float64 {
	v, by := traitsOf(a, b), &seen
	m, ok := a.heard[b]
	if !ok {
		m, ok = b.heard[a]
	}
	switch {
	case len(a.found) == 0 || len(b.found) == 0:
		by = &unseen
	case ok:
		by = &heard
		copy(v[heardLogit:], m[:])
	}
	score := by.score(v[:])
	if score > hearLeast && v[sameThings] == 0 && ofOthers(a, b) {
		return apartScore
	}
	return score
}

func traitsOf(a, b *wording) (v [traits]float64) {
	v[sameWords] = common(a.gist.Stems, b.gist.Stems)
	v[sameVector] = v[sameWords] // without an encoder
	if len(a.gist.Vector) > 0 && len(a.gist.Vector) == len(b.gist.Vector) {
		dot := float32(0)
		for i, x := range a.gist.Vector {
			dot += x * b.gist.Vector[i]
		}
		v[sameVector] = float64(dot)
	}
	if x, y := slices.Concat(a.gist.Named, a.gist.Titles), slices.Concat(b.gist.Named, b.gist.Titles); len(x) > 0 && len(y) > 0 {
		n := overlap(x, y)
		v[otherThings] = flag(n == 0)
		v[sameThings] = flag(n == len(x) && n == len(y))
	}
	if a.gist.Plan != "" && b.gist.Plan != "" {
		v[samePlan], v[otherPlan] = flag(a.gist.Plan == b.gist.Plan), flag(a.gist.Plan != b.gist.Plan)
	}
	v[sameType] = flag(a.gist.Asks == b.gist.Asks)
	hasA, allA, lacksA, nameA, topA := covered(a.words, b.words)
	hasB, allB, lacksB, nameB, topB := covered(b.words, a.words)
	v[likeWords], v[likeAll] = min(part(hasA, allA), part(hasB, allB)), part(hasA+hasB, allA+allB)
	rarest := max(topA, topB, 1e-9)
	v[lacksMost], v[lacksLeast], v[lacksName] = max(lacksA, lacksB)/rarest, min(lacksA, lacksB)/rarest, max(nameA, nameB)/rarest
	v[leaning] = flag(!a.gist.Alone) + flag(!b.gist.Alone)
	v[longer] = math.Abs(math.Log1p(float64(strings.Count(a.text, " "))) - math.Log1p(float64(strings.Count(b.text, " "))))
	v[otherDigits] = flag(digits(a.text) != digits(b.text))
	v[otherAsking] = flag((len(a.askers()) == 0) != (len(b.askers()) == 0))
	switch {
	case a.answer == "" && b.answer == "":
	case a.answer == b.answer:
		v[sameReply] = 1
	case a.answer != "" && b.answer != "":
		v[otherReply] = 1
	default:
		v[oneReply] = 1
	}
	v[sameAsker] = 0.5
	if x, y := a.askers(), b.askers(); len(x)+len(y) > 0 {
		v[sameAsker] = share(x, y)
	}
	x, y := a.near(), b.near()
	v[sameRefs], v[sameAnswers], v[sameSays], v[sameParts] = x.refs.cosine(&y.refs), x.answers.cosine(&y.answers), x.says.cosine(&y.says), x.parts.cosine(&y.parts)
	if len(x.best) > 0 && len(y.best) > 0 {
		v[bestParts] = share(x.best, y.best)
		v[sameBest] = flag(v[bestParts] == 1)
	}
	v[otherSort], v[otherCount] = flag(x.verdict != y.verdict), flag((x.count > 1) != (y.count > 1))
	v[bothSure] = min(x.p, y.p)
	return v
}

// part is a share of what may be nothing.
func part(has, all float64) float64 {
	if all == 0 {
		return 1
	}
	return has / all
}

// digits are the numbers of a text.
func digits(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) }), " ")
}

func flag(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// share is how many of all words two sets share.
func share(a, b map[string]bool) float64 {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// common weighs the words beside names that two questions share by their rarity: their part
// of all.
func common(a, b []facts.Stem) float64 {
	shared, all := 0.0, 0.0
	for _, lists := range [2][2][]facts.Stem{{a, b}, {b, a}} {
		for _, s := range lists[0] {
			if s.Name {
				continue
			}
			all += s.Weight
			if slices.ContainsFunc(lists[1], func(o facts.Stem) bool { return o.Text == s.Text }) {
				shared += s.Weight
			}
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

func overlap(a, b []string) (n int) {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				n++
			}
		}
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// answerWords is an answer without its markers, as two of them are compared.
func answerWords(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		default:
			if depth <= 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.ToLower(strings.Join(strings.Fields(b.String()), " "))
}
