package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// urlRules are about what WeChat refuses in a url.
var urlRules = []Rule{
	{
		ID: "url-bytes", Severity: diag.Error, Fixed: true, Errcode: 40020, SubErrcode: 40027,
		Title:   text.Say("a url has at most 1024 bytes", "url 最多 1024 字节"),
		Source:  text.Say("createCustomMenu, section 2, field url", "createCustomMenu 第 2 节 url 字段"),
		Message: text.Say("the url has %d bytes, WeChat takes %d", "url 有 %d 字节，微信最多接受 %d 字节"),
		Help:    text.Say("shorten it, for example through a redirect of your own", "缩短链接，例如用自己的跳转地址"),
		Bad:     sampleView + `'https://example.com/' + std.repeat('a', 1024) }] }`,
		Good:    sampleView + `'https://example.com/' }] }`,
	},
	{
		ID: "url-scheme", Severity: diag.Error, Fixed: true, Errcode: 40055, SubErrcode: 40054,
		Title: text.Say("a url starts with http:// or https://", "url 以 http:// 或 https:// 开头"),
		Source: text.Say(
			"observed: www.example.com and hhttps:// are answered 40055 and 40054",
			"实测：www.example.com、hhttps:// 返回 40055 或 40054",
		),
		Message: text.Say("the url %q does not start with http:// or https://%s", "url %q不是以 http:// 或 https:// 开头%s"),
		Help:    text.Say("write the whole address", "写完整的网址"),
		Bad:     sampleView + `'www.example.com' }] }`,
		Good:    sampleView + `'https://www.example.com' }] }`,
	},
	{
		ID: "url-host", Severity: diag.Error, Fixed: true, Errcode: 40055, SubErrcode: 40054,
		Title: text.Say("a url has a valid host, no user and no blank in it", "url 的域名有效，不带粉丝名，中间没有空白"),
		Source: text.Say(
			"observed: 40055 and 40054 for a bad host; RFC 3986, section 3.2",
			"实测：域名有误返回 40055 或 40054；RFC 3986 第 3.2 节",
		),
		Message: text.Say("the url %q %s", "url %q%s"),
		Help:    text.Say("write https://HOST/PATH, blanks in a path as %20", "写成 https://域名/路径，路径里的空格写成 %20"),
		Bad:     sampleView + `'https:///index.html' }] }`,
		Good:    sampleView + `'https://example.com/index.html' }] }`,
	},
}

