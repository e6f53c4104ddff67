package judge

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"hapjak/nlp/encoder"
)

// Judgements keep what the encoder said of pairs of question and evidence, so that a
// question asked again, of this base or one that is much like it, need not wait for it:
// a judgement depends on the pair and the weights alone. They may be shared by any number
// of readers with the same weights, and used by any number of goroutines. The zero value
// keeps none yet.
type Judgements struct {
	// Most bounds how many are kept: those that come when there are so many take the place of all
	// before. 0 is as many as a file holds, and what comes then is not kept.
	Most int

	mu  sync.Mutex
	all map[pairKey]kept

	Found, Read int // pairs that were kept, and that the encoder had to read; once all is asked
}

// maxJudgements bounds what is kept: about 60 MB.
const maxJudgements = 500_000

type pairKey [16]byte

// A kept is a judgement, and whether it was used since it was read.
type kept struct {
	encoder.Judgement
	used bool
}

func keyOf(question, evidence string) (k pairKey) {
	h := sha256.New()
	_ = binary.Write(h, binary.LittleEndian, uint64(len(question)))
	_, _ = io.WriteString(h, question)
	_, _ = io.WriteString(h, evidence)
	copy(k[:], h.Sum(nil))
	return k
}

// Len is how many judgements are kept.
func (j *Judgements) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.all)
}

// get returns a judgement that is kept.
func (j *Judgements) get(k pairKey) (encoder.Judgement, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	got, ok := j.all[k]
	if ok {
		j.Found++
		j.all[k] = kept{got.Judgement, true}
	}
	return got.Judgement, ok
}

func (j *Judgements) put(k pairKey, v encoder.Judgement) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.Read++
	if j.all == nil {
		j.all = map[pairKey]kept{}
	}
	if j.Most > 0 && len(j.all) >= j.Most {
		clear(j.all)
	}
	if len(j.all) < maxJudgements {
		j.all[k] = kept{v, true}
	}
}

// A file of judgements: judgementsMagic, the mark of the weights that judged, then for
// each pair its key and its judgement, and the CRC-32C of all before it.
const (
	judgementsMagic = "hapjak judgements 1\n"
	markSize        = 32
)

// A record is a judgement as it is written.
type record struct {
	Key                         pairKey
	Answers, Logit, Span        float32
	Start, End                  int32
	Next                        [2]words
	Supports, Contradicts, Open float32
	Tokens                      int32
}

type words struct {
	Start, End int32
	Span       float32
}

// errJudgements is why a file of judgements is not read. They can all be made again.
var errJudgements = errors.New("no judgements of these weights, or damaged")

// Read reads judgements that weights of that mark made.
func Read(r io.Reader, mark []byte) (*Judgements, error) {
	size := binary.Size(record{})
	head := len(judgementsMagic) + markSize
	data, err := io.ReadAll(io.LimitReader(r, int64(head+size*maxJudgements+crc32.Size)))
	if err != nil {
		return nil, err
	}
	end := len(data) - crc32.Size
	if end < head || (end-head)%size != 0 || string(data[:len(judgementsMagic)]) != judgementsMagic || !bytes.Equal(data[len(judgementsMagic):head], mark) ||
		binary.LittleEndian.Uint32(data[end:]) != crc32.Checksum(data[:end], crc32.MakeTable(crc32.Castagnoli)) {
		return nil, errJudgements
	}
	j := &Judgements{all: make(map[pairKey]kept, (end-head)/size)}
	for at := head; at < end; at += size {
		var rec record
		if _, err := binary.Decode(data[at:end], binary.LittleEndian, &rec); err != nil {
			return nil, fmt.Errorf("%w: %w", errJudgements, err)
		}
		j.all[rec.Key] = kept{rec.judgement(), false}
	}
	return j, nil
}

// Write writes the judgements that were used since they were read, and of the others as
// many as there is room for.
func (j *Judgements) Write(w io.Writer, mark []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var b bytes.Buffer
	b.WriteString(judgementsMagic)
	b.Write(mark)
	left := maxJudgements
	for _, used := range []bool{true, false} {
		for k, v := range j.all {
			if v.used == used && left > 0 {
				left--
				_ = binary.Write(&b, binary.LittleEndian, recordOf(k, v.Judgement))
			}
		}
	}
	_ = binary.Write(&b, binary.LittleEndian, crc32.Checksum(b.Bytes(), crc32.MakeTable(crc32.Castagnoli)))
	_, err := w.Write(b.Bytes())
	return err
}

func recordOf(k pairKey, v encoder.Judgement) record {
	// Places are those of a text of at most 125 word pieces.
	r := record{k, v.Answers, v.Logit, v.Span, int32(v.Start), int32(v.End), [2]words{}, v.Supports, v.Contradicts, v.Open, int32(v.Tokens)}
	for i, n := range v.Next {
		r.Next[i] = words{int32(n.Start), int32(n.End), n.Span}
	}
	return r
}

func (r record) judgement() encoder.Judgement {
	v := encoder.Judgement{Answers: r.Answers, Logit: r.Logit, Span: r.Span, Start: int(r.Start), End: int(r.End),
		Supports: r.Supports, Contradicts: r.Contradicts, Open: r.Open, Tokens: int(r.Tokens)}
	for i, n := range r.Next {
		v.Next[i] = encoder.Words{Start: int(n.Start), End: int(n.End), Span: n.Span}
	}
	return v
}
