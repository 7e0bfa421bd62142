package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Pulled is an account whose live menus were written to a file.
type Pulled struct {
	api.Result
	// File is where they are, relative to the root; empty when they could not
	// be read.
	File string `json:"file,omitempty"`
	// Written is set when the file was written, and not set when it was there
	// already with the same contents.
	Written bool `json:"written"`
}

// Pull is the document of pull.
type Pull struct{ Document[Pulled] }

// NewPull sums up what was written.
func NewPull(accounts []Pulled, errs ...error) Pull {
	accounts = slices.Clone(accounts)
	for i := range accounts {
		accounts[i].Calls = append([]api.Call{}, accounts[i].Calls...)
	}
	return Pull{newDocument("pull", accounts, func(p *Pulled) Verdict { return outcomeVerdict(&p.Result) }, errs)}
}

// results returns what was read, without the files.
func (p *Pull) results() Results {
	r := Results{Document: Document[api.Result]{Command: p.Command, Verdict: p.Verdict, causes: p.causes}}
	for i := range p.Accounts {
		r.Accounts = append(r.Accounts, p.Accounts[i].Result)
	}
	return r
}

// Summary writes what was read as [Results.Summary] does.
func (p Pull) Summary(w io.Writer, o Options) error { return p.results().Summary(w, o) }

// Annotations returns what to know of what was read, as [Results.Annotations].
func (p Pull) Annotations(o Options) []diag.Finding { return p.results().Annotations(o) }

// Text writes for a person where the menus are now, and a closing count.
func (p Pull) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	longest, written := 0, 0
	for i := range p.Accounts {
		longest = max(longest, uniseg.StringWidth(text.Clean(p.Accounts[i].Account)))
		if p.Accounts[i].Written {
			written++
		}
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		fmt.Fprintf(&b, "%s  %s\n", pad(text.Clean(a.Account), longest), v.pulled(a))
		v.troubles(&b, ink, &a.Result, false)
	}
	v.errs(&b, ink, p.troubles(o.Lang))
	b.WriteString(v.colon(v.accounts(len(p.Accounts)), text.Count(written, text.Say("%d file written", "写了 %d 个文件"), text.Say("%d files written", "写了 %d 个文件")).In(v.lang)) + "\n")
	return write(w, b.String())
}

// pulled says what became of one account.
func (v voice) pulled(a *Pulled) string {
	switch {
	case a.Outcome != api.Read:
		return v.outcome(a.Outcome)
	case a.Written:
		return v.say(text.Say("written to %s", "写入 %s"), text.Clean(a.File))
	case a.Live.Empty():
		return v.say(text.Say("no menu is live, there is nothing to write", "线上没有菜单，没有可写的内容"))
	default:
		return v.say(text.Say("%s is there already, the same", "%s 已经存在，内容相同"), text.Clean(a.File))
	}
}
