package decide

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// ops are steps by their endpoints, with who a conditional menu is for.
func ops(steps []api.Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Op+" "+s.Match)
	}
	return out
}

// TestSteps holds which steps a decision comes to, and that a result has them.
func TestSteps(t *testing.T) {
	t.Parallel()
	live, want := mixed(t, "a", "x"), mixed(t, "a", "x", "y")
	change := published(live)
	half := begun(t, live, want)
	both := published(mixed(t, "a", "x"))
	other := mixed(t, "a", "y")
	raced := published(live)
	raced.Last.Readback, raced.Live.API = api.ReadbackRaced, mixed(t, "a", "z")
	old := raced
	old.Now = raced.Last.Time.Add(lateFor)
	for _, tt := range []struct {
		name string
		k    Known
		want menu.Set
		ops  []string
	}{
		{"a conditional menu comes", change, want, []string{"menu/addconditional tag_id=3", "menu/addconditional tag_id=2", "menu/delconditional tag_id=2"}},
		{"the same half-published posts the default menu, too", half, want, []string{"menu/create ", "menu/addconditional tag_id=3", "menu/addconditional tag_id=2", "menu/delconditional tag_id=2"}},
		{"one for another", both, other, []string{"menu/addconditional tag_id=2", "menu/delconditional tag_id=2"}},
		{"the default menu of a half-published one is posted once", begun(t, setOf(t, "a"), setOf(t, "b")), setOf(t, "b"), []string{"menu/create "}},
		{"an edit while answers may be late posts the default menu, too", raced, live, []string{"menu/create ", "menu/addconditional tag_id=2", "menu/delconditional tag_id=2"}},
		{"an edit later", old, live, []string{"menu/addconditional tag_id=2", "menu/delconditional tag_id=2"}},
	} {
		d := Decide(tt.k, Wish{Set: tt.want, Accept: api.Accept{Live: tt.k.Live.Digest(), Allow: api.Allowable()}})
		var res api.Result
		d.Tell(&res)
		if got := ops(res.Steps); !slices.Equal(got, tt.ops) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.ops)
		}
	}
	d := Decide(change, Wish{Set: live})
	var res api.Result
	if d.Tell(&res); d.Act != Leave || res.Steps != nil {
		t.Errorf("in sync: got the steps %q, want none", ops(res.Steps))
	}
}

// TestWarned holds which warnings a decision to post has.
func TestWarned(t *testing.T) {
	t.Parallel()
	hosts := func(tag int, names ...string) string {
		var links []string
		for _, n := range names {
			links = append(links, named(n, "https://"+n+".example/"))
		}
		return forTag(tag, links...)
	}
	switched := published(setOf(t, "a"))
	switched.Live.Open = false
	late := published(setOf(t, "a"))
	late.Last.Readback, late.Last.Time, late.Now = api.ReadbackUnverified, noon(), noon()
	for _, tt := range []struct {
		name string
		k    Known
		want menu.Set
		warn []string
	}{
		{"nothing", published(setOf(t, "a")), setOf(t, "b"), nil},
		{"too many hosts at once", published(parse(t, with(bar(click("k")), hosts(2, "a", "b")))), parse(t, with(bar(click("k")), hosts(2, "c", "d"))), []string{"deletes-first"}},
		{"as many hosts as may be", published(parse(t, with(bar(click("k")), hosts(2, "a", "b")))), parse(t, with(bar(click("k")), hosts(2, "a", "d"))), nil},
		{"the switch is off", switched, setOf(t, "b"), []string{"switched-off"}},
		{"a publish is open", begun(t, setOf(t, "a"), setOf(t, "b")), setOf(t, "b"), []string{"unfinished"}},
		{"the newest was not seen", late, setOf(t, "b"), []string{"unsettled"}},
	} {
		d := Decide(tt.k, Wish{Set: tt.want, Accept: api.Accept{Allow: api.Allowable()}})
		if got := kinds(d.Warnings); !slices.Equal(got, tt.warn) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.warn)
		}
	}
}

// TestFrom holds what steps start from: the words that were sent, under WeChat's
// ids.
func TestFrom(t *testing.T) {
	t.Parallel()
	sent := mixed(t, "a", "x")
	answer := withIDs(mixed(t, "worded", "other"))
	k := published(sent)
	k.Live.API, k.Last.API, k.Last.Desired = answer, answer, mixed(t, "a", "x")
	from := k.From(setOf(t, "b"))
	if !from.Equal(sent) || from.Conditional[0].ID != answer.Conditional[0].ID {
		t.Errorf("got %s with the id %q, want what was sent under the id of the answer", from.Canonical(), from.Conditional[0].ID)
	}
	more := withIDs(mixed(t, "worded", "other", "third"))
	k.Live.API, k.Last.API = more, more
	if from = k.From(setOf(t, "b")); !(menu.Set{Conditional: from.Conditional}).Equal(menu.Set{Conditional: more.Conditional}) {
		t.Errorf("got %s, want the conditional menus of an answer with more of them", from.Canonical())
	}
	// Where followers see what is wanted and menu/get has something else, that is
	// posted again.
	k = published(setOf(t, "a"))
	k.Live.API = setOf(t, "x")
	if from = k.From(setOf(t, "a")); !from.Equal(setOf(t, "x")) {
		t.Errorf("got %s, want what menu/get answers", from.Canonical())
	}
	if from = k.From(setOf(t, "b")); !from.Equal(setOf(t, "a")) {
		t.Errorf("got %s, want what followers see", from.Canonical())
	}
}

