package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// inJsonnet returns an expression of a text, on one line and as jsonnetfmt
// writes it. jsonnetfmt turns the escape of a mark that reorders text, or of a
// line separator, into the mark itself; std.char keeps them visible. A part of
// what GitHub Actions would take for a command in a log is written in two
// pieces.
func inJsonnet(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var parts []string
	start := 0
	for i, r := range s {
		switch {
		case r >= 0xa0 && text.Acts(r):
			if i > start {
				parts = append(parts, quoted(s[start:i]))
			}
			parts = append(parts, fmt.Sprintf("std.char(%d)", r))
			start = i + len(string(r))
		case strings.HasPrefix(s[i:], "##["):
			parts = append(parts, quoted(s[start:i+1]))
			start = i + 1
		}
	}
	if start < len(s) || len(parts) == 0 {
		parts = append(parts, quoted(s[start:]))
	}
	return strings.Join(parts, " + ")
}

// quoted returns a string literal: in single quotes, unless those alone would
// have to be escaped.
func quoted(s string) string {
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
		case text.Acts(r):
			b.WriteString(text.Escape(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(quote)
	return b.String()
}

// valueInJsonnet returns an expression of a value as decoded from JSON, on one
// line.
func valueInJsonnet(v any) string {
	if s, ok := v.(string); ok {
		return inJsonnet(s)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return inJsonnet(fmt.Sprint(v))
	}
	return text.Harmless(strings.TrimSuffix(b.String(), "\n"))
}

// fieldName returns the name of a field as an object of Jsonnet has it.
func fieldName(name string) string {
	if regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`).MatchString(name) {
		return name
	}
	return quoted(name)
}
