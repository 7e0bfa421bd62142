package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	certifyOrDrop = text.Say(
		"get the account certified, or the menu's author has to take the conditional menus out",
		"为账号办理认证，或者由菜单作者去掉个性化菜单",
	)
	follower = text.Say("give the OpenID of a follower of the account", "填写账号粉丝的 OpenID")
	noRegion = text.Say(
		"match by tag_id or client_platform_type, because WeChat has retired rules by region",
		"改用 tag_id 或 client_platform_type 匹配，微信已停用按地区匹配",
	)
)

// conditional is what is wrong with conditional menus, their rules and the
// followers they are tried on.
var conditional = []row{
	{
		40132, anywhere, tryMatch, reader,
		text.Say("WeChat does not take the name that was given for a follower", "给出的微信号不合法"),
		follower,
	},
	{
		45157, anywhere, returnCodes, author,
		text.Say("a tag's name is not valid", "标签名无效"),
		text.Say("give the tag a name that WeChat takes", "换一个微信接受的标签名"),
	},
	{
		45159, anywhere, returnCodes, author,
		text.Say("a tag's id is not valid", "标签 ID 无效"),
		text.Say("give the id of a tag that the account has", "填写账号已有标签的 ID"),
	},
	{
		65301, anywhere, delConditional, operator,
		text.Say("the account does not have a conditional menu with this id", "账号没有这个 ID 的个性化菜单"),
		text.Say(
			"read the live menus again, because ids change with each publish",
			"重新读取线上菜单，每次发布之后 ID 都会变",
		),
	},
	{
		65302, anywhere, tryMatch, reader,
		text.Say(
			"WeChat does not know this user here: the person does not follow the account, or the openid is another account's",
			"微信在这个账号里查不到这个用户：没有关注，或者 OpenID 属于别的账号",
		),
		follower,
	},
	{
		65303, anywhere, addConditional, operator,
		text.Say("the account has no default menu, which conditional menus need", "账号还没有默认菜单，有了默认菜单才能加个性化菜单"),
		text.Say("publish the default menu first", "先发布默认菜单"),
	},
	{
		65304, anywhere, addConditional, author,
		text.Say(
			"a conditional menu cannot match any follower, because its rule is missing or empty",
			"个性化菜单没有匹配规则或规则为空，匹配不到任何粉丝",
		),
		text.Say("give it a tag_id or a client_platform_type", "在规则里填写 tag_id 或 client_platform_type"),
	},
	{
		65305, anywhere, returnCodes, author,
		text.Say(
			"the account cannot have more conditional menus, and those that a publish is about to delete still count",
			"账号的个性化菜单已到上限，这次发布将要删除的也计算在内",
		),
		text.Say("take some out", "去掉一些个性化菜单"),
	},
	{
		65306, anywhere, returnCodes, admin,
		text.Say("the account may not have conditional menus", "账号不能使用个性化菜单"),
		certifyOrDrop,
	},
	{
		65307, anywhere, returnCodes, author,
		text.Say("a conditional menu has no buttons", "个性化菜单没有按钮"),
		text.Say("give it one to three buttons", "给它写上 1 至 3 个按钮"),
	},
	{
		65309, anywhere, returnCodes, admin,
		text.Say("conditional menus are switched off for this account", "账号的个性化菜单已关闭"),
		text.Say("switch them on in the console", "在公众平台后台开启个性化菜单"),
	},
	{
		65310, anywhere, returnCodes, author,
		text.Say("a rule by region does not name a country", "按地区匹配的规则没有写国家"),
		noRegion,
	},
	{
		65311, anywhere, returnCodes, author,
		text.Say("a rule by region does not name a province", "按地区匹配的规则没有写省份"),
		noRegion,
	},
	{
		65312, anywhere, returnCodes, author,
		text.Say("a rule's country is not valid", "匹配规则里的国家无效"),
		noRegion,
	},
	{
		65313, anywhere, returnCodes, author,
		text.Say("a rule's province is not valid", "匹配规则里的省份无效"),
		noRegion,
	},
	{
		65314, anywhere, returnCodes, author,
		text.Say("a rule's city is not valid", "匹配规则里的城市无效"),
		noRegion,
	},
	{
		65315, anywhere, tryMatch, reader,
		text.Say("the user does not follow the account", "这个用户没有关注账号"),
		follower,
	},
	{
		65316, anywhere, addConditional, author,
		text.Say(
			"the conditional menus together link to more than three hosts, and those that are still live count",
			"全部个性化菜单的链接合计超过三个域名，还在线上的旧菜单也计算在内",
		),
		text.Say("bring their links down to three hosts", "把这些链接的域名减到三个以内"),
	},
	{
		65320, anywhere, addConditional, author,
		text.Say(
			"a rule matches by sex, region or language, which WeChat retired for privacy",
			"匹配规则用了性别、地区或语言，微信出于隐私考虑已停用这些条件",
		),
		text.Say("match by tag_id or client_platform_type", "改用 tag_id 或 client_platform_type 匹配"),
	},
}
