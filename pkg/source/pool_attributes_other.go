//go:build !unix

package source

import "syscall"

// processAttributes leaves everything as the system has it.
func processAttributes() *syscall.SysProcAttr { return nil }
