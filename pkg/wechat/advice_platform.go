package wechat

// platformAdvice explains refusals of a third-party platform that publishes on
// an account's behalf. Source: open platform, return code descriptions.
func platformAdvice() map[int]advice {
	const bug = "the maintainers of caidan have to correct the request"
	return map[int]advice{
		40091: {
			"the platform's verify ticket is wrong",
			"the operator of the platform has to use the latest ticket WeChat pushed",
		},
		40094: {
			"the platform's own credential is wrong",
			"the operator of the platform has to store its current appid and secret",
		},
		42006: {
			"the platform's component token has run out",
			"nobody has to change anything: publish again with a new component token",
		},
		61003: {
			"the account has not authorised this platform, or no longer does",
			"an administrator of the account has to authorise the platform again",
		},
		61004: {
			"the address the request came from is not on the platform's IP list",
			"the operator of the platform has to add the address in the open platform's console",
		},
		61005: {
			"the platform's verify ticket has run out",
			"the operator of the platform has to use a newer ticket, and have WeChat push one if none arrives",
		},
		61006: {
			"the platform's verify ticket is wrong or empty",
			"the operator of the platform has to use the latest ticket WeChat pushed",
		},
		61007: {
			"the account has not granted the platform the right to its menus",
			"an administrator of the account has to authorise the platform again, with permission set 15 (custom menus)",
		},
		61009: {
			"the authorisation code is wrong",
			"an administrator of the account has to authorise the platform again",
		},
		61010: {
			"the authorisation code has run out",
			"an administrator of the account has to authorise the platform again",
		},
		61011: {
			"the appid given for the platform is no platform's",
			"the operator of the platform has to store the platform's appid and not an account's",
		},
		61014: {"the endpoint wants the platform's component token", bug},
		61015: {"the endpoint wants the account's token and not the platform's", bug},
		61016: {
			"a group of rights has to be confirmed before the platform may use this endpoint",
			"an administrator of the account has to confirm the rights for the platform in the console",
		},
		61017: {
			"the account has not granted the platform the rights this endpoint belongs to",
			"an administrator of the account has to authorise the platform again, with permission set 15 (custom menus)",
		},
		61023: {
			"the refresh token of the authorisation is no longer valid",
			"an administrator of the account has to authorise the platform again",
		},
		61024: {
			"the stored appid is a third-party platform's, which fetches its tokens elsewhere",
			"the operator of caidan has to store the credential of the account itself",
		},
		61028: {
			"the platform is not published yet",
			"the operator of the platform has to publish it in the open platform's console",
		},
	}
}
