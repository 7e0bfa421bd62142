//go:build unix

package worker

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStdinLeavesTheProcessor has a pipe as a worker's standard input is, which
// blocks. Only a file that the scheduler waits for itself takes a deadline.
func TestStdinLeavesTheProcessor(t *testing.T) {
	t.Parallel()
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(ends[1]) }()
	stdin := polled(uintptr(ends[0]))
	if stdin == nil {
		t.Fatal("got no file")
	}
	defer func() { _ = stdin.Close() }()
	if err := stdin.SetReadDeadline(time.Time{}); err != nil {
		t.Errorf("got %v, want a file that takes a deadline", err)
	}
	if other := strings.NewReader(""); pollable(other) != other {
		t.Error("got another reader for one that is not a file")
	}
}