// TestSeen holds what followers are told of conditional menus that menu/get does
// not answer.
func TestSeen(t *testing.T) {
	t.Parallel()
	k := published(mixed(t, "a", "x"))
	k.Live.API = menu.Set{}
	for _, c := range Decide(k, Wish{Set: mixed(t, "b", "x")}).Seen.Changes {
		if c.Followers != nil {
			t.Errorf("got %q, want nothing of conditional menus", c.Text().EN)
		}
	}
	k = published(mixed(t, "a", "x"))
	k.Live.API = withIDs(mixed(t, "a", "y"))
	told := 0
	for _, c := range Decide(k, Wish{Set: mixed(t, "b", "x")}).Seen.Changes {
		if c.Followers != nil {
			told++
		}
	}
	if told == 0 {
		t.Error("got nothing of conditional menus, want what menu/get answers compared")
	}
}

// TestStopSaysAll holds what a refusal says beside its guard.
func TestStopSaysAll(t *testing.T) {
	t.Parallel()
	before, fewer := parse(t, bar(click("1"), click("2"))), parse(t, bar(click("1")))
	edited := published(before)
	edited.Live.API, edited.Live.Shown = parse(t, bar(click("1"), click("x"))), parse(t, bar(click("1"), click("x")))
	first := Known{Live: edited.Live}
	other := "sha256:other"
	for _, tt := range []struct {
		name    string
		k       Known
		w       Wish
		reasons []api.Code
	}{
		{"edited", edited, Wish{Set: fewer}, []api.Code{api.Code(api.Edited), api.Code(api.RemovesTopLevel)}},
		{"another digest accepted", edited, Wish{Set: fewer, Accept: api.Accept{Live: other}}, []api.Code{api.Code(api.Edited), api.AcceptedOther, api.Code(api.RemovesTopLevel)}},
		{"a rollback", edited, Wish{Set: fewer, Rollback: true}, []api.Code{api.Code(api.Edited)}},
		{"a rollback that no person asked for", edited, Wish{Set: before, Rollback: true}, []api.Code{api.Code(api.Edited)}},
		{"first", first, Wish{Set: fewer}, []api.Code{api.Code(api.First)}},
		{"first, with a digest accepted", first, Wish{Set: fewer, Accept: api.Accept{Live: other}}, []api.Code{api.Code(api.First)}},
		{"first, allowed", first, Wish{Set: fewer, Accept: api.Accept{Allow: []api.Guard{api.First}}}, nil},
	} {
		d := Decide(tt.k, tt.w)
		var got []api.Code
		if d.Stop != nil {
			for _, r := range d.Stop.Reasons {
				got = append(got, r.Code)
			}
		}
		if !slices.Equal(got, tt.reasons) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.reasons)
		}
	}
	if d := Decide(edited, Wish{Set: before, Rollback: true}); d.Stop.Outcome != api.Refused {
		t.Errorf("got a rollback %s, want it refused", d.Stop.Outcome)
	}
	if d := Decide(edited, Wish{Set: fewer}); !slices.Equal(d.Stop.Reasons[1].Names, []string{`"n x"`}) {
		t.Errorf("got the names %q, want the button that the bar loses", d.Stop.Reasons[1].Names)
	}
}

// TestEdits compares what is live with what was read back, where that can be
// trusted, else with what was sent.
func TestEdits(t *testing.T) {
	t.Parallel()
	for readback, want := range map[api.Readback]bool{
		api.ReadbackVerified: false, api.ReadbackNormalised: false,
		api.ReadbackUnverified: true, api.ReadbackRaced: true,
	} {
		k := published(setOf(t, "sent"))
		k.Last.Shown, k.Last.Readback = setOf(t, "read"), readback
		k.Live.Shown = setOf(t, "read")
		if got := k.edits(); len(got.Changes) > 0 != want {
			t.Errorf("%s: got %d changes, want some: %t", readback, len(got.Changes), want)
		}
	}
}

// TestRefuseLater posts nothing for a reason found late, beside one there is.
func TestRefuseLater(t *testing.T) {
	t.Parallel()
	large := &StopError{Outcome: api.Failed, Reasons: []api.Reason{{Code: api.Code(api.Quarantined)}}}
	d := Decision{Act: Post}
	d.Refuse(large)
	if d.Act != Leave || d.Stop != large {
		t.Errorf("got %v and %v, want nothing posted for the reason", d.Act, d.Stop)
	}
	guard := Refuse(api.Stale, api.Facts{}, api.Accept{})
	d = Decision{Act: Post, Stop: guard}
	d.Refuse(large)
	if d.Act != Leave || d.Stop != guard || len(d.Stop.Reasons) != 2 {
		t.Errorf("got %v and %+v, want both reasons", d.Act, d.Stop)
	}
}
