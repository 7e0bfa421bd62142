package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	shortKey  = text.Say("give it a key of at most 128 bytes", "填写不超过 128 字节的 key")
	oneToFive = text.Say("give it one to five buttons", "在子菜单里写 1 至 5 个按钮")
	noEscapes = text.Say(
		"take control characters out of the menu; if it holds none, the maintainers of caidan have to send raw UTF-8",
		"去掉菜单里的控制字符；如果没有，请 caidan 的维护者改为直接发送 UTF-8 文本",
	)
	rightsOrType = text.Say(
		"check the account's certification and rights, or the menu's author has to use another type",
		"检查账号的认证和接口权限，或者由菜单作者改用其他类型的按钮",
	)
)

// menu is what is wrong with a menu's shape, names, types and keys.
var menu = []row{
	{
		40015, anywhere, returnCodes, author,
		text.Say("WeChat does not know this kind of menu", "微信不认识这种菜单类型"),
		text.Say("use a button type that the documentation lists", "改用接口文档列出的按钮类型"),
	},
	{
		40016, anywhere, reported, author,
		text.Say(
			"the menu does not have one to three top-level buttons, or it is not the JSON object that the endpoint wants",
			"一级菜单不是 1 至 3 个按钮，或者请求不是接口要求的 JSON 对象",
		),
		text.Say("give one to three buttons in the root's button array", "在最外层的 button 数组里写 1 至 3 个按钮"),
	},
	{
		40017, anywhere, reported, author,
		text.Say(
			`a top-level button has no type or one that menu/create does not take, or button is wrapped twice, as in {"button":{"button":[...]}}`,
			`一级菜单的按钮没有 type，或者 menu/create 不接受它的类型，或者 button 多包了一层，写成了 {"button":{"button":[...]}}`,
		),
		text.Say(
			"give the button a type that the documentation lists, in lower case, and wrap button once",
			"填写接口文档列出的类型，全部小写；button 只包一层",
		),
	},
	{
		40018, anywhere, createMenu, author,
		text.Say("a name is missing or too long", "按钮没有名称，或者名称过长"),
		text.Say(
			"name every button, with at most 16 bytes at the top level and 60 in a sub-menu",
			"给每个按钮写上名称，一级菜单最多 16 字节（5 个汉字），子菜单最多 60 字节（20 个汉字）",
		),
	},
	{
		40019, anywhere, reported, author,
		text.Say("a top-level button's key is missing or too long", "一级菜单的按钮没有 key，或者 key 过长"),
		shortKey,
	},
	{
		40021, anywhere, returnCodes, maintainer,
		text.Say("WeChat does not know the menu's version", "微信不认识请求里的菜单版本号"),
		text.Say("check the request against the documentation", "对照接口文档检查请求"),
	},
	{
		40022, anywhere, returnCodes, author,
		text.Say("a sub-menu lies inside a sub-menu", "子菜单里又有子菜单"),
		text.Say("bring the menu down to two levels", "把菜单改成最多两级"),
	},
	{
		40023, anywhere, addConditional, author,
		text.Say("a sub-menu does not have one to five buttons", "子菜单不是 1 至 5 个按钮"),
		oneToFive,
	},
	{
		40024, anywhere, addConditional, author,
		text.Say(
			"a button in a sub-menu has no type, or one that menu/create does not take",
			"子菜单的按钮没有 type，或者 menu/create 不接受它的类型",
		),
		text.Say("give it a type that the documentation lists, in lower case", "填写接口文档列出的类型，全部小写"),
	},
	{
		40025, anywhere, returnCodes, author,
		text.Say("a name in a sub-menu is missing or too long", "子菜单的按钮没有名称，或者名称过长"),
		text.Say("give it a name of at most 60 bytes", "写上不超过 60 字节（20 个汉字）的名称"),
	},
	{
		40026, anywhere, returnCodes, author,
		text.Say("a key in a sub-menu is missing or too long", "子菜单的按钮没有 key，或者 key 过长"),
		shortKey,
	},
	{
		40033, anywhere, reported, author,
		text.Say(`the request holds a \u escape, which WeChat does not take`, `请求里有 \u 转义字符，微信不接受`),
		noEscapes,
	},
	{
		40035, anywhere, returnCodes, author,
		text.Say("a value has a length that WeChat does not take", "有参数的长度不符合要求"),
		text.Say("check the menu's values against the documentation", "对照接口文档检查菜单里的各个值"),
	},
	{
		40038, anywhere, returnCodes, maintainer,
		text.Say("the request is packed in a way that WeChat does not know", "微信不认识请求的格式"),
		fix,
	},
	{
		40119, anywhere, reported, admin,
		text.Say("the account may not use this type of button at the top level", "账号不能在一级菜单使用这种类型的按钮"),
		rightsOrType,
	},
	{
		40120, anywhere, reported, admin,
		text.Say("the account may not use this type of button in a sub-menu", "账号不能在子菜单使用这种类型的按钮"),
		rightsOrType,
	},
	{
		41007, anywhere, returnCodes, author,
		text.Say("a sub-menu has no content", "子菜单没有内容"),
		oneToFive,
	},
	{
		44002, anywhere, reported, maintainer,
		text.Say("the request had no body", "请求没有正文"),
		fix,
	},
	{
		45048, anywhere, returnCodes, author,
		text.Say("the menu uses a type that is closed to this account", "菜单用了不对这个账号开放的按钮类型"),
		text.Say("use another type of button", "改用其他类型的按钮"),
	},
	{
		46002, anywhere, returnCodes, operator,
		text.Say("the account does not have this version of a menu", "账号没有这个版本的菜单"),
		text.Say("publish the menu first", "先发布菜单"),
	},
	{
		46003, anywhere, reported, operator,
		text.Say("the account has no menu made through the API", "账号没有通过接口创建的菜单"),
		text.Say("publish a menu first", "先发布一份菜单"),
	},
	{
		47001, anywhere, returnCodes, maintainer,
		text.Say("WeChat could not parse the request", "微信无法解析请求"),
		fix,
	},
	{
		47002, anywhere, returnCodes, author,
		text.Say(`the request holds \u escapes in place of UTF-8 text`, `请求里是 \u 转义字符，不是 UTF-8 文本`),
		noEscapes,
	},
	{
		65308, anywhere, addConditional, author,
		text.Say("a button has neither a type nor a sub-menu", "有按钮既没有 type，也没有子菜单"),
		text.Say("give it one of them", "给它补上其中一项"),
	},
	{
		65318, anywhere, reported, author,
		text.Say(
			"the request is not UTF-8, or a button's type is in upper case",
			"请求不是 UTF-8 编码，或者按钮的 type 用了大写字母",
		),
		text.Say("write types in lower case and save files as UTF-8", "把 type 改成小写，把文件存成 UTF-8 编码"),
	},
}
