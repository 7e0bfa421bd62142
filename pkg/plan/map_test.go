package plan

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Every text from outside is mapped, of every type of button, and nothing else.
func TestMap(t *testing.T) {
	t.Parallel()
	for _, typ := range append(menu.Types(), menu.ConsoleTypes()...) {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			change := func(prefix string) Change {
				spot := func(side string) *Spot {
					s := &Spot{Path: []string{prefix + side + "bar", prefix + side + "sub"}, Column: 1, Row: 2, Button: menu.Button{Type: typ}}
					for _, f := range menu.Fields() {
						if f != menu.FieldType {
							s.Put(f, prefix+side+f.String())
						}
					}
					return s
				}
				return Change{
					Kinds: []Kind{Renamed}, Before: spot("before "), After: spot("after "), Fields: []string{"url"},
					Followers: &Followers{Tag: prefix + "tag", Platform: "1", Retired: []string{prefix + "sex=1"}, Unknown: []string{prefix + "x=1"}, Hidden: true},
				}
			}
			before, names, values := change(""), 0, 0
			got := before.Map(func(s string, name bool) string {
				if name {
					names++
				} else {
					values++
				}
				return "other " + s
			})
			if want := change("other "); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			// The type and the sub-menu are no texts; beside the buttons' fields
			// there are a tag, and a condition of each kind.
			if want := 2*(len(menu.Fields())-2) + 3; names != 4 || values != want {
				t.Errorf("got %d names of buttons and %d values, want 4 and %d", names, values, want)
			}
			if again := change(""); !reflect.DeepEqual(before, again) {
				t.Errorf("got the change %+v after it was mapped, want %+v", before, again)
			}
		})
	}
	whole := Change{Kinds: []Kind{Added}, Buttons: 3}
	if got := whole.Map(func(s string, _ bool) string { return fmt.Sprint("x", s) }); !reflect.DeepEqual(got, whole) {
		t.Errorf("got %+v, want %+v", got, whole)
	}
}
