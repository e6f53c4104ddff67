package corpus

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Formulas are written in TeX, between $ and $, or $$ and $$, or in a block of code called
// math. What people can read of one stays: $\frac{a}{b} \le x^{2}$ is "a/b ≤ x^2". Dollars
// are mostly money, so that what stands between two of them is a formula only if it looks
// like one.

var (
	texMark  = regexp.MustCompile(`[\\^_]`)
	texSign  = regexp.MustCompile(`^\p{L}{1,2}$|^[\p{L}(|].*[=<>+*/]|^[\p{L}]\([^$]*\)$`)
	texPlain = regexp.MustCompile(`^-?[\p{L}\p{N}.]*[°′∞]?$`)
)

// formula reads a formula at the start of s, and says how long it is; 0 where there is none.
func formula(s string) (text string, n int) {
	mark := "$"
	if strings.HasPrefix(s, "$$") {
		mark = "$$"
	}
	tex, rest, ok := strings.Cut(s[len(mark):], mark)
	for ok && strings.HasSuffix(tex, `\`) { // \$ is a dollar
		var more string
		more, rest, ok = strings.Cut(rest, mark)
		tex += mark + more
	}
	bare := strings.Trim(strings.TrimSpace(tex), "`") // as GitHub has it
	if !ok || bare == "" || strings.HasPrefix(rest, "$") {
		return "", 0
	}
	after, _ := utf8.DecodeRuneInString(rest)
	if mark == "$" && (strings.TrimSpace(tex) != tex || unicode.IsLetter(after) || unicode.IsDigit(after)) ||
		!texMark.MatchString(bare) && !texSign.MatchString(bare) {
		return "", 0
	}
	return readTeX(bare), len(mark)*2 + len(tex)
}

// formulaLines returns how many lines a formula takes up that begins with the first of them
// and ends with one below it; 0 where none does.
func formulaLines(lines []string) int {
	if first := strings.TrimSpace(lines[0]); !strings.HasPrefix(first, "$$") || strings.Count(first, "$$") != 1 {
		return 0
	}
	for i, l := range lines[1:] {
		if strings.Contains(l, "$$") {
			return i + 2
		}
	}
	return 0
}

// readTeX writes a formula as people read it.
func readTeX(tex string) string {
	t := texReader{rest: tex}
	return tidy(t.until(0))
}

// A texReader reads a formula from its beginning to its end.
type texReader struct {
	rest  string
	depth int
}

// until reads up to a closing bracket, which it takes, or where it is 0 to the end.
func (t *texReader) until(closing byte) string {
	var b strings.Builder
	for t.rest != "" {
		if closing != 0 && t.rest[0] == closing {
			t.rest = t.rest[1:]
			break
		}
		b.WriteString(t.next())
	}
	return b.String()
}

// next reads a letter, a command or a group.
func (t *texReader) next() string {
	c := t.rest[0]
	switch c {
	case '{':
		t.rest = t.rest[1:]
		if t.depth > maxNested {
			return ""
		}
		t.depth++
		defer func() { t.depth-- }()
		return t.until('}')
	case '^', '_':
		t.rest = t.rest[1:]
		term := t.argument()
		if c == '^' {
			return cmp.Or(small(term, raisedSigns), "^"+oneTerm(term))
		}
		return cmp.Or(small(term, loweredSigns), "_"+oneTerm(term))
	case '\\':
		return t.command()
	case '}':
		t.rest = t.rest[1:]
		return ""
	case '&', '~':
		t.rest = t.rest[1:]
		return " "
	}
	r, n := utf8.DecodeRuneInString(t.rest)
	t.rest = t.rest[n:]
	return string(r)
}

// argument reads what a command is about.
func (t *texReader) argument() string {
	t.rest = strings.TrimLeft(t.rest, " ")
	if t.rest == "" {
		return ""
	}
	return strings.TrimSpace(t.next())
}

// oneTerm puts into brackets what is more than a word.
func oneTerm(s string) string {
	if texPlain.MatchString(s) || strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		return s
	}
	return "(" + s + ")"
}

func (t *texReader) command() string {
	t.rest = t.rest[1:]
	end := strings.IndexFunc(t.rest, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) })
	if end < 0 {
		end = len(t.rest)
	}
	if end == 0 { // \, and the like are spaces, \% is a per cent sign
		if t.rest == "" {
			return ""
		}
		r, n := utf8.DecodeRuneInString(t.rest)
		t.rest = t.rest[n:]
		if strings.ContainsRune(`{}%$#&_|`, r) {
			return string(r)
		}
		return " "
	}
	name := t.rest[:end]
	t.rest = t.rest[end:]
	switch name {
	case "frac", "dfrac", "tfrac":
		over := oneTerm(t.argument())
		return over + "/" + oneTerm(t.argument())
	case "sqrt":
		return "√" + oneTerm(t.argument())
	case "left", "right", "big", "Big", "bigg", "Bigg", "displaystyle", "limits":
		t.rest = strings.TrimPrefix(t.rest, ".")
		return ""
	case "begin", "end", "label", "tag":
		t.argument()
		return " "
	case "quad", "qquad":
		return " "
	}
	for _, sign := range [...][2]string{
		{"×", "times"}, {"·", "cdot"}, {"÷", "div"}, {"±", "pm"}, {"≤", "le leq"}, {"≥", "ge geq"}, {"≠", "ne neq"}, {"≈", "approx"}, {"∼", "sim"}, {"≡", "equiv"},
		{"→", "to rightarrow longrightarrow"}, {"⇒", "implies Rightarrow"}, {"⇔", "iff Leftrightarrow"}, {"∞", "infty"}, {"∂", "partial"}, {"∇", "nabla"}, {"∝", "propto"},
		{"∑", "sum"}, {"∏", "prod"}, {"∫", "int"}, {"∈", "in"}, {"⊂", "subset"}, {"∪", "cup"}, {"∩", "cap"}, {"∀", "forall"}, {"∃", "exists"}, {"°", "circ degree"}, {"′", "prime"},
		{"…", "ldots dots cdots"}, {"α", "alpha"}, {"β", "beta"}, {"γ", "gamma"}, {"δ", "delta"}, {"ε", "epsilon varepsilon"}, {"ζ", "zeta"}, {"η", "eta"}, {"θ", "theta"}, {"κ", "kappa"},
		{"λ", "lambda"}, {"μ", "mu"}, {"ν", "nu"}, {"ξ", "xi"}, {"π", "pi"}, {"ρ", "rho"}, {"σ", "sigma"}, {"τ", "tau"}, {"φ", "phi varphi"}, {"χ", "chi"}, {"ψ", "psi"}, {"ω", "omega"},
		{"Γ", "Gamma"}, {"Δ", "Delta"}, {"Θ", "Theta"}, {"Λ", "Lambda"}, {"Π", "Pi"}, {"Σ", "Sigma"}, {"Φ", "Phi"}, {"Ψ", "Psi"}, {"Ω", "Omega"},
	} {
		for n := range strings.FieldsSeq(sign[1]) {
			if n == name {
				return sign[0]
			}
		}
	}
	if strings.HasPrefix(t.rest, "{") { // \text{per year}, \mathrm{max}
		return t.next()
	}
	return name
}
