package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// IDs of the rules that are judged before there is a menu.
const (
	CompileError     = "compile-error"
	LimitExceeded    = "limit-exceeded"
	AccountName      = "account-name"
	DuplicateAccount = "duplicate-account"
)

// fileRules are about files and accounts. The first two are found while
// compiling, the others over all files together.
func fileRules() []Rule {
	return []Rule{
		{
			ID: CompileError, Severity: diag.Error,
			Title:   "a menu file compiles to a value",
			Source:  "Jsonnet language specification",
			Message: "%s",
			Bad:     `{ button: [`,
			Good:    `{ button: [{ type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' }] }`,
		},
		{
			ID: LimitExceeded, Severity: diag.Error,
			Title:   "compiling a menu file stays within its limits of size and time",
			Source:  "caidan: compiling runs the code of whoever opened the pull request",
			Message: "%s",
			Bad:     `std.repeat('0123456789abcdef', 5000000)`,
			Good:    `{ button: [{ type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' }] }`,
		},
		{
			ID: AccountName, Severity: diag.Error,
			Title:   "an account is named by lower-case letters, digits and hyphens, a letter or digit first, 63 bytes at most",
			Source:  "caidan: the name is part of a file's, a secret's and a record's name",
			Message: "the account name %s is not made of lower-case letters, digits and hyphens, a letter or digit first, at most 63 bytes",
			Help:    "rename the file, or the account in the table",
			Bad:     `{ accounts: { Brand_CN: { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
			Good:    `{ accounts: { 'brand-cn': { button: [{ type: 'click', name: '门店', key: 'store' }] } } }`,
		},
		{
			ID: DuplicateAccount, Severity: diag.Error,
			Title:   "an account is written in one file only",
			Source:  "caidan: of two menus for one account, one would be lost",
			Message: "the account %s is written in %s as well",
			Help:    "keep one of the two; a table may hold the accounts that no other file names",
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
}
