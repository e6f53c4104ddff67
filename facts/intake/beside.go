package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

// mended reports whether articles alone are imported into a base beside which curators have
// written: then it is looked at what becomes of that.
func (j *Job) mended() bool {
	if len(j.Articles) == 0 || len(j.Triples) > 0 || j.Schema != "" {
		return false
	}
	for _, name := range []string{curated.MendingsFile, curated.AnswersFile} {
		if _, err := os.Stat(filepath.Join(j.Dir, name)); err == nil {
			return true
		}
	}
	return false
}

// beside reports which citations of what stands beside the import move with the articles that
// were read, or are lost, and what denies them since, and refuses articles over which it would have faults.
func (j *Job) beside() error {
	defer j.openWas()()
	sources := j.sources
	if j.was != nil {
		sources = anchor.Since{Citable: sources, Was: j.was}
	}
	_, notes, err := curated.AnchorBeside(os.DirFS(j.Dir), sources, func() (*kb.Base, error) { return storage.Open(j.Dir, nil) })
	for _, n := range notes {
		j.report.Anchors = append(j.report.Anchors, n.Error())
		j.say("%s", n.Error())
	}
	if err != nil {
		j.report.Broken = strings.Split(err.Error(), "\n")
		return hint(fmt.Errorf("over these articles what curators wrote beside the import would no longer hold: %s", j.report.Broken[0]), "mend it in the file, or take it out, and import then")
	}
	return nil
}
