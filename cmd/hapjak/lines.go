package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// maxLine is the longest line that is read, 8 MiB. What is longer is answered with
// an error, and its rest is skipped, so that memory is bounded whatever comes in.
const maxLine = 8 << 20

// An inputLine is one line of a stream of questions.
type inputLine struct {
	n    int // from 1
	text []byte
	long bool // it went on beyond maxLine
	some bool // there was something of it, were it but its end
}

// A lineQuestion is one line's question.
type lineQuestion struct {
	Text         string `json:"q"`
	Conversation string `json:"conversation"`
	Source       string `json:"source"`
}

// question reads a line as an object when it begins like one, and else as a plain
// question.
func (l inputLine) question() (q lineQuestion, err error) {
	if l.long {
		return q, fmt.Errorf("line %d: longer than %d bytes", l.n, maxLine)
	}
	text := bytes.TrimSpace(l.text)
	if len(text) == 0 || text[0] != '{' {
		return lineQuestion{Text: string(text)}, nil
	}
	if err := json.Unmarshal(text, &q); err != nil {
		return q, fmt.Errorf(`line %d: %v; want {"q": "…"} or a plain question`, l.n, err)
	}
	return q, nil
}

// eachLine calls f for every line until one fails or the context ends, and returns
// how many there were.
func eachLine(ctx context.Context, in io.Reader, f func(inputLine) error) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines, failed := make(chan inputLine), make(chan error, 1)
	go func() { failed <- readLines(ctx, in, lines) }()
	n := 0
	for {
		select {
		case l, ok := <-lines:
			if !ok {
				return n, <-failed
			}
			n = l.n
			if err := f(l); err != nil {
				return n, err
			}
		case <-ctx.Done(): // the reader may be waiting for input still
			return n, ctx.Err()
		}
	}
}

// readLines sends lines until the input ends, and closes the channel.
func readLines(ctx context.Context, in io.Reader, lines chan<- inputLine) error {
	defer close(lines)
	r := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		l, err := readLine(r)
		if err != nil && (err != io.EOF || !l.some) {
			if err == io.EOF {
				return nil
			}
			return fmt.Errorf("reading questions: %w", err)
		}
		l.n = n
		select {
		case lines <- l:
		case <-ctx.Done():
			return nil
		}
		if err == io.EOF {
			return nil
		}
	}
}

// readLine reads up to a line feed, and keeps no more than maxLine of it.
func readLine(r *bufio.Reader) (l inputLine, err error) {
	for {
		part, err := r.ReadSlice('\n')
		l.some = l.some || len(part) > 0
		if l.long = l.long || len(l.text)+len(part) > maxLine+1; !l.long {
			l.text = append(l.text, part...)
		} else {
			l.text = nil
		}
		if err != bufio.ErrBufferFull {
			l.text = bytes.TrimRight(l.text, "\r\n")
			if err == nil {
				return l, nil
			}
			return l, err
		}
	}
}
