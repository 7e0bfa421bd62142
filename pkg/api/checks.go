package api

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Layer is a part of the set-up that a check is about. What a layer is built on
// comes before it.
type Layer string

// The layers.
const (
	LayerVersions   Layer = "versions"
	LayerRepository Layer = "repository"
	LayerGitHub     Layer = "github"
	LayerAWS        Layer = "aws"
	LayerLedger     Layer = "ledger"
	LayerCredential Layer = "credential"
	LayerWeChat     Layer = "wechat"
)

var layers = []worded[Layer]{
	{LayerVersions, text.Say("versions", "版本")},
	{LayerRepository, text.Say("repository", "仓库")},
	{LayerGitHub, text.Say("GitHub", "GitHub 端")},
	{LayerAWS, text.Say("AWS and the functions", "AWS 和函数")},
	{LayerLedger, text.Say("ledger", "发布记录")},
	{LayerCredential, text.Say("credential and token", "凭证和 access_token")},
	{LayerWeChat, text.Say("WeChat", "微信")},
}

// Text returns the word for a layer.
func (l Layer) Text() text.Text { return wordFor(layers, l) }

// CheckName names a check of a diagnosis.
type CheckName string

// The checks.
const (
	CheckVersions    CheckName = "versions"
	CheckSettings    CheckName = "settings"
	CheckMenus       CheckName = "menus"
	CheckClaims      CheckName = "claims"
	CheckBranches    CheckName = "branches"
	CheckIdentity    CheckName = "identity"
	CheckInspect     CheckName = "inspect"
	CheckPublish     CheckName = "publish"
	CheckLedger      CheckName = "ledger"
	CheckUnmanaged   CheckName = "unmanaged"
	CheckUnpublished CheckName = "unpublished"
	CheckRecords     CheckName = "records"
	CheckLease       CheckName = "lease"
	CheckUnfinished  CheckName = "unfinished"
	CheckQuarantine  CheckName = "quarantine"
	CheckMark        CheckName = "mark"
	CheckCredential  CheckName = "credential"
	CheckAppID       CheckName = "appid"
	CheckToken       CheckName = "token"
	CheckClock       CheckName = "clock"
	CheckPermission  CheckName = "permission"
	CheckReads       CheckName = "reads"
	CheckSwitch      CheckName = "switch"
	CheckQuota       CheckName = "quota"
	CheckLive        CheckName = "live"
)

// checkRow is a check: its layer, which others have to come to their end before it
// can be looked at, whether each account has one, and what it looks at.
type checkRow struct {
	name    CheckName
	layer   Layer
	needs   []CheckName
	account bool
	about   text.Text
}

