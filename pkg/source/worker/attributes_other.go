//go:build !unix

package worker

import "syscall"

// processAttributes leaves everything as the system has it.
func processAttributes() *syscall.SysProcAttr { return nil }
