//go:build !linux

package cache

import (
	"io"
	"os"
	"syscall"
	"time"
)

// read returns what a regular file holds that may be an answer, and when it was
// written.
func (f *Folder) read(name string) (data []byte, written time.Time, ok bool) {
	// A pipe would be waited for.
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, time.Time{}, false
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || !fits(info.Size()) {
		return nil, time.Time{}, false
	}
	data = make([]byte, info.Size())
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, time.Time{}, false
	}
	return data, info.ModTime(), true
}
