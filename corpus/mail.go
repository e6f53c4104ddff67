package corpus

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// A page that a browser saves in one file (.mht, .mhtml) is a mail with the page and its pictures as
// parts. Of a mail (.eml) the first part that is text is its article: what is attached is left out.

// maxWithin is how deep parts of a mail lie in one another.
const maxWithin = 10

func readMail(file, text string, src *Source, f *faults) {
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		f.at(file, 1, "no saved page or mail that can be read: %v", err)
		return
	}
	kind, body := mailText(textproto.MIMEHeader(m.Header), m.Body, 0)
	words := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	title, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		title = ""
	}
	if kind == "text/html" {
		readHTML(file, body, src, f)
	} else {
		readText(file, body, src, f)
	}
	if src.Title == "" || kind != "text/html" {
		src.Title = tidy(title)
	}
	url := m.Header.Get("Snapshot-Content-Location")
	if src.URL == "" && strings.HasPrefix(url, "http") && checkURL(url) == nil {
		src.URL = url
	}
	if m.Header.Get("From") == "" || strings.HasPrefix(m.Header.Get("From"), "<Saved by") {
		return
	}
	if at, err := m.Header.Date(); err == nil {
		src.Date = at.Format("2006-01-02")
	}
	parser := mail.AddressParser{WordDecoder: &words}
	if from, err := parser.Parse(m.Header.Get("From")); err == nil && len(from.Name) <= 200 {
		src.Author = tidy(from.Name)
	}
}

// mailText returns the first text of a mail in UTF-8, and its kind.
func mailText(h textproto.MIMEHeader, body io.Reader, depth int) (kind, text string) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	switch strings.ToLower(h.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable": // which a reader of parts decodes itself, and takes away
		body = quotedprintable.NewReader(body)
	}
	if strings.HasPrefix(kind, "multipart/") && depth < maxWithin {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextPart()
			if err != nil {
				return "", ""
			}
			if kind, text := mailText(p.Header, p, depth+1); text != "" {
				return kind, text
			}
		}
	}
	if kind != "text/html" && kind != "text/plain" && kind != "application/xhtml+xml" || strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		return "", ""
	}
	data, _ := io.ReadAll(body) // as far as it can be read
	text = string(data)
	if utf8.ValidString(text) {
	} else if set, name := charset.Lookup(params["charset"]); set != nil && name != "utf-8" && name != "replacement" {
		text, _ = decodeAs(set, data)
	} else if out, _, err := Decode(data); err == nil {
		text = out
	}
	if kind != "text/plain" {
		kind = "text/html"
	}
	return kind, strings.ReplaceAll(text, "\r\n", "\n")
}
