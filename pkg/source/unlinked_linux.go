package source

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// unlinked returns the bytes of a regular file of a fair size that a name leads to
// without a symbolic link; ok is false for any other, and where the system cannot
// tell. An [os.Root] opens each folder on the way and looks at it, and so it takes
// five calls of the system to read a menu, and not sixteen (strace).
func (t *Tree) unlinked(name string) (data []byte, ok bool) {
	if t.top == nil || !fs.ValidPath(name) {
		return nil, false
	}
	// What is opened is what is looked at then. A pipe would be waited for.
	fd, err := unix.Openat2(int(t.top.Fd()), name, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
	})
	if err != nil {
		return nil, false
	}
	defer func() { _ = unix.Close(fd) }()
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil || info.Mode&unix.S_IFMT != unix.S_IFREG || info.Size > MaxSource {
		return nil, false
	}
	// One byte more than there are, so that the end is met.
	data = make([]byte, info.Size+1)
	for n := 0; n < len(data); {
		more, err := unix.Read(fd, data[n:])
		if err != nil {
			return nil, false
		}
		if more == 0 {
			return data[:n], true
		}
		n += more
	}
	return nil, false // it grows
}
