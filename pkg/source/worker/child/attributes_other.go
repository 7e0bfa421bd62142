//go:build !unix

package child

import "syscall"

// attributes leaves everything as the system has it.
func attributes() *syscall.SysProcAttr { return nil }
