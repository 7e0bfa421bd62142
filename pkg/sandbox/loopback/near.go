package loopback

import (
	"reflect"
	"strings"

	"github.com/agnivade/levenshtein"
)

const (
	// nearEdits is how many letters may differ between a word and what it was meant to
	// be: one in three, as in caidan's own settings.
	nearEdits = 3
	// longestNear is the most bytes of a word that is compared: longer ones are not typed
	// by hand, and take the square of time.
	longestNear = 200
)

// Near returns the first known word that the given one was probably meant to be, letter
// case aside; empty where none is near.
func Near(word string, known []string) string {
	if len(word) > longestNear {
		return ""
	}
	near, distance := "", len([]rune(word))/nearEdits+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			near, distance = k, d
		}
	}
	return near
}

// members are the names that JSON has for the fields of what v points to.
func members(v any) []string {
	t := reflect.TypeOf(v)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(t.Elem()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
