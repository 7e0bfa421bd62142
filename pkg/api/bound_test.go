package api

import (
	"math"
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
	if checked != 9 {
		t.Errorf("got %d texts, want 9", checked)
	}
}

// TestBoundedRuns holds that the id of a run can be one.
func TestBoundedRuns(t *testing.T) {
	t.Parallel()
	for id, ok := range map[int64]bool{math.MinInt64: false, -1: false, 0: true, 1: true, 1 << 53: true, 1<<53 + 1: false, math.MaxInt64: false} {
		for _, r := range []Request{{Run: id}, {Origin: Origin{RunID: id}}} {
			if err := r.Bounded(); (err == nil) != ok {
				t.Errorf("%+v: got %v, want it bounded: %t", r, err, ok)
			}
		}
	}
}
