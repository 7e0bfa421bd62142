package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// answer is a body WeChat sent with HTTP status 200: a success or a refusal.
type answer struct {
	// errcode is 0 on success, also where WeChat leaves it out.
	errcode int
	errmsg  string
	// body is the whole answer, valid JSON.
	body []byte
}

// decodeAnswer reads what every answer has. With an error about the form of valid
// JSON it returns the body. Errors say nothing of the body's text: an answer to a
// token request may hold the token.
func decodeAnswer(body []byte) (answer, error) {
	body = repair(body)
	if !json.Valid(body) {
		return answer{}, errors.New("answer is not JSON")
	}
	ans := answer{body: body}
	if kind := kindOf(body); kind != "an object" {
		return ans, fmt.Errorf("answer is %s, not an object", kind)
	}
	var head struct {
		Errcode json.RawMessage `json:"errcode"`
		Errmsg  json.RawMessage `json:"errmsg"`
	}
	_ = json.Unmarshal(body, &head) // no object fails
	if text := looseText(head.Errcode); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return ans, errors.New("answer has an errcode that is not a number")
		}
		ans.errcode = n
	}
	ans.errmsg = looseText(head.Errmsg)
	return ans, nil
}

// kindOf names what some valid JSON is.
func kindOf(body []byte) string {
	switch bytes.TrimSpace(body)[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	default:
		return "a number"
	}
}

// maxKeys is the most keys of an answer that are shown.
const maxKeys = 20

// unknown is the error of an answer whose form is not what it was.
func unknown(op string, ans answer, cause error) error {
	var root map[string]json.RawMessage
	_ = json.Unmarshal(ans.body, &root)
	// A key can be shown that is a word, and shorter than a secret.
	plainKey := regexp.MustCompile(`^[a-zA-Z_]{1,31}$`)
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(root)), func(key string) bool { return !plainKey.MatchString(key) })
	return &TransportError{Op: op, Problem: UnknownForm, Sent: true, Keys: keys[:min(len(keys), maxKeys)], Cause: cause}
}

// looseText returns a JSON string or number as text; old endpoints send one
// for the other. Null and nothing are empty.
func looseText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimSpace(text)
	}
	return string(raw)
}

// repair makes JSON of what WeChat is known to send in its place: raw control
// characters inside strings become escapes, elsewhere they and a byte order
// mark are dropped. Valid JSON is returned as it is.
func repair(body []byte) []byte {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if json.Valid(body) {
		return body
	}
	const hex = "0123456789abcdef"
	out := make([]byte, 0, len(body)+64)
	inString, escaped := false, false
	for _, b := range body {
		switch {
		case b < 0x20 && inString:
			out = append(out, '\\', 'u', '0', '0', hex[b>>4], hex[b&0xf])
			continue
		case b < 0x20 && b != '\t' && b != '\n' && b != '\r':
			continue
		case escaped:
			escaped = false
		case b == '\\' && inString:
			escaped = true
		case b == '"':
			inString = !inString
		}
		out = append(out, b)
	}
	return out
}
