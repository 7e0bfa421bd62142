package worker

import "syscall"

// processAttributes puts a worker in a process group of its own, so that an
// interrupt from the terminal reaches its parent alone, and ends it when the
// parent ends, even in a loop that never looks at its input.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
