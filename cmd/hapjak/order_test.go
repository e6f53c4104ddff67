package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The house, from the ground up: what the packages in a folder may import of ours.
// The longest folder that holds a package decides. Data flows one way, so that what
// reads text knows no facts, and what knows facts knows no Discord.
var house = map[string][]string{
	"corpus":                  {},
	"nlp":                     {},
	"nlp/english":             {},
	"nlp/tongues":             {"nlp/english"},
	"nlp/encoder":             {},
	"nlp/encoder/weights":     {"nlp/encoder"},
	"facts/paged":             {},
	"facts/kb":                {"corpus", "nlp", "facts/kb/fault", "facts/paged"},
	"facts/kb/fault":          {},
	"facts/kb/literal":        {"corpus", "nlp/english", "facts/kb"},
	"facts/kb/anchor":         {"corpus", "nlp", "nlp/english", "nlp/tongues", "facts/kb", "facts/kb/literal"},
	"facts/kb/table":          {"corpus", "nlp", "facts/kb", "facts/kb/literal"},
	"facts/kb/triples":        {"corpus", "nlp", "facts/kb", "facts/kb/anchor", "facts/kb/fault", "facts/kb/literal", "facts/kb/table"},
	"facts/kb/guess":          {"corpus", "facts/kb", "facts/kb/curated", "facts/kb/fault", "facts/kb/literal", "facts/kb/table", "nlp"},
	"facts/kb/kbtest":         {"corpus", "facts/kb", "facts/kb/curated"},
	"facts/kb/curated":        {"corpus", "facts/kb", "facts/kb/anchor", "facts/kb/fault", "facts/kb/literal", "facts/kb/triples", "nlp", "facts/scribe"},
	"facts/kb/storage":        {"corpus", "facts/kb", "facts/kb/curated", "facts/kb/fault", "facts/kb/table", "facts/kb/triples"},
	"facts/starter":           {"facts/scribe"},
	"facts/linked":            {"corpus", "facts/kb", "facts/kb/literal"},
	"facts/passages":          {"corpus", "nlp", "facts/paged"},
	"facts/intake":            {"corpus", "nlp", "facts/kb", "facts/kb/anchor", "facts/kb/curated", "facts/kb/fault", "facts/kb/guess", "facts/kb/storage", "facts/kb/table", "facts/kb/triples", "facts/passages"},
	"facts/scribe":            {},
	"facts/suggest":           {"corpus", "nlp", "nlp/english", "nlp/encoder", "facts/kb", "facts/kb/anchor", "facts/kb/curated", "facts/kb/literal", "facts/kb/storage", "facts/passages", "facts/scribe"},
	"facts/reading":           {"corpus", "nlp"},
	"facts/question":          {"nlp", "nlp/english", "facts/kb"},
	"facts/expr":              {"facts/kb", "facts/kb/literal"},
	"facts/lexicon":           {"nlp", "nlp/english", "facts/kb", "facts/question", "facts/expr"},
	"facts/plan":              {"corpus", "nlp", "nlp/english", "facts/kb", "facts/kb/literal", "facts/question", "facts/expr", "facts/lexicon"},
	"facts/evidence":          {"corpus", "nlp", "nlp/encoder", "nlp/english", "facts/kb", "facts/kb/literal", "facts/passages", "facts/question", "facts/plan"},
	"facts/decide":            {"corpus", "nlp", "nlp/encoder", "nlp/english", "facts/kb", "facts/reading", "facts/question", "facts/expr", "facts/evidence"},
	"facts/decide/train":      {"facts", "facts/evidence", "facts/kb", "nlp/encoder"},
	"facts/judge":             {"nlp/encoder", "facts/evidence"},
	"facts/say":               {"corpus", "nlp", "nlp/english", "facts/kb", "facts/question", "facts/expr", "facts/plan", "facts/evidence", "facts/decide"},
	"facts/span":              {"nlp", "nlp/english", "facts/kb", "facts/question", "facts/expr", "facts/evidence", "facts/decide"},
	"facts/verdict":           {"corpus", "nlp", "nlp/encoder", "nlp/english", "facts/kb", "facts/question", "facts/evidence", "facts/judge", "facts/decide"},
	"facts/library":           {"corpus", "nlp", "facts/kb", "facts/passages", "facts/plan", "facts/say"},
	"facts":                   {"corpus", "nlp", "nlp/english", "nlp/encoder", "facts/kb", "facts/kb/curated", "facts/kb/storage", "facts/passages", "facts/reading", "facts/question", "facts/expr", "facts/plan", "facts/evidence", "facts/decide", "facts/say", "facts/judge", "facts/library", "facts/span", "facts/verdict"},
	"facts/compile":           {"facts"},
	"facts/pins":              {"facts", "facts/kb"},
	"facts/scaletest":         {"facts", "facts/kb"},
	"facts/reading/train":     {"nlp", "nlp/english", "facts/reading"},
	"bot/messages":            {},
	"bot/store":               {},
	"bot/timeline":            {},
	"bot":                     {"corpus", "nlp", "nlp/tongues", "facts", "facts/kb", "facts/library", "facts/passages", "bot/messages"},
	"bot/compare":             {"facts", "bot"},
	"bot/review":              {"corpus", "nlp", "nlp/encoder", "nlp/english", "facts", "facts/judge", "facts/kb", "facts/kb/anchor", "facts/kb/curated", "facts/kb/literal", "facts/kb/storage", "facts/scribe", "bot/compare", "bot/store"},
	"bot/transcript":          {"bot"},
	"bot/watch":               {"facts", "facts/kb", "facts/kb/curated", "facts/kb/storage", "bot"},
	"bot/console":             {"facts", "facts/kb", "bot", "bot/messages"},
	"bot/discord":             {"corpus", "facts", "bot", "bot/messages", "bot/store", "bot/timeline"},
	"bot/web":                 {"corpus", "nlp", "facts", "facts/intake", "facts/kb", "facts/kb/curated", "facts/kb/fault", "facts/library", "facts/kb/storage", "facts/passages", "facts/scribe", "facts/suggest", "bot", "bot/compare", "bot/review", "bot/store", "bot/timeline", "bot/watch"},
	"bot/discord/discordtest": {"bot/discord/discordtest"},
	"cmd":                     {"corpus", "nlp", "nlp/encoder", "nlp/encoder/weights", "facts", "facts/intake", "facts/judge", "facts/kb", "facts/kb/curated", "facts/kb/fault", "facts/kb/storage", "facts/kb/triples", "facts/passages", "facts/linked", "facts/expr", "facts/plan", "facts/starter", "facts/suggest", "bot", "bot/compare", "bot/console", "bot/discord", "bot/review", "bot/store", "bot/watch", "bot/web"},
}

