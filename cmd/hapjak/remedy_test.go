package main

import (
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

func TestRemedyOfAFullDisk(t *testing.T) {
	full := fmt.Errorf("nothing was imported: %w", &fs.PathError{Op: "write", Path: "kb/facts.tmp", Err: syscall.ENOSPC})
	if got := remedyOf(full); !strings.Contains(got, "make room") {
		t.Errorf("of a full disk: %q", got)
	}
	if got := remedyOf(hint(full, "wait")); got != "wait" {
		t.Errorf("of an error that knows better: %q", got)
	}
	if got := remedyOf(syscall.EIO); got != "" {
		t.Errorf("of another: %q", got)
	}
}
