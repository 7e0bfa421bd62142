package sandbox

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// isWebAddress reports whether s is http or https, in any case, with a host,
// perhaps a port, no user and no blanks. Path, query and fragment are free.
// Source: captures of 40055 and 40054 for missing, doubled and misspelt
// schemes; what a host may look like is [inferred].
func isWebAddress(s string) bool {
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	scheme, rest, found := strings.Cut(s, "://")
	if !found || !isWebScheme(scheme) {
		return false
	}
	rest = authority(rest)
	if bracketed, isBracketed := strings.CutPrefix(rest, "["); isBracketed {
		ip, port, found := strings.Cut(bracketed, "]")
		addr, err := netip.ParseAddr(ip)
		return found && err == nil && addr.Is6() && addr.Zone() == "" && isPortSuffix(port)
	}
	host, port := rest, ""
	if i := strings.IndexByte(rest, ':'); i >= 0 {
		host, port = rest[:i], rest[i:]
	}
	return isHost(host) && isPortSuffix(port)
}

// authority is what comes before path, query and fragment.
func authority(rest string) string {
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		return rest[:i]
	}
	return rest
}

// isHost wants labels with dots between them, and perhaps one at the end.
func isHost(s string) bool {
	for label := range strings.SplitSeq(strings.TrimSuffix(s, "."), ".") {
		if label == "" || strings.ContainsFunc(label, isNotLabel) {
			return false
		}
	}
	return true
}

// isWebScheme folds ASCII only: no other letter is part of a scheme.
func isWebScheme(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	s = strings.ToLower(s)
	return s == "http" || s == "https"
}

// isNotLabel finds what a host name cannot have between its dots; '@', and so a
// user, is in it.
func isNotLabel(r rune) bool {
	switch {
	case r >= utf8.RuneSelf, 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return r != '-' && r != '_'
}

// isPortSuffix reports whether s is empty or ":" and a port number.
func isPortSuffix(s string) bool {
	digits, found := strings.CutPrefix(s, ":")
	if !found {
		return s == ""
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return false
		}
	}
	n, err := strconv.Atoi(digits)
	return err == nil && 1 <= n && n <= 65535
}

// hostsOf are the hosts, or the domains, that conditional menus link to, each
// once.
func (a *account) hostsOf(list []conditional) []string {
	var hosts []string
	for _, c := range list {
		for _, b := range c.menu {
			hosts = a.appendHost(hosts, b)
			for _, sub := range b.sub {
				hosts = a.appendHost(hosts, sub)
			}
		}
	}
	return hosts
}

func (a *account) appendHost(hosts []string, b button) []string {
	url := b.values[fieldURL]
	if url == "" {
		return hosts
	}
	host := hostOf(url)
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); a.CountDomains && err == nil {
		host = domain
	}
	if !slices.Contains(hosts, host) {
		return append(hosts, host)
	}
	return hosts
}

// hostOf is the host of a judged url in lower case, without port and root dot.
func hostOf(url string) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(url), "://")
	host := authority(rest)
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}
