package api

import "github.com/caidan-dev/caidan/pkg/text"

// Why no record was found to roll back to, beside NoRecord and Stale.
const (
	// NoSuchRecord means that the account has records, and none of the number.
	NoSuchRecord Code = "no-such-record"
	// NoOtherRecord means that no older record has other menus.
	NoOtherRecord Code = "no-other-record"
	// FirstHalfway means that the first publish stopped half-way.
	FirstHalfway Code = "first-half-way"
	// NothingBefore means that the account has no record from before a run.
	NothingBefore Code = "nothing-before-run"
	// RunNotNewest means that other publishes came after those of a run,
	// RunBeforeHalfway that the newest of them has no record.
	RunNotNewest     Code = "run-not-newest"
	RunBeforeHalfway Code = "run-before-half-way"
	// UnknownRun means that a run published nothing to the account.
	UnknownRun Code = "unknown-run"
	// OtherRecord means that a record is of another Official Account.
	OtherRecord Code = "other-record"
	// EmptyRecord means that a record is of a retirement, which has no menus.
	EmptyRecord Code = "empty-record"
	// OtherRetired means that an account to retire is not the recorded Official
	// Account any more, NeverRetired that nothing was ever published to it.
	OtherRetired Code = "other-retired"
	NeverRetired Code = "nothing-to-retire"
)

var records = map[Code]words{
	NoSuchRecord: {
		text.Say("the account has no record {record}: its newest is {newest}", "这个账号没有记录 {record}，最新的是 {newest}"),
		text.Say("choose one that caidan history {account} lists", "从 caidan history {account} 列出的记录里选一条"),
	},
	NoOtherRecord: {text.Say("there is no older record of this Official Account with other menus that no rollback took back",
		"这个公众号没有更早的、菜单不同且未被回滚撤下的记录"), text.Say(
		"name the record you want with --to NUMBER (caidan history {account} lists them), or publish the menus you want from Git; caidan history {account} --record {newest} draws what that publish replaced, an edit in the console too",
		"用 --to 指定记录编号（caidan history {account} 会列出），或者从 Git 发布想要的菜单；caidan history {account} --record {newest} 会画出那次发布替换掉的菜单，公众平台后台的修改也在内")},
	FirstHalfway: {
		text.Say("the first publish to this account ({by}) stopped half-way, and there is no record from before it to roll back to",
			"这个账号的首次发布（{by}）中途停下，在它之前没有可以回滚的记录"),
		text.Say("put the menus you want into Git and publish them, by a push or by hand: that goes on from what is live",
			"把想要的菜单写进 Git 再发布（推送或手动都可以），会从线上菜单继续"),
	},
	NothingBefore: {text.Say("the account has no record from before run {run}", "这个账号没有早于运行 {run} 的记录"), chooseRecord},
	RunNotNewest: {
		text.Say("record {record} is of run {run}, and record {newest} came after it", "记录 {record} 属于运行 {run}，之后又有了记录 {newest}"),
		nameRecord,
	},
	RunBeforeHalfway: {
		text.Say("record {record} is of run {run}, and a publish ({by}) that stopped half-way, and has no record, came after it",
			"记录 {record} 属于运行 {run}，之后又有一次发布（{by}）中途停下，没有记录"),
		nameRecord,
	},
	UnknownRun: {text.Say("run {run} published nothing to this account", "运行 {run} 没有向这个账号发布过"), chooseRecord},
	EmptyRecord: {text.Say("record {record} retired the account and has no menus", "记录 {record} 是一次下线，没有菜单"), text.Say(
		"name a record that has menus with --to NUMBER (caidan history {account} lists them), or delete what is live with caidan retire {account}",
		"用 --to 指定一条有菜单的记录（caidan history {account} 会列出），或者用 caidan retire {account} 删除线上菜单")},
	OtherRetired: {
		text.Say("the account's appid is {after}, and record {record} is of {before}: what is live is another Official Account's",
			"账号的 AppID 是 {after}，而记录 {record} 属于 {before}：线上的菜单属于另一个公众号"),
		text.Say("check the account's credential: only the Official Account that caidan published to is retired", "检查账号的凭证：只能下线 caidan 发布过的公众号"),
	},
	NeverRetired: {text.Say("caidan has not published to this account yet", "caidan 还没有向这个账号发布过"), text.Say(
		"caidan status lists the accounts that it published to; menus that are none of its own are deleted in WeChat's console",
		"caidan status 列出发布过的账号；不是 caidan 发布的菜单，请在公众平台后台删除")},
	OtherRecord: {text.Say("record {record} is of {before}, and the account's appid is {after}: its menus are another Official Account's",
		"记录 {record} 属于 {before}，而账号的 AppID 是 {after}：那是另一个公众号的菜单"), chooseRecord},
}
