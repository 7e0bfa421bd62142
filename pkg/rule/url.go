package rule

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (j *judge) url(at spot, b *menu.Button) {
	if len(b.URL) > MaxURL {
		j.of("url-bytes", at, menu.FieldURL, len(b.URL), MaxURL)
	}
	if _, found := control(b.URL); found {
		return
	}
	rest, ok := trimScheme(b.URL)
	if !ok {
		j.of("url-scheme", at, menu.FieldURL, text.Quote(b.URL))
	} else if fault, bad := hostFault(rest); bad {
		j.of("url-host", at, menu.FieldURL, text.Quote(b.URL), fault)
	} else if j.advises {
		j.link(at, b.URL, rest)
	}
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
func hostFault(rest string) (text.Phrase, bool) {
	server := authority(rest)
	host, port, colon := splitPort(server)
	switch {
	case strings.ContainsFunc(rest, unicode.IsSpace):
		return text.Sayf("has a blank in it", "中间有空白"), true
	case strings.Contains(server, "@"):
		return text.Sayf("has a user before its host", "域名前带了用户名"), true
	case host == "":
		return text.Sayf("has no host", "没有域名"), true
	case !menu.ValidHost(host):
		return text.Sayf("has a host that cannot exist: %s", "的域名无效：%s", text.Quote(host)), true
	case colon && !validPort(port):
		return text.Sayf("has a port that cannot exist: %s", "的端口无效：%s", text.Quote(port)), true
	default:
		return text.Phrase{}, false
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
