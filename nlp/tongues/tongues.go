// Package tongues tells which language a question is put in, when that is not English.
//
// The language is told by its script, and among those in Latin letters by the closed classes
// of its words: what asks, greets, thanks, or bids to tell, counts twice, what else is one of its small words, or
// has a letter that few other languages have, once. An English question with a foreign name in it begins with a
// word of English, or has more of those.
package tongues

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/nlp/english"
)

// A tongue is how a language in Latin letters is told.
type tongue struct {
	language    string
	asks, small map[string]bool
	letters     string
	runs        []string // of letters that tell it from its neighbour
}

// spelt are letters that stand together in one language and not in its neighbour: of "wie regisseerde Okja" the word that asks is
// German too.
var spelt = map[string][]string{"nl": {"eerde", "ij", "uu", "aa"}}

func tongueOf(language, asks, small, letters string) tongue {
	return tongue{language: language, asks: setOf(asks), small: setOf(small), letters: letters, runs: spelt[language]}
}

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// ukrainianWords are words of Ukrainian in letters that Russian has too.
var ukrainianWords = setOf("хто що коли де чому який яка яке чи скільки дякую цей це був була було були та від")

var tongues = []tongue{
	tongueOf("es", "hola gracias quién quien quiénes qué que cuándo cuando dónde donde cómo como cuál cual cuáles cuántas cuántos cuánto dime cuéntame háblame puedes",
		"a el la los las un una de del en y es son fue se por para con hay ¿ ¡ ella ellos ellas su sus esta este esto esa ese eso fueron ser está están han más muy también sobre desde hasta pero según", "ñ"),
	tongueOf("fr", "bonjour bonsoir salut merci qui que quoi quel quelle quels quelles quand où comment pourquoi combien est-ce dis-moi parle-moi peux-tu",
		"a le la les un une des du de en dans et est sont par pour avec il elle je nous vous ils elles ce cette ces cet leur leurs au aux ont été dans chez ne pas mais", "œ"),
	tongueOf("de", "hallo moin servus danke wer wann wo wie warum was welche welcher welches welchem welchen wieviel wieviele wem wen erzähl erzähle kannst",
		"der die das den dem ein eine ist sind war hat haben von und mit für gibt ich du er sie es wir ihr dich mich dir mir sich nicht auch über aus bei nach zu zum zur im vom auf als werden wurde wird oder", "ß"),
	tongueOf("pt", "olá oi obrigado obrigada quem quando onde como qual quais quantos quantas que fale diga conte você", "a o os as um uma de do da em no na é são foi por para com eu ele ela eles elas isso isto esse essa este esta sem sobre mas mais muito também já não foram está estão ao aos à pelo pela dos das nos nas", "ãõ"),
	tongueOf("it", "ciao buongiorno buonasera grazie chi quando dove perché quale qual quali quanti quante cosa che dimmi parlami puoi", "a come il lo la gli un una di del della nel è sono ha per con lui lei noi voi loro questo questa quello quella più anche già non dei delle degli nella nello nelle sulla dalla alla sono stato stata hanno", ""),
	tongueOf("nl", "hoi goedendag bedankt dankjewel wie wat wanneer waar hoe waarom welke welk vertel kun", "de het een zijn heeft van en met voor over ik jij hij zij jullie dit dat deze niet ook maar naar bij uit werd wordt aan", ""),
	tongueOf("sv", "hej hejsan tack vem vad när hur varför vilken vilket vilka berätta", "var och är en ett av på med som jag hon detta denna inte också eller från för blev hade vid", "å"),
	tongueOf("pl", "cześć dziękuję dzięki kto kiedy gdzie jak jaki jaka jakie który która które dlaczego ile czy powiedz opowiedz", "co jest na się dla czym ona oni nie tak lub przez przy był była było są od", "łąęńśźż"),
	tongueOf("tr", "merhaba selam teşekkürler teşekkür hangi nerede nasıl neden kaç", "kim ne bir bu ve ile için mi mı biz siz onlar değil yok mu mü gibi kadar daha", "ğışİ"),
	tongueOf("id", "halo makasih terima siapa siapakah apa apakah kapan mana bagaimana mengapa berapa ceritakan tolong", "yang dan dari dengan untuk adalah itu ini di saya kamu dia mereka kami kita tidak bukan juga sudah belum akan bisa pada oleh tentang atau tetapi", ""),
	tongueOf("da", "tak hvem hvad hvornår hvor hvordan hvorfor hvilken hvilket hvilke fortæl", "og er en et den det af på med som til fra jeg hun ikke også eller blev var har du vi der om ved i", "æø"),
	tongueOf("no", "takk hvem hva når hvor hvordan hvorfor hvilken hvilket hvilke fortell", "og er en et den det av på med som til fra jeg hun ikke også eller ble var har du vi der om ved i", "æø"),
	tongueOf("fi", "moi terve kiitos kuka mikä mitä milloin missä mistä miksi miten kuinka kenen ketkä minkä montako onko ovatko oliko kerro", "ja oli ovat ei että joka myös tämä tuo hän mutta tai kun olla sen onko ollut", ""),
	tongueOf("cs", "ahoj díky děkuji děkuju kdo kdy kde jaký jaká jaké který která které proč kolik řekni", "co jak je v na se z s jsou byl byla bylo byli ten že ale nebo pro od podle ve", "ěřůýžšč"),
	tongueOf("ro", "mulțumesc mulţumesc mersi bună cine ce când cand unde cum câți câte cât spune", "a este sunt un o în in din cu pe și şi de la al ale lui despre pentru fost nu mai sau dar cel cea", "țţșşă"),
	tongueOf("hu", "szia köszönöm köszi mikor hol hogyan miért melyik mennyi hány milyen kinek kiről miről miben mondd kik", "ki az egy és hogy nem van volt lett meg csak ez ezt azt is", "őű"),
	tongueOf("tl", "kumusta salamat ano kailan saan bakit paano alin ilan", "sino ang ng mga sa ay si ni kay nasa ito iyon siya sila ba po hindi", ""),
	tongueOf("vi", "gì nào đâu", "ai là của và có được những", "ăơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủũứừửữựỳỷỹỵ"),
}

