package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// IDs of the rules that are judged before there is a menu.
const (
	CompileError     = "compile-error"
	LimitExceeded    = "limit-exceeded"
	FileNotRead      = "file-not-read"
	JsonnetLint      = "jsonnet-lint"
	BadSettings      = "settings"
	AcceptAccount    = "accept-account"
	AcceptDigest     = "accept-digest"
	AcceptInvalid    = "accept-invalid"
	AccountName      = "account-name"
	DuplicateAccount = "duplicate-account"
)

// fileRules are about files, accounts and settings. The first two are found
// while compiling, duplicates and what accept names over all files together.
var fileRules = []Rule{
	{
		ID: CompileError, Severity: diag.Error, Fixed: true,
		Title:   text.Say("a menu file compiles to a value", "菜单文件能够编译出一个值"),
		Source:  text.Say("Jsonnet language specification", "Jsonnet 语言规范"),
		Message: text.Say("%s", "%s"),
		Bad:     `{ button: [`,
		Good:    `{ button: [{ type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' }] }`,
	},
	{
		ID: LimitExceeded, Severity: diag.Error, Fixed: true,
		Title:   text.Say("compiling a menu file stays within its limits of size and time", "编译菜单文件不超出大小和时间的限制"),
		Source:  text.Say("caidan: compiling runs code that the author of a pull request wrote", "caidan：编译就是运行提交者写的代码"),
		Message: text.Say("%s", "%s"),
		Bad:     `std.repeat('0123456789abcdef', 5000000)`,
		Good:    `{ button: [{ type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' }] }`,
	},
	{
		ID: FileNotRead, Severity: diag.Warning,
		Title:   text.Say("what looks like a menu file is one", "看起来像菜单的文件确实是菜单文件"),
		Source:  text.Say("caidan: a menu that is not read is never checked and never published", "caidan：没有读取的菜单既不会检查，也不会发布"),
		Message: text.Say("%q is not read: the name of a menu file ends in .jsonnet or .json", "%q不会被读取：菜单文件的名称以 .jsonnet 或 .json 结尾"),
		Help: text.Say(
			"rename it; JSON with comments can be called .jsonnet as it is; move YAML to lib/FILE.yaml beside the menus, and write std.parseYaml(importstr 'FILE.yaml') into ACCOUNT.jsonnet",
			"请改名；带注释的 JSON 可以直接改成 .jsonnet；YAML 请移到菜单旁边的 lib/FILE.yaml，再在 账号.jsonnet 里写 std.parseYaml(importstr 'FILE.yaml')",
		),
		Bad: `-- menus/brand-cn.jsonnet --
` + sampleMenu + `
-- menus/store.yaml --
button: [{ type: click, name: 门店, key: store }]`,
		Good: `-- menus/brand-cn.jsonnet --
` + sampleMenu + `
-- menus/store.jsonnet --
std.parseYaml(importstr 'store.yaml')
-- menus/lib/store.yaml --
button: [{ type: click, name: 门店, key: store }]`,
	},
	{
		ID: JsonnetLint, Severity: diag.Warning,
		Title:   text.Say("Jsonnet's linter finds nothing; --lint runs it", "Jsonnet 的 linter 没有意见；加 --lint 时才检查"),
		Source:  text.Say("Jsonnet: what is never used or can never work is likely a mistake", "Jsonnet：从未使用或不可能成立的写法多半是笔误"),
		Message: text.Say("%s", "%s"),
		Help:    text.Say("delete it or use it", "删掉它，或者用上它"),
		Bad:     `local unused = 1; { button: [{ type: 'click', name: '门店', key: 'store' }] }`,
		Good:    sampleMenu,
	},
	{
		ID: BadSettings, Severity: diag.Error, Fixed: true,
		Title:   text.Say("the settings file holds only settings that caidan knows, and lowers no fixed rule", "配置文件只写 caidan 认识的内容，也不降低固定规则"),
		Source:  text.Say("caidan: a misspelt setting would change nothing, and no message would say so", "caidan：写错的配置会悄无声息地失效"),
		Message: text.Say("%s", "%s"),
		Help: text.Say(
			"write { rules: { RULE: 'off', 'warning' or 'error' }, allowedDomains: [...], miniPrograms: [...], notify: [...], accept: { ACCOUNT: { digest: '...', live: '...', allow: [...] } } }; `caidan rules` lists the rules",
			"写成 { rules: { RULE: 'off'、'warning' 或 'error' }, allowedDomains: [...], miniPrograms: [...], notify: [...], accept: { ACCOUNT: { digest: '...', live: '...', allow: [...] } } }；全部规则见 `caidan rules`",
		),
		Bad: `-- .caidan.jsonnet --
{ rules: { 'name-bytes-top': 'off' } }`,
		Good: `-- .caidan.jsonnet --
{ rules: { 'name-display-top': 'off', 'url-http-insecure': 'error' } }`,
	},
	{
		ID: AcceptAccount, Severity: diag.Warning,
		Title:   text.Say("every account in accept has a menu", "accept 里写的账号都有菜单"),
		Source:  text.Say("caidan: a misspelt account would let nothing pass, and no message would say so", "caidan：写错的账号会悄无声息地不起作用"),
		Message: text.Say("accept names %q, but no menu file has such an account%s", "accept 里写了%q，但没有任何菜单文件有这样的账号%s"),
		Help:    text.Say("correct the name, or delete the entry", "改正账号名，或者删掉这一项"),
		Bad: `-- .caidan.jsonnet --
{ accept: { 'brand-cm': { digest: 'sha256:' + std.repeat('0', 64), live: 'sha256:' + std.repeat('1', 64) } } }
-- menus/brand-cn.jsonnet --
{ button: [{ type: 'click', name: '门店', key: 'store' }] }`,
		Good: `-- .caidan.jsonnet --
{ accept: { 'brand-cn': { digest: 'sha256:18cf8e05342fc89940c3b49a0101817cf9be91c2828aff0234fa041722cc1aef', live: 'sha256:' + std.repeat('1', 64) } } }
-- menus/brand-cn.jsonnet --
{ button: [{ type: 'click', name: '门店', key: 'store' }] }`,
	},
	{
		ID: AcceptDigest, Severity: diag.Warning,
		Title:   text.Say("every entry of accept is for the menus in Git", "accept 的每一项都针对 Git 里现在的菜单"),
		Source:  text.Say("caidan: an entry for another version of the menus lets nothing pass", "caidan：针对其他版本的那一项不会放行任何内容"),
		Message: text.Say("the entry %q of accept is for other menus than those in Git, whose digest is %s", "accept 里%q这一项针对的不是 Git 里现在的菜单，现在的摘要是 %s"),
		Help: text.Say(
			"copy the line that `caidan plan` prints; delete an entry that has done its work",
			"请复制 `caidan plan` 给出的那一行；已经用完的就删掉",
		),
		Bad: `-- .caidan.jsonnet --
{ accept: { 'store-*': { digest: 'sha256:' + std.repeat('0', 64), allow: ['removes-buttons'] } } }
-- menus/store-1.jsonnet --
` + sampleMenu,
		Good: `-- .caidan.jsonnet --
{ accept: { 'store-*': { digest: 'sha256:2fd230ccdaa1aa22688283d077482d76b1bf9b75a7fc7a7644aad8d0862b66dc', allow: ['removes-buttons'] } } }
-- menus/store-1.jsonnet --
` + sampleMenu,
	},
	{
		ID: AcceptInvalid, Severity: diag.Warning,
		Title:   text.Say("all accounts that a glob in accept names are valid", "accept 里的通配符所指的账号都有效"),
		Source:  text.Say("caidan: what is accepted together is looked at together, and one of it cannot be", "caidan：一起放行的菜单要一起评审，而其中有一份看不了"),
		Message: text.Say("the entry %q of accept lets nothing pass: it is for %s too, whose menus are invalid", "accept 里%q这一项不会放行任何内容：它也针对 %s，而那里的菜单无效"),
		Help:    text.Say("correct those menus, or name the valid accounts one by one", "改正无效的菜单，或者逐个写出有效的账号"),
		Bad: `-- .caidan.jsonnet --
{ accept: { 'store-*': { digest: 'sha256:' + std.repeat('0', 64), allow: ['removes-buttons'] } } }
-- menus/store-1.jsonnet --
` + sampleMenu + `
-- menus/store-2.jsonnet --
{ button: [] }`,
		Good: `-- .caidan.jsonnet --
{ accept: { 'store-*': { digest: 'sha256:2fd230ccdaa1aa22688283d077482d76b1bf9b75a7fc7a7644aad8d0862b66dc', allow: ['removes-buttons'] } } }
-- menus/store-1.jsonnet --
` + sampleMenu,
	},
	{
		ID: AccountName, Severity: diag.Error, Fixed: true,
		Title: text.Say(
			"the name of an account is lower-case letters, digits and hyphens, a letter or digit first, 63 bytes at most",
			"账号名只用小写字母、数字和连字符，以字母或数字开头，最多 63 字节",
		),
		Source: text.Say(
			"caidan: the name is part of a file's, a secret's and a record's name",
			"caidan：账号名是文件名、密钥名和记录名的一部分",
		),
		Message: text.Say(
			"the account name %q is not made of lower-case letters, digits and hyphens, a letter or digit first, at most 63 bytes",
			"账号名%q不合规：只能用小写字母、数字和连字符，以字母或数字开头，最多 63 字节",
		),
		Help: text.Say("rename the file, or the account in the table", "给文件改名，或者给表里的账号改名"),
		Bad:  `{ accounts: { Brand_CN: { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
		Good: `{ accounts: { 'brand-cn': { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
	},
	{
		ID: DuplicateAccount, Severity: diag.Error, Fixed: true,
		Title:   text.Say("an account is written in one file only", "一个账号只写在一个文件里"),
		Source:  text.Say("caidan: of two menus for one account, one would be lost", "caidan：同一账号有两份菜单，就会丢掉一份"),
		Message: text.Say("the account %q is written in %d places: %s", "账号%q写了 %d 份：%s"),
		Help: text.Say(
			"keep one of them; a table may hold the accounts that no other file names",
			"只留一份；表里只写其他文件没有写的账号",
		),
		Bad: `-- menus/brand-cn.jsonnet --
{ button: [{ type: 'click', name: '门店', key: 'store' }] }
-- menus/stores.jsonnet --
{ accounts: { 'brand-cn': { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
		Good: `-- menus/brand-cn.jsonnet --
{ button: [{ type: 'click', name: '门店', key: 'store' }] }
-- menus/stores.jsonnet --
{ accounts: { 'store-001': { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
	},
}
