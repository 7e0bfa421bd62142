package errcode

import "github.com/caidan-dev/caidan/pkg/text"

// settle is what is done about an account that WeChat has locked.
var settle = text.Say(
	"read the notice in the console and settle what it asks for",
	"登录公众平台后台查看通知，按要求处理",
)

// account is what an account may not do, and how often it may do the rest.
var account = []row{
	{
		-1, anywhere, returnCodes, reader,
		text.Say("WeChat's system is busy", "微信系统繁忙"),
		tryLater,
	},
	{
		40028, anywhere, returnCodes, admin,
		text.Say("this kind of account may not use the menu API", "这类账号不能使用自定义菜单接口"),
		certify,
	},
	{
		45009, anywhere, callLimits, admin,
		text.Say("the account has used up today's calls of this endpoint", "账号今天对这个接口的调用次数已经用完"),
		text.Say(
			"clear the quota in the console, or wait with the publish until tomorrow in China",
			"在公众平台后台清零调用次数，或者等到次日（北京时间）再发布",
		),
	},
	{
		45010, anywhere, returnCodes, admin,
		text.Say("the account cannot have more menus", "账号的菜单数量已到上限"),
		text.Say("delete menus that it does not need any more", "删掉不再需要的菜单"),
	},
	{
		45011, anywhere, getStableToken, reader,
		text.Say("the account calls this endpoint too often within a minute", "账号在一分钟内调用这个接口的次数太多"),
		text.Say(
			"run it again after a minute; the menu and the settings can stay as they are",
			"过一分钟重新执行，菜单和配置都不用改",
		),
	},
	{
		45061, anywhere, returnCodes, reader,
		text.Say("the account is updated too often for WeChat", "账号更新得太频繁"),
		tryLater,
	},
	{
		45062, anywhere, returnCodes, admin,
		text.Say("the account has an advertising agreement that binds its menu", "账号签有广告协议，菜单受协议限制"),
		text.Say("edit the menu in the console", "改在公众平台后台编辑菜单"),
	},
	{
		48001, addMenu, addConditional, admin,
		text.Say(
			"the account may not have conditional menus: WeChat gives them to certified accounts only",
			"账号不能使用个性化菜单：微信只对已认证的账号开放",
		),
		certifyOrDrop,
	},
	{
		48001, anywhere, reported, admin,
		text.Say(
			"the account does not have the right to this endpoint: uncertified subscription accounts and accounts owned by a person cannot have menus through the API",
			"账号没有这个接口的权限：未认证的订阅号和个人主体的账号不能通过接口管理菜单",
		),
		certify,
	},
	{
		48004, anywhere, returnCodes, admin,
		text.Say("WeChat has blocked the endpoint for this account because of a violation", "账号因违规被微信封禁了这个接口"),
		text.Say("read the notice in the console and have the block lifted", "登录公众平台后台查看违规通知，申请解封"),
	},
	{
		48006, anywhere, quotas, admin,
		text.Say("the account has used up this month's resets of its quota", "账号本月的调用次数清零机会已经用完"),
		text.Say("wait until tomorrow in China, when the day's quota begins anew", "等到次日（北京时间），调用次数会自动恢复"),
	},
	{
		50001, anywhere, returnCodes, admin,
		text.Say("the account or the user has not granted this right", "账号或用户没有授权这个接口"),
		text.Say("grant it in the console", "在公众平台后台开通这个接口的权限"),
	},
	{
		50002, anywhere, returnCodes, admin,
		text.Say("the account is restricted, frozen or closed", "账号使用受限，或者已被冻结、注销"),
		settle,
	},
	{
		50004, anywhere, accessToken, admin,
		text.Say("the account may not fetch tokens, perhaps as a penalty", "账号被禁止获取 access_token，可能是因违规受到处罚"),
		settle,
	},
	{
		50007, anywhere, accessToken, admin,
		text.Say("the account is frozen", "账号已被冻结"),
		text.Say("have it unfrozen in the console", "登录公众平台后台申请解冻"),
	},
	{
		65319, anywhere, returnCodes, admin,
		text.Say("WeChat does not allow this account to create a menu", "微信不允许这个账号创建菜单"),
		text.Say("check the account's rights in the console", "在公众平台后台检查账号的接口权限"),
	},
	{
		76021, anywhere, quotas, maintainer,
		text.Say("WeChat does not know the endpoint whose quota was asked for", "微信不认识要查询额度的接口"),
		fix,
	},
	{
		76022, anywhere, quotas, admin,
		text.Say("the account may not ask for the quota of this endpoint", "账号没有权限查询这个接口的额度"),
		certify,
	},
}
