//go:build !linux

package worker

import "time"

// spent returns the processor time a process has had, which is not known here.
func spent(int) (time.Duration, bool) { return 0, false }
