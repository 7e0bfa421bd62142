package report

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// comparing is the command of a page about what differs from a commit.
const comparing = "compare"

// Changed is an account beside what it was in a commit.
type Changed struct {
	api.Result
	// New is set where the commit has no such account, and Gone where it alone
	// has it. Unknown is set where what it was is not known, and Fault is why; a claim
	// does not say.
	New, Gone, Unknown bool
	Fault              diag.Finding
	// Submodule is the submodule that it was in, where that is why.
	Submodule string
	// File is where it was written, of one that is gone.
	File string
}

// NewChanged returns an account whose menus were before and are after; nil where
// there is no such account, or where it is not known.
func NewChanged(account, digest string, before, after *menu.Set) Changed {
	c := Changed{Result: api.Result{
		Schema: api.Schema, Account: account, Outcome: api.InSync, Digests: api.Digests{Desired: digest},
	}}
	if after == nil {
		return c
	}
	if before == nil {
		before = &menu.Set{}
	}
	if c.Changes = plan.Diff(*before, *after).Changes; len(c.Changes) > 0 {
		c.Outcome, c.Before = api.Planned, before
	}
	return c
}

// Since is the document of what the menus of Git change since a commit, of which
// nothing live is known.
type Since struct {
	Document[Changed]
	// Commit is the commit, and Unread how many of its files do not compile.
	Commit string
	Unread int
	// Found is what a claim says that was found.
	Found Found
}

// NewSince sums up what changes since a commit, by account. unread is how many
// files of the commit do not compile, and why says why nothing live is known; nil
// where nothing asked for it.
func NewSince(commit string, accounts []Changed, unread int, why text.Spoken) Since {
	accounts = slices.Clone(accounts)
	slices.SortStableFunc(accounts, func(a, b Changed) int { return strings.Compare(a.Account, b.Account) })
	before := map[string]*menu.Set{}
	for i := range accounts {
		if accounts[i].Before != nil {
			before[accounts[i].Account], accounts[i].Before = accounts[i].Before, nil
		}
	}
	d := newDocument(comparing, accounts, nil, (*Changed).verdict, func(d *Document[Changed], l text.Lang) *page {
		p := newPage(d, l, since(d, commit, unread), func(c *Changed) said { return c.said(commit, l) })
		p.unread = why
		return p
	})
	d.Before = before
	return Since{Document: d, Commit: commit, Unread: unread}
}

// verdict says what an account's changes mean for the whole.
func (c *Changed) verdict() Verdict {
	switch {
	case c.Outcome == api.Invalid:
		return Invalid
	case c.Gone, c.Unknown:
		return Warnings
	default:
		return outcomeVerdict(&c.Result)
	}
}

// said is what is said of the account.
func (c *Changed) said(commit string, l text.Lang) said {
	s := said{Result: &c.Result, verdict: c.verdict(), code: "", digest: c.Digests.Desired}
	s.parted(headingsOf(comparing))
	var told text.Spoken
	switch {
	case c.Outcome == api.Invalid:
		s.what = c.Outcome.Text().In(l)
	case c.Gone:
		s.what, s.gone = text.Say("no longer in Git", "已不在 Git 里").In(l), true
		told = text.Sayf("what is live stays, because a merge does not delete the menu of an account that leaves Git; caidan retire %s deletes it", "线上的菜单不变，因为合并不会删除移出 Git 的账号的菜单；要删除就用 caidan retire %s", c.Account)
		if c.File != "" { // a claim does not say
			told = text.Clauses{text.Sayf("it was written in %s", "它原来写在 %s 里", c.File), told}
		}
	case c.Unknown:
		s.what, s.unknown = text.Say("not compared", "没有比较").In(l), true
		switch {
		case c.Submodule != "":
			told = text.Sayf("what it was is not known, because %[2]s is a submodule in %[1]s, whose files are in another repository", "不知道原来的样子，因为 %[2]s 在 %[1]s 里是子模块，文件在另一个仓库里",
				abbreviated(commit), c.Submodule)
		case c.Fault.Message != "": // a claim does not say
			told = text.Sayf("what it was is not known, because %[2]s does not compile in %[1]s: %[3]s", "不知道原来的样子，因为 %[2]s 在 %[1]s 里编译不了：%[3]s",
				abbreviated(commit), c.Fault.File, c.Fault.Message)
		}
	case c.New:
		s.what = text.Say("new", "新账号").In(l)
		told = text.Say("the account is new in Git; where it has a menu already, its first publish asks before replacing it", "这个账号刚加入 Git；如果线上已有菜单，首次发布会先要求确认")
	case c.Outcome == api.Planned:
		s.what = text.Say("changes", "有变化").In(l)
	default:
		s.quiet = true
	}
	if told != nil {
		s.lines = []line{{severity: note, text: told.In(l)}}
	}
	return s
}

// since sums up the accounts.
func since(d *Document[Changed], commit string, unread int) text.Spoken {
	var changed, fresh, same, gone, unknown, invalid int
	for i := range d.Accounts {
		switch c := &d.Accounts[i]; {
		case c.Outcome == api.Invalid:
			invalid++
		case c.Gone:
			gone++
		case c.Unknown:
			unknown++
		case c.New:
			fresh++
		case c.Outcome == api.Planned:
			changed++
		default:
			same++
		}
	}
	var counted text.Series
	for _, row := range []struct {
		n    int
		what text.Text
	}{
		{changed, text.Say("changed", "有变化")},
		{fresh, text.Say("new", "新增")},
		{same, text.Say("unchanged", "没有变化")},
		{gone, text.Say("no longer in Git", "已不在 Git 里")},
		{unknown, text.Say("not compared", "没有比较")},
		{invalid, text.Say("invalid", "无效")},
	} {
		if row.n > 0 {
			counted = append(counted, counting(row.n, row.what))
		}
	}
	said := text.Clauses{text.Colon(text.Sayf("%[1]s compared with %[2]s, not with what is live", "%[1]s与 %[2]s 比较，没有与线上比较", accounts(len(d.Accounts)), abbreviated(commit)), counted)}
	if unread > 0 {
		said = append(said, text.Count(unread, text.Say("%d file does not compile there", "那里有 %d 个文件编译不了"), text.Say("%d files do not compile there", "那里有 %d 个文件编译不了")))
	}
	return said
}

// abbreviated is the name of a commit as people read it.
func abbreviated(commit string) string {
	const shown = 7 // as GitHub shows it
	return text.Clean(commit[:min(len(commit), shown)])
}

// Noteworthy reports whether there is anything to say of an account.
func (s Since) Noteworthy() bool {
	return s.Found.Errors > 0 || slices.ContainsFunc(s.Accounts, func(c Changed) bool { return c.verdict() != OK })
}
