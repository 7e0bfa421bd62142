package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for another process, far longer than any
// takes.
const patience = 2 * time.Minute

// exits runs a command and wants its exit code: exits CODE COMMAND.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code: got %d, want %d", got, want)
	}
}

// document wants a file, or stdout, to be one JSON document on one line:
// document FILE [INDENTED], which is written with line breaks for comparison.
func document(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: document FILE [INDENTED]")
	}
	text := ts.ReadFile(args[0])
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") || !json.Valid([]byte(text)) {
		ts.Fatalf("want one JSON document on one line, got %q", text)
	}
	if len(args) == 2 {
		var b bytes.Buffer
		ts.Check(json.Indent(&b, []byte(text), "", "  "))
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
	}
}

// octets writes a file of bytes given in hexadecimal: octets FILE HEX.
func octets(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: octets FILE HEX")
	}
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

type servedKey struct{}

// served is the command that a script keeps running.
type served struct {
	cmd            *exec.Cmd
	stdout, stderr transcript
	ended          chan error
}

// transcript is output that is read while it is written.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends to the text.
func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// background starts a command that has a sandbox, waits until it says that it is
// ready, and exports what it says to export: serve COMMAND.
func background(ts *testscript.TestScript, neg bool, args []string) {
	s, _ := ts.Value(servedKey{}).(*served)
	if neg || len(args) == 0 || s.cmd != nil {
		ts.Fatalf("usage: serve COMMAND..., once in a script")
	}
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = []string{"HOME=/no-home", "TMPDIR=" + ts.Getenv("TMPDIR"), "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"), "GORACE=" + gorace}
	s.cmd.Stdout = &s.stdout
	lines, err := s.cmd.StderrPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	s.ended = make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		scan := bufio.NewScanner(io.TeeReader(lines, &s.stderr))
		for scan.Scan() {
			if strings.Contains(scan.Text(), "Ctrl-C") {
				close(ready)
			}
		}
		s.ended <- s.cmd.Wait()
	}()
	ts.Defer(func() {
		_ = s.cmd.Process.Kill()
		searched(ts, args[0], s.stdout.String()+s.stderr.String())
	})
	select {
	case <-ready:
	case <-time.After(patience):
		ts.Fatalf("%s is not ready: %s", args[0], s.stderr.String())
	}
	for line := range strings.Lines(s.stderr.String()) {
		if setting, ok := strings.CutPrefix(strings.TrimSpace(line), "export "); ok {
			name, value, _ := strings.Cut(setting, "=")
			ts.Setenv(name, value)
		}
	}
	ts.Setenv("SANDBOX", ts.Getenv("AWS_ENDPOINT_URL_LAMBDA"))
}

// interrupt sends SIGINT to what serve started, wants exit code 0, and leaves
// what it printed in served.out and served.err.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	s, _ := ts.Value(servedKey{}).(*served)
	if neg || len(args) > 0 || s.cmd == nil {
		ts.Fatalf("usage: interrupt, after serve")
	}
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	select {
	case err := <-s.ended:
		if err != nil {
			ts.Fatalf("%s: %v\n%s", filepath.Base(s.cmd.Path), err, s.stderr.String())
		}
	case <-time.After(patience):
		ts.Fatalf("%s goes on after SIGINT", filepath.Base(s.cmd.Path))
	}
	ts.Check(os.WriteFile(ts.MkAbs("served.out"), []byte(s.stdout.String()), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("served.err"), []byte(s.stderr.String()), 0o600))
}

// fault asks the sandbox for a fault: fault JSON.
func fault(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fault JSON")
	}
	resp, err := http.Post(ts.Getenv("SANDBOX")+"/sandbox/faults", "application/json", strings.NewReader(args[0]))
	ts.Check(err)
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusNoContent {
		ts.Fatalf("fault %s: %s: %s", args[0], resp.Status, body)
	}
}

// fetch gets the sandbox's page, as HTML and as JSON: fetch HTML JSON.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fetch HTML JSON")
	}
	for i, kind := range []string{"text/html", "application/json"} {
		req, err := http.NewRequest(http.MethodGet, ts.Getenv("SANDBOX")+"/", nil)
		ts.Check(err)
		req.Header.Set("Accept", kind)
		resp, err := http.DefaultClient.Do(req)
		ts.Check(err)
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		ts.Check(err)
		if resp.StatusCode != http.StatusOK {
			ts.Fatalf("GET /: %s: %s", resp.Status, body)
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[i]), body, 0o600))
	}
}
