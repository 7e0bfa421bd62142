package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// TwiceError is a key that an object of a request has twice: it is not known which
// one was meant.
type TwiceError struct {
	// Key is the way to it, as in origin.runId, cut to text.Shown characters.
	Key string
}

// Error names the key.
func (e *TwiceError) Error() string {
	return fmt.Sprintf("the key %s is there twice", text.Quote(e.Key))
}

// Once returns a [*TwiceError] about the first key that an object in the JSON of a
// request has twice. As the decoder takes the names of a request's fields in upper and
// lower case, two that differ in that alone are one; not so in the menus, whose names are
// as WeChat takes them.
func Once(request []byte) error {
	dec := json.NewDecoder(bytes.NewReader(request))
	dec.UseNumber()
	var w walk
	for {
		token, err := dec.Token()
		if err != nil { // its end; the decoder says what is not JSON
			return nil //nolint:nilerr // as above
		}
		if w.step(token) {
			return &TwiceError{text.Cut(w.way(), text.Shown)}
		}
	}
}

// walk is where in a text of JSON its tokens lead.
type walk struct{ open []level }

// level is an object or array that is open.
type level struct {
	// seen are the keys of an object; nil of an array.
	seen map[string]bool
	// key is the newest one, and value is set until its value is there.
	key   string
	value bool
	// exact is set in the menus.
	exact bool
}

// step takes one token, and reports whether it is a key that its object has already.
func (w *walk) step(token json.Token) (twice bool) {
	top := w.top()
	if key, is := token.(string); is && top.seen != nil && !top.value {
		top.key, top.value = key, true
		if !top.exact {
			key = strings.ToLower(strings.ToUpper(key)) // as ſ is an s and K a k
		}
		twice = top.seen[key]
		top.seen[key] = true
		return twice
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		in := level{exact: top.exact || len(w.open) == 1 && strings.EqualFold(top.key, "desired")}
		if token == json.Delim('{') {
			in.seen = map[string]bool{}
		}
		w.open = append(w.open, in)
		return false
	case json.Delim('}'), json.Delim(']'):
		w.open = w.open[:len(w.open)-1]
	}
	w.top().value = false
	return false
}

// top is the innermost level; an empty one outside of all.
func (w *walk) top() *level {
	if len(w.open) == 0 {
		return &level{}
	}
	return &w.open[len(w.open)-1]
}

// way is the way to the newest key.
func (w *walk) way() string {
	var keys []string
	for i := range w.open {
		if w.open[i].seen != nil {
			keys = append(keys, w.open[i].key)
		}
	}
	return strings.Join(keys, ".")
}
