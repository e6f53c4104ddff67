package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
)

// A pipe carries the protocol's messages, a line each, between an assistant and the tools.
// A line that is no message is answered as an error, and costs no other its answer; and when
// the assistant has said all, it is not at its end before all that was asked is answered.
type pipe struct {
	in   *bufio.Reader
	from io.Closer
	rest []byte // of the line that is being read

	mu       sync.Mutex
	answered sync.Cond
	asked    int // requests without an answer
	out      io.Writer
}

func newPipe(in io.ReadCloser, out io.Writer) *pipe {
	p := &pipe{in: bufio.NewReaderSize(in, 16*maxBody), from: in, out: out}
	p.answered.L = &p.mu
	return p
}

// Read reads of the next message.
func (p *pipe) Read(b []byte) (n int, err error) {
	for len(p.rest) == 0 {
		line, err := p.in.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = p.in.ReadSlice('\n')
		}
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case long, !json.Valid(line):
			if _, err := p.Write([]byte(`{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a line is to be one message of JSON, of at most 256 KiB"}}` + "\n")); err != nil {
				return 0, err
			}
		default:
			p.count(line, 1)
			p.rest = append(bytes.Clone(line), '\n')
		}
		if err != nil && len(p.rest) == 0 {
			p.mu.Lock()
			for p.asked > 0 {
				p.answered.Wait()
			}
			p.mu.Unlock()
			return 0, err
		}
	}
	n = copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// count notes a request, or its answer, that is of this message.
func (p *pipe) count(message []byte, change int) {
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
	}
	if json.Unmarshal(message, &m) != nil || m.ID == nil || (m.Method != "") != (change > 0) || string(m.ID) == "null" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked += change
	p.answered.Broadcast()
}

// Write writes a message.
func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	n, err := p.out.Write(b)
	p.mu.Unlock()
	p.count(b, -1)
	return n, err
}

// Close lets nobody wait any more. It is called for either direction.
func (p *pipe) Close() error {
	p.mu.Lock()
	p.asked = 0
	p.answered.Broadcast()
	p.mu.Unlock()
	if err := p.from.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
