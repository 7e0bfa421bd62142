package wechat

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// maxErrmsg is the most runes of WeChat's errmsg that are kept. The longest
// known, 40001's with two links in it, has some 150.
const maxErrmsg = 200

// minRedacted is the fewest bytes of a secret that are looked for in foreign
// text. App secrets have 32 and tokens more; what is shorter is a test's, and
// taking it out would take words apart.
const minRedacted = 8

// clean makes foreign text fit to be shown: one line, without control and
// formatting characters, and without what this request must keep secret.
func (r request) clean(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	for _, s := range append([]Secret{r.token}, r.secrets...) {
		if len(s.Reveal()) >= minRedacted {
			text = strings.ReplaceAll(text, s.Reveal(), hidden)
			text = strings.ReplaceAll(text, url.QueryEscape(s.Reveal()), hidden)
		}
	}
	return regexp.MustCompile(`(?i)[a-z_]*(token|secret)=[^\s&"]*`).ReplaceAllString(text, hidden)
}

// cleanError takes the URL, which holds the token, out of an error of net/http,
// and whatever else must not be shown. The error below it stays reachable
// where its own text is harmless.
func (r request) cleanError(err error) error {
	for wrapped := (*url.Error)(nil); errors.As(err, &wrapped); {
		err = wrapped.Err
	}
	if text := r.clean(err.Error()); text != err.Error() {
		return errors.New(truncate(text))
	}
	return err
}

// splitErrmsg takes the request id and the hint off an errmsg.
func splitErrmsg(text string) (errmsg, rid string) {
	suffix := regexp.MustCompile(`^(.*?)\s*(?:hint: \[[^\]]*\])?\s*(?:rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}))?$`)
	m := suffix.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return m[1], m[2]
}

// seenIP returns the address that errcode 40164 says the request came from,
// empty when it names none.
func seenIP(errmsg string) string {
	m := regexp.MustCompile(`invalid ip ([^\s,]+)`).FindStringSubmatch(errmsg)
	if m == nil {
		return ""
	}
	ip, err := netip.ParseAddr(m[1])
	if err != nil {
		return ""
	}
	return ip.Unmap().WithZone("").String()
}

func truncate(text string) string {
	if runes := []rune(text); len(runes) > maxErrmsg {
		return string(runes[:maxErrmsg]) + "..."
	}
	return text
}
