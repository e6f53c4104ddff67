package library

import "hapjak/corpus"

// A Short is one short answer.
type Short struct {
	Text   string `json:"text"`             // "Bong Joon Ho", "2013", "Yes"
	Kind   string `json:"kind"`             // a kind of the schema, or "year", "number", "money", "text", "yesno" …
	Entity string `json:"entity,omitempty"` // its id, when it is an entity
}

// A Citation is what a marker of the text leads to.
type Citation struct {
	Marker    int    `json:"marker"` // from 1, in order of appearance in the text
	Source    string `json:"source"`
	Paragraph int    `json:"paragraph"`
	Part      int    `json:"part,omitempty"`  // of the paragraph, 0 for all of it; see corpus.Ref
	Place     string `json:"place,omitempty"` // where in an original without paragraphs: "p. 12"; see corpus.Paragraph
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Date      string `json:"date"`
	URL       string `json:"url"`
	Passage   string `json:"passage"`  // what a person is shown for the citation
	Verbatim  bool   `json:"verbatim"` // whether Passage is the source's own words, rather than a digest
}

// Ref returns the paragraph cited.
func (c Citation) Ref() corpus.Ref {
	return corpus.Ref{Source: c.Source, Paragraph: c.Paragraph, Part: c.Part}
}

// Where says where in its source a citation leads: "27.3", and in an original without
// paragraphs to count the page or the time, "27.3 (p. 12)".
func (c Citation) Where() string {
	if c.Place == "" {
		return c.Ref().Place()
	}
	return c.Ref().Place() + " (" + c.Place + ")"
}

// A Choice is one way to go on from an ambiguous question.
type Choice struct {
	Label    string `json:"label"`            // "Tyrant (1967)"
	Entity   string `json:"entity,omitempty"` // its id
	Question string `json:"question"`         // the question to ask instead
}
