package wechat

// shapeAdvice explains refusals of a menu's shape, names, types and keys.
// Source: createCustomMenu, and the open platform's return code descriptions.
func shapeAdvice() map[int]advice {
	const escapes = "the menu's author has to take control characters out of it; if there are none, the maintainers of caidan have to send raw UTF-8"
	return map[int]advice{
		40015: {"the menu's kind is not known", "the menu's author has to use a button type the documentation lists"},
		40016: {
			"the menu has no or more than three top-level buttons, or is not the JSON object the endpoint wants",
			"the menu's author has to give one to three buttons in the root's button array",
		},
		40017: {"a top-level button has no type, or one menu/create does not take", "the menu's author has to give it a type the documentation lists, in lower case"},
		40018: {"a name is missing or too long", "the menu's author has to name every button, with at most 16 bytes at the top level and 60 in a sub-menu"},
		40019: {"a top-level button's key is missing or too long", "the menu's author has to give it a key of at most 128 bytes"},
		40021: {"the menu's version is not known", "the maintainers of caidan have to check the request against the documentation"},
		40022: {"a sub-menu lies inside a sub-menu", "the menu's author has to bring the menu down to two levels"},
		40023: {"a sub-menu has no or more than five buttons", "the menu's author has to give it one to five buttons"},
		40024: {"a button in a sub-menu has no type, or one menu/create does not take", "the menu's author has to give it a type the documentation lists, in lower case"},
		40025: {"a name in a sub-menu is missing or too long", "the menu's author has to give it a name of at most 60 bytes"},
		40026: {"a key in a sub-menu is missing or too long", "the menu's author has to give it a key of at most 128 bytes"},
		40028: {"this kind of account may not use the menu API", "an administrator of the account has to get it certified, or publish with an account that may"},
		40033: {`the request holds a \u escape, which WeChat does not take`, escapes},
		40035: {"a value has a length WeChat does not take", "the menu's author has to check the menu's values against the documentation"},
		40038: {"the request is packed in a way WeChat does not know", "the maintainers of caidan have to correct the request"},
		40119: {
			"the account may not use this type of button at the top level",
			"an administrator of the account has to check its certification and rights, or the menu's author has to use another type",
		},
		40120: {
			"the account may not use this type of button in a sub-menu",
			"an administrator of the account has to check its certification and rights, or the menu's author has to use another type",
		},
		41007: {"a sub-menu has no content", "the menu's author has to give it one to five buttons"},
		44002: {"the request had no body", "the maintainers of caidan have to correct the request"},
		45048: {"the menu uses a type that is closed to this account", "the menu's author has to use another type of button"},
		45062: {"the account has an advertising agreement that binds its menu", "an administrator of the account has to edit the menu in the console"},
		46002: {"there is no menu of this version", "the operator of caidan has to publish the menu first"},
		46003: {"the account has no menu made through the API", "the operator of caidan has to publish a menu first"},
		47001: {"WeChat could not parse the request", "the maintainers of caidan have to correct the request"},
		47002: {`the request holds \u escapes in place of UTF-8 text`, escapes},
		65308: {"a button has neither a type nor a sub-menu", "the menu's author has to give it one of them"},
		65318: {
			"the request is not UTF-8, or a button's type is in upper case",
			"the menu's author has to write types in lower case and save files as UTF-8",
		},
		65319: {"this account is not allowed to create a menu", "an administrator of the account has to check its rights in the console"},
	}
}

// linkAdvice explains refusals of what a button opens: a page or a mini
// program.
func linkAdvice() map[int]advice {
	return map[int]advice{
		40020: {"a top-level button's url is missing or too long", "the menu's author has to give it a url of at most 1024 bytes, a mini program's button too"},
		40027: {"a url in a sub-menu is missing or too long", "the menu's author has to give the button a url of at most 1024 bytes, and not a key in its place"},
		40039: {"a url has a length WeChat does not take", "the menu's author has to give a url of at most 1024 bytes"},
		40048: {"a url has a host WeChat does not take", "the menu's author has to give a url with http or https and a public host name"},
		40054: {"a url in a sub-menu has no usable scheme or host", "the menu's author has to give a whole url that begins with https:// or http://"},
		40055: {"a top-level button's url has no usable scheme or host", "the menu's author has to give a whole url that begins with https:// or http://"},
		40066: {"a url is malformed, or WeChat blocks its page", "the menu's author has to correct the url or link to another page"},
		40068: {"WeChat holds a url to be malicious", "the menu's author has to link to another page, or its owner has to appeal to WeChat"},
		40155: {"a url leads to another account's profile page", "the menu's author has to link to something else"},
		40165: {
			"a mini program's pagepath holds characters the API does not take, though the console may",
			"the menu's author has to percent-encode the path's query",
		},
		40166: {
			"a mini program's appid is wrong",
			"the menu's author has to give the id that begins with wx, in lower case, and not the original id that begins with gh_",
		},
		45064: {
			"a mini program is not associated with this account, or the account may not link to mini programs",
			"an administrator of the account has to associate it in the console under 小程序管理, and renew a lapsed certification",
		},
		45082: {"a url's host has no ICP filing", "the menu's author has to link to a filed host, or the host's owner has to file it"},
		65317: {"a url is not valid", "the menu's author has to give a whole url that begins with https:// or http://"},
		85005: {"a mini program is not bound to this account", "an administrator of the account has to associate it in the console under 小程序管理"},
	}
}

// mediaAdvice explains refusals of material and articles.
func mediaAdvice() map[int]advice {
	return map[int]advice{
		40007: {
			"a media_id is wrong, deleted or of temporary material, or of an article, which menus no longer take",
			"the menu's author has to give the media_id of permanent material, or an article_id for an article",
		},
		40117: {"a top-level button's media_id is missing or too long", "the menu's author has to give the media_id of permanent material"},
		40118: {"a media_id in a sub-menu is missing or too long", "the menu's author has to give the media_id of permanent material"},
		40121: {"a view_limited button names material that is no article", "the menu's author has to use article_view_limited with an article_id"},
		40128: {"a media_id is not of permanent material", "the menu's author has to upload the material with add_material and give that media_id"},
		45060: {"material cannot be deleted while a menu or an automatic reply uses it", "the menu's author has to take it out of the menu first"},
		48005: {"material cannot be deleted while a menu or an automatic reply uses it", "the menu's author has to take it out of the menu first"},
		53600: {"an article_id is wrong, or its article is not published", "the menu's author has to give the article_id of a published article"},
	}
}
