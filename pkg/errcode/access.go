package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	wrongSecret = text.Say(
		"the app secret is wrong; it may have been reset in the console",
		"开发者密码（AppSecret）不正确，可能已在公众平台后台重置",
	)
	storeSecret = text.Say(
		"store the account's current app secret",
		"把凭证里的开发者密码（AppSecret）换成账号当前的",
	)
	unlisted = text.Sayf(
		"the request came from %s, which is not on the account's IP list",
		"请求来自 %s，这个地址不在账号的 IP 白名单里", address,
	)
	unlistedUnnamed = text.Say(
		"the address the request came from is not on the account's IP list",
		"请求的来源地址不在账号的 IP 白名单里",
	)
	enlist = text.Sayf(
		"add %s to the IP list at developers.weixin.qq.com/platform under %s, which takes effect after some minutes",
		"在微信开发者平台（developers.weixin.qq.com/platform）的“%[2]s”里把 %[1]s 加入 API IP 白名单，几分钟后生效",
		address, keysPage,
	)
	enlistUnnamed = text.Sayf(
		"add that address to the IP list at developers.weixin.qq.com/platform under %s, which takes effect after some minutes",
		"在微信开发者平台（developers.weixin.qq.com/platform）的“%s”里把这个地址加入 API IP 白名单，几分钟后生效",
		keysPage,
	)
	waiting = text.Say(
		"WeChat is waiting for an administrator to confirm this address",
		"微信正在等待公众号管理员确认这个 IP 地址",
	)
	confirm = text.Say(
		"confirm the message that WeChat sent; after that the publish can be repeated",
		"处理微信发来的确认消息，确认之后再重新执行",
	)
	listOrWait = text.Say(
		"add the address to the IP list in the console, or confirm it after that time",
		"在公众平台后台把这个地址加入 IP 白名单，或者等封禁结束后再确认",
	)
)

