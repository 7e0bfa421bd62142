package api

import "github.com/caidan-dev/caidan/pkg/text"

// Guard names what stops a publish before anything is posted. A new one is a
// constant and a row of guards, and a check in package decide.
type Guard string

// The guards. Source: design, sections 7 and 8.
const (
	// Edited means that what is live is not what was recorded.
	Edited Guard = "edited"
	// First means that the first publish would overwrite a menu.
	First Guard = "first"
	// Interrupted means that an unfinished publish does not explain what is
	// live.
	Interrupted Guard = "interrupted"
	// Quarantined means that a rollback rolled away from the desired menus.
	Quarantined Guard = "quarantined"
	// Stale means that a newer run came first, whatever it came to.
	Stale Guard = "stale"
	// ForeignRepository means that another repository published so far.
	ForeignRepository Guard = "foreign-repository"
	// NoRecord means that the record to roll back to does not exist.
	NoRecord Guard = "no-record"
	// Retires means that all menus of an account would be deleted, and the request
	// does not name what is live.
	Retires Guard = "retires"
	// AppIDChanged means that the account's appid is not the recorded one.
	AppIDChanged Guard = "appid-changed"

	// RemovesButtons means that followers lose more than two buttons that
	// they can tap.
	RemovesButtons Guard = "removes-buttons"
	// RemovesTopLevel means that the bar has fewer buttons than before.
	RemovesTopLevel Guard = "removes-top-level"
	// RemovesConditional means that a conditional menu goes that followers
	// could see.
	RemovesConditional Guard = "removes-conditional"
	// ChangesAllHosts means that of the hosts that two or more links led to
	// none is linked to any more.
	ChangesAllHosts Guard = "changes-all-hosts"
	// ChangesAllTargets means that nothing that followers could reach, of at
	// least three targets, can be reached any more.
	ChangesAllTargets Guard = "changes-all-targets"
	// ChangesAppID means that mini program buttons open other mini programs.
	ChangesAppID Guard = "changes-appid"
)

// guardRow is a guard: whether Accept.Allow may name it, what it is about, and
// what its refusal says. One that may not be allowed needs something else, or
// stays shut: its remedy says what.
type guardRow struct {
	guard Guard
	allow bool
	about text.Text
	words
}

// meant is what to do about a change that is larger than most.
var meant = text.Say(
	"if this is meant, let it pass with --allow, or in the settings file, reviewed with the menus",
	"确认是有意为之，就用 --allow 放行，或者写进配置文件随菜单一起评审")

// chooseRecord is what to do where a rollback finds no record by itself.
var chooseRecord = text.Say(
	"name the record you want with --to NUMBER (caidan history {account} lists them), or publish the menus you want from Git",
	"用 --to 指定记录编号（caidan history {account} 会列出），或者从 Git 发布想要的菜单")

// nameRecord is what to do where a rollback may not choose a record by itself.
var nameRecord = text.Say("name the record you want: caidan rollback {account} --to NUMBER", "指定想要的记录：caidan rollback {account} --to NUMBER")

// otherMenus is what to do about menus that were rolled back.
var otherMenus = text.Say("put other menus into Git, or let these pass with --lift", "把别的菜单写进 Git，或者用 --lift 放行这一份")

// startNew is what to do instead of starting an old run again.
var startNew = text.Say("start a new run; to bring back what an older one published, roll back to its record",
	"重新触发一次运行；要恢复旧的运行发布的菜单，请回滚到对应的记录")

