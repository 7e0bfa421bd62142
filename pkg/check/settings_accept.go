package check

import (
	"maps"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// accepted is what a team has looked at and lets past the guards of a publish,
// of one account and one version of its menus.
type accepted struct {
	// digest names the menu set that may be published. For any other the entry
	// says nothing.
	digest string
	api.Accept
}

// The keys of an entry of accept.
const (
	acceptDigest = "digest"
	acceptLive   = "live"
	acceptAllow  = "allow"
)

var acceptKeys = []string{acceptDigest, acceptLive, acceptAllow}

// accept reads the entries of accept. One with a fault is left out as a whole:
// what it would have let pass is not known.
func (d *settingsDecoder) accept(v any) {
	entries := d.object("/"+settingAccept, setting(settingAccept), v)
	if entries == nil {
		return
	}
	d.out.accept = make(map[string]accepted, len(entries))
	for _, account := range slices.Sorted(maps.Keys(entries)) {
		before := len(d.findings)
		a := d.acceptEntry(below("/"+settingAccept, account), entries[account])
		if len(d.findings) == before {
			d.out.accept[account] = a
		}
	}
}

// acceptEntry reads the entry of one account.
func (d *settingsDecoder) acceptEntry(path string, v any) (a accepted) {
	fields := d.object(path, member(settingAccept), v)
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		at := below(path, key)
		switch key {
		case acceptDigest:
			a.digest = d.digest(at, key, fields[key])
		case acceptLive:
			a.Live = d.digest(at, key, fields[key])
		case acceptAllow:
			a.Allow = list(d, at, key, fields[key], guard)
		default:
			d.add(at, text.Sayf("there is no field %s here%s", "这里没有 %s 字段%s", text.Quote(key), text.Meant(key, acceptKeys)))
		}
	}
	if _, written := fields[acceptDigest]; fields != nil && !written {
		d.add(path, text.Sayf(
			"an entry of accept needs the digest of the version that it is for",
			"accept 的每一项都要写明针对哪个版本，这里没有 digest",
		))
	}
	return a
}

// digest reads a digest.
func (d *settingsDecoder) digest(path, key string, v any) string {
	s, ok := v.(string)
	switch {
	case !ok:
		d.wrongType(path, setting(key), menu.ShapeString, menu.ShapeOf(v))
	case !menu.ValidDigest(s):
		d.add(path, text.Sayf(
			"%s is not a digest, which is sha256: and 64 hex digits in lower case; copy the line that caidan plan prints",
			"%s 不是摘要，摘要是 sha256: 加 64 位小写十六进制数字；请复制 caidan plan 给出的那一行",
			text.Quote(s),
		))
	}
	return s
}

// guard takes the name of a guard that may be let pass by name.
func guard(s string) (api.Guard, text.Spoken) {
	if g := api.Guard(s); slices.Contains(api.Allowable(), g) {
		return g, nil
	}
	var names []string
	for _, g := range api.Allowable() {
		names = append(names, string(g))
	}
	return "", text.Sayf("there is no guard %s%s", "没有 %s 这项保护%s", text.Quote(s), text.Meant(s, names))
}

// unaccounted returns the findings about entries of accept whose account is not
// among those there are, with a Path into the settings file's value.
func (s *said) unaccounted(book *rule.Book, accounts []string) []diag.Finding {
	var out []diag.Finding
	for _, account := range slices.Sorted(maps.Keys(s.accept)) {
		if slices.Contains(accounts, account) || book.Severity(rule.AcceptAccount) == rule.Off {
			continue
		}
		f := book.File(rule.AcceptAccount, text.Quote(account), text.Guess(account, accounts))
		f.Path = below("/"+settingAccept, account)
		out = append(out, f)
	}
	return out
}
