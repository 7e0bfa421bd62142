package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// typeRules are about the type of a button.
func typeRules() []Rule {
	return []Rule{
		{
			ID: "type-and-sub-button-exclusive", Severity: diag.Error,
			Title:   "a button has a type or a sub-menu, not both",
			Source:  "createCustomMenu, section 2, field type",
			Message: "the button has the type %s and a sub-menu; a tap can do one of the two",
			Help:    "drop type, or drop sub_button",
			Bad:     `{ button: [{ type: 'click', name: '菜单', key: 'k', sub_button: [{ type: 'click', name: '门店', key: 'store' }] }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: '门店', key: 'store' }] }] }`,
		},
		{
			ID: "type-required", Severity: diag.Error, Errcode: 40017, SubErrcode: 40024,
			Title:   "a button without a sub-menu has a type",
			Source:  "createCustomMenu, section 2, field type",
			Message: "the button has neither a type nor a sub-menu",
			Help:    "say what a tap does, for example type: 'view' with a url",
			Bad:     `{ button: [{ name: '官网', url: 'https://example.com/' }] }`,
			Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
		},
		{
			ID: "type-known", Severity: diag.Error, Errcode: 40017, SubErrcode: 40024,
			Title:   "the type is one of the 13 that menu/create takes",
			Source:  "createCustomMenu, sections 4 and 5",
			Message: "no button type is called %s%s",
			Help:    "the types are click, view, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin, location_select, media_id, article_id, article_view_limited, view_limited and miniprogram",
			Bad:     `{ button: [{ type: 'link', name: '官网', url: 'https://example.com/' }] }`,
			Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
		},
		{
			ID: "type-lowercase", Severity: diag.Error, Errcode: 65318,
			Title:   "the type is written in lower case",
			Source:  "observed: VIEW is answered 65318, which names the charset",
			Message: "the type %s is written in lower case: %s",
			Help:    "WeChat would answer 65318 and blame the charset",
			Bad:     `{ button: [{ type: 'VIEW', name: '官网', url: 'https://example.com/' }] }`,
			Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
		},
		{
			ID: "type-admin-only", Severity: diag.Error, Errcode: 40017, SubErrcode: 40024,
			Title:   "the type is not one that only WeChat's web console makes",
			Source:  "getCurrentSelfmenuInfo; observed: text is answered 40017",
			Message: "buttons of type %s are made in WeChat's web console only",
			Help:    "use click and answer with a message, or media_id or article_id",
			Bad:     `{ button: [{ type: 'text', name: '你好', value: '你好' }] }`,
			Good:    `{ button: [{ type: 'click', name: '你好', key: 'hello' }] }`,
		},
	}
}
