package decide

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestDecideUnnoticed wants what the console made, and caidan did not: followers
// notice nothing, and one flag takes it over.
func TestDecideUnnoticed(t *testing.T) {
	t.Parallel()
	for want, code := range map[string]api.Code{"x": api.Unnoticed, "a": api.Code(api.First)} {
		d := Decide(scene{shown: "x"}.known(t), Wish{Set: setOf(t, want)})
		same(t, "decision of "+want, ended(&d), end{api.CaseFirstOver, Leave, api.Refused, api.First})
		if r := d.Stop.Reasons; len(r) != 1 || r[0].Code != code {
			t.Errorf("%s: got %+v, want %s", want, r, code)
		}
	}
}

// TestDecideUnnoticedEdit wants what was made in the console after a record.
func TestDecideUnnoticedEdit(t *testing.T) {
	t.Parallel()
	for want, code := range map[string]api.Code{"x": api.UnnoticedEdit, "a": api.Code(api.Edited)} {
		k := scene{api: "r", shown: "x", recorded: "r"}.known(t)
		live := k.Live.Digest()
		d := Decide(k, Wish{Set: setOf(t, want), ByHand: true})
		same(t, "decision of "+want, ended(&d), end{api.CaseEdited, Leave, api.Refused, api.Edited})
		same(t, "what "+want+" needs", d.Stop.Needs.Live, live)
		if r := d.Stop.Reasons; r[0].Code != code || d.Edited.Empty() != (want == "x") {
			t.Errorf("%s: got %+v and the edits %+v, want %s", want, r, d.Edited.Changes, code)
		}
	}
	k := scene{api: "r", shown: "x", recorded: "r"}.known(t)
	if d := Decide(k, Wish{Set: setOf(t, "x"), Rollback: true}); d.Stop.Reasons[0].Code != api.Code(api.Edited) {
		t.Errorf("a rollback: got %+v, want no word of Git", d.Stop.Reasons)
	}
}

// TestDecideSwitchedOff warns in every row that has a menu, and once.
func TestDecideSwitchedOff(t *testing.T) {
	t.Parallel()
	for _, s := range []scene{
		{api: "a", shown: "a", recorded: "a"},
		{api: "a", shown: "a", recorded: "r"},
		{api: "r", shown: "r", recorded: "r"},
		{api: "x", shown: "x", recorded: "r"},
		{api: "x", shown: "x"},
		{api: "m", shown: "m", recorded: "r", begun: "a", over: "m", replaced: "r"},
		{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"},
		{api: "r", shown: "r", recorded: "r", kind: api.KindRollback, held: "a"},
		{api: "a", shown: "a", recorded: "a", appID: "wx2"},
	} {
		v := s.known(t)
		v.Live.Open = false
		d := Decide(v, Wish{Set: setOf(t, "a")})
		if got := kinds(d.Warnings); count(got, string(api.SwitchedOff)) != 1 {
			t.Errorf("%s: got warnings %v, want one that it is switched off", ended(&d), got)
		}
	}
}

// TestDecideNamesConsoleButtons says what the API cannot make again, wherever
// menus would be overwritten.
func TestDecideNamesConsoleButtons(t *testing.T) {
	t.Parallel()
	shown, err := menu.DecodeShown([]byte(`{"is_menu_open":1,"selfmenu_info":{"button":[
		{"type":"view","name":"官网","url":"https://example.com/"},
		{"name":"更多","sub_button":{"list":[{"type":"news","name":"头条","value":"v"},{"type":"click","name":"k","key":"k"}]}},
		{"type":"text","name":"电话","value":"v"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []scene{{recorded: "r", api: "r"}, {}, {recorded: "r", api: "r", begun: "x", replaced: "r"}} {
		v := s.known(t)
		v.Live.Shown, v.Live.Open = shown.Set, shown.Open
		d := Decide(v, Wish{Set: setOf(t, "a")})
		if d.Stop == nil || !strings.Contains(d.Stop.Error(), `cannot make these buttons again: "更多 › 头条" (news), "电话" (text)`) {
			t.Errorf("got %+v, want the two console buttons named", d.Stop)
		}
	}
}

// TestVerdictInResult has what was decided in the result, also when it was to
// post nothing.
func TestVerdictInResult(t *testing.T) {
	t.Parallel()
	v := scene{api: "x", shown: "x", recorded: "r"}.known(t)
	d := Decide(v, Wish{Set: setOf(t, "a")})
	var res api.Result
	d.Tell(&res)
	same(t, "case", res.Case, api.CaseEdited)
	same(t, "outcome", res.Outcome, api.Refused)
	same(t, "steps", len(res.Steps), 1)
	same(t, "step", res.Steps[0].Op, "menu/create")
	if !slices.ContainsFunc(d.Seen.Changes, func(c plan.Change) bool { return c.Text().EN != "" }) {
		t.Errorf("got changes %v, want what a follower would notice", d.Seen.Changes)
	}
}

// said is what a refusal says in English.
func said(e *StopError) (meaning, remedy string) {
	return api.NewError("", e.Reasons...).Say(text.English)
}

// kinds are those of warnings.
func kinds(warnings []api.Warning) []string {
	var out []string
	for _, w := range warnings {
		out = append(out, string(w.Kind))
	}
	return out
}

// TestEdited parts what Git asks for from what was done outside.
func TestEdited(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		scene         scene
		want          string
		asked, edited int
	}{
		{name: "in sync", scene: scene{api: "a", shown: "a", recorded: "a"}, want: "a"},
		{name: "changed in Git", scene: scene{api: "a", shown: "a", recorded: "a"}, want: "b"},
		{name: "changed outside", scene: scene{api: "x", shown: "x", recorded: "a"}, want: "a", edited: 1},
		{name: "changed in both", scene: scene{api: "x", shown: "x", recorded: "a"}, want: "b", asked: 1, edited: 1},
		{name: "changed from what was read back", scene: scene{api: "x", shown: "x", recorded: "a", read: "x1"}, want: "b", asked: 1, edited: 1},
		{name: "taken away outside", scene: scene{recorded: "a"}, want: "b", asked: 1, edited: 1},
		{name: "the first", scene: scene{api: "x", shown: "x"}, want: "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, accept := range []bool{false, true} {
				k := tt.scene.known(t)
				w := Wish{Set: setOf(t, tt.want), ByHand: true}
				if accept {
					w.Accept.Live = k.Live.Digest()
				}
				var res api.Result
				d := Decide(k, w)
				d.Tell(&res)
				if len(res.Asked) != tt.asked || len(res.Edits) != tt.edited {
					t.Errorf("accepted %t: got %d asked for and %d outside, want %d and %d", accept, len(res.Asked), len(res.Edits), tt.asked, tt.edited)
				}
			}
		})
	}
}
