package menu_test

import (
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// What is wrong with one account, or with the table, hides no other account.
func TestDecodeTableProblems(t *testing.T) {
	t.Parallel()
	const data = `{"accounts":{"a":{"button":1},"z":{"button":[]}},"acounts":{}}`
	accounts := menu.Decode("stem", []byte(data))
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
