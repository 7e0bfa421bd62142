package check

import (
	"sync"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxFindings is the most findings of a run that are listed, twice those that
// code scanning keeps. Of an account that comes later the first error and the
// first warning are listed, and its others are counted.
// Source: GitHub, "SARIF support for code scanning", validation limits.
const maxFindings = 10_000

// list keeps of an account's findings what is to be listed after others, and
// returns how many are listed then.
func (a *Account) list(others int) int {
	if others >= maxFindings {
		a.Findings = diag.Limit(a.Findings, 1)
	}
	return others + len(a.Findings)
}

// keeper keeps what a report can have of the files of a run. What that is
// depends on the order of the files, not on when each was judged: what goes too
// far for those judged by now does so for all.
type keeper struct {
	book  *rule.Book
	files []source.File

	mu       sync.Mutex
	accounts [][]Account
	// had is how many accounts each file has.
	had []int
	// grown is how many accounts and findings came since the last trim.
	grown int
}

// keep keeps the accounts of file i.
func (k *keeper) keep(i int, accounts []Account) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.accounts[i], k.had[i] = accounts, len(accounts)
	for a := range accounts {
		k.grown += 1 + len(accounts[a].Findings)
	}
	if k.grown > maxFindings {
		k.trim()
	}
}

// trim drops what is too much for a report.
func (k *keeper) trim() {
	k.grown = 0
	had, listed := 0, 0
	for i := range k.accounts {
		if had += k.had[i]; had > menu.MaxAccounts && k.had[i] > 0 {
			k.accounts[i] = []Account{k.refused(k.files[i])}
		}
		for a := range k.accounts[i] {
			listed = k.accounts[i][a].list(listed)
		}
	}
}

// refused stands for the accounts of a file that are too many.
func (k *keeper) refused(file source.File) Account {
	f := k.book.File(rule.LimitExceeded, text.Sayf(
		"with this file there are more than %d accounts, so it was not checked; check fewer files at a time",
		"加上这个文件，账号超过 %d 个，所以没有检查；请减少一次检查的文件", menu.MaxAccounts))
	f.Place = diag.Place{File: file.Path}
	return Account{Name: file.Stem, File: file.Path, Findings: []diag.Finding{f}}
}

// all returns what was kept, in the order of the files.
func (k *keeper) all() []Account {
	k.trim()
	var all []Account
	for _, accounts := range k.accounts {
		all = append(all, accounts...)
	}
	return all
}
