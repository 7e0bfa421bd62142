package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shapeRules are about the shape of what a file compiles to.
var shapeRules = []Rule{
	{
		ID: "root-button-array", Severity: diag.Error, Fixed: true, Errcode: 40016,
		Title: text.Say("a menu is an object with an array of buttons", "菜单是一个对象，里面有按钮数组"),
		Source: text.Say(
			"createCustomMenu, section 2; any other body is answered 40016",
			"createCustomMenu 第 2 节；其他内容一律返回 40016",
		),
		Message: text.Say("a menu must be an object with an array called button, not %s", "菜单应是含有 button 数组的对象，这里是%s"),
		Help: text.Say(
			"write { button: [...] }, { menu: { button: [...] }, conditionalmenu: [...] } or { accounts: { NAME: ... } }; data for menus to import belongs below lib/",
			"写成 { button: [...] }、{ menu: { button: [...] }, conditionalmenu: [...] } 或 { accounts: { NAME: ... } }；供菜单导入的数据请放在 lib/ 里",
		),
		Bad:  `[` + sampleLeaf + `]`,
		Good: sampleMenu,
	},
	{
		ID: "no-api-wrapper", Severity: diag.Error, Fixed: true, Errcode: 40016,
		Title: text.Say("a menu pasted from WeChat's answer has lost its wrapper", "没有把微信返回的外层结构一起粘贴进来"),
		Source: text.Say(
			"reports of menu/get and get_current_selfmenu_info answers sent to menu/create",
			"多起案例：把 menu/get、get_current_selfmenu_info 的返回内容直接发给 menu/create",
		),
		Message: text.Say("%s belongs to an answer of WeChat's, not to a menu", "%s 是微信返回结果里的字段，不属于菜单"),
		Help: text.Say(
			"keep { button: [...] } or { menu: { button: [...] } } and drop what is around it",
			"只保留 { button: [...] } 或 { menu: { button: [...] } }，去掉外层",
		),
		Bad:  `{ is_menu_open: 1, selfmenu_info: { button: [` + sampleLeaf + `] } }`,
		Good: sampleMenu,
	},
	{
		ID: "top-level-count", Severity: diag.Error, Fixed: true, Errcode: 40016,
		Title:   text.Say("a menu has one to three buttons at the top level", "一级菜单有 1 至 3 个按钮"),
		Source:  text.Say("createCustomMenu, section 4 note 1", "createCustomMenu 第 4 节说明 1"),
		Message: text.Say("the menu has %d buttons at the top level, WeChat takes 1 to %d", "一级菜单有 %d 个按钮，微信接受 1 至 %d 个"),
		Help:    text.Say("put buttons into sub-menus of up to five", "把按钮放进子菜单，每个子菜单最多 5 个"),
		Bad:     `{ button: [] }`,
		Good:    sampleMenu,
	},
	{
		ID: "matchrule-in-default-menu", Severity: diag.Error, Fixed: true,
		Title: text.Say("a default menu has no matchrule", "默认菜单没有 matchrule"),
		Source: text.Say(
			"observed: menu/create ignores matchrule and shows the menu to every follower",
			"实测：menu/create 会忽略 matchrule，菜单对所有人可见",
		),
		Message: text.Say(
			"WeChat ignores a matchrule in a default menu: every follower would see this menu",
			"微信会忽略默认菜单里的 matchrule：所有粉丝都会看到这份菜单",
		),
		Help: text.Say("move the menu into conditionalmenu, and write a default menu too", "把它移到 conditionalmenu 里，另写一份默认菜单"),
		Bad:  `{ button: [` + sampleLeaf + `], matchrule: { tag_id: '2' } }`,
		Good: `{ menu: { button: [` + sampleLeaf + `] },
  conditionalmenu: [{ button: [` + sampleLeaf + `], matchrule: { tag_id: '2' } }] }`,
	},
	{
		ID: "sub-button-count", Severity: diag.Error, Fixed: true, Errcode: 40023,
		Title:   text.Say("a sub-menu has at most five buttons", "子菜单最多 5 个按钮"),
		Source:  text.Say("createCustomMenu, section 4 note 1", "createCustomMenu 第 4 节说明 1"),
		Message: text.Say("the sub-menu has %d buttons, WeChat takes 1 to %d", "子菜单有 %d 个按钮，微信接受 1 至 %d 个"),
		Help:    text.Say("remove buttons, or move some to another sub-menu", "删掉几个按钮，或者移到别的子菜单"),
		Bad:     `{ button: [{ name: '菜单', sub_button: ` + sixLeaves + ` }] }`,
		Good:    `{ button: [{ name: '菜单', sub_button: ` + sixLeaves + `[0:5] }] }`,
	},
	{
		ID: "sub-button-empty", Severity: diag.Error, Fixed: true, Errcode: 40017, SubErrcode: 40024,
		Title: text.Say("a sub-menu has at least one button", "子菜单至少有一个按钮"),
		Source: text.Say(
			"addConditionalMenu, errcode 65308; menu/create answers 40017",
			"addConditionalMenu 错误码 65308；menu/create 返回 40017",
		),
		Message: text.Say("the sub-menu is empty, a tap on it would do nothing", "子菜单是空的，点击不会有任何反应"),
		Help:    text.Say("add buttons to sub_button, or give the button a type", "在 sub_button 里加按钮，或者给按钮写上 type"),
		Bad:     `{ button: [{ name: '菜单', sub_button: [] }] }`,
		Good:    `{ button: [{ name: '菜单', sub_button: [` + sampleLeaf + `] }] }`,
	},
	{
		ID: "sub-button-is-array", Severity: diag.Error, Fixed: true, Errcode: 40016,
		Title: text.Say("sub_button is an array", "sub_button 是数组"),
		Source: text.Say(
			"get_current_selfmenu_info wraps sub-menus in {list: [...]}, menu/create refuses that",
			"get_current_selfmenu_info 把子菜单包在 {list: [...]} 里，menu/create 不接受",
		),
		Message: text.Say("sub_button must be an array of buttons, not %s", "sub_button 应是按钮数组，这里是%s"),
		Help:    text.Say("write sub_button: [...], without a list around it", "直接写 sub_button: [...]，外面不要再套 list"),
		Bad:     `{ button: [{ name: '菜单', sub_button: { list: [` + sampleLeaf + `] } }] }`,
		Good:    `{ button: [{ name: '菜单', sub_button: [` + sampleLeaf + `] }] }`,
	},
	{
		ID: "max-depth-two", Severity: diag.Error, Fixed: true, Errcode: 40022,
		Title: text.Say("a sub-menu holds no sub-menu", "子菜单里不再有子菜单"),
		Source: text.Say(
			"createCustomMenu, section 2: sub_button of a sub_button does not exist",
			"createCustomMenu 第 2 节：sub_button 里没有下一级 sub_button",
		),
		Message: text.Say("a sub-menu cannot hold a sub-menu: WeChat has two levels", "子菜单里不能再有子菜单，微信只有两级菜单"),
		Help:    text.Say("move these buttons one level up", "把这些按钮上移一级"),
		Bad:     `{ button: [{ name: '菜单', sub_button: [{ name: '更多', sub_button: [` + sampleLeaf + `] }] }] }`,
		Good:    `{ button: [{ name: '菜单', sub_button: [` + sampleLeaf + `] }] }`,
	},
}
