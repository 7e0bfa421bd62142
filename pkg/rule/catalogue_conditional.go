package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// conditionalRules are about conditional (personalised) menus.
func conditionalRules() []Rule {
	const leaf = `{ type: 'click', name: '门店', key: 'store' }`
	const head = `{ menu: { button: [` + leaf + `] }, conditionalmenu: [{ button: [` + leaf + `]`
	const good = head + `, matchrule: { tag_id: '2' } }] }`
	return []Rule{
		{
			ID: "conditional-needs-default", Severity: diag.Error, Errcode: 65303,
			Title:   "conditional menus stand beside a default menu",
			Source:  "addConditionalMenu, errcode 65303",
			Message: "there are conditional menus and no default menu",
			Help:    "add menu: { button: [...] } for everybody else",
			Bad:     `{ conditionalmenu: [{ button: [` + leaf + `], matchrule: { tag_id: '2' } }] }`,
			Good:    good,
		},
		{
			ID: "matchrule-required", Severity: diag.Error, Errcode: 65304,
			Title:   "a conditional menu has a matchrule that names a tag or a platform",
			Source:  "addConditionalMenu, errcode 65304",
			Message: "the conditional menu has no rule that says who sees it",
			Help:    "add matchrule: { tag_id: '...' } or { client_platform_type: '1' }",
			Bad:     head + `, matchrule: {} }] }`,
			Good:    good,
		},
		{
			ID: "matchrule-retired-field", Severity: diag.Error, Errcode: 65320,
			Title:   "a matchrule has no field that WeChat retired for privacy",
			Source:  "addConditionalMenu, errcode 65320, since 2021",
			Message: "WeChat no longer matches followers by %s",
			Help:    "tag the followers and match by tag_id",
			Bad:     head + `, matchrule: { sex: '1' } }] }`,
			Good:    good,
		},
		{
			ID: "matchrule-group-id", Severity: diag.Error, Errcode: 65304,
			Title:   "a matchrule says tag_id, not group_id",
			Source:  "addConditionalMenu: groups became tags in 2016",
			Message: "group_id is called tag_id today",
			Help:    "write tag_id with the same value",
			Bad:     head + `, matchrule: { group_id: '2' } }] }`,
			Good:    good,
		},
		{
			ID: "matchrule-platform-value", Severity: diag.Error,
			Title:   "client_platform_type is 1, 2 or 3",
			Source:  "addConditionalMenu, field client_platform_type",
			Message: "client_platform_type is '1' for iOS, '2' for Android or '3' for others, this is %s",
			Bad:     head + `, matchrule: { client_platform_type: 'ios' } }] }`,
			Good:    head + `, matchrule: { client_platform_type: '1' } }] }`,
		},
		{
			ID: "matchrule-tag-format", Severity: diag.Error,
			Title:   "tag_id is a decimal number in quotes",
			Source:  "addConditionalMenu, field tag_id",
			Message: "tag_id is a tag's number, this is %s",
			Help:    "the number of a tag is its id, not its name",
			Bad:     head + `, matchrule: { tag_id: 'vip' } }] }`,
			Good:    good,
		},
		{
			ID: "conditional-domains", Severity: diag.Error, Errcode: 65316,
			Title:   "the conditional menus of an account link to at most three hosts together",
			Source:  "Personalized menu interface, notes",
			Message: "the conditional menus link to %d hosts, WeChat takes %d: %s",
			Help:    "lead links through a host of your own",
			Bad: `{ menu: { button: [` + leaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://' + h + '.example.com/' }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
			Good: `{ menu: { button: [` + leaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://www.example.com/' + h }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
		},
	}
}