// scripts name the language of a script, a syllable of which says about as much as two Latin
// letters, and how much one of its letters says.
var scripts = []struct {
	language string
	of       *unicode.RangeTable
	weight   int
}{
	{"ko", unicode.Hangul, 2}, {"ja", unicode.Hiragana, 2}, {"ja", unicode.Katakana, 2}, {"zh", unicode.Han, 2}, {"ru", unicode.Cyrillic, 1},
	{"th", unicode.Thai, 1}, {"ar", unicode.Arabic, 1}, {"he", unicode.Hebrew, 1}, {"hi", unicode.Devanagari, 1}, {"el", unicode.Greek, 1},
}

// Of names the language of a question, "fr"; empty where it may be English.
func Of(text string) string {
	weight := map[string]int{}
	latin := 0
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			latin++
		}
		for _, s := range scripts {
			if unicode.Is(s.of, r) {
				weight[s.language] += s.weight
			}
		}
	}
	if weight["ja"] > 0 { // written with Han too
		weight["ja"], weight["zh"] = weight["ja"]+weight["zh"], 0
	}
	best, most := "", 0
	for _, s := range scripts {
		if weight[s.language] > most {
			best, most = s.language, weight[s.language]
		}
	}
	// A question that begins in a script is in its language, whatever names are in it.
	if most > 0 && (most >= latin || !unicode.Is(unicode.Latin, firstLetter(text))) {
		if best == "ru" && ukrainian(strings.ToLower(text)) {
			return "uk"
		}
		return best
	}
	return inLatin(strings.ToLower(text))
}

// ukrainian says whether a text in Cyrillic letters has one that Russian lacks, or a word.
func ukrainian(text string) bool {
	return strings.ContainsAny(text, "іїєґ") || slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }), func(w string) bool { return ukrainianWords[w] })
}

// inLatin names the language of a question in Latin letters; empty where it may be English.
func inLatin(text string) string {
	text = strings.NewReplacer("¿", " ¿ ", "¡", " ¡ ").Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("?,.!;:\"“”«»", r) })
	if len(words) == 0 {
		return ""
	}
	first := words[0]
	slices.Sort(words)
	words = slices.Compact(words) // La La Land is no more Spanish than The Land
	ours := 0
	for _, w := range words {
		switch {
		case english.IsWh(w) || english.IsAuxiliary(w) || slices.Contains(english.Closed(), w):
			ours += 2
		case english.IsArticle(w), english.IsPreposition(w):
			ours++
		}
	}
	best, most := "", max(ours, 1)
	for _, t := range tongues {
		if (english.IsWh(first) || english.IsAuxiliary(first)) && !t.asks[first] && !t.small[first] {
			continue
		}
		score := 0
		for _, w := range words {
			switch {
			case t.asks[w]:
				score += 2
			case t.small[w], strings.ContainsAny(w, t.letters), slices.ContainsFunc(t.runs, func(run string) bool { return strings.Contains(w, run) }):
				score++
			}
		}
		if score > most {
			best, most = t.language, score
		}
	}
	return best
}

func firstLetter(text string) rune {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}
