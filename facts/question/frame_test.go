package question

import (
	"slices"
	"strings"
	"testing"

	"hapjak/nlp"
)

func TestTakeApart(t *testing.T) {
	for _, c := range []struct {
		text  string
		asks  []string
		rest  string
		claim bool
	}{
		{"who built the old mill", []string{"who built the old mill"}, "", false},
		{"Hello all! I am writing on mills. Who built the old one?", []string{"Who built the old one?"}, "I am writing on mills.", false},
		{"Ida Moss built the old mill. Is that true?", []string{"Ida Moss built the old mill. Is that true?"}, "", false},
		{"Ida Moss built the old mill. It burnt down in 1890.", []string{"Ida Moss built the old mill. It burnt down in 1890."}, "", true},
		{`Posted today: "Ida Moss built the old mill." Shall I leave it up?`, []string{"Ida Moss built the old mill."}, "", true},
		{`"the mill burnt down twice", all fine?`, []string{"the mill burnt down twice"}, "", true},
		{`Is "the mill that burnt" in colour?`, []string{`Is "the mill that burnt" in colour?`}, "", false},
		{`"Ida Moss built the old mill." Who built the new one?`, []string{"Who built the new one?"}, `"Ida Moss built the old mill."`, false},
		{"When did the mill burn down and who rebuilt it?", []string{"When did the mill burn down", "who rebuilt it?"}, "", false},
	} {
		f := TakeApart(c.text, nlp.NewStemmer())
		if !slices.Equal(f.Asks, c.asks) || f.Rest != c.rest || f.Claim != c.claim {
			t.Errorf("%q: %+v", c.text, f)
		}
	}
}

func TestVerdict(t *testing.T) {
	for text, want := range map[string]bool{
		"Did Ida Moss build the mill?":                   true,
		"I was wondering if somebody knows who built it": false,
		"I was wondering if Ida Moss built it":           true,
		"could you tell me who built the mill":           false,
		"do tell me, which firm built the mill":          false,
		"Ida Moss built the mill, right?":                true,
		"do you know whether the mill still stands":      true,
		"wasn't there a mill that burnt down":            false,
		"is there a mill that burnt down":                true,
		"and if I want a taller one?":                    false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).Verdict; got != want {
			t.Errorf("%q wants a yes or a no: %v, want %v", text, got, want)
		}
	}
}

func TestSeeksAny(t *testing.T) {
	for text, want := range map[string]bool{
		"do you have anything built of oak?":  true,
		"is the mill built of oak?":           false,
		"does anyone know if the mill stands": false,
		"who built something of oak?":         false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).SeeksAny(); got != want {
			t.Errorf("%q seeks any: %v, want %v", text, got, want)
		}
	}
}

func TestSeveral(t *testing.T) {
	for text, want := range map[string]bool{
		"which roles does the mill have?":         true,
		"name both owners of the mill":            true,
		"which Ann Marie Lee novels are long":     true,
		"Which Moe built the Moe Brothers' mill?": false,
		"the three firms that built it?":          true,
		"which mill has the most wheels?":         false,
		"what is the mill's height?":              false,
		"who owned the mills?":                    false,
		"What two kinds of grain are ground?":     true,
		"which one was built with bricks":         false,
		"what is the process of grinding oats":    false,
		"What share of the mills grinds oats?":    false,
		"Which of the mills grinds oats?":         false,
		"Which of the mills are closed?":          true,
		"Which wheel turns a stone?":              false,
		"Of all the mills, which one is oldest?":  false,
		"what goes into the flour":                false,
		"Three mills: which is the oldest?":       false,
		"what kinds of grain are ground":          true,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).Several(); got != want {
			t.Errorf("%q asks for several: %v, want %v", text, got, want)
		}
	}
}

func TestNamePutBefore(t *testing.T) {
	for text, want := range map[string]string{
		"Blue Mill, was it? Who made that?":                "Blue Mill, Who made that?",
		"Ann Lee? Wasn't she born in Spain? Where was it?": "Ann Lee, Wasn't she born in Spain?",
		"Who made Blue Mill? And Ann Lee?":                 "Who made Blue Mill?",
		"Director? Who made Blue Mill?":                    "Director?",
	} {
		if got := TakeApart(text, nlp.NewStemmer()).Asks[0]; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if !Parse("My aunt says Ann Lee's Spanish, is she?", Said{}, nlp.NewStemmer()).Verdict {
		t.Error("a tag at the end asks for a yes or a no")
	}
}

func TestElaborates(t *testing.T) {
	for text, want := range map[string]string{
		"Which is longer, the Rhine or the Elbe? Please give both lengths.": "Which is longer, the Rhine or the Elbe?",
		"What is a lock good for? List the advantages.":                     "What is a lock good for? List the advantages.",
		"Who built the lock? Name the owners of Alba.":                      "Who built the lock?|Name the owners of Alba.",
	} {
		if got := strings.Join(TakeApart(text, nlp.NewStemmer()).Asks, "|"); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestANameThatIsMissedIsNoClaim(t *testing.T) {
	for text, want := range map[string]bool{
		"The tale of the mill by the sea. Its title escapes me.": false, "A miller sang in it. I can't recall his name.": false, "The mill is by the sea. It has two wheels.": true,
		"The mill is by the sea. I don't think it has wheels.": true,
	} {
		if f := TakeApart(text, nlp.NewStemmer()); f.Claim != want {
			t.Errorf("%q is a claim: %v", text, f.Claim)
		}
	}
}

func TestLead(t *testing.T) {
	for text, want := range map[string]bool{
		"Odd one out: which mill is of brick?": true,
		"The Old Mill: which firm built it?":   false,
		"It is for a paper: who built it?":     false,
		"mill: who built it?":                  false,
		"For my paper: the mill is of brick":   false,
	} {
		q := Parse(text, Said{}, nlp.NewStemmer())
		colon := strings.IndexByte(text, ':')
		quiet := !slices.ContainsFunc(q.Words, func(w Word) bool { return w.Start < colon && w.Content() })
		if quiet != want {
			t.Errorf("%q: what stands before the colon says nothing: %v, want %v", text, quiet, want)
		}
	}
}