// access is refusals of the caller: its credential, its token and its address.
var access = []row{
	{40001, stableToken, getStableToken, operator, wrongSecret, storeSecret},
	{40001, tokenService, getStableToken, operator, wrongSecret, storeSecret},
	{
		40001, anywhere, returnCodes, operator,
		text.Say("the access token is wrong, or another program has replaced it", "access_token 无效，或者已被其他程序换掉"),
		text.Say(
			"make sure that no other program forces a refresh of the account's stable token, then publish again",
			"确认没有其他程序强制刷新这个账号的稳定版 access_token，再重新执行",
		),
	},
	{
		40002, anywhere, getStableToken, maintainer,
		text.Say("the token request has a grant type that WeChat does not know", "获取 access_token 的请求里，grant_type 不是微信认识的类型"),
		text.Say("correct the token request", "改正获取 access_token 的请求"),
	},
	{
		40013, anywhere, getStableToken, operator,
		text.Say("WeChat does not know the stored appid", "微信查不到凭证里的 AppID"),
		text.Say(
			"compare the stored appid, letter by letter, with the one in the account's console",
			"把凭证里的 AppID 与公众平台后台显示的逐字核对，注意大小写",
		),
	},
	{
		40014, anywhere, returnCodes, operator,
		text.Say("the access token is malformed or belongs to another account", "access_token 格式不对，或者属于别的账号"),
		text.Say(
			"check that the stored appid and secret are those of this account",
			"确认凭证里的 AppID 和开发者密码（AppSecret）都是这个账号的",
		),
	},
	{40125, anywhere, getStableToken, operator, wrongSecret, storeSecret},
	{40164, stableToken, getStableToken, admin, unlisted, enlist},
	{40164, stableToken, getStableToken, admin, unlistedUnnamed, enlistUnnamed},
	{40164, tokenService, getStableToken, admin, unlisted, enlist},
	{40164, tokenService, getStableToken, admin, unlistedUnnamed, enlistUnnamed},
	{
		40164, anywhere, ipList, operator, unlisted,
		text.Sayf(
			"send every call from an address on the list, not token requests alone, or have an administrator of the account add %s to it",
			"让所有调用（不只是获取 access_token）都从白名单里的地址发出，或者请公众号管理员把 %s 加入白名单",
			address,
		),
	},
	{
		40164, anywhere, ipList, operator, unlistedUnnamed,
		text.Say(
			"send every call from an address on the list, not token requests alone, or have an administrator of the account add that address to it",
			"让所有调用（不只是获取 access_token）都从白名单里的地址发出，或者请公众号管理员把这个地址加入白名单",
		),
	},
	{
		40243, anywhere, accessToken, admin,
		text.Say("the app secret was frozen in the console", "开发者密码（AppSecret）已被冻结"),
		text.Sayf(
			"unfreeze the app secret at developers.weixin.qq.com/platform under %s, which takes effect after ten minutes",
			"在微信开发者平台（developers.weixin.qq.com/platform）的“%s”里解冻开发者密码（AppSecret），十分钟后生效",
			keysPage,
		),
	},
	{
		41001, anywhere, returnCodes, operator,
		text.Say("the request carried no access token", "请求没有带 access_token"),
		text.Say(
			"check the set-up: inside WeChat Cloud Run the open interface service must be on, and the version deployed after that",
			"检查部署：在微信云托管里，要先开启“开放接口服务”，再发布新的服务版本",
		),
	},
	{
		41002, anywhere, getStableToken, operator,
		text.Say("the request carried no appid", "请求没有带 AppID"),
		text.Say("store a credential with an appid", "在凭证里补上 AppID"),
	},
	{
		41004, anywhere, getStableToken, operator,
		text.Say("the request carried no app secret", "请求没有带开发者密码（AppSecret）"),
		text.Say("store a credential with an app secret", "在凭证里补上开发者密码（AppSecret）"),
	},
	{
		42001, anywhere, returnCodes, reader,
		text.Say("the access token has run out", "access_token 已过期"),
		text.Say("run it again: caidan then fetches a new token", "重新执行，caidan 会换用新的 access_token"),
	},
	{
		43001, anywhere, returnCodes, maintainer,
		text.Say("the endpoint takes the method GET only", "这个接口只接受 GET 请求"),
		fix,
	},
	{
		43002, anywhere, getStableToken, maintainer,
		text.Say("the endpoint takes the method POST only", "这个接口只接受 POST 请求"),
		fix,
	},
	{
		43003, anywhere, returnCodes, operator,
		text.Say("the endpoint takes https only", "这个接口只接受 HTTPS 请求"),
		text.Say("give a base address that begins with https", "把接口地址改成以 https 开头"),
	},
	{
		61024, anywhere, accessToken, operator,
		text.Say(
			"the stored appid is a third-party platform's, which fetches its tokens elsewhere",
			"凭证里的 AppID 属于第三方平台，它的令牌要从别的接口获取",
		),
		text.Say("store the credential of the account itself", "改为存入账号自己的凭证"),
	},
	{
		89501, anywhere, accessToken, admin,
		text.Say(
			"WeChat asked an administrator to confirm an address, and that request is still open",
			"账号还有一个没有处理的 IP 地址确认请求",
		),
		confirm,
	},
	{89502, anywhere, returnCodes, admin, waiting, confirm},
	{
		89503, anywhere, getStableToken, admin,
		text.Say(
			"WeChat found the request risky and asked an administrator to confirm this address",
			"微信认为这次请求有风险，已请公众号管理员确认这个 IP 地址",
		),
		text.Say(
			"confirm the message that WeChat sent, or add the address to the IP list in the console",
			"处理微信发来的确认消息，或者在公众平台后台把这个地址加入 IP 白名单",
		),
	},
	{89504, anywhere, returnCodes, admin, waiting, confirm},
	{89505, anywhere, returnCodes, admin, waiting, confirm},
	{
		89506, anywhere, getStableToken, admin,
		text.Say(
			"an administrator has refused this address twice, so WeChat blocks it for 24 hours",
			"公众号管理员两次拒绝了这个 IP 地址，微信在 24 小时内不接受它的请求",
		),
		listOrWait,
	},
	{
		89507, anywhere, getStableToken, admin,
		text.Say(
			"an administrator has refused this address, so WeChat blocks it for an hour",
			"公众号管理员拒绝了这个 IP 地址，微信在 1 小时内不接受它的请求",
		),
		listOrWait,
	},
}
