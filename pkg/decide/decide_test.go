package decide

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// end is how a decision ends.
type end struct {
	kase    api.Case
	act     Act
	outcome api.Outcome
	guard   api.Guard
}

func (e end) String() string {
	return fmt.Sprintf("%s, act %d, %s %s", e.kase, e.act, e.outcome, e.guard)
}

func ended(d *Decision) end {
	e := end{kase: d.Case, act: d.Act}
	if d.Stop != nil {
		e.outcome, e.guard = d.Stop.Outcome, d.Stop.Guard
	}
	return e
}

// TestDecide is the design's table, section 8. D is a unless the row says so.
func TestDecide(t *testing.T) {
	t.Parallel()
	sync, adopted, change := end{api.CaseInSync, Leave, "", ""}, end{api.CaseAdopted, Adopt, "", ""}, end{api.CaseChange, Post, "", ""}
	refusedAs := func(c api.Case, g api.Guard) end { return end{c, Leave, api.Refused, g} }
	heldAs := func(c api.Case, g api.Guard) end { return end{c, Leave, api.Held, g} }
	rolled := api.KindRollback
	half, unverified := end{api.CaseHalf, Post, "", ""}, api.ReadbackUnverified
	tests := []struct {
		name string
		scene
		push, hand end
	}{
		// An unfinished publish.
		{"half published, all steps taken", scene{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r"}, half, half},
		{"half published, on the way to D", scene{api: "m", shown: "m", recorded: "r", begun: "a", over: "m", replaced: "r"}, half, half},
		{"half published, one answer late", scene{api: "r", shown: "a", recorded: "r", begun: "a", replaced: "r"}, half, half},
		{"half published, D is another", scene{api: "x", shown: "x", recorded: "r", begun: "x", replaced: "r"}, half, half},
		{"begun, nothing written, D is as recorded", scene{api: "a", shown: "a", recorded: "a", begun: "x", replaced: "a"}, half, half},
		{"begun, nothing written, D is another", scene{api: "r", shown: "r", recorded: "r", begun: "x", replaced: "r"}, half, half},
		{"begun over an edit, nothing written", scene{api: "e", shown: "e", recorded: "r", begun: "x", replaced: "e"}, half, half},
		{"begun, and D was put there by hand", scene{api: "a", shown: "a", recorded: "r", begun: "x", replaced: "r"}, half, half},
		{"begun, and edited", scene{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"begun, and edited in the console alone", scene{api: "a", shown: "x", recorded: "r", begun: "a", replaced: "r"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"begun, and edited, D as recorded", scene{api: "x", shown: "x", recorded: "a", begun: "m", replaced: "a"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"the first publish begun, and edited", scene{api: "x", shown: "x", begun: "a"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"the first publish begun, all steps taken", scene{api: "a", shown: "a", begun: "a"}, half, half},
		{"the first publish begun, nothing written", scene{begun: "a"}, half, half},
		{"an intent whose record exists explains nothing", scene{api: "m", shown: "m", recorded: "a", begun: "a", over: "m", replaced: "r", closed: true}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},

		// Quarantine.
		{"quarantined", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"quarantined and edited", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"quarantined and live again", scene{api: "a", shown: "a", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"another is quarantined", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "x"}, change, change},
		{"other menus were published since", scene{api: "r", shown: "r", recorded: "r", held: "a", ends: record5}, change, change},
		{"other menus were to be published", scene{api: "r", shown: "r", recorded: "r", held: "a", ends: record5 + 1}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"other menus were published by a machine", scene{api: "r", shown: "r", recorded: "r", held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},

		// In sync.
		{"in sync", scene{api: "a", shown: "a", recorded: "a"}, sync, sync},
		{"in sync in other words", scene{api: "n", shown: "n", recorded: "a", read: "n", readback: api.ReadbackNormalised}, sync, sync},
		{"in sync in one word each", scene{api: "n", shown: "a", recorded: "a", read: "n", readback: api.ReadbackNormalised}, sync, sync},
		{"in sync, recorded before it showed", scene{api: "a", shown: "a", recorded: "a", read: "r", replaced: "r", readback: api.ReadbackUnverified}, half, half},
		{"in sync, raced and won", scene{api: "a", shown: "a", recorded: "a", read: "x", replaced: "r", readback: api.ReadbackRaced}, half, half},
		{"both answers show D, recorded another", scene{api: "a", shown: "a", recorded: "r"}, adopted, adopted},
		{"both answers show D, no record", scene{api: "a", shown: "a"}, adopted, adopted},

		// A change.
		{"change", scene{api: "r", shown: "r", recorded: "r"}, change, change},
		{"change, live in other words", scene{api: "n", shown: "n", recorded: "r", read: "n", readback: api.ReadbackNormalised}, change, change},
		{"change, the last one shows by now", scene{api: "r", shown: "r", recorded: "r", read: "q", replaced: "q", readback: api.ReadbackUnverified}, half, half},
		{"change, the last one does not show yet", scene{api: "q", shown: "q", recorded: "r", read: "q", replaced: "q", readback: api.ReadbackUnverified}, half, half},
		{"as recorded and not there yet: posted again", scene{api: "q", shown: "q", recorded: "a", read: "q", replaced: "q", readback: api.ReadbackUnverified}, half, half},

		// Weeks after a publish that was not seen.
		{"in sync, which was not seen in time", scene{api: "a", shown: "a", recorded: "a", replaced: "r", readback: unverified, old: true}, sync, sync},
		{"in sync, raced and won in time", scene{api: "a", shown: "a", recorded: "a", replaced: "r", readback: api.ReadbackRaced, old: true}, sync, sync},
		{"the old answer is an edit", scene{api: "r", shown: "r", recorded: "a", read: "r", replaced: "r", readback: unverified, old: true}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"D is what was replaced, put back", scene{api: "a", shown: "a", recorded: "r", read: "a", replaced: "a", readback: unverified, old: true}, adopted, adopted},
		{"change after it", scene{api: "r", shown: "r", recorded: "r", read: "q", replaced: "q", readback: unverified, old: true}, change, change},
		{"begun long ago", scene{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r", old: true}, half, half},

		// Not settled, and edited.
		{"not seen, and edited", scene{api: "x", shown: "x", recorded: "r", read: "q", replaced: "q", readback: unverified}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"not seen, and edited in the console alone", scene{api: "q", shown: "x", recorded: "r", read: "q", replaced: "q", readback: unverified}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"not seen, and edited but for the console", scene{api: "x", shown: "q", recorded: "r", read: "q", replaced: "q", readback: unverified}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"not seen, and D is what was replaced", scene{api: "a", shown: "a", recorded: "r", read: "a", replaced: "a", readback: unverified}, half, half},
		{"not seen, and D was put there by hand", scene{api: "a", shown: "a", recorded: "r", read: "q", replaced: "q", readback: unverified}, half, half},
		{"not seen, one answer late", scene{api: "q", shown: "r", recorded: "r", read: "q", replaced: "q", readback: unverified}, half, half},

		// Edited outside.
		{"edited, nothing new", scene{api: "x", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited in the console alone, nothing new", scene{api: "a", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited, menu/get answers none", scene{api: "", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"removed, nothing new", scene{recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited, D is news", scene{api: "x", shown: "x", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited in the console alone, D is news", scene{api: "r", shown: "x", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited to D in the console alone", scene{api: "r", shown: "a", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"removed, D is news", scene{recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"raced: what another tool posted is live", scene{api: "x", shown: "x", recorded: "r", read: "x", readback: api.ReadbackRaced}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"raced: what was replaced is live again", scene{api: "q", shown: "q", recorded: "r", read: "x", replaced: "q", readback: api.ReadbackRaced}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"raced, nothing new", scene{api: "x", shown: "x", recorded: "a", read: "x", readback: api.ReadbackRaced}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"not there yet, and edited", scene{api: "x", shown: "x", recorded: "a", read: "q", replaced: "q", readback: api.ReadbackUnverified}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},

		// No record.
		{"first", scene{}, end{api.CaseFirst, Post, "", ""}, end{api.CaseFirst, Post, "", ""}},
		{"first over a menu", scene{api: "x", shown: "x"}, refusedAs(api.CaseFirstOver, api.First), refusedAs(api.CaseFirstOver, api.First)},
		{"first over a menu of the console", scene{shown: "x"}, refusedAs(api.CaseFirstOver, api.First), refusedAs(api.CaseFirstOver, api.First)},
		{"first over a menu that only menu/get knows", scene{api: "x"}, refusedAs(api.CaseFirstOver, api.First), refusedAs(api.CaseFirstOver, api.First)},

		// Another Official Account under the name.
		{"another appid", scene{api: "a", shown: "a", recorded: "a", appID: "wx2"}, refusedAs(api.CaseOtherAccount, api.AppIDChanged), refusedAs(api.CaseOtherAccount, api.AppIDChanged)},
		{"another appid, without a menu", scene{recorded: "a", appID: "wx2"}, refusedAs(api.CaseOtherAccount, api.AppIDChanged), refusedAs(api.CaseOtherAccount, api.AppIDChanged)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := tt.known(t)
			for name, want := range map[string]end{"push": tt.push, "hand": tt.hand} {
				w := Wish{Set: setOf(t, "a"), ByHand: name == "hand"}
				got := Decide(v, w)
				same(t, name, ended(&got), want)
				passes(t, name, v, w, &got)
			}
		})
	}
}

// passes sees that what a refusal needs is all it takes, that less is not
// enough, and that it says what is wrong and what to do.
func passes(t *testing.T, name string, v Known, w Wish, d *Decision) {
	t.Helper()
	if d.Stop == nil {
		return
	}
	if meaning, remedy := said(d.Stop); meaning == "" || remedy == "" || d.Stop.Needs.Empty() {
		t.Fatalf("%s: got %+v, want meaning, remedy and needs", name, d.Stop)
	}
	again := w
	again.Accept = w.Accept.And(d.Stop.Needs)
	if next := Decide(v, again); next.Stop != nil {
		t.Errorf("%s: got %s after all that is needed was accepted, want no refusal", name, ended(&next))
	}
	again.Accept = api.Accept{Live: "sha256:0000", Allow: slices.DeleteFunc(api.Allowable(), d.Stop.Needs.Allows)}
	if next := Decide(v, again); next.Stop == nil {
		t.Errorf("%s: got %s by accepting other things, want a refusal", name, ended(&next))
	}
}

// TestDecideAccepted has the first refusal's needs accepted, and says what
// becomes of it.
func TestDecideAccepted(t *testing.T) {
	t.Parallel()
	rolled := api.KindRollback
	tests := []struct {
		name string
		scene
		needs api.Accept
		want  end
	}{
		{"edited", scene{api: "x", shown: "x", recorded: "r"}, api.Accept{Live: "x"}, end{api.CaseEdited, Post, "", ""}},
		{"edited, nothing new", scene{api: "x", shown: "x", recorded: "a"}, api.Accept{Live: "x"}, end{api.CaseEdited, Post, "", ""}},
		{"interrupted", scene{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"}, api.Accept{Live: "x"}, end{api.CaseInterrupted, Post, "", ""}},
		{"first over a menu", scene{api: "x", shown: "x"}, api.Accept{Allow: []api.Guard{api.First}}, end{api.CaseFirstOver, Post, "", ""}},
		{"lifted", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "a"}, api.Accept{Allow: []api.Guard{api.Quarantined}}, end{api.CaseChange, Post, "", ""}},
		{"lifted, and live again", scene{api: "a", shown: "a", recorded: "r", kind: rolled, held: "a"}, api.Accept{Allow: []api.Guard{api.Quarantined}}, end{api.CaseAdopted, Adopt, "", ""}},
		{"lifted, and edited", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a"}, api.Accept{Live: "x", Allow: []api.Guard{api.Quarantined}}, end{api.CaseEdited, Post, "", ""}},
		{"lifted, and interrupted", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a", begun: "m", replaced: "r"}, api.Accept{Live: "x", Allow: []api.Guard{api.Quarantined}}, end{api.CaseInterrupted, Post, "", ""}},
		{"another appid", scene{api: "x", shown: "x", recorded: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged, api.First}}, end{api.CaseFirstOver, Post, "", ""}},
		{"another appid, without a menu", scene{recorded: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseFirst, Post, "", ""}},
		{"another appid, D is live", scene{api: "a", shown: "a", recorded: "a", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseAdopted, Adopt, "", ""}},
		{"another appid, with a publish begun under the old one", scene{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseAdopted, Adopt, "", ""}},
		{"another appid, D in quarantine under the old one", scene{recorded: "r", kind: rolled, held: "a", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseFirst, Post, "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := tt.known(t)
			first := Decide(v, Wish{Set: setOf(t, "a"), ByHand: true})
			if first.Stop == nil {
				t.Fatalf("got %s, want a refusal", ended(&first))
			}
			if tt.needs.Live != "" {
				tt.needs.Live = v.Live.Digest()
			}
			same(t, "digest needed", first.Stop.Needs.Live, tt.needs.Live)
			list(t, "guards needed", first.Stop.Needs.Allow, tt.needs.Allow)
			got := Decide(v, Wish{Set: setOf(t, "a"), ByHand: true, Accept: tt.needs})
			same(t, "decision", ended(&got), tt.want)
		})
	}
}

// TestDecideFirst may name the live menus instead of the guard.
func TestDecideFirst(t *testing.T) {
	t.Parallel()
	v := scene{api: "x", shown: "x"}.known(t)
	got := Decide(v, Wish{Set: setOf(t, "a"), Accept: api.Accept{Live: v.Live.Digest()}})
	same(t, "decision", ended(&got), end{api.CaseFirstOver, Post, "", ""})
}

// TestDecideRollback is exempt from quarantine and content guards, not from an
// edit.
func TestDecideRollback(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		scene
		want end
	}{
		{"to what is live", scene{api: "a", shown: "a", recorded: "a"}, end{api.CaseInSync, Leave, "", ""}},
		{"to what the console put back", scene{api: "a", shown: "a", recorded: "r"}, end{api.CaseAdopted, Adopt, "", ""}},
		{"to what was rolled away from", scene{api: "r", shown: "r", recorded: "r", kind: api.KindRollback, held: "a"}, end{api.CaseChange, Post, "", ""}},
		{"over an edit", scene{api: "x", shown: "x", recorded: "r"}, end{api.CaseEdited, Leave, api.Refused, api.Edited}},
		{"over an edit, to the newest record", scene{api: "x", shown: "x", recorded: "a"}, end{api.CaseEdited, Leave, api.Refused, api.Edited}},
		{"of an unfinished publish", scene{api: "m", shown: "m", recorded: "a", begun: "r", over: "m", replaced: "a"}, end{api.CaseHalf, Post, "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := tt.known(t)
			got := Decide(v, Wish{Set: setOf(t, "a"), ByHand: true, Rollback: true})
			same(t, "decision", ended(&got), tt.want)
			if r := got.Stop; r != nil && len(r.Needs.Allow) > 0 {
				t.Errorf("got needed guards %v, want the digest alone", r.Needs.Allow)
			}
		})
	}
}

// TestDecideRepublish posts what is live already, whatever the row.
func TestDecideRepublish(t *testing.T) {
	t.Parallel()
	for _, s := range []scene{
		{api: "a", shown: "a", recorded: "a"},
		{api: "a", shown: "a", recorded: "r"},
		{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r"},
	} {
		d := Decide(s.known(t), Wish{Set: setOf(t, "a"), Force: true})
		same(t, "act", d.Act, Post)
		if len(d.Steps.Steps) != 1 || len(d.Seen.Changes) != 0 {
			t.Errorf("got %d steps and changes %v, want one step that no follower notices", len(d.Steps.Steps), d.Seen.Changes)
		}
	}
}

// TestEditedBehindAnotherGuard tells what was done outside from what was asked for,
// also where a guard that comes before stops the publish.
func TestEditedBehindAnotherGuard(t *testing.T) {
	t.Parallel()
	s := scene{api: "x", shown: "x", recorded: "r", kind: api.KindRollback, held: "a"}
	d := Decide(s.known(t), Wish{Set: setOf(t, "a")})
	edited := Decide(scene{api: "x", shown: "x", recorded: "r"}.known(t), Wish{Set: setOf(t, "a")})
	if d.Case != api.CaseQuarantined || len(d.Edited.Changes) == 0 || len(d.Asked.Changes) == 0 ||
		!reflect.DeepEqual(d.Edited, edited.Edited) || !reflect.DeepEqual(d.Asked, edited.Asked) {
		t.Errorf("got %s with %+v and %+v, want those of an edit alone", d.Case, d.Asked, d.Edited)
	}
}
