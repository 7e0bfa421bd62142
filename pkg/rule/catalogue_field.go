package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// keyRules are about what is in the key of a button that sends an event.
var keyRules = []Rule{
	{
		ID: "key-bytes", Severity: diag.Error, Fixed: true, Errcode: 40019, SubErrcode: 40026,
		Title:   text.Say("a key has at most 128 bytes", "key 最多 128 字节"),
		Source:  text.Say("createCustomMenu, section 2, field key", "createCustomMenu 第 2 节 key 字段"),
		Message: text.Say("the key has %d bytes, WeChat takes %d", "key 有 %d 字节，微信最多接受 %d 字节"),
		Help:    text.Say("shorten it, here and where your server reads it", "缩短 key，服务器端也要一起改"),
		Bad:     `{ button: [{ type: 'click', name: '门店', key: std.repeat('k', 129) }] }`,
		Good:    `{ button: [{ type: 'click', name: '门店', key: std.repeat('k', 128) }] }`,
	},
	{
		ID: "key-duplicate", Severity: diag.Warning,
		Title: text.Say(
			"in one menu, buttons of one type with different names have different keys",
			"同一份菜单里，类型相同、名称不同的按钮用不同的 key",
		),
		Source: text.Say(
			"caidan: the event of a tap carries the type and the key, and nothing else of the button",
			"caidan：点击事件只带类型和 key，不带按钮的其他信息",
		),
		Message: text.Say("the key %q is the key of the button %q too, so your server cannot tell the two apart", "key %q与按钮%q的 key 相同，服务器无法区分两者"),
		Help:    text.Say("give each button a key of its own", "给每个按钮单独的 key"),
		Bad: `{ button: [
  { type: 'click', name: '门店', key: 'store' },
  { type: 'click', name: '客服', key: 'store' },
] }`,
		Good: `{ button: [
  { type: 'click', name: '门店', key: 'store' },
  { type: 'click', name: '客服', key: 'service' },
] }`,
	},
}

// programRules are about mini programs.
var programRules = []Rule{
	{
		ID: "miniprogram-appid", Severity: diag.Error, Fixed: true, Errcode: 40166,
		Title: text.Say(
			"a miniprogram button has the mini program's appid: wx and 16 hex digits in lower case",
			"小程序按钮写有小程序的 AppID：wx 加 16 位小写十六进制数字",
		),
		Source: text.Say(
			"createCustomMenu, section 2, field appid (lower case since 2025-11); observed: gh_ ids are answered 40166",
			"createCustomMenu 第 2 节 appid 字段（2025 年 11 月起要求小写）；实测：gh_ 开头的 id 返回 40166",
		),
		Message: text.Say(
			"the appid of a mini program must be wx and 16 hex digits in lower case; %s",
			"小程序的 AppID 应是 wx 加 16 位小写十六进制数字，%s",
		),
		Help: text.Say(
			"copy it from the mini program's console; an id that starts with gh_ is another id",
			"AppID 在小程序后台可以查到；gh_ 开头的原始 ID 不是 AppID",
		),
		Bad:  sampleProgram + `appid: 'gh_0123456789ab', pagepath: 'pages/index' }] }`,
		Good: sampleProgram + `appid: 'wx0123456789abcdef', pagepath: 'pages/index' }] }`,
	},
	{
		ID: "miniprogram-pagepath", Severity: diag.Error, Fixed: true, Errcode: 40165,
		Title: text.Say(
			"a miniprogram button has the path of a page, without blanks, braces, quotes, angle brackets and backslashes",
			"小程序按钮写有页面路径 pagepath，其中没有空白、花括号、引号、尖括号和反斜杠",
		),
		Source: text.Say(
			"createCustomMenu, section 2, field pagepath; observed: raw JSON in it is answered 40165; short links and addresses belong to other fields",
			"createCustomMenu 第 2 节 pagepath 字段；实测：参数里直接写 JSON 返回 40165；短链和网址不能写在这里",
		),
		Message: text.Say("the pagepath of a mini program %s", "小程序的 pagepath %s"),
		Help: text.Say(
			"write it as in pages/index?x=1, and percent-encode what its query holds",
			"写成 pages/index?x=1 的形式，参数要做 URL 编码",
		),
		Bad:  sampleProgram + `appid: 'wx0123456789abcdef', pagepath: 'pages/index?q={"a":1}' }] }`,
		Good: sampleProgram + `appid: 'wx0123456789abcdef', pagepath: 'pages/index?q=%7B%22a%22%3A1%7D' }] }`,
	},
	{
		ID: "miniprogram-pagepath-style", Severity: diag.Warning,
		Title: text.Say(
			"a pagepath has no / before it and no .html behind it",
			"pagepath 开头没有 /，结尾没有 .html",
		),
		Source: text.Say(
			"createCustomMenu, example of miniprogram; reports of pages not found",
			"createCustomMenu 的小程序示例；有页面打不开的案例",
		),
		Message: text.Say("the pagepath %q is not written as in app.json: %s", "pagepath %q与 app.json 里的写法不同：%s"),
		Help:    text.Say("copy the path from pages in the mini program's app.json", "照抄小程序 app.json 中 pages 里的路径"),
		Bad:     sampleProgram + `appid: 'wx0123456789abcdef', pagepath: '/pages/index.html' }] }`,
		Good:    sampleProgram + `appid: 'wx0123456789abcdef', pagepath: 'pages/index' }] }`,
	},
	{
		ID: "miniprogram-associated", Severity: diag.Error, Errcode: 45064,
		Title: text.Say(
			"the mini program is in miniPrograms of the settings, if they have that list",
			"小程序在配置的 miniPrograms 名单里（写了名单才检查）",
		),
		Source: text.Say(
			"observed: 45064 for a mini program that is not associated with the account",
			"实测：小程序没有关联到公众号时返回 45064",
		),
		Message: text.Say("the mini program %q is not in the miniPrograms of the settings%s", "小程序%q不在配置的 miniPrograms 名单里%s"),
		Help: text.Say(
			"associate the mini program with the account in WeChat's console, then add its appid to the list",
			"先在公众平台后台关联小程序，再把 AppID 加进名单",
		),
		Bad:  withPrograms + sampleProgram + `appid: 'wxfedcba9876543210', pagepath: 'pages/index' }] }`,
		Good: withPrograms + sampleProgram + `appid: 'wx0123456789abcdef', pagepath: 'pages/index' }] }`,
	},
}

