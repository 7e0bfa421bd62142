// Package settings reads settings that are JSON, or that Jsonnet compiled to it. It
// does not stop at what is wrong first: a [Reader] collects it, each with the place
// of its value.
//
//	var r settings.Reader
//	r.Whole(data, settings.Fields{
//		"address": r.Text(&c.Address, nil),
//		"keys":    r.Named(func(path, name string, v any) { ... }),
//	})
//	return r.Err()
//
// A path is a JSON pointer (RFC 6901) into the settings.
package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Error is one thing that is wrong with settings.
type Error struct {
	// Pointer is the value's, or that of a field that the object lacks.
	Pointer string
	// Name means that the fault is the name of the field, not its value.
	Name bool
	said *text.Error
}

// Error returns what is wrong, in English.
func (e *Error) Error() string { return e.said.Error() }

// Words returns what is wrong, and what to do.
func (e *Error) Words() (meaning, remedy text.Spoken) { return e.said.Words() }

// Take takes the value at a path.
type Take func(path string, v any)

// Fields are what an object may have, each with what takes its value.
type Fields map[string]Take

// Reader reads settings and collects what is wrong with them. The zero value has
// found nothing.
type Reader struct{ faults []error }

// Err returns all that is wrong, joined: each is an [*Error].
func (r *Reader) Err() error { return errors.Join(r.faults...) }

// Found returns how much is wrong so far.
func (r *Reader) Found() int { return len(r.faults) }

// Wrong reports whether something is wrong with the value at a path, or in it.
func (r *Reader) Wrong(path string) bool {
	return slices.ContainsFunc(r.faults, func(err error) bool {
		var e *Error
		return errors.As(err, &e) && (e.Pointer == path || strings.HasPrefix(e.Pointer, path+"/"))
	})
}

// Fault says what is wrong with the value at a path.
func (r *Reader) Fault(path string, what text.Spoken) {
	r.Add(path, &text.Error{Meaning: text.Colon(shown(path), what)})
}

// Add says what is wrong in words of its own.
func (r *Reader) Add(path string, err *text.Error) {
	r.faults = append(r.faults, &Error{Pointer: path, said: err})
}

// Missing says that the object at a path lacks a field, unless it has one that is
// wrong, or whose name is; example is the value as the file would have it.
func (r *Reader) Missing(path, field, example string) {
	at := Below(path, field)
	if r.Wrong(at) || r.misspelt(path, field) {
		return
	}
	r.Add(path, &text.Error{Meaning: text.Colon(shown(at),
		text.Sayf("it is missing; write it as in %s", "缺少这一项，写法如 %s", example))})
}

// misspelt reports whether the object at a path has a name that may have been meant to
// be a field's.
func (r *Reader) misspelt(path, field string) bool {
	return slices.ContainsFunc(r.faults, func(err error) bool {
		var e *Error
		if !errors.As(err, &e) || !e.Name {
			return false
		}
		name, below := strings.CutPrefix(e.Pointer, path+"/")
		return below && len(text.Near(name, []string{field})) > 0
	})
}

// Misnamed says what is wrong with the name of the field whose value is at a path.
func (r *Reader) Misnamed(path string, meaning text.Spoken) {
	r.faults = append(r.faults, &Error{Pointer: path, Name: true, said: &text.Error{Meaning: meaning}})
}

func (r *Reader) wrongType(path string, want menu.Shape, v any) {
	r.Fault(path, text.Sayf("it must be %s, not %s", "应是%s，这里是%s", want, menu.ShapeOf(v)))
}

// Below returns the path of a field of the object at a path.
func Below(path, field string) string {
	return path + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(field)
}

// shown names the value at a path.
func shown(path string) text.Spoken {
	if path == "" {
		return text.Say("the settings as a whole", "整份配置")
	}
	return text.Same(text.Clean(steps(path)))
}

// steps is a path as people write it: github.repositories[0].id.
func steps(path string) string {
	var b strings.Builder
	for _, part := range strings.Split(path, "/")[1:] {
		if _, err := strconv.ParseUint(part, 10, 32); err == nil {
			b.WriteString("[" + part + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(strings.NewReplacer("~1", "/", "~0", "~").Replace(part))
	}
	return b.String()
}

// Whole reads the object that all of it is, and reports whether it is one.
func (r *Reader) Whole(data []byte, f Fields) bool {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		r.Add("", &text.Error{Meaning: text.Sayf("the settings are not JSON: %q", "配置不是 JSON：%q", err.Error())})
		return false
	}
	r.Object(f)("", v)
	_, is := v.(map[string]any)
	return is
}

// Object takes an object of these fields.
func (r *Reader) Object(f Fields) Take {
	known := slices.Sorted(maps.Keys(f))
	return r.Named(func(path, key string, v any) {
		if take, is := f[key]; is {
			take(path, v)
			return
		}
		r.Misnamed(path, text.Sayf("there is no setting %q%s", "没有%q这项配置%s", steps(path), text.Meant(key, known)))
	})
}

// Named takes an object of any fields, each by itself.
func (r *Reader) Named(take func(path, key string, v any)) Take {
	return func(path string, v any) {
		values, is := v.(map[string]any)
		if !is {
			r.wrongType(path, menu.ShapeObject, v)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(values)) {
			take(Below(path, key), key, values[key])
		}
	}
}

// Each takes an array, each member by itself.
func (r *Reader) Each(take Take) Take {
	return func(path string, v any) {
		values, is := v.([]any)
		if !is {
			r.wrongType(path, menu.ShapeArray, v)
			return
		}
		for i, v := range values {
			take(Below(path, strconv.Itoa(i)), v)
		}
	}
}

// Text takes a string; read returns it as it is kept, or what is wrong with it.
func (r *Reader) Text(into *string, read func(string) (string, text.Spoken)) Take {
	return func(path string, v any) {
		s, is := v.(string)
		if !is {
			r.wrongType(path, menu.ShapeString, v)
			return
		}
		if read == nil {
			*into = s
			return
		}
		kept, wrong := read(s)
		if *into = kept; wrong != nil {
			r.Fault(path, wrong)
		}
	}
}

// Flag takes true or false.
func (r *Reader) Flag(into *bool) Take {
	return func(path string, v any) {
		b, is := v.(bool)
		if *into = b; !is {
			r.wrongType(path, menu.ShapeBoolean, v)
		}
	}
}

// Duration takes a time; example is one.
func (r *Reader) Duration(into *time.Duration, example time.Duration) Take {
	return func(path string, v any) {
		s, _ := v.(string)
		d, err := time.ParseDuration(s)
		if *into = d; err != nil {
			r.Fault(path, text.Sayf("it must be a time such as %q", "应是一段时间，例如%q", example.String()))
		}
	}
}
