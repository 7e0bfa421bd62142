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

	// What was sent: created is set once the default menu was, ids are the
	// conditional menus that were added, true, and deleted, false; sent are
	// those in the words they were sent in. doubts are steps whose answer was
	// lost and that what is live did not show, so that they are taken again.
	created bool
	ids     map[string]bool
	sent    map[string]menu.Conditional
	doubts  []plan.Step

	// What menu/get may answer: way are the states of the steps under way, the
	// first as it was read, of which at were taken; past are states from before
	// the last one, end what the last one may be answered as beside want.
	way       []menu.Set
	at        int
	past, end []menu.Set
}

// newAttempt returns the attempt at a set. from is what is live as the first
// steps see it.
func newAttempt(k decide.Known, want, from menu.Set) attempt {
	a := attempt{before: k, want: want, ids: map[string]bool{}, sent: map[string]menu.Conditional{}}
	for _, c := range from.Conditional {
		a.sent[c.ID] = c
	}
	return a
}

// begin notes the states that steps pass through, and returns the answers that
// the publish may leave behind from now on. from is what the steps begin at, in
// our words, answer in WeChat's.
func (a *attempt) begin(steps plan.Plan, from, answer menu.Set) []decide.Answers {
	worded, raw := steps.States(from), steps.States(answer)
	last := len(raw) - 1
	a.past = slices.Concat(a.past, a.end, raw[:last], worded[:last])
	a.end, a.way, a.at = raw[last:], raw, 0
	sets := slices.Concat(a.past, a.end, []menu.Set{a.want})
	if len(a.doubts) > 0 {
		sets = append(sets, steps.States(plan.Plan{Steps: a.doubts}.Apply(answer))...)
	}
	var out []decide.Answers
	for _, set := range sets {
		for _, shown := range []menu.Set{a.before.Live.Shown, a.want.Default()} {
			out = append(out, decide.AnswersOf(&api.Live{API: set, Shown: shown}))
		}
	}
	return out
}

// took notes that WeChat took a step; id is that of a menu that was added.
func (a *attempt) took(s plan.Step, id string) {
	c := s.Conditional
	switch s.Op {
	case plan.Create:
		a.created = true
	case plan.Add:
		c.ID = id
		a.sent[id], a.ids[id] = c, true
	case plan.Delete:
		a.ids[c.ID] = false
	}
}

// from returns what is live as the next steps have to see it.
func (a *attempt) from(now api.Live) menu.Set {
	k := a.before
	k.Live = now
	from := k.From(a.want)
	if a.created && a.echoShown(now.Shown) != echoOther {
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
func (a *attempt) left(now api.Live) plan.Plan { return plan.Diff(a.from(now), a.want) }

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

// caughtUp reports whether both answers show the steps that were taken, as far
// as that can be told.
func (a *attempt) caughtUp(now api.Live) bool {
	want, before := a.want.Default(), a.before.Live
	old := func(set, before menu.Set) bool { return a.created && set.Equal(before) && !before.Equal(want) }
	return a.fresh(now.API) && !old(now.API.Default(), before.API.Default()) && !old(now.Shown, before.Shown)
}

// shows reports whether one of the answers shows the default menu that did not
// before, so that it was taken since.
func (a *attempt) shows(now api.Live) bool {
	want, before := a.want.Default(), a.before.Live
	return now.API.Default().Equal(want) && !before.API.Default().Equal(want) ||
		now.Shown.Equal(want) && !before.Shown.Equal(want)
}

// ours reports whether what is live has the buttons that the steps so far
// made, whatever their wording. What has others is not caidan's.
func (a *attempt) ours(now api.Live) bool {
	shown := a.before.Live.Shown
	if a.created {
		shown = a.want.Default()
	}
	return len(a.way) > 0 && sameTree(now.API, a.way[a.at]) && sameTree(now.Shown, shown) && (a.created || now.Shown.Equal(shown))
}

// found says what is live after some of the steps.
func (a *attempt) found(now api.Live) api.Facts {
	before, want := a.before.Live, a.want.Default()
	switch {
	case now.Shows(a.want):
		return api.Facts{Found: api.FoundWanted}
	case now.API.Equal(before.API) && now.Shown.Equal(before.Shown):
		return api.Facts{Found: api.FoundBefore}
	}
	f := api.Facts{Found: api.FoundOld, Conditional: max(len(now.API.Conditional), len(a.want.Conditional)), Kept: a.inPlace(now)}
	switch {
	case now.Shown.Equal(want) && now.Shown.Equal(before.Shown):
		f.Found = api.FoundKept
	case now.Shown.Equal(want):
		f.Found = api.FoundNew
	case !now.Shown.Equal(before.Shown):
		f.Found = api.FoundOther
	}
	return f
}

// inPlace counts the conditional menus that are as they should be, from the
// lowest priority up.
func (a *attempt) inPlace(now api.Live) int {
	have, want := now.API.Conditional, a.want.Conditional
	n := 0
	for n < min(len(have), len(want)) && string(have[len(have)-1-n].Body()) == string(want[len(want)-1-n].Body()) {
		n++
	}
	return n
}
