package encoder

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// The weights file, little-endian. Each part starts at a multiple of 64 bytes.
//
//	header      magic, version, sizes, the answer head's temperature and offset,
//	            for each section its length and CRC-32, the header's own CRC-32
//	vocabulary  slots uint32, table [slots]uint16, offsets [pieces+1]uint32, the pieces' bytes
//	embedding   int8 [pieces][hidden]
//	input       float32: scales [pieces], mean row, positions, token types, norm
//	layer…      attention matrix, output matrix, norm, up matrix, down matrix, norm
//	heads       pool matrix; answer, claim and span: float32 weights, biases
//	static      int8 [pieces][static]: the static embedding (embed.go)
//
// A matrix is its packed int8 weights, then a float32 scale and a float32 bias for each output.
// With six layers and 30,522 pieces it has 24.9 MB: 11.7 the embedding, 10.6 the layers, 1.5 the static embedding.
const (
	magic   = "HJENC\r\n\x1a" // a copy that changes line ends breaks it at once
	version = 2
	align   = 64
	fixed   = 8 + 9*4 + 2*4 // bytes of the header before the list of sections
)

// sizes are the sizes a file declares.
type sizes struct{ layers, hidden, heads, inner, pieces, positions, static int }

// ErrNoWeights says that there is nothing to read.
var ErrNoWeights = errors.New("encoder: there are no weights")

var errTruncated = errors.New("the weights file is cut off: copy it again")

// Open reads a weights file. The int8 weights stay where they are: data must not change while the
// model is in use. All of data is checked against its checksums, which takes a few milliseconds.
func Open(data []byte) (*Model, error) {
	if len(data) == 0 {
		return nil, ErrNoWeights
	}
	m, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	return m, nil
}

func open(data []byte) (*Model, error) {
	if len(data) < fixed {
		return nil, errTruncated
	}
	if string(data[:len(magic)]) != magic {
		return nil, errors.New("not a weights file of this program (its first bytes are others)")
	}
	u32 := func(at int) int { return int(int32(binary.LittleEndian.Uint32(data[at:]))) }
	if v := u32(8); v != version {
		return nil, fmt.Errorf("the weights file has version %d, this program reads version %d", v, version)
	}
	s := sizes{u32(12), u32(16), u32(20), u32(24), u32(28), u32(32), u32(36)}
	if err := s.check(u32(40)); err != nil {
		return nil, err
	}
	m := &Model{sizes: s, kernels: fastest(), temperature: f32(data[44:]), offset: f32(data[48:])}
	if !(m.temperature > 0 && m.temperature < 1e6 && m.offset > -1e6 && m.offset < 1e6) {
		return nil, fmt.Errorf("the weights file has a temperature of %v and an offset of %v, which make no sense", m.temperature, m.offset)
	}
	part, err := s.sections(data)
	if err != nil {
		return nil, err
	}
	if m.vocabulary, err = readVocabulary(part[0], s.pieces); err != nil {
		return nil, err
	}
	m.read(part[1:])
	m.states.New = func() any { return newState(m.sizes) }
	return m, nil
}

// check tells sizes that the program cannot work with, before anything is reserved for them.
func (s sizes) check(sections int) error {
	within := func(n, least, most int) bool { return least <= n && n <= most }
	if !within(s.layers, 1, 48) || !within(s.hidden, 16, 1024) || s.hidden%16 != 0 ||
		!within(s.heads, 1, s.hidden/16) || s.hidden%(16*s.heads) != 0 ||
		!within(s.inner, 16, maxInputs) || s.inner%16 != 0 || !within(s.pieces, 4, 0xFFFE) ||
		!within(s.positions, maxPair, 512) || !within(s.static, 8, 512) || s.static%8 != 0 || sections != s.layers+5 {
		return fmt.Errorf("the weights file declares sizes that make no sense (%d layers, hidden %d, %d heads, inner %d, %d pieces, %d positions, static %d)",
			s.layers, s.hidden, s.heads, s.inner, s.pieces, s.positions, s.static)
	}
	return nil
}

