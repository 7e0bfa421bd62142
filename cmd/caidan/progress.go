package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"

	"github.com/caidan-dev/caidan/pkg/text"
)

// What is done to accounts while a person waits.
var (
	comparing   = text.Say("comparing", "正在比较")
	publishing  = text.Say("publishing", "正在发布")
	reading     = text.Say("reading", "正在读取")
	rollingBack = text.Say("rolling back", "正在回滚")
	retiring    = text.Say("retiring", "正在下线")
)

// progress is a line on a terminal that counts accounts.
type progress struct {
	w    io.Writer
	lang text.Lang
	// verb says what is done to them.
	verb        text.Text
	mu          sync.Mutex
	ended, all  int
	interactive bool
}

func newProgress(w io.Writer, l text.Lang, verb text.Text, all int) *progress {
	p := &progress{w: w, lang: l, verb: verb, all: all, interactive: isTerminal(w)}
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
		_, _ = fmt.Fprint(p.w, "\r", text.Sayf("%s: %d of %d accounts", "%s：已完成 %d 个，共 %d 个账号", p.verb, p.ended, p.all).In(p.lang))
	}
}

// done wipes the line.
func (p *progress) done() {
	if p.interactive {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// isTerminal reports whether a person watches what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
