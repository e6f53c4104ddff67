package facts

import (
	"bytes"
	"os"
	"testing"
)

func TestShippedIsUpToDate(t *testing.T) {
	base, index, err := Compile(os.DirFS("shipped"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(base, shippedBase) || !bytes.Equal(index, shippedIndex) {
		t.Error("the compiled knowledge base differs from its sources: run `go generate ./facts` and commit what it writes")
	}
}
