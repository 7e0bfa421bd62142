package api

import "github.com/caidan-dev/caidan/pkg/text"

// What checks find, beside the codes of errors, guards and warnings.
const (
	// NotLooked means that another check has to pass first.
	NotLooked Code = "not-looked-at"
	// LedgerRead, RecordRead and NoRecordYet are ledgers that can be read.
	LedgerRead  Code = "ledger-read"
	RecordRead  Code = "record-read"
	NoRecordYet Code = "no-record-yet"
	// NotBusy, Complete and NoneBack are a ledger with nothing in a publish's way.
	NotBusy  Code = "not-busy"
	Complete Code = "complete"
	NoneBack Code = "none-back"
	// Stopped is a publish that stopped half-way, StoppedRollback a rollback.
	Stopped         Code = "stopped-half-way"
	StoppedRollback Code = "stopped-rollback"
	// HeldBack are menus that a rollback took back.
	HeldBack Code = "held-back"
	// MarkOf and NoMark say which run is the newest that was handled.
	MarkOf Code = "mark-of"
	NoMark Code = "no-mark"
	// CredentialRead and SameAppID are about a credential that is fine.
	CredentialRead Code = "credential-read"
	SameAppID      Code = "same-appid"
	NewAppID       Code = "new-appid"
	// TokenHad is a token that was handed out.
	TokenHad Code = "token-had"
	// TokenNone is an account whose calls carry no token.
	TokenNone Code = "token-none"
	// ClockAgrees, ClockAhead and ClockBehind are about the function's clock,
	// ClockUnknown about answers without a date.
	ClockAgrees  Code = "clock-agrees"
	ClockAhead   Code = "clock-ahead"
	ClockBehind  Code = "clock-behind"
	ClockUnknown Code = "clock-unknown"
	// Permitted and Readable are about endpoints that answer.
	Permitted Code = "permitted"
	Readable  Code = "readable"
	// SwitchOn and NoMenu are about a menu that is not switched off.
	SwitchOn Code = "switched-on"
	NoMenu   Code = "no-menu"
	// QuotaLeft, QuotaLow and QuotaSpent are how many calls are left today.
	QuotaLeft  Code = "quota-left"
	QuotaLow   Code = "quota-low"
	QuotaSpent Code = "quota-spent"
	// AsRecorded means that what is live is what was recorded.
	AsRecorded Code = "as-recorded"
	// Unconfirmed means that the newest record was not seen in WeChat's answers.
	Unconfirmed Code = "unconfirmed"
)

// midnight is when WeChat's counters begin anew.
var midnight = text.Say(
	"wait until midnight in China, or have an administrator of the account reset the counter, which WeChat allows ten times a month",
	"等到北京时间零点，或者请公众号管理员清零调用次数（每月最多十次）")

// setClock is what to do about a clock that is wrong.
var setClock = text.Say(
	"set the clock of the machine that the function runs on by NTP; in AWS Lambda, run it again, and report it to AWS if it stays so",
	"用 NTP 校准运行函数的机器的时钟；如果在 AWS Lambda 里，请重新执行，一直如此就反馈给 AWS")

