package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// conditionalRules are about conditional (personalised) menus.
var conditionalRules = []Rule{
	{
		ID: "conditional-needs-default", Severity: diag.Error, Fixed: true, Errcode: 65303,
		Title:   text.Say("an account with conditional menus has a default menu", "有个性化菜单就要有默认菜单"),
		Source:  text.Say("addConditionalMenu, errcode 65303", "addConditionalMenu 错误码 65303"),
		Message: text.Say("the account has conditional menus but no default menu", "只有个性化菜单，没有默认菜单"),
		Help:    text.Say("add menu: { button: [...] } for the followers that no matchrule matches", "加上 menu: { button: [...] }，给没有匹配到的粉丝看"),
		Bad:     `{ conditionalmenu: [{ button: [` + sampleLeaf + `], matchrule: { tag_id: '2' } }] }`,
		Good:    sampleTagged,
	},
	{
		ID: "matchrule-required", Severity: diag.Error, Fixed: true, Errcode: 65304,
		Title: text.Say(
			"a conditional menu has a matchrule that names a tag or a platform",
			"个性化菜单有 matchrule，指定标签或客户端",
		),
		Source:  text.Say("addConditionalMenu, errcode 65304", "addConditionalMenu 错误码 65304"),
		Message: text.Say("the conditional menu does not say who sees it", "个性化菜单没有写明给谁看"),
		Help: text.Say(
			"add matchrule: { tag_id: '...' } or { client_platform_type: '1' }",
			"加上 matchrule: { tag_id: '...' } 或 { client_platform_type: '1' }",
		),
		Bad:  sampleSet + `, matchrule: {} }] }`,
		Good: sampleTagged,
	},
	{
		ID: "matchrule-retired-field", Severity: diag.Error, Fixed: true, Errcode: 65320,
		Title: text.Say(
			"a matchrule has no field that WeChat retired for privacy",
			"matchrule 没有微信因隐私保护停用的字段",
		),
		Source:  text.Say("addConditionalMenu, errcode 65320, since 2021", "addConditionalMenu 错误码 65320，2021 年起"),
		Message: text.Say("WeChat no longer matches followers by %s", "微信已不再支持按 %s 匹配粉丝"),
		Help:    text.Say("tag the followers and match by tag_id", "给粉丝打标签，改用 tag_id 匹配"),
		Bad:     sampleSet + `, matchrule: { sex: '1' } }] }`,
		Good:    sampleTagged,
	},
	{
		ID: "matchrule-group-id", Severity: diag.Error, Fixed: true, Errcode: 65304,
		Title:   text.Say("a matchrule says tag_id, not group_id", "matchrule 用 tag_id，不用 group_id"),
		Source:  text.Say("addConditionalMenu: groups became tags in 2016", "addConditionalMenu：2016 年起分组改为标签"),
		Message: text.Say("WeChat now calls group_id tag_id", "group_id 现在叫 tag_id"),
		Help:    text.Say("write tag_id with the same value", "改成 tag_id，值不变"),
		Bad:     sampleSet + `, matchrule: { group_id: '2' } }] }`,
		Good:    sampleTagged,
	},
	{
		ID: "matchrule-platform-value", Severity: diag.Error, Fixed: true,
		Title:  text.Say("client_platform_type is 1, 2 or 3", "client_platform_type 是 1、2 或 3"),
		Source: text.Say("addConditionalMenu, field client_platform_type", "addConditionalMenu 的 client_platform_type 字段"),
		Message: text.Say(
			"client_platform_type must be '1' for iOS, '2' for Android or '3' for other clients, not %q",
			"client_platform_type 是 '1'（iOS）、'2'（Android）或 '3'（其他），这里是%q",
		),
		Bad:  sampleSet + `, matchrule: { client_platform_type: 'ios' } }] }`,
		Good: sampleSet + `, matchrule: { client_platform_type: '1' } }] }`,
	},
	{
		ID: "matchrule-tag-format", Severity: diag.Error, Fixed: true,
		Title:   text.Say("tag_id is a decimal number in quotes", "tag_id 是加引号的十进制数字"),
		Source:  text.Say("addConditionalMenu, field tag_id", "addConditionalMenu 的 tag_id 字段"),
		Message: text.Say("tag_id must be the number of a tag, not %q", "tag_id 应是标签的数字编号，这里是%q"),
		Help:    text.Say("write the id of the tag, which is a number, and not its name", "要写标签的 id（数字），不要写标签名"),
		Bad:     sampleSet + `, matchrule: { tag_id: 'vip' } }] }`,
		Good:    sampleTagged,
	},
	{
		ID: "conditional-domains", Severity: diag.Error, Fixed: true, Errcode: 65316,
		Title: text.Say(
			"the conditional menus of an account link to at most three domains together",
			"一个账号的全部个性化菜单最多链接到 3 个域名",
		),
		Source: text.Say(
			"Personalized menu interface, notes; which domains are one follows the public suffix list",
			"个性化菜单接口说明；哪些算同一个域名，依据公共后缀列表（Public Suffix List）",
		),
		Message: text.Say("the conditional menus link to %d domains, WeChat takes %d: %s", "个性化菜单链接到 %d 个域名，微信最多接受 %d 个：%s"),
		Help:    text.Say("link to one host of your own that redirects", "用自己的域名做跳转"),
		Bad: `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://example' + h + '.com/' }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
		Good: `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://www.example.com/' + h }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
	},
}

// conditionalAdvice is about conditional menus that do nothing, or may be refused.
var conditionalAdvice = []Rule{
	{
		ID: "conditional-hosts", Severity: diag.Warning,
		Title: text.Say(
			"the conditional menus of an account link to at most three hosts together",
			"一个账号的全部个性化菜单最多链接到 3 个主机名（含子域名）",
		),
		Source: text.Say(
			"Personalized menu interface, notes: three domains; whether sub-domains count is not documented",
			"个性化菜单接口说明：最多 3 个域名；子域名是否分开计算，文档没有说明",
		),
		Message: text.Say(
			"the conditional menus link to %d hosts; if WeChat counts each sub-domain, it takes %d: %s",
			"个性化菜单链接到 %d 个主机名；如果微信把子域名分开计算，就最多接受 %d 个：%s",
		),
		Help: text.Say("if WeChat answers 65316, link to one host of your own that redirects", "如果微信返回 65316，请用自己的域名做跳转"),
		Bad: `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://' + h + '.example.com/' }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
		Good: `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [
  { button: [{ type: 'view', name: h, url: 'https://www.example.com/' + h }], matchrule: { tag_id: h } }
  for h in ['1', '2', '3', '4']
] }`,
	},
	{
		ID: "conditional-shadowed", Severity: diag.Warning,
		Title: text.Say(
			"every conditional menu is the first match of some followers",
			"每份个性化菜单都有粉丝会看到",
		),
		Source: text.Say(
			"addConditionalMenu: the first match counts, from the newest menu to the oldest; a follower has one tag that counts",
			"addConditionalMenu：从最新的菜单开始匹配，先匹配先生效；一个粉丝只有一个标签起作用",
		),
		Message: text.Say("this menu is never shown: every follower it matches sees %s first", "这份菜单不会显示：它匹配到的粉丝都会先看到%s"),
		Help: text.Say(
			"the first menu in conditionalmenu has the highest priority: move the narrower rule up",
			"conditionalmenu 中排在前面的优先：把条件更窄的移到上面",
		),
		Bad:  sampleMenus + sampleIOS + sampleVIP + `] }`,
		Good: sampleMenus + sampleVIP + sampleIOS + `] }`,
	},
}