// fieldRules are about fields whatever their name.
var fieldRules = []Rule{
	{
		ID: "unknown-field", Severity: diag.Error, Fixed: true,
		Title: text.Say("the API knows every field", "每个字段都是接口有的字段"),
		Source: text.Say(
			"createCustomMenu, section 2; WeChat drops other fields and reports no error",
			"createCustomMenu 第 2 节；其他字段会被微信默默丢弃",
		),
		Message: text.Say("there is no field %q here%s", "这里没有%q字段%s"),
		Help: text.Say(
			"correct its name or delete it; WeChat would drop it and report no error",
			"改正字段名或者删掉；微信会默默丢弃它",
		),
		Bad:  `{ button: [{ type: 'click', name: '门店', key: 'store', keyy: 'x' }] }`,
		Good: sampleMenu,
	},
	{
		ID: "wrong-json-type", Severity: diag.Error, Fixed: true,
		Title:   text.Say("every value is of the JSON type the API wants", "每个值都是接口要求的 JSON 类型"),
		Source:  text.Say("createCustomMenu, section 2, column type", "createCustomMenu 第 2 节类型一栏"),
		Message: text.Say("%s must be %s, not %s", "%s应是%s，这里是%s"),
		Help:    text.Say("put a text in quotes, and leave out a field instead of writing null", "文字要加引号；没有值的字段不写，不要写 null"),
		Bad:     `{ button: [{ type: 'click', name: '门店', key: 7 }] }`,
		Good:    `{ button: [{ type: 'click', name: '门店', key: '7' }] }`,
	},
	{
		ID: "irrelevant-field", Severity: diag.Warning,
		Title: text.Say("a button has no field that its type does not use", "按钮没有其类型用不到的字段"),
		Source: text.Say(
			"observed: menu/get answers without them; caidan does not send them",
			"实测：menu/get 返回时没有这些字段；caidan 也不发送",
		),
		Message: text.Say("%s does not use %s, so caidan does not send it", "%s用不到 %s，不会发送"),
		Help:    text.Say("delete the field, or correct the type", "删掉这个字段，或者改正 type"),
		Bad:     `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/', key: 'site' }] }`,
		Good:    `{ button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }`,
	},
}
