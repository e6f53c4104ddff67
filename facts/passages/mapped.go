package passages

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/edsrzf/mmap-go"
)

// A mapped is the file of an index, as it lies in memory. A page of it is compared with its sum once, when
// it is first read; but whoever writes to the file afterwards changes what is read, and behind a cut the
// rest of the last page of memory is zeros, without a fault. So the file stays open and its size
// and time are looked at, in about a microsecond, before what was found in it is believed.
type mapped struct {
	f    *os.File
	m    mmap.MMap
	mu   sync.Mutex
	info fs.FileInfo // when its pages were last proved
}

func mapFile(path string) (*mapped, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w; %s", err, remedy)
	}
	info, err := f.Stat()
	if err != nil || info.Size() == 0 { // which cannot be mapped
		return nil, errors.Join(err, fmt.Errorf("%s: %w", path, format().Damaged("the file is empty")), f.Close())
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return &mapped{f: f, m: m, info: info}, nil
}

func (x *mapped) close() error { return errors.Join(x.m.Unmap(), x.f.Close()) }

// changed returns the damage that was done to the file of ix since it was opened. Where it was written to,
// all of it is proved anew.
func (x *mapped) changed(ix *Index) error {
	x.mu.Lock() // meanwhile nobody else believes what they found
	defer x.mu.Unlock()
	info, err := x.f.Stat()
	switch {
	case err != nil:
		return format().Damaged("%w", err)
	case info.Size() < int64(len(x.m)):
		return format().Damaged("it was cut short while it was in use: %d of %d bytes are left", info.Size(), len(x.m))
	case info.ModTime().Equal(x.info.ModTime()):
		return nil
	}
	x.info = info
	ix.Forget()
	return ix.readAll()
}
