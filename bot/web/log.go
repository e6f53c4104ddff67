package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// This file shows and exports the audit log.

// logPage is how many lines of the log are on a page, and are read at once for export.
const logPage = 100

// logs is the room of the audit log.
type logs struct {
	*painter
	memory Memory
}

func (s *logs) routes() []route {
	return []route{{"GET", "/curate/log", "log", Reads, s.pageLog}, {"GET", "/curate/log.csv", "log", Reads, s.exportLog}}
}

func (s *logs) pageLog(w http.ResponseWriter, r *http.Request) {
	before := number(r, "before")
	list, err := s.memory.Changes(r.Context(), int64(before), logPage+1)
	if err != nil {
		s.painter.log.Error("the audit log could not be read", "error", err)
		s.fail(w, r, http.StatusServiceUnavailable, "The log could not be read just now. The reason is in the server's own log.")
		return
	}
	var p paging
	if len(list) > logPage {
		list = list[:logPage]
		p.Next = "/curate/log?before=" + strconv.FormatInt(list[logPage-1].ID, 10)
	}
	if before > 0 {
		p.Prev = "/curate/log"
	}
	s.draw(w, r, "log", s.view("log", "Log", map[string]any{"List": list, "Paging": p}))
}

// exportLog sends the whole log as a table for a spreadsheet, the newest line first.
func (s *logs) exportLog(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="log.csv"`)
	table := csv.NewWriter(w)
	table.Write([]string{"id", "at", "who", "what", "file", "line", "before", "after"})
	for before := int64(0); ; {
		list, err := s.memory.Changes(r.Context(), before, logPage)
		if err != nil {
			s.painter.log.Error("the audit log could not be read", "error", err)
			panic(http.ErrAbortHandler) // so that half a log is not taken for a whole one
		}
		for _, c := range list {
			table.Write(logLine(c))
			before = c.ID
		}
		table.Flush()
		if len(list) < logPage || table.Error() != nil {
			return
		}
	}
}

func logLine(c store.Change) []string {
	line := ""
	if c.Line > 0 {
		line = strconv.Itoa(c.Line)
	}
	return []string{strconv.FormatInt(c.ID, 10), c.At.UTC().Format(time.RFC3339), cell(c.Who), cell(c.What), cell(c.File), line, cell(c.Before), cell(c.After)}
}

// cell writes what somebody typed so that a spreadsheet does not take it for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
