//go:build unix && !linux

package worker

import "syscall"

// processAttributes puts a worker in a process group of its own, so that an
// interrupt from the terminal reaches its parent alone.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