// lengths returns the bytes each section but the vocabulary must have.
func (s sizes) lengths() []int {
	h := s.hidden
	matrix := func(in, out int) int { return in*out + 8*out }
	lengths := []int{s.pieces * h, 4 * (s.pieces + h + s.positions*h + 2*h + 2*h)}
	for range s.layers {
		lengths = append(lengths, matrix(h, 3*h)+matrix(h, h)+matrix(h, s.inner)+matrix(s.inner, h)+4*4*h)
	}
	return append(lengths, matrix(h, h)+4*(1+3+2)*(h+1), s.pieces*s.static)
}

// sections returns the sections of a file whose checksums hold.
func (s sizes) sections(data []byte) ([][]byte, error) {
	n := s.layers + 5
	end := fixed + 8*n
	if len(data) < end+4 {
		return nil, errTruncated
	}
	if binary.LittleEndian.Uint32(data[end:]) != crc32.ChecksumIEEE(data[:end]) {
		return nil, errors.New("the weights file is damaged: the checksum of its header is wrong")
	}
	part := make([][]byte, n)
	at := uint64(end + 4)
	for i := range part {
		at = (at + align - 1) / align * align
		size := uint64(binary.LittleEndian.Uint32(data[fixed+8*i:]))
		if at+size > uint64(len(data)) {
			return nil, errTruncated
		}
		part[i] = data[at : at+size : at+size]
		at += size
		if binary.LittleEndian.Uint32(data[fixed+8*i+4:]) != crc32.ChecksumIEEE(part[i]) {
			return nil, fmt.Errorf("the weights file is damaged: the checksum of section %d of %d is wrong", i+1, n)
		}
	}
	for i, want := range s.lengths() {
		if got := len(part[i+1]); got != want {
			return nil, fmt.Errorf("the weights file is damaged: section %d has %d bytes, its sizes ask for %d", i+2, got, want)
		}
	}
	return part, nil
}

// read takes the tensors out of the sections after the vocabulary, whose lengths are right.
func (m *Model) read(part [][]byte) {
	h := m.hidden
	m.embedding = part[0]
	r := reader(part[1])
	m.embeddingScale, m.embeddingMean = r.floats(m.pieces), r.floats(h)
	m.position, m.kind = r.floats(m.positions*h), r.floats(2*h)
	m.embeddingNorm = r.layerNorm(h)
	for _, p := range part[2 : 2+m.layers] {
		r := reader(p)
		m.layer = append(m.layer, layer{
			attention: r.matrix(h, 3*h),
			out:       r.matrix(h, h), outNorm: r.layerNorm(h),
			up: r.matrix(h, m.inner), down: r.matrix(m.inner, h), downNorm: r.layerNorm(h),
		})
	}
	r = reader(part[2+m.layers])
	m.pool = r.matrix(h, h)
	m.answer, m.claim, m.span = r.head(h, 1), r.head(h, 3), r.head(h, 2)
	m.staticRows = part[3+m.layers]
}

// A reader takes tensors off the front of a section.
type reader []byte

func (r *reader) bytes(n int) []byte {
	b := (*r)[:n:n]
	*r = (*r)[n:]
	return b
}

func (r *reader) floats(n int) []float32 {
	b, f := r.bytes(4*n), make([]float32, n)
	for i := range f {
		f[i] = f32(b[4*i:])
	}
	return f
}

func (r *reader) matrix(in, out int) matrix {
	return matrix{in, out, r.bytes(in * out), r.floats(out), r.floats(out)}
}

func (r *reader) layerNorm(n int) layerNorm { return layerNorm{r.floats(n), r.floats(n)} }
func (r *reader) head(in, out int) head     { return head{r.floats(in * out), r.floats(out)} }

func f32(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) }