// urlAdvice is about what WeChat takes in a url and followers may not get.
var urlAdvice = []Rule{
	{
		ID: "url-blank-edge", Severity: diag.Warning,
		Title: text.Say("a url neither starts nor ends with a blank", "url 首尾没有空白"),
		Source: text.Say(
			"reports of 40055 and 40054 blamed on blanks; WeChat keeps them",
			"有案例把 40055、40054 归因于空白；微信会原样保留空白",
		),
		Message: text.Say("the url %q starts or ends with a blank", "url %q的开头或结尾有空白"),
		Help:    text.Say("delete the blank", "删掉空白"),
		Bad:     sampleView + `'https://example.com/ ' }] }`,
		Good:    sampleView + `'https://example.com/' }] }`,
	},
	{
		ID: "url-content", Severity: diag.Warning,
		Title: text.Say(
			"a url is a finished address: no HTML entity, placeholder, broken escape, quote, angle bracket or preview",
			"url 是完整可用的网址：没有 HTML 实体、占位符、残缺的转义、引号、尖括号，也不是预览链接",
		),
		Source: text.Say(
			"a report of &amp; in a query: WeChat took the menu, and a tap did nothing; RFC 3986, sections 2.1 and 2.4",
			"有案例：参数里写成 &amp;，微信接受了菜单，点击却没有反应；RFC 3986 第 2.1、2.4 节",
		),
		Message: text.Say("the url %q %s", "url %q%s"),
		Help: text.Say(
			"open the link in a browser, and copy it from there; for an article, copy the link of the published one",
			"先在浏览器里打开链接，再从地址栏复制；图文消息请复制已发布文章的链接",
		),
		Bad:  sampleView + `'https://example.com/?a=1&amp;b=2' }] }`,
		Good: sampleView + `'https://example.com/?a=1&b=2' }] }`,
	},
	{
		ID: "url-non-ascii", Severity: diag.Warning,
		Title: text.Say("a url holds ASCII only", "url 只有 ASCII 字符"),
		Source: text.Say(
			"reports of 40055 and 40054 for Chinese characters; RFC 3986, section 2",
			"有案例：含中文的链接返回 40055 或 40054；RFC 3986 第 2 节",
		),
		Message: text.Say("the url %q holds characters beyond ASCII, which clients send in different ways", "url %q含有非 ASCII 字符，各客户端的处理方式不一"),
		Help: text.Say(
			"percent-encode them; write a host in its xn-- form",
			"做 URL 编码；中文域名写成 xn-- 形式",
		),
		Bad:  sampleView + `'https://example.com/门店' }] }`,
		Good: sampleView + `'https://example.com/%E9%97%A8%E5%BA%97' }] }`,
	},
	{
		ID: "url-http-insecure", Severity: diag.Warning,
		Title: text.Say("a url starts with https://", "url 用 https://"),
		Source: text.Say(
			"caidan: anyone on the way can read and change an http page",
			"caidan：http 页面在传输途中可能被偷看和篡改",
		),
		Message: text.Say("the url %q is not encrypted", "url %q没有加密"),
		Help:    text.Say("write https:// if the server supports it", "服务器支持的话，改成 https://"),
		Bad:     sampleView + `'http://example.com/' }] }`,
		Good:    sampleView + `'https://example.com/' }] }`,
	},
	{
		ID: "url-private-host", Severity: diag.Warning,
		Title: text.Say("a url's host is a public name", "url 用的是公网域名"),
		Source: text.Say(
			"caidan: a follower's phone is in another network; RFC 1918 and RFC 6761",
			"caidan：粉丝的手机不在您的网络里；RFC 1918、RFC 6761",
		),
		Message: text.Say("the host %q %s", "域名%q%s"),
		Help:    text.Say("write the name under which followers reach the page", "写粉丝能访问到的域名"),
		Bad:     sampleView + `'http://192.168.1.20:8080/' }] }`,
		Good:    sampleView + `'https://example.com/' }] }`,
	},
	{
		ID: "url-oauth-shape", Severity: diag.Warning,
		Title: text.Say(
			"a link to WeChat's OAuth page has its parameters in order and ends in #wechat_redirect",
			"微信网页授权链接的参数顺序正确，并以 #wechat_redirect 结尾",
		),
		Source: text.Say(
			"web authorization guide, step 1: the link is matched as a whole, in this order",
			"网页授权文档第一步：微信会对整条链接做匹配，顺序必须一致",
		),
		Message: text.Say("the OAuth link %s", "网页授权链接%s"),
		Help: text.Say(
			"write https://open.weixin.qq.com/connect/oauth2/authorize?appid=...&redirect_uri=...&response_type=code&scope=...&state=...#wechat_redirect",
			"写成 https://open.weixin.qq.com/connect/oauth2/authorize?appid=...&redirect_uri=...&response_type=code&scope=...&state=...#wechat_redirect",
		),
		Bad:  sampleOAuth + sampleRedirect + `&appid=wx0123456789abcdef#wechat_redirect' }] }`,
		Good: sampleOAuth + `appid=wx0123456789abcdef&` + sampleRedirect + `#wechat_redirect' }] }`,
	},
	{
		ID: "url-allowed-domains", Severity: diag.Error,
		Title: text.Say(
			"a url leads to a domain in allowedDomains of the settings or below one, if they have that list",
			"url 的域名在配置的 allowedDomains 之内，含子域名（写了名单才检查）",
		),
		Source: text.Say(
			"caidan: a link in a menu reaches every follower; the list is yours",
			"caidan：菜单里的链接面向所有粉丝；名单由您自己定",
		),
		Message: text.Say("the host %q is not in the allowedDomains of the settings%s", "域名%q不在配置的 allowedDomains 之内%s"),
		Help: text.Say(
			"correct the link, or add the domain to .caidan.jsonnet; sub-domains are included",
			"改正链接，或者把域名加进 .caidan.jsonnet；子域名自动包含在内",
		),
		Bad:  withDomains + sampleView + `'https://example.org/' }] }`,
		Good: withDomains + sampleView + `'https://www.example.com/' }] }`,
	},
}
