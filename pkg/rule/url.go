package rule

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func (j *judge) url(at spot, b *menu.Button) bool {
	if !j.required("url-required", at, b, menu.FieldURL) {
		return false
	}
	if len(b.URL) > MaxURL {
		j.of("url-bytes", at, menu.FieldURL, len(b.URL), MaxURL)
	}
	if _, found := control(b.URL); found {
		return true
	}
	rest, ok := trimScheme(b.URL)
	if !ok {
		j.of("url-scheme", at, menu.FieldURL, quote(b.URL))
	} else if fault, bad := hostFault(rest); bad {
		j.of("url-host", at, menu.FieldURL, quote(b.URL), fault)
	} else if j.advises {
		j.link(at, b.URL, rest)
	}
	return true
}

// trimScheme returns what follows http:// or https://. Blanks around a url are
// another matter (advice), so they are left out here.
func trimScheme(url string) (string, bool) {
	url = strings.TrimSpace(url)
	for _, scheme := range []string{"http://", "https://"} {
		if len(url) >= len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
			return url[len(scheme):], true
		}
	}
	return "", false
}

// authority returns the part of a url without its scheme that names the server.
func authority(rest string) string {
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		return rest[:i]
	}
	return rest
}

// hostFault says what is wrong with a url without its scheme, as the end of a
// sentence that starts "the url"; false when nothing is.
func hostFault(rest string) (phrase, bool) {
	server := authority(rest)
	host, port, colon := splitPort(server)
	switch {
	case strings.ContainsFunc(rest, unicode.IsSpace):
		return saying("has a blank in it", "中间有空白"), true
	case strings.Contains(server, "@"):
		return saying("has a user before its host", "域名前带了用户名"), true
	case host == "":
		return saying("has no host", "没有域名"), true
	case !validHost(host):
		return saying("has a host that cannot exist: %s", "的域名无效：%s", quote(host)), true
	case colon && !validPort(port):
		return saying("has a port that cannot exist: %s", "的端口无效：%s", quote(port)), true
	default:
		return phrase{}, false
	}
}

// splitPort parts host and port and reports whether there was a colon between
// them; an IPv6 address keeps its brackets.
func splitPort(server string) (host, port string, colon bool) {
	i := strings.LastIndexByte(server, ':')
	if i < 0 || strings.HasSuffix(server, "]") {
		return server, "", false
	}
	return server[:i], server[i+1:], true
}

func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// validHost takes what a resolver could take: letters, digits, hyphens,
// underscores and dots, letters of other scripts, or an IPv6 address in
// brackets; no label may be empty but for the root behind a last dot.
// RFC 3986, section 3.2.2.
func validHost(host string) bool {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, closed := strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return closed && err == nil && addr.Is6() && addr.Zone() == ""
	}
	if slices.Contains(strings.Split(strings.TrimSuffix(host, "."), "."), "") {
		return false
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	})
}

// Host returns the lower-case host of a url, without a port and without a last
// dot; empty when it has none.
func Host(url string) string {
	rest, ok := trimScheme(url)
	if !ok {
		return ""
	}
	if _, bad := hostFault(rest); bad {
		return ""
	}
	return hostOf(rest)
}

// hostOf is Host of a url without its scheme and without faults.
func hostOf(rest string) string {
	host, _, _ := splitPort(authority(rest))
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
