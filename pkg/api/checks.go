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
	{code: LayerVersions, text: text.Say("versions", "版本")},
	{code: LayerRepository, text: text.Say("repository", "仓库")},
	{code: LayerGitHub, text: text.Say("GitHub", "GitHub 端")},
	{code: LayerAWS, text: text.Say("AWS and the functions", "AWS 和函数")},
	{code: LayerLedger, text: text.Say("ledger", "发布记录")},
	{code: LayerCredential, text: text.Say("credential and token", "凭证和 access_token")},
	{code: LayerWeChat, text: text.Say("WeChat", "微信")},
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

// checkRow is a check: its layer, which others have to pass before it
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

// Needs returns which checks have to pass before a check.
func (n CheckName) Needs() []CheckName { return slices.Clone(rowOf(n).needs) }

// Text says what a check looks at; empty for one that there is not.
func (n CheckName) Text() text.Text { return rowOf(n).about }
