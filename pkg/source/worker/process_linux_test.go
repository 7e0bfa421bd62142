package worker

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// namedCommand is testCommand with a name that only the workers of this test,
// in this run of it, have: others may run the same tests at the same time.
func namedCommand(tb testing.TB) Command {
	tb.Helper()
	command := testCommand(tb)
	command.Args[0] = fmt.Sprintf("%s-%d", tb.Name(), os.Getpid())
	return command
}

// pidsOf returns the processes that run as the name of command.
func pidsOf(command Command) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		line, err := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		if err == nil && strings.HasPrefix(string(line), command.Args[0]+"\x00") {
			pids = append(pids, pid)
		}
	}
	return pids
}

// residentBytes returns what pids have in memory; one that has ended has none.
func residentBytes(pids ...int) int {
	const residentField = 1 // see proc(5), /proc/pid/statm
	pages := 0
	for _, pid := range pids {
		statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
		if fields := strings.Fields(string(statm)); err == nil && len(fields) > residentField {
			n, _ := strconv.Atoi(fields[residentField])
			pages += n
		}
	}
	return pages * os.Getpagesize()
}
