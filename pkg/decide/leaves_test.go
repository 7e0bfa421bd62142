package decide

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// TestLeaves lists what a publish may leave behind: what is live, what was
// recorded, what it sends, and what an earlier one may have left.
func TestLeaves(t *testing.T) {
	t.Parallel()
	bars := func(names ...string) []Answers {
		var out []Answers
		for _, n := range names {
			out = append(out, Answers{Shown: setOf(t, n).Digest()})
		}
		return out
	}
	k := published(mixed(t, "r", "x"))
	k.Last.API = mixed(t, "read", "y")
	over := k
	over.Live = api.Live{API: setOf(t, "l"), Shown: setOf(t, "s"), Open: true}
	unseen := over
	last := *k.Last
	last.Readback, unseen.Last = api.ReadbackUnverified, &last
	raced, seen := over, *k.Last
	seen.Readback, raced.Last = api.ReadbackRaced, &seen
	again := over // where a publish over that edit stopped half-way
	again.Begun = &Intent{Number: 2, Desired: setOf(t, "d"), States: bars("s", "d"), Started: noon()}
	again.Now = noon()
	only := func(name string) Answers { return Answers{API: alone(mixed(t, "r", name).Conditional[0])} }
	unlike, longAgo := over, unseen
	unlike.Live.API, longAgo.Now = setOf(t, ""), longAgo.Now.Add(lateFor)
	for _, tt := range []struct {
		name string
		k    Known
		want []Answers
	}{
		{"over what was recorded", k, append(bars("r", "w", "read"), only("x"), only("y"))},
		{"over what another tool left", over, bars("l", "s", "w")},
		{"over an edit, which hides conditional menus", unlike, append(bars("", "s", "w"), only("x"), only("y"))},
		{"after one over an edit", again, bars("s", "d", "l", "w")},
		{"over what may be an old answer", unseen, append(bars("l", "s", "w", "r", "read"), only("x"), only("y"))},
		{"after a race, whose menus are another tool's", raced, append(bars("l", "s", "w", "r"), only("x"))},
		{"over another menu than one that was not seen", longAgo, bars("l", "s", "w")},
	} {
		got := tt.k.Leaves(setOf(t, "w"))
		for _, a := range tt.want {
			if !slices.Contains(got, a) {
				t.Errorf("%s: got no %+v among what a publish may leave behind", tt.name, a)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: got %d menus that it may leave behind, want %d, each once", tt.name, len(got), len(tt.want))
		}
	}
	first := Known{Live: api.Live{Open: true}}
	if got := first.Leaves(setOf(t, "w")); len(got) != 2 {
		t.Errorf("got %+v, want no menu and the one that is sent", got)
	}
}

// TestOurs tells what caidan sent from what it did not.
func TestOurs(t *testing.T) {
	t.Parallel()
	recorded := published(setOf(t, "r"))
	open := begun(t, setOf(t, "r"), setOf(t, "o"))
	open.Begun.States = nil
	over := open
	over.Now = over.Now.Add(lateFor)
	edited := recorded
	edited.Live = api.Live{API: setOf(t, "l"), Shown: setOf(t, "l"), Open: true}
	show := func(s menu.Set) *api.Live { return &api.Live{API: s, Shown: s.Default(), Open: true} }
	for _, tt := range []struct {
		name string
		k    Known
		now  menu.Set
		want bool
	}{
		{"what was sent", recorded, setOf(t, "w"), true},
		{"what was recorded", recorded, setOf(t, "r"), true},
		{"another", recorded, setOf(t, "x"), false},
		{"a conditional menu of another", recorded, mixed(t, "w", "x"), false},
		{"what an open publish sent", open, setOf(t, "o"), true},
		{"what one sent that was open long ago", over, setOf(t, "o"), false},
		{"what was recorded before an edit", edited, setOf(t, "r"), false},
		{"what was sent after an edit", edited, setOf(t, "w"), true},
	} {
		if got := tt.k.Ours(setOf(t, "w"), show(tt.now)); got != tt.want {
			t.Errorf("%s: got %t, want %t", tt.name, got, tt.want)
		}
	}
	beside := recorded
	beside.Live = *show(withIDs(mixed(t, "r", "x")))
	if !beside.Ours(setOf(t, "w"), show(withIDs(mixed(t, "w", "x")))) {
		t.Error("got a conditional menu taken for another's that was live before")
	}
}

// TestRolledAwayHalfWay says of a quarantine whether the rollback got to its end.
func TestRolledAwayHalfWay(t *testing.T) {
	t.Parallel()
	k := begun(t, setOf(t, "r"), setOf(t, "o"))
	k.Now = k.Now.Add(lateFor)
	k.Begun.RollbackTo = 3
	for by, want := range map[int]api.Reason{
		k.Begun.Number:     {Code: api.RollbackUnfinished, Facts: api.Facts{Record: 3, By: &k.Begun.Origin}},
		k.Begun.Number - 1: {Code: api.Code(api.Quarantined), Facts: api.Facts{Record: k.Begun.Number - 1}},
		0:                  {Code: api.RollbackUnrecorded},
	} {
		k.Quarantine = []Quarantine{{Digest: setOf(t, "a").Digest(), By: by}}
		d := Decide(k, Wish{Set: setOf(t, "a"), ByHand: true})
		if got := d.Stop.Reasons[0]; got.Code != want.Code || got.Record != want.Record || (got.By == nil) != (want.By == nil) {
			t.Errorf("by %d: got %+v, want %+v", by, got, want)
		}
	}
	k.Begun = nil
	k.Quarantine = []Quarantine{{Digest: setOf(t, "a").Digest(), By: 1}}
	if d := Decide(k, Wish{Set: setOf(t, "a"), ByHand: true}); len(d.Stop.Reasons) != 1 {
		t.Errorf("got %+v, want the quarantine alone", d.Stop.Reasons)
	}
}

// TestNewFields warns of fields that WeChat begins to answer, once each, and of
// none that a record has: that one vanishes is an edit.
func TestNewFields(t *testing.T) {
	t.Parallel()
	k := published(setOf(t, "a"))
	shown := func(s menu.Set) menu.Set {
		list := slices.Clone(s.Menu)
		list[0].Extra = []menu.Extra{{Name: "fresh", Value: "1"}}
		return menu.Set{Menu: list}
	}
	k.Live.API, k.Live.Shown = shown(k.Live.API), shown(k.Live.Shown)
	d := Decide(k, Wish{Set: setOf(t, "b")})
	if len(d.Warnings) != 1 || d.Warnings[0].Kind != api.NewFields || !slices.Equal(d.Warnings[0].Names, []string{"fresh"}) {
		t.Errorf("got %+v, want the new field, once", d.Warnings)
	}
	k.Last.API, k.Last.Shown = k.Live.API, k.Live.Shown
	k.Last.Readback = api.ReadbackUnverified
	if d = Decide(k, Wish{Set: setOf(t, "b")}); !slices.Contains(kinds(d.Warnings), "new-fields") {
		t.Errorf("got %+v, want the field new beside answers that prove nothing", d.Warnings)
	}
	k.Last.Readback = api.ReadbackVerified
	if d = Decide(k, Wish{Set: setOf(t, "b")}); len(d.Warnings) != 0 || d.Case != api.CaseChange {
		t.Errorf("got %s, %+v, want a change without a warning", d.Case, d.Warnings)
	}
	k.Live = published(setOf(t, "a")).Live
	for _, want := range []string{"a", "b"} {
		d = Decide(k, Wish{Set: setOf(t, want), ByHand: true})
		if d.Case != api.CaseEdited || d.Stop == nil || d.Stop.Reasons[0].Code != api.FieldsGone || !slices.Equal(d.Stop.Reasons[0].Names, []string{"fresh"}) {
			t.Errorf("got %s, %+v for %s, want an edit that names the field that is gone", d.Case, d.Stop, want)
		}
	}
	k.Live.API, k.Live.Shown = setOf(t, "b"), setOf(t, "b")
	if d = Decide(k, Wish{Set: setOf(t, "b")}); d.Case != api.CaseAdopted {
		t.Errorf("got %s, want what is desired adopted where it never had the field", d.Case)
	}
}

// TestAsRecorded holds live against a record answer by answer: a change in one of
// them is an edit.
func TestAsRecorded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		api, shown string
		readback   api.Readback
		want       api.Case
	}{
		{"as recorded", "r", "r", api.ReadbackVerified, api.CaseChange},
		{"another menu/get", "x", "r", api.ReadbackVerified, api.CaseEdited},
		{"another one shown", "r", "x", api.ReadbackVerified, api.CaseEdited},
		{"as recorded, not seen", "r", "r", api.ReadbackUnverified, api.CaseChange},
		{"another menu/get, not seen", "x", "r", api.ReadbackUnverified, api.CaseEdited},
		{"another one shown, not seen", "r", "x", api.ReadbackUnverified, api.CaseEdited},
		{"one answer as it was read back, not to be trusted", "old", "r", api.ReadbackUnverified, api.CaseEdited},
		{"the other as it was read back, not to be trusted", "r", "old", api.ReadbackUnverified, api.CaseEdited},
		{"what was read back, not to be trusted", "old", "old", api.ReadbackUnverified, api.CaseEdited},
		{"what was read back", "old", "old", api.ReadbackVerified, api.CaseChange},
	} {
		s := scene{api: tt.api, shown: tt.shown, recorded: "r", read: "old", readback: tt.readback, replaced: "old", old: true}
		if tt.readback == api.ReadbackVerified && tt.api != "old" {
			s.read = ""
		}
		if d := Decide(s.known(t), Wish{Set: setOf(t, "a"), ByHand: true}); d.Case != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, d.Case, tt.want)
		}
	}
}

