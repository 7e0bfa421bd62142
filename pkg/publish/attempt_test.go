package publish

import (
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// tried is an attempt at a set over another, which created its default menu and
// added its conditional menus, under ids from 1000 down. late is one whose newest
// record is of a third set and was not seen.
func tried(t *testing.T, before, want menu.Set, late *menu.Set) attempt {
	t.Helper()
	k := decide.Known{Live: liveOf(before, before), Now: time.Unix(0, 0)}
	k.Last = &decide.Record{Number: 1, Readback: api.ReadbackVerified, Desired: before, API: before, Shown: before.Default()}
	if late != nil {
		k.Last.Readback, k.Last.Time, k.Last.Desired = api.ReadbackUnverified, k.Now, *late
		k.Begun = &decide.Intent{Number: 1, Desired: *late, Touched: k.Now, States: []decide.Answers{{Shown: before.Default().Digest()}, {Shown: late.Default().Digest()}}}
	}
	a := newAttempt(k, want, before)
	a.created = true
	for _, c := range want.Conditional {
		a.ids[c.ID] = true
	}
	for _, c := range before.Conditional {
		a.ids[c.ID] = false
	}
	return a
}

// numbered gives conditional menus other ids than withIDs does.
func numbered(s menu.Set) menu.Set {
	out := menu.Set{Menu: s.Menu}
	for _, c := range s.Conditional {
		c.ID = "7" + c.ID
		out.Conditional = append(out.Conditional, c)
	}
	return out
}

// TestEcho says what answers are after all steps.
func TestEcho(t *testing.T) {
	t.Parallel()
	before, want := numbered(withIDs(parse(t, tagged(menuB, "2 a")))), withIDs(parse(t, tagged(menuA, "2 b", "3 c")))
	other, alike := withIDs(parse(t, tagged(menuA, "2 b", "3 x"))), numbered(want)
	twice := menu.Set{Menu: want.Menu, Conditional: append(want.Conditional[:2:2], numbered(numbered(want)).Conditional[0])}
	short := menu.Set{Menu: want.Menu, Conditional: want.Conditional[:1]}
	bar := parse(t, bar(click("x")))
	for _, tt := range []struct {
		name       string
		api, shown menu.Set
		want       echo
		more       bool
	}{
		{"sent", want, want, echoSent, false},
		{"before", before, before, echoOld, false},
		{"one answer late", want, before, echoOld, false},
		{"the other late", before, want, echoOld, false},
		{"alike, under the ids of others", alike, want, echoOld, false},
		{"one twice", twice, want, echoOld, true},
		{"one twice, and followers see the old one", twice, before, echoOld, false},
		{"one is missing that was added", short, want, echoOld, false},
		{"another conditional menu", other, want, echoOther, false},
		{"another default menu", menu.Set{Menu: bar.Menu, Conditional: want.Conditional}, want, echoOther, false},
		{"followers see another", want, bar, echoOther, false},
	} {
		a := tried(t, before, want, nil)
		now := liveOf(tt.api, tt.shown)
		same(t, tt.name, a.echo(now), tt.want)
		same(t, tt.name+": more", a.more(now), tt.more)
	}
}

// TestSeen tells answers that show the steps from those that may be from before.
func TestSeen(t *testing.T) {
	t.Parallel()
	before, want := numbered(withIDs(parse(t, tagged(menuB, "2 a")))), withIDs(parse(t, tagged(menuA, "2 b")))
	x := parse(t, bar(click("x")))
	over := menu.Set{Menu: x.Menu, Conditional: want.Conditional}
	for _, tt := range []struct {
		name           string
		api, shown     menu.Set
		seen, caughtUp bool
	}{
		{"all", want, want, true, true},
		{"menu/get late", before, want, false, false},
		{"menu/get has the old default menu", menu.Set{Menu: before.Menu, Conditional: want.Conditional}, want, false, false},
		{"followers see the old one", want, before, false, false},
		{"ids of others", numbered(want), want, false, false},
		{"another default menu since", over, x, false, true},
	} {
		a := tried(t, before, want, nil)
		now := liveOf(tt.api, tt.shown)
		same(t, tt.name+": seen", a.seen(now), tt.seen)
		same(t, tt.name+": caught up", a.caughtUp(now), tt.caughtUp)
	}
	third := parse(t, bar(click("third")))
	late := tried(t, before, want, &third)
	same(t, "late: all, of another tool perhaps", late.caughtUp(liveOf(want, want)), false)
	same(t, "late: another, which may be older", late.caughtUp(liveOf(over, x)), false)
	same(t, "late: a post does not show", late.shows(liveOf(want, want)), false)
}

// TestCurrent says when menu/get shows which conditional menus there are, where
// it was late or knew none.
func TestCurrent(t *testing.T) {
	t.Parallel()
	before, bad := withIDs(parse(t, tagged(menuB, "2 a"))), withIDs(parse(t, tagged(bar(click("bad")), "3 b")))
	want := withIDs(parse(t, tagged(menuA, "2 a")))
	back := menu.Set{Menu: before.Menu, Conditional: bad.Conditional}
	at := func(bar menu.Set, c menu.Set) api.Live {
		return liveOf(menu.Set{Menu: bar.Menu, Conditional: c.Conditional}, bar)
	}
	for _, tt := range []struct {
		name string
		want menu.Set
		late *menu.Set
		now  api.Live
		ok   bool
	}{
		{"not late, a default menu", want, nil, at(want, before), true},
		{"not late, none", want, nil, at(menu.Set{}, menu.Set{}), false},
		{"late, with what the newest left", want, &bad, at(want, bad), true},
		{"late, that of before", want, &bad, at(before, before), false},
		{"late, none", want, &bad, at(menu.Set{}, bad), false},
		{"late, back to before, which may be from before", before, &bad, at(before, before), false},
		{"late, back to before, with what the newest left", before, &bad, liveOf(back, before), true},
	} {
		a := tried(t, before, tt.want, tt.late)
		same(t, tt.name, a.current(tt.now), tt.ok)
		same(t, tt.name+": blind", a.blind(), tt.late != nil)
	}
	fresh := attempt{before: decide.Known{}, want: want}
	same(t, "a new account is blind", fresh.blind(), true)
	fresh.want = want.Default()
	same(t, "without conditional menus it is not", fresh.blind(), false)
	open := tried(t, before, before, &bad)
	open.before.Begun.Number, open.before.Begun.Started = 2, open.before.Now
	same(t, "an open publish may have stopped anywhere", open.current(liveOf(back, before)), false)
	open.before.Begun.Touched = open.before.Now.Add(-10 * time.Minute)
	same(t, "an open publish that touched no conditional menu", open.current(liveOf(back, before)), true)
	open = tried(t, before, want, &bad)
	open.before.Begun.Number, open.before.Begun.Started = 2, open.before.Now
	same(t, "an open publish, and the default menu that was posted", open.current(at(want, before)), true)
}

// TestReplacedOfInterrupted lets an edit be overwritten that came after a publish
// stopped half-way: that edit is what was replaced, and not what the other found.
func TestReplacedOfInterrupted(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	r := published(t, before)
	r.refuse(addPath, 1)
	same(t, "half-way", r.publish(after).Outcome, api.Failed)
	r.edit(menuX)
	res := r.publish(after)
	same(t, "guard", res.Guard, api.Interrupted)
	req := request(after)
	req.Accept = req.Accept.And(*res.Needs)
	same(t, "let pass", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	same(t, "replaced", r.last().Replaced.Shown.Digest() == digest(before), false)
	r.shows(parse(t, after))
}

// TestLostIsNotSeen loses the answer to a step for good: that the others show
// does not prove that it was not taken.
func TestLostIsNotSeen(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	for _, lost := range []bool{true, false} {
		r := published(t, before)
		if f := (sandbox.Fault{Path: addPath, Cut: sandbox.CutBefore}); lost {
			for _, f := range each(f, 1, 9) {
				r.sandbox.Fault(f)
			}
		} else {
			r.refuse(addPath, 1)
		}
		same(t, "outcome", r.publish(after).Outcome, api.Failed)
		same(t, "seen", r.state().Intent.Seen, !lost)
	}
}
