package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"hapjak/facts/kb/storage"
)

// An Edit is a change of one file of a knowledge base.
type Edit struct {
	File   string // below the base's folder, with slashes
	Before string // all of the file; empty where there is none yet
	After  string
}

// Mark tells one content of a file from another.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}

// A Line is a line of a difference.
type Line struct {
	Op   string // "+", "-", or " " for what stays
	N    int    // its number in the file as it will be; of "-", as it is
	Text string
}

// around is how many lines of what stays are shown on each side.
const around = 3

// maxCells bounds the lines before and after, multiplied, that are held against each other one
// by one; of more, all between the first and the last that differ are shown as others.
const maxCells = 4 << 20

// Lines returns what is different, with some lines around it. Where lines between two differences
// are left out, one without a number stands for them.
func (e Edit) Lines() []Line {
	a, b := lines(e.Before), lines(e.After)
	from, end := 0, 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for end < min(len(a), len(b))-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var all []Line
	stay := func(text string, n int) { all = append(all, Line{" ", n, text}) }
	for i := range from {
		stay(b[i], i+1)
	}
	i, j := from, from
	for _, next := range append(alikeLines(a[from:len(a)-end], b[from:len(b)-end]), [2]int{len(a) - end - from, len(b) - end - from}) {
		for ; i < from+next[0]; i++ {
			all = append(all, Line{"-", i + 1, a[i]})
		}
		for ; j < from+next[1]; j++ {
			all = append(all, Line{"+", j + 1, b[j]})
		}
		if j < len(b)-end {
			stay(b[j], j+1)
			i, j = i+1, j+1
		}
	}
	for ; j < len(b); j++ {
		stay(b[j], j+1)
	}
	return near(all)
}

