package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/text"
)

var previewTitle = text.Say("caidan preview", "caidan 菜单预览")

// earlier tells of an account what followers see before the menus of Git, and
// what there is to say of that; a nil set is not known.
type earlier func(account string) (before *menu.Set, notice text.Spoken)

// page draws what the paths hold. What is live is read once for each account.
func (a *app) page(ctx context.Context, o *previewOptions) (preview.Page, error) {
	p := preview.Page{Lang: a.lang, Title: previewTitle}
	looked := check.Options{Paths: o.paths, Keep: true, Faulty: true}
	if o.base != "" {
		compared, err := a.compare(ctx, looked, o.base)
		if err != nil {
			return preview.Page{}, err
		}
		p.Was = text.Sayf("In %s", "提交 %s", o.base)
		p.Accounts = append(drawn(&compared.Checked, since(compared.Pairs)), gone(compared.Pairs)...)
		slices.SortStableFunc(p.Accounts, func(a, b preview.Account) int { return cmp.Compare(a.Name, b.Name) })
		p.Problem = troubles(compared.Settings, compared.Unread, compared.Faults)
		return p, nil
	}
	checked, err := a.look(ctx, looked)
	if err != nil {
		return preview.Page{}, err
	}
	if o.live && o.before == nil {
		if o.before, err = a.readLive(ctx, o, checked.Accounts); err != nil {
			return preview.Page{}, err
		}
	}
	p.Accounts, p.Problem = drawn(&checked, o.before), troubles(checked.Settings, checked.Unread)
	return p, nil
}

// compare is look beside what there was in a commit.
func (a *app) compare(ctx context.Context, o check.Options, commit string) (check.Compared, error) {
	o.Lang, o.Worker, o.GCPercent = a.lang, a.worker, a.gc
	return check.Compare(ctx, o, commit)
}

// drawn returns accounts for the page; before is nil where there is nothing to
// compare with.
func drawn(checked *check.Checked, before earlier) []preview.Account {
	var accounts []preview.Account
	for i := range checked.Accounts {
		acc := &checked.Accounts[i]
		shown := preview.Account{Name: acc.Name, Detail: acc.File, Set: acc.Set, Findings: acc.Findings}
		if before != nil && acc.Compiled() {
			shown.Before, shown.Notice = before(acc.Name)
		}
		accounts = append(accounts, shown)
	}
	return accounts
}

// since tells what accounts were in a commit.
func since(pairs []check.Pair) earlier {
	then := map[string]check.Side{}
	for _, p := range pairs {
		then[p.Name] = p.Base
	}
	return func(account string) (*menu.Set, text.Spoken) {
		switch s := then[account]; {
		case s.Submodule != "":
			return nil, text.Sayf("What the account was in the commit is not known: there its file is in the submodule %s.", "这个账号在提交里的样子不清楚：它的文件当时在子模块 %s 里。", s.Submodule)
		case s.Unknown(), s.Set == nil && s.File != "":
			return nil, text.Say("What the account was in the commit is not known: its file does not compile there.", "这个账号在提交里的样子不清楚：那里的文件编译不了。")
		case s.Set == nil:
			return &menu.Set{}, text.Say("The account is new: it is not in the commit.", "这是新账号，提交里没有。")
		default:
			return s.Set, nil
		}
	}
}

// gone returns the accounts that a commit had and that are no longer there.
func gone(pairs []check.Pair) []preview.Account {
	var accounts []preview.Account
	for _, p := range pairs {
		if p.Head.File == "" && !p.Head.Unknown() && p.Base.Set != nil {
			accounts = append(accounts, preview.Account{
				Name: p.Name, Detail: p.Base.File, Before: p.Base.Set,
				Notice: text.Say("The account is in the commit and no longer in Git.", "提交里有这个账号，现在的 Git 里已经没有了。"),
			})
		}
	}
	return accounts
}

// troubles says what is wrong beside the accounts; nil where nothing is.
func troubles(lists ...[]diag.Finding) text.Spoken {
	var lines []error
	for _, f := range slices.Concat(lists...) {
		lines = append(lines, errors.New(f.File+": "+f.Message))
	}
	if len(lines) == 0 {
		return nil
	}
	return text.Both(problem{errors.Join(lines...)})
}

// problem is why nothing can be drawn.
type problem struct{ error }

// In returns what is wrong and what to do about it.
func (p problem) In(l text.Lang) string {
	var lines []string
	for _, err := range several(p.error) {
		meaning, remedy := text.Explain(err, l)
		lines = append(lines, strings.TrimSpace(meaning+"\n"+remedy))
	}
	return strings.Join(lines, "\n")
}

// readLive asks the inspect function what is live of the accounts.
func (a *app) readLive(ctx context.Context, o *previewOptions, accounts []check.Account) (earlier, error) {
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return nil, err
	}
	var reqs []api.Request
	for i := range accounts {
		if accounts[i].Compiled() {
			reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: accounts[i].Name})
		}
	}
	read := map[string]*api.Result{}
	for _, r := range k.ask(ctx, reading, reqs) {
		read[r.Account] = &r
	}
	return func(account string) (*menu.Set, text.Spoken) {
		r := read[account]
		switch {
		case r == nil:
			return nil, text.Say("What is live was not read; start the preview again.", "没有读取线上的菜单；请重新运行预览。")
		case r.Live == nil:
			return nil, unread(r)
		}
		set := menu.Set{Menu: r.Live.Shown.Menu, Conditional: r.Live.API.Conditional}
		if !r.Live.Open {
			return &set, text.Say("The menu is switched off in the console: followers see no menu now.", "菜单在公众平台后台停用了：粉丝现在看不到菜单。")
		}
		return &set, nil
	}, nil
}

// unread says why it is not known what is live.
func unread(r *api.Result) text.Spoken {
	said := problem{errors.New(string(r.Outcome))}
	if r.Error != nil {
		said = problem{r.Error.Text(r.Error.Local)}
	}
	return text.Both(text.Sayf("What is live could not be read: %s", "线上的菜单读取失败：%s", said))
}
