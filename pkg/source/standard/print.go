package standard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Printed is a value as JSON.
type Printed struct {
	// JSON has no blanks but in texts. Texts and numbers are as Jsonnet prints them.
	JSON []byte
	// Size is the bytes of what Jsonnet prints: a line for each value, indented,
	// and one at the end.
	Size  int
	names []string
}

// Compact returns what Jsonnet printed.
func Compact(printed string) (Printed, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(printed)); err != nil {
		return Printed{}, fmt.Errorf("read what Jsonnet printed: %w", err)
	}
	return Printed{JSON: b.Bytes(), Size: len(printed)}, nil
}

// whole prints a whole value; p is what of it was printed before.
func (p *Printed) whole(v any) Printed {
	w := Printed{Size: p.Size}
	w.value(v, 0)
	return Printed{JSON: w.JSON, Size: w.Size + len(w.JSON) + len("\n")}
}

// value prints a value inside so many others.
func (p *Printed) value(v any, level int) {
	switch v := v.(type) {
	case string:
		p.text(v)
	case float64:
		p.number(v)
	case json.RawMessage:
		p.JSON = append(p.JSON, v...)
	case bool:
		p.JSON = strconv.AppendBool(p.JSON, v)
	case []any:
		p.JSON = append(p.JSON, '[')
		for i, e := range v {
			p.next(i, level)
			p.value(e, level+1)
		}
		p.end(']', len(v), level)
	case map[string]any:
		p.JSON = append(p.JSON, '{')
		for i, name := range p.sorted(v) {
			p.next(i, level)
			p.text(name)
			p.JSON = append(p.JSON, ':')
			p.Size += len(" ")
			p.value(v[name], level+1)
		}
		p.names = p.names[:len(p.names)-len(v)]
		p.end('}', len(v), level)
	default:
		p.JSON = append(p.JSON, "null"...)
	}
}

// sorted returns the names of the fields of a value, in memory that is kept for them.
func (p *Printed) sorted(fields map[string]any) []string {
	from := len(p.names)
	for name := range fields {
		p.names = append(p.names, name)
	}
	slices.Sort(p.names[from:])
	return p.names[from:]
}

// next begins element i of a value inside so many others.
func (p *Printed) next(i, level int) {
	if i > 0 {
		p.JSON = append(p.JSON, ',')
	}
	p.line(level + 1)
}

// end ends a value with so many elements.
func (p *Printed) end(bracket byte, elements, level int) {
	p.JSON = append(p.JSON, bracket)
	if elements == 0 {
		p.Size += len(" ")
	} else {
		p.line(level)
	}
}

// line counts a line that is begun.
func (p *Printed) line(level int) { p.Size += len("\n") + level*len("   ") }

// number prints a number.
func (p *Printed) number(v float64) {
	if v == math.Floor(v) {
		p.JSON = strconv.AppendFloat(p.JSON, v, 'f', 0, 64)
	} else {
		p.JSON = strconv.AppendFloat(p.JSON, v, 'g', 17, 64)
	}
}

// escapes are the letters after a backslash for characters that have one.
var escapes = map[rune]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}

// text prints a text.
func (p *Printed) text(s string) {
	p.JSON = append(p.JSON, '"')
	start := 0
	for i := 0; i < len(s); {
		c, n := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(s[i:])
		}
		if i += n; ' ' <= c && c != '"' && c != '\\' && (c < 0x7f || c > 0x9f) {
			continue
		}
		p.JSON = append(p.JSON, s[start:i-n]...)
		start = i
		if letter, ok := escapes[c]; ok {
			p.JSON = append(p.JSON, '\\', letter)
		} else {
			const digits = "0123456789abcdef"
			p.JSON = append(p.JSON, '\\', 'u', '0', '0', digits[c>>4], digits[c&0xf])
		}
	}
	p.JSON = append(append(p.JSON, s[start:]...), '"')
}
