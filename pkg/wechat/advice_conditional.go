package wechat

// conditionalAdvice explains refusals of conditional menus, their rules and
// the followers they are tried on. Source: addConditionalMenu, tryMatchMenu.
func conditionalAdvice() map[int]advice {
	const region = "WeChat has retired rules by region, so the menu's author has to match by tag_id or client_platform_type"
	return map[int]advice{
		40132: {"no follower has this name", "the operator of caidan has to give a follower's OpenID"},
		45157: {"a tag's name is not valid", "the menu's author has to give the tag a name WeChat takes"},
		45159: {"a tag's id is not valid", "the menu's author has to give the id of a tag the account has"},
		65301: {"no conditional menu has this id", "the operator of caidan has to read the live menus again, because ids change with each publish"},
		65302: {"no such user exists", "the operator of caidan has to give the OpenID of somebody who follows the account"},
		65303: {"the account has no default menu, which conditional menus need", "the operator of caidan has to publish the default menu first"},
		65304: {"a conditional menu matches nobody, because its rule is missing or empty", "the menu's author has to give it a tag_id or a client_platform_type"},
		65305: {
			"the account cannot have more conditional menus, and those a publish is about to delete still count",
			"the menu's author has to take some out",
		},
		65306: {"the account may not have conditional menus", "an administrator of the account has to get it certified, or the menu's author has to take them out"},
		65307: {"a conditional menu has no buttons", "the menu's author has to give it one to three buttons"},
		65309: {"conditional menus are switched off for this account", "an administrator of the account has to switch them on in the console"},
		65310: {"a rule by region names no country", region},
		65311: {"a rule by region names no province", region},
		65312: {"a rule's country is not valid", region},
		65313: {"a rule's province is not valid", region},
		65314: {"a rule's city is not valid", region},
		65315: {"the user does not follow the account", "the operator of caidan has to give the OpenID of a follower"},
		65316: {
			"the conditional menus together link to more than three hosts, and those that are still live count",
			"the menu's author has to bring their links down to three hosts",
		},
		65320: {
			"a rule matches by sex, region or language, which WeChat retired for privacy",
			"the menu's author has to match by tag_id or client_platform_type",
		},
	}
}
