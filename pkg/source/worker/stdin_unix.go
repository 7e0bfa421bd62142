//go:build unix

package worker

import (
	"io"
	"os"
	"syscall"
)

// pollable returns stdin such that who waits for it leaves the processor to
// others. A worker has one, and a plain read keeps it until the scheduler looks
// again, which in an idle process is after 10 milliseconds.
func pollable(stdin io.Reader) io.Reader {
	if f, ok := stdin.(*os.File); ok {
		if again := polled(f.Fd()); again != nil {
			return again
		}
	}
	return stdin
}

// polled returns a file of fd that the scheduler itself waits for; nil where
// there is none.
func polled(fd uintptr) *os.File {
	if syscall.SetNonblock(int(fd), true) != nil {
		return nil
	}
	return os.NewFile(fd, "stdin")
}