// guards are all there are, those that may be allowed in the order in which
// they are named.
var guards = []guardRow{
	{Edited, false, text.Say("the live menu was changed outside caidan", "线上菜单在 caidan 之外被改过"), words{
		text.Say("the live menu is not what record {record} left: it was changed since, in WeChat's console or with another tool",
			"线上菜单不是记录 {record} 发布的样子：之后在公众平台后台或用其他工具改过"),
		text.Say("look at it with caidan pull: take it over into Git, or let it be overwritten by naming its digest, {live}",
			"用 caidan pull 查看线上菜单：要保留就写进 Git；可以覆盖就按摘要 {live} 放行"),
	}},
	{Interrupted, false, text.Say("a publish was interrupted, and the live menu is not what it left", "有一次发布中断了，线上的菜单也不是它留下的"), words{
		text.Say("an earlier publish ({by}) stopped half-way, and the live menu is neither what was live before it nor anything that it posted",
			"之前的一次发布（{by}）中途停下，线上菜单既不是它之前的，也不是它发布的"),
		text.Say("look at it with caidan pull, and let it be overwritten by naming its digest, {live}",
			"用 caidan pull 查看线上菜单，可以覆盖就按摘要 {live} 放行"),
	}},
	{Stale, false, text.Say("a newer run came first", "更新的一次运行已经先到"), words{
		text.Say("run {newer} is newer and was handled first, and this is run {run}",
			"更新的运行 {newer} 已经先处理，而这是运行 {run}"),
		startNew,
	}},
	{ForeignRepository, false, text.Say("another repository publishes this account", "此前由另一个仓库发布"), words{
		text.Say("{owner} (id {ownerId}) publishes this account, and this is {repository} (id {repositoryId})",
			"这个账号由 {owner}（id {ownerId}）发布，而这是 {repository}（id {repositoryId}）"),
		text.Say("keep the account in one repository; to move it here, publish with --take-over {owner}",
			"一个账号只由一个仓库发布；要搬到这里，就在发布时加上 --take-over {owner}"),
	}},
	{NoRecord, false, text.Say("the record does not exist", "没有这条记录"), words{
		text.Say("caidan has not published to this account yet", "caidan 还没有向这个账号发布过"),
		text.Say("publish the menus you want from Git", "请从 Git 发布想要的菜单"),
	}},
	{Retires, false, text.Say("all menus of the account would be deleted", "会删除这个账号的全部菜单"), words{
		text.Say("retiring deletes all menus of the account; a rollback brings back what caidan recorded, and nothing else",
			"下线会删除这个账号的全部菜单；回滚只能恢复 caidan 记录过的内容"),
		text.Say("look at the account on a phone; if its menus are to go, let it pass by naming the digest of what is live, {live}",
			"先在手机上查看这个账号；确认要删除，就按线上菜单的摘要 {live} 放行"),
	}},
	{First, true, text.Say("the first publish would replace a menu that is live", "首次发布会覆盖线上已有的菜单"), words{
		text.Say("a menu is live that caidan did not publish, and the first publish would replace it",
			"线上已有一份不是 caidan 发布的菜单，首次发布会覆盖它"),
		text.Say("take it over into Git with caidan pull, or let the first publish replace it with --first",
			"用 caidan pull 把它写进 Git，或者用 --first 让首次发布覆盖它"),
	}},
	{Quarantined, true, text.Say("these menus were rolled back", "这份菜单已被回滚，不再自动发布"), words{
		text.Say("record {record}, a rollback, took these menus back, so they wait until a run has put other menus live",
			"记录 {record} 是一次回滚，撤下了这份菜单，在有一次运行上线别的菜单之前不会再发布它"),
		otherMenus,
	}},
	{AppIDChanged, true, text.Say("the account's appid has changed", "账号的 AppID 变了"), words{
		text.Say("the account's appid is {after}, and record {record} is of {before}: this name stood for another Official Account",
			"账号的 AppID 是 {after}，而记录 {record} 属于 {before}：这个名字原来指另一个公众号"),
		text.Say("check the account's credential; if the change is meant, let it pass with --allow appid-changed",
			"检查账号的凭证；确实换了公众号，就用 --allow appid-changed 放行"),
	}},
	{RemovesButtons, true, text.Say("followers lose buttons they can tap", "粉丝会失去多个可点的按钮"), words{
		text.Say("followers lose {count} buttons they can tap today: {names}", "粉丝会失去 {count} 个现在能点的按钮：{names}"), meant,
	}},
	{RemovesTopLevel, true, text.Say("the bar loses a button", "菜单栏会少一个一级菜单"), words{
		text.Say("the bar loses {names}", "菜单栏会少掉：{names}"), meant,
	}},
	{RemovesConditional, true, text.Say("a conditional menu is removed", "会删除个性化菜单"), words{
		text.Say("conditional menus removed: {count}", "会删除 {count} 份个性化菜单"), meant,
	}},
	{ChangesAllHosts, true, text.Say("every link leads to other hosts", "所有链接都换了域名"), words{
		text.Say("the buttons link to {after}, and no longer to {before}", "按钮改为链接到 {after}，不再链接到 {before}"), meant,
	}},
	{ChangesAllTargets, true, text.Say("every button does something else", "所有按钮的内容都换了"), words{
		text.Say("followers can reach {count} pages, keys or other targets by the menu today, and the new one leads to none of them",
			"粉丝现在能从菜单打开 {count} 个网页、事件等目标，新菜单里一个都没有"), meant,
	}},
	{ChangesAppID, true, text.Say("buttons open other mini programs", "按钮会打开别的小程序"), words{
		text.Say("the buttons open the mini program {after} instead of {before}", "按钮打开的小程序由 {before} 换成 {after}"), meant,
	}},
}

// Text says in a clause what a guard is about; one that a newer function sends,
// as it is.
func (g Guard) Text() text.Text {
	for i := range guards {
		if guards[i].guard == g {
			return guards[i].about
		}
	}
	return text.Both(text.Same(g))
}

// Guards returns all guards.
func Guards() []Guard {
	out := make([]Guard, len(guards))
	for i := range guards {
		out[i] = guards[i].guard
	}
	return out
}

// Allowable returns the guards that Accept.Allow may name.
func Allowable() []Guard {
	var out []Guard
	for i := range guards {
		if guards[i].allow {
			out = append(out, guards[i].guard)
		}
	}
	return out
}
