//go:build !unix

package child

import (
	"path/filepath"
	"syscall"
)

// attributes leaves everything as the system has it.
func attributes() *syscall.SysProcAttr { return nil }

// root returns the folder that all others on the volume of dir are in.
func root(dir string) string { return filepath.VolumeName(dir) + string(filepath.Separator) }
