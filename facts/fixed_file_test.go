package facts

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

// TestReadFile: what is no file is not waited for.
func TestReadFile(t *testing.T) {
	files := fstest.MapFS{"pipe.yaml": {Mode: fs.ModeNamedPipe}, "answers.yaml": {Data: []byte("[]")}}
	if _, err := readFile(files, "pipe.yaml"); err == nil {
		t.Error("a pipe is read")
	}
	if data, err := readFile(files, "answers.yaml"); err != nil || string(data) != "[]" {
		t.Errorf("%q %v", data, err)
	}
}