var found = map[Code]words{
	NotLooked:   {text.Say("not looked at, because the check {names} did not pass", "没有查看，因为检查 {names} 没有通过"), text.Say("see to {names} first", "请先处理 {names}")},
	LedgerRead:  {meaning: text.Say("the function can read the ledger", "函数可以读取发布记录")},
	RecordRead:  {meaning: text.Say("the newest record is {record}", "最新的是记录 {record}")},
	NoRecordYet: {meaning: text.Say("caidan has no record of this account yet", "caidan 还没有这个账号的发布记录")},
	NotBusy:     {meaning: text.Say("no publish is under way", "没有正在进行的发布")},
	Complete:    {meaning: text.Say("no publish stopped half-way", "没有中途停下的发布")},
	NoneBack:    {meaning: text.Say("no menus are held back", "没有暂不发布的菜单")},
	Stopped: {
		text.Say("a publish ({by}) stopped half-way and has no record", "一次发布（{by}）中途停下，没有记录"),
		text.Say("publish again, by a push or by hand: that goes on from what is live", "重新发布（推送或手动都可以），会从线上菜单继续"),
	},
	StoppedRollback: {
		text.Say("a rollback to record {record} ({by}) stopped half-way and has no record", "回滚到记录 {record}（{by}）中途停下，没有记录"),
		text.Say("run the rollback again, to record {record}: it goes on from what is live", "重新执行这次回滚（回到记录 {record}），会从线上菜单继续"),
	},
	HeldBack: {
		text.Say("a rollback took back the menus {live}, which are not published again by themselves", "回滚撤下了菜单 {live}，不会再自动发布"),
		text.Say("put other menus into Git; or, if these are meant, publish them by hand with --lift", "把别的菜单写进 Git；确实要用这一份，就手动发布并加上 --lift"),
	},
	MarkOf:         {meaning: text.Say("the newest run that was handled is {run}", "已处理的最新运行是 {run}")},
	NoMark:         {meaning: text.Say("no run has been handled yet", "还没有处理过任何运行")},
	CredentialRead: {meaning: text.Say("the credential is there, for the appid {after}", "凭证已找到，AppID 是 {after}")},
	SameAppID:      {meaning: text.Say("the appid is that of the newest record", "AppID 与最新的记录一致")},
	NewAppID:       {meaning: text.Say("there is no record yet to compare the appid with", "还没有发布记录可供核对 AppID")},
	TokenHad:       {meaning: text.Say("the account gets a token", "账号能拿到 access_token")},
	TokenNone:      {meaning: text.Say("calls carry no token: WeChat Cloud Run says whose they are", "调用不带 access_token，由微信云托管注明账号")},
	ClockAgrees:    {meaning: text.Say("the function's clock differs from WeChat's by less than {max} s", "函数的时钟与微信相差不到 {max} 秒")},
	ClockAhead:     {text.Say("the function's clock is {seconds} s ahead of WeChat's", "函数的时钟比微信快 {seconds} 秒"), setClock},
	ClockBehind:    {text.Say("the function's clock is {seconds} s behind WeChat's", "函数的时钟比微信慢 {seconds} 秒"), setClock},
	ClockUnknown:   {meaning: text.Say("no answer of WeChat's says the time", "微信的回应里没有时间")},
	Permitted:      {meaning: text.Say("WeChat lets the account use the menu API", "微信允许账号使用菜单接口")},
	Readable:       {meaning: text.Say("menu/get and get_current_selfmenu_info can be read", "menu/get 和 get_current_selfmenu_info 都能读取")},
	SwitchOn:       {meaning: text.Say("the menu is switched on", "菜单已启用")},
	NoMenu:         {meaning: text.Say("the account has no menu yet", "账号还没有菜单")},
	QuotaLeft:      {meaning: text.Say("{count} of {max} calls of {op} are left today", "{op} 今天还剩 {count} 次，共 {max} 次")},
	QuotaLow: {
		text.Say("only {count} of {max} calls of {op} are left today", "{op} 今天只剩 {count} 次，共 {max} 次"),
		text.Say("find out which program posts this account's menu so often; a publish takes one call", "查明是哪个程序在频繁发布这个账号的菜单；一次发布只用一次"),
	},
	QuotaSpent: {text.Say("none of the {max} calls of {op} is left today, so that a publish fails with 45009", "{op} 今天的 {max} 次已经用完，发布会以 45009 失败"), midnight},
	AsRecorded: {meaning: text.Say("what is live is what was recorded", "线上菜单与发布记录一致")},
	Unconfirmed: {
		text.Say("WeChat's answers have not confirmed record {record} yet", "微信的回应还没有证实记录 {record}"),
		text.Say("run it again in ten minutes; until then a publish posts the menus again", "十分钟后重新执行；在那之前，发布会重新发送菜单"),
	},
}
