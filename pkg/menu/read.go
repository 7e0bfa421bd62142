package menu

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"
)

// What is read of JSON. A value beyond that is told of and not walked, so that
// what a stranger's 43 characters of Jsonnet compile to costs no more than the
// largest menus there can be. WeChat's own answers have arrays of any length.
const (
	// MaxButtons is the most buttons that are read of an array, ten times those
	// that a sub-menu may have.
	MaxButtons = 50
	// MaxConditional is the most conditional menus that are read of an account:
	// more than there are tags (100) times platforms (3), and any platform.
	// Source: createTag ("at most 100 tags"); addConditionalMenu.
	MaxConditional = 500
	// MaxAccounts is the most accounts of a table, and of a run: twice the
	// largest repository that caidan is measured with.
	// Source: docs/performance.md.
	MaxAccounts = 20_000
	// maxValues is the most JSON values of an account: MaxConditional menus of
	// 18 buttons with all fields have some 80,000.
	maxValues = 100_000
	// maxLevels is how deep an account's values nest; a menu set has 8 levels.
	maxLevels = 16
)

// most holds the longest array that is read of a field; others end with the
// account's values.
var most = map[string]int{"button": MaxButtons, "sub_button": MaxButtons, "conditionalmenu": MaxConditional}

// long stands for an array that has more elements than are read: how many.
type long int

// reader reads JSON that is known to be valid.
type reader struct {
	data []byte
	pos  int
	// live is set for WeChat's own answers.
	live bool
	// values counts what was read, and excess is the limit it went over.
	values int
	excess Kind
}

// Read reads one JSON value, numbers as json.Number. One of more values or
// levels than an account may have is an error.
func Read(data []byte) (any, error) {
	if !json.Valid(data) {
		return nil, json.Unmarshal(data, new(any)) // which says why not
	}
	r := reader{data: data, live: true}
	v := r.value("", 1)
	if r.excess != 0 {
		return nil, errors.New("it has more values than can be read")
	}
	return v, nil
}

// value reads the value at pos, that of a field at a level.
func (r *reader) value(field string, level int) any {
	r.space()
	if r.values++; r.values > maxValues {
		r.excess = TooLarge
	} else if level > maxLevels {
		r.excess = TooNested
	}
	if r.excess != 0 {
		r.skip()
		return nil
	}
	start := r.pos
	switch r.data[r.pos] {
	case '{':
		fields := map[string]any{}
		r.members(func(name string) { fields[name] = r.value(name, level+1) })
		return fields
	case '[':
		return r.array(field, level)
	case '"':
		return r.text()
	case 't':
		r.skip()
		return true
	case 'f':
		r.skip()
		return false
	case 'n':
		r.skip()
		return nil
	default:
		r.skip()
		return json.Number(r.data[start:r.pos])
	}
}

// array reads an array, of one that is too long only the length.
func (r *reader) array(field string, level int) any {
	list, n := []any{}, 0
	limit, limited := most[field]
	limited = limited && !r.live
	r.pos++
	for r.next(']') {
		if n++; limited && n > limit {
			list = nil
			r.skip()
			continue
		}
		list = append(list, r.value("", level+1))
	}
	if list == nil {
		return long(n)
	}
	return list
}

// members reads the names of an object's fields; each does so with the value.
func (r *reader) members(each func(name string)) {
	r.pos++
	for r.next('}') {
		name := r.text()
		r.space()
		r.pos++ // the colon
		each(name)
	}
}

// next moves to the next element, or past the end of an array or object.
func (r *reader) next(end byte) bool {
	if r.space(); r.data[r.pos] == ',' {
		r.pos++
		r.space()
	}
	if r.data[r.pos] == end {
		r.pos++
		return false
	}
	return true
}

func (r *reader) space() {
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case ' ', '\t', '\r', '\n':
			r.pos++
		default:
			return
		}
	}
}

// skip moves past the value at pos.
func (r *reader) skip() {
	r.space()
	for depth := 0; ; {
		switch c := r.data[r.pos]; c {
		case '"':
			r.quoted()
		case '{', '[':
			depth++
			r.pos++
		case '}', ']':
			depth--
			r.pos++
		case ' ', '\t', '\r', '\n', ',', ':':
			r.pos++
		default:
			r.word()
		}
		if depth == 0 {
			return
		}
	}
}

// word moves past a number, true, false or null.
func (r *reader) word() {
	for r.pos < len(r.data) && bytes.IndexByte([]byte(" \t\r\n,:]}"), r.data[r.pos]) < 0 {
		r.pos++
	}
}

// quoted moves past a string and reports whether it is written as it is.
func (r *reader) quoted() (plain bool) {
	plain = true
	for r.pos++; r.data[r.pos] != '"'; r.pos++ {
		if r.data[r.pos] == '\\' {
			plain = false
			r.pos++
		}
	}
	r.pos++
	return plain
}

// text reads a string.
func (r *reader) text() string {
	start := r.pos
	plain := r.quoted()
	if raw := r.data[start+1 : r.pos-1]; plain && utf8.Valid(raw) {
		return string(raw)
	}
	var s string
	_ = json.Unmarshal(r.data[start:r.pos], &s) // it is valid
	return s
}

// table is what is written under "accounts" in what a file compiled to.
type table struct {
	// others are the names beside accounts.
	others []string
	// value is what accounts holds, where that is no object.
	value any
	// names are the accounts, sorted, and at where the value of each is.
	names []string
	at    map[string][]byte
	// size is how many there are; over MaxAccounts none is in names.
	size int
}

// readTable returns the table of accounts, nil where a file's value is none.
// Beyond the limits of an account nothing is told of names beside accounts.
func readTable(data []byte) *table {
	r := reader{data: data}
	if r.space(); r.data[r.pos] != '{' {
		return nil
	}
	t, isTable := table{}, false
	r.members(func(name string) {
		if r.space(); name == "accounts" {
			isTable = true
			t.read(&r) // of several the last one counts
			return
		}
		if len(t.others) < maxValues {
			t.others = append(t.others, name)
		}
		r.skip()
	})
	if !isTable {
		return nil
	}
	slices.Sort(t.others)
	t.others = slices.Compact(t.others)
	if t.size <= MaxAccounts {
		t.names = slices.Sorted(maps.Keys(t.at))
	}
	return &t
}

// read reads what accounts holds, at pos of r.
func (t *table) read(r *reader) {
	t.value, t.at, t.size = map[string]any{}, map[string][]byte{}, 0
	if r.data[r.pos] != '{' {
		limited := reader{data: r.data, pos: r.pos}
		t.value = limited.value("accounts", 1)
		r.pos = limited.pos
		return
	}
	r.members(func(name string) {
		r.space()
		start := r.pos
		r.skip()
		if t.size++; t.size <= MaxAccounts {
			t.at[name] = r.data[start:r.pos]
		}
	})
}
