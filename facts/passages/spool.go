package passages

import (
	"bytes"
	"encoding/binary"
	"io"
)

// A ScratchFile is a temporary file. Closing it takes it away.
type ScratchFile interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
}

// A scratch is where a builder keeps what it does not want to hold in memory.
type scratch struct {
	stop   func() error                // may be nil; says why it is time to stop
	create func() (ScratchFile, error) // nil keeps everything in memory
	budget int                         // bytes that a block, or what is being sorted, may take
	spools []*spool                    // with a file
	rooms  []room                      // of sorters that are done
	err    error                       // the first
}

// The budget of an import, and the share of it that is gathered before a file is written to.
const (
	defaultBudget = 16 << 20
	spoolShare    = 128
)

func (s *scratch) fail(err error) {
	if s.err == nil && err != nil {
		s.err = err
	}
}

// stopped reports whether something failed, or it is time to stop, which is asked whenever a file is written or read.
func (s *scratch) stopped() bool {
	if s.err == nil && s.stop != nil {
		s.err = s.stop()
	}
	return s.err != nil
}

// over reports whether so many bytes are more than may be held.
func (s *scratch) over(bytes int) bool { return s.create != nil && bytes > s.budget }

// close takes all files away.
func (s *scratch) close() error {
	for _, sp := range s.spools {
		sp.free()
	}
	s.spools = nil
	return s.err
}

// A spool is bytes that are written one behind the other and read later. What is appended to
// its buffer counts once [spool.put] is called.
type spool struct {
	*scratch
	buf    []byte
	file   ScratchFile // nil as long as the buffer holds everything
	behind int64       // bytes in the file
}

func (s *scratch) spool() *spool { return &spool{scratch: s} }

func (s *spool) size() int64 { return s.behind + int64(len(s.buf)) }

// put moves the buffer into the file when it is full.
func (s *spool) put() {
	if s.over(spoolShare * len(s.buf)) {
		s.flush()
	}
}

func (s *spool) flush() {
	if s.stopped() {
		s.buf = s.buf[:0]
		return
	}
	if s.file == nil {
		file, err := s.create()
		if err != nil {
			s.fail(err)
			return
		}
		s.file = file
		s.scratch.spools = append(s.scratch.spools, s)
	}
	n, err := s.file.WriteAt(s.buf, s.behind)
	if err != nil {
		s.fail(err)
	}
	s.behind += int64(n)
	s.buf = s.buf[:0]
}

// free lets the spool go, and its file.
func (s *spool) free() {
	s.buf = nil
	if s.file != nil {
		if err := s.file.Close(); err != nil {
			s.fail(err)
		}
	}
	s.file = nil
}

func (s *spool) write(b []byte) {
	s.buf = append(s.buf, b...)
	s.put()
}

// reader returns all that was written. Nothing is to be written while it is read.
func (s *spool) reader() *io.SectionReader {
	if s.file == nil {
		return io.NewSectionReader(bytes.NewReader(s.buf), 0, int64(len(s.buf)))
	}
	if len(s.buf) > 0 {
		s.flush()
	}
	return io.NewSectionReader(s.file, 0, s.behind)
}

// A cursor takes values off the front of bytes of a spool. A failure, or an end that
// comes too soon, is the scratch's error, and gives zero values from then on.
type cursor struct {
	*scratch
	r    io.Reader
	buf  []byte // what was read and not yet taken is buf[from:]
	from int
	left int64 // bytes yet to be read
}

// cursorSize is how much is read at a time.
const cursorSize = 1 << 15

// cursor reads all of a spool, part the bytes [from, to).
func (s *spool) cursor() *cursor { return s.part(0, s.size()) }

func (s *spool) part(from, to int64) *cursor {
	return &cursor{scratch: s.scratch, r: io.NewSectionReader(s.reader(), from, to-from), left: to - from}
}

func (c *cursor) more() bool { return c.err == nil && (c.from < len(c.buf) || c.left > 0) }

// need returns the next n bytes, or as many as are left, without taking them.
func (c *cursor) need(n int) []byte {
	if have := len(c.buf) - c.from; have < n && c.left > 0 {
		size := max(n-have, cursorSize)
		size = int(min(int64(size), c.left))
		c.buf = append(c.buf[:0], c.buf[c.from:]...)
		c.from = 0
		c.buf = append(c.buf, make([]byte, size)...)
		if _, err := io.ReadFull(c.r, c.buf[have:]); err != nil || c.stopped() {
			c.fail(err)
			c.buf, c.left = c.buf[:have], 0
		} else {
			c.left -= int64(size)
		}
	}
	return c.buf[c.from:min(len(c.buf), c.from+n)]
}

// bytes takes n bytes, which are good until the next are taken.
func (c *cursor) bytes(n int) []byte {
	b := c.need(n)
	c.from += len(b)
	if len(b) < n {
		c.fail(io.ErrUnexpectedEOF)
		return make([]byte, n)
	}
	return b
}

func (c *cursor) u32() uint32 { return binary.LittleEndian.Uint32(c.bytes(4)) }

func (c *cursor) uvarint() uint64 {
	v, n := binary.Uvarint(c.need(binary.MaxVarintLen64))
	if n <= 0 {
		c.fail(io.ErrUnexpectedEOF)
		c.from, c.left = len(c.buf), 0
		return 0
	}
	c.from += n
	return v
}
