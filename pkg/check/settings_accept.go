package check

import (
	"maps"
	"path"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// accepted is what a team has looked at and lets past the guards of a publish,
// of one account, or of all that a glob matches, and one version of the menus.
type accepted struct {
	// digest names the menu set that may be published, or those of all accounts
	// together. For any other the entry says nothing.
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
		at := below("/"+settingAccept, account)
		if _, err := path.Match(account, ""); err != nil {
			d.misnamed(at, text.Sayf("%q: a bracket or backslash in it has no end", "%q：方括号或反斜杠没有写完", account))
		}
		a := d.acceptEntry(at, entries[account])
		if len(d.findings) == before {
			d.out.accept[account] = a
		}
	}
}

// acceptEntry reads the entry of one account.
func (d *settingsDecoder) acceptEntry(entry string, v any) (a accepted) {
	fields := d.object(entry, member(settingAccept), v)
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		at := below(entry, key)
		switch key {
		case acceptDigest:
			a.digest = d.digest(at, key, fields[key])
		case acceptLive:
			a.Live = d.digest(at, key, fields[key])
		case acceptAllow:
			a.Allow = list(d, at, key, fields[key], guard)
		default:
			d.misnamed(at, text.Sayf("there is no field %q here%s", "这里没有%q字段%s", key, text.Meant(key, acceptKeys)))
		}
	}
	if _, written := fields[acceptDigest]; fields != nil && !written {
		d.add(entry, text.Sayf(
			"an entry of accept needs the digest of the version that it is for",
			"accept 的每一项都要写明针对哪个版本，这里没有 digest",
		))
	}
	return a
}

// digest reads a digest.
func (d *settingsDecoder) digest(at, key string, v any) string {
	s, ok := v.(string)
	switch {
	case !ok:
		d.wrongType(at, setting(key), menu.ShapeString, menu.ShapeOf(v))
	case !menu.ValidDigest(s):
		d.add(at, text.Sayf(
			"%q is not a digest, which is sha256: and 64 hex digits in lower case; copy the line that caidan plan prints",
			"%q不是摘要，摘要是 sha256: 加 64 位小写十六进制数字；请复制 caidan plan 给出的那一行",
			s,
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
	return "", text.Sayf("there is no guard %q%s", "没有%q这项保护%s", s, text.Meant(s, names))
}

// fit tells each account what the entry accepts that is for its version: the one
// of its name, else the first of a glob that matches it. Entries never combine.
// An entry of a glob is for all accounts of the repository that it matches, and
// none of them may be invalid; so all have to be known. It returns the findings
// about entries that fit nothing, with a Path into the settings file's value.
func (s *said) fit(book *rule.Book, accounts []Account, known bool) []diag.Finding {
	var out []diag.Finding
	find := func(certain bool, id, at string, args ...any) {
		if certain && book.Severity(id) != rule.Off {
			f := book.File(id, args...)
			f.Path = at
			out = append(out, f)
		}
	}
	keys := slices.Sorted(maps.Keys(s.accept))
	slices.SortStableFunc(keys, func(a, b string) int {
		switch glob := IsGlob(a); {
		case glob == IsGlob(b):
			return 0
		case glob:
			return 1
		default:
			return -1
		}
	})
	for _, key := range keys {
		entry, all := s.accept[key], matched(key, accounts)
		now, valid := all.digest(key)
		at := below("/"+settingAccept, key)
		switch {
		case len(all) == 0:
			var names []string
			for i := range accounts {
				names = append(names, accounts[i].Name)
			}
			find(known, rule.AcceptAccount, at, key, text.Guess(key, names))
		case !valid && IsGlob(key):
			find(true, rule.AcceptInvalid, at, key, text.List(all.void()).Most(maxInvalid))
		case !valid || IsGlob(key) && !known:
		case now != entry.digest:
			find(known, rule.AcceptDigest, below(at, acceptDigest), key, now)
			all.accept(nil)
		case IsGlob(key):
			all.accept(&Accepted{Accept: entry.Accept, Together: all.names()})
		default:
			all.accept(&Accepted{Accept: entry.Accept})
		}
	}
	return out
}

// matches are the accounts that an entry is about.
type matches []*Account

func matched(key string, accounts []Account) matches {
	var out matches
	for i := range accounts {
		if Matches(key, accounts[i].Name) {
			out = append(out, &accounts[i])
		}
	}
	return out
}

// digest returns what the accounts' menus are, together where a glob names them,
// and whether all are valid.
func (m matches) digest(key string) (digest string, valid bool) {
	digests := map[string]string{}
	for _, a := range m {
		if !a.Valid() {
			return "", false
		}
		digests[a.Name] = a.Digest
	}
	if IsGlob(key) {
		return api.Together(digests), true
	}
	return digests[key], true
}

// maxInvalid is how many invalid accounts are named that void an entry.
const maxInvalid = 5

// void tells the accounts that no entry before fits that this one lets nothing
// pass, because of those whose menus are invalid, and returns these.
func (m matches) void() []string {
	var invalid []string
	for _, a := range m {
		if !a.Valid() {
			invalid = append(invalid, a.Name)
		}
	}
	for _, a := range m {
		if a.Accept == nil && !a.AcceptsOther && a.AcceptVoid == nil {
			a.AcceptVoid = invalid[:min(len(invalid), maxInvalid)]
		}
	}
	return invalid
}

// names returns the accounts' names.
func (m matches) names() []string {
	var out []string
	for _, a := range m {
		out = append(out, a.Name)
	}
	return out
}

// accept tells the accounts that no entry before fits that this one does; nil is
// one for another version.
func (m matches) accept(by *Accepted) {
	for _, a := range m {
		if a.Accept == nil {
			a.Accept, a.AcceptsOther, a.AcceptVoid = by, by == nil, nil
		}
	}
}
