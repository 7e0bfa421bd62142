package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// shapeRules are about the shape of what a file compiles to.
func shapeRules() []Rule {
	const leaf = `{ type: 'click', name: '门店', key: 'store' }`
	const six = `[
  { type: 'click', name: '一', key: '1' }, { type: 'click', name: '二', key: '2' },
  { type: 'click', name: '三', key: '3' }, { type: 'click', name: '四', key: '4' },
  { type: 'click', name: '五', key: '5' }, { type: 'click', name: '六', key: '6' },
]`
	return []Rule{
		{
			ID: "root-button-array", Severity: diag.Error, Errcode: 40016,
			Title:   "a menu is an object with an array of buttons",
			Source:  "createCustomMenu, section 2; any other body is answered 40016",
			Message: "a menu is an object with an array called button, this is %s",
			Help:    "write { button: [...] }, { menu: { button: [...] }, conditionalmenu: [...] } or { accounts: { NAME: ... } }",
			Bad:     `[` + leaf + `]`,
			Good:    `{ button: [` + leaf + `] }`,
		},
		{
			ID: "no-api-wrapper", Severity: diag.Error, Errcode: 40016,
			Title:   "what WeChat answered is not pasted with its wrapping",
			Source:  "reports of menu/get and get_current_selfmenu_info answers sent to menu/create",
			Message: "%s belongs to an answer of WeChat's, not to a menu",
			Help:    "keep { button: [...] } or { menu: { button: [...] } } and drop what is around it",
			Bad:     `{ is_menu_open: 1, selfmenu_info: { button: [` + leaf + `] } }`,
			Good:    `{ button: [` + leaf + `] }`,
		},
		{
			ID: "top-level-count", Severity: diag.Error, Errcode: 40016,
			Title:   "a menu has one to three buttons at the top level",
			Source:  "createCustomMenu, section 4 note 1",
			Message: "the menu has %d buttons at the top level, WeChat takes 1 to %d",
			Help:    "put buttons into sub-menus of up to five",
			Bad:     `{ button: [] }`,
			Good:    `{ button: [` + leaf + `] }`,
		},
		{
			ID: "matchrule-in-default-menu", Severity: diag.Error,
			Title:   "a default menu has no matchrule",
			Source:  "observed: menu/create ignores matchrule and shows the menu to everybody",
			Message: "a matchrule in a default menu is ignored by WeChat: every follower would see this menu",
			Help:    "move the menu into conditionalmenu, beside a default menu",
			Bad:     `{ button: [` + leaf + `], matchrule: { tag_id: '2' } }`,
			Good: `{ menu: { button: [` + leaf + `] },
  conditionalmenu: [{ button: [` + leaf + `], matchrule: { tag_id: '2' } }] }`,
		},
		{
			ID: "sub-button-count", Severity: diag.Error, Errcode: 40023,
			Title:   "a sub-menu has at most five buttons",
			Source:  "createCustomMenu, section 4 note 1",
			Message: "the sub-menu has %d buttons, WeChat takes 1 to %d",
			Help:    "remove buttons, or move some to another sub-menu",
			Bad:     `{ button: [{ name: '菜单', sub_button: ` + six + ` }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: ` + six + `[0:5] }] }`,
		},
		{
			ID: "sub-button-empty", Severity: diag.Error, Errcode: 40017, SubErrcode: 40024,
			Title:   "a sub-menu has at least one button",
			Source:  "addConditionalMenu, errcode 65308; menu/create answers 40017",
			Message: "the sub-menu is empty, a tap on it would do nothing",
			Help:    "add buttons to sub_button, or give the button a type",
			Bad:     `{ button: [{ name: '菜单', sub_button: [] }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: [` + leaf + `] }] }`,
		},
		{
			ID: "sub-button-is-array", Severity: diag.Error, Errcode: 40016,
			Title:   "sub_button is an array",
			Source:  "get_current_selfmenu_info wraps sub-menus in {list: [...]}, menu/create refuses that",
			Message: "sub_button is an array of buttons, this is %s",
			Help:    "write sub_button: [...], without a list around it",
			Bad:     `{ button: [{ name: '菜单', sub_button: { list: [` + leaf + `] } }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: [` + leaf + `] }] }`,
		},
		{
			ID: "max-depth-two", Severity: diag.Error, Errcode: 40022,
			Title:   "a sub-menu holds no sub-menu",
			Source:  "createCustomMenu, section 2: sub_button of a sub_button does not exist",
			Message: "a sub-menu inside a sub-menu, WeChat has two levels",
			Help:    "move these buttons one level up",
			Bad:     `{ button: [{ name: '菜单', sub_button: [{ name: '更多', sub_button: [` + leaf + `] }] }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: [` + leaf + `] }] }`,
		},
		{
			ID: "unknown-field", Severity: diag.Error,
			Title:   "every field is one the API has",
			Source:  "createCustomMenu, section 2; WeChat drops other fields without a word",
			Message: "there is no field %s here%s",
			Help:    "correct its name or delete it; WeChat would drop it without a word",
			Bad:     `{ button: [{ type: 'click', name: '门店', key: 'store', keyy: 'x' }] }`,
			Good:    `{ button: [` + leaf + `] }`,
		},
		{
			ID: "wrong-json-type", Severity: diag.Error,
			Title:   "every value is of the JSON type the API wants",
			Source:  "createCustomMenu, section 2, column type",
			Message: "%s is %s here, this is %s",
			Bad:     `{ button: [{ type: 'click', name: '门店', key: 7 }] }`,
			Good:    `{ button: [{ type: 'click', name: '门店', key: '7' }] }`,
		},
	}
}
