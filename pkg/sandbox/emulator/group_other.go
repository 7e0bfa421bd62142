//go:build !unix

package emulator

import (
	"os"
	"syscall"
)

// grouped leaves everything as the system has it.
func grouped() *syscall.SysProcAttr { return nil }

// kill ends a program.
func kill(p *os.Process) { _ = p.Kill() }