// TestOfNothing asks of accounts of which less is known than of most.
func TestOfNothing(t *testing.T) {
	t.Parallel()
	var none Known
	one := []Quarantine{{Digest: setOf(t, "a").Digest(), By: 1, Ends: 4}}
	held := Known{Quarantine: one}
	open := begun(t, setOf(t, "r"), setOf(t, "o"))
	strange := setOf(t, "a")
	strange.Menu[0].Extra = []menu.Extra{{Name: "fresh", Value: "1"}}
	stale := scene{recorded: "r", readback: api.ReadbackUnverified, begun: "b", closed: true}.known(t)
	current := len(stale.Left())
	stale.Begun.Number--
	for _, tt := range []struct {
		name      string
		got, want bool
	}{
		{"as recorded, without a record", none.asRecorded(), false},
		{"conditional menus, without a record", none.Conditional(setOf(t, "a")), false},
		{"hidden, without a menu", none.Hidden(), false},
		{"in force, without the record that ends it", len(held.InForce()) == 1, true},
		{"rolled away from, without a record", len(none.Quarantining(Wish{Set: setOf(t, "a"), Rollback: true}, api.Origin{}, 1)) == 0, true},
		{"rolled away from, by a publish", len(open.Quarantining(Wish{Set: setOf(t, "a")}, api.Origin{}, 3)) == 0, true},
		{"as it was sent, where more was read back", unchanged(setOf(t, "a"), strange, setOf(t, "a")), false},
		{"left by the newest publish", current > 0, true},
		{"left by one before it", len(stale.Left()) > 0, false},
		{"another repository's, without a mark", SameRepository(api.Mark{}, api.Origin{RunID: 1, RepositoryID: 7}, api.Accept{TakeOver: "https://github.com/o/r"}) == nil, true},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %t, want %t", tt.name, tt.got, tt.want)
		}
	}
}