// Libraries that one room keeps to itself, so that they can be replaced there.
var kept = map[string]string{
	"github.com/jdkato/prose":         "nlp",
	"github.com/kljensen/snowball":    "nlp",
	"github.com/bwmarrin/discordgo":   "bot/discord",
	"github.com/gorilla/websocket":    "bot/discord",
	"modernc.org/sqlite":              "bot/store",
	"github.com/jackc/pgx":            "bot/store",
	"github.com/peterh/liner":         "bot/console",
	"github.com/spf13/cobra":          "cmd",
	"github.com/edsrzf/mmap-go":       "facts",
	"codeberg.org/readeck":            "corpus",
	"github.com/prometheus":           "bot",
	"github.com/santhosh-tekuri":      "bot/discord/discordtest",
	"github.com/piprate/json-gold":    "facts/linked",
	"github.com/modelcontextprotocol": "bot/web",
	"github.com/fsnotify/fsnotify":    "bot/watch",
	"github.com/rogpeppe/go-internal": "cmd",
	"github.com/chromedp":             "bot/web",
	"git.sr.ht/~sbinet/gg":            "bot/timeline",
	"github.com/hajimehoshi":          "bot/timeline",
}

func TestImportOrder(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "rivals" || strings.HasPrefix(d.Name(), ".") && file != "."):
			return fs.SkipDir
		case d.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		seen++
		parsed, err := parser.ParseFile(token.NewFileSet(), "../../"+file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, file, imported)
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Fatalf("read %d files: %v", seen, err)
	}
}

func checkImport(t *testing.T, file, imported string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(imported, "hapjak/"); ok {
		room := roomOf(path.Dir(file))
		if !slices.Contains(house[room], ours) {
			t.Errorf("%s imports %s: what is in %s may import %q", file, imported, room, house[room])
		}
		return
	}
	for library, room := range kept {
		if strings.HasPrefix(imported, library) && !strings.HasPrefix(file, room+"/") {
			t.Errorf("%s imports %s, which only %s may", file, imported, room)
		}
	}
}

// roomOf returns the longest folder of the house that holds dir.
func roomOf(dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, ok := house[dir]; ok {
			return dir
		}
	}
	return "no room of the house"
}
