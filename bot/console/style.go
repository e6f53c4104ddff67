package console

import (
	"strings"
)

// A Style says what a terminal can show. The zero value is for what is no terminal:
// no decoration and no line breaks but those of the text.
type Style struct {
	Width  int  // columns; 0: lines are not broken, and nothing is drawn
	Colour bool // ANSI colours
	Links  bool // OSC 8 hyperlinks
	Locale string
}

// StyleOf returns the style for a terminal of that width in an environment.
func StyleOf(getenv func(string) string, width int) Style {
	const narrowest, usual = 20, 80
	if width <= 0 {
		width = usual
	}
	s := Style{Width: max(width, narrowest), Locale: locale(getenv)}
	if term := getenv("TERM"); term == "" || term == "dumb" {
		return s
	}
	s.Colour = getenv("NO_COLOR") == ""
	s.Links = linking(getenv)
	return s
}

// locale is the language of messages, by the order that POSIX has for it.
func locale(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return v
		}
	}
	return ""
}

// linking reports whether the terminal is one of those that follow OSC 8 links. Those
// that do not know them mostly ignore them, but not all, so that only known ones get any.
func linking(getenv func(string) string) bool {
	for _, name := range []string{"VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR"} {
		if getenv(name) != "" {
			return true
		}
	}
	switch getenv("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby":
		return true
	}
	term := getenv("TERM")
	for _, name := range []string{"kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"} {
		if strings.Contains(term, name) {
			return true
		}
	}
	return false
}

// The colours in use, by what they are for. They are of the sixteen that every
// colour scheme sets, so that they are legible on any background.
const (
	titleColour  = "1"
	labelColour  = "36"
	markerColour = "34"
	dimColour    = "2"
	whenColour   = "33"
	noticeColour = ""
)

// paint colours a text, where there is colour.
func (s Style) paint(colour, text string) string {
	if !s.Colour || colour == "" || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// link makes a text lead somewhere, where the terminal can.
func (s Style) link(url, text string) string {
	if !s.Links || url == "" || text == "" {
		return text
	}
	return "\x1b]8;;" + address(url) + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// address makes a whole URL of one that may lack its scheme, without anything that
// could end the link's control sequence.
func address(url string) string {
	if !strings.Contains(url, "://") {
		url = "https://" + url
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, clean(url))
}

// clean drops what would move the cursor, change colours or turn the direction of
// what follows. Line feeds stay.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}
