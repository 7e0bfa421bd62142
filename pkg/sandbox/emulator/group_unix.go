//go:build unix

package emulator

import (
	"os"
	"syscall"
)

// grouped has a program be a group with all that it starts: it may be a script around
// the real one.
func grouped() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// kill ends a program that is grouped, and all that it started.
func kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
