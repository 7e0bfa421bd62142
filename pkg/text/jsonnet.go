package text

import (
	"fmt"
	"strings"
)

// Jsonnet returns a Jsonnet expression of an untrusted text, on one line and as
// jsonnetfmt writes it. jsonnetfmt turns the escape of a mark that reorders
// text, or of a line separator, into the mark itself; std.char keeps them
// visible. A part of what GitHub Actions would take for a command in a log is
// written in two pieces.
func Jsonnet(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var parts []string
	start := 0
	for i, r := range s {
		switch {
		case r >= 0xa0 && Acts(r):
			if i > start {
				parts = append(parts, JsonnetName(s[start:i]))
			}
			parts = append(parts, fmt.Sprintf("std.char(%d)", r))
			start = i + len(string(r))
		case strings.HasPrefix(s[i:], "##["):
			parts = append(parts, JsonnetName(s[start:i+1]))
			start = i + 1
		}
	}
	if start < len(s) || len(parts) == 0 {
		parts = append(parts, JsonnetName(s[start:]))
	}
	return strings.Join(parts, " + ")
}

// JsonnetName returns a text as a literal, which may also be the name of a
// field: in single quotes, unless those alone would have to be escaped.
func JsonnetName(s string) string {
	quote := '\''
	if strings.ContainsRune(s, '\'') && !strings.ContainsRune(s, '"') {
		quote = '"'
	}
	var b strings.Builder
	b.WriteRune(quote)
	for _, r := range s {
		switch short := strings.IndexRune("\b\f\n\r\t", r); {
		case r == quote || r == '\\':
			b.WriteString(`\` + string(r))
		case short >= 0:
			b.WriteString(`\` + "bfnrt"[short:short+1])
		case Acts(r):
			b.WriteString(Escape(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(quote)
	return b.String()
}
