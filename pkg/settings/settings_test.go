package settings

import (
	"errors"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

// colour is a word.
type colour int

func (*colour) Words() []string { return []string{"red", "green"} }

func (c *colour) UnmarshalText(text []byte) error {
	for i, word := range c.Words() {
		if word == string(text) {
			*c = colour(i)
			return nil
		}
	}
	return errors.New("no colour")
}

type shop struct {
	Name   string   `json:"name"`
	Open   bool     `json:"open"`
	Floor  int      `json:"floor"`
	Colour colour   `json:"colour"`
	Tags   []string `json:"tags"`
	Rooms  []struct {
		Size int `json:"size"`
	} `json:"rooms"`
	Hidden string `json:"-"`
	Bare   string
}

func read(in string) (shop, error) {
	var s shop
	var r Reader
	r.Whole([]byte(in), Fields{"shop": r.Struct(&s)})
	return s, r.Err()
}

func TestStruct(t *testing.T) {
	t.Parallel()
	got, err := read(`{"shop": {"name": "n", "open": true, "floor": -1, "colour": "green", "tags": [], "rooms": [{"size": 2}, {}]}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := shop{Name: "n", Open: true, Floor: -1, Colour: 1, Tags: []string{}}
	want.Rooms = append(want.Rooms, struct {
		Size int `json:"size"`
	}{2}, struct {
		Size int `json:"size"`
	}{})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Each fault has its pointer and says in both languages what is wrong.
func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, pointer, en, zh string }{
		{"not JSON", `x`, "", `the settings are not JSON: "invalid character 'x' looking for beginning of value"`, `配置不是 JSON：“invalid character 'x' looking for beginning of value”`},
		{"not an object", `[]`, "", "the settings as a whole: it must be an object, not an array", "整份配置：应是对象，这里是数组"},
		{"unknown", `{"shp": {}}`, "/shp", `there is no setting "shp", did you mean shop?`, `没有“shp”这项配置，是不是 shop？`},
		{"without a name", `{"shop": {"Bare": "x"}}`, "/shop/Bare", `there is no setting "shop.Bare", only colour, floor, name, open, rooms, tags`, ``},
		{"hidden", `{"shop": {"-": "x"}}`, "/shop/-", `there is no setting "shop.-", only colour, floor, name, open, rooms, tags`, ``},
		{"a name to escape", `{"shop": {"a/b~c": 1}}`, "/shop/a~1b~0c", `there is no setting "shop.a/b~c", only colour, floor, name, open, rooms, tags`, ``},
		{"string", `{"shop": {"name": 1}}`, "/shop/name", "shop.name: it must be a string, not a number", "shop.name：应是字符串，这里是数字"},
		{"flag", `{"shop": {"open": "x"}}`, "/shop/open", "shop.open: it must be a boolean, not a string", ``},
		{"fraction", `{"shop": {"floor": 1.5}}`, "/shop/floor", `shop.floor: it must be a whole number, not "1.5"`, `shop.floor：应是整数，这里是“1.5”`},
		{"too large", `{"shop": {"floor": 1e99}}`, "/shop/floor", `shop.floor: it must be a whole number, not "1e99"`, ``},
		{"word", `{"shop": {"colour": "gren"}}`, "/shop/colour", `shop.colour: it must be one of red, green, not "gren", did you mean green?`, `shop.colour：可选 red、green，这里是“gren”，是不是 green？`},
		{"far word", `{"shop": {"colour": "violet"}}`, "/shop/colour", `shop.colour: it must be one of red, green, not "violet"`, ``},
		{"in a list", `{"shop": {"rooms": [{}, {"size": true}]}}`, "/shop/rooms/1/size", "shop.rooms[1].size: it must be a number, not a boolean", ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(tt.in)
			var wrong *Error
			if !errors.As(err, &wrong) {
				t.Fatalf("got %v, want an error of settings", err)
			}
			en, _ := text.Explain(wrong, text.English)
			zh, _ := text.Explain(wrong, text.Chinese)
			if wrong.Pointer != tt.pointer || en != tt.en || tt.zh != "" && zh != tt.zh {
				t.Errorf("got %s, %s and %s, want %s, %s and %s", wrong.Pointer, en, zh, tt.pointer, tt.en, tt.zh)
			}
		})
	}
}
