package menu_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// What is wrong with one account, or with the table, hides no other account.
func TestDecodeTableProblems(t *testing.T) {
	t.Parallel()
	const data = `{"accounts":{"a":{"button":1},"z":{"button":[]}},"acounts":{}}`
	accounts := slices.Collect(menu.Decode("stem", []byte(data)))
	type entry struct {
		name  string
		table bool
		path  string
	}
	var got []entry
	for _, a := range accounts {
		e := entry{name: a.Name, table: a.Table}
		if len(a.Problems) > 0 {
			e.path = a.Problems[0].Path
		}
		got = append(got, e)
	}
	want := []entry{{"a", false, "/button"}, {"stem", true, "/acounts"}, {"z", false, ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// What is wrong with a table comes before the account that is called as its file.
func TestDecodeTableOwnName(t *testing.T) {
	t.Parallel()
	var got []bool
	for a := range menu.Decode("stem", []byte(`{"accounts":{"stem":{"button":[]}},"x":1}`)) {
		got = append(got, a.Table)
	}
	if want := []bool{true, false}; !reflect.DeepEqual(got, want) {
		t.Errorf("got tables %t, want %t", got, want)
	}
}

func TestDecodeSet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		json  string
		paths []string
	}{
		{"menu set", `{"menu":{"button":[]}}`, nil},
		{"create payload", `{"button":[]}`, nil},
		{"no table here", `{"accounts":{"a":{"button":[]}}}`, []string{""}},
		{"no JSON", `{`, []string{""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			acc := menu.DecodeSet("brand", []byte(tt.json))
			var got []string
			for _, p := range acc.Problems {
				got = append(got, p.Path)
				if p.Kind != menu.NotMenu {
					t.Errorf("got kind %d, want NotMenu", p.Kind)
				}
			}
			if acc.Name != "brand" || !reflect.DeepEqual(got, tt.paths) {
				t.Errorf("got account %q with problems at %q, want brand with %q", acc.Name, got, tt.paths)
			}
		})
	}
}

func TestDecodeAt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       []string
	}{
		{"create payload", `{"button":[]}`, []string{""}},
		{"menu set", `{"menu":{"button":[]}}`, []string{""}},
		{"table", `{"accounts":{"b":{"button":[]},"a/~":{"button":[]}}}`, []string{"/accounts/a~1~0", "/accounts/b"}},
		{"table after what is none", `{"accounts":[[{}],2],"accounts":{"b":{"button":[]}}}`, []string{"/accounts/b"}},
		{"table after another", `{"accounts":{"a":1,"c":2},"accounts":{"b":{"button":[]}}}`, []string{"/accounts/b"}},
		{"table with a fault of its own", `{"accounts":{"a":{"button":[]}},"x":1}`, []string{"/accounts/a", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for a := range menu.Decode("stem", []byte(tt.data)) {
				got = append(got, a.At)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("At: got %q, want %q", got, tt.want)
			}
		})
	}
}