// alikeLines pairs the lines of two lists that stay, as many as can, in order: the longest common
// subsequence.
func alikeLines(a, b []string) (pairs [][2]int) {
	if len(a)*len(b) > maxCells {
		return nil
	}
	longest := make([][]int32, len(a)+1) // of what is left of each
	for i := range longest {
		longest[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// near leaves out the lines that stay and are far from any that does not.
func near(all []Line) (list []Line) {
	shown := make([]bool, len(all))
	for i, l := range all {
		if l.Op != " " {
			for k := max(0, i-around); k < min(len(all), i+around+1); k++ {
				shown[k] = true
			}
		}
	}
	for i, l := range all {
		switch {
		case shown[i]:
			list = append(list, l)
		case i > 0 && shown[i-1] && slices.Contains(shown[i:], true):
			list = append(list, Line{Op: " ", Text: "…"})
		}
	}
	return list
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// A patch is an Edit as it is kept to be taken back: what stood in a place and what stands
// there now, with what is around it, so that other changes of the file stay.
type patch struct {
	File  string `json:"file"`
	Old   string `json:"old"`
	New   string `json:"new"`
	Left  string `json:"left"`
	Right string `json:"right"`
	Made  bool   `json:"made,omitempty"` // the file was made for it
}

// maxAround bounds what is kept of each side, in bytes.
const maxAround = 200

func (e Edit) patch() patch {
	a, b := e.Before, e.After
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < len(a)-from && end < len(b)-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return patch{File: e.File, Old: a[from : len(a)-end], New: b[from : len(b)-end],
		Left: a[max(0, from-maxAround):from], Right: a[len(a)-end : min(len(a), len(a)-end+maxAround)], Made: a == ""}
}

// most is how many pairs of lines are held against each other to tell two texts apart.
const most = 4 << 20

// patches are the places that an edit changes, in their order. Each is taken back where those
// behind it have been.
func (e Edit) patches() []patch {
	list := []patch{}
	if e.File == "" || e.Before == e.After {
		return list
	}
	a, b := strings.SplitAfter(e.Before, "\n"), strings.SplitAfter(e.After, "\n")
	from, end := 0, 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for end < min(len(a), len(b))-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	x, y := a[from:len(a)-end], b[from:len(b)-end]
	if len(x)*len(y) > most {
		return append(list, e.patch())
	}
	same := make([][]int, len(x)+1) // by what is left of each, the most lines that they share
	for i := range same {
		same[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if same[i][j] = max(same[i+1][j], same[i][j+1]); x[i] == y[j] {
				same[i][j] = 1 + same[i+1][j+1]
			}
		}
	}
	for i, j := 0, 0; i < len(x) || j < len(y); {
		if i < len(x) && j < len(y) && x[i] == y[j] {
			i, j = i+1, j+1
			continue
		}
		i0, j0 := i, j
		for (i < len(x) || j < len(y)) && !(i < len(x) && j < len(y) && x[i] == y[j]) {
			if j == len(y) || i < len(x) && same[i+1][j] >= same[i][j+1] {
				i++
			} else {
				j++
			}
		}
		left, right := strings.Join(b[:from+j0], ""), strings.Join(a[from+i:], "")
		list = append(list, patch{File: e.File, Old: strings.Join(x[i0:i], ""), New: strings.Join(y[j0:j], ""),
			Left: left[max(0, len(left)-maxAround):], Right: right[:min(len(right), maxAround)], Made: e.Before == ""})
	}
	if len(list) == 1 {
		list[0] = e.patch() // of less than a line, where it is
	}
	return list
}

// errPlace is why a change is not taken back: somebody changed the same place since.
var errPlace = errors.New("the place that was changed is not as it was left")

// back returns a file without the patch. Other changes of the file stay; what is next to the
// patch may have been changed too, as long as what the patch wrote is there once. What others have
// put under lines that it wrote keeps those.
func (p patch) back(now string) (string, error) {
	for _, side := range [][2]string{{p.Left, p.Right}, {p.Left, ""}, {"", p.Right}, {"", ""}} {
		with := side[0] + p.New + side[1]
		if blank := strings.TrimSpace(p.New) == ""; blank && (strings.TrimSpace(with) == "" || side[0] == "" && side[1] == "") {
			continue // nothing says where it was
		}
		if strings.Count(now, with) != 1 {
			continue
		}
		from := strings.Index(now, with) + len(side[0])
		behind := now[from+len(p.New):]
		without := now[:from] + p.Old + behind
		if was := firstTelling(p.Right); was != "" && strings.HasPrefix(firstTelling(behind), was) { // under others before; may be cut
			return without, nil
		}
		return keepParents(now, without), nil
	}
	return "", errPlace
}

// keepParents is a file without the lines that were taken out of it, but for those that what stands behind
// them is under by its indent: a thing has got another statement since, whose own was taken out.
func keepParents(now, without string) string {
	a, b := strings.SplitAfter(now, "\n"), strings.SplitAfter(without, "\n")
	if len(b) >= len(a) {
		return without
	}
	from := 0
	for from < len(b) && a[from] == b[from] {
		from++
	}
	to := from + len(a) - len(b)
	if !slices.Equal(a[to:], b[from:]) {
		return without // lines were put in, too
	}
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	next := slices.IndexFunc(a[to:], func(line string) bool { return telling(line) })
	if next < 0 {
		return without
	}
	var parents []string
	under := indent(a[to+next])
	for _, line := range slices.Backward(a[from:to]) {
		if telling(line) && indent(line) < under {
			parents, under = append(parents, line), indent(line)
		}
	}
	slices.Reverse(parents)
	return strings.Join(slices.Concat(a[:from], parents, a[to:]), "")
}

// telling reports whether a line is neither blank nor a comment.
func telling(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && line[0] != '#'
}

// firstTelling is the first such line of a text.
func firstTelling(text string) string {
	for line := range strings.Lines(text) {
		if telling(line) {
			return line
		}
	}
	return ""
}

// A folder is the files of a knowledge base, with changes that are not made yet.
type folder struct {
	fs.FS
	over map[string]string
}

var (
	_ fs.ReadFileFS = folder{}
	_ fs.GlobFS     = folder{}
)

func (f folder) ReadFile(name string) ([]byte, error) {
	switch text, ok := f.over[name]; {
	case !ok:
		return fs.ReadFile(f.FS, name)
	case text == "":
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	default:
		return []byte(text), nil
	}
}

func (f folder) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(f.FS, pattern)
	if err != nil {
		return nil, err
	}
	for name := range f.over {
		if ok, err := path.Match(pattern, name); err == nil && ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		text, ok := f.over[name]
		return ok && text == ""
	})
	slices.Sort(names)
	return names, nil
}

// read returns a file's text, empty where there is none.
func read(files fs.FS, name string) (string, error) {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(data), err
}

// writeFile puts a file's new text in its place at once; with an empty text the file goes.
func writeFile(name, text string) error {
	if text == "" {
		return os.Remove(name)
	}
	return storage.ReplaceFile(name, []byte(text))
}
