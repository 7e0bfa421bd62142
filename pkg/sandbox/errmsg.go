package sandbox

// The error codes this package decides on. errmsg has their texts, and those of
// the codes only a Fault answers with.
// Source: global return codes; createCustomMenu; getStableAccessToken;
// addConditionalMenu, deleteConditionalMenu, tryMatchMenu.
const (
	codeBadCredential     = 40001
	codeBadGrantType      = 40002
	codeBadMediaID        = 40007
	codeBadAppID          = 40013
	codeBadToken          = 40014
	codeButtonCount       = 40016
	codeTopType           = 40017
	codeNameSize          = 40018
	codeTopKeySize        = 40019
	codeTopURLSize        = 40020
	codeMenuDepth         = 40022
	codeSubButtonCount    = 40023
	codeSubType           = 40024
	codeSubKeySize        = 40026
	codeSubURLSize        = 40027
	codeUnicodeEscape     = 40033
	codeSubURLDomain      = 40054
	codeTopURLDomain      = 40055
	codeTopMediaSize      = 40117
	codeSubMediaSize      = 40118
	codeBadSecret         = 40125
	codeBadUser           = 40132
	codeIPNotAllowed      = 40164
	codeBadPagePath       = 40165
	codeBadMiniProgram    = 40166
	codeTokenMissing      = 41001
	codeAppIDMissing      = 41002
	codeSecretMissing     = 41004
	codeTokenExpired      = 42001
	codeNeedsGet          = 43001
	codeNeedsPost         = 43002
	codeEmptyBody         = 44002
	codeDailyQuota        = 45009
	codeMinuteQuota       = 45011
	codeMiniProgramRights = 45064
	codeNoMenu            = 46003
	codeBadFormat         = 47001
	codeUnauthorized      = 48001
	codeBadArticleID      = 53600
	codeNotConditional    = 65301
	codeNoUser            = 65302
	codeNoDefaultMenu     = 65303
	codeEmptyRule         = 65304
	codeNoButtons         = 65307
	codeEmptyButton       = 65308
	codeNoFollower        = 65315
	codeHostCount         = 65316
	codeBadCharset        = 65318
	codeRetiredRule       = 65320
)

// errmsg is the text WeChat gives a code, without the request id.
func errmsg(code int) string {
	for _, table := range [...]func(int) string{generalErrmsg, tokenErrmsg, buttonErrmsg, linkErrmsg, rareErrmsg, conditionalErrmsg} {
		if text := table(code); text != "" {
			return text
		}
	}
	return "unlisted error"
}

// generalErrmsg has what every endpoint can answer.
// Source: global return codes.
func generalErrmsg(code int) string {
	switch code {
	case -1:
		return "system error"
	case codeNeedsGet:
		return "require GET method"
	case codeNeedsPost:
		return "require POST method"
	case 43003:
		return "require https"
	case codeEmptyBody:
		return "empty post data"
	case codeDailyQuota:
		return "reach max api daily quota limit"
	case codeMinuteQuota:
		return "api minute-quota reach limit, must slower, retry next minute"
	case codeBadFormat:
		return "data format error"
	case 47002:
		return `data format error, do NOT use json unicode encode (\uxxxx\uxxxx), please use utf8 encoded text!`
	case codeUnauthorized:
		return "api unauthorized"
	case 48004:
		return "api forbidden for irregularities, view detail on mp.weixin.qq.com"
	case 50001:
		return "api unauthorized or user unauthorized"
	case 50002:
		return "user limited"
	}
	return ""
}

// tokenErrmsg has what goes wrong with tokens and credentials.
// Source: getAccessToken, getStableAccessToken, global return codes.
func tokenErrmsg(code int) string {
	switch code {
	case codeBadCredential:
		return "invalid credential, access_token is invalid or not latest"
	case codeBadGrantType:
		return "invalid grant_type"
	case codeBadAppID:
		return "invalid appid"
	case codeBadToken:
		return "invalid access_token"
	case codeBadSecret:
		return "invalid appsecret"
	case 40243:
		return "AppSecret已被冻结，请登录MP解冻后再次调用"
	case codeTokenMissing:
		return "access_token missing"
	case codeAppIDMissing:
		return "appid missing"
	case codeSecretMissing:
		return "appsecret missing"
	case codeTokenExpired:
		return "access_token expired"
	case 42007:
		return "access_token and refresh_token exception"
	case 50004:
		return "user not allow to use accesstoken, maybe for punishment"
	case 50007:
		return "账号已冻结"
	case 61024:
		return "must use api(api_component_token) to get token for component acct"
	case 89501:
		return "此IP正在等待管理员确认，请联系管理员"
	case 89503:
		return "此IP调用需要管理员确认，请联系管理员"
	case 89506:
		return "24小时内该IP被管理员拒绝调用两次，24小时内不可再使用该IP调用"
	case 89507:
		return "1小时内该IP被管理员拒绝调用一次，1小时内不可再使用该IP调用"
	}
	return ""
}

