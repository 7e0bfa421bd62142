package cache

import (
	"path/filepath"
	"syscall"
	"time"
)

// read returns what a regular file holds that may be an answer, and when it was
// written. Package os makes of each file that it opens something that can be waited
// for, and where that is a regular one takes it back, which is most of the calls of the
// system that it takes to read an answer (strace). There is one for each menu.
func (f *Folder) read(name string) (data []byte, written time.Time, ok bool) {
	// A pipe would be waited for.
	fd, err := syscall.Open(filepath.Join(f.dir, layout, name), syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, time.Time{}, false
	}
	defer func() { _ = syscall.Close(fd) }()
	var info syscall.Stat_t
	if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG || !fits(info.Size) {
		return nil, time.Time{}, false
	}
	data = make([]byte, info.Size)
	for n := 0; n < len(data); {
		more, err := syscall.Read(fd, data[n:])
		if err != nil || more == 0 {
			return nil, time.Time{}, false
		}
		n += more
	}
	return data, time.Unix(info.Mtim.Unix()), true
}
