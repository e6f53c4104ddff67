package corpus

import (
	"strings"
	"testing"
)

func TestSavedPagesAndMails(t *testing.T) {
	page := "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/crane\nSubject: The crane\nDate: Sat, 3 Feb 2024 10:00:00 +0000\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n\n" +
		"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n" +
		"--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<html><head><title>Crane</title></head><body><main><h1>Crane</h1><p>The crane on the quay lifts ni=\nne tonnes =E2=80=93 no more than that, and never on a day of wind.</p><ul><li>Mind the hook.</ul></main>\n--b--\n"
	mail := func(kind, coding, body string) string {
		return "From: =?iso-8859-1?Q?Zo=EB_Lund?= <z@quay.example>\nSubject: =?utf-8?B?w4Rwc2xl?=\nDate: Sat, 3 Feb 2024 10:00:00 +0000\nContent-Type: " + kind + "\nContent-Transfer-Encoding: " + coding + "\n\n" + body
	}
	for _, c := range []struct{ name, file, text, want string }{
		{"a saved page", "f.mht", page, "Crane|||https://quay.example/crane|2 :The crane on the quay lifts nine tonnes – no more than that, and never on a day of wind.|3 :Mind the hook."},
		{"a mail", "f.eml", mail("text/plain; charset=iso-8859-1", "quoted-printable", "The r=F6pe.\n\nThe knot.\n"), "Äpsle|Zoë Lund|2024-02-03||1 :The röpe.|2 :The knot."},
		{"text beside HTML, in base64", "f.eml", mail("multipart/mixed; boundary=\"a\"", "7bit", "--a\nContent-Type: multipart/alternative; boundary=\"c\"\n\n--c\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIHJv\ncGUu\n--c\nContent-Type: text/html\n\n<p>No.\n--c--\n--a--\n"), "Äpsle|Zoë Lund|2024-02-03||1 :The rope."},
		{"what is attached is no text", "f.eml", mail("multipart/mixed; boundary=\"a\"", "7bit", "--a\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\nNo.\n--a\nContent-Type: text/html\n\n<p>The rope.\n--a--\n"), "Äpsle|Zoë Lund|2024-02-03||1 :The rope."},
	} {
		text, src, _ := shown(t, c.file, c.text)
		_, text, _ = strings.Cut(text, "|")
		_, text, _ = strings.Cut(text, "|")
		got := strings.Join([]string{src.Title, src.Author, src.Date, src.URL, text}, "|")
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
	for _, text := range []string{"", "no mail\n", mail("multipart/mixed; boundary=\"a\"", "7bit", "--a\n"), mail("multipart/mixed", "7bit", "--\n")} {
		f := faults{}
		if _, ok := parse("f.mht", "f", []byte(text), &f); ok {
			t.Errorf("%q is read", text)
		}
	}
}
