package main

import (
	"fmt"
	"io"
	"sync"
)

// progress is a line on a terminal that counts accounts.
type progress struct {
	w           io.Writer
	mu          sync.Mutex
	ended, all  int
	interactive bool
}

func newProgress(w io.Writer, all int) *progress {
	p := &progress{w: w, all: all, interactive: isTerminal(w)}
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
		_, _ = fmt.Fprintf(p.w, "\rpublishing: %d of %d accounts", p.ended, p.all)
	}
}

// done wipes the line.
func (p *progress) done() {
	if p.interactive {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
	}
}
