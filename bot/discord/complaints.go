package discord

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// complaintsCommand shows those who manage a server what its members wrote under "Not
// right?", and takes off the list what they are done with.
const complaintsCommand = "complaints"

// maxComplaints bounds what is shown at once: the oldest.
const maxComplaints = 10

func complaintsDefinition() definition {
	low := 1.0
	return definition{Kind: slashCommand, Name: complaintsCommand, Names: ko("의견목록"),
		Description: "What members said is wrong with my answers (for those who manage the server)", Descriptions: ko("답변에 대해 멤버가 남긴 의견 (서버 관리자용)"),
		Permissions: "32", // Manage Server
		Installs:    []int{0}, Contexts: []int{0},
		Options: []option{{Kind: optInteger, Name: "settle", Names: ko("처리"), Description: "The number of one that is done with", Descriptions: ko("처리를 마친 의견의 번호"), Min: &low}},
	}
}

// complaints answers the command, to the asker alone.
func (n curator) complaints(ctx context.Context) {
	if n.i.Guild == "" || !n.i.manages() && !n.curates() {
		n.tell(say(n.locale, "complaints right"))
		return
	}
	if n.claim != nil || !n.tapped() {
		n.answer(ctx, true, n.settle)
	}
}

// settle takes off the list what the option names, and shows what is left.
func (n curator) settle(ctx context.Context) view {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	text := ""
	for _, o := range n.i.Data.Options {
		id, err := strconv.ParseInt(o.text(), 10, 64)
		if o.Name != "settle" || err != nil {
			continue
		}
		key := "settled"
		switch ok, err := n.store.Settle(ctx, n.i.Guild, id); {
		case err != nil:
			n.log.Warn("a complaint could not be settled", "error", err.Error())
			key = "unsettled"
		case !ok:
			key = "no complaint"
		}
		text = say(n.locale, key, "n", o.text())
	}
	list, err := n.store.Queue(ctx, n.i.Guild, maxComplaints+1)
	if err != nil {
		n.log.Warn("complaints could not be read", "error", err.Error())
		return whisper(say(n.locale, "broken"))
	}
	v := complaintsView(list, text, n.locale)
	v.buttons = [][]button{n.mendButtons(ctx, list)}
	return v
}

func complaintsView(list []store.Event, text, locale string) view {
	parts := []string{text}
	if len(list) == 0 {
		parts = append(parts, say(locale, "no complaints"))
	}
	for _, e := range list[:min(len(list), maxComplaints)] {
		parts = append(parts, complaintLines(e, locale))
	}
	if len(list) > maxComplaints {
		parts = append(parts, say(locale, "more complaints", "n", strconv.Itoa(maxComplaints)))
	}
	return view{private: true, title: say(locale, "complaints title"), text: strings.TrimSpace(strings.Join(parts, "\n\n"))}
}

// complaintLines shows one complaint: what was asked, after what, and answered, on what evidence, and
// what the member says.
func complaintLines(e store.Event, locale string) string {
	kind := "not right"
	if e.Complaint != "" {
		kind = "complaint " + string(e.Complaint)
	}
	lines := []string{fmt.Sprintf("**%d.** %s · **%s**", e.ID, e.At.UTC().Format("2006-01-02"), say(locale, kind))}
	for _, l := range []struct{ sign, text string }{{"↩️", e.Before}, {"❓", e.Question}, {"💬", strings.Join(strings.Fields(e.Answer), " ")}, {"✏️", e.Reason}, {"🔎", e.Place}} {
		if l.text != "" {
			lines = append(lines, l.sign+" "+escape(clip(l.text, 120)))
		}
	}
	if e.Evidence != "" {
		lines = append(lines, "-# "+escape(clip(e.Evidence, 120)))
	}
	return strings.Join(lines, "\n")
}
