package report

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
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
	return Pull{newDocument("pull", accounts, errs, (*Pulled).verdict, pullPage)}
}

// verdict says what became of an account: of menus that are read and do not pass
// a check, that there is something to know.
func (p *Pulled) verdict() Verdict {
	v := outcomeVerdict(&p.Result)
	if v == OK && len(p.Findings) > 0 {
		return Warnings
	}
	return v
}

// pullPage is what is printed of a pull: where the menus are now.
func pullPage(d *Document[Pulled], l text.Lang) *page {
	written := 0
	for i := range d.Accounts {
		if d.Accounts[i].Written {
			written++
		}
	}
	files := text.Count(written, text.Say("%d file written", "写了 %d 个文件"), text.Say("%d files written", "写了 %d 个文件"))
	return newPage(d, l, text.Colon(accounts(len(d.Accounts)), files), func(p *Pulled) said {
		return said{Result: &p.Result, verdict: p.verdict(), what: p.became().In(l), lines: linesOf(&p.Result, l, false)}
	})
}

// became says what became of an account.
func (p *Pulled) became() text.Spoken {
	switch {
	case p.Outcome != api.Read:
		return p.Outcome.Text()
	case p.Written:
		return text.Sayf("written to %s", "写入 %s", p.File)
	case p.Live.Empty():
		return text.Say("no menu is live, so nothing was written", "线上没有菜单，没有写文件")
	default:
		return text.Sayf("%s exists already, with the same contents", "%s 已经存在，内容相同", p.File)
	}
}
