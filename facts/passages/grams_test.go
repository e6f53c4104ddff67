package passages

import (
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
)

func TestForms(t *testing.T) {
	for word, want := range map[string][]string{
		"film": {"film"}, "감독": {"감독"}, "감독은": {"감독은", "감독", "독은"}, "映画祭": {"映画祭", "映画", "画祭"}, "人": {"人"}, "café": {"café"},
		"1942年に": {"1942年に", "1942", "2年", "年に"}, "DVD版": {"DVD版", "DVD", "D版"}, "第7号窑": {"第7号窑", "7", "第7", "7号", "号窑"}, "Nguyễn": {"Nguyễn"}, "カー": {"カー"},
	} {
		if got := slices.Collect(forms(word)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

// Words are found with their particles and inside runs without spaces.
func TestSearchInScriptsOfTheEast(t *testing.T) {
	var sources []corpus.Source
	for id, text := range map[string]string{
		"ko": "김영희는 부산국제영화제에서 상을 받았고 다음 작품을 준비한다.", "ko2": "박철수가 서울에서 연극을 연출했다.",
		"zh": "陈凯歌导演的电影在北京国际电影节首映。", "zh2": "上海的剧院上演了一部话剧。",
		"ja": "黒沢清監督は東京国際映画祭で新作を披露した。", "ja2": "大阪の劇場で芝居が1942年に上演された。",
		"th": "อภิชาติพงศ์กำกับภาพยนตร์เรื่องใหม่ที่กรุงเทพ", "th2": "ละครเวทีเปิดการแสดงที่เชียงใหม่",
	} {
		sources = append(sources, corpus.Source{ID: id, Title: id, Untitled: true, Paragraphs: []corpus.Paragraph{{N: 1, Text: text}}})
	}
	ix := build(t, sources...)
	for query, want := range map[string]string{
		"김영희": "ko", "부산국제영화제": "ko", "영화제": "ko", "연극": "ko2", "박철수는": "ko2", "陈凯歌": "zh", "电影节": "zh", "话剧": "zh2",
		"黒沢清": "ja", "映画祭": "ja", "芝居": "ja2", "1942": "ja2", "1942年": "ja2", "อภิชาติพงศ์": "th", "ภาพยนตร์": "th", "เชียงใหม่": "th2",
	} {
		if hits := ix.Search(Query{Text: query}, 1); len(hits) != 1 || hits[0].Ref.Source != want {
			t.Errorf("%s: %v, want %s", query, hits, want)
		}
	}
}

// A compound is found however it is written.
func TestSearchOfCompounds(t *testing.T) {
	var sources []corpus.Source
	for id, text := range map[string]string{
		"hyphen": "The co-production with the re-edited reel was led by O’Hara in the 1955-1970 hall.", "one": "A coproduction ends.",
		"two": "Their co production began near the ice cream van.", "other": "The production of a reel costs a van.",
		"rock": "On Friday they dance to rock'n'roll.", "co-op": "The co-operative at the quay sells rope.", "coop": "The cooperator went, and with him cooperation.", "light": "The light-house of Noss is old.", "lights": "Two light houses were built.", "lighthouse": "A lighthouse keeper, Ann, made a pancake.", "pet": "The pan was hot, and her cake stood by the house.",
	} {
		sources = append(sources, corpus.Source{ID: id, Title: id, Untitled: true, Paragraphs: []corpus.Paragraph{{N: 1, Text: text}}})
	}
	ix := build(t, sources...)
	found := func(query string) (ids []string) {
		for _, h := range ix.Search(Query{Text: query}, 9) {
			ids = append(ids, h.Ref.Source)
		}
		slices.Sort(ids)
		return ids
	}
	for query, want := range map[string][]string{
		"coproduction": {"hyphen", "one", "two"}, "Ohara": {"hyphen"}, "O'Hara": {"hyphen"}, "O Hara": {"hyphen"}, "reedited": {"hyphen"}, "icecream": {"two"}, "ice-cream": {"two"}, "19551970": nil,
	} {
		if got := found(query); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{"lighthouse": "lighthouse light lights pet", "pancake": "lighthouse", "cooperative": "co-op coop", "rocknroll": "rock"} { // in this order
		var got []string
		for _, h := range ix.Search(Query{Text: query}, 9) {
			got = append(got, h.Ref.Source)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", query, got, want)
		}
	}
	for _, query := range []string{"co-production", "co production", "co‑production"} {
		if got := found(query); len(got) < 3 || !slices.Contains(got, "hyphen") || !slices.Contains(got, "one") || !slices.Contains(got, "two") {
			t.Errorf("%s: %q", query, got)
		}
	}
}

// Words joined by an n that stands for "and" are found by what they are in one, however the n is set.
func TestSearchOfWordsJoinedByN(t *testing.T) {
	var sources []corpus.Source
	for id, text := range map[string]string{
		"quotes": "Drum ’n’ bass shook the barn.", "spaces": "A fish n chips van came.", "one": "The rock'n'roll hall burned.", "hyphens": "He was a rag-n-bone man.", "behind": "Soap n’ water cost a penny.", "other": "Of a sum n terms were left.",
	} {
		sources = append(sources, corpus.Source{ID: id, Title: id, Paragraphs: []corpus.Paragraph{{N: 1, Text: text}}})
	}
	ix := build(t, sources...)
	for query, want := range map[string]string{
		"drumnbass": "quotes", "drum'n'bass": "quotes", "Fish'n'chips": "spaces", "fishnchips": "spaces",
		"ragnbone": "hyphens", "rag'n'bone": "hyphens", "soapnwater": "behind",
	} {
		var got []string
		for _, h := range ix.Search(Query{Text: query}, 3) {
			got = append(got, h.Ref.Source)
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// Who looks for words that an n or & joins finds them however a text joins them, before texts that have but
// one of the words, or an n by itself.
func TestSearchForWordsJoinedByN(t *testing.T) {
	var sources []corpus.Source
	put := func(id, text string) {
		sources = append(sources, corpus.Source{ID: id, Title: id, Paragraphs: []corpus.Paragraph{{N: 1, Text: text}}})
	}
	put("apostrophes", "The barn was loud with Drum’n’bass every Friday, and the neighbours wrote letters.")
	put("sign", "A shop of Fish & Chips stood on the quay until the flood.")
	put("spaces", "He sold mac n cheese from a cart by the ferry.")
	put("and", "They served bangers and mash to the crew of the tug.")
	for i := range 8 {
		n := string(rune('a' + i))
		put("letter "+n, "The pupils add n terms of the sum, and "+n+" of n is told.")
		put("drum "+n, "A drum was beaten at gate "+n+" when the n of the tower fell.")
		put("bass "+n, "The bass swims in the lake of "+n+" with n others of its kind.")
		put("fish "+n, "The fish of pond "+n+" were counted, and chips of wood.")
		put("cheese "+n, "The cheese of farm "+n+" and the mac of the driver, n of them.")
		put("mash "+n, "The mash of brewery "+n+" was drained; the bangers went off.")
	}
	ix := build(t, sources...)
	for want, words := range map[string][2]string{"apostrophes": {"drum", "bass"}, "sign": {"fish", "chips"}, "spaces": {"mac", "cheese"}, "and": {"bangers", "mash"}} {
		for _, n := range []string{" n ", " ‘n’ ", " 'n ", " & ", "'n'", "’n’", " ’N’ ", "-n-", " and ", "&"} {
			query := words[0] + n + words[1]
			var got []string
			for _, h := range ix.Search(Query{Text: query}, 3) {
				got = append(got, h.Ref.Source)
			}
			if !slices.Contains(got, want) {
				t.Errorf("%s: %q, want %s", query, got, want)
			}
		}
	}
}
