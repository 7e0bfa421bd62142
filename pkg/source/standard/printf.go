package standard

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Jsonnet's % and std.format are written in Jsonnet and take some hundred times
// as long as + does. Here are the formats that menus have, in Go. All others,
// and whatever is wrong with one, are left to the library.
const (
	// maxCode is the most bytes of one conversion, from its % to its letter,
	// and maxWidth and maxPrecision are the most characters that each may pad
	// to. The library calls itself for each of them, and so these limits are
	// those of carefulMargin.
	maxCode      = 32
	maxWidth     = 12
	maxPrecision = 6
	// maxFormats is the most formats a VM keeps parsed.
	maxFormats = 1000
	// maxFormatted is the most bytes of a format, and of a value, that is
	// formatted here. The library shares the text of longer ones with their
	// values.
	maxFormatted = 4 << 10
)

// printf formats for one VM.
type printf struct{ parsed map[string]*format }

// format is a format string: a literal before each of the codes, and a last
// one.
type format struct {
	literals []string
	codes    []code
}

// code is a conversion.
type code struct {
	key                          string
	keyed                        bool
	alt, zero, left, blank, plus bool
	width, precision             int // the precision is -1 without one
	verb                         byte
}

// kind returns what values the conversion takes: s for any, n for numbers, and
// nothing for none.
func (c code) kind() string {
	switch c.verb {
	case '%':
		return ""
	case 's':
		return "s"
	}
	return "n"
}

// mod returns what a % b is.
func (p *printf) mod(args []any) any {
	a, number := args[0].(float64)
	if !number {
		return p.quick(args)
	}
	if b, ok := args[1].(float64); ok && b != 0 {
		return math.Mod(a, b)
	}
	return nil
}

// quick formats a value, or an array of them.
func (p *printf) quick(args []any) any {
	f := p.format(args[0])
	if f == nil {
		return nil
	}
	if values, ok := args[1].([]any); ok {
		return f.render(values)
	}
	return f.render(args[1:])
}

// careful formats an array of values. For a number of values it returns their
// kinds, and for nothing those of fields.
func (p *printf) careful(args []any) any {
	f := p.format(args[0])
	if f == nil {
		return nil
	}
	switch vals := args[1].(type) {
	case float64:
		return f.kinds(int(vals))
	case []any:
		return f.render(vals)
	}
	return f.keys()
}

// kinds returns the kinds of the values that f takes, when they are so many.
func (f *format) kinds(count int) any {
	var kinds strings.Builder
	for _, c := range f.codes {
		kinds.WriteString(c.kind())
	}
	if kinds.Len() != count {
		return nil
	}
	return kinds.String()
}

// keys returns the kinds and names of the fields that f takes.
func (f *format) keys() any {
	keys := []any{}
	for _, c := range f.codes {
		switch {
		case c.kind() == "":
		case !c.keyed:
			return nil
		default:
			keys = append(keys, []any{c.kind(), c.key})
		}
	}
	return keys
}

// render formats values.
func (f *format) render(values []any) any {
	var out strings.Builder
	for i, c := range f.codes {
		s, ok := "%", true
		if c.kind() != "" {
			if len(values) == 0 {
				return nil
			}
			s, ok = c.text(values[0])
			values = values[1:]
		}
		if !ok {
			return nil
		}
		out.WriteString(f.literals[i])
		out.WriteString(c.pad(s))
	}
	if len(values) > 0 {
		return nil
	}
	out.WriteString(f.literals[len(f.codes)])
	return out.String()
}

// format returns the format that str is; nil when the library is to read it.
func (p *printf) format(str any) *format {
	s, ok := str.(string)
	if !ok {
		return nil
	}
	f, known := p.parsed[s]
	if !known {
		if len(p.parsed) >= maxFormats {
			clear(p.parsed)
		}
		f = parseFormat(s)
		p.parsed[s] = f
	}
	return f
}

// parseFormat returns the format that s is, or nil.
func parseFormat(s string) *format {
	if !isText(s) {
		return nil
	}
	f := &format{}
	for {
		literal, rest, found := strings.Cut(s, "%")
		f.literals = append(f.literals, literal)
		if !found {
			return f
		}
		c, n := parseCode(rest)
		if n == 0 || n > maxCode || c.width > maxWidth || c.precision > maxPrecision {
			return nil
		}
		f.codes = append(f.codes, c)
		s = rest[n:]
	}
}

// parseCode returns the conversion that s starts with, and its length, which is
// 0 when it is none or unusual.
func parseCode(s string) (code, int) {
	c := code{precision: -1}
	rest := s
	if after, ok := strings.CutPrefix(rest, "("); ok {
		if c.key, rest, c.keyed = strings.Cut(after, ")"); !c.keyed {
			return c, 0
		}
	}
	for flags := true; flags && rest != ""; {
		switch rest[0] {
		case '#':
			c.alt = true
		case '0':
			c.zero = true
		case '-':
			c.left = true
		case ' ':
			c.blank = true
		case '+':
			c.plus = true
		default:
			flags = false
			continue
		}
		rest = rest[1:]
	}
	c.width, rest = parseDigits(rest)
	if after, ok := strings.CutPrefix(rest, "."); ok {
		c.precision, rest = parseDigits(after)
	}
	if rest != "" && strings.IndexByte("hlL", rest[0]) >= 0 {
		rest = rest[1:] // as in C, and of no meaning
	}
	if rest == "" || strings.IndexByte("diuoxXfFs%", rest[0]) < 0 {
		return c, 0
	}
	c.verb = rest[0]
	return c, len(s) - len(rest) + 1
}

// parseDigits returns the number that s starts with, which is 0 without any
// digit, and the rest.
func parseDigits(s string) (int, string) {
	n := 0
	for s != "" && '0' <= s[0] && s[0] <= '9' {
		n = min(n*10+int(s[0]-'0'), maxWidth+maxPrecision) // too many either way
		s = s[1:]
	}
	return n, s
}

// isText reports whether Go and Jsonnet have the same characters in s. Jsonnet
// knows some that are not Unicode's, which arrive here as this one.
func isText(s string) bool {
	return len(s) <= maxFormatted && !strings.ContainsRune(s, utf8.RuneError)
}