// checks are all there are, in the order in which they are written.
var checks = []checkRow{
	{
		CheckVersions, LayerVersions,
		[]CheckName{CheckInspect},
		false,
		text.Say("the command and the functions are of one release", "命令与函数的版本一致"),
	},
	{
		CheckSettings, LayerRepository, nil, false,
		text.Say("the settings file can be read", "配置文件可以读取"),
	},
	{
		CheckMenus, LayerRepository, nil, false,
		text.Say("there are menus, and all of them are valid", "有菜单，而且都有效"),
	},
	{
		CheckClaims, LayerGitHub, nil, false,
		text.Say("the job gets an OIDC token that the role trusts", "作业能拿到角色信任的 OIDC 令牌"),
	},
	{
		CheckBranches, LayerGitHub, nil, false,
		text.Say("only the default branch may use the environment that publishes", "只有默认分支可以使用负责发布的环境"),
	},
	{
		CheckIdentity, LayerAWS, nil, false,
		text.Say("who this command is to AWS", "这个命令在 AWS 里的身份"),
	},
	{
		CheckInspect, LayerAWS,
		[]CheckName{CheckIdentity},
		false,
		text.Say("the function that reads may be invoked", "可以调用负责读取的函数"),
	},
	{
		CheckPublish, LayerAWS,
		[]CheckName{CheckIdentity},
		false,
		text.Say("the function that publishes may be invoked by the job that publishes, and by no other", "负责发布的函数只有发布作业可以调用"),
	},
	{
		CheckLedger, LayerLedger,
		[]CheckName{CheckVersions},
		false,
		text.Say("the function can read the ledger", "函数可以读取发布记录"),
	},
	{
		CheckUnmanaged, LayerLedger,
		[]CheckName{CheckMenus, CheckLedger},
		false,
		text.Say("every account that was published is in Git", "发布过的账号都在 Git 里"),
	},
	{
		CheckUnpublished, LayerLedger,
		[]CheckName{CheckMenus, CheckLedger},
		false,
		text.Say("every account of Git was published", "Git 里的账号都发布过"),
	},
	{
		CheckRecords, LayerLedger,
		[]CheckName{CheckLedger},
		true,
		text.Say("the account's state and newest record can be read", "账号的状态和最新记录可以读取"),
	},
	{
		CheckLease, LayerLedger,
		[]CheckName{CheckLedger, CheckRecords},
		true,
		text.Say("no publish of the account is under way", "账号没有正在进行的发布"),
	},
	{
		CheckUnfinished, LayerLedger,
		[]CheckName{CheckLedger, CheckRecords},
		true,
		text.Say("no publish of the account stopped half-way", "账号没有中途停下的发布"),
	},
	{
		CheckQuarantine, LayerLedger,
		[]CheckName{CheckLedger, CheckRecords},
		true,
		text.Say("no menus are held back by a rollback", "没有被回滚撤下、暂不发布的菜单"),
	},
	{
		CheckMark, LayerLedger,
		[]CheckName{CheckLedger, CheckRecords},
		true,
		text.Say("the newest run that was handled exists, and is of this repository", "已处理的最新运行确实存在，而且属于这个仓库"),
	},
	{
		CheckCredential, LayerCredential,
		[]CheckName{CheckLedger},
		true,
		text.Say("the function can read the account's credential, past what it keeps in memory", "函数可以重新读取账号的凭证，不用内存里的"),
	},
	{
		CheckAppID, LayerCredential,
		[]CheckName{CheckLedger, CheckRecords, CheckCredential},
		true,
		text.Say("the credential's appid is the recorded one", "凭证的 AppID 与发布记录一致"),
	},
	{
		CheckToken, LayerCredential,
		[]CheckName{CheckLedger, CheckCredential},
		true,
		text.Say("the account gets a token, past what the function keeps in memory; no token is made new by force", "账号能拿到 access_token，不用函数内存里的，也不强制刷新"),
	},
	{
		CheckPermission, LayerWeChat,
		[]CheckName{CheckLedger, CheckToken},
		true,
		text.Say("WeChat lets the account use the menu API", "微信允许账号使用菜单接口"),
	},
	{
		CheckReads, LayerWeChat,
		[]CheckName{CheckLedger, CheckToken},
		true,
		text.Say("menu/get and get_current_selfmenu_info can be read, and do not contradict each other", "menu/get 和 get_current_selfmenu_info 都能读取，而且不矛盾"),
	},
	{
		CheckClock, LayerWeChat,
		[]CheckName{CheckLedger, CheckCredential},
		true,
		text.Say("the function's clock is WeChat's", "函数的时钟与微信一致"),
	},
	{
		CheckSwitch, LayerWeChat,
		[]CheckName{CheckLedger, CheckReads},
		true,
		text.Say("the menu is switched on in WeChat's console", "公众平台后台的菜单开关已打开"),
	},
	{
		CheckQuota, LayerWeChat,
		[]CheckName{CheckLedger, CheckReads},
		true,
		text.Say("calls are left today; to ask takes none of them", "今天还有剩余的调用次数；查询本身不占用"),
	},
	{
		CheckLive, LayerWeChat,
		[]CheckName{CheckLedger, CheckRecords, CheckAppID, CheckReads},
		true,
		text.Say("what is live is what was recorded", "线上菜单与发布记录一致"),
	},
}

// rowOf returns the row of a check; the zero row for one that there is not.
func rowOf(name CheckName) checkRow {
	if i := slices.IndexFunc(checks, func(r checkRow) bool { return r.name == name }); i >= 0 {
		return checks[i]
	}
	return checkRow{}
}

// Checks returns the checks there are, in the order in which they are written:
// those that each account has, or those of the set-up.
func Checks(account bool) []CheckName {
	var out []CheckName
	for i := range checks {
		if checks[i].account == account {
			out = append(out, checks[i].name)
		}
	}
	return out
}

// Layer returns the layer of a check.
func (n CheckName) Layer() Layer { return rowOf(n).layer }

// Needs returns which checks have to come to their end before a check.
func (n CheckName) Needs() []CheckName { return slices.Clone(rowOf(n).needs) }

// Text says what a check looks at; empty for one that there is not.
func (n CheckName) Text() text.Text { return rowOf(n).about }

// What checks find, beside the codes of errors, guards and warnings.
const (
	// NotLooked means that another check has to come to its end first.
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
	NotLooked:   {text.Say("not looked at, because {names} did not come to its end", "没有查看，因为 {names} 没有通过"), text.Say("see to {names} first", "先处理 {names}")},
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
