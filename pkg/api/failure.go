package api

import "github.com/caidan-dev/caidan/pkg/text"

// What a guard's refusal says beside itself.
const (
	// ConsoleOnly names live buttons that the API cannot make.
	ConsoleOnly Code = "console-only"
	// AcceptedOther means that what was accepted is not what is live.
	AcceptedOther Code = "accepted-other"
	// RollbackUnfinished means that the rollback did not get to its record yet,
	// RollbackUnrecorded that it never will.
	RollbackUnfinished Code = "rollback-unfinished"
	RollbackUnrecorded Code = "rollback-unrecorded"
	// Overtaken means that a newer run came first, and that this one is to do
	// nothing.
	Overtaken Code = "superseded"
	// MarkTooHigh means that the run that came first may be none.
	MarkTooHigh Code = "mark-too-high"
	// MarkElsewhere means that the mark to reset is not that of the run named.
	MarkElsewhere Code = "mark-elsewhere"
	// Unnoticed means that the first publish would replace a menu by the same.
	Unnoticed Code = "unnoticed"
	// UnnoticedEdit means that what was edited since the last record is what is
	// in Git now.
	UnnoticedEdit Code = "unnoticed-edit"
	// FieldsGone means that live is what the newest record sent, without fields
	// that WeChat answered then and that are not caidan's, or with others in them.
	FieldsGone Code = "fields-gone"
	// RecordedSince means that a run was started again after another publish.
	RecordedSince Code = "recorded-since"
	// EditLost means that what is live was edited since the newest record, and that
	// no record has it.
	EditLost Code = "edit-lost"
	// NewIDs means that conditional menus get other menuids when they come back.
	NewIDs Code = "new-ids"
	// NoRepository means that another repository's runs publish the account, and that
	// the request is of none.
	NoRepository Code = "no-repository"
	// HostsGone means that links led to hosts, and no button links to any now.
	HostsGone Code = "hosts-gone"
)

var besides = map[Code]words{
	ConsoleOnly: {meaning: text.Say("the API cannot make these buttons again: {names}", "以下按钮无法再用接口重建：{names}")},
	AcceptedOther: {meaning: text.Say("what was accepted is {accepted}, which is not live",
		"放行的是 {accepted}，而线上不是这一份")},
	RollbackUnfinished: {
		text.Say("a rollback to record {record} ({by}) takes these menus back and stopped half-way", "回滚到记录 {record}（{by}）会撤下这份菜单，但中途停下了"),
		text.Say("run that rollback again, so that it is finished; or put other menus into Git, or let these pass with --lift",
			"重新执行那次回滚，把它完成；或者把别的菜单写进 Git，或者用 --lift 放行这一份"),
	},
	RollbackUnrecorded: {
		text.Say("a rollback that stopped half-way, and has no record, took these menus back, so they wait until a run has put other menus live",
			"一次中途停下、没有记录的回滚撤下了这份菜单，在有一次运行上线别的菜单之前不会再发布它"),
		otherMenus,
	},
	Overtaken: {
		text.Say("run {newer} is newer and was handled first; run {run} changes nothing", "更新的运行 {newer} 已经先处理，运行 {run} 不做任何改动"),
		text.Say("leave it at that, or start a new run to publish these menus all the same", "无需处理；仍要发布这份菜单，就重新触发一次运行"),
	},
	MarkTooHigh: {
		text.Say("run {newer} may not exist: GitHub has hardly got to that id", "运行 {newer} 可能并不存在：GitHub 的编号应该还没有到这里"),
		text.Say("if GitHub has no run {newer}, a request named it by mistake: publish with --reset-mark ACCOUNT={newer} and a --reason",
			"如果 GitHub 上没有运行 {newer}，说明它是误报的：发布时加上 --reset-mark 账号={newer} 和 --reason"),
	},
	MarkElsewhere: {
		text.Say("run {run} is not the newest run that was handled, so it is not the one to reset",
			"已处理的最新运行不是 {run}，不能重置"),
		text.Say("caidan status names the run that holds the account's mark", "caidan status 会列出这个账号的最新运行"),
	},
	Unnoticed: {
		text.Say("the menus in Git are what followers see, made in the console: to publish them is to take them over, and followers notice nothing",
			"Git 里的菜单就是粉丝现在看到的那份，是在公众平台后台设置的：发布等于由 caidan 接管，粉丝不会察觉"),
		text.Say("publish once with --first", "带上 --first 发布一次"),
	},
	UnnoticedEdit: {
		text.Say("the menus in Git are what followers see, changed since record {record} in WeChat's console or with another tool: to publish them is to take them over, and followers notice nothing",
			"Git 里的菜单就是粉丝现在看到的那份，是在记录 {record} 之后用公众平台后台或其他工具改的：发布等于由 caidan 接管，粉丝不会察觉"),
		text.Say("publish once with --accept-live and the digest {live}", "带上 --accept-live 和摘要 {live} 发布一次"),
	},
	FieldsGone: {
		text.Say("WeChat answered {names} when record {record} was made, and now does not or with another value, so the live menu was changed in WeChat's console or with another tool; all that caidan knows of it is as recorded",
			"记录 {record} 时微信返回的 {names} 现在没有了，或者值变了，说明线上菜单在公众平台后台或用其他工具改过；caidan 认识的部分都与记录一致"),
		text.Say("look at the menu on a phone, then publish it again by naming the digest {live}",
			"先在手机上查看菜单，再按摘要 {live} 放行，重新发布"),
	},
	RecordedSince: {
		text.Say("record {record} ({by}) was published after run {run} was handled, and this is run {run} started again",
			"运行 {run} 处理之后又发布了记录 {record}（{by}），而这是运行 {run} 的重新执行"),
		startNew,
	},
	EditLost: {meaning: text.Say("the live menu was changed since record {record}, in WeChat's console or with another tool, and a rollback does not bring that back",
		"线上菜单在记录 {record} 之后用公众平台后台或其他工具改过，回滚不能恢复那些改动")},
	NewIDs: {meaning: text.Say("conditional menus come back with other menuids: {count}", "个性化菜单恢复后 menuid 会变：{count} 份")},
	NoRepository: {
		text.Say("runs of {owner} (id {ownerId}) publish this account, and this request comes from no run of it",
			"这个账号由 {owner}（id {ownerId}）的运行发布，而这个请求不是它的运行发来的"),
		text.Say("make sure that what is checked out is the newest of that repository, then add --take-over {owner}",
			"确认本地是那个仓库的最新内容，再加上 --take-over {owner}"),
	},
	HostsGone: {text.Say("no button links to any host any more, and today they link to {before}", "新菜单的按钮都不再是链接，而现在的按钮链接到 {before}"), meant},
}

