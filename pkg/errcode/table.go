package errcode

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// tables are all rows. Of two rows for an errcode the one that fits fewer
// answers comes first, in the same table.
var tables = [...][]row{access, account, platform, cloud, menu, link, material, conditional}

// row is what an errcode means at an endpoint.
type row struct {
	code   int
	op     string
	source source
	// who has to do what remedy says: it goes on after "has to".
	who             actor
	meaning, remedy text.Spoken
}

// The endpoints at which an errcode means something of its own.
const (
	anywhere    = ""
	stableToken = "stable_token"
	// tokenService is not WeChat's: a program that passes on what WeChat said when
	// it asked for a token.
	tokenService = "token-service"
	addMenu      = "menu/addconditional"
)

// operand stands in the phrases of a row for what only WeChat's answer knows. A
// row with an operand is for answers that have it.
type operand int

// address stands for Operands.IP.
const address operand = 1

// advice returns the row's words, false where they need an operand that the
// answer does not have.
func (r row) advice(with Operands) (Advice, bool) {
	meaning, known := with.fill(r.meaning)
	remedy, knownToo := with.fill(r.remedy)
	return Advice{Meaning: meaning, Remedy: actors[r.who].With(remedy)}, known && knownToo
}

// fill puts the operands into a phrase, false where it needs one that is empty.
func (o Operands) fill(s text.Spoken) (text.Spoken, bool) {
	p, ok := s.(text.Phrase)
	if !ok {
		return s, true
	}
	args := slices.Clone(p.Args)
	for i, arg := range args {
		if arg == address {
			args[i], ok = o.IP, o.IP != ""
		}
	}
	return text.Phrase{Text: p.Text, Args: args}, ok
}

// actor is who has to act on an errcode.
type actor int

const (
	reader     actor = iota // who reads the message
	author                  // who writes the menu
	admin                   // who may change the account in WeChat's console
	operator                // who runs caidan
	provider                // who runs a third-party platform
	maintainer              // who writes caidan
)

// actors are sentences of what an actor has to do.
var actors = [...]text.Text{
	reader:     text.Say("%s", "请%s"),
	author:     text.Say("the menu's author has to %s", "请菜单作者%s"),
	admin:      text.Say("an administrator of the account has to %s", "请公众号管理员%s"),
	operator:   text.Say("the operator of caidan has to %s", "请 caidan 的运维人员%s"),
	provider:   text.Say("the operator of the platform has to %s", "请第三方平台的运维人员%s"),
	maintainer: text.Say("the maintainers of caidan have to %s", "请 caidan 的维护者%s"),
}

// source is where the fact in a row is from.
type source int

const (
	returnCodes source = iota
	reported
	createMenu
	addConditional
	delConditional
	tryMatch
	accessToken
	getStableToken
	ipList
	callLimits
	quotas
	cloudRun
	cloudFunctions
)

// sources are the names of WeChat's pages.
var sources = [...]text.Text{
	returnCodes:    text.Say("the open platform's return codes", "微信开放平台的全局返回码"),
	reported:       text.Say("answers of WeChat's that users reported", "用户反馈的微信实际返回"),
	createMenu:     text.Say("createCustomMenu, section 6", "createCustomMenu 第 6 节"),
	addConditional: text.Say("addConditionalMenu, error codes", "addConditionalMenu 错误码"),
	delConditional: text.Say("deleteConditionalMenu, error codes", "deleteConditionalMenu 错误码"),
	tryMatch:       text.Say("tryMatchMenu, error codes", "tryMatchMenu 错误码"),
	accessToken:    text.Say("getAccessToken, error codes", "getAccessToken 错误码"),
	getStableToken: text.Say("getStableAccessToken, error codes", "getStableAccessToken 错误码"),
	ipList:         text.Say("the developer platform's page of the IP list", "微信开发者平台的 IP 白名单页面"),
	callLimits:     text.Say("limits of API calls", "接口调用频次限制说明"),
	quotas:         text.Say("the pages of the quota API", "接口调用额度相关页面"),
	cloudRun:       text.Say("WeChat Cloud Run, open interface service", "微信云托管“开放接口服务”"),
	cloudFunctions: text.Say("WeChat cloud development, error codes", "微信云开发错误码"),
}

// The errcodes of the nearby-device (shake-around) API.
// Source: the open platform's return codes.
const (
	minShakeAround = 9001000
	maxShakeAround = 9001999
)

// rest explains an errcode that is not in the tables.
func rest(code int) Advice {
	r := row{
		who:     operator,
		meaning: text.Say("WeChat gave an errcode that caidan does not know", "微信返回了 caidan 不认识的错误码"),
		remedy: text.Say(
			"look the errcode up in WeChat's documentation, or ask WeChat's support with the rid",
			"在微信官方文档里查找这个错误码，或者带上 rid 咨询微信客服",
		),
	}
	if minShakeAround <= code && code <= maxShakeAround {
		r.meaning, r.remedy = text.Say(
			"the answer belongs to WeChat's nearby-device API, which has nothing to do with menus",
			"这是微信“摇一摇周边”接口的错误码，与菜单无关",
		), checkBase
	}
	advice, _ := r.advice(Operands{})
	return advice
}
