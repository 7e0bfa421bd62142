package worker

import (
	"bytes"
	"fmt"
	"os"
	"time"
)

// tick is the unit of times in /proc.
// Source: proc_pid_stat(5); USER_HZ is 100 on every processor that Go knows.
const tick = time.Second / 100

// spent returns the processor time a process has had, in steps of a tick, and
// whether that is known.
func spent(pid int) (time.Duration, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	// The second field is the name of the program, in parentheses, and may have
	// any character in it; the third is the state.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const user, system = 14 - 3, 15 - 3
	if len(fields) <= system {
		return 0, false
	}
	var ticks [2]int64
	for i, f := range [][]byte{fields[user], fields[system]} {
		if _, err := fmt.Sscan(string(f), &ticks[i]); err != nil {
			return 0, false
		}
	}
	return time.Duration(ticks[0]+ticks[1]) * tick, true
}
