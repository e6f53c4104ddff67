package nlp

// A Tag is a part of speech, in the Penn Treebank's set.
type Tag uint8

// The tags, with what they mean where the letters do not say.
const (
	NoTag  Tag = iota
	CC         // and, or
	CD         // a number
	DT         // the, a, this
	EX         // there (is)
	FW         // a foreign word
	IN         // a preposition or a subordinating conjunction
	JJ         // an adjective
	JJR        // larger
	JJS        // largest
	MD         // can, will
	NN         // a common noun
	NNS        // common nouns
	NNP        // a proper noun
	NNPS       // proper nouns
	PDT        // all (the), both (the)
	POS        // 's
	PRP        // he, it
	PRPS       // his, its
	RB         // an adverb
	RBR        // more, later
	RBS        // most
	RP         // (set) up
	TO         // to
	UH         // oh
	VB         // the infinitive
	VBD        // wrote
	VBG        // writing
	VBN        // written
	VBP        // write
	VBZ        // writes
	WDT        // which (film)
	WP         // who, what
	WPS        // whose
	WRB        // when, where, why, how
	SYM        // any other sign
	COMMA      // ,
	STOP       // . ! ?
	COLON      // : ; - …
	QUOTE      // any quotation mark
	OPEN       // ( [ {
	CLOSE      // ) ] }
	DOLLAR     // a sign of money
	numTags
)

var tagNames = [numTags]string{"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS",
	"PRP", "PRP$", "RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "SYM",
	",", ".", ":", `"`, "(", ")", "$"}

// String returns the Treebank's name of the tag; empty for [NoTag].
func (t Tag) String() string {
	if t >= numTags {
		return ""
	}
	return tagNames[t]
}

// ParseTag returns the tag of a name, as prose and the Treebank spell it, and
// [NoTag] for a name that is none.
func ParseTag(name string) Tag {
	switch name {
	case "``", "''", "\"":
		return QUOTE
	case "-LRB-":
		return OPEN
	case "-RRB-":
		return CLOSE
	case "-", "--":
		return COLON
	case "#", "LS":
		return SYM
	}
	for t := Tag(1); t < numTags; t++ {
		if tagNames[t] == name {
			return t
		}
	}
	return NoTag
}

// Noun reports whether the tag is one of the nouns, common or proper.
func (t Tag) Noun() bool { return t >= NN && t <= NNPS }

// Proper reports whether the tag is a proper noun.
func (t Tag) Proper() bool { return t == NNP || t == NNPS }

// Verb reports whether the tag is a form of a verb, modals aside.
func (t Tag) Verb() bool { return t >= VB && t <= VBZ }

// Adjective reports whether the tag is an adjective in any degree.
func (t Tag) Adjective() bool { return t >= JJ && t <= JJS }

// Adverb reports whether the tag is an adverb in any degree.
func (t Tag) Adverb() bool { return t >= RB && t <= RBS }

// Mark reports whether the tag is punctuation or a sign.
func (t Tag) Mark() bool { return t >= SYM }

// markTag returns the tag of a token that is no word and no number.
func markTag(t Token) Tag {
	if t.Kind == Possessive {
		return POS
	}
	switch t.Norm {
	case ",", "、", "，":
		return COMMA
	case ".", "!", "?", "。", "？", "！":
		return STOP
	case ":", ";", "-", "…", "/":
		return COLON
	case `"`, "'":
		return QUOTE
	case "(", "[", "{", "（":
		return OPEN
	case ")", "]", "}", "）":
		return CLOSE
	case "$", "£", "€", "¥", "₩":
		return DOLLAR
	case "&":
		return CC
	case "%":
		return NN
	}
	return SYM
}
