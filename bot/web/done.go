package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/review"
	"hapjak/bot/store"
)

// This file shows what was done, and takes it back.

// A doneView is a mending that was made.
type doneView struct {
	store.Mending
	New    bool
	Places []donePlace
	More   int // places that are not shown
}

// A donePlace is what a mending took out and put in, in one place of a file.
type donePlace struct{ File, Old, Put string }

// pageMended lists what was done, the newest first.
func (s *reviewing) pageMended(w http.ResponseWriter, r *http.Request) {
	_, err := s.refresh(r.Context()) // what was done is in order before the next is shown
	var list []store.Mending
	if err == nil {
		list, err = s.memory.Mendings(r.Context(), listedDone)
	}
	if err != nil {
		s.unread(w, r, err)
		return
	}
	var views []doneView
	for _, m := range list {
		m.Topic = m.Topic[strings.LastIndex(m.Topic, " ")+1:]
		v := doneView{Mending: m, New: strconv.FormatInt(m.ID, 10) == r.URL.Query().Get("new")}
		var patches []struct{ File, Old, New string }
		if json.Unmarshal([]byte(m.Edits), &patches) == nil {
			for _, p := range patches {
				if p.File != "" {
					v.Places = append(v.Places, donePlace{p.File, strings.TrimSpace(p.Old), strings.Trim(p.New, " \n,")})
				}
			}
			v.More = max(0, len(v.Places)-shownPieces)
			v.Places = v.Places[:len(v.Places)-v.More]
		}
		if review.OfThings(m.Kind) {
			v.Topic = ""
		}
		views = append(views, v)
	}
	data := map[string]any{"List": views}
	if r.URL.Query().Has("new") {
		if next, _ := s.queue.Groups(review.ShowOpen, 0, 1); len(next) > 0 {
			data["Next"] = viewOf(next[0])
		}
	}
	s.draw(w, r, "reviewdone", s.view("review", "What was done", data))
}

// pageWeeks counts what happened, a week a line.
func (s *reviewing) pageWeeks(w http.ResponseWriter, r *http.Request) {
	left, err := s.refresh(r.Context())
	if err != nil {
		s.unread(w, r, err)
		return
	}
	s.draw(w, r, "weeks", s.view("review", "Week by week", map[string]any{"Weeks": s.queue.Weeks(time.Now(), listedWeeks), "Left": left, "OnlyTrouble": !s.all}))
}

// undo takes a mending back.
func (s *reviewing) undo(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		s.pageMissing(w, r)
		return
	}
	who, _ := s.curator(r)
	switch err := s.desk.Undo(r.Context(), id, who); {
	case review.Refused(err) || errors.As(err, new(review.Changed)):
		s.drawWith(w, r, http.StatusConflict, "reviewno", s.view("review", "That cannot be done", map[string]any{"Why": sentence(err)}))
	case err != nil:
		s.refuseForm(w, r, err)
	default:
		s.painter.log.Info("a curator took a mending back", "curator", who)
		http.Redirect(w, r, "/curate/mended", http.StatusSeeOther)
	}
}
