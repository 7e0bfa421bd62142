package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// nameRules are about names, and about what no string may hold.
func nameRules() []Rule {
	return []Rule{
		{
			ID: "name-required", Severity: diag.Error, Errcode: 40018,
			Title:   "every button has a name that is not blank",
			Source:  "createCustomMenu, section 2, field name",
			Message: "the button has no name",
			Help:    "followers see the name; give it one",
			Bad:     `{ button: [{ type: 'click', name: ' ', key: 'store' }] }`,
			Good:    `{ button: [{ type: 'click', name: '门店', key: 'store' }] }`,
		},
		{
			ID: "name-bytes-top", Severity: diag.Error, Errcode: 40018,
			Title:   "a top-level name has at most 16 bytes",
			Source:  "createCustomMenu, section 2, field name",
			Message: "the name %s has %d bytes, WeChat takes %d at the top level",
			Help:    "a Chinese character is 3 bytes, an emoji 4 or more; the phone shows 4 Chinese characters",
			Bad:     `{ button: [{ type: 'click', name: '发布后的图文', key: 'store' }] }`,
			Good:    `{ button: [{ type: 'click', name: '图文消息', key: 'store' }] }`,
		},
		{
			ID: "name-bytes-sub", Severity: diag.Error, Errcode: 40018,
			Title:   "a name in a sub-menu has at most 60 bytes",
			Source:  "createCustomMenu, section 2, field name; observed: 40018, not 40025 of the table of codes",
			Message: "the name %s has %d bytes, WeChat takes %d in a sub-menu",
			Help:    "a Chinese character is 3 bytes, an emoji 4 or more; the phone shows 8 Chinese characters",
			Bad:     `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: std.repeat('长', 21), key: 'k' }] }] }`,
			Good:    `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: '长', key: 'k' }] }] }`,
		},
		{
			ID: "control-chars", Severity: diag.Error, Errcode: 65318,
			Title:   "no string holds a control character or U+FFFD",
			Source:  "createCustomMenu answers 65318; JSON can carry control characters only as \\u escapes, which it answers 40033",
			Message: "%s holds %s, which WeChat does not take",
			Help:    "delete the character; U+FFFD means that text was decoded with the wrong charset",
			Bad:     `{ button: [{ type: 'click', name: '门\n店', key: 'store' }] }`,
			Good:    `{ button: [{ type: 'click', name: '门店', key: 'store' }] }`,
		},
	}
}
