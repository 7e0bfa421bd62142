package menu_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestFields(t *testing.T) {
	t.Parallel()
	want := []string{"type", "name", "key", "url", "appid", "pagepath", "media_id", "article_id", "sub_button"}
	if got := buttonFields(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := menu.Field(len(want)).String(); got != "" {
		t.Errorf("got %q for no field, want nothing", got)
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	if got := len(menu.Types()); got != 13 {
		t.Errorf("got %d types, want 13", got)
	}
	for _, typ := range menu.Types() {
		if len(menu.Uses(typ)) == 0 || slices.Contains(menu.ConsoleTypes(), typ) {
			t.Errorf("%s uses no field, or is a console type", typ)
		}
	}
	for _, typ := range append(menu.ConsoleTypes(), "", "VIEW") {
		if got := menu.Uses(typ); got != nil {
			t.Errorf("got fields %v for the type %q, want none", got, typ)
		}
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	b := menu.Button{
		Type: "type", Name: "name", Key: "key", URL: "url", AppID: "appid", PagePath: "pagepath",
		MediaID: "media_id", ArticleID: "article_id", Sub: []menu.Button{{}},
	}
	for _, f := range menu.Fields() {
		want := f.String()
		if f == menu.FieldSubButton {
			want = ""
		}
		if got := b.Value(f); got != want {
			t.Errorf("got %q for %s, want %q", got, f, want)
		}
		var put menu.Button
		put.Put(f, want)
		if got := put.Value(f); got != want {
			t.Errorf("put: got %q for %s, want %q", got, f, want)
		}
	}
}

func TestTappable(t *testing.T) {
	t.Parallel()
	leaf := menu.Button{Type: "click"}
	tests := []struct {
		name string
		menu []menu.Button
		want int
	}{
		{"no menu", nil, 0},
		{"leaves", []menu.Button{leaf, leaf}, 2},
		{"a container counts its buttons", []menu.Button{leaf, {Sub: []menu.Button{leaf, leaf, leaf}}}, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := menu.Tappable(tt.menu); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestDefault(t *testing.T) {
	t.Parallel()
	set := slices.Collect(menu.Decode("stem", input(t, "set-every-type.json")))[0].Set
	got := set.Default()
	if !reflect.DeepEqual(got.Menu, set.Menu) || got.Conditional != nil {
		t.Errorf("got %s, want the default menu alone", got.Canonical())
	}
}

// Every shape has a name in both languages.
func TestShapes(t *testing.T) {
	t.Parallel()
	for s := menu.ShapeNull; s <= menu.ShapeNotJSON; s++ {
		if en, zh := s.In(text.English), s.In(text.Chinese); en == "" || zh == "" || en == zh {
			t.Errorf("got %q and %q for the shape %d, want two names", en, zh, s)
		}
	}
}
