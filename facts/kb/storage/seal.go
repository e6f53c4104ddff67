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

const sealSize = int64(len(sealMark) + 4)

// writeSealed writes bytes with their checksum behind them.
func writeSealed(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return err
	}
	return writeSeal(w, sumOfBytes(data))
}

func sumOfBytes(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

func writeSeal(w io.Writer, sum uint32) error {
	_, err := w.Write(binary.LittleEndian.AppendUint32([]byte(sealMark), sum))
	return err
}

// isSeal reports whether bytes are the seal of those that have a checksum.
func isSeal(seal []byte, sum uint32) bool {
	return string(seal[:len(sealMark)]) == sealMark && binary.LittleEndian.Uint32(seal[len(sealMark):]) == sum
}

// unseal takes the checksum off.
func unseal(data *[]byte) error {
	n := len(*data) - int(sealSize)
	if n < 0 || !isSeal((*data)[n:], sumOfBytes((*data)[:n])) {
		return errSeal
	}
	*data = (*data)[:n]
	return nil
}
