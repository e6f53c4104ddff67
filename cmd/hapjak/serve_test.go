package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
)

// Behind a proxy the links to sign in lead to where people reach the page.
func TestServePublic(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--kb", "../../facts/testdata/newsubject", "--data", t.TempDir(),
			"--curator", "Mina", "--trusted-proxy", "127.0.0.1", "--public", "https://ask.example.org"}, strings.NewReader(""), w, io.Discard)
		w.Close()
	}()
	led := false
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "Mina signs in") {
			led = strings.Contains(lines.Text(), " at https://ask.example.org/sign-in/")
			cancel()
		}
	}
	if code := <-done; code != 0 || !led {
		t.Errorf("exit %d; the link leads to the public address: %v", code, led)
	}
}
