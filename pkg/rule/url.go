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
		j.of("url-scheme", at, menu.FieldURL, b.URL, schemeFault(b.URL))
	} else if fault, bad := hostFault(rest); bad {
		j.of("url-host", at, menu.FieldURL, b.URL, fault)
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

// halfWidth writes what parts an address in half width, where a Chinese keyboard
// made it full-width.
func halfWidth(url string) string {
	return strings.NewReplacer("：", ":", "／", "/", "＃", "#").Replace(url)
}

// schemeForm is the scheme of an address; digits behind the colon are a port, or
// a number to call.
var schemeForm = text.Pattern(`^(?i:(tel|sms):|([a-z][a-z0-9+.-]*):(?:[^0-9]|$))`)

// schemeFault says what is wrong with a url that trimScheme does not take, as the
// end of a sentence; it may be empty.
func schemeFault(url string) text.Spoken {
	url = strings.TrimSpace(url)
	if _, ok := trimScheme(halfWidth(url)); ok {
		return text.Say(": its colon or slashes are full-width", "：冒号或斜杠用了全角")
	}
	m := schemeForm().FindStringSubmatch(url)
	if m == nil {
		return text.Same("")
	}
	scheme := strings.ToLower(m[1] + m[2])
	if near, ok := text.Nearest(scheme, []string{"http", "https"}); ok {
		if near == scheme {
			return text.Same("")
		}
		return text.Sayf(", %s", "，%s", text.DidYouMean(near+"://"))
	}
	return text.Say(": a menu opens web pages only", "：菜单只能打开网页")
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
	_, again := trimScheme(rest)
	switch {
	case again:
		return text.Sayf("starts with http:// or https:// twice", "写了两遍 http:// 或 https://"), true
	case strings.ContainsFunc(rest, unicode.IsSpace):
		return text.Sayf("has a blank in it", "中间有空白"), true
	case strings.Contains(server, "@"):
		return text.Sayf("has a user before its host", "域名前带了用户名"), true
	case host == "":
		return text.Sayf("has no host", "没有域名"), true
	case !menu.ValidHost(host):
		return text.Sayf("has a host that cannot exist: %q", "的域名无效：%q", host), true
	case colon && !validPort(port):
		return text.Sayf("has a port that cannot exist: %q", "的端口无效：%q", port), true
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
