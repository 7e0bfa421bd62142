package main

import (
	"context"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// runCheck is what to do about menus or settings that are invalid.
var runCheck = text.Say("caidan check says what is wrong, and where", "运行 caidan check 查看问题和位置")

// repository looks at the menus and the settings.
func (x *examination) repository(ctx context.Context) {
	checked, err := x.look(ctx, check.Options{Paths: []string{x.o.path}})
	if err == nil {
		x.checked = &checked
	}
	x.Look(api.CheckSettings, func() api.Check {
		n, _ := diag.Count(slices.Concat(x.checked.Settings, x.checked.Unread))
		switch {
		case err != nil:
			return api.Without(api.CheckMenus)
		case n > 0:
			return bad(api.VerdictNG, text.Say("the settings file .caidan.jsonnet is invalid, so nothing is published", "配置文件 .caidan.jsonnet 无效，不会发布任何账号"), runCheck)
		default:
			return good(text.Say("nothing is wrong with the settings", "配置没有问题"))
		}
	})
	x.Look(api.CheckMenus, func() api.Check {
		var invalid text.List
		for i := range x.checked.Accounts {
			if acc := &x.checked.Accounts[i]; !acc.Valid() {
				invalid = append(invalid, acc.Name)
			}
		}
		switch {
		case err != nil:
			return api.VerdictNG.Told(err)
		case len(invalid) > 0:
			return bad(api.VerdictNG, text.Sayf("the menus of %s are invalid, so a push publishes nothing", "%s 的菜单无效，推送不会发布任何账号", invalid.Most(shownOthers)), runCheck)
		default:
			return good(text.Count(len(x.checked.Accounts), text.Say("the menus of %d account are valid", "%d 个账号的菜单有效"), text.Say("the menus of %d accounts are valid", "%d 个账号的菜单有效")))
		}
	})
}
