//go:build unix && !linux

package child

import "syscall"

// attributes puts a child in a process group of its own, so that an
// interrupt from the terminal reaches its parent alone.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
