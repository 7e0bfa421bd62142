package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// demonstration is what the demo came to.
type demonstration struct {
	report.Results
	accounts []check.Account
	// all has every account drawn, and goesOn the sandbox stay, which says itself
	// what to do next.
	all, goesOn bool
}

// mostDrawn is how many accounts are drawn where not all are: about a screen.
const mostDrawn = 3

// drawn returns which accounts are drawn: the first, and one with a conditional menu
// among them where there is one. One that failed is drawn in any case.
func (d *demonstration) drawn() []int {
	var chosen, others []int
	some := false
	for i := range d.accounts {
		if d.all || len(chosen) < mostDrawn || d.Accounts[i].Outcome != api.Published {
			chosen = append(chosen, i)
			some = some || len(d.accounts[i].Set.Conditional) > 0
		} else if len(d.accounts[i].Set.Conditional) > 0 {
			others = append(others, i)
		}
	}
	if !some && len(others) > 0 {
		if last := chosen[mostDrawn-1]; d.Accounts[last].Outcome == api.Published {
			chosen = slices.Delete(chosen, mostDrawn-1, mostDrawn)
		}
		chosen = append(chosen, others[0])
		slices.Sort(chosen)
	}
	return chosen
}

// Text writes the results of accounts, with their calls and their phones; accounts
// whose phones look the same share a drawing.
func (d demonstration) Text(w io.Writer, o report.Options) error {
	var b bytes.Buffer
	shown := d.drawn()
	drawings := map[string]string{}
	for _, i := range shown {
		res := &d.Accounts[i]
		fmt.Fprintf(&b, "%s (%s)\n", res.Account, d.accounts[i].File)
		if err := report.Result(&b, res, o); err != nil {
			return err
		}
		for _, c := range res.Calls {
			fmt.Fprintf(&b, "  %-26s %6.1f ms  %s\n", c.Op, c.MS, answer(c).In(o.Lang))
		}
		var phones bytes.Buffer
		if err := report.Set(&phones, d.accounts[i].Set, o); err != nil {
			return err
		}
		switch name, again := drawings[phones.String()]; {
		case res.Outcome != api.Published:
		case again:
			fmt.Fprintf(&b, "  %s\n", text.Sayf("looks like %s", "与 %s 相同", name).In(o.Lang))
		default:
			b.Write(phones.Bytes())
			drawings[phones.String()] = res.Account
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", d.Closing(o))
	d.after(&b, len(d.accounts)-len(shown), o.Lang)
	_, err := w.Write(b.Bytes())
	return err
}

// after says what was left out, and what to do next.
func (d *demonstration) after(b *bytes.Buffer, left int, l text.Lang) {
	if left > 0 {
		fmt.Fprintf(b, "%s\n", text.Sayf("%s not drawn here; --all draws them", "有%s没有画出来，加 --all 全部画出", text.Count(
			left, text.Say("%d account is", " %d 个账号"), text.Say("%d accounts are", " %d 个账号"))).In(l))
	}
	if !d.goesOn {
		fmt.Fprintf(b, "\n%s\n", text.Say(`next:
  caidan demo --keep   keep the sandbox, to plan, edit, publish and roll back in it
  caidan init          write what a repository of your own needs`, `接下来：
  caidan demo --keep   保留沙箱，在里面计划、修改、发布和回滚
  caidan init          写好您自己的菜单仓库所需的文件`).In(l))
	}
}

// noMenu is menu/get's answer for an account without a menu, an ordinary state
// before the first publish. Source: getMenu.
const noMenu = 46003

// answer says in a word what WeChat answered.
func answer(c api.Call) text.Spoken {
	switch {
	case c.Failure != "":
		return text.Same(text.Clean(c.Failure))
	case c.Errcode == 0:
		return text.Say("ok", "成功")
	case c.Errcode == noMenu:
		return text.Sayf("no menu yet (%d)", "还没有菜单（%d）", c.Errcode)
	default:
		return text.Same(fmt.Sprintf("errcode %d", c.Errcode))
	}
}
