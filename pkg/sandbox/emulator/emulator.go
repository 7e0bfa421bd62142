// Package emulator starts programs of other projects that play AWS, for tests.
package emulator

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"time"
)

// Tool is a program that plays a part of AWS on an address of this machine.
type Tool struct {
	// Name is the program's.
	Name string
	// ready is in the line that says that it listens; args are its arguments.
	ready string
	args  func(host, port string) []string
	// needs are other programs without which it is of no use.
	needs []string
}

// Moto plays all that is used of AWS.
func Moto() Tool {
	return Tool{Name: "moto_server", ready: "Running on", args: func(host, port string) []string { return []string{"-H", host, "-p", port} }}
}

// Dynalite plays DynamoDB, with conditional writes as atomic as DynamoDB's are.
func Dynalite() Tool {
	return Tool{Name: "dynalite", ready: "listening at", args: func(host, port string) []string {
		return []string{"--host", host, "--port", port, "--createTableMs", "0"}
	}}
}

// Installed reports whether the program is there, and what it needs.
func (t Tool) Installed() bool {
	for _, name := range append([]string{t.Name}, t.needs...) {
		if _, err := exec.LookPath(name); err != nil {
			return false
		}
	}
	return true
}

// patience is how long a program may take until it listens: Python's take some
// seconds on an idle machine.
const patience = 2 * time.Minute

// Start starts the program, waits until it listens, and returns its address and
// what ends it.
func (t Tool) Start(ctx context.Context) (url string, stop func(), err error) {
	free, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("find a free port: %w", err)
	}
	host, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()
	out, in := io.Pipe()
	cmd := exec.Command(t.Name, t.args(host, port)...) //nolint:noctx // stop ends it, with all that it started
	cmd.Stdout, cmd.Stderr = in, in
	cmd.SysProcAttr = grouped()
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start %s: %w", t.Name, err)
	}
	go func() {
		_ = cmd.Wait()
		_ = in.Close()
	}()
	said, ended := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(ended)
		said <- until(t.ready, out)
		_, _ = io.Copy(io.Discard, out)
	}()
	stop = func() {
		kill(cmd.Process)
		<-ended
	}
	select {
	case printed := <-said:
		if printed == "" {
			return "http://" + net.JoinHostPort(host, port), stop, nil
		}
		err = fmt.Errorf("%s ended before it listened:\n%s", t.Name, printed)
	case <-time.After(patience):
		err = fmt.Errorf("%s did not say %q in %s", t.Name, t.ready, patience)
	}
	stop()
	return "", nil, err
}

// until reads lines until a word is in one, and returns all of them where that did
// not come.
func until(word string, from io.Reader) string {
	var b strings.Builder
	b.WriteByte('\n')
	for lines := bufio.NewScanner(from); lines.Scan(); {
		if strings.Contains(lines.Text(), word) {
			return ""
		}
		b.WriteString(lines.Text() + "\n")
	}
	return b.String()
}
