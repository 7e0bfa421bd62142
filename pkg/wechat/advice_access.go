package wechat

// accessAdvice explains refusals of the caller: its credential, token, address
// and rights. Source: getStableAccessToken, getAccessToken, and the open
// platform's return code descriptions.
func accessAdvice() map[int]advice {
	return map[int]advice{
		40001: {
			"the access token is wrong, or another program has replaced it",
			"the operator of caidan has to make sure that nobody forces a refresh of the account's stable token, then publish again",
		},
		40002: {
			"the token request asked for a grant WeChat does not know",
			"the maintainers of caidan have to correct the token request",
		},
		40013: {
			"WeChat knows no account with this appid",
			"the operator of caidan has to compare the stored appid, letter by letter, with the one in the account's console",
		},
		40014: {
			"the access token is malformed or belongs to another account",
			"the operator of caidan has to check that the stored appid and secret are those of this account",
		},
		40125: {
			"the app secret is wrong; it may have been reset in the console",
			"the operator of caidan has to store the account's current app secret",
		},
		40164: {
			"the address the request came from is not on the account's IP list",
			"an administrator of the account has to add that address in the console under 设置与开发 > 开发接口管理 > IP白名单, which takes effect within a minute",
		},
		40243: {
			"the account's owner has frozen the app secret",
			"an administrator of the account has to unfreeze the app secret in the console",
		},
		41001: {
			"the request carried no access token",
			"the operator of caidan has to check the set-up: inside WeChat Cloud Run the open interface service must be on and the version deployed after that",
		},
		41002: {
			"the request carried no appid",
			"the operator of caidan has to store a credential with an appid",
		},
		41004: {
			"the request carried no app secret",
			"the operator of caidan has to store a credential with an app secret",
		},
		42001: {
			"the access token has run out",
			"nobody has to change anything: publish again, and caidan fetches a new token",
		},
		42007: {
			"the authorisation behind the token was withdrawn, as after a changed password",
			"an administrator of the account has to authorise the platform again",
		},
		43001: {"the endpoint wants the method GET", "the maintainers of caidan have to correct the request"},
		43002: {"the endpoint wants the method POST", "the maintainers of caidan have to correct the request"},
		43003: {
			"the endpoint wants https",
			"the operator of caidan has to give a base address that begins with https",
		},
		48001: {
			"the account has no right to this endpoint, as an uncertified subscription account or one owned by a person has none to menus",
			"an administrator of the account has to get it certified, or publish with an account that has the right",
		},
		48004: {
			"WeChat has blocked the endpoint for this account because of a violation",
			"an administrator of the account has to read the notice in the console and have the block lifted",
		},
		50001: {
			"the account or the user has not granted this right",
			"an administrator of the account has to grant it in the console",
		},
		50002: {
			"the account is restricted, frozen or closed",
			"an administrator of the account has to settle that in the console",
		},
		50004: {
			"the account may not fetch tokens, perhaps as a penalty",
			"an administrator of the account has to read the notice in the console and have the penalty lifted",
		},
		50007: {
			"the account is frozen",
			"an administrator of the account has to have it unfrozen in the console",
		},
		89501: {
			"the request waits for an administrator, who was asked to confirm this address",
			"an administrator of the account has to confirm the message WeChat sent, after which the publish can be repeated",
		},
		89503: {
			"WeChat found the request risky and asked an administrator to confirm this address",
			"an administrator of the account has to confirm the message WeChat sent, or add the address to the IP list in the console",
		},
		89506: {
			"an administrator has refused this address twice, so WeChat blocks it for 24 hours",
			"an administrator of the account has to add the address to the IP list in the console, or confirm it after that time",
		},
		89507: {
			"an administrator has refused this address, so WeChat blocks it for an hour",
			"an administrator of the account has to add the address to the IP list in the console, or confirm it after that time",
		},
	}
}

// limitAdvice explains refusals that depend on when and how often one asks.
// Source: API call limits.
func limitAdvice() map[int]advice {
	return map[int]advice{
		-1: {
			"WeChat's system is busy",
			"nobody has to change anything: publish again in a few minutes",
		},
		45009: {
			"the account has used up today's calls of this endpoint",
			"an administrator of the account has to clear the quota in the console, or the publish waits until tomorrow in China",
		},
		45010: {
			"the account cannot have more menus",
			"an administrator of the account has to delete menus it no longer needs",
		},
		45011: {
			"the account calls this endpoint too often within a minute",
			"nobody has to change anything: publish again after a minute",
		},
	}
}
