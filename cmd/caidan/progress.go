package main

import (
	"fmt"
	"io"
	"sync"
)

// progress is a line on a terminal that counts accounts.
type progress struct {
	w io.Writer
	// verb says what is done to them, such as "publishing".
	verb        string
	mu          sync.Mutex
	ended, all  int
	interactive bool
}

func newProgress(w io.Writer, verb string, all int) *progress {
	p := &progress{w: w, verb: verb, all: all, interactive: isTerminal(w)}
	p.draw()
	return p
}

func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended++
	p.draw()
}

func (p *progress) draw() {
	if p.interactive {
		_, _ = fmt.Fprintf(p.w, "\r%s: %d of %d accounts", p.verb, p.ended, p.all)
	}
}

// done wipes the line.
func (p *progress) done() {
	if p.interactive {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
	}
}
