package errcode

import "github.com/caidan-dev/caidan/pkg/text"

var (
	permanent = text.Say("give the media_id of permanent material", "填写永久素材的 media_id")
	inUse     = text.Say(
		"the material cannot be deleted while a menu or an automatic reply uses it",
		"素材正被菜单或自动回复使用，不能删除",
	)
	takeOut = text.Say("take it out of the menu first", "先在菜单里去掉它")
)

// material is what is wrong with material and articles.
var material = []row{
	{
		40007, anywhere, reported, author,
		text.Say(
			"a media_id is wrong or deleted, or it is of temporary material or of an article, which menus do not take any more",
			"media_id 不正确或已删除，或者属于临时素材，或者属于图文素材（菜单已不再支持）",
		),
		text.Say(
			"give the media_id of permanent material, or an article_id for an article",
			"填写永久素材的 media_id，图文消息改用 article_id",
		),
	},
	{
		40117, anywhere, returnCodes, author,
		text.Say("a top-level button's media_id is missing or too long", "一级菜单的按钮没有 media_id，或者 media_id 过长"),
		permanent,
	},
	{
		40118, anywhere, returnCodes, author,
		text.Say("a media_id in a sub-menu is missing or too long", "子菜单的按钮没有 media_id，或者 media_id 过长"),
		permanent,
	},
	{
		40121, anywhere, returnCodes, author,
		text.Say("a view_limited button names material other than an article", "view_limited 按钮的素材不是图文"),
		text.Say("use article_view_limited with an article_id", "改用 article_view_limited 按钮，填写 article_id"),
	},
	{
		40128, anywhere, returnCodes, author,
		text.Say("a media_id is not of permanent material", "media_id 不属于永久素材"),
		text.Say(
			"upload the material with add_material and give that media_id",
			"用 add_material 接口上传素材，填写它返回的 media_id",
		),
	},
	{
		41006, anywhere, returnCodes, author,
		text.Say("a button has no media_id", "按钮没有 media_id"),
		permanent,
	},
	{45060, anywhere, returnCodes, author, inUse, takeOut},
	{
		46001, anywhere, returnCodes, author,
		text.Say("the material of a media_id does not exist", "media_id 对应的素材不存在"),
		permanent,
	},
	{48005, anywhere, returnCodes, author, inUse, takeOut},
	{
		53600, anywhere, addConditional, author,
		text.Say("an article_id is wrong, or its article is not published", "article_id 不正确，或者对应的图文没有发布"),
		text.Say("give the article_id of a published article", "填写已发布图文的 article_id"),
	},
}
