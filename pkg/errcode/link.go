package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	shortURL  = text.Say("give it a url of at most 1024 bytes", "填写不超过 1024 字节的 url")
	wholeURL  = text.Say("give a whole url that begins with https:// or http://", "填写以 https:// 或 http:// 开头的完整网址")
	associate = text.Sayf(
		"associate it in the console under %s, and renew a lapsed certification",
		"在公众平台后台的“%s”里关联它；账号的认证已过期的，先完成年审",
		miniPrograms,
	)
)

// link is what is wrong with what a button opens: a page or a mini program.
var link = []row{
	{
		40020, anywhere, reported, author,
		text.Say("a top-level button's url is missing or too long", "一级菜单的按钮没有 url，或者 url 过长"),
		text.Say(
			"give it a url of at most 1024 bytes, a mini program's button too",
			"填写不超过 1024 字节的 url，小程序按钮也要写",
		),
	},
	{
		40027, anywhere, reported, author,
		text.Say("a url in a sub-menu is missing or too long", "子菜单的按钮没有 url，或者 url 过长"),
		text.Say(
			"give the button a url of at most 1024 bytes, and not a key in its place",
			"填写不超过 1024 字节的 url，不要写到 key 里",
		),
	},
	{
		40039, anywhere, returnCodes, author,
		text.Say("a url has a length that WeChat does not take", "url 的长度不符合要求"),
		shortURL,
	},
	{
		40048, anywhere, returnCodes, author,
		text.Say("a url has a host that WeChat does not take", "微信不接受 url 里的域名"),
		text.Say("give a url with http or https and a public host name", "填写以 http 或 https 开头的 url，域名要能从公网访问"),
	},
	{
		40054, anywhere, reported, author,
		text.Say("a url in a sub-menu has no usable scheme or host", "子菜单按钮的 url 缺少可用的协议或域名"),
		wholeURL,
	},
	{
		40055, anywhere, reported, author,
		text.Say("a top-level button's url has no usable scheme or host", "一级菜单按钮的 url 缺少可用的协议或域名"),
		wholeURL,
	},
	{
		40066, anywhere, returnCodes, author,
		text.Say("a url is malformed, or WeChat blocks its page, or it has no API at the path called", "url 格式不对，或者页面被微信拦截，或者微信没有所调用的接口路径"),
		text.Say("correct the url or link to another page; in a client of your own, correct the path", "改正 url，或者换成别的页面；自己写的客户端请核对接口路径"),
	},
	{
		40068, anywhere, returnCodes, author,
		text.Say("WeChat considers a url malicious", "微信认为其中有恶意链接"),
		text.Say("link to another page, or have the page's owner appeal to WeChat", "换成别的页面，或者请网站所有者向微信申诉"),
	},
	{
		40155, anywhere, returnCodes, author,
		text.Say("a url leads to another account's profile page", "url 指向别的公众号的主页"),
		text.Say("link to something else", "换成别的链接"),
	},
	{
		40165, anywhere, reported, author,
		text.Say(
			"a mini program's pagepath holds characters that the API does not take, though the console may",
			"小程序的 pagepath 含有接口不接受的字符（在公众平台后台可能填得进去）",
		),
		text.Say("percent-encode the path's query", "对路径的参数做 URL 编码"),
	},
	{
		40166, anywhere, reported, author,
		text.Say("a mini program's appid is wrong", "小程序的 AppID 不正确"),
		text.Say(
			"give the id that begins with wx, in lower case, and not the original id that begins with gh_",
			"填写以 wx 开头、全部小写的 AppID，不要填以 gh_ 开头的原始 ID",
		),
	},
	{
		41010, anywhere, returnCodes, author,
		text.Say("a button has no url", "按钮没有 url"),
		shortURL,
	},
	{
		41030, anywhere, returnCodes, author,
		text.Say(
			"the mini program's published version does not have the page that a pagepath names",
			"小程序的线上版本里没有 pagepath 所写的页面",
		),
		text.Say(
			"copy the path from the mini program's app.json, or have the version with this page released first",
			"照抄小程序 app.json 里的路径，或者等小程序发布含有这个页面的版本",
		),
	},
	{
		43016, anywhere, returnCodes, author,
		text.Say("the mini program that a button opens is not certified", "按钮打开的小程序没有认证"),
		text.Say(
			"link to a certified mini program, or have this one certified by its administrator",
			"换成已认证的小程序，或者请这个小程序的管理员完成认证",
		),
	},
	{
		45064, anywhere, reported, admin,
		text.Say(
			"a mini program is not associated with this account, or the account may not link to mini programs",
			"小程序没有关联到这个账号，或者账号的菜单不能跳转小程序",
		),
		associate,
	},
	{
		45082, anywhere, returnCodes, author,
		text.Say("the host of a url does not have an ICP filing", "url 的域名没有 ICP 备案"),
		text.Say("link to a host that has one, or have the host's owner file it", "换成已备案的域名，或者请域名所有者完成备案"),
	},
	{
		65317, anywhere, addConditional, author,
		text.Say("a url is not valid", "菜单里有无效的 url"),
		wholeURL,
	},
	{
		85005, anywhere, reported, admin,
		text.Say("a mini program is not bound to this account", "小程序没有绑定到这个账号"),
		associate,
	},
}
