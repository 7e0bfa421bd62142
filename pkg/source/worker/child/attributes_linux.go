package child

import "syscall"

// attributes puts a child in a process group of its own, so that an
// interrupt from the terminal reaches its parent alone, and ends it when the
// parent ends, even in a loop that never looks at its input.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
