package sandbox

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// maxAccountName is the longest name of an account, in bytes.
const maxAccountName = 63

// Account is one Official or Service Account the sandbox plays. A field left at
// its zero value permits everything a certified account may do. The json tags are
// what settings, in a file, call the fields.
type Account struct {
	// Name is what people call the account: [a-z0-9][a-z0-9-]{0,62}.
	Name string `json:"-"`

	// AppID is "wx" and 16 lower-case hex digits.
	AppID string `json:"appid"`

	// Secret is the app secret; any text that is not empty.
	Secret string `json:"secret"`

	// Uncertified makes all menu endpoints but get_current_selfmenu_info,
	// which is open to every account, answer 48001.
	Uncertified bool `json:"uncertified"`

	// AllowedIPs, when not nil, is the IP allow-list of the token endpoints,
	// which answer 40164 to any other address. On loopback a caller comes from
	// 127.0.0.1 or ::1.
	AllowedIPs []string `json:"allowedIPs"`

	// CheckEveryCall has AllowedIPs hold for the calls with a token as well, but not
	// for those of WeChat Cloud Run. The documentation says the one here and the
	// other there.
	CheckEveryCall bool `json:"checkEveryCall"`

	// MiniPrograms, when not nil, are the appids of the associated mini
	// programs: any other well-formed one is 45064.
	MiniPrograms []string `json:"miniPrograms"`

	// Media, when not nil, are the known permanent media ids: any other is
	// 40007.
	Media []string `json:"media"`

	// Articles, when not nil, are the published article ids: any other is
	// 53600.
	Articles []string `json:"articles"`

	// Followers are the people menu/trymatch knows: of any other it answers
	// 65302.
	Followers []Follower `json:"followers"`

	// Console is what menu/get answers after a menu was published in the web
	// console.
	Console Console `json:"console"`

	// LateReads is how many reads an endpoint goes on giving the old answer
	// after a write, of the API or of the console. Each of menu/get,
	// get_current_selfmenu_info and menu/trymatch counts its own.
	LateReads int `json:"lateReads"`

	// Normalise makes the reads answer other values than were sent: the same
	// buttons, with blanks around names and urls gone, and urls in a normal
	// form.
	Normalise bool `json:"normalise"`

	// MatchRule is how menu/get writes the rules of conditional menus.
	MatchRule RuleStyle `json:"matchRule"`

	// MenuIDNumber makes menu/addconditional answer the menuid as a number, as
	// captures show it; it is a string as documented.
	MenuIDNumber bool `json:"menuIDNumber"`

	// CountDomains makes menu/addconditional count the domains that are
	// registered, with what is below each, towards 65316; else each host counts.
	// The documentation says "domains" and no more.
	CountDomains bool `json:"countDomains"`

	// WrapTryMatch makes menu/trymatch answer {"menu":{"button":[...]}}, as
	// several clients read it; "button" stands at the root as documented.
	WrapTryMatch bool `json:"wrapTryMatch"`
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
	// authorised is what a third-party platform has of the account.
	authorised authorisation
	quota      quota
}

// FieldError is what is wrong with an account's field.
type FieldError struct {
	// Account is its name.
	Account string
	// Field is a JSON pointer into the account, as settings name its fields; empty
	// is the account as a whole.
	Field string

	why *loopback.Error
}

// Error returns what is wrong, in English.
func (e *FieldError) Error() string { return e.why.Error() }

// Unwrap returns what is wrong, in both languages.
func (e *FieldError) Unwrap() error { return e.why }

// openAccounts checks the accounts and gives each an empty state.
func openAccounts(list []Account) ([]*account, error) {
	open := make([]*account, 0, len(list))
	names, appIDs := map[string]bool{}, map[string]string{}
	for i, given := range list {
		a := &account{Account: given, lastID: firstMenuID + int64(i)*menuIDAccount}
		wrong := a.validate()
		if other, taken := appIDs[a.AppID]; taken && wrong == nil {
			wrong = &FieldError{Field: "/appid", why: loopback.Errorf("account %q has the same appid %s", "与账号%q的 AppID 相同，都是 %s", other, a.AppID)}
		}
		if names[a.Name] {
			wrong = &FieldError{why: loopback.Errorf("the name is given twice", "名称重复")}
		}
		if wrong != nil {
			wrong.Account = given.Name
			return nil, loopback.Errorf("account %q: %s", "账号%q：%s", given.Name, wrong).Because(wrong)
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

// validate returns what is wrong first, nil for nothing.
func (a *account) validate() *FieldError {
	wrong := func(field string, err *loopback.Error) *FieldError { return &FieldError{Field: field, why: err} }
	if !isAccountName(a.Name) {
		return wrong("", loopback.Errorf("a name has 1 to %d of a-z, 0-9 and '-', and does not begin with '-'",
			"名称由 1 到 %d 个 a-z、0-9 和 “-” 组成，不能以 “-” 开头", maxAccountName))
	}
	if !isAppID(a.AppID) {
		return wrong("/appid", loopback.Errorf("appid %q is not wx and 16 of 0-9 and a-f", "AppID %q不是 wx 加 16 个 0-9 或 a-f", a.AppID))
	}
	if a.Secret == "" {
		return wrong("/secret", loopback.Errorf("the secret is empty; set any text, WeChat's has 32 hex digits", "secret 为空；可以写任意文字，微信的是 32 位十六进制数"))
	}
	for i, text := range a.AllowedIPs {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return wrong(fmt.Sprintf("/allowedIPs/%d", i), loopback.Errorf("%q in allowedIPs is not an IP address", "allowedIPs 里的%q不是 IP 地址", text))
		}
		a.allowed = append(a.allowed, ip.Unmap())
	}
	if a.LateReads < 0 {
		return wrong("/lateReads", loopback.Errorf("lateReads is %d; use 0 for none, or more", "lateReads 是 %d；0 表示不延迟，也可以更多", a.LateReads))
	}
	if !consoles.has(int(a.Console)) {
		return wrong("/console", loopback.Errorf("console is %d; use one of its constants", "console 是 %d；请使用它的常量", a.Console))
	}
	if !ruleStyles.has(int(a.MatchRule)) {
		return wrong("/matchRule", loopback.Errorf("matchRule is %d; use one of its constants", "matchRule 是 %d；请使用它的常量", a.MatchRule))
	}
	return a.validateFollowers()
}

func (a *account) validateFollowers() *FieldError {
	seen := map[string]bool{}
	for i, f := range a.Followers {
		at := fmt.Sprintf("/followers/%d", i)
		switch {
		case f.OpenID == "":
			return &FieldError{Field: at, why: loopback.Errorf("follower %d: the OpenID is empty; set any text, WeChat's has 28 characters", "第 %d 个粉丝：OpenID 为空；可以写任意文字，微信的有 28 个字符", i+1)}
		case seen[f.OpenID]:
			return &FieldError{Field: at + "/openid", why: loopback.Errorf("follower %q: the OpenID is given twice", "粉丝%q：OpenID 重复", f.OpenID)}
		case !f.Platform.known():
			return &FieldError{Field: at + "/platform", why: loopback.Errorf("follower %q: the platform is %q; use one of its constants or nothing", "粉丝%q：platform 是%q；请使用它的常量，或留空", f.OpenID, string(f.Platform))}
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