// What is wrong with a request.
const (
	// NotServed is an op that the function does not serve.
	NotServed Code = "op-not-served"
	// NoTarget is a rollback that names neither a record nor a run, or both.
	NoTarget Code = "no-target"
	// NoNumber is a record that is not named by a number.
	NoNumber Code = "no-number"
	// NoReason is a reset of the mark that does not say why.
	NoReason Code = "no-reason"
	// NoPage is a page of the history that cannot be.
	NoPage Code = "no-page"
)

var requests = map[Code]words{
	NotServed: {
		text.Say("the {function} function does not serve {cause}", "{function} 函数不支持{cause}"),
		text.Say("send it to the function that does, or deploy a newer release", "发给支持它的函数，或者部署更新的版本"),
	},
	NoTarget: {
		text.Say("a rollback names either a record or a run", "回滚要么指定一条记录，要么指定一次运行"),
		text.Say("say --to NUMBER, --to previous or --run RUN", "请写 --to NUMBER、--to previous 或 --run RUN"),
	},
	NoNumber: {
		text.Say("{cause} does not name a record", "{cause}不是记录编号"),
		text.Say("say a number from 1 to {newest}, or previous", "请写 1 到 {newest} 的编号，或者 previous"),
	},
	NoReason: {
		text.Say("resetting the mark needs a reason, which goes into the record", "重置标记必须写明原因，它会写进发布记录"),
		text.Say("say why with --reason", "用 --reason 写明原因"),
	},
	NoPage: {
		text.Say("the history cannot be read in such pages", "历史记录不能这样分页"),
		text.Say("ask for 1 to {max} records, below a number that is not negative", "一次请求 1 到 {max} 条，起始编号不能是负数"),
	},
}

