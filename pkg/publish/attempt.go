package publish

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// attempt is what one publish knows of its steps and of WeChat's answers. It
// asks and writes nothing.
type attempt struct {
	// before is what was known before the first step, want what is to be live.
	before decide.Known
	want   menu.Set
	// proves is set where answers are not late, so that one with the wanted menus
	// is one to what was posted. A late one may be of another tool that had posted
	// the same.
	proves bool
	// retires is set where all menus are deleted, in one step.
	retires bool

	// What was sent: created is set once the default menu was, or its deletion, ids are the
	// conditional menus that were added, true, and deleted, false; sent are
	// those in the words they were sent in.
	created bool
	ids     map[string]bool
	sent    map[string]menu.Conditional

	// way are what menu/get answers on the way of the steps under way, of which
	// at were taken.
	way []menu.Set
	at  int
}

// newAttempt returns the attempt at a set. from is what is live as the first
// steps see it.
func newAttempt(k decide.Known, want, from menu.Set) attempt {
	a := attempt{before: k, want: want, proves: !k.Late(), ids: map[string]bool{}, sent: map[string]menu.Conditional{}}
	for _, c := range from.Conditional {
		a.sent[c.ID] = c
	}
	return a
}

// blind reports whether menu/get cannot be trusted to show the conditional menus
// there are, or is not known to show any.
func (a *attempt) blind() bool {
	k := &a.before
	return !a.retires && (!a.proves || len(k.Live.API.Menu) == 0) && k.Conditional(a.want)
}

// current reports whether menu/get shows what the newest steps left, after the
// default menu was posted.
func (a *attempt) current(now api.Live) bool {
	k := &a.before
	switch {
	case len(now.API.Menu) == 0:
		return false
	case a.proves, !k.ListLate(), k.Proves(a.want, &now):
		return true
	default:
		return k.Open() == nil && k.Last.Desired.MayList(now.API)
	}
}

// begin notes what menu/get answers on the way of some steps.
func (a *attempt) begin(steps plan.Plan, answer menu.Set) { a.way, a.at = steps.States(answer), 0 }

// took notes that WeChat took a step; id is that of a menu that was added.
func (a *attempt) took(s plan.Step, id string) {
	c := s.Conditional
	switch s.Op {
	case plan.Clear:
		a.cleared()
	case plan.Create:
		a.created = true
	case plan.Add:
		c.ID = id
		a.sent[id], a.ids[id] = c, true
	case plan.Delete:
		a.ids[c.ID] = false
	}
}

// cleared notes that WeChat deleted all menus.
func (a *attempt) cleared() {
	a.created = true
	for _, c := range a.before.Live.API.Conditional {
		a.ids[c.ID] = false
	}
}

// from returns what is live as the next steps have to see it.
func (a *attempt) from(now api.Live) menu.Set {
	k := a.before
	k.Live = now
	from := k.From(a.want)
	if a.created && a.before.Ours(a.want, &now) {
		from.Menu = a.want.Menu // WeChat took it, whatever it answers yet
	}
	from.Conditional = slices.Clone(from.Conditional)
	for i, c := range from.Conditional {
		if sent, ok := a.sent[c.ID]; ok {
			from.Conditional[i] = sent
		}
	}
	return from
}

// left returns the steps that are left to take.
func (a *attempt) left(now api.Live) plan.Plan {
	from := a.from(now)
	switch {
	case !a.retires:
		return plan.Diff(from, a.want)
	case from.Equal(a.want):
		return plan.Plan{}
	default:
		return plan.Retire()
	}
}

// fresh reports whether an answer has the conditional menus that were added,
// and none that was deleted. One that is older may look the same where a menu
// was added again.
func (a *attempt) fresh(answer menu.Set) bool {
	has := map[string]bool{}
	for _, c := range answer.Conditional {
		has[c.ID] = true
	}
	for id, added := range a.ids {
		if has[id] != added {
			return false
		}
	}
	return true
}

// seen reports whether both answers show all steps that were taken.
func (a *attempt) seen(now api.Live) bool {
	want := a.want.Default()
	return a.proves && !a.hides(now) && a.fresh(now.API) && (!a.created || want.MayAnswer(now.API.Default()) && want.MayShow(now.Shown))
}

// caughtUp reports whether the answers are not from before the steps that were
// taken, as far as that can be told: an answer of another's may be later.
func (a *attempt) caughtUp(now api.Live) bool {
	want, before := a.want.Default(), a.before.Live
	old := func(set, before menu.Set) bool { return a.created && set.Equal(before) && !before.Equal(want) }
	return a.seen(now) || a.proves && !a.hides(now) && a.fresh(now.API) && !old(now.API.Default(), before.API.Default()) && !old(now.Shown, before.Shown)
}

// hides reports whether the answers to a deletion contradict each other, so that they
// may hide what is live.
func (a *attempt) hides(now api.Live) bool { return a.retires && decide.Contradictory(&now) }

// shows reports whether one of the answers shows the default menu that did not
// before, so that it was taken since.
func (a *attempt) shows(now api.Live) bool {
	want, before := a.want.Default(), a.before.Live
	return a.proves && !a.hides(now) && (want.MayAnswer(now.API.Default()) && !want.MayAnswer(before.API.Default()) ||
		want.MayShow(now.Shown) && !want.MayShow(before.Shown))
}

// found says what is live after some of the steps.
func (a *attempt) found(now api.Live) api.Facts {
	before, want := a.before.Live, a.want.Default()
	switch {
	case a.shown(now) && a.retires:
		return api.Facts{Found: api.FoundGone}
	case a.shown(now):
		return api.Facts{Found: api.FoundWanted}
	case now.API.Equal(before.API) && now.Shown.Equal(before.Shown):
		return api.Facts{Found: api.FoundBefore}
	case a.retires:
		return api.Facts{Found: api.FoundLate}
	}
	f := api.Facts{Found: api.FoundOld, Conditional: max(len(now.API.Conditional), len(a.want.Conditional)), Kept: a.inPlace(now)}
	switch {
	case want.MayShow(now.Shown) && now.Shown.Equal(before.Shown):
		f.Found = api.FoundKept
	case want.MayShow(now.Shown):
		f.Found = api.FoundNew
	case !now.Shown.Equal(before.Shown):
		f.Found = api.FoundOther
	}
	return f
}

// inPlace counts the wanted conditional menus that are live, in whatever words,
// and in the order in which they should be: the longest sequence of them.
func (a *attempt) inPlace(now api.Live) int {
	most := make([]int, len(a.want.Conditional)+1)
	for _, c := range now.API.Conditional {
		before := 0 // the last one's most up to here
		for i := range a.want.Conditional {
			sofar := max(most[i], most[i+1])
			if one := (menu.Set{Conditional: a.want.Conditional[i : i+1]}); one.MayHold(c) {
				sofar = before + 1
			}
			before, most[i+1] = most[i+1], sofar
		}
	}
	return most[len(most)-1]
}
