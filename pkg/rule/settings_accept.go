package rule

import (
	"maps"
	"regexp"
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Accept is what a team has looked at and lets past the guards of a publish, of
// one account and one version of its menus.
type Accept struct {
	// Digest is the digest of the menu set that may be published. For any
	// other the entry says nothing.
	Digest string
	// Live is the digest of what is live and may be replaced; empty when
	// nothing is said of it.
	Live string
	// Allow holds the guards that may trip, by name.
	Allow []string
}

// The keys of an entry of accept.
const (
	acceptDigest = "digest"
	acceptLive   = "live"
	acceptAllow  = "allow"
)

// digestForm is what a digest looks like. Source: design, words.
var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// accept reads the entries of accept. One with a fault is left out as a whole:
// what it would have let pass is not known.
func (d *settingsDecoder) accept(v any) {
	entries, ok := v.(map[string]any)
	if !ok {
		d.wrongType("/"+settingAccept, named(settingAccept), menu.ShapeObject, menu.ShapeOf(v))
		return
	}
	d.out.Accept = make(map[string]Accept, len(entries))
	for _, account := range slices.Sorted(maps.Keys(entries)) {
		before := len(d.findings)
		a := d.acceptEntry("/"+settingAccept+"/"+escape(account), entries[account])
		if len(d.findings) == before {
			d.out.Accept[account] = a
		}
	}
}

// acceptEntry reads the entry of one account.
func (d *settingsDecoder) acceptEntry(path string, v any) Accept {
	fields, ok := v.(map[string]any)
	if !ok {
		d.wrongType(path, text.Sayf("an entry of %s", "%s 的每一项", settingAccept), menu.ShapeObject, menu.ShapeOf(v))
		return Accept{}
	}
	var a Accept
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		at := path + "/" + escape(key)
		switch key {
		case acceptDigest:
			a.Digest = d.digest(at, key, fields[key])
		case acceptLive:
			a.Live = d.digest(at, key, fields[key])
		case acceptAllow:
			a.Allow = d.list(at, key, fields[key], d.guard)
		default:
			known := []string{acceptDigest, acceptLive, acceptAllow}
			d.add(at, text.Sayf("there is no field %s here%s", "这里没有 %s 字段%s", text.Quote(key), meant(key, known)))
		}
	}
	if _, written := fields[acceptDigest]; !written {
		d.add(path, text.Sayf(
			"an entry of accept names the version it is for, there is no digest here",
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
		d.wrongType(path, named(key), menu.ShapeString, menu.ShapeOf(v))
	case !digestForm.MatchString(s):
		d.add(path, text.Sayf(
			"%s is no digest, which is sha256: and 64 hex digits in lower case; copy the line that caidan plan prints",
			"%s 不是摘要，摘要是 sha256: 加 64 位小写十六进制数字；请复制 caidan plan 给出的那一行",
			text.Quote(s),
		))
	}
	return s
}

// guard takes the name of a guard.
func (d *settingsDecoder) guard(s string) (string, text.Phrase, bool) {
	if !slices.Contains(d.guards, s) {
		return "", text.Sayf("there is no guard %s%s", "没有 %s 这项保护%s", text.Quote(s), meant(s, d.guards)), false
	}
	return s, text.Phrase{}, true
}

// Unaccounted returns the findings about entries of accept whose account is not
// among those there are, with a Path into the settings file's value.
func (b *Book) Unaccounted(accounts []string) []diag.Finding {
	var out []diag.Finding
	for _, account := range slices.Sorted(maps.Keys(b.settings.Accept)) {
		if slices.Contains(accounts, account) {
			continue
		}
		path := "/" + settingAccept + "/" + escape(account)
		if f, on := b.finding(AcceptAccount, path, 1, []any{text.Quote(account), nearest(account, accounts)}); on {
			out = append(out, f)
		}
	}
	return out
}
