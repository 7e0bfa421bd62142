package publish

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// end is how a decision ends.
type end struct {
	kase    api.Case
	act     act
	outcome api.Outcome
	guard   api.Guard
}

func (e end) String() string {
	return fmt.Sprintf("%s, act %d, %s %s", e.kase, e.act, e.outcome, e.guard)
}

func ended(d *verdict) end {
	e := end{kase: d.kase, act: d.act, outcome: d.outcome}
	if d.refusal != nil {
		e.guard = d.refusal.guard
	}
	return e
}

// TestDecide is the design's table, section 8. D is a unless the row says so.
func TestDecide(t *testing.T) {
	t.Parallel()
	sync, adopted, change := end{api.CaseInSync, nothing, "", ""}, end{api.CaseAdopted, record, "", ""}, end{api.CaseChange, post, "", ""}
	refusedAs := func(c api.Case, g api.Guard) end { return end{c, nothing, api.Refused, g} }
	heldAs := func(c api.Case, g api.Guard) end { return end{c, nothing, api.Held, g} }
	rolled := ledger.KindRollback
	tests := []struct {
		name string
		scene
		push, hand end
	}{
		// An unfinished publish.
		{"half published, all steps taken", scene{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r"}, end{api.CaseHalf, record, "", ""}, end{api.CaseHalf, record, "", ""}},
		{"half published, on the way to D", scene{api: "m", shown: "m", recorded: "r", begun: "a", over: "m", replaced: "r"}, end{api.CaseHalf, post, "", ""}, end{api.CaseHalf, post, "", ""}},
		{"half published, one answer late", scene{api: "r", shown: "a", recorded: "r", begun: "a", replaced: "r"}, end{api.CaseHalf, post, "", ""}, end{api.CaseHalf, post, "", ""}},
		{"half published, D is another", scene{api: "x", shown: "x", recorded: "r", begun: "x", replaced: "r"}, end{api.CaseHalf, post, "", ""}, end{api.CaseHalf, post, "", ""}},
		{"begun, nothing written, D is as recorded", scene{api: "a", shown: "a", recorded: "a", begun: "x", replaced: "a"}, sync, sync},
		{"begun, nothing written, D is another", scene{api: "r", shown: "r", recorded: "r", begun: "x", replaced: "r"}, end{api.CaseChange, post, "", ""}, end{api.CaseChange, post, "", ""}},
		{"begun over an edit, nothing written", scene{api: "e", shown: "e", recorded: "r", begun: "x", replaced: "e"}, end{api.CaseEdited, nothing, api.Refused, api.Edited}, end{api.CaseEdited, nothing, api.Refused, api.Edited}},
		{"begun, and D was put there by hand", scene{api: "a", shown: "a", recorded: "r", begun: "x", replaced: "r"}, adopted, adopted},
		{"begun, and edited", scene{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"begun, and edited in the console alone", scene{api: "a", shown: "x", recorded: "r", begun: "a", replaced: "r"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"begun, and edited, D as recorded", scene{api: "x", shown: "x", recorded: "a", begun: "m", replaced: "a"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"the first publish begun, and edited", scene{api: "x", shown: "x", begun: "a"}, refusedAs(api.CaseInterrupted, api.Interrupted), refusedAs(api.CaseInterrupted, api.Interrupted)},
		{"the first publish begun, all steps taken", scene{api: "a", shown: "a", begun: "a"}, end{api.CaseHalf, record, "", ""}, end{api.CaseHalf, record, "", ""}},
		{"the first publish begun, nothing written", scene{begun: "a"}, end{api.CaseFirst, post, "", ""}, end{api.CaseFirst, post, "", ""}},
		{"an intent whose record exists explains nothing", scene{api: "m", shown: "m", recorded: "a", begun: "a", over: "m", replaced: "r", closed: true}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},

		// Quarantine.
		{"quarantined", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"quarantined and edited", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"quarantined and live again", scene{api: "a", shown: "a", recorded: "r", kind: rolled, held: "a"}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},
		{"another is quarantined", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "x"}, change, change},
		{"other menus were published since", scene{api: "r", shown: "r", recorded: "r", held: "a", void: true}, change, change},
		{"adopted since", scene{api: "r", shown: "r", recorded: "r", kind: ledger.KindAdopt, held: "a", void: true}, change, change},
		{"rolled back once more since", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "a", void: true}, heldAs(api.CaseQuarantined, api.Quarantined), refusedAs(api.CaseQuarantined, api.Quarantined)},

		// In sync.
		{"in sync", scene{api: "a", shown: "a", recorded: "a"}, sync, sync},
		{"in sync in other words", scene{api: "n", shown: "n", recorded: "a", read: "n", readback: ledger.ReadbackNormalised}, sync, sync},
		{"in sync in one word each", scene{api: "n", shown: "a", recorded: "a", read: "n", readback: ledger.ReadbackNormalised}, sync, sync},
		{"in sync, recorded before it showed", scene{api: "a", shown: "a", recorded: "a", read: "r", replaced: "r", readback: ledger.ReadbackUnverified}, sync, sync},
		{"in sync, raced and won", scene{api: "a", shown: "a", recorded: "a", read: "x", replaced: "r", readback: ledger.ReadbackRaced}, sync, sync},
		{"both answers show D, recorded another", scene{api: "a", shown: "a", recorded: "r"}, adopted, adopted},
		{"both answers show D, no record", scene{api: "a", shown: "a"}, adopted, adopted},

		// A change.
		{"change", scene{api: "r", shown: "r", recorded: "r"}, change, change},
		{"change, live in other words", scene{api: "n", shown: "n", recorded: "r", read: "n", readback: ledger.ReadbackNormalised}, change, change},
		{"change, the last one shows by now", scene{api: "r", shown: "r", recorded: "r", read: "q", replaced: "q", readback: ledger.ReadbackUnverified}, change, change},
		{"change, the last one does not show yet", scene{api: "q", shown: "q", recorded: "r", read: "q", replaced: "q", readback: ledger.ReadbackUnverified}, change, change},
		{"as recorded and not there yet: posted again", scene{api: "q", shown: "q", recorded: "a", read: "q", replaced: "q", readback: ledger.ReadbackUnverified}, change, change},

		// Edited outside.
		{"edited, nothing new", scene{api: "x", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited in the console alone, nothing new", scene{api: "a", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited, menu/get answers none", scene{api: "", shown: "x", recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"removed, nothing new", scene{recorded: "a"}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited, D is news", scene{api: "x", shown: "x", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited in the console alone, D is news", scene{api: "r", shown: "x", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"edited to D in the console alone", scene{api: "r", shown: "a", recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"removed, D is news", scene{recorded: "r"}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"raced: what somebody else posted is live", scene{api: "x", shown: "x", recorded: "r", read: "x", readback: ledger.ReadbackRaced}, refusedAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"raced, nothing new", scene{api: "x", shown: "x", recorded: "a", read: "x", readback: ledger.ReadbackRaced}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},
		{"not there yet, and edited", scene{api: "x", shown: "x", recorded: "a", read: "q", replaced: "q", readback: ledger.ReadbackUnverified}, heldAs(api.CaseEdited, api.Edited), refusedAs(api.CaseEdited, api.Edited)},

		// No record.
		{"first", scene{}, end{api.CaseFirst, post, "", ""}, end{api.CaseFirst, post, "", ""}},
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
			v := tt.view(t)
			for name, want := range map[string]end{"push": tt.push, "hand": tt.hand} {
				w := wish{set: setOf(t, "a"), byHand: name == "hand"}
				got := decide(v, w)
				same(t, name, ended(&got), want)
				passes(t, name, v, w, &got)
			}
		})
	}
}

// passes sees that what a refusal needs is all it takes, that less is not
// enough, and that it says what is wrong and what to do.
func passes(t *testing.T, name string, v view, w wish, d *verdict) {
	t.Helper()
	if d.refusal == nil {
		return
	}
	if d.refusal.meaning == "" || d.refusal.remedy == "" || d.refusal.needs.Empty() {
		t.Fatalf("%s: got %+v, want meaning, remedy and needs", name, d.refusal)
	}
	again := w
	again.accept = w.accept.And(d.refusal.needs)
	if next := decide(v, again); next.refusal != nil {
		t.Errorf("%s: got %s after all that is needed was accepted, want no refusal", name, ended(&next))
	}
	again.accept = api.Accept{Live: "sha256:0000", Allow: []api.Guard{api.RemovesButtons, api.RemovesTopLevel, api.RemovesConditional, api.ChangesAllHosts, api.ChangesAppID}}
	if next := decide(v, again); next.refusal == nil {
		t.Errorf("%s: got %s by accepting other things, want a refusal", name, ended(&next))
	}
}

// TestDecideAccepted has the first refusal's needs accepted, and says what
// becomes of it.
func TestDecideAccepted(t *testing.T) {
	t.Parallel()
	rolled := ledger.KindRollback
	tests := []struct {
		name string
		scene
		needs api.Accept
		want  end
	}{
		{"edited", scene{api: "x", shown: "x", recorded: "r"}, api.Accept{Live: "x"}, end{api.CaseEdited, post, "", ""}},
		{"edited, nothing new", scene{api: "x", shown: "x", recorded: "a"}, api.Accept{Live: "x"}, end{api.CaseEdited, post, "", ""}},
		{"interrupted", scene{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"}, api.Accept{Live: "x"}, end{api.CaseInterrupted, post, "", ""}},
		{"first over a menu", scene{api: "x", shown: "x"}, api.Accept{Allow: []api.Guard{api.First}}, end{api.CaseFirstOver, post, "", ""}},
		{"lifted", scene{api: "r", shown: "r", recorded: "r", kind: rolled, held: "a"}, api.Accept{Allow: []api.Guard{api.Quarantined}}, end{api.CaseChange, post, "", ""}},
		{"lifted, and live again", scene{api: "a", shown: "a", recorded: "r", kind: rolled, held: "a"}, api.Accept{Allow: []api.Guard{api.Quarantined}}, end{api.CaseAdopted, record, "", ""}},
		{"lifted, and edited", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a"}, api.Accept{Live: "x", Allow: []api.Guard{api.Quarantined}}, end{api.CaseEdited, post, "", ""}},
		{"lifted, and interrupted", scene{api: "x", shown: "x", recorded: "r", kind: rolled, held: "a", begun: "m", replaced: "r"}, api.Accept{Live: "x", Allow: []api.Guard{api.Quarantined}}, end{api.CaseInterrupted, post, "", ""}},
		{"another appid", scene{api: "x", shown: "x", recorded: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged, api.First}}, end{api.CaseFirstOver, post, "", ""}},
		{"another appid, without a menu", scene{recorded: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseFirst, post, "", ""}},
		{"another appid, D is live", scene{api: "a", shown: "a", recorded: "a", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseAdopted, record, "", ""}},
		{"another appid, with a publish begun under the old one", scene{api: "a", shown: "a", recorded: "r", begun: "a", replaced: "r", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseAdopted, record, "", ""}},
		{"another appid, D in quarantine under the old one", scene{recorded: "r", kind: rolled, held: "a", appID: "wx2"}, api.Accept{Allow: []api.Guard{api.AppIDChanged}}, end{api.CaseFirst, post, "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := tt.view(t)
			first := decide(v, wish{set: setOf(t, "a"), byHand: true})
			if first.refusal == nil {
				t.Fatalf("got %s, want a refusal", ended(&first))
			}
			if tt.needs.Live != "" {
				tt.needs.Live = v.live.digest()
			}
			same(t, "digest needed", first.refusal.needs.Live, tt.needs.Live)
			list(t, "guards needed", first.refusal.needs.Allow, tt.needs.Allow)
			got := decide(v, wish{set: setOf(t, "a"), byHand: true, accept: tt.needs})
			same(t, "decision", ended(&got), tt.want)
		})
	}
}

// TestDecideFirst may name the live menus instead of the guard.
func TestDecideFirst(t *testing.T) {
	t.Parallel()
	v := scene{api: "x", shown: "x"}.view(t)
	got := decide(v, wish{set: setOf(t, "a"), accept: api.Accept{Live: v.live.digest()}})
	same(t, "decision", ended(&got), end{api.CaseFirstOver, post, "", ""})
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
		{"to what is live", scene{api: "a", shown: "a", recorded: "a"}, end{api.CaseInSync, nothing, "", ""}},
		{"to what somebody put back", scene{api: "a", shown: "a", recorded: "r"}, end{api.CaseAdopted, record, "", ""}},
		{"to what was rolled away from", scene{api: "r", shown: "r", recorded: "r", kind: ledger.KindRollback, held: "a"}, end{api.CaseChange, post, "", ""}},
		{"over an edit", scene{api: "x", shown: "x", recorded: "r"}, end{api.CaseEdited, nothing, api.Refused, api.Edited}},
		{"over an edit, to the newest record", scene{api: "x", shown: "x", recorded: "a"}, end{api.CaseEdited, nothing, api.Refused, api.Edited}},
		{"of an unfinished publish", scene{api: "m", shown: "m", recorded: "a", begun: "r", over: "m", replaced: "a"}, end{api.CaseHalf, post, "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := tt.view(t)
			got := decide(v, wish{set: setOf(t, "a"), byHand: true, rollback: true})
			same(t, "decision", ended(&got), tt.want)
			if r := got.refusal; r != nil && len(r.needs.Allow) > 0 {
				t.Errorf("got needed guards %v, want the digest alone", r.needs.Allow)
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
		d := decide(s.view(t), wish{set: setOf(t, "a"), force: true})
		same(t, "act", d.act, post)
		if len(d.steps.Steps) != 1 || len(d.seen.Changes) != 0 {
			t.Errorf("got %d steps and changes %v, want one step that nobody notices", len(d.steps.Steps), d.seen.Changes)
		}
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
		{api: "r", shown: "r", recorded: "r", kind: ledger.KindRollback, held: "a"},
		{api: "a", shown: "a", recorded: "a", appID: "wx2"},
	} {
		v := s.view(t)
		v.live.shown.Open = false
		d := decide(v, wish{set: setOf(t, "a")})
		if got := kinds(d.warnings); count(asText(got), string(api.SwitchedOff)) != 1 {
			t.Errorf("%s: got warnings %v, want one that it is switched off", ended(&d), got)
		}
	}
}

func asText[T ~string](list []T) []string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	return out
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
		v := s.view(t)
		v.live.shown = shown
		d := decide(v, wish{set: setOf(t, "a")})
		if d.refusal == nil || !strings.Contains(d.refusal.meaning, "cannot make these buttons again: 更多 › 头条 (news), 电话 (text)") {
			t.Errorf("got %+v, want the two console buttons named", d.refusal)
		}
	}
}

// TestVerdictInResult has what was decided in the result, also when it was to
// post nothing.
func TestVerdictInResult(t *testing.T) {
	t.Parallel()
	v := scene{api: "x", shown: "x", recorded: "r"}.view(t)
	d := decide(v, wish{set: setOf(t, "a")})
	var res api.Result
	d.fill(&res)
	same(t, "case", res.Case, api.CaseEdited)
	same(t, "outcome", res.Outcome, api.Refused)
	same(t, "steps", len(res.Steps), 1)
	same(t, "step", res.Steps[0].Op, "menu/create")
	if !slices.ContainsFunc(d.seen.Changes, func(c plan.Change) bool { return c.Text().EN != "" }) {
		t.Errorf("got changes %v, want what a follower would notice", d.seen.Changes)
	}
}
