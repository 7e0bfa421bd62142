package serve

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// fields are what an object may have, each with what takes its value and the way
// to it.
type fields map[string]func(path string, v any)

// reader reads settings and collects what is wrong with them.
type reader struct{ faults []error }

func (r *reader) fault(path string, what text.Spoken) {
	r.faults = append(r.faults, &text.Error{Meaning: text.Colon(text.Same(text.Clean(path)), what)})
}

func (r *reader) missing(path, example string) {
	r.fault(path, text.Sayf("it is missing; write it as in %q", "缺少这一项，写法如 %q", example))
}

func (r *reader) wrongType(path string, want menu.Shape, v any) {
	r.fault(path, text.Sayf("it must be %s, not %s", "应是%s，这里是%s", want, menu.ShapeOf(v)))
}

// whole reads the object that all of it is.
func (r *reader) whole(data []byte, f fields) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		r.faults = append(r.faults, &text.Error{Meaning: text.Sayf("the settings are not JSON: %s", "配置不是 JSON：%s", text.Quote(err.Error()))})
		return
	}
	r.object(f)("", v)
}

// object takes an object of these fields.
func (r *reader) object(f fields) func(string, any) {
	known := slices.Sorted(maps.Keys(f))
	return r.named(func(path, key string, v any) {
		if take, is := f[key]; is {
			take(path, v)
			return
		}
		r.faults = append(r.faults, &text.Error{
			Meaning: text.Sayf("there is no setting %s%s", "没有 %s 这项配置%s", text.Quote(path), text.Meant(key, known)),
		})
	})
}

// named takes an object of any fields, each by itself.
func (r *reader) named(take func(path, key string, v any)) func(string, any) {
	return func(path string, v any) {
		values, is := v.(map[string]any)
		if !is {
			r.wrongType(cmp.Or(path, "."), menu.ShapeObject, v)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(values)) {
			below := key
			if path != "" {
				below = path + "." + key
			}
			take(below, key, values[key])
		}
	}
}

// each takes an array, each member by itself.
func (r *reader) each(take func(path string, v any)) func(string, any) {
	return func(path string, v any) {
		values, is := v.([]any)
		if !is {
			r.wrongType(path, menu.ShapeArray, v)
			return
		}
		for i, v := range values {
			take(fmt.Sprintf("%s[%d]", path, i), v)
		}
	}
}

// text takes a string; read returns it as it is kept, or what is wrong with it.
func (r *reader) text(into *string, read func(string) (string, text.Spoken)) func(string, any) {
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
			r.fault(path, wrong)
		}
	}
}

func (r *reader) flag(into *bool) func(string, any) {
	return func(path string, v any) {
		b, is := v.(bool)
		if *into = b; !is {
			r.wrongType(path, menu.ShapeBoolean, v)
		}
	}
}

func (r *reader) duration(into *time.Duration) func(string, any) {
	return func(path string, v any) {
		s, _ := v.(string)
		d, err := time.ParseDuration(s)
		if *into = d; err != nil {
			r.fault(path, text.Sayf("it must be a time such as %q", "应是一段时间，例如 %q", defaultTimeout.String()))
		}
	}
}
