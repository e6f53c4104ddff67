package reading

import (
	"strings"
	"sync"

	"hapjak/nlp"
)

var hashNot = func() []uint32 {
	var h []uint32
	for _, w := range strings.Fields("not no never none neither nor without cannot n't didn't don't doesn't isn't wasn't weren't aren't can't won't couldn't wouldn't shouldn't hasn't haven't hadn't unlike fail failed refuse refused unable") {
		h = append(h, nlp.HashString(seed, w))
	}
	return h
}()

func isNegation(norm uint32) bool {
	for _, h := range hashNot {
		if h == norm {
			return true
		}
	}
	return false
}

// opposites are pairs of words of which one contradicts the other.
const opposites = `before/after first/last most/least more/less more/fewer many/few north/south east/west northern/southern eastern/western
northeast/southwest northwest/southeast increase/decrease rise/fall rise/decline grow/shrink high/low higher/lower highest/lowest large/small larger/smaller
largest/smallest big/little biggest/smallest long/short longest/shortest old/young oldest/youngest oldest/newest old/new early/late earliest/latest
earlier/later best/worst better/worse good/bad win/lose victory/defeat begin/end start/end start/stop open/close open/shut accept/reject accept/refuse
allow/forbid allow/prohibit allow/prevent permit/ban support/oppose agree/disagree like/dislike love/hate buy/sell enter/leave arrive/depart
arrive/leave add/remove include/exclude rich/poor strong/weak stronger/weaker hard/soft hard/easy difficult/easy hot/cold warm/cool wet/dry
public/private male/female man/woman boy/girl father/mother son/daughter husband/wife king/queen major/minor majority/minority maximum/minimum
positive/negative internal/external inner/outer upper/lower inside/outside above/below over/under up/down left/right front/back ancient/modern
rural/urban domestic/foreign legal/illegal possible/impossible known/unknown true/false active/passive direct/indirect simple/complex
common/rare same/different similar/different success/failure create/destroy build/demolish attack/defend live/die birth/death born/die
give/take teach/learn question/answer cause/prevent gain/lose strengthen/weaken expand/contract heavy/light thick/thin wide/narrow deep/shallow
fast/slow full/empty natural/artificial permanent/temporary formal/informal single/married christian/muslim catholic/protestant liberal/conservative
left-wing/right-wing export/import supply/demand debtor/creditor employer/employee teacher/student winner/loser war/peace`

// opposite maps the hash of a stem to those of the stems that contradict it.
var opposite = sync.OnceValue(func() map[uint32][]uint32 {
	index := map[uint32][]uint32{}
	for _, pair := range strings.Fields(opposites) {
		a, b, _ := strings.Cut(pair, "/")
		x, y := nlp.HashString(seed, nlp.Stem(a)), nlp.HashString(seed, nlp.Stem(b))
		index[x] = append(index[x], y)
		index[y] = append(index[y], x)
	}
	return index
})

// antonym finds a word of the question that the sentence lacks while it holds its
// opposite.
func (m *match) antonym(st sentence) (ours, theirs string) {
	for _, t := range m.q.tokens {
		stem := nlp.HashString(seed, t.Stem)
		against := opposite()[stem]
		if against == nil {
			continue
		}
		for i := st.first; i < st.end; i++ {
			if w := &m.t.words[i]; w.stem == stem {
				theirs = ""
				break
			} else {
				for _, o := range against {
					if o == w.stem {
						theirs = m.t.raw[w.start:w.end]
					}
				}
			}
		}
		if theirs != "" {
			return t.Text, theirs
		}
	}
	return "", ""
}