// Why a request failed, and how far it got.
const (
	// HalfWay is a publish that took some of its steps, HalfRollback a rollback:
	// the next publish does not finish that one.
	HalfWay      Code = "half-way"
	HalfRollback Code = "half-way-rollback"
	// HalfRetire is a retirement whose deletion may or may not have been taken.
	HalfRetire Code = "half-way-retire"
	// Lost is a step that may have been taken: what comes before says why that
	// is not known.
	Lost Code = "lost-answer"
	// Unrecorded is a publish that took all its steps and has no record.
	Unrecorded Code = "unrecorded"
	// UnrecordedRetire is Unrecorded of a retirement.
	UnrecordedRetire Code = "unrecorded-retire"
	// NoRest is a publish after whose steps the live menu still differs.
	NoRest Code = "no-rest"
	// Contradiction means that WeChat's two answers cannot both be true.
	Contradiction Code = "contradiction"
	// NoDefault and Behind are publishes whose default menu was posted and whose
	// conditional menus have to wait: menu/get answers no default menu, or not
	// yet what the newest steps left. Unasked is one that found a conditional
	// menu there that caidan did not make.
	NoDefault Code = "no-default-menu"
	Behind    Code = "behind"
	Unasked   Code = "foreign-menu"
	// TimeShort means that there is too little time for another step.
	TimeShort Code = "time-short"
	// Deadline means that the function's time ran out.
	Deadline Code = "deadline"
	// IsBusy means that another publish holds the account's lease.
	IsBusy Code = "busy"
	// ClocksDiffer means that a lease was taken in this clock's future.
	ClocksDiffer Code = "clocks-differ"
	// LeaseTaken and LeaseLost mean that this publish's lease is not its own
	// any more.
	LeaseTaken Code = "lease-taken"
	LeaseLost  Code = "lease-lost"
	// Refusal is an errcode of WeChat's: its words are those of package errcode.
	Refusal Code = "errcode"
	// AnswerLate means that WeChat did not answer within one try's time.
	AnswerLate Code = "answer-late"
	// Unexpected is an error that has no words of its own.
	Unexpected Code = "unexpected"
)

var (
	wayOut = text.Say("run it again; if it fails again, check the function's way out to WeChat (network, NAT, proxy)",
		"请重新执行；如果仍然失败，检查函数到微信的网络出口（网络、NAT、代理）")
	clocks = text.Say("run it again; if it fails again, compare the clocks of the machines that publish",
		"请重新执行；如果仍然失败，核对各台发布机器的时钟")
)

