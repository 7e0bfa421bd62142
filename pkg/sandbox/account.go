package sandbox

import (
	"fmt"
	"net/netip"
	"slices"
)

// maxAccountName is the longest name of an account, in bytes.
const maxAccountName = 63

// Account is one Official or Service Account the sandbox plays. What is left at
// its zero value permits everything a certified account may do.
type Account struct {
	// Name is what people call the account: [a-z0-9][a-z0-9-]{0,62}.
	Name string

	// AppID is "wx" and 16 lower-case hex digits.
	AppID string

	// Secret is the app secret; any text that is not empty.
	Secret string

	// Uncertified makes menu/create, menu/get and menu/delete answer 48001.
	// get_current_selfmenu_info is open to every account.
	Uncertified bool

	// AllowedIPs, when not nil, is the IP allow-list of the token endpoints:
	// any other address is answered 40164. On loopback a caller comes from
	// 127.0.0.1 or ::1.
	AllowedIPs []string

	// MiniPrograms, when not nil, are the appids of the associated mini
	// programs: any other well-formed one is answered 45064.
	MiniPrograms []string

	// Media, when not nil, are the known permanent media ids: any other is
	// answered 40007.
	Media []string

	// Articles, when not nil, are the published article ids: any other is
	// answered 53600.
	Articles []string
}

// account is an Account with what WeChat remembers of it. Server.mu guards it.
type account struct {
	Account
	allowed []netip.Addr

	menu    []button // the default menu; nil when there is none
	stable  line
	classic line
	quota   quota
}

// openAccounts checks the accounts and gives each an empty state.
func openAccounts(list []Account) ([]*account, error) {
	open := make([]*account, 0, len(list))
	for _, given := range list {
		a := &account{Account: given}
		if err := a.validate(); err != nil {
			return nil, fmt.Errorf("account %q: %w", given.Name, err)
		}
		for _, b := range open {
			if b.Name == a.Name {
				return nil, fmt.Errorf("account %q: the name is given twice", a.Name)
			}
			if b.AppID == a.AppID {
				return nil, fmt.Errorf("account %q: account %q has the same appid %s", a.Name, b.Name, a.AppID)
			}
		}
		a.AllowedIPs = slices.Clone(a.AllowedIPs)
		a.MiniPrograms = slices.Clone(a.MiniPrograms)
		a.Media = slices.Clone(a.Media)
		a.Articles = slices.Clone(a.Articles)
		open = append(open, a)
	}
	return open, nil
}

func (a *account) validate() error {
	if !isAccountName(a.Name) {
		return fmt.Errorf("the name is not 1 to %d of a-z, 0-9 and '-', the first no '-'", maxAccountName)
	}
	if !isAppID(a.AppID) {
		return fmt.Errorf("appid %q is not wx and 16 of 0-9 and a-f", a.AppID)
	}
	if a.Secret == "" {
		return fmt.Errorf("no secret; set any text, WeChat's has 32 hex digits")
	}
	for _, text := range a.AllowedIPs {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return fmt.Errorf("allowed ip %q: %w", text, err)
		}
		a.allowed = append(a.allowed, ip.Unmap())
	}
	return nil
}

// admits reports whether the account's allow-list has the address.
func (a *account) admits(ip netip.Addr) bool {
	return a.AllowedIPs == nil || slices.Contains(a.allowed, ip)
}

// knows reports whether a list of known ids has this one; no list knows all.
func knows(list []string, id string) bool {
	return list == nil || slices.Contains(list, id)
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

// isAppID reports whether s is an appid as WeChat writes them.
// Source: createCustomMenu, field appid, and captures of error 40166.
func isAppID(s string) bool {
	if len(s) != 18 || s[:2] != "wx" {
		return false
	}
	for _, c := range []byte(s[2:]) {
		if !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
