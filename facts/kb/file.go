package kb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"unsafe"

	"hapjak/facts/paged"
)

// The compact file is a base's arrays as they stand in memory, so that opening it is
// reading and checking it. It is a file of package paged, whose sections are those of
// [Base.sections]: numbers are little-endian, and a machine that is not copies them. What
// must hold of them so that no reader can be led astray stands in sound.go. Strings are
// kept once each, and named by number. The schema is encoded by schemawire.go.
//
// Version 1 had another frame, which is read still: file1.go. A base that cites parts of
// paragraphs has one section more than others, and is of version 3.
//
// MetaQA's 133,582 statements about 43,280 things take 16.2 MB, of which the index of
// near names is two fifths, and open in 6 ms on a 2-core machine, nearly all of it for
// the checksum and the checks; the film catalogue's 225,856 about 62,612 take 28.3 MB
// and 13 ms (go test -bench 'Open|Import' ./facts/kb).
// alignment is that of the arrays in memory.
const alignment = 8

func format(sections int) paged.Format {
	return paged.Format{Magic: "hapjakkb", Version: 2, Sections: sections, Name: "facts", Remedy: "import them again with --replace"}
}

// withParts is the format of a base that cites parts of paragraphs.
func withParts(sections int) paged.Format {
	f := format(sections)
	f.Version = 3
	return f
}

// ErrFormat is what every refusal of a compact file is, with the reason in its text.
var ErrFormat = errors.New("no usable knowledge base")

// A section is one array of the file.
type section struct {
	name  string
	bytes func() []byte
	set   func([]byte) error
}

// sections lists what the file holds, in order.
func (b *Base) sections(schema *[]byte) []section {
	return []section{
		array("schema", schema),
		array("string starts", &b.strings.start),
		text("strings", &b.strings.blob),
		array("kinds", &b.kindStart),
		array("name starts", &b.nameStart),
		array("names", &b.names),
		array("ids", &b.ids),
		array("descriptions", &b.abouts),
		array("ids in order", &b.byID),
		array("bounds of values", &b.bounds),
		array("units", &b.units),
		array("subjects", &b.subjects),
		array("objects", &b.objects),
		array("relations", &b.rels),
		array("subjects' statements", &b.outStart),
		array("statements by object", &b.in),
		array("objects' statements", &b.inStart),
		array("statements by relation", &b.of),
		array("relations' statements", &b.ofStart),
		array("qualifier starts", &b.qualStart),
		array("qualifiers", &b.quals),
		array("citation starts", &b.citeStart),
		array("citations", &b.cites),
		array("citations by paragraph", &b.citing),
		array("sources", &b.sources),
		array("squashed name starts", &b.keys.keys.start),
		text("squashed names", &b.keys.keys.blob),
		array("squashed name table", &b.keys.slots),
		array("squashed names' nodes starts", &b.keys.start),
		array("squashed names' nodes", &b.keys.nodes),
		array("word starts", &b.words.keys.start),
		text("words", &b.words.keys.blob),
		array("word table", &b.words.slots),
		array("words' nodes starts", &b.words.start),
		array("words' nodes", &b.words.nodes),
		array("near name buckets", &b.near.start),
		array("near names", &b.near.entries),
		array("parts of paragraphs", &b.parts), // the last: not every file has it
	}
}

// array is the section of a slice of fixed-size elements. What is set shares the
// file's memory.
func array[T ~uint16 | ~uint32 | ~float64 | ~byte](name string, p *[]T) section {
	size := int(unsafe.Sizeof(*new(T)))
	return section{name,
		func() []byte {
			if len(*p) == 0 {
				return nil
			}
			return inOrder(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*p))), len(*p)*size), size)
		},
		func(data []byte) error {
			if len(data)%size != 0 {
				return fmt.Errorf("%s: %d bytes are not a multiple of %d", name, len(data), size)
			}
			if data = inOrder(data, size); len(data) > 0 {
				*p = unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(data))), len(data)/size)
			}
			return nil
		},
	}
}

// littleEndian says how this machine keeps its numbers.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// inOrder returns numbers of size bytes each in the file's order, or from it in the
// machine's.
func inOrder(data []byte, size int) []byte {
	if littleEndian() || size == 1 {
		return data
	}
	return turned(data, size)
}

func turned(data []byte, size int) []byte {
	words := make([]uint64, len(data)/alignment+1) // for its alignment
	out := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(data))
	for i := range out {
		out[i] = data[i-i%size+size-1-i%size]
	}
	return out
}

func text(name string, p *string) section {
	return section{name,
		func() []byte { return unsafe.Slice(unsafe.StringData(*p), len(*p)) },
		func(data []byte) error {
			*p = unsafe.String(unsafe.SliceData(data), len(data))
			return nil
		},
	}
}

// Write writes the base as a compact file.
func (b *Base) Write(w io.Writer) error {
	schema := encodeSchema(b.schema)
	var data []*io.SectionReader
	for _, s := range b.sections(&schema) {
		data = append(data, paged.Section(s.bytes()))
	}
	f := withParts(len(data))
	if len(b.parts) == 0 {
		data = data[:len(data)-1]
		f = format(len(data))
	}
	_, err := f.Write(w, data)
	return err
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) } // made once, by the library

// OpenFile reads a compact file. It is not mapped: all of it is read for its checksum
// anyway, and a file that is cut short while it serves must not end the program.
func OpenFile(path string) (*Base, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w; give back the right to read it", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w; import again with --replace", err)
	}
	b, err := LoadBytes(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return b, nil
}

// LoadBytes reads a compact file in memory, which the base goes on using and which
// must not change. A file that is cut short or altered is refused with the reason.
func LoadBytes(data []byte) (*Base, error) {
	b, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return b, nil
}

func decode(data []byte) (*Base, error) {
	if uintptr(unsafe.Pointer(unsafe.SliceData(data)))%alignment != 0 {
		words := make([]uint64, len(data)/8+1)
		moved := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(data))
		copy(moved, data)
		data = moved
	}
	b := newBase(nil, 0)
	var schema []byte
	sections := b.sections(&schema)
	read, err := readSections(data, len(sections))
	if err != nil {
		return nil, err
	}
	for i, s := range sections[:len(read)] {
		if err := s.set(read[i]); err != nil {
			return nil, format(0).Damaged("%w", err)
		}
	}
	if b.schema, err = decodeSchema(schema); err != nil {
		return nil, format(0).Damaged("%w", err)
	}
	if err := b.check(); err != nil {
		return nil, format(0).Damaged("%w", err)
	}
	b.identity()
	return b, nil
}

// readSections returns the bytes of all sections, n or without the last, once their sums are checked.
func readSections(data []byte, n int) (list [][]byte, err error) {
	if isVersion1(data) {
		return readVersion1(data, n-1)
	}
	f := withParts(n)
	if whole := format(n - 1); len(data) >= 12 && binary.LittleEndian.Uint32(data[8:]) == whole.Version {
		n, f = n-1, whole
	}
	defer func() {
		if damaged := f.Recovered(recover()); damaged != nil {
			list, err = nil, damaged
		}
	}()
	file, err := f.Load(data)
	if err != nil {
		return nil, err
	}
	for i := range n {
		list = append(list, file.Whole(i))
	}
	return list, nil
}
