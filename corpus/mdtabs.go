package corpus

import (
	"regexp"
	"strings"
)

// Containers go from a line of colons to another, ":::tip Title"; tabs stand in one, and each begins with a line
// "== Title" or "@tab Title". What each holds is a paragraph of its own, under its title.

var (
	colonLine   = regexp.MustCompile(`^\s*(:{3,})\s*\{?\.?([\w-]*)[^\[\]\s"]*\s*(.*)$`)
	tabLine     = regexp.MustCompile(`^\s*(?:==|@tab(?::active)?)\s+(\S.*)$`)
	admonition  = regexp.MustCompile(`^\s*(?:!!!|\?\?\?\+?|===!?\+?)\s+(?:[\w-]+\s*)*(?:"([^"]*)")?\s*$`)
	columnLine  = regexp.MustCompile(`^\s*<-{2,}>\s*$`) // between the columns of Hugo's Book
	includeLine = regexp.MustCompile(`^\s*(?:-+8<-+\s+\S.*|;?-+8<-+|::include\{.*\}|\{%-?\s*include(?:_relative)?\s.*%\}|\{\{[<%]\s*(?:include|readfile)\s.*[>%]\}\}|\{\{#include\s.*\}\})\s*$`)
)

// contained reads a line that opens or closes a container, a tab or a column, and reports whether it was one.
func (m *markdown) contained(l string) bool {
	if c := colonLine.FindStringSubmatch(l); c != nil {
		m.apart()
		m.under = ""
		switch {
		case c[2] == "tabs":
			m.tabs, m.tab = len(c[1]), ""
		case c[2] != "":
			m.under = under(m.tab, m.plain([]string{strings.Trim(attributes.ReplaceAllString(c[3], ""), `[]"`)}))
		case len(c[1]) == m.tabs:
			m.tabs, m.tab = 0, ""
		default:
			m.under = m.tab
		}
		return true
	}
	if c := tabLine.FindStringSubmatch(l); c != nil && m.tabs > 0 {
		m.apart()
		m.tab = m.plain([]string{c[1]})
		m.under = m.tab
		return true
	}
	if c := admonition.FindStringSubmatch(l); c != nil && strings.Trim(l, " =") != "" {
		m.apart()
		m.under, m.within = m.plain([]string{c[1]}), indentOf(strings.ReplaceAll(l, "\t", "    "))+1
		return true
	}
	if columnLine.MatchString(l) {
		m.apart()
		return true
	}
	return false
}

// leave ends a container whose text is indented at a line that is not.
func (m *markdown) leave(l string) {
	if m.within > 0 && indentOf(strings.ReplaceAll(l, "\t", "    ")) < m.within {
		m.apart()
		m.under, m.within = "", 0
	}
}

// apart ends what is being read, and what follows stands apart from it.
func (m *markdown) apart() {
	m.end()
	m.part++
}
