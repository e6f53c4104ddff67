package passages

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// A sorter puts records in the order of their keys, those of one key in the order in which they came. As many
// as the budget allows are sorted in memory; each such run is written down, and in the end all are merged.
type sorter struct {
	*scratch
	room
	out  *spool
	runs []int64 // where each ends
}

// A room is where the run in memory stands.
type room struct {
	records []record
	data    []byte // their keys and values
}

// A record's key is data[at:key], its value data[key:end].
type record struct {
	prefix       uint64 // the first eight bytes of the key, which decide nearly always
	at, key, end uint32
}

const (
	recordSize = 24
	maxRun     = 1 << 31 // bytes of a run, whatever the budget
)

// sorter makes one, with the room of one that is done, if there is any.
func (s *scratch) sorter() *sorter {
	made := &sorter{scratch: s, out: s.spool()}
	if n := len(s.rooms) - 1; n >= 0 {
		made.room, s.rooms = s.rooms[n], s.rooms[:n]
	}
	return made
}

func (s *sorter) add(key, value []byte) {
	if n := len(s.data) + len(key) + len(value); len(s.records) > 0 && (n > maxRun || s.over(n+recordSize*len(s.records))) {
		s.spill()
	}
	r := record{prefix: prefixOf(key), at: uint32(len(s.data))}
	s.data = append(s.data, key...)
	r.key = uint32(len(s.data))
	s.data = append(s.data, value...)
	r.end = uint32(len(s.data))
	s.records = append(s.records, r)
}

// prefixOf orders as keys do: a key that is shorter is filled up with zeros.
func prefixOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var b [8]byte
	copy(b[:], key)
	return binary.BigEndian.Uint64(b[:])
}

func (s *sorter) sort() {
	slices.SortFunc(s.records, func(x, y record) int {
		if x.prefix != y.prefix {
			return cmp.Compare(x.prefix, y.prefix)
		}
		return cmp.Or(bytes.Compare(s.data[x.at:x.key], s.data[y.at:y.key]), cmp.Compare(x.at, y.at))
	})
}

// spill writes a run.
func (s *sorter) spill() {
	s.sort()
	for _, r := range s.records {
		s.out.buf = binary.AppendUvarint(s.out.buf, uint64(r.key-r.at))
		s.out.buf = binary.AppendUvarint(s.out.buf, uint64(r.end-r.key))
		s.out.buf = append(s.out.buf, s.data[r.at:r.end]...)
		s.out.put()
	}
	s.runs = append(s.runs, s.out.size())
	s.records, s.data = s.records[:0], s.data[:0]
}

// sorted returns all records in order. Nothing more may be added.
func (s *sorter) sorted() *merge {
	if len(s.runs) == 0 {
		s.sort()
		return &merge{one: s}
	}
	if len(s.records) > 0 {
		s.spill()
	}
	s.leave()
	m := &merge{}
	from := int64(0)
	for i, to := range s.runs {
		m.runs = append(m.runs, &run{cursor: s.out.part(from, to), number: i})
		from = to
	}
	for _, r := range m.runs {
		r.next()
	}
	m.runs = slices.DeleteFunc(m.runs, func(r *run) bool { return r.done })
	for i := len(m.runs)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return m
}

// free lets the sorter go, and its file.
func (s *sorter) free() {
	s.leave()
	s.out.free()
}

// leave gives the room to the next sorter.
func (s *sorter) leave() {
	if s.data != nil {
		s.rooms = append(s.rooms, room{s.records[:0], s.data[:0]})
	}
	s.room = room{}
}

// A merge yields the records of a sorter.
type merge struct {
	one  *sorter // whose only run is in memory
	at   int
	runs []*run // else a heap of what comes next of each
	used bool   // the first was yielded, and is to be moved on
}

// A run is read from a spool, with its next record.
type run struct {
	*cursor
	number     int
	prefix     uint64
	key, value []byte
	done       bool
}

func (r *run) next() {
	if !r.more() {
		r.done = true
		return
	}
	key, value := int(r.uvarint()), int(r.uvarint())
	b := r.bytes(key + value)
	if r.err != nil {
		r.done = true
		return
	}
	r.key, r.value = b[:key], b[key:]
	r.prefix = prefixOf(r.key)
}

func (r *run) before(other *run) bool {
	if r.prefix != other.prefix {
		return r.prefix < other.prefix
	}
	c := bytes.Compare(r.key, other.key)
	return c < 0 || c == 0 && r.number < other.number
}

// next returns the next record, which is good until the one behind it is asked for; ok is false at the end.
func (m *merge) next() (key, value []byte, ok bool) {
	if s := m.one; s != nil {
		if m.at == len(s.records) {
			return nil, nil, false
		}
		r := s.records[m.at]
		m.at++
		return s.data[r.at:r.key], s.data[r.key:r.end], true
	}
	if m.used {
		if m.runs[0].next(); m.runs[0].done {
			last := len(m.runs) - 1
			m.runs[0] = m.runs[last]
			m.runs = m.runs[:last]
		}
		m.sink(0)
		m.used = false
	}
	if len(m.runs) == 0 {
		return nil, nil, false
	}
	m.used = true
	return m.runs[0].key, m.runs[0].value, true
}

func (m *merge) sink(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(m.runs); child++ {
			if m.runs[child].before(m.runs[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		m.runs[i], m.runs[least] = m.runs[least], m.runs[i]
		i = least
	}
}
