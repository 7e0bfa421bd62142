package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// adoptOrphans has those whose parent has ended become children of this process.
// Source: prctl(2), PR_SET_CHILD_SUBREAPER.
const adoptOrphans = 36

// cost runs a command, waits for it and for all that it started, and writes to the file
// at path what they took: seconds by the clock until the command ended, user and system
// seconds of all, and KiB of the largest. It returns the command's exit code.
//
// GNU time counts who has been waited for, and caidan ends without waiting for its
// workers.
func cost(path string, command []string) (code int, err error) {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, adoptOrphans, 1, 0); errno != 0 {
		return 0, fmt.Errorf("adopt orphans: %w", errno)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	err = cmd.Run()
	took := time.Since(start)
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		return 0, fmt.Errorf("run %s: %w", command[0], err)
	}
	for err = nil; err == nil || errors.Is(err, syscall.EINTR); {
		_, err = syscall.Wait4(-1, nil, 0, nil)
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used); err != nil {
		return 0, fmt.Errorf("read what was used: %w", err)
	}
	seconds := func(t syscall.Timeval) float64 { return time.Duration(t.Nano()).Seconds() }
	line := fmt.Sprintf("%.2f %.2f %.2f %d\n", took.Seconds(), seconds(used.Utime), seconds(used.Stime), used.Maxrss)
	return cmd.ProcessState.ExitCode(), os.WriteFile(path, []byte(line), 0o644)
}
