package menu

import (
	"encoding/json"
	"strings"
)

// Canonical returns the set's canonical form: compact UTF-8 JSON, fields in a
// fixed order, without what is empty, what the button's type does not use, and
// what changes from read to read. Equal menus have equal bytes, and decoding
// and encoding them again changes nothing. An empty set is {}.
func (s Set) Canonical() []byte { return s.append(make([]byte, 0, 1024), false) }

// storedBeside is the field of a stored default menu that holds what stood beside
// the menus. A release that does not know it passes it over there.
const storedBeside = "beside"

// append writes the set; whole with what changes from read to read.
func (s Set) append(b []byte, whole bool) []byte {
	b = append(b, '{')
	if len(s.Menu) > 0 {
		b = append(b, `"menu":{"button":`...)
		b = appendButtons(b, s.Menu, whole)
		if whole && len(s.Beside) > 0 {
			b = appendKey(b, storedBeside)
			b = append(b, '{')
			for _, x := range s.Beside {
				b = appendKey(b, x.Name)
				b = appendValue(b, x.Value)
			}
			b = append(b, '}')
		}
		b = append(b, '}')
	}
	for i := range s.Conditional {
		if i == 0 {
			b = appendKey(b, "conditionalmenu")
			b = append(b, '[')
		} else {
			b = append(b, ',')
		}
		b = appendConditional(b, &s.Conditional[i], whole)
	}
	if len(s.Conditional) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

// MarshalJSON returns the canonical form with what it leaves out because it
// changes from read to read: nothing but the ledger keeps what a replaced menu had.
func (s Set) MarshalJSON() ([]byte, error) { return s.append(make([]byte, 0, 1024), true), nil }

// UnmarshalJSON reads what MarshalJSON wrote, as [DecodeCanonical] does.
func (s *Set) UnmarshalJSON(data []byte) (err error) {
	*s, err = DecodeCanonical(data)
	return err
}

func appendConditional(b []byte, c *Conditional, whole bool) []byte {
	b = append(b, `{"button":`...)
	b = appendButtons(b, c.Menu, whole)
	b = append(b, `,"matchrule":{`...)
	if c.Match.TagID != "" {
		b = appendKey(b, "tag_id")
		b = appendString(b, c.Match.TagID)
	}
	if c.Match.ClientPlatformType != "" {
		b = appendKey(b, "client_platform_type")
		b = appendString(b, c.Match.ClientPlatformType)
	}
	for _, x := range c.Match.Extra {
		b = appendKey(b, x.Name)
		b = appendValue(b, x.Value)
	}
	return append(b, '}', '}')
}

func appendButtons(b []byte, list []Button, whole bool) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendButton(b, &list[i], whole)
	}
	return append(b, ']')
}

func appendButton(b []byte, btn *Button, whole bool) []byte {
	b = append(b, '{')
	kept := btn.kept()
	for f, text := range btn.texts() {
		if *text != "" && kept.has(Field(f)) {
			b = appendKey(b, fields[f].name)
			b = appendString(b, *text)
		}
	}
	if len(btn.Sub) > 0 {
		b = appendKey(b, FieldSubButton.String())
		b = appendButtons(b, btn.Sub, whole)
	}
	for _, x := range btn.Extra {
		if whole || !btn.volatile(x.Name) {
			b = appendKey(b, x.Name)
			b = appendValue(b, x.Value)
		}
	}
	return append(b, '}')
}

// appendKey starts a member of the object b ends in.
func appendKey(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(appendString(b, name), ':')
}

// appendValue writes any decoded JSON value, object members sorted by name.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendString(b, v)
	case json.Number:
		return append(b, v...)
	case bool:
		if v {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, e)
		}
		return append(b, ']')
	case map[string]any:
		b = append(b, '{')
		for _, name := range sortedKeys(v) {
			b = appendKey(b, name)
			b = appendValue(b, v[name])
		}
		return append(b, '}')
	default:
		return append(b, "null"...)
	}
}

// appendString writes a JSON string as WeChat wants it: raw UTF-8, with the
// escapes JSON forces and no others. encoding/json cannot: it always writes
// U+2028 and U+2029 as \u escapes, which WeChat refuses with 40033. Bytes that
// are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, c := range []byte(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
