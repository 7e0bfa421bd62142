package decide

import (
	"fmt"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// mixed is a set whose default menu is one of setOf's, with conditional menus of
// some others, for tags from 2 on.
func mixed(t *testing.T, bar string, conditional ...string) menu.Set {
	t.Helper()
	s := setOf(t, bar)
	for i, name := range conditional {
		s.Conditional = append(s.Conditional, menu.Conditional{Menu: setOf(t, name).Menu, Match: menu.MatchRule{TagID: fmt.Sprint(2 + i)}})
	}
	return s
}

// begun is an account whose publish of a set over another was begun at noon.
func begun(t *testing.T, before, want menu.Set) Known {
	t.Helper()
	k := Known{
		Live: api.Live{API: before, Shown: before.Default(), Open: true}, AppID: "wx1",
		Last: &Record{Number: 1, AppID: "wx1", Readback: api.ReadbackVerified, Desired: before, API: before, Shown: before.Default()},
	}
	k.Begun = &Intent{Number: 2, Desired: want, States: k.Leaves(want), Replaced: AnswersOf(&k.Live), Started: noon()}
	k.Now = noon()
	return k
}

func noon() time.Time { return time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC) }

// TestExplained mixes menus of before and after a publish that was begun, and
// others among them.
func TestExplained(t *testing.T) {
	t.Parallel()
	before, want := mixed(t, "b", "1", "2"), mixed(t, "w", "3")
	words := mixed(t, "w", "3") // as WeChat may write them
	words.Menu[0].URL, words.Conditional[0].Menu[0].URL = "https://EXAMPLE.com/w", "https://example.com:443/3"
	third := mixed(t, "w", "3")
	third.Conditional[0].Match.TagID = "9"
	over := func(s menu.Set, c ...menu.Conditional) menu.Set { s.Conditional = c; return s }
	tests := []struct {
		name       string
		api, shown menu.Set
		want       bool
	}{
		{"before", before, before, true},
		{"after", want, want, true},
		{"after, in other words", words, words, true},
		{"the default menu alone", over(want, before.Conditional...), want, true},
		{"a menu of each", over(want, want.Conditional[0], before.Conditional[1]), want, true},
		{"one answer late", before, want, true},
		{"menu/get with another default menu", over(setOf(t, "x"), want.Conditional...), want, false},
		{"followers see another default menu", want, setOf(t, "x"), false},
		{"another conditional menu", mixed(t, "w", "x"), want, false},
		{"another beside ours", over(want, want.Conditional[0], mixed(t, "w", "x").Conditional[0]), want, false},
		{"ours for others", third, want, false},
		{"none at all", menu.Set{}, menu.Set{}, false},
	}
	for _, tt := range tests {
		k := begun(t, before, want)
		k.Live = api.Live{API: tt.api, Shown: tt.shown.Default(), Open: true}
		if got := k.Explained(); got != tt.want {
			t.Errorf("%s: got %t, want %t", tt.name, got, tt.want)
		}
		fresh := begun(t, before, want)
		fresh.Begun = nil
		if got := fresh.Ours(want, &k.Live); got != tt.want {
			t.Errorf("%s, after steps: got %t, want %t", tt.name, got, tt.want)
		}
	}
	// What a publish found is explained, made by caidan or not.
	k := begun(t, before, want)
	k.Live = api.Live{API: mixed(t, "x", "y"), Shown: setOf(t, "z")}
	k.Begun.Replaced = AnswersOf(&k.Live)
	if !k.Explained() {
		t.Error("got what was replaced not explained")
	}
	k.Live.Shown = setOf(t, "q")
	if k.Explained() {
		t.Error("got another menu explained beside what was replaced")
	}
}

// TestLate says for how long answers prove nothing.
func TestLate(t *testing.T) {
	t.Parallel()
	before, want := mixed(t, "b", "1"), mixed(t, "w", "2")
	record := func(r api.Readback) Known {
		k := begun(t, before, want)
		k.Begun.Number = 1
		k.Last.Readback, k.Last.Time = r, noon()
		return k
	}
	open := begun(t, before, want)
	seen := begun(t, before, want)
	seen.Begun.Seen = true
	tests := []struct {
		name                string
		known               Known
		after               time.Duration
		late, settled, left bool
	}{
		{"begun", open, 0, true, false, true},
		{"begun, just before it is over", open, lateFor - 1, true, false, true},
		{"begun long ago", open, lateFor, false, false, false},
		{"begun, and seen half-way", seen, 0, false, false, false},
		{"begun by a clock ahead", open, -time.Hour, true, false, true},
		{"verified", record(api.ReadbackVerified), 0, false, true, false},
		{"normalised", record(api.ReadbackNormalised), 0, false, true, false},
		{"unverified", record(api.ReadbackUnverified), 0, true, false, true},
		{"unverified long ago", record(api.ReadbackUnverified), lateFor, false, true, false},
		{"raced", record(api.ReadbackRaced), 0, true, false, true},
		{"no record", Known{Live: open.Live}, 0, false, true, false},
	}
	for _, tt := range tests {
		k := tt.known
		k.Now = noon().Add(tt.after)
		same(t, tt.name+": late", k.Late(), tt.late)
		same(t, tt.name+": settled", k.Settled(), tt.settled)
		same(t, tt.name+": left", len(k.Left()) > 0, tt.left)
	}
}

