package corpus

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// The numbers of a DOCX's lists are not in its text: word/numbering.xml says how each level of a list is numbered, and
// whoever shows the document counts.

type wordVal struct {
	Val string `xml:"val,attr"`
}

type wordNumbering struct {
	Lists []struct {
		ID     string `xml:"abstractNumId,attr"`
		Levels []struct {
			Level int     `xml:"ilvl,attr"`
			Start wordVal `xml:"start"`
			Form  wordVal `xml:"numFmt"`
			Text  wordVal `xml:"lvlText"`
		} `xml:"lvl"`
	} `xml:"abstractNum"`
	Nums []struct {
		ID   string  `xml:"numId,attr"`
		List wordVal `xml:"abstractNumId"`
		Over []struct {
			Level int     `xml:"ilvl,attr"`
			Start wordVal `xml:"startOverride"`
		} `xml:"lvlOverride"`
	} `xml:"num"`
}

const wordLevels = 9

type wordLevel struct {
	start      int
	form, text string
}

// A wordList is one list, and how far it was counted.
type wordList struct {
	levels  [wordLevels]wordLevel
	counted [wordLevels]int // 0 for none
}

// wordLists are the lists of a document, by what its paragraphs call them.
type wordLists struct {
	list  map[string]*wordList
	again map[string]map[int]int // where a list begins anew under another name: level, number
}

func readLists(data []byte) (l wordLists) {
	var n wordNumbering
	if xml.Unmarshal(data, &n) != nil {
		return l
	}
	lists := map[string]*wordList{}
	for _, a := range n.Lists {
		list := &wordList{}
		for _, x := range a.Levels {
			if x.Level < 0 || x.Level >= wordLevels {
				continue
			}
			start, err := strconv.Atoi(x.Start.Val)
			if err != nil {
				start = 1
			}
			list.levels[x.Level] = wordLevel{start, x.Form.Val, x.Text.Val}
		}
		lists[a.ID] = list
	}
	l.list, l.again = map[string]*wordList{}, map[string]map[int]int{}
	for _, x := range n.Nums {
		l.list[x.ID] = lists[x.List.Val]
		for _, o := range x.Over {
			if start, err := strconv.Atoi(o.Start.Val); err == nil {
				if l.again[x.ID] == nil {
					l.again[x.ID] = map[int]int{}
				}
				l.again[x.ID][o.Level] = start
			}
		}
	}
	return l
}

// mark counts an item and returns what stands before it: "2.", "b)", "1.3"; "" before one that is not numbered.
func (l *wordLists) mark(name string, level int) string {
	list := l.list[name]
	if list == nil || level < 0 || level >= wordLevels {
		return ""
	}
	for at, start := range l.again[name] {
		if at >= 0 && at < wordLevels {
			list.counted[at] = 0
			list.levels[at].start = start
		}
	}
	delete(l.again, name)
	for i := range level + 1 {
		if list.counted[i] == 0 || i == level {
			list.counted[i] = max(list.counted[i]+1, list.levels[i].start)
		}
	}
	clear(list.counted[level+1:])
	at := list.levels[level]
	if at.form == "bullet" || at.form == "none" {
		return ""
	}
	text := at.text
	for i := range level + 1 {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), counting(list.counted[i], list.levels[i].form))
	}
	return strings.TrimSpace(text)
}

// counting writes a number as a form of Word's has it; unknown ones as figures.
func counting(n int, form string) string {
	switch form {
	case "lowerLetter", "upperLetter":
		text := ""
		for ; n > 0; n = (n - 1) / 26 {
			text = string(rune('a'+(n-1)%26)) + text
		}
		if form == "upperLetter" {
			return strings.ToUpper(text)
		}
		return text
	case "lowerRoman", "upperRoman":
		text := ""
		for _, r := range []struct {
			value int
			sign  string
		}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
			for n >= r.value && len(text) < 20 {
				text, n = text+r.sign, n-r.value
			}
		}
		if form == "upperRoman" {
			return strings.ToUpper(text)
		}
		return text
	}
	return strconv.Itoa(n)
}
