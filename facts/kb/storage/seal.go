package storage

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// Small parts are read whole, and carry the CRC-32C of their bytes behind them:
//
//	the bytes, then "\nhapjak" and the checksum as a little-endian uint32
const sealMark = "\nhapjak"

var errSeal = errors.New("its checksum is wrong: the file was altered or cut short")

// writeSealed writes bytes with their checksum behind them.
func writeSealed(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return err
	}
	_, err := w.Write(binary.LittleEndian.AppendUint32([]byte(sealMark), crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))))
	return err
}

// unseal takes the checksum off.
func unseal(data *[]byte) error {
	n := len(*data) - len(sealMark) - 4
	if n < 0 || string((*data)[n:n+len(sealMark)]) != sealMark || binary.LittleEndian.Uint32((*data)[n+len(sealMark):]) != crc32.Checksum((*data)[:n], crc32.MakeTable(crc32.Castagnoli)) {
		return errSeal
	}
	*data = (*data)[:n]
	return nil
}
