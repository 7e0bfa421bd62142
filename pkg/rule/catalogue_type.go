package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// typeRules are about the type of a button.
var typeRules = []Rule{
	{
		ID: "type-and-sub-button-exclusive", Severity: diag.Error, Fixed: true,
		Title:  text.Say("a button has a type or a sub-menu, not both", "按钮要么有 type，要么有子菜单，二者只取其一"),
		Source: text.Say("createCustomMenu, section 2, field type", "createCustomMenu 第 2 节 type 字段"),
		Message: text.Say(
			"the button has the type %q and a sub-menu; a tap can do one of the two",
			"按钮既有类型%q，又有子菜单；点击只能触发其中一个",
		),
		Help: text.Say("drop type, or drop sub_button", "去掉 type 或去掉 sub_button"),
		Bad:  `{ button: [{ type: 'click', name: '菜单', key: 'k', sub_button: [{ type: 'click', name: '门店', key: 'store' }] }] }`,
		Good: sampleSub,
	},
	{
		ID: "type-required", Severity: diag.Error, Fixed: true, Errcode: 40017, SubErrcode: 40024,
		Title:   text.Say("a button without a sub-menu has a type", "没有子菜单的按钮必须有 type"),
		Source:  text.Say("createCustomMenu, section 2, field type", "createCustomMenu 第 2 节 type 字段"),
		Message: text.Say("the button has neither a type nor a sub-menu", "按钮既没有 type，也没有子菜单"),
		Help:    text.Say("say what a tap does, for example type: 'view' with a url", "写明点击后做什么，例如 type: 'view' 加上 url"),
		Bad:     `{ button: [{ name: '官网', url: 'https://example.com/' }] }`,
		Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
	},
	{
		ID: "type-known", Severity: diag.Error, Fixed: true, Errcode: 40017, SubErrcode: 40024,
		Title:   text.Both(text.Sayf("the type is one of the %d that menu/create takes", "type 是 menu/create 接受的 %d 种之一", len(menu.Types()))),
		Source:  text.Say("createCustomMenu, sections 4 and 5", "createCustomMenu 第 4、5 节"),
		Message: text.Say("no button type is called %q%s", "没有%q这种按钮类型%s"),
		Help:    text.Both(text.Sayf("the types are %s", "类型有 %s", text.List(menu.Types()))),
		Bad:     `{ button: [{ type: 'link', name: '官网', url: 'https://example.com/' }] }`,
		Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
	},
	{
		ID: "type-lowercase", Severity: diag.Error, Fixed: true, Errcode: 65318,
		Title: text.Say("the type is written in lower case", "type 用小写字母"),
		Source: text.Say(
			"observed: VIEW is answered 65318, which names the charset",
			"实测：VIEW 返回 65318，提示的却是字符集问题",
		),
		Message: text.Say("the type %q has capital letters, WeChat knows it as %s", "类型%q用了大写字母，应为 %s"),
		Help:    text.Say("write it in lower case; WeChat would blame the charset", "改成小写；微信会误报为字符集错误"),
		Bad:     `{ button: [{ type: 'VIEW', name: '官网', url: 'https://example.com/' }] }`,
		Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
	},
	{
		ID: "type-admin-only", Severity: diag.Error, Fixed: true, Errcode: 40017, SubErrcode: 40024,
		Title: text.Say(
			"the type is not one that only WeChat's web console makes",
			"type 不是只能在公众平台后台设置的类型",
		),
		Source: text.Say("getCurrentSelfmenuInfo; observed: text is answered 40017", "getCurrentSelfmenuInfo；实测：text 返回 40017"),
		Message: text.Say(
			"buttons of type %q are made in WeChat's web console only",
			"类型%q的按钮只能在公众平台后台设置",
		),
		Help: text.Say(
			"use click and answer with a message, or media_id or article_id",
			"改用 click，由服务器回复消息，或者用 media_id、article_id",
		),
		Bad:  `{ button: [{ type: 'text', name: '你好', value: '你好' }] }`,
		Good: `{ button: [{ type: 'click', name: '你好', key: 'hello' }] }`,
	},
}

// typeAdvice is about types that WeChat takes and that are seldom meant.
var typeAdvice = []Rule{
	{
		ID: "view-limited-deprecated", Severity: diag.Warning,
		Title: text.Say("the type is not view_limited, which WeChat has retired", "type 不是微信已停用的 view_limited"),
		Source: text.Say(
			"createCustomMenu, section 4: article material is gone since the draft box came; error codes 40007 and 40121",
			"createCustomMenu 第 4 节：草稿箱上线后图文素材已下线；错误码 40007、40121",
		),
		Message: text.Say(
			"%s opens an article of the material library, which WeChat has retired",
			"%s 打开的是图文素材，微信已不再提供",
		),
		Help: text.Say(
			"publish the article and use article_view_limited with its article_id, or use view",
			"发布文章后用 article_view_limited 和 article_id，或者用 view",
		),
		Bad:  `{ button: [{ type: 'view_limited', name: '新闻', media_id: 'MEDIA_ID1' }] }`,
		Good: `{ button: [{ type: 'view', name: '新闻', url: 'https://example.com/news' }] }`,
	},
	{
		ID: "limited-types-no-event", Severity: diag.Warning,
		Title: text.Say(
			"the type is not one made for accounts that cannot receive events",
			"type 不是为收不到事件的账号准备的类型",
		),
		Source: text.Say(
			"createCustomMenu, section 4: these types are for uncertified accounts run by a third-party platform, and push no event",
			"createCustomMenu 第 4 节：这些类型面向由第三方平台代管的未认证订阅号，点击不推送事件",
		),
		Message: text.Say(
			"a tap on a button of type %s sends no event to your server",
			"点击 %s 类型的按钮，服务器收不到任何事件",
		),
		Help: text.Say(
			"use click and answer with the material; switch the rule off if the account is uncertified",
			"改用 click，由服务器回复素材；账号未认证时可关闭本规则",
		),
		Bad:  `{ button: [{ type: 'media_id', name: '海报', media_id: 'MEDIA_ID1' }] }`,
		Good: `{ button: [{ type: 'click', name: '海报', key: 'poster' }] }`,
	},
}
