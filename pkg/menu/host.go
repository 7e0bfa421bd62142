package menu

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

// MaxConditionalHosts is the most domains that the buttons of all conditional
// menus of an account may link to together; WeChat refuses to add another menu
// with 65316. Whether it counts a domain and what is below it once is not
// documented.
// Source: Personalized menu interface, notes.
const MaxConditionalHosts = 3

// Hosts returns the hosts that the buttons of some menus link to, sorted, each
// once.
func Hosts(menus ...[]Button) []string {
	var hosts []string
	for _, list := range menus {
		for i := range list {
			b := &list[i]
			if host := Host(b.URL); host != "" && b.kept().has(FieldURL) {
				hosts = append(hosts, host)
			}
			hosts = append(hosts, Hosts(b.Sub)...)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Host returns the lower-case host of an http or https url, without a port and
// without a last dot; empty when it has none that could exist. Blanks around
// the url do not matter.
func Host(url string) string {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(url), "://")
	if scheme = strings.ToLower(scheme); !ok || scheme != "http" && scheme != "https" {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	if strings.Contains(rest, "@") {
		return ""
	}
	if colon := strings.LastIndexByte(rest, ':'); colon >= 0 && !strings.HasSuffix(rest, "]") {
		rest = rest[:colon]
	}
	if !ValidHost(rest) {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(rest, "."))
}

// ValidHost takes what a resolver could take: letters, digits, hyphens,
// underscores and dots, letters of other scripts, or an IPv6 address in
// brackets; no label may be empty but for the root behind a last dot.
// RFC 3986, section 3.2.2.
func ValidHost(host string) bool {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, closed := strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return closed && err == nil && addr.Is6() && addr.Zone() == ""
	}
	labels := "." + strings.TrimSuffix(host, ".") + "."
	if strings.Contains(labels, "..") {
		return false
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	})
}
