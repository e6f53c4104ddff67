package facts

import (
	"regexp"
	"strings"
	"testing"

	"hapjak/facts/kb"
)

var marks = regexp.MustCompile(` ?\[\d+\]`)

// TestConversations: what conversations point at, count off and ask of the answers. Each line is a question and a part of the answer
// that it gets, or one that it must not get, behind a "!".
func TestConversations(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, talk := range [][][2]string{
		{ // what was listed is counted off, and stays while one of it is spoken of
			{"Which films did Bong Joon Ho direct?", "Snowpiercer (2013)"},
			{"When did the last one come out?", "Mickey 17 came out in 2025"},
			{"And the second one?", "Okja"},
			{"Who directed that one?", "Bong Joon Ho directed Okja"},
			{"Which was the first?", "!Okja"}, // by date, not by place
		},
		{ // a pronoun means what was spoken of before, if the last answer has nothing of that sort
			{"Who directed The Medium?", "Banjong Pisanthanakun"},
			{"Where is he from?", "Banjong Pisanthanakun"},
			{"And who wrote it?", "Na Hong-jin"},
		},
		{ // nothing of a kind where a pronoun means one thing
			{"Who directed Okja?", "Bong Joon Ho"},
			{"List his films.", "Snowpiercer"},
			{"List his films.", "!Yonggary"},
		},
		{ // where it is from
			{"Who directed Okja?", "Bong Joon Ho"},
			{"How do you know?", "That is from “Ko-pick"},
			{"Who says so?", "That is from “Ko-pick"},
			{"Do you know when?", "!That is from"},
			{"What was said?", "!That is from"},
		},
		{ // not whether anything was
			{"Who funded Snowpiercer?", "CJ ENM"},
			{"was it shot in Korea?", "!Asako"},
		},
		{ // that a country is spoken of says no yes
			{"What is a quota?", ""},
			{"does Korea have one?", "!Yes"},
		},
		{{"What do Snowpiercer and Okja have in common?", "Bong Joon Ho directed Snowpiercer (2013) and Okja (2017)"}},
		{{"Is it common for Korea and China to co-produce?", "!co-produced A Wedding Invitation"}},
		{{"How long after Snowpiercer was Okja made?", "4 years: Snowpiercer came out in 2013."}},
		{{"How long after Okja was Snowpiercer made?", "!4 years"}},
		{{"How many days are between Snowpiercer and Okja?", "!years"}},
		{{"What happened in 1958?", "Love with an Alien came out in 1958"}},
		{{"What happened in the 1960s?", "Tyrant came out in 1967"}},
		{{"What happened by 1958?", "!Love with an Alien came out"}},
		{{"What didn't happen in 1958?", "!Love with an Alien came out"}},
		{{"What is the KoBiz article about?", "has these parts: Love with an Alien (1958)"}},
		{{"Summarise the Variety article", "“Korean-Chinese Co-Productions Boost Both Industries” (Variety, 2015) begins: "}},
		{{"What do the articles talk about?", "I answer from 3 sources"}},
		{{"Do the articles mention Vietnam?", "Yes: "}},
		{{"Is Vietnam covered?", "!Yes: "}},
		{{"Is it mentioned that Okja was shot in Vietnam?", "!Yes: "}},
		{{"Apart from Okja, which films did Bong Joon Ho direct?", "Bong Joon Ho directed Snowpiercer (2013) and Mickey 17 (2025)"}},
		{{"Apart from Okja and Snowpiercer, which films did Bong Joon Ho direct?", "Bong Joon Ho directed Mickey 17 (2025)"}},
		{{"Who is the art director of Asako in Ruby Shoes?", "Yutaka Yokoyama"}, {"And who is the director?", "E J-Yong directed"}, {"and the cinematographer?", "Hong Kyung-pyo shot"}},
		{{"Who directed Okja?", "Bong Joon Ho"}, {"where is the director from?", "do not say where Bong Joon Ho is from"}},
		{{"When did Mr. Go come out, and who was the director?", "Kim Yong-hwa directed"}},
		{{"Which scenes make the crowd say 'are you quite sure'?", "!I am a program"}},
		{{"“You're free to repost the page.” True?", "!I am a program"}},
		{{"Who played the coach in Mr. Go?", "Xu Jiao"}, {"and the director was?", "Kim Yong-hwa directed"}},
		{{"Who is Shin Sang-ok?", "married"}, {"who was his wife?", "married"}, {"was she in Tyrant?", "Yes: Choi Eun-hee stars in Tyrant"}},
		{{"who won Best of Bucheon?", "The Medium (2021) won"}},
		{{"which films did Bong Joon Ho direct?", "Mickey 17"}, {"list them again", "Bong Joon Ho directed Snowpiercer (2013), Okja (2017) and Mickey 17 (2025)."},
			{"only those after 2014", "Okja (2017) and Mickey 17 (2025)"}, {"are there any others?", "I find no others"}},
		{{"which films did Bong Joon Ho direct?", "Mickey 17"}, {"how many is that?", "The sources name 3 films"}},
		{{"how many co-productions are mentioned?", "11 works"}, {"which ones are with Japan?", "A Midsummer's Fantasia (2014)"}},
		{{"how are Shin Sang-ok and Choi Eun-hee related?", "were married"}},
		{{"How is The Wailing connected to Parasite?", "Hong Kyung-pyo shot"}},
		{{"who directed the 2013 film?", "Which do you mean"}, {"Snowpiercer", "Bong Joon Ho directed Snowpiercer"}},
		{{"who directed the 2013 film?", "Which do you mean"}, {"the second one", "Kim Yong-hwa directed Mr. Go"}},
		{{"who directed the 2013 film?", "Which do you mean"}, {"the train one", "Bong Joon Ho directed Snowpiercer"}},
		{{"who directed the 2014 movie?", "Which do you mean"}, {"The one Korea made with Japan.", "Jang Kun-jae directed"}},
		{{"who directed it?", "Which one do you mean"}, {"Okja", "Bong Joon Ho directed Okja"}, {"when did it come out?", "2017"}},
		{{"who directed it?", "Which one do you mean"}, {"Who directed Mr. Go?", "Kim Yong-hwa directed"}},
		{{"How old was Linda Lin Dai when she died?", "30"}, {"when did that happen?", "July 1964"}},
		{{"Who directed Reach for the SKY?", "Steven Dhoedt"}, {"Who is the other man in that?", "!I find no others"}},
		{{"When did Okja come out?", "2017"}, {"Snowpiercer?", "Snowpiercer came out in 2013"}, {"what about Mr. Go", "Mr. Go came out in 2013"}},
		{{"who directed Okja", "Bong"}, {"and Parasite?", "do not say who directed Parasite"}, {"The Medium?", "Banjong Pisanthanakun directed"}},
		{{"art director of Asako, and who's the director?", "E J-Yong directed"}},
		{{"which countries co-produce dramas", "!40 works"}},
		{{"Who directed Okja?", "Bong"}, {"and the", "!panic"}, {"the", "!panic"}, {"who is the three", "!panic"}},
		{{"Aside from Okja, which films did Bong Joon Ho direct?", "Bong Joon Ho directed Snowpiercer (2013) and Mickey 17 (2025)"}},
		{{"Name two films by Bong Joon Ho", "Bong Joon Ho directed Snowpiercer (2013) and Okja (2017)."}},
		{{"Which directors are there?", "Directors: Ahn Byeong-ki"}},
		{{"How many films did Bong Joon Ho direct?", "The sources name 3 films"}},
		{{"Which is older, Okja or Snowpiercer?", "Snowpiercer came out in 2013"}},
		{{"List the Korean companies", "CJ ENM"}},
		{{"Should I watch Okja?", "I have no opinions"}},
		{{"한국 영화", "I can only read questions in English"}},
		{{"what is hallyu", "The Korean cultural wave"}},
		{{"Give me a short synopsis of Mr. Go", "Mr. Go (2013) is about a gorilla"}},
	} {
		var c *Context
		for _, turn := range talk {
			var ans Answer
			ans, c = a.Ask(t.Context(), Question{Text: turn[0], Context: c})
			text := strings.NewReplacer(" .", ".", "  ", " ").Replace(marks.ReplaceAllString(ans.Text, ""))
			if part, not := strings.CutPrefix(turn[1], "!"); strings.Contains(text, part) == not {
				t.Errorf("%s: %s", turn[0], text)
			}
		}
	}
}

func TestInterval(t *testing.T) {
	year := func(y float64) kb.Value { return kb.Value{Lo: y*10000 + 101, Hi: y*10000 + 1231} }
	day := func(d float64) kb.Value { return kb.Value{Lo: d, Hi: d} }
	month := func(m float64) kb.Value { return kb.Value{Lo: m*100 + 1, Hi: m*100 + 31} }
	for _, c := range []struct {
		from, to kb.Value
		unit     string
		want     string
	}{
		{year(2013), year(2017), "", "4 years"},
		{year(2013), year(2014), "years", "1 year"},
		{year(2013), year(2013), "", ""},
		{year(2013), year(2017), "days", ""},
		{day(20200301), day(20200311), "", "10 days"},
		{day(20200301), day(20220228), "", "1 year"},
		{day(20200301), day(20200301), "", ""},
		{month(201912), month(202001), "", ""}, // it may be a day or two months
		{month(201901), month(202112), "", "2 years"},
	} {
		if got := interval(c.from, c.to, c.unit); got != c.want {
			t.Errorf("%v to %v in %q: %q, want %q", c.from.Lo, c.to.Lo, c.unit, got, c.want)
		}
	}
}
