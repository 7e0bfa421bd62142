package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// promptly is how long a command may take to end when it is interrupted: half
// of what one file may compile.
const promptly = 5 * time.Second

// busy is how many ticks a worker has worked when it surely compiles: starting
// takes one or two.
const busy = 15

// often is the time between two looks at the processes there are.
const often = 5 * time.Millisecond

// process is a running process, as far as /proc says.
type process struct {
	pid, parent int
	// ticks is the time it has worked, most often in 10 milliseconds.
	ticks int
	exe   string
	args  []string
}

// processes lists the running processes; none where there is no /proc.
func processes() []process {
	entries, _ := os.ReadDir("/proc")
	var out []process
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		dir := filepath.Join("/proc", e.Name())
		stat, err := os.ReadFile(filepath.Join(dir, "stat"))
		exe, errExe := os.Readlink(filepath.Join(dir, "exe"))
		line, errLine := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || errExe != nil || errLine != nil {
			continue // it has ended, or is another user's
		}
		// The name in brackets may hold anything; state and parent follow it.
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		parent, _ := strconv.Atoi(fields[1])
		ticks, _ := strconv.Atoi(fields[11])
		out = append(out, process{pid, parent, ticks, exe, strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")})
	}
	return out
}

// isWorker reports whether this is a worker of the commands in dir.
func (p *process) isWorker(dir string) bool {
	return filepath.Dir(p.exe) == dir && len(p.args) == 2 && p.args[1] == worker.Arg
}

// commands returns the folder that has the commands of the scripts.
func commands(ts *testscript.TestScript) string {
	path, err := exec.LookPath("caidan")
	ts.Check(err)
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	ts.Check(err)
	return dir
}

// orphans wants no worker to be left whose check has ended.
func orphans(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: orphans")
	}
	dir := commands(ts)
	var left []process
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(often) {
		left = nil
		all := processes()
		checks := map[int]bool{}
		for _, p := range all {
			checks[p.pid] = filepath.Dir(p.exe) == dir
		}
		for _, p := range all {
			if p.isWorker(dir) && !checks[p.parent] {
				left = append(left, p)
			}
		}
		if len(left) == 0 {
			return
		}
	}
	ts.Fatalf("workers are left: %+v", left)
}

// interrupts starts a command, sends it SIGINT when its worker is busy, and wants
// it to end promptly with an exit code: interrupts CODE COMMAND.
func interrupts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: interrupts CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	dir := commands(ts)
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = []string{"HOME=/no-home", "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"), "GORACE=" + gorace}
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	working := func() bool {
		for _, p := range processes() {
			if p.parent == cmd.Process.Pid && p.isWorker(dir) && p.ticks >= busy {
				return true
			}
		}
		return false
	}
	for end := time.Now().Add(patience); !working(); time.Sleep(often) {
		if time.Now().After(end) {
			_ = cmd.Process.Kill()
			ts.Fatalf("%s has no busy worker", args[1])
		}
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	select {
	case err = <-ended:
	case <-time.After(promptly):
		_ = cmd.Process.Kill()
		ts.Fatalf("%s goes on after SIGINT", args[1])
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("%s: got %v, want exit code %d", args[1], err, want)
	}
}
