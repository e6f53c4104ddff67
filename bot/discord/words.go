package discord

import (
	"strings"
)

// What the bot says only on Discord, in the languages that it speaks. What every surface
// says is in bot/messages.
var words = map[string]map[string]string{
	"en": {
		"sources":            "Sources",
		"more":               "More",
		"back":               "Back",
		"undated":            "undated",
		"paragraph":          "paragraph {n}",
		"verbatim":           "quoted",
		"digest":             "in our words",
		"no sources":         "There is nothing cited here.",
		"pictured":           "A timeline of {n} things from {from} to {to}. The text below has each of them.",
		"picture of":         "Picture of {title}",
		"private":            "That answer is for you alone, so it comes here.",
		"wait":               "That is a lot of questions at once. Please ask again in {wait}.",
		"seconds":            "{n} s",
		"minutes":            "{n} min",
		"deaf":               "I was not shown what you wrote: Discord gives me the text of a message only when it mentions me. Mention me, or use /ask. (Whoever runs me can let me read every message: the Message Content intent, and --message-content.)",
		"mute":               "I was asked something in <#{channel}> and may not write there. A moderator can mend that: I need View Channel, Send Messages and Embed Links, in threads also Send Messages in Threads.",
		"too long":           "That question is too long for me to take apart. Please ask a shorter one, or one thing at a time.",
		"too slow":           "I could not work that out in time. Please ask again in a moment, or ask one thing at a time.",
		"busy":               "There are too many questions at the moment. Please ask again in a minute.",
		"lost":               "I was restarted while I worked on a question of yours, and its answer was lost. Please ask again.",
		"broken":             "Something went wrong with this answer. It has been noted; please ask again.",
		"stale":              "This button no longer works. Please ask again.",
		"not yours":          "Only the person who asked can do that.",
		"thanks":             "Thank you. That helps the people who look after the sources.",
		"not right":          "Not right?",
		"not kept":           "Thank you, but nothing is kept here: this server chose so, or I cannot remember anything at the moment.",
		"why title":          "What was wrong?",
		"why which":          "The answer …",
		"complaint wrong":    "is wrong",
		"complaint question": "is not what I asked",
		"complaint outdated": "is out of date",
		"complaint better":   "I know the answer",
		"why label":          "In your words (optional)",
		"why hint":           "What is wrong with it, or what the answer is",
		"right label":        "Where does it say so? (optional)",
		"right hint":         "An article, a page or a link",
		"nothing":            "There is no text in that message that I could check.",
		"config guild":       "/config works in a server only.",
		"config right":       "Only those who may manage the server can use /config.",
		"config title":       "How I behave in this server",
		"config saved":       "Saved.",
		"config lost":        "This could not be saved, and holds only until I restart. Whoever runs me finds the reason in the log.",
		"channels":           "Channels set aside for questions",
		"base":               "I answer from",
		"usual base":         "the usual knowledge base",
		"which base":         "Which base shall that channel have? Give base too.",
		"complaints title":   "What members said is wrong",
		"complaints right":   "Only those who may manage the server can see its complaints, in the server.",
		"no complaints":      "Nothing waits here.",
		"more complaints":    "These are the {n} oldest; there are more behind them.",
		"settled":            "{n} is done with.",
		"no complaint":       "There is no open complaint {n} of this server.",
		"unsettled":          "That could not be saved now. Please try again.",
		"none":               "none",
		"answering":          "What I answer there",
		"every":              "every message",
		"mentions":           "only when I am mentioned",
		"every deaf":         "Discord does not show me messages that do not mention me, because the Message Content intent is off. Whoever runs me can switch it on in the developer portal and start me with --message-content.",
		"answers":            "Answers to commands",
		"are private":        "private by default",
		"are public":         "seen by everybody by default",
		"language":           "Language",
		"own language":       "each member's own",
		"kept":               "Questions I keep",
		"kept ":              "those I could not answer, and votes",
		"kept all":           "all",
		"kept none":          "none",
		"days":               "for {n} days",
		"cost":               "I now read every message there, about {n} a day. I answer where I am sure and stay silent otherwise; of what I do not answer nothing is kept.",
		"cost unknown":       "I now read every message there. I answer where I am sure and stay silent otherwise; of what I do not answer nothing is kept.",
		"data title":         "What I keep of you",
		"data":               "Questions and votes, under a number that stands for you and not under your name. /my-data what:delete deletes them.",
		"data gone":          "What I kept of you is deleted.",
		"data kept":          "That could not be deleted now. Please try again.",
		"too many":           "No more than {n} channels can be set aside.",
	},
	"ko": {
		"sources":            "출처",
		"more":               "더 보기",
		"back":               "이전",
		"undated":            "날짜 없음",
		"paragraph":          "{n}번 문단",
		"verbatim":           "원문 인용",
		"digest":             "요약",
		"no sources":         "여기에는 인용된 출처가 없습니다.",
		"pictured":           "{from}년부터 {to}년까지 {n}개 항목의 연표 그림입니다. 아래 글에 모두 적혀 있습니다.",
		"picture of":         "{title} 사진",
		"private":            "이 답변은 본인만 볼 수 있도록 여기로 보냅니다.",
		"wait":               "한꺼번에 너무 많이 물어보셨습니다. {wait} 뒤에 다시 물어봐 주세요.",
		"seconds":            "{n}초",
		"minutes":            "{n}분",
		"deaf":               "메시지 내용이 저에게 보이지 않습니다. Discord는 저를 멘션한 메시지의 내용만 보여 줍니다. 저를 멘션하거나 /ask 명령어를 써 주세요. (운영자가 Message Content 인텐트와 --message-content로 모든 메시지를 읽게 할 수 있습니다.)",
		"mute":               "<#{channel}> 채널에서 질문을 받았지만 그곳에 글을 쓸 권한이 없습니다. 채널 보기, 메시지 보내기, 링크 첨부(스레드에서는 스레드에서 메시지 보내기) 권한이 필요합니다.",
		"too long":           "질문이 너무 길어 이해하지 못했습니다. 더 짧게, 또는 한 가지씩 물어봐 주세요.",
		"too slow":           "시간 안에 답을 찾지 못했습니다. 잠시 뒤에 다시 묻거나, 한 가지씩 물어봐 주세요.",
		"busy":               "지금은 질문이 너무 많습니다. 잠시 뒤에 다시 물어봐 주세요.",
		"lost":               "질문에 답하는 중에 봇이 다시 시작되어 답변이 사라졌습니다. 다시 물어봐 주세요.",
		"broken":             "답변하는 중에 문제가 생겼습니다. 기록해 두었으니 다시 물어봐 주세요.",
		"stale":              "이 버튼은 더 이상 작동하지 않습니다. 다시 물어봐 주세요.",
		"not yours":          "질문한 사람만 할 수 있습니다.",
		"thanks":             "고맙습니다. 출처를 관리하는 분들에게 도움이 됩니다.",
		"why title":          "무엇이 잘못되었나요?",
		"not right":          "틀렸나요?",
		"not kept":           "고맙습니다. 다만 이 서버의 설정이거나 지금 저장할 수 없는 상태라서 남기지 못했습니다.",
		"why which":          "무엇이 문제인가요?",
		"complaint wrong":    "내용이 틀려요",
		"complaint question": "물어본 것과 달라요",
		"complaint outdated": "오래된 내용이에요",
		"complaint better":   "제가 답을 알아요",
		"why label":          "자세히 적어 주세요 (선택)",
		"why hint":           "무엇이 틀렸는지, 또는 맞는 답",
		"right label":        "어디에 나와 있나요? (선택)",
		"right hint":         "글 제목, 쪽수 또는 링크",
		"nothing":            "그 메시지에는 확인할 글이 없습니다.",
		"config guild":       "/config는 서버에서만 쓸 수 있습니다.",
		"config right":       "서버를 관리할 수 있는 사람만 /config를 쓸 수 있습니다.",
		"config title":       "이 서버의 설정",
		"config saved":       "저장했습니다.",
		"config lost":        "저장하지 못했습니다. 다시 시작할 때까지만 적용됩니다. 이유는 운영자의 로그에 있습니다.",
		"channels":           "질문용 채널",
		"base":               "답변에 쓰는 지식 베이스",
		"usual base":         "기본 지식 베이스",
		"which base":         "그 채널에서 어느 지식 베이스를 쓸까요? 지식베이스 옵션도 골라 주세요.",
		"complaints title":   "답변에 대한 의견",
		"complaints right":   "서버를 관리할 수 있는 사람만 그 서버에서 볼 수 있습니다.",
		"no complaints":      "처리할 의견이 없습니다.",
		"more complaints":    "가장 오래된 {n}개입니다. 더 있습니다.",
		"settled":            "{n}번을 처리했습니다.",
		"no complaint":       "이 서버에 처리할 {n}번 의견이 없습니다.",
		"unsettled":          "지금은 저장하지 못했습니다. 다시 시도해 주세요.",
		"none":               "없음",
		"answering":          "그 채널에서 답하는 메시지",
		"every":              "모든 메시지",
		"mentions":           "봇을 멘션할 때만",
		"every deaf":         "Message Content 인텐트가 꺼져 있어 저를 멘션하지 않은 메시지는 보이지 않습니다. 운영자가 개발자 포털에서 켜고 --message-content로 시작할 수 있습니다.",
		"answers":            "명령어의 답변",
		"are private":        "기본값: 나에게만 보임",
		"are public":         "기본값: 모두에게 보임",
		"language":           "언어",
		"own language":       "각 사용자의 언어",
		"kept":               "보관하는 질문",
		"kept ":              "답하지 못한 질문과 평가",
		"kept all":           "모두",
		"kept none":          "없음",
		"days":               "{n}일 동안",
		"cost":               "이제 그 채널의 모든 메시지를 읽습니다(하루 약 {n}개). 확실할 때만 답하고 그렇지 않으면 조용히 있습니다. 답하지 않은 것은 보관하지 않습니다.",
		"cost unknown":       "이제 그 채널의 모든 메시지를 읽습니다. 확실할 때만 답하고 그렇지 않으면 조용히 있습니다. 답하지 않은 것은 보관하지 않습니다.",
		"data title":         "보관 중인 내 정보",
		"data":               "질문과 평가를 이름이 아니라 식별 번호로 보관합니다. /내정보 작업:삭제로 지울 수 있습니다.",
		"data gone":          "보관하던 정보를 삭제했습니다.",
		"data kept":          "지금은 삭제하지 못했습니다. 다시 시도해 주세요.",
		"too many":           "채널은 {n}개까지만 지정할 수 있습니다.",
	},
}

// say returns a text in the language of a locale, its arguments filled in.
func say(locale, key string, args ...string) string {
	text := words[language(locale)][key]
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, "{"+args[i]+"}", args[i+1])
	}
	return text
}

// language returns which of the languages a locale gets.
func language(locale string) string {
	if base, _, _ := strings.Cut(strings.ToLower(locale), "-"); base == "ko" {
		return "ko"
	}
	return "en"
}

// localeOf guesses the language of somebody whose locale Discord does not tell: by the
// letters of the question, of which names may be in another script.
func localeOf(text string) string {
	hangul, latin := 0, 0
	for _, r := range text {
		switch {
		case r >= 0xAC00 && r <= 0xD7A3 || r >= 0x3131 && r <= 0x318E:
			hangul++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			latin++
		}
	}
	if hangul > latin {
		return "ko"
	}
	return "en"
}
