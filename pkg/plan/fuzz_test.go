package plan_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// The plan between any two answers of WeChat, however odd, gets from one to the
// other.
func FuzzDiff(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.file("live.json"), e.file("want.json"))
		f.Add(e.file("want.json"), e.file("live.json"))
	}
	f.Fuzz(func(t *testing.T, before, after []byte) {
		live, err := menu.DecodeAPI(before)
		if err != nil {
			live = menu.Set{}
		}
		want, err := menu.DecodeAPI(after)
		if err != nil || len(want.Menu) == 0 {
			t.Skip("nothing to get to")
		}
		live = numbered(live)
		p := plan.Diff(live, want)
		checkChanges(t, p, live, want)
		if few(live) && few(want) {
			checkSteps(t, p, live, want)
		}
	})
}

// Whatever a change is said to be, in a newer release or by a stranger, it
// has a text of one line in every language.
func FuzzChangeText(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"kinds":["moved"],"followers":{},"before":{},"after":{}}`))
	f.Add([]byte(`{"kinds":["vanished"],"before":{"path":["a"],"sub":-1},"after":{"path":["a","b","c"],"row":7}}`))
	for _, e := range examples(f) {
		for _, c := range plan.Diff(e.live, e.want).Changes {
			f.Add(encode(f, c))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c plan.Change
		if json.Unmarshal(data, &c) != nil {
			t.Skip("no change")
		}
		for _, l := range text.Langs() {
			s := c.Text().In(l)
			if s == "" || strings.Contains(s, "%!") && !strings.Contains(string(data), "%!") || strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("got %q", s)
			}
		}
		plan.Plan{Changes: []plan.Change{c}}.Lost()
	})
}
