package api

import "github.com/caidan-dev/caidan/pkg/text"

// WarningKind names a warning.
type WarningKind string

const (
	// SwitchedOff means that the menu switch is off: followers see nothing.
	SwitchedOff WarningKind = "switched-off"
	// Normalised means that WeChat answers the same buttons with names or
	// addresses written otherwise than they were sent.
	Normalised WarningKind = "normalised"
	// Unverified means that WeChat still answered the old menu when it was
	// last read, or could not be read.
	Unverified WarningKind = "unverified"
	// StillShown is Unverified of a deletion.
	StillShown WarningKind = "still-shown"
	// Raced means that another menu was live right after the post.
	Raced WarningKind = "raced"
	// DeletesFirst means that conditional menus are deleted before the new
	// ones are there, because WeChat would not take both together.
	DeletesFirst WarningKind = "deletes-first"
	// Unfinished means that an earlier publish did not get to its end; this
	// one finishes what it left.
	Unfinished WarningKind = "unfinished"
	// Unsettled means that the newest record was not seen in WeChat's answers,
	// so that the menus are posted again.
	Unsettled WarningKind = "unsettled"
	// NewFields means that WeChat answers fields beside the menus, or on every
	// button, that no record has.
	NewFields WarningKind = "new-fields"
	// Unclear means that WeChat did not say whether it took a step and that what is
	// live showed how to go on.
	Unclear WarningKind = "unclear-answer"
	// DoubtfulMark means that the run that holds the mark may be none, so that all
	// others are held back.
	DoubtfulMark WarningKind = "doubtful-mark"
	// Unmanaged means that an account left Git and that its menu is still live.
	Unmanaged WarningKind = "unmanaged"
	// AcceptsOther means that the settings accept another version of the
	// menus that a guard stopped.
	AcceptsOther WarningKind = "accepts-other"
	// AcceptVoid means that they do so for these menus together with others that
	// are invalid.
	AcceptVoid WarningKind = "accept-void"
)

var warnings = map[Code]words{
	Code(SwitchedOff): {
		text.Say("the menu is switched off in WeChat's console: followers see none", "菜单在公众平台后台处于停用状态，粉丝看不到菜单"),
		text.Say("have an administrator of the account switch it on in WeChat's console", "请公众号管理员在公众平台后台启用自定义菜单"),
	},
	Code(Normalised): {meaning: text.Say("WeChat answers the same buttons, with names or addresses written otherwise than they were sent",
		"按钮与发送的相同，但微信返回的名称或链接写法有所不同")},
	Code(Unverified): {meaning: text.Say("WeChat took the menus, but {found}; look again in a few minutes", "微信已接受菜单，请过几分钟再看：{found}")},
	Code(StillShown): {meaning: text.Say("WeChat took the deletion, but {found}; look again in a few minutes", "微信已接受删除，请过几分钟再看：{found}")},
	Code(Raced): {meaning: text.Say("other menus were live right after the post: another tool or the console published at the same moment",
		"发布之后线上是另一份菜单：有别的工具或公众平台后台同时在发布")},
	Code(DeletesFirst): {meaning: text.Say("old and new conditional menus together link to {count} hosts ({before}) and WeChat takes three, so the old ones are deleted first: until the new ones are there, their followers see the default menu",
		"新旧个性化菜单合计链接到 {count} 个域名（{before}），而微信最多允许三个，所以先删除旧的：新的生效之前，相应的粉丝看到默认菜单")},
	Code(Unfinished): {meaning: text.Say("an earlier publish ({by}) stopped before it was recorded; publishing finishes what it left",
		"之前的一次发布（{by}）没有记录就停下了，发布时会接着完成它")},
	Code(Unsettled): {meaning: text.Say("WeChat's answers have not confirmed record {record}: they may be older, whatever they say, so a publish posts its menus again for some minutes",
		"微信的回应还没有证实记录 {record}，可能是更早的，不足为凭；几分钟之内，发布都会重新发送菜单")},
	Code(NewFields): {meaning: text.Say("WeChat answers fields that no record has, beside the menus or with one value on every button: {names}; caidan takes them for WeChat's own and not for an edit",
		"微信返回了记录里没有的字段（在菜单之外，或者每个按钮上的值都相同）：{names}；caidan 视为微信新增的字段，不算改动")},
	Code(Unclear): {meaning: text.Say("WeChat did not say whether it took {names}; the publish read what is live and went on from there",
		"微信没有说明是否执行了 {names}；已读取线上菜单，并从那里继续")},
	Code(DoubtfulMark): {meaning: text.Say("run {newer} is the newest that was handled, and may not exist: GitHub has hardly got to that id; pushes are held back until it has; if GitHub has no such run, publish with --reset-mark {account}={newer} and a --reason",
		"已处理的最新运行是 {newer}，但它可能并不存在：GitHub 的编号应该还没有到这里，在那之前推送都不会发布；如果 GitHub 上没有这个运行，发布时加上 --reset-mark {account}={newer} 和 --reason")},
	Code(Unmanaged): {meaning: text.Say("the account is not in Git any more, and its menu is still live, last published as record {record}; put the account back into Git, or delete its menus with caidan retire {account}",
		"账号已不在 Git 里，但它的菜单还在线上，最近一次发布是记录 {record}；请把账号放回 Git，或者用 caidan retire {account} 删除它的菜单")},
	Code(AcceptVoid): {meaning: text.Say("the settings accept these menus together with those of {names}, which are invalid, so they let nothing pass",
		"配置里的 accept 把这份菜单与 {names} 的菜单一起放行，而后者无效，所以没有放行")},
	Code(AcceptsOther): {meaning: text.Say("the settings accept another version of these menus, not this one", "配置里的 accept 针对的是另一个版本的菜单，不是这一版")},
}

// Warning is something the reader should know although it went well.
type Warning struct {
	Kind WarningKind `json:"kind"`
	// Message says it in English.
	Message string `json:"message"`
	Facts
}
