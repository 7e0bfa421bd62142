package trace

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// maxCompared is the most bytes of JSON that are compared in full with what
// the second evaluation gives: 64 KiB, more than a menu set can need. Of a
// larger value the kind and the number of fields or elements are compared.
const maxCompared = 64 << 10

// compiled is a value of a compiled file. What is inside it is decoded when
// a pointer leads there, once.
type compiled struct {
	raw    json.RawMessage
	opened bool
	fields map[string]json.RawMessage
	list   []json.RawMessage
	inside map[string]*compiled
	// asked is the question about v, and turn its number in that about the
	// value around v; nil when nothing asks.
	asked *question
	turn  int
	// same tells whether seen, the answer about v, is about the same value.
	seen *sight
	same bool
}

// open decodes the outermost layer of v.
func (v *compiled) open() {
	if v.opened {
		return
	}
	v.opened = true
	// What does not decode has no fields and no elements.
	switch v.kind() {
	case "object":
		_ = json.Unmarshal(v.raw, &v.fields)
	case "array":
		_ = json.Unmarshal(v.raw, &v.list)
	}
}

// kind returns what std.type says of v.
func (v *compiled) kind() string {
	text := bytes.TrimLeft(v.raw, " \t\r\n")
	if len(text) == 0 {
		return ""
	}
	switch text[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// size returns the number of fields or elements of v.
func (v *compiled) size() int {
	v.open()
	return len(v.fields) + len(v.list)
}

// step returns the value that token leads to, and what Jsonnet calls the step.
func (v *compiled) step(token string) (to *compiled, step any) {
	v.open()
	raw, ok := v.fields[token]
	step = token
	if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(v.list) && v.fields == nil {
		raw, step, ok = v.list[i], i, true
	}
	if !ok {
		return nil, nil
	}
	if to = v.inside[token]; to == nil {
		if v.inside == nil {
			v.inside = make(map[string]*compiled)
		}
		to = &compiled{raw: raw}
		v.inside[token] = to
	}
	return to, step
}

// walk adds the way that a JSON pointer (RFC 6901) goes from v to q, the
// question about v, as far as there is something. It returns the values on
// the way, v first, and the number of the step from each to the next.
func (v *compiled) walk(pointer string, q *question) (values []*compiled, turns []int) {
	values = []*compiled{v}
	_, rest, found := strings.Cut(pointer, "/")
	for found {
		var token string
		token, rest, found = strings.Cut(rest, "/")
		to, step := v.step(unescape(token))
		if to == nil {
			break
		}
		if to.asked == nil {
			to.asked = newQuestion()
			to.turn = len(q.Steps)
			q.Steps, q.Inside = append(q.Steps, step), append(q.Inside, to.asked)
		}
		v, q = to, to.asked
		values, turns = append(values, v), append(turns, v.turn)
	}
	q.Deep = len(v.raw) <= maxCompared
	return values, turns
}

// cutLast returns the pointer to the value around that at pointer, and the last step.
func cutLast(pointer string) (around, field string) {
	at := max(strings.LastIndexByte(pointer, '/'), 0)
	return pointer[:at], unescape(strings.TrimPrefix(pointer[at:], "/"))
}

// unescape returns a step of a JSON pointer as it is.
func unescape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

// matches reports whether l is about v, as far as can be told cheaply. There
// is one answer about each value, so it is looked at once.
func (v *compiled) matches(l *sight) bool {
	if v.seen != l {
		v.seen = l
		v.same = v.kind() == l.Type && v.size() == l.Size && (l.Value == nil || equal(v.raw, l.Value))
	}
	return v.same
}

// equal reports whether a and b are the same JSON.
func equal(a, b []byte) bool {
	one, ok := decode(a)
	other, okay := decode(b)
	return ok && okay && reflect.DeepEqual(one, other)
}

// decode decodes JSON, with numbers as they are written.
func decode(data []byte) (value any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err := d.Decode(&value)
	return value, err == nil
}
