package main

import (
	"bytes"
	"encoding/json"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

// sandboxPage draws what followers of the sandbox's accounts see.
func sandboxPage(lang string, accounts []sandbox.Shown) (sandbox.Drawn, error) {
	p := preview.Page{Lang: text.Lang(lang), Title: text.Say("caidan sandbox", "caidan 沙箱"), Langs: true}
	for i := range accounts {
		acc := &accounts[i]
		set, err := shownSet(&acc.Live)
		if err != nil {
			return sandbox.Drawn{}, err
		}
		shown := preview.Account{Name: acc.Name, Detail: acc.AppID, Set: set}
		switch {
		case !acc.Open:
			shown.Notice = text.Say("The menu is switched off: followers see no menu.", "菜单已停用，粉丝看不到菜单。")
		case acc.Console:
			shown.Notice = text.Say("The default menu was made in the web console.", "默认菜单是在公众平台后台设置的。")
		}
		p.Accounts = append(p.Accounts, shown)
	}
	var html bytes.Buffer
	err := p.HTML(&html)
	return sandbox.Drawn{HTML: html.Bytes(), Policy: p.Policy()}, err
}

// shownSet returns what is live in the sandbox as a set.
func shownSet(l *sandbox.Live) (menu.Set, error) {
	type body struct {
		Menu        json.RawMessage   `json:"menu,omitempty"`
		Conditional []json.RawMessage `json:"conditionalmenu,omitempty"`
	}
	all := body{Menu: l.Menu}
	for _, c := range l.Conditional {
		all.Conditional = append(all.Conditional, c.Body)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return menu.Set{}, err
	}
	return menu.DecodeCanonical(data)
}