// TestListLate says for how long the conditional menus of an answer prove nothing:
// from when one was touched last.
func TestListLate(t *testing.T) {
	t.Parallel()
	before, want := mixed(t, "b", "1"), mixed(t, "w", "2")
	for _, tt := range []struct {
		name          string
		readback      api.Readback
		begun, number int
		touched, seen bool
		old           bool          // from a release that did not say
		want          time.Duration // after noon
	}{
		{"begun", api.ReadbackVerified, 2, 1, false, false, false, 0},
		{"begun and touched", api.ReadbackVerified, 2, 1, true, false, false, lateFor},
		{"begun and seen", api.ReadbackVerified, 2, 1, true, true, false, 0},
		{"verified", api.ReadbackVerified, 1, 1, true, false, false, 0},
		{"unverified", api.ReadbackUnverified, 1, 1, false, false, false, 0},
		{"unverified and touched", api.ReadbackUnverified, 1, 1, true, false, false, lateFor},
		{"unverified, after another", api.ReadbackUnverified, 1, 2, false, false, false, lateFor},
		{"begun by an older release", api.ReadbackVerified, 2, 1, false, false, true, lateFor},
		{"unverified, by an older release", api.ReadbackUnverified, 1, 1, false, false, true, lateFor},
		{"raced", api.ReadbackRaced, 1, 1, false, false, false, lateFor},
	} {
		k := begun(t, before, want)
		k.Last.Readback, k.Last.Time, k.Last.Number, k.Begun.Number, k.Begun.Seen = tt.readback, noon(), tt.number, tt.begun, tt.seen
		if k.Begun.Touched = noon().Add(-lateFor); tt.touched {
			k.Begun.Touched = noon()
		}
		if tt.old {
			k.Begun.Touched = time.Time{}
		}
		k.Now = noon().Add(max(0, tt.want-1))
		same(t, tt.name, k.ListLate(), tt.want > 0)
		k.Now = noon().Add(tt.want)
		same(t, tt.name+", later", k.ListLate(), false)
	}
}

// TestProves says which answers are not from before the default menu was posted.
func TestProves(t *testing.T) {
	t.Parallel()
	before, first, want := mixed(t, "b", "1"), mixed(t, "f", "2"), mixed(t, "w", "3")
	words, capital := setOf(t, "w"), setOf(t, "w")
	words.Menu[0].URL = "https://EXAMPLE.com/w"
	capital.Menu[0].URL = "HTTPS://example.com/w"
	of := func(change func(*Known)) Known {
		k := begun(t, before, first)
		if change != nil {
			change(&k)
		}
		return k
	}
	states := func(s menu.Set) func(*Known) {
		return func(k *Known) { k.Begun.States = append(k.Begun.States, Answers{Shown: s.Default().Digest()}) }
	}
	for _, tt := range []struct {
		name      string
		known     Known
		want, now menu.Set
		proves    bool
	}{
		{"the one posted", of(nil), want, want, true},
		{"the one posted, in other words", of(nil), want, words, true},
		{"the one before", of(nil), want, before, false},
		{"none", of(nil), want, menu.Set{}, false},
		{"one as before", of(nil), before, before, false},
		{"one as the open publish's", of(nil), first, first, false},
		{"one as an earlier one's", of(states(want)), want, want, false},
		{"one answered as an earlier one's", of(states(words)), want, words, false},
		{"one answered as recorded", of(func(k *Known) { k.Last.Desired = capital }), want, want, false},
		{"one answered as read back", of(func(k *Known) { k.Last.API = capital }), want, want, false},
		{"one answered as it was shown", of(func(k *Known) { k.Last.Shown = capital }), want, want, false},
		{"one that menu/get answered", of(func(k *Known) { k.Live.API = want }), want, want, false},
		{"one that followers saw", of(func(k *Known) { k.Live.Shown = want }), want, want, false},
		{"one answered as the open publish's", of(func(k *Known) { k.Begun.Desired = capital }), want, want, false},
		{"one that was replaced", of(func(k *Known) { k.Begun.Replaced.Shown = want.Default().Digest() }), want, want, false},
		{"without a record", of(func(k *Known) { k.Last = nil }), want, want, true},
	} {
		now := api.Live{API: tt.now}
		same(t, tt.name, tt.known.Proves(tt.want, &now), tt.proves)
	}
}

