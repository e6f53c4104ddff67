// Package paged is the form of the files that a compiled knowledge base is made of: the
// facts (package kb) and the index of passages (package passages).
//
// A file is a list of sections, each of bytes that only its owner understands. All numbers
// of the frame are little-endian, and sections begin at multiples of 8 bytes:
//
//	magic      8 bytes, which say whose file it is
//	version    u32, of what the sections hold
//	sections   u32, how many, with the last
//	then for each section: offset u64, length u64
//	CRC-32C of all that, u32, and zeros up to a multiple of 8
//	the sections, zeros between them
//	the last section: CRC-32C of each 64 KiB of the file from the end of the header to the
//	beginning of this section, then one of the sums before it, all u32
//
// Opening reads the header and the last section. The sum of any other page is checked when
// something of it is first read, so a damaged page is noticed before it is believed, and a
// file of gigabytes opens in a millisecond.
package paged

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"sync/atomic"
)

const (
	magicSize = 8
	tableAt   = magicSize + 8
	entrySize = 16
	alignment = 8
	pageSize  = 1 << 16
)

// A Format is what the files of one owner have in common.
type Format struct {
	Magic    string // 8 bytes
	Version  uint32
	Sections int    // without the one of the sums
	Name     string // in errors: "passage index"
	Remedy   string // in errors: "import the articles again"
}

// A File is a file as it lies in memory. It is safe for use by several goroutines.
type File struct {
	format   Format
	data     []byte
	head     uint64 // where the pages begin
	sections []span // the last is the sums'
	sums     []byte
	checked  []atomic.Uint64 // a bit for each page whose sum was found right
}

type span struct{ from, to uint64 }

// damage is what reading a damaged part panics with; see [Format.Recovered].
type damage struct{ error }

// Damage is [Format.Damaged] for a reader to panic with.
func (f Format) Damage(format string, args ...any) any { return damage{f.Damaged(format, args...)} }

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) } // made once, by the library

func align(n int) int { return (n + alignment - 1) &^ (alignment - 1) }

// headerSize is how many bytes stand before the first section.
func (f Format) headerSize() int { return align(tableAt + entrySize*(f.Sections+1) + 4) }

// Damaged is the error of a file that is of no use, with the remedy.
func (f Format) Damaged(format string, args ...any) error {
	return fmt.Errorf("%s: %w: %s", f.Name, fmt.Errorf(format, args...), f.Remedy)
}

// Load returns the file that data holds, which must not change afterwards. The error is one
// of [Format.Damaged].
func (f Format) Load(data []byte) (*File, error) {
	le := binary.LittleEndian
	switch {
	case len(data) < tableAt || string(data[:magicSize]) != f.Magic:
		return nil, f.Damaged("the file is none")
	case le.Uint32(data[magicSize:]) != f.Version:
		return nil, f.Damaged("version %d, this program reads %d", le.Uint32(data[magicSize:]), f.Version)
	case len(data) < f.headerSize():
		return nil, f.Damaged("cut short")
	}
	end := tableAt + entrySize*(f.Sections+1)
	if int(le.Uint32(data[magicSize+4:])) != f.Sections+1 || le.Uint32(data[end:]) != crc32.Checksum(data[:end], castagnoli()) {
		return nil, f.Damaged("the header is damaged")
	}
	for _, b := range data[end+4 : f.headerSize()] {
		if b != 0 {
			return nil, f.Damaged("the header is damaged")
		}
	}
	file := &File{format: f, data: data, head: uint64(f.headerSize()), sections: make([]span, f.Sections+1)}
	last := file.head
	for i := range file.sections {
		from, n := le.Uint64(data[tableAt+entrySize*i:]), le.Uint64(data[tableAt+entrySize*i+8:])
		if from < last || from%alignment != 0 || from > uint64(len(data)) || n > uint64(len(data))-from {
			return nil, f.Damaged("cut short")
		}
		last = from + n
		file.sections[i] = span{from, last}
	}
	if last != uint64(len(data)) {
		return nil, f.Damaged("something was added behind its end")
	}
	return file, file.readSums()
}

func (f *File) readSums() error {
	at := f.sections[f.format.Sections]
	b := f.data[at.from:at.to]
	pages := (int(at.from) - int(f.head) + pageSize - 1) / pageSize
	if len(b) != 4*pages+4 || binary.LittleEndian.Uint32(b[4*pages:]) != crc32.Checksum(b[:4*pages], castagnoli()) {
		return f.format.Damaged("the sums are damaged")
	}
	f.sums = b[:4*pages]
	f.checked = make([]atomic.Uint64, (pages+63)/64)
	return nil
}

// Size returns the length of a section.
func (f *File) Size(section int) int {
	s := f.sections[section]
	return int(s.to - s.from)
}

