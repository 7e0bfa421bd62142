package rule

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// link judges a url that WeChat takes: rest is what follows its scheme. A host
// that is not allowed, or that no phone can reach, and a link to the OAuth page
// have rules of their own, which leave nothing to say of the scheme.
func (j *judge) link(at spot, url, rest string) {
	core := strings.TrimSpace(url)
	if core != url {
		j.of("url-blank-edge", at, menu.FieldURL, url)
	}
	secure := len(core)-len(rest) == len("https://")
	host := menu.Host(core)
	allowed := j.allows(host)
	if !allowed {
		j.of("url-allowed-domains", at, menu.FieldURL, host, guess{text.Guess, host, j.book.settings.AllowedDomains})
	}
	what, wrong := contentFault(core, host)
	if wrong {
		j.of("url-content", at, menu.FieldURL, core, what)
	}
	if host == oauthHost && !wrong {
		if fault, bad := oauthFault(rest, secure); bad {
			j.of("url-oauth-shape", at, menu.FieldURL, fault)
			return
		}
	}
	unreachable, private := privateHost(host)
	switch {
	case private && allowed:
		j.of("url-private-host", at, menu.FieldURL, host, unreachable)
	case !private && !secure:
		j.of("url-http-insecure", at, menu.FieldURL, core)
	}
	if _, odd := hidden(core); !odd && strings.ContainsFunc(core, func(r rune) bool { return r >= 0x80 }) {
		j.of("url-non-ascii", at, menu.FieldURL, core)
	}
}

// What a link is left with by mistake.
var (
	// entity is a character as HTML writes it.
	entity = text.Pattern(`(?i)&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]+|#x[0-9a-f]+);`)
	// placeholder is what a template is to be filled in with: in braces, a verb of
	// printf, or a whole name in a path or a value. STATE in the documentation's own
	// link to the OAuth page is as good as any.
	placeholder = text.Pattern(`(\{\{[^}]*\}\}|[$#]\{[^}]*\}|\{[0-9A-Za-z_.]+\})|(%[sdv])(?:[^0-9A-Za-z]|$)|` +
		`[?&]scope=(SCOPE)(?:[&#]|$)|` +
		`[=/](APPID|REDIRECT_URI|YOUR[_-][0-9A-Z_-]+|(?i:your[_-]?appid)|__[A-Z][0-9A-Z_]*__)(?:[&#/?]|$)`)
	// escapes are the percent signs that start no escape.
	escapes = text.Pattern(`%(?:[^0-9A-Fa-f]|[0-9A-Fa-f](?:[^0-9A-Fa-f]|$)|$)`)
)

// placeholderIn returns what the placeholder in a link is made of. Each has one of
// these characters, or is the one that may be in lower case; many links have none,
// and to look for the whole pattern takes longer than all else about a menu.
func placeholderIn(url string) []string {
	if !strings.ContainsAny(url, "{%ABCDEFGHIJKLMNOPQRSTUVWXYZ") && !strings.Contains(url, "your") {
		return nil
	}
	return placeholder().FindStringSubmatch(url)
}

// contentFault says what in a link was hardly meant, as the end of a sentence.
func contentFault(url, host string) (text.Phrase, bool) {
	if m := entity().FindString(url); m != "" {
		return text.Sayf("holds %q, which is HTML", "里有 HTML 写法%q", m), true
	}
	if m := placeholderIn(url); m != nil {
		return text.Sayf("holds a placeholder: %q", "里有没替换的占位符%q", strings.Join(m[1:], "")), true
	}
	if m := escapes().FindString(url); m != "" {
		return text.Sayf("holds %q, where two hex digits belong behind the %%", "里有%q，而 %% 后面应是两位十六进制数", m), true
	}
	if i := strings.IndexAny(url, `"<>`); i >= 0 {
		return text.Sayf("holds the character %c", "里有字符 %c", url[i]), true
	}
	if host == "mp.weixin.qq.com" && strings.Contains(url, "tempkey=") {
		return text.Sayf("is a preview that expires", "是会过期的预览链接"), true
	}
	return text.Phrase{}, false
}

// allows reports whether the settings allow a host: it is one of the domains
// or below one.
func (j *judge) allows(host string) bool {
	domains := j.book.settings.AllowedDomains
	if domains == nil || j.book.off("url-allowed-domains") {
		return true
	}
	return slices.ContainsFunc(domains, func(domain string) bool {
		return host == domain || strings.HasSuffix(host, "."+domain)
	})
}

// privateHost says why a follower's phone cannot reach a host, or should not be
// sent there; false for a public name.
// Sources: RFC 1918, RFC 6761, RFC 6762, RFC 8375; ICANN resolution
// 2024.07.29.06 (internal).
func privateHost(host string) (text.Phrase, bool) {
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	switch {
	case addr.IsLoopback() || addr.IsUnspecified():
		return text.Sayf("is the phone itself", "指向手机自己"), true
	case addr.IsPrivate() || addr.IsLinkLocalUnicast():
		return text.Sayf("is an address in your own network", "是内网地址"), true
	case err == nil:
		return text.Sayf("is an IP address, of which WeChat may warn followers", "是裸 IP 地址，微信可能会拦截提示"), true
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case last == "localhost":
		return text.Sayf("is the phone itself", "指向手机自己"), true
	case last == host:
		return text.Sayf("has no dot, so it is a name in your own network", "没有点，只是内网主机名"), true
	case strings.HasSuffix(host, ".home.arpa"):
		last = "home.arpa"
	case !slices.Contains([]string{"local", "internal", "lan", "test", "invalid"}, last):
		return text.Phrase{}, false
	}
	return text.Sayf("ends in .%s, which is for private networks and tests", "以 .%s 结尾，只用于内网和测试", last), true
}

// The page that asks a follower for consent, and sends him on with a code.
// Source: web authorization guide, step 1.
const (
	oauthHost = "open.weixin.qq.com"
	oauthPath = "/connect/oauth2/authorize"
	// oauthEnd is the fragment that makes the client open the page.
	oauthEnd = "wechat_redirect"
)

// oauthFault says why WeChat will not open a link to its OAuth page, as the end
// of a sentence; false when it will, or when it is a link to another page. rest
// is the link without its scheme.
func oauthFault(rest string, secure bool) (text.Phrase, bool) {
	link, fragment, _ := strings.Cut(rest, "#")
	page, query, _ := strings.Cut(link, "?")
	if strings.TrimPrefix(page, authority(rest)) != oauthPath {
		return text.Phrase{}, false
	}
	params := strings.Split(query, "&")
	var names []string
	for _, param := range params {
		name, value, _ := strings.Cut(param, "=")
		if name == "redirect_uri" && strings.ContainsAny(value, ":/?") {
			return text.Sayf("has a redirect_uri that is not percent-encoded", "里的 redirect_uri 没有做 URL 编码"), true
		}
		names = append(names, name)
	}
	order := []string{"appid", "redirect_uri", "response_type", "scope"}
	switch {
	case !secure:
		return text.Sayf("does not start with https://", "不是以 https:// 开头"), true
	case len(names) < len(order) || !slices.Equal(names[:len(order)], order):
		return text.Sayf("does not have the parameters %s in this order", "的参数不是按 %s 的顺序排列", text.List(order)), true
	case fragment != oauthEnd:
		return text.Sayf("does not end in #%s", "没有以 #%s 结尾", oauthEnd), true
	default:
		return text.Phrase{}, false
	}
}
