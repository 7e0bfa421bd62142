package sandbox

// The error codes this package decides on. errmsgs has their texts, and those of
// the codes only a Fault answers with.
// Source: global return codes; createCustomMenu; getStableAccessToken;
// addConditionalMenu, deleteConditionalMenu, tryMatchMenu; of a path that there is not,
// the common error codes of WeChat Store.
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
	codeNoSuchPath        = 40066
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
	codeNotAuthorised     = 61003
	codeTicketExpired     = 61005
	codeBadTicket         = 61006
	codeBadRefresh        = 61023
	codeHostCount         = 65316
	codeBadCharset        = 65318
	codeRetiredRule       = 65320
	codeUnknownPath       = 76021
)

// errmsgs are the texts WeChat gives the codes, without the request id.
var errmsgs = map[int]string{
	// What every endpoint can answer. Source: global return codes.
	-1:    "system error",
	43001: "require GET method",
	43002: "require POST method",
	43003: "require https",
	44002: "empty post data",
	45009: "reach max api daily quota limit",
	45011: "api minute-quota reach limit, must slower, retry next minute",
	47001: "data format error",
	47002: `data format error, do NOT use json unicode encode (\uxxxx\uxxxx), please use utf8 encoded text!`,
	48001: "api unauthorized",
	48004: "api forbidden for irregularities, view detail on mp.weixin.qq.com",
	50001: "api unauthorized or user unauthorized",
	50002: "user limited",

	// Tokens and credentials. Source: getAccessToken, getStableAccessToken, global
	// return codes.
	40001: "invalid credential, access_token is invalid or not latest",
	40002: "invalid grant_type",
	40013: "invalid appid",
	40014: "invalid access_token",
	40125: "invalid appsecret",
	40243: "AppSecret已被冻结，请登录MP解冻后再次调用",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	42001: "access_token expired",
	42007: "access_token and refresh_token exception",
	50004: "user not allow to use accesstoken, maybe for punishment",
	50007: "账号已冻结",
	61003: "component is not authorized by this account",
	61005: "component ticket is expired",
	61006: "component ticket is invalid",
	61007: "api is unauthorized to component",
	61023: "refresh_token is invalid",
	61024: "must use api(api_component_token) to get token for component acct",
	89501: "此IP正在等待管理员确认，请联系管理员",
	89503: "此IP调用需要管理员确认，请联系管理员",
	89506: "24小时内该IP被管理员拒绝调用两次，24小时内不可再使用该IP调用",
	89507: "1小时内该IP被管理员拒绝调用一次，1小时内不可再使用该IP调用",

	// The shape and the texts of a menu. Source: global return codes, confirmed by
	// captures for most.
	40016: "invalid button size",
	40017: "invalid button type",
	40018: "invalid button name size",
	40019: "invalid button key size",
	40022: "invalid sub_menu level",
	40023: "invalid sub button size",
	40024: "invalid sub button type",
	40025: "invalid sub button name size",
	40026: "invalid sub button key size",
	40033: `invalid charset. please check your request, if include \uxxxx will create fail!`,
	40119: "invalid use button type",
	40120: "invalid use sub button type",
	46003: "menu no exist",
	65318: "must use utf-8 charset",

	// What a button leads to. Source: global return codes, confirmed by captures for
	// most.
	40007: "invalid media_id",
	40020: "invalid button url size",
	40027: "invalid sub button url size",
	40054: "invalid sub button url domain",
	40055: "invalid button url domain",
	40068: "contain mailcious url",
	40117: "invalid button media_id size",
	40118: "invalid sub button media_id size",
	40121: "invalid media type in view_limited",
	40128: "invalid media id! must be uploaded by api(cgi-bin/material/add_material)",
	40155: "please don't contain other home page url",
	40165: "invalid weapp pagepath",
	40166: "invalid weapp appid",
	45064: "no permission to use weapp in menu",
	45082: "need icp license for the url domain",
	53600: "Article ID invalid",

	// What the tables list and no recent capture shows. Source: global return codes.
	40015: "invalid menu type",
	40021: "invalid menu version",
	40028: "invalid menu api user",
	40066: "invalid url",
	45010: "create menu limit",
	45048: "menu use invalid type",
	46002: "menu version no exist",
	65317: "contain invalid url",
	65319: "not allow to create menu",
	85005: "appid not bind weapp",

	// Quotas. Source: getApiQuota.
	76021: "cgi_path not found, please check",
	76022: "could not use this cgi_path，no permission",

	// Conditional menus. Source: addConditionalMenu, deleteConditionalMenu,
	// tryMatchMenu.
	40132: "invalid username",
	65301: "this menu is not conditionalmenu",
	65302: "no such user",
	65303: "there is no selfmenu, please create selfmenu first",
	65304: "match rule empty",
	65305: "menu count limit",
	65306: "conditional menu not support",
	65307: "conditional menu is empty",
	65308: "exist empty button act",
	65309: "conditional menu switch is closed",
	65315: "not fans",
	65316: "domain count reach limit",
	65320: "match rule violates privacy",
}

// errmsg is the text of a code, which a fault may make up.
func errmsg(code int) string {
	if s, listed := errmsgs[code]; listed {
		return s
	}
	return "unlisted error"
}
