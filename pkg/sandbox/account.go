package sandbox

import (
	"net/netip"
	"slices"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// maxAccountName is the longest name of an account, in bytes.
const maxAccountName = 63

// Account is one Official or Service Account the sandbox plays. A field left at
// its zero value permits everything a certified account may do.
type Account struct {
	// Name is what people call the account: [a-z0-9][a-z0-9-]{0,62}.
	Name string

	// AppID is "wx" and 16 lower-case hex digits.
	AppID string

	// Secret is the app secret; any text that is not empty.
	Secret string

	// Uncertified makes all menu endpoints but get_current_selfmenu_info,
	// which is open to every account, answer 48001.
	Uncertified bool

	// AllowedIPs, when not nil, is the IP allow-list of the token endpoints,
	// which answer 40164 to any other address. On loopback a caller comes from
	// 127.0.0.1 or ::1.
	AllowedIPs []string

	// MiniPrograms, when not nil, are the appids of the associated mini
	// programs: any other well-formed one is 45064.
	MiniPrograms []string

	// Media, when not nil, are the known permanent media ids: any other is
	// 40007.
	Media []string

	// Articles, when not nil, are the published article ids: any other is
	// 53600.
	Articles []string

	// Followers are the people menu/trymatch knows: of any other it answers
	// 65302.
	Followers []Follower

	// Console is what menu/get answers after a menu was published in the web
	// console.
	Console Console

	// LateReads is how many reads an endpoint goes on giving the old answer
	// after a write, of the API or of the console. Each of menu/get,
	// get_current_selfmenu_info and menu/trymatch counts its own.
	LateReads int

	// Normalise makes the reads answer other values than were sent: the same
	// buttons, with blanks around names and urls gone, and urls in a normal
	// form.
	Normalise bool

	// MatchRule is how menu/get writes the rules of conditional menus.
	MatchRule RuleStyle

	// MenuIDNumber makes menu/addconditional answer the menuid as a number, as
	// captures show it; it is a string as documented.
	MenuIDNumber bool

	// CountDomains makes menu/addconditional count the domains that are
	// registered, with what is below each, towards 65316; else each host counts.
	// The documentation says "domains" and no more.
	CountDomains bool

	// WrapTryMatch makes menu/trymatch answer {"menu":{"button":[...]}}, as
	// several clients read it; "button" stands at the root as documented.
	WrapTryMatch bool
}

// account is an Account with what WeChat remembers of it. Server.mu guards it.
type account struct {
	Account
	allowed []netip.Addr

	now    menus // what followers see
	lags   [readers]lag
	reads  int // of menus, so far
	lastID int64

	stable  line
	classic line
	quota   quota
}

// openAccounts checks the accounts and gives each an empty state.
func openAccounts(list []Account) ([]*account, error) {
	open := make([]*account, 0, len(list))
	names, appIDs := map[string]bool{}, map[string]string{}
	for i, given := range list {
		a := &account{Account: given, lastID: firstMenuID + int64(i)*menuIDAccount}
		if err := a.validate(); err != nil {
			return nil, loopback.Errorf("account %q: %s", "账号 %q：%s", given.Name, err)
		}
		if names[a.Name] {
			return nil, loopback.Errorf("account %q: the name is given twice", "账号 %q：名称重复", a.Name)
		}
		if other, taken := appIDs[a.AppID]; taken {
			return nil, loopback.Errorf("account %q: account %q has the same appid %s", "账号 %q：与账号 %q 的 AppID 相同，都是 %s", a.Name, other, a.AppID)
		}
		names[a.Name], appIDs[a.AppID] = true, a.Name
		a.AllowedIPs = slices.Clone(a.AllowedIPs)
		a.MiniPrograms = slices.Clone(a.MiniPrograms)
		a.Media = slices.Clone(a.Media)
		a.Articles = slices.Clone(a.Articles)
		a.Followers = slices.Clone(a.Followers)
		for i := range a.Followers {
			a.Followers[i].Tags = slices.Clone(a.Followers[i].Tags)
		}
		open = append(open, a)
	}
	return open, nil
}

func (a *account) validate() error {
	if !isAccountName(a.Name) {
		return loopback.Errorf("a name has 1 to %d of a-z, 0-9 and '-', and does not begin with '-'",
			"名称由 1 到 %d 个 a-z、0-9 和 “-” 组成，不能以 “-” 开头", maxAccountName)
	}
	if !isAppID(a.AppID) {
		return loopback.Errorf("appid %q is not wx and 16 of 0-9 and a-f", "AppID %q 不是 wx 加 16 个 0-9 或 a-f", a.AppID)
	}
	if a.Secret == "" {
		return loopback.Errorf("the secret is empty; set any text, WeChat's has 32 hex digits", "secret 为空；可以写任意文字，微信的是 32 位十六进制数")
	}
	for _, text := range a.AllowedIPs {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return loopback.Errorf("%q in AllowedIPs is not an IP address", "AllowedIPs 里的 %q 不是 IP 地址", text)
		}
		a.allowed = append(a.allowed, ip.Unmap())
	}
	if a.LateReads < 0 {
		return loopback.Errorf("LateReads is %d; use 0 for none, or more", "LateReads 是 %d；0 表示不延迟，也可以更多", a.LateReads)
	}
	if a.Console < ConsoleKeeps || a.Console > ConsoleShows {
		return loopback.Errorf("Console is %d; use ConsoleKeeps, ConsoleHides or ConsoleShows", "Console 是 %d；请用 ConsoleKeeps、ConsoleHides 或 ConsoleShows", a.Console)
	}
	if a.MatchRule < RuleTagID || a.MatchRule > RuleGroupNumber {
		return loopback.Errorf("MatchRule is %d; use RuleTagID, RuleGroupID or RuleGroupNumber", "MatchRule 是 %d；请用 RuleTagID、RuleGroupID 或 RuleGroupNumber", a.MatchRule)
	}
	return a.validateFollowers()
}

func (a *account) validateFollowers() error {
	seen := map[string]bool{}
	for _, f := range a.Followers {
		if err := f.validate(); err != nil {
			return loopback.Errorf("follower %q: %s", "粉丝 %q：%s", f.OpenID, err)
		}
		if seen[f.OpenID] {
			return loopback.Errorf("follower %q: the OpenID is given twice", "粉丝 %q：OpenID 重复", f.OpenID)
		}
		seen[f.OpenID] = true
	}
	return nil
}

// admits reports whether the account's allow-list has the address.
func (a *account) admits(ip netip.Addr) bool {
	return a.AllowedIPs == nil || slices.Contains(a.allowed, ip)
}

func isAccountName(s string) bool {
	if s == "" || len(s) > maxAccountName || s[0] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && !isDigit(c) && c != '-' {
			return false
		}
	}
	return true
}
