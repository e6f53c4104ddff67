package web

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"hapjak/bot/review"
	"hapjak/facts/scribe"
)

// This file is the fields of the forms.

// forms are the rooms in which what the files say is changed by form.
type forms struct {
	*painter
	*folder
	review *reviewing // whose questions a change is tried on
}

// put makes the change of a form. Where the form asks first what it would change, that is returned,
// to be shown, and nothing is written; so it is before a change is saved by which a known question is
// answered otherwise, or that is doubted.
func (s forms) put(r *http.Request, what string, change changing, doubts ...string) (seen map[string]any, err error) {
	do := r.PostForm.Get("do")
	if do == "see" || do == "save" || do == "drop" {
		if seen, err = s.seen(r, what, change, doubts); err != nil || do == "see" {
			return seen, err
		}
		if counts, _ := seen["Counts"].([]string); len(counts) > 0 || len(doubts) > 0 {
			seen["Sure"], seen["Drops"] = true, do == "drop"
			return seen, nil
		}
	}
	who, _ := s.curator(r)
	return nil, s.edit(r.Context(), who, what, change)
}

// seen is what the change of a form does.
func (s forms) seen(r *http.Request, what string, change changing, doubts []string) (seen map[string]any, err error) {
	var changes []scribe.Change
	err = s.checked(r.Context(), change, func(_ context.Context, c scribe.Change) error {
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	seen = s.review.seen(r, s.folder, what, changes)
	seen["Doubts"] = doubts
	return seen, nil
}

// drops reports whether a form takes out what it is of: at once, or for sure when it was shown what that
// changes.
func drops(r *http.Request) bool {
	do := r.PostForm.Get("do")
	return do == "drop" || do == "drop sure"
}

// saved puts into a page whether it follows a change that was saved, and the last change that the curator
// made by a form, to be undone beside what tells of it.
func (s forms) saved(r *http.Request, data map[string]any) {
	if data["Done"] = r.URL.Query().Get("done") != ""; data["Done"] == false {
		return
	}
	who, _ := s.curator(r)
	list, err := s.review.memory.Mendings(r.Context(), 1)
	if err == nil && len(list) > 0 && list[0].Who == who && list[0].Kind == string(review.Edits) && list[0].Undone.IsZero() {
		data["Undo"] = list[0].ID
	}
}

// seen is what changes do to the files and to the answers, to be shown before they are made.
func (s *reviewing) seen(r *http.Request, files *folder, what string, changes []scribe.Change) map[string]any {
	list, edits := files.differences(changes)
	seen := map[string]any{"Files": list}
	if len(edits) > 0 {
		seen["Effect"], seen["Counts"] = s.effect(r, edits, review.Mending{Word: what})
	}
	return seen
}

// A difference is what a change does to a file.
type difference struct {
	File  string
	Lines []review.Line
}

// differences are what changes do to the files, and the edits that do it.
func (s *folder) differences(changes []scribe.Change) (list []difference, edits []review.Edit) {
	for _, c := range changes {
		was, err := fs.ReadFile(s.files(), c.File)
		if err != nil {
			was = nil
		}
		e := review.Edit{File: c.File, Before: string(was), After: string(c.Data)}
		list = append(list, difference{c.File, e.Lines()})
		edits = append(edits, e)
	}
	return list, edits
}

// book reads the facts for a page or for the form that was sent from it. Where that cannot be, it
// has answered.
func (s forms) book(w http.ResponseWriter, r *http.Request) (b *scribe.Book, ok bool) {
	err := error(nil)
	if r.Method == http.MethodPost {
		err = readForm(w, r)
	}
	if err == nil {
		b, err = s.readFacts(r.Context())
	}
	if err != nil {
		s.refuseForm(w, r, err)
	}
	return b, err == nil
}

// A formField is one of a form.
type formField struct {
	Name, Label, Help, Value string
	Many                     bool     // several, one a line
	Needed                   bool     // may not be empty
	Rare                     bool     // mostly left empty: shown when it is asked for
	Options                  []option // to choose from, and from nothing else
	Names                    []string // to complete from
	Faults                   []string
}

type option struct {
	Value, Label string
	Chosen       bool
}

// fill puts what was typed into fields.
func fill(fields []formField, r *http.Request) {
	for i := range fields {
		f := &fields[i]
		f.Value = strings.TrimSpace(r.PostForm.Get(f.Name))
		for j := range f.Options {
			f.Options[j].Chosen = f.Options[j].Value == f.Value
		}
	}
}

// values are the values typed into a field.
func (f *formField) values() []string {
	if !f.Many {
		if f.Value == "" {
			return nil
		}
		return []string{f.Value}
	}
	var list []string
	for line := range strings.Lines(f.Value) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// find returns a field by its name.
func find(fields []formField, name string) *formField {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

func anyFault(fields []formField) bool {
	return slices.ContainsFunc(fields, func(f formField) bool { return len(f.Faults) > 0 })
}

// place puts the faults of a change beside the fields that they are of, and returns those of
// none.
func (f faulty) place(fields []formField) (others []string) {
	lines := strings.Split(f.change.After, "\n")
	for _, x := range f.list {
		n := x.Line - f.change.Line
		var at *formField
		if x.File == f.change.File && n >= 0 && n < len(lines) {
			key, _, _ := strings.Cut(strings.TrimLeft(lines[n], " -"), ":")
			if at = find(fields, key); at == nil && key == strings.TrimSpace(key) {
				at = find(fields, "object") // the relation's own
			}
			x.What = strings.TrimPrefix(x.What, key+": ")
		}
		if at == nil {
			others = append(others, x.Error())
			continue
		}
		at.Faults = append(at.Faults, sentence(errors.New(x.What)))
	}
	return others
}

// need faults what must not be empty, and says whether something is.
func need(fields []formField) bool {
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Needed && len(f.values()) == 0:
			f.Faults = append(f.Faults, "This must not be empty.")
		case f.Options != nil && f.Value != "" && !chosen(f.Options):
			f.Faults = append(f.Faults, "Choose one of these.")
		}
	}
	return anyFault(fields)
}

func chosen(list []option) bool {
	for _, o := range list {
		if o.Chosen {
			return true
		}
	}
	return false
}
