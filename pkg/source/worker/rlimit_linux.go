package worker

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

const (
	// restingData is the bytes of data a worker has at rest where the system
	// does not tell: Go maps about 80 MB and touches 4 MB of them.
	restingData = 128 << 20
	// maxDescriptors is the most files a worker may have open: three pipes,
	// the folder of the tree, what Go needs to wait for them, and the folders
	// on the way to one file.
	maxDescriptors = 64
)

// limitProcess limits this process for good: it has no file open that it did
// not open itself, may use memory bytes more than it does now, open few files,
// write none, and leave no core dump. The limit on data, unlike that on address
// space, does not count what Go only reserves, which is more than a gigabyte.
func limitProcess(memory uint64) error {
	closeInherited()
	for _, l := range []struct {
		resource int
		limit    uint64
	}{
		{syscall.RLIMIT_DATA, dataNow() + memory},
		{syscall.RLIMIT_NOFILE, maxDescriptors},
		{syscall.RLIMIT_FSIZE, 0},
		{syscall.RLIMIT_CORE, 0},
	} {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(l.resource, &now); err != nil {
			return fmt.Errorf("limit process: resource %d: %w", l.resource, err)
		}
		// The process that started us may have set less, which cannot be raised.
		now.Max = min(now.Max, l.limit)
		now.Cur = now.Max
		if err := syscall.Setrlimit(l.resource, &now); err != nil {
			return fmt.Errorf("limit process: resource %d: %w", l.resource, err)
		}
	}
	return nil
}

// closeInherited closes all descriptors but the three standard ones that this
// process was started with. They are those that a program it starts would get
// in turn: Go opens none in that way.
func closeInherited() {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return // nothing of ours is in them, this is only to be sure
	}
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil || fd <= syscall.Stderr {
			continue
		}
		flags, _, failed := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if failed == 0 && flags&syscall.FD_CLOEXEC == 0 {
			_ = syscall.Close(fd)
		}
	}
}

// dataNow returns the bytes of data that this process has mapped.
func dataNow() uint64 {
	const dataField = 5 // see proc(5), /proc/pid/statm
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) <= dataField {
		return restingData
	}
	pages, err := strconv.ParseUint(string(fields[dataField]), 10, 64)
	if err != nil {
		return restingData
	}
	return pages * uint64(os.Getpagesize())
}
