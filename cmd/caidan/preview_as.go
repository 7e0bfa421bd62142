package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/preview/live"
	"github.com/caidan-dev/caidan/pkg/text"
)

// asFollower is what stands beside a drawing of one follower's menu.
var asFollower = text.Say("what this follower sees now", "这个粉丝现在看到的菜单")

// checkAs says what is wrong with the options where one follower is asked about.
func (o *previewOptions) checkAs() error {
	if len(o.paths) != 1 {
		return misused(text.Say("name one account: caidan preview ACCOUNT --as OPENID", "请指定一个账号：caidan preview ACCOUNT --as OPENID"))
	}
	errs := []error{validNames(o.paths)}
	if !api.ValidUser(o.as) {
		errs = append(errs, &endError{exitUsage, api.NoUser()})
	}
	if o.base != "" || o.live {
		errs = append(errs, misused(text.Say("--as draws what is live; leave out --base and --live", "--as 画的就是线上的菜单；请去掉 --base 和 --live")))
	}
	return errors.Join(errs...)
}

// previewAs draws what one follower sees: in the terminal, in a file or on a page.
func (a *app) previewAs(ctx context.Context, o previewOptions, serve bool) error {
	if err := o.checkAs(); err != nil {
		return err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return err
	}
	r := k.ask(ctx, reading, []api.Request{{Schema: api.Schema, Op: api.OpTry, Account: o.paths[0], As: o.as}})[0]
	if r.Tried == nil {
		return untried(&r)
	}
	account := preview.Account{Name: r.Account, Detail: a.say(asFollower), Set: *r.Tried}
	for i := range r.Warnings {
		account.Notice = text.Text{EN: r.Warnings[i].In(text.English), ZH: r.Warnings[i].In(text.Chinese)}
	}
	if len(r.Tried.Menu) == 0 {
		account.Notice = text.Say("the account has no menu: no follower sees one", "账号没有菜单，粉丝都看不到")
	}
	page := preview.Page{Lang: a.lang, Title: previewTitle, Accounts: []preview.Account{account}}
	switch {
	case o.out != "":
		var b bytes.Buffer
		if err := page.HTML(&b); err != nil {
			return err
		}
		return replace(o.out, b.Bytes())
	case serve:
		return a.serveOnce(ctx, o.serve, page)
	}
	if _, err := fmt.Fprintln(a.stdout, a.say(text.Colon(text.Same(r.Account), asFollower))); err != nil {
		return err
	}
	if len(r.Tried.Menu) == 0 {
		_, err := fmt.Fprintln(a.stdout, a.say(text.Spoken(account.Notice)))
		return err
	}
	if account.Notice != nil {
		if _, err := fmt.Fprintln(a.stdout, a.say(text.Sayf("warning: %s", "警告：%s", account.Notice))); err != nil {
			return err
		}
	}
	return preview.Terminal(a.stdout, r.Tried.Menu)
}

// untried is why it is not known what a follower sees.
func untried(r *api.Result) error {
	if r.Error == nil { // of a newer function
		return &text.Error{Meaning: text.Sayf("the function answered %s and no menu", "函数的回应是 %s，没有菜单", r.Outcome.Text())}
	}
	if r.Error.Local != nil {
		return r.Error.Local
	}
	meaning, remedy := both(r.Error)
	said := text.Spoken(meaning)
	if r.Error.Errcode != 0 {
		said = text.Sayf("%[1]s (WeChat answered %[2]d)", "%[1]s（微信返回 %[2]d）", meaning, r.Error.Errcode)
	}
	return &text.Error{Meaning: said, Remedy: remedy}
}

// serveOnce serves a page that does not change.
func (a *app) serveOnce(ctx context.Context, at string, page preview.Page) error {
	var server live.Server
	if _, err := server.Show(page); err != nil {
		return err
	}
	listener, err := listen(ctx, at)
	if err != nil {
		return err
	}
	if err := a.address(listener); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(a.stderr, a.say(text.Say("stop it with Ctrl-C", "按 Ctrl-C 停止")))
	return server.Serve(ctx, listener)
}
