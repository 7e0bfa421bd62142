// Package leak looks for secrets in what programs print, as they are and in the
// forms that programs give to text. It is for tests.
package leak

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// enough is how many bytes of a secret give it away: a text may be cut, and less
// than that could be there by chance.
const enough = 16

// Find returns in which forms secrets are in a text: of each the first sixteen
// bytes, or all if it has fewer. It is nil when there is none.
func Find(text string, secrets ...string) []string {
	var out []string
	for i, secret := range secrets {
		forms := formsOf(secret[:min(len(secret), enough)])
		for _, name := range slices.Sorted(maps.Keys(forms)) {
			if forms[name] != "" && strings.Contains(text, forms[name]) {
				out = append(out, fmt.Sprintf("secret %d of %d %s", i+1, len(secrets), name))
			}
		}
	}
	return out
}

// formsOf returns how a text looks after each way in which programs write one.
func formsOf(s string) map[string]string {
	inJSON := func(s string) string {
		text, _ := json.Marshal(s) // no string fails
		return string(text[1 : len(text)-1])
	}
	quoted := strconv.QuoteToASCII(s)
	forms := map[string]string{
		"as it is":                  s,
		"in a URL's query":          url.QueryEscape(s),
		"in a URL's path":           url.PathEscape(s),
		"percent by percent":        bytewise(s, "%%%02X"),
		"in JSON":                   inJSON(s),
		"in JSON, slashes escaped":  strings.ReplaceAll(s, "/", `\/`),
		"in JSON, all escaped":      bytewise(s, `\u%04x`),
		"in JSON, in JSON":          inJSON(inJSON(s)),
		"as Go quotes it":           quoted[1 : len(quoted)-1],
		"as Go quotes it, bytewise": bytewise(s, `\x%02x`),
		"as numbers":                strings.Trim(bytewise(s, "%d "), " "),
		"in hexadecimal":            hex.EncodeToString([]byte(s)),
		"in HEXADECIMAL":            strings.ToUpper(hex.EncodeToString([]byte(s))),
	}
	for shift := range 3 {
		name := fmt.Sprintf("in base64, after %d bytes", shift)
		forms[name] = within(base64.StdEncoding, s, shift)
		forms[name+", of URLs"] = within(base64.URLEncoding, s, shift)
	}
	return forms
}

// bytewise formats each byte by itself.
func bytewise(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// within returns what the base64 of every text has in it that has s after a number
// of bytes that leaves this rest when divided by three: of the characters at both
// ends, those that depend on the bytes beside s are left out.
func within(e *base64.Encoding, s string, shift int) string {
	text := e.EncodeToString([]byte(strings.Repeat("x", shift) + s))
	first := (shift*8 + 5) / 6
	last := (shift + len(s)) * 8 / 6
	return text[first:max(first, last)]
}
