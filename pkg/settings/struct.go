package settings

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Word is one of a few words.
type Word interface {
	encoding.TextUnmarshaler
	// Words are all that UnmarshalText reads.
	Words() []string
}

// Struct takes an object into the struct that v points to: its exported fields have
// the names that their json tags say, and one without a name, or with "-", has none.
// A field is a bool, an int, a string, a [Word], or a struct or
// slice of these; it panics at any other.
func (r *Reader) Struct(v any) Take {
	s := reflect.ValueOf(v).Elem()
	f := Fields{}
	for _, field := range reflect.VisibleFields(s.Type()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && name != "-" {
			f[name] = r.value(s.FieldByIndex(field.Index))
		}
	}
	return r.Object(f)
}

// value takes a value of any of the kinds.
func (r *Reader) value(into reflect.Value) Take {
	if word, is := into.Addr().Interface().(Word); is {
		return r.word(word)
	}
	switch into.Kind() { //nolint:exhaustive // of what settings can be
	case reflect.Bool:
		return r.Flag(into.Addr().Interface().(*bool))
	case reflect.String:
		return r.Text(into.Addr().Interface().(*string), nil)
	case reflect.Int:
		return r.number(into)
	case reflect.Struct:
		return r.Struct(into.Addr().Interface())
	case reflect.Slice:
		return func(path string, v any) {
			into.Set(reflect.MakeSlice(into.Type(), 0, 0)) // an empty list is one
			r.Each(func(path string, v any) {
				member := reflect.New(into.Type().Elem()).Elem()
				r.value(member)(path, v)
				into.Set(reflect.Append(into, member))
			})(path, v)
		}
	}
	panic(fmt.Sprintf("settings: no setting is a %s", into.Type()))
}

// word takes one of a few words.
func (r *Reader) word(into Word) Take {
	var s string
	return r.Text(&s, func(s string) (string, text.Spoken) {
		if into.UnmarshalText([]byte(s)) != nil {
			known := into.Words()
			return "", text.Sayf("it must be one of %s, not %q%s", "可选 %s，这里是%q%s", text.List(known), s, text.Guess(s, known))
		}
		return s, nil
	})
}

// number takes a whole number.
func (r *Reader) number(into reflect.Value) Take {
	return func(path string, v any) {
		number, is := v.(json.Number)
		if !is {
			r.wrongType(path, menu.ShapeNumber, v)
			return
		}
		n, err := number.Int64()
		if err != nil || into.OverflowInt(n) {
			r.Fault(path, text.Sayf("it must be a whole number, not %q", "应是整数，这里是%q", number.String()))
			return
		}
		into.SetInt(n)
	}
}