// buttonErrmsg has what is wrong with the shape and texts of a menu.
// Source: global return codes, confirmed by captures for most.
func buttonErrmsg(code int) string {
	switch code {
	case codeButtonCount:
		return "invalid button size"
	case codeTopType:
		return "invalid button type"
	case codeNameSize:
		return "invalid button name size"
	case codeTopKeySize:
		return "invalid button key size"
	case codeMenuDepth:
		return "invalid sub_menu level"
	case codeSubButtonCount:
		return "invalid sub button size"
	case codeSubType:
		return "invalid sub button type"
	case 40025:
		return "invalid sub button name size"
	case codeSubKeySize:
		return "invalid sub button key size"
	case codeUnicodeEscape:
		return `invalid charset. please check your request, if include \uxxxx will create fail!`
	case 40119:
		return "invalid use button type"
	case 40120:
		return "invalid use sub button type"
	case codeNoMenu:
		return "menu no exist"
	case codeBadCharset:
		return "must use utf-8 charset"
	}
	return ""
}

// linkErrmsg has what is wrong with what a button leads to.
// Source: global return codes, confirmed by captures for most.
func linkErrmsg(code int) string {
	switch code {
	case codeBadMediaID:
		return "invalid media_id"
	case codeTopURLSize:
		return "invalid button url size"
	case codeSubURLSize:
		return "invalid sub button url size"
	case codeSubURLDomain:
		return "invalid sub button url domain"
	case codeTopURLDomain:
		return "invalid button url domain"
	case 40068:
		return "contain mailcious url"
	case codeTopMediaSize:
		return "invalid button media_id size"
	case codeSubMediaSize:
		return "invalid sub button media_id size"
	case 40121:
		return "invalid media type in view_limited"
	case 40128:
		return "invalid media id! must be uploaded by api(cgi-bin/material/add_material)"
	case 40155:
		return "please don't contain other home page url"
	case codeBadPagePath:
		return "invalid weapp pagepath"
	case codeBadMiniProgram:
		return "invalid weapp appid"
	case codeMiniProgramRights:
		return "no permission to use weapp in menu"
	case 45082:
		return "need icp license for the url domain"
	case codeBadArticleID:
		return "Article ID invalid"
	}
	return ""
}

// rareErrmsg has what the tables list and no recent capture shows.
// Source: global return codes.
func rareErrmsg(code int) string {
	switch code {
	case 40015:
		return "invalid menu type"
	case 40021:
		return "invalid menu version"
	case 40028:
		return "invalid menu api user"
	case 45010:
		return "create menu limit"
	case 45048:
		return "menu use invalid type"
	case 46002:
		return "menu version no exist"
	case 65319:
		return "not allow to create menu"
	case 40066:
		return "invalid url"
	case 85005:
		return "appid not bind weapp"
	case 65317:
		return "contain invalid url"
	}
	return ""
}

// conditionalErrmsg has what only personalised menus answer.
// Source: addConditionalMenu, deleteConditionalMenu, tryMatchMenu.
func conditionalErrmsg(code int) string {
	switch code {
	case codeBadUser:
		return "invalid username"
	case codeNotConditional:
		return "this menu is not conditionalmenu"
	case codeNoUser:
		return "no such user"
	case codeNoDefaultMenu:
		return "there is no selfmenu, please create selfmenu first"
	case codeEmptyRule:
		return "match rule empty"
	case 65305:
		return "menu count limit"
	case 65306:
		return "conditional menu not support"
	case codeNoButtons:
		return "conditional menu is empty"
	case codeEmptyButton:
		return "exist empty button act"
	case 65309:
		return "conditional menu switch is closed"
	case codeNoFollower:
		return "not fans"
	case codeHostCount:
		return "domain count reach limit"
	case codeRetiredRule:
		return "match rule violates privacy"
	}
	return ""
}