var failures = map[Code]words{
	HalfWay: {meaning: text.Say("WeChat confirmed {done} of {total} steps; {found}; the next publish goes on from there",
		"微信确认了 {total} 步中的 {done} 步；{found}；下一次发布会从这里继续")},
	HalfRollback: {
		text.Say("WeChat confirmed {done} of {total} steps; {found}", "微信确认了 {total} 步中的 {done} 步；{found}"),
		text.Say("run the rollback again, to record {record}: it goes on from there", "然后重新执行这次回滚（回到记录 {record}），会从这里继续"),
	},
	HalfRetire: {
		text.Say("WeChat confirmed {done} of {total} steps; {found}", "微信确认了 {total} 步中的 {done} 步；{found}"),
		text.Say("retire the account again: that goes on from there", "重新下线这个账号，会从这里继续"),
	},
	Lost: {
		text.Say("WeChat may have taken {op} all the same", "{op} 仍有可能已经生效"),
		text.Say("what is live already is not posted twice", "已经上线的内容不会重复发布"),
	},
	Unrecorded: {
		text.Say("the menus were published, but could not be recorded", "菜单已经发布，但没有记录成功"),
		text.Say("then run it again: it goes on from what is live, and records it", "然后重新执行，会从线上菜单继续，并补上记录"),
	},
	UnrecordedRetire: {
		text.Say("the menus were deleted, but that could not be recorded", "菜单已经删除，但没有记录成功"),
		text.Say("then retire the account again: that records it", "然后重新下线这个账号，补上记录"),
	},
	NoRest: {
		text.Say("the live menu still differs after {count} rounds of steps", "执行 {count} 轮之后，线上菜单仍与目标不同"),
		text.Say("look whether another tool or the console changes this account's menu, then run it again", "检查是否有其他工具或公众平台后台在改这个账号的菜单，再重新执行"),
	},
	Contradiction: {
		text.Say("WeChat's two answers contradict each other: menu/get knows no menu, and get_current_selfmenu_info says that the menu is on and shows none",
			"微信的两个回应互相矛盾：menu/get 说没有菜单，get_current_selfmenu_info 说菜单已启用却没有内容"),
		text.Say("run it again in some minutes; if it stays so, look at the menu on a phone, then let it pass by hand with --first, or by naming the digest {live}",
			"请过几分钟重新执行；如果一直如此，先在手机上查看菜单，再手动用 --first 或摘要 {live} 放行"),
	},
	NoDefault: {
		text.Say("menu/get does not answer the default menu that was posted, so it would not show conditional menus either, and no conditional menu was touched",
			"menu/get 没有返回刚发布的默认菜单，也就看不到个性化菜单，所以没有改动任何个性化菜单"),
		text.Say("run it again in some minutes; if it stays so, look in WeChat's console which menu the account has",
			"请过几分钟重新执行；如果一直如此，在公众平台后台查看这个账号的菜单"),
	},
	Behind: {
		text.Say("menu/get may still answer what was live before the newest steps, so no conditional menu was touched",
			"menu/get 返回的可能还是最近几步之前的菜单，所以没有改动任何个性化菜单"),
		text.Say("run it again in a few minutes; ten minutes after the last change of a conditional menu, caidan takes menu/get's answer for what is live",
			"请过几分钟重新执行；个性化菜单最近一次改动满十分钟后，caidan 就以 menu/get 的回应为准"),
	},
	Unasked: {
		text.Say("menu/get shows a conditional menu that caidan did not make, so no conditional menu was touched",
			"menu/get 返回了不是 caidan 创建的个性化菜单，所以没有改动任何个性化菜单"),
		text.Say("look at it with caidan pull, then run it again", "用 caidan pull 查看，再重新执行"),
	},
	TimeShort: {
		text.Say("less than {seconds} s are left of the function's time or of its lease, too little for another step and to read back",
			"函数时间或租约只剩不到 {seconds} 秒，不够再执行一步并回读"),
		text.Say("run it again; if it happens again, raise the function's timeout", "请重新执行；如果再次出现，调大函数的超时时间"),
	},
	Deadline: {
		text.Say("the function's time ran out before {op} was answered", "函数的时间用完了，没有等到 {op} 的回应"),
		text.Say("run it again; if it happens again, raise the function's timeout or check its way out to WeChat",
			"请重新执行；如果再次出现，调大函数的超时时间，或者检查它到微信的网络出口"),
	},
	IsBusy: {
		text.Say("{holder} publishes to this account and may do so until {until}", "{holder} 正在向这个账号发布，最晚到 {until}"),
		text.Say("wait for it and run it again; if it crashed, its lease expires by itself",
			"等它结束再重新执行；如果它已经崩溃，租约会自动到期"),
	},
	ClocksDiffer: {meaning: text.Say("that began {seconds} s in the future of this clock, so one of the two clocks is wrong",
		"按本机时钟，它在 {seconds} 秒之后才开始，两台机器的时钟必有一个不准")},
	LeaseTaken: {text.Say("the lease of this publish had expired, and {holder} has taken it", "这次发布的租约已到期，被 {holder} 取得"), clocks},
	LeaseLost:  {text.Say("the lease of this publish had expired, and another publish had it since", "这次发布的租约已到期，之后被另一次发布取得过"), clocks},
	Unexpected: {
		text.Say("an error that caidan has no words for: {cause}", "caidan 未能解释的错误：{cause}"),
		text.Say("run it again; if it fails again, report it to the maintainers of caidan", "请重新执行；如果仍然失败，请反馈给 caidan 的维护者"),
	},
}

// What is wrong with an answer of WeChat's: the codes of package wechat.
var answers = map[Code]words{
	"no-answer":      {text.Say("WeChat gave no usable answer: {cause}", "微信没有给出可用的回应：{cause}"), wayOut},
	AnswerLate:       {text.Say("WeChat did not answer in time", "微信没有及时回应"), wayOut},
	"http-status":    {text.Say("WeChat, or something before it, answered with HTTP status {status}", "微信或它前面的代理返回了 HTTP 状态 {status}"), wayOut},
	"answer-garbled": {text.Say("caidan cannot read WeChat's answer: it is not JSON, or too long", "caidan 读不懂微信的回应：它不是 JSON，或者太长"), wayOut},
	"answer-form": {
		text.Say("WeChat answered in a form that caidan does not know ({cause}); the keys of the answer: {names}",
			"微信的回应是 caidan 不认识的形式（{cause}）；回应里的键：{names}"),
		text.Say("use the newest caidan; if it says the same, report this message to the maintainers of caidan",
			"请改用最新的 caidan；如果仍然这样，请把这段提示反馈给 caidan 的维护者"),
	},
	"plain-http": {
		text.Say("secrets and tokens are not sent over plain http", "密钥和 access_token 不会通过明文 http 发送"),
		text.Say("give an address of WeChat's that begins with https", "把微信接口的地址改成 https 开头的"),
	},
}