// View returns the bytes [from, to) of a section. Where they are damaged or none it panics
// with what [Format.Recovered] makes an error of.
func (f *File) View(section int, from, to uint64) []byte {
	s := f.sections[section]
	if from > to || to > s.to-s.from {
		panic(f.format.Damage("no bytes %d to %d in section %d", from, to, section))
	}
	if from == to {
		return nil
	}
	from, to = from+s.from, to+s.from
	for page := (from - f.head) / pageSize; page <= (to-1-f.head)/pageSize; page++ {
		if f.checked[page/64].Load()&(1<<(page%64)) == 0 {
			f.check(page)
		}
	}
	return f.data[from:to:to]
}

// check compares a page with its sum.
func (f *File) check(page uint64) {
	from := f.head + page*pageSize
	to := min(from+pageSize, f.sections[f.format.Sections].from)
	if crc32.Checksum(f.data[from:to], castagnoli()) != binary.LittleEndian.Uint32(f.sums[4*page:]) {
		panic(f.format.Damage("bytes %d to %d are damaged", from, to))
	}
	f.checked[page/64].Or(1 << (page % 64))
}

// Forget has every page checked again when it is next read, as after a change of the file.
func (f *File) Forget() {
	for i := range f.checked {
		f.checked[i].Store(0)
	}
}

// Whole returns all of a section, as [File.View] does.
func (f *File) Whole(section int) []byte { return f.View(section, 0, uint64(f.Size(section))) }

// Recovered turns what a damaged file made a reader panic with, as the built-in recover
// returns it, into an error; nil stays nil. Any other panic goes on.
func (f Format) Recovered(r any) error {
	switch r := r.(type) {
	case nil:
		return nil
	case damage:
		return r.error
	case interface{ Addr() uintptr }: // which only a page that is not there has
		return f.Damaged("its end is gone: it was cut short while it was in use, or its disk fails")
	case runtime.Error:
		return f.Damaged("%w", r)
	}
	panic(r)
}

// Section makes of bytes what [Format.Write] writes.
func Section(b []byte) *io.SectionReader {
	return io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b)))
}

// Write writes a file of these sections, as many as the format has, a piece at a time.
func (f Format) Write(w io.Writer, sections []*io.SectionReader) (int64, error) {
	if len(sections) != f.Sections || len(f.Magic) != magicSize {
		return 0, errors.New(f.Name + ": its sections are not those of its format")
	}
	le := binary.LittleEndian
	head := le.AppendUint32([]byte(f.Magic), f.Version)
	head = le.AppendUint32(head, uint32(f.Sections+1))
	at := f.headerSize()
	entry := func(n int) {
		head = le.AppendUint64(le.AppendUint64(head, uint64(at)), uint64(n))
		at = align(at + n)
	}
	for _, s := range sections {
		entry(int(s.Size()))
	}
	entry(4*((at-f.headerSize()+pageSize-1)/pageSize) + 4)
	head = le.AppendUint32(head, crc32.Checksum(head, castagnoli()))
	out := &summer{w: w}
	out.write(append(head, make([]byte, f.headerSize()-len(head))...), false)
	for _, s := range sections {
		out.copy(s)
		out.write(make([]byte, align(int(s.Size()))-int(s.Size())), true)
	}
	out.write(out.close(), false)
	return out.written, out.err
}

// A summer writes, and sums the pages of what it is told to.
type summer struct {
	w       io.Writer
	written int64
	err     error
	page    int // bytes of the page so far
	sum     uint32
	sums    []byte
}

func (s *summer) write(b []byte, sum bool) {
	if s.err != nil {
		return
	}
	n, err := s.w.Write(b)
	s.written += int64(n)
	s.err = err
	for sum && len(b) > 0 {
		n := min(len(b), pageSize-s.page)
		s.sum = crc32.Update(s.sum, castagnoli(), b[:n])
		s.page += n
		b = b[n:]
		if s.page == pageSize {
			s.endPage()
		}
	}
}

// copy writes a section, of which less than its size is an error.
func (s *summer) copy(from *io.SectionReader) {
	buf := make([]byte, min(from.Size(), pageSize))
	for left := from.Size(); left > 0 && s.err == nil; {
		n, err := io.ReadFull(from, buf[:min(left, pageSize)])
		if err != nil {
			s.err = err
			return
		}
		s.write(buf[:n], true)
		left -= int64(n)
	}
}

func (s *summer) endPage() {
	s.sums = binary.LittleEndian.AppendUint32(s.sums, s.sum)
	s.page, s.sum = 0, 0
}

// close returns the section of sums.
func (s *summer) close() []byte {
	if s.page > 0 {
		s.endPage()
	}
	return binary.LittleEndian.AppendUint32(s.sums, crc32.Checksum(s.sums, castagnoli()))
}
