package corpus

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// The list of a zip stands at its end, and says how far in front of it each file begins. So of a zip that was
// cut short, and holds another that is not packed any further, the list of that other one is found, and would be
// taken for its own.

// ErrCutZip is the error of a zip whose own list is gone.
var ErrCutZip = errors.New("it is cut short: its list of files, which stands at its end, is missing; copy or pack it anew")

const (
	zipFile    = "PK\x03\x04" // begins a file, of 30 bytes with the length of its name and more
	zipFileLen = 30
	zipEnd     = "PK\x05\x06" // begins what stands behind the list, of 22 bytes and a comment
	zipEndLen  = 22
	// zipStub is how far into a file its first one is looked for: a zip that unpacks itself begins with a
	// program, of some 100 KB mostly.
	zipStub = 4 << 20
)

// OpenZip opens a zip as zip.NewReader does, whatever its names are.
func OpenZip(at io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := zip.NewReader(at, size)
	switch {
	case errors.Is(err, zip.ErrFormat) && zipFileAt(at, 0) > 0:
		return nil, ErrCutZip
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, err
	}
	base := zipBase(at, size)
	first, data := firstZipFile(at, base)
	if first < 0 {
		return z, nil
	}
	for _, f := range z.File { // a list may be wrong about where it stands
		if at, err := f.DataOffset(); err == nil && at == data {
			return z, nil
		}
	}
	return nil, ErrCutZip
}

// zipBase is how many bytes stand before the archive that the last list in a file is of.
func zipBase(at io.ReaderAt, size int64) int64 {
	tail := make([]byte, min(size, zipEndLen+1<<16))
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0
	}
	i := bytes.LastIndex(tail[:max(0, len(tail)-zipEndLen+len(zipEnd))], []byte(zipEnd)) // all of it is there
	if i < 0 {
		return 0
	}
	length, offset := binary.LittleEndian.Uint32(tail[i+12:]), binary.LittleEndian.Uint32(tail[i+16:])
	if length == 1<<32-1 || offset == 1<<32-1 { // of more than 4 GiB: they stand elsewhere
		return 0
	}
	return size - int64(len(tail)) + int64(i) - int64(length) - int64(offset)
}

// firstZipFile finds the first file of a zip in the first bytes of a file, and where what is in it begins; first
// is -1 where there is none.
func firstZipFile(at io.ReaderAt, before int64) (first, data int64) {
	if before <= 0 {
		return -1, 0
	}
	head := make([]byte, min(before, zipStub))
	n, _ := at.ReadAt(head, 0)
	head = head[:n]
	for from := 0; ; {
		i := bytes.Index(head[from:], []byte(zipFile))
		if i < 0 {
			return -1, 0
		}
		from += i
		if data := zipFileAt(at, int64(from)); data > 0 {
			return int64(from), data
		}
		from += len(zipFile)
	}
}

// zipFileAt returns where the bytes of the file begin whose header stands at a place, 0 where none does.
func zipFileAt(at io.ReaderAt, place int64) int64 {
	const (
		newest = 63 // version of the format
		named  = 4096
	)
	head := make([]byte, zipFileLen)
	if _, err := at.ReadAt(head, place); err != nil || string(head[:len(zipFile)]) != zipFile {
		return 0
	}
	version, method := binary.LittleEndian.Uint16(head[4:]), binary.LittleEndian.Uint16(head[8:])
	name, more := binary.LittleEndian.Uint16(head[26:]), binary.LittleEndian.Uint16(head[28:])
	if version&0xff > newest || method > 99 || name == 0 || name > named {
		return 0
	}
	return place + zipFileLen + int64(name) + int64(more)
}
