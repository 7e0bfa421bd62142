package menu

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// CreateBody returns the exact bytes menu/create is sent: the default menu as
// a create payload, compact, raw UTF-8.
func (s Set) CreateBody() []byte {
	b := make([]byte, 0, 1024)
	b = append(b, `{"button":`...)
	b = appendButtons(b, s.Menu, false)
	return append(b, '}')
}

// Body returns the exact bytes menu/addconditional is sent.
func (c *Conditional) Body() []byte {
	return appendConditional(make([]byte, 0, 1024), c, false)
}

// CheckWire refuses bytes that WeChat would refuse whatever they say: not
// UTF-8 (65318), a byte order mark (40016), or a \uXXXX escape (40033), which
// JSON forces on control characters. A backslash that is itself escaped starts
// no escape. It is the last look before bytes leave; a set without rule
// findings always passes.
func CheckWire(body []byte) error {
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return errors.New("check request body: it starts with a byte order mark, which WeChat refuses with 40016")
	}
	if !utf8.Valid(body) {
		return errors.New("check request body: it is not UTF-8, which WeChat refuses with 65318")
	}
	for i := 0; i+1 < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		if body[i+1] == 'u' {
			return errors.New("check request body: it has a \\u escape, which WeChat refuses with 40033")
		}
		i++
	}
	return nil
}
