package api

import (
	"reflect"
	"strings"
	"testing"
)

// TestBounded holds that each text which goes into a record has its bound,
// also one that is added later.
func TestBounded(t *testing.T) {
	t.Parallel()
	checked := 0
	hold := func(name string, r *Request, field reflect.Value) {
		t.Helper()
		checked++
		field.SetString(strings.Repeat("长", MaxText/3) + "x") // 1024 bytes
		if err := r.Bounded(); err != nil {
			t.Errorf("%s of %d bytes: got %v", name, MaxText, err)
		}
		field.SetString(field.String() + "x")
		want := name + " has 1025 bytes, and a record keeps at most 1024"
		if err := r.Bounded(); err == nil || err.Error() != want {
			t.Errorf("%s of %d bytes: got %v, want %q", name, MaxText+1, err, want)
		}
	}
	origin := reflect.TypeFor[Origin]()
	for i := range origin.NumField() {
		f := origin.Field(i)
		if f.Type.Kind() != reflect.String {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		r := new(Request)
		hold("origin."+name, r, reflect.ValueOf(&r.Origin).Elem().Field(i))
	}
	r := new(Request)
	hold("reason", r, reflect.ValueOf(&r.Reason).Elem())
	if checked != 8 {
		t.Errorf("got %d texts, want 8", checked)
	}
}
