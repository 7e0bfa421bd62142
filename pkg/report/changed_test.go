package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// since are comparisons with a commit, with all that an account can be in one.
func sinces() map[string]Since {
	const commit = "0123456789abcdef"
	before, after := shop(), changedShop()
	gone := NewChanged("old-shop", "", &before, nil)
	gone.Gone, gone.File = true, "menus/old-shop.jsonnet"
	unknown := NewChanged("other", before.Digest(), nil, nil)
	unknown.Unknown, unknown.Fault = true, diag.Finding{Place: diag.Place{File: "menus/lib/brand.libsonnet"}, Message: "unexpected end of file"}
	changed := NewChanged("brand-cn", after.Digest(), &before, &after)
	same := NewChanged("same", before.Digest(), &before, &before)
	fresh := NewChanged("new-shop", before.Digest(), nil, &before)
	fresh.New = true
	invalid := NewChanged("broken", "", nil, nil)
	invalid.Outcome, invalid.Findings = api.Invalid, findings()
	var stores []Changed
	sets := map[string]menu.Set{"brand-cn": after, "new-shop": before}
	for i := range 20 {
		name := fmt.Sprintf("store-%03d", i+1)
		set := menu.Set{Menu: []menu.Button{{Type: "view", Name: "预约到店", URL: "https://www.example.com/" + name + "/book"}, before.Menu[2]}}
		was := menu.Set{Menu: []menu.Button{{Type: "click", Name: "联系店长", Key: "MANAGER_" + name}, before.Menu[2]}}
		stores, sets[name] = append(stores, NewChanged(name, set.Digest(), &was, &set)), set
	}
	fork := text.Say("pull request of a fork or of Dependabot", "来自 fork 或 Dependabot 的拉取请求")
	// Shops that are new with as many buttons, of which two have the same.
	var shops []Changed
	for i, key := range strings.Split("A B C D E F G H B", " ") {
		name := fmt.Sprintf("shop-%d", i+1)
		set := menu.Set{Menu: []menu.Button{{Type: "click", Name: "菜单" + key, Key: key}}}
		one := NewChanged(name, set.Digest(), nil, &set)
		one.New = true
		shops, sets[name] = append(shops, one), set
	}
	all := map[string]Since{
		"commit-shops":  NewSince(commit, shops, 0, nil),
		"commit":        NewSince(commit, []Changed{changed, gone, unknown, same}, 1, fork),
		"commit-none":   NewSince(commit, []Changed{same}, 0, nil),
		"commit-new":    NewSince(commit, []Changed{invalid, fresh, same}, 0, nil),
		"commit-stores": NewSince(commit, append(stores, same), 0, text.Say("no function is set up", "没有设置函数")),
		"commit-claim":  NewSince(commit, []Changed{changed, invalid, fresh}, 0, nil),
	}
	for name, d := range all {
		d.After = sets
		if name == "commit-claim" {
			d.Found = Found{Errors: 2, Warnings: 30, First: []diag.Finding{
				{Rule: "key-required", Severity: diag.Error, Place: diag.Place{File: "menus/broken.jsonnet", Line: 3}},
				{Rule: "of-the-fork", Severity: diag.Warning, Place: diag.Place{File: "menus/a](b)<i>.jsonnet"}},
			}}
		}
		all[name] = d
	}
	return all
}

// What a pull request changes where nothing live was read, on a page and as text.
func TestSince(t *testing.T) {
	t.Parallel()
	for name, d := range sinces() {
		checkTexts(t, name, d.Text)
		for _, l := range text.Langs() {
			write := func(w io.Writer) error {
				o := Options{Lang: l, Room: CommentBytes, Blob: "https://github.com/o/r/blob/c0ffee"}
				if name == "commit-claim" {
					o.Claimed = text.Sayf("Claimed by the run of %s", "%s 的运行所声称的改动", "stranger/menus")
				}
				if err := d.Summary(w, o); err != nil {
					return err
				}
				_, err := io.WriteString(w, d.Found.Summary(o, func(rule string) text.Spoken {
					if rule == "key-required" {
						return text.Say("a click button needs a key", "click 按钮需要 key")
					}
					return nil
				}))
				return err
			}
			checkGolden(t, "review-"+name+"."+string(l)+".md", write)
			checkInert(t, rendered(t, write))
		}
	}
}
