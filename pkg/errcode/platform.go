package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	authorise = text.Say("authorise the platform again", "重新授权第三方平台")
	// Permission set 15 is "custom menus". Source: createCustomMenu, section 1.
	authoriseMenus = text.Say(
		"authorise the platform again, with permission set 15 (custom menus)",
		"重新授权第三方平台，授权时包含自定义菜单（权限集 15）",
	)
	latestTicket = text.Say("use the latest ticket that WeChat pushed", "改用微信最近一次推送的 ticket")
	matchType    = text.Say(
		"compare the platform's type and appid with those in the open platform's console",
		"在微信开放平台核对第三方平台的类型和 AppID",
	)
	goOn = text.Say("run it again; these rights do not have to be confirmed once more", "直接重新执行，这组权限不用再确认")
)

// platform is refusals of a third-party platform that acts for an account.
var platform = []row{
	{
		40091, anywhere, returnCodes, provider,
		text.Say("the platform's verify ticket is wrong", "第三方平台的 component_verify_ticket 不正确"),
		latestTicket,
	},
	{
		40094, anywhere, returnCodes, provider,
		text.Say("the platform's own credential is wrong", "第三方平台自己的 AppID 或开发者密码（AppSecret）不正确"),
		text.Say("store its current appid and secret", "存入第三方平台当前的 AppID 和开发者密码（AppSecret）"),
	},
	{
		42002, anywhere, returnCodes, admin,
		text.Say("the refresh token of the authorisation has run out", "授权的 refresh_token 已过期"),
		authorise,
	},
	{
		42006, anywhere, returnCodes, provider,
		text.Say("the platform's component token has run out", "第三方平台的 component_access_token 已过期"),
		text.Say("fetch a new component token; after that the publish can be repeated", "换取新的 component_access_token，再重新发布"),
	},
	{
		42007, anywhere, returnCodes, admin,
		text.Say(
			"the authorisation behind the token was withdrawn, as after a changed password",
			"令牌所依据的授权已经失效，例如授权者改过微信密码",
		),
		authorise,
	},
	{
		61000, anywhere, returnCodes, provider,
		text.Say("the endpoint does not take this type of platform", "这个接口不接受这种类型的第三方平台"),
		matchType,
	},
	{
		61001, anywhere, returnCodes, provider,
		text.Say("the platform's type does not fit its appid", "第三方平台的类型与它的 AppID 不符"),
		matchType,
	},
	{
		61002, anywhere, returnCodes, operator,
		text.Say(
			"the platform has not opened customer service, which has nothing to do with menus",
			"第三方平台没有开通客服功能，而客服与菜单无关",
		),
		checkBase,
	},
	{
		61003, anywhere, returnCodes, admin,
		text.Say(
			"the account has not authorised this platform, or it has withdrawn the authorisation",
			"账号没有授权给这个第三方平台，或者已经取消授权",
		),
		text.Say("authorise the platform for the account", "给第三方平台授权"),
	},
	{
		61004, anywhere, returnCodes, provider,
		text.Say("the address the request came from is not on the platform's IP list", "请求的来源地址不在第三方平台的 IP 白名单里"),
		text.Say("add the address in the open platform's console", "在微信开放平台把这个地址加入白名单"),
	},
	{
		61005, anywhere, returnCodes, provider,
		text.Say("the platform's verify ticket has run out", "第三方平台的 component_verify_ticket 已过期"),
		text.Say("use a newer ticket, and have WeChat push one if none arrives", "改用更新的 ticket；一直收不到，就让微信重新推送"),
	},
	{
		61006, anywhere, reported, provider,
		text.Say("the platform's verify ticket is wrong or empty", "第三方平台的 component_verify_ticket 不正确或为空"),
		latestTicket,
	},
	{
		61007, anywhere, returnCodes, admin,
		text.Say("the account has not granted the platform the right to its menus", "账号没有把菜单的权限授权给第三方平台"),
		authoriseMenus,
	},
	{
		61008, anywhere, returnCodes, maintainer,
		text.Say("a key stands twice in the platform's request", "第三方平台的请求里有重复的 key"),
		fix,
	},
	{
		61009, anywhere, returnCodes, admin,
		text.Say("the authorisation code is wrong", "授权码不正确"),
		authorise,
	},
	{
		61010, anywhere, returnCodes, admin,
		text.Say("the authorisation code has run out", "授权码已过期"),
		authorise,
	},
	{
		61011, anywhere, reported, provider,
		text.Say("the appid given for the platform does not belong to a platform", "给出的 AppID 不是第三方平台的"),
		text.Say("store the platform's appid and not an account's", "存入第三方平台的 AppID，而不是公众号的"),
	},
	{
		61012, anywhere, returnCodes, maintainer,
		text.Say("WeChat does not know the option that the request names", "微信不认识请求里的选项名称"),
		fix,
	},
	{
		61013, anywhere, returnCodes, maintainer,
		text.Say("WeChat does not take the value that the request gives an option", "微信不接受请求里的选项值"),
		fix,
	},
	{
		61014, anywhere, returnCodes, maintainer,
		text.Say("the endpoint wants the platform's component token", "这个接口要用第三方平台的 component_access_token"),
		fix,
	},
	{
		61015, anywhere, returnCodes, maintainer,
		text.Say("the endpoint wants the account's token and not the platform's", "这个接口要用公众号的令牌，不能用第三方平台的"),
		fix,
	},
	{
		61016, anywhere, reported, admin,
		text.Say(
			"a group of rights has to be confirmed before the platform may use this endpoint",
			"要先确认一组权限，第三方平台才能使用这个接口",
		),
		text.Say("confirm the rights for the platform in the console", "在公众平台后台为第三方平台确认这组权限"),
	},
	{
		61017, anywhere, returnCodes, admin,
		text.Say(
			"the account has not granted the platform the rights that this endpoint belongs to",
			"账号没有把这个接口所属的权限授权给第三方平台",
		),
		authoriseMenus,
	},
	{
		61018, anywhere, returnCodes, reader,
		text.Say("these rights were confirmed before", "这组权限已经确认过"),
		goOn,
	},
	{
		61019, anywhere, returnCodes, reader,
		text.Say("these rights need not be confirmed", "这组权限不需要确认"),
		goOn,
	},
	{
		61020, anywhere, returnCodes, maintainer,
		text.Say("a parameter of the platform's request is wrong", "第三方平台的请求参数有误"),
		fix,
	},
	{
		61021, anywhere, returnCodes, provider,
		text.Say("these rights cannot be confirmed", "这组权限无法确认"),
		text.Say("check the platform's permission sets in the open platform's console", "在微信开放平台检查第三方平台的权限集"),
	},
	{
		61022, anywhere, returnCodes, provider,
		text.Say("the request for these rights cannot be handed in twice", "这组权限的申请不能重复提交"),
		text.Say("wait for WeChat's decision", "等待微信处理"),
	},
	{
		61023, anywhere, returnCodes, admin,
		text.Say("the refresh token of the authorisation is not valid any more", "授权的 refresh_token 已失效"),
		authorise,
	},
	{
		61025, anywhere, returnCodes, maintainer,
		text.Say("the option that the request sets can only be read", "请求要修改的选项是只读的"),
		fix,
	},
	{
		61026, anywhere, returnCodes, operator,
		text.Say(
			"the platform may not register accounts, which has nothing to do with menus",
			"第三方平台不能注册账号，而注册与菜单无关",
		),
		checkBase,
	},
	{
		61027, anywhere, returnCodes, operator,
		text.Say(
			"the platform cannot register more accounts, which has nothing to do with menus",
			"第三方平台注册的账号已到上限，而注册与菜单无关",
		),
		checkBase,
	},
	{
		61028, anywhere, returnCodes, provider,
		text.Say("the platform is not published yet", "第三方平台还没有全网发布"),
		text.Say("publish it in the open platform's console", "在微信开放平台完成全网发布"),
	},
	{
		61029, anywhere, returnCodes, provider,
		text.Say("the platform was published without its basic permission sets", "第三方平台全网发布时没有包含基础权限集"),
		text.Say("publish it again with them in the open platform's console", "在微信开放平台加上基础权限集，重新全网发布"),
	},
}
