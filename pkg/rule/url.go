package rule

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

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
// sentence that starts "the url"; empty when nothing is.
func hostFault(rest string) string {
	server := authority(rest)
	host, port, colon := splitPort(server)
	switch {
	case strings.ContainsFunc(rest, unicode.IsSpace):
		return "has a blank in it"
	case strings.Contains(server, "@"):
		return "has a user before its host"
	case host == "":
		return "has no host"
	case !validHost(host):
		return "has a host that cannot exist: " + quote(host)
	case colon && !validPort(port):
		return "has a port that cannot exist: " + quote(port)
	default:
		return ""
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
	if !ok || hostFault(rest) != "" {
		return ""
	}
	host, _, _ := splitPort(authority(rest))
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