// TestConditionalAnywhere finds conditional menus wherever they may be.
func TestConditionalAnywhere(t *testing.T) {
	t.Parallel()
	none, some := setOf(t, "n"), mixed(t, "s", "1")
	plain := func() Known { return begun(t, none, none) }
	live, recorded, left := plain(), plain(), begun(t, none, some)
	live.Live.API = some
	recorded.Last.Desired = some
	gone := begun(t, none, some)
	gone.Now = noon().Add(lateFor)
	for _, tt := range []struct {
		name  string
		known Known
		set   menu.Set
		want  bool
	}{
		{"nowhere", plain(), none, false},
		{"in what is wanted", plain(), some, true},
		{"live", live, none, true},
		{"recorded", recorded, none, true},
		{"left behind", left, none, true},
		{"left behind, and answers are true again", gone, none, false},
	} {
		same(t, tt.name, tt.known.Conditional(tt.set), tt.want)
	}
}

// TestDecidedFrom decides from what is known of this Official Account alone: a
// record of another says nothing once that is let pass, nor does a publish that
// was begun for another.
func TestDecidedFrom(t *testing.T) {
	t.Parallel()
	k := begun(t, setOf(t, "b"), setOf(t, "w"))
	k.Live = api.Live{API: setOf(t, "x"), Shown: setOf(t, "x"), Open: true}
	k.Last = nil
	k.Begun.AppID = "wx2"
	d := Decide(k, Wish{Set: setOf(t, "a"), ByHand: true})
	same(t, "begun for another", ended(&d), end{api.CaseFirstOver, Leave, api.Refused, api.First})
	k.Begun.AppID = "wx1"
	d = Decide(k, Wish{Set: setOf(t, "a"), ByHand: true})
	same(t, "begun for this one", ended(&d), end{api.CaseInterrupted, Leave, api.Refused, api.Interrupted})
	s := scene{api: "x", shown: "x", recorded: "r", readback: api.ReadbackUnverified, held: "q", appID: "wx2"}
	d = Decide(s.known(t), Wish{Set: setOf(t, "a"), Accept: api.Accept{Allow: []api.Guard{api.AppIDChanged, api.First}}})
	same(t, "recorded of another", ended(&d), end{api.CaseFirstOver, Post, "", ""})
	if from := d.Known; from.Last != nil || from.Begun != nil || from.Quarantine != nil || from.Late() {
		t.Errorf("got decided from %+v, want nothing of another account", from)
	}
}

// TestReposted tells a publish of what was answered before from one that its answers
// showed: of menus that are not recorded, answers prove nothing for some minutes
// after the former.
func TestReposted(t *testing.T) {
	t.Parallel()
	was, other := setOf(t, "a"), setOf(t, "b")
	for _, tt := range []struct {
		name     string
		replaced menu.Set
		live     menu.Set
		after    time.Duration
		publish  end
		retire   end
	}{
		{"in sync", was, was, 0, end{api.CaseInSync, Leave, "", ""}, end{api.CaseChange, Leave, api.Refused, api.Retires}},
		{"reposted", was, other, 0, end{api.CaseHalf, Post, "", ""}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"just before it is over", was, other, lateFor - 1, end{api.CaseHalf, Post, "", ""}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"long ago", was, other, lateFor, end{api.CaseAdopted, Adopt, "", ""}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"another before", other, other, 0, end{api.CaseAdopted, Adopt, "", ""}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"reposted, and none", was, menu.Set{}, 0, end{}, end{api.CaseHalf, Leave, api.Refused, api.Retires}},
		{"long ago, and none", was, menu.Set{}, lateFor, end{}, end{api.CaseAdopted, Adopt, "", ""}},
	} {
		k := published(was)
		k.Last.Time, k.Now = noon(), noon().Add(tt.after)
		k.Last.Replaced = Answers{API: tt.replaced.Digest(), Shown: tt.replaced.Digest()}
		k.Live = api.Live{API: tt.live, Shown: tt.live, Open: len(tt.live.Menu) > 0}
		if len(tt.live.Menu) > 0 {
			d := Decide(k, Wish{Set: tt.live})
			same(t, tt.name, ended(&d), tt.publish)
		}
		d := Decide(k, Wish{Retire: true, ByHand: true})
		same(t, tt.name+", to retire", ended(&d), tt.retire)
	}
	// What is not wanted is an edit all the same.
	k := published(was)
	k.Last.Replaced, k.Live = AnswersOf(&k.Live), api.Live{API: other, Shown: other, Open: true}
	d := Decide(k, Wish{Set: was, ByHand: true})
	same(t, "an edit", ended(&d), end{api.CaseEdited, Leave, api.Refused, api.Edited})
}
