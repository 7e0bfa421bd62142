package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// decodeBody reads the body of a menu endpoint, or returns the code of the first
// of: nothing there, not UTF-8, a \uXXXX escape, not one JSON object, which has
// a code of the endpoint's own, badFormat. Of a member given twice the last
// counts [inferred]; a byte order mark is not JSON.
// Source: captures for 44002, 65318, 40033 and 40016; their order is
// [inferred].
func decodeBody(body []byte, badFormat int) (map[string]any, int) {
	if len(body) == 0 {
		return nil, codeEmptyBody
	}
	if !utf8.Valid(body) {
		return nil, codeBadCharset
	}
	if hasUnicodeEscape(body) {
		return nil, codeUnicodeEscape
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber() // a number of any size is a number, not an error
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, badFormat
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, badFormat
	}
	root, isObject := value.(map[string]any)
	if !isObject {
		return nil, badFormat
	}
	return root, 0
}

// hasUnicodeEscape finds \uXXXX, unless the backslash is itself escaped.
func hasUnicodeEscape(body []byte) bool {
	for i := 0; i+1 < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		i++
		if body[i] == 'u' && i+4 < len(body) && isHex(body[i+1:i+5]) {
			return true
		}
	}
	return false
}

func isHex(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
