package main

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestPairs(t *testing.T) {
	got := pairs("title=Mr. Go (a=b) private=true")
	if len(got) != 2 || got["title"] != "Mr. Go (a=b)" || got["private"] != "true" {
		t.Errorf("%q", got)
	}
}

// TestNobodyComes pins that a play without a bot fails and says why.
func TestNobodyComes(t *testing.T) {
	var out bytes.Buffer
	if status := run("127.0.0.1:0", 50*time.Millisecond, strings.NewReader("say hello\n"), &out); status != 1 {
		t.Errorf("status %d", status)
	}
	if !strings.Contains(out.String(), "no 1 ready sessions") || !strings.Contains(out.String(), "token ") {
		t.Errorf("said %s", out.String())
	}
}

// TestServes pins that the address printed is that of a Discord.
func TestServes(t *testing.T) {
	r, w := io.Pipe()
	done := make(chan int)
	go func() { done <- run("127.0.0.1:0", 200*time.Millisecond, strings.NewReader(""), w) }()
	line := make([]byte, 100)
	n, err := r.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r)
	host := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(string(line[:n]))
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+host+"/?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	ws.Close()
	<-done
}
