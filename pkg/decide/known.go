package decide

import (
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// lateFor is how long WeChat's answers may be those from before a publish that
// they did not show. WeChat documents no delay; its clients fetch a menu again
// after five minutes (createCustomMenu, section 1), and this is twice as much.
const lateFor = 10 * time.Minute

// Known is what is known of an account: all that a decision is made from.
type Known struct {
	// Live is what WeChat's two answers said at one moment, Now.
	Live api.Live
	Now  time.Time
	// AppID is the account's today.
	AppID string
	// Last is the newest record; nil when there is none.
	Last *Record
	// Begun is the last publish that was begun; nil when there is none.
	Begun *Intent
	// Quarantine is what rollbacks rolled away from.
	Quarantine []Quarantine
}

// Record is what of a ledger's record decides.
type Record struct {
	Number   int
	Kind     api.Kind
	Time     time.Time
	AppID    string
	Readback api.Readback
	// Desired is what was sent, API and Shown are the answers as read back.
	Desired, API, Shown menu.Set
	// Replaced is what was live before.
	Replaced Answers
}

// Intent is a publish that was begun.
type Intent struct {
	// Number is that of the record that closes it.
	Number  int
	AppID   string
	Desired menu.Set
	// States are the menus that it may leave behind: by API conditional ones,
	// each as a set of its own, by Shown default ones.
	States []Answers
	// Replaced is what was live before.
	Replaced Answers
	Started  time.Time
	// Touched is the latest at which a conditional menu can have been added or
	// deleted that no answer shows; zero is not before Started.
	Touched time.Time
	// Seen is set once WeChat's answers showed all steps that were taken.
	Seen   bool
	Origin api.Origin
	// RollbackTo is the number of the record that a rollback posts again; 0 for
	// what is none.
	RollbackTo int
}

// Answers are WeChat's two answers, by their digests.
type Answers struct{ API, Shown string }

// AnswersOf returns the digests of two answers.
func AnswersOf(l *api.Live) Answers { return Answers{API: l.API.Digest(), Shown: l.Shown.Digest()} }

// Open returns the publish that was begun and has no record; nil when there is
// none.
func (k *Known) Open() *Intent {
	if k.Begun == nil || k.Last != nil && k.Last.Number >= k.Begun.Number {
		return nil
	}
	return k.Begun
}

// Settled reports whether WeChat's answers prove what followers see: the newest
// record was seen in them, or is so old that they are not late any more, and no
// publish is open.
func (k *Known) Settled() bool { return k.Open() == nil && !k.Late() }

// reposted reports whether the newest publish posted what was answered before it,
// not long ago: an answer with its menus may be from before it, and so may later ones
// with what another tool had put there.
func (k *Known) reposted() bool {
	r := k.Last
	return r != nil && r.Kind != api.KindAdopt && r.Replaced == Answers{API: r.API.Digest(), Shown: r.Shown.Digest()} && k.Now.Before(r.Time.Add(lateFor))
}

// unproven reports whether answers that show a set prove nothing: the newest publish
// explains all that is answered, or they may be from before it.
func (k *Known) unproven(want menu.Set) bool {
	shows := k.Live.Shows(want)
	return !k.Settled() && (shows || k.Explained()) || shows && k.reposted() && !k.Last.Desired.Equal(want)
}

// Late reports whether WeChat's answers may still be those from before the newest
// steps.
func (k *Known) Late() bool {
	switch open := k.Open(); {
	case open != nil:
		return !open.Seen && k.Now.Before(open.Started.Add(lateFor))
	case k.Last == nil || k.Last.Readback.Trusted():
		return false
	default:
		return k.Now.Before(k.Last.Time.Add(lateFor))
	}
}

// Touched returns the latest at which a conditional menu can have been added or
// deleted that no answer shows.
func (k *Known) Touched() time.Time {
	open, r, i := k.Open(), k.Last, k.Begun
	switch {
	case !k.Late():
		return k.Now.Add(-lateFor)
	case open != nil && open.Touched.IsZero():
		return open.Started
	case open != nil:
		return open.Touched
	case r.Readback != api.ReadbackRaced && i != nil && i.Number == r.Number && !i.Touched.IsZero() && i.Touched.Before(i.Started):
		return i.Touched // by an earlier one
	default:
		return r.Time
	}
}

// ListLate reports whether menu/get may still answer the conditional menus from
// before the newest steps.
func (k *Known) ListLate() bool { return k.Now.Before(k.Touched().Add(lateFor)) }

// Proves reports whether menu/get answers the default menu of a set, which was
// just posted, and which no menu looks like that may have been live before.
func (k *Known) Proves(want menu.Set, now *api.Live) bool {
	want, answer := want.Default(), now.API.Default()
	if !want.MayAnswer(answer) {
		return false
	}
	before := []menu.Set{k.Live.API, k.Live.Shown}
	if r := k.Last; r != nil {
		before = append(before, r.Desired, r.API, r.Shown)
	}
	old := k.Left()
	if k.Late() {
		before, old = append(before, k.steps().Desired), append(old[:len(old):len(old)], k.steps().Replaced)
	}
	return !slices.ContainsFunc(before, func(s menu.Set) bool { return s.Default().MayAnswer(answer) }) &&
		!slices.ContainsFunc(old, func(a Answers) bool { return a.Shown == answer.Digest() || a.Shown == want.Digest() })
}

// steps returns the newest publish, which is open or was not seen.
func (k *Known) steps() Intent {
	if open := k.Open(); open != nil {
		return *open
	}
	i := Intent{Desired: k.Last.Desired, Replaced: k.Last.Replaced}
	if k.Begun != nil && k.Begun.Number == k.Last.Number {
		i.States = k.Begun.States
	}
	return i
}

// Left returns the menus that the newest publish may have left behind, as
// Intent.States does; none where the answers prove what is live.
func (k *Known) Left() []Answers {
	if !k.Late() {
		return nil
	}
	return k.steps().States
}

// Leaves returns the menus that a publish of a set may leave behind: those that
// are live, or recorded and not replaced since, those of the set, and what an
// earlier one may have left.
func (k *Known) Leaves(want menu.Set) []Answers {
	out := slices.Clone(k.Left())
	add := func(a Answers) {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	bars := []menu.Set{k.Live.API, k.Live.Shown, want}
	sets := bars
	if r := k.Last; r != nil {
		recorded, late := []menu.Set{r.Desired}, k.Late() && k.Open() == nil
		// What a race showed is another tool's.
		if late && r.Readback != api.ReadbackRaced || r.Readback.Trusted() {
			recorded = append(recorded, r.API)
		}
		// What another tool replaced or removed is not there any more; but menu/get
		// hides conditional menus where it knows no default menu.
		if late || r.showed(k.Live.Shown) {
			bars = slices.Concat(bars, recorded)
		}
		if late || r.answered(k.Live.API) || len(k.Live.API.Menu) == 0 {
			sets = slices.Concat(sets, recorded)
		}
	}
	for _, set := range bars {
		add(Answers{Shown: set.Default().Digest()})
	}
	for _, set := range sets {
		for _, c := range set.Conditional {
			add(Answers{API: alone(c)})
		}
	}
	return out
}

// alone is the digest of a conditional menu by itself.
func alone(c menu.Conditional) string {
	return menu.Set{Conditional: []menu.Conditional{c}}.Digest()
}

// Explained reports whether all that is live is what the newest publish found or
// sent.
func (k *Known) Explained() bool {
	i, was := k.steps(), AnswersOf(&k.Live)
	if k.Open() == nil && k.Last.Readback == api.ReadbackRaced {
		// Another tool's menus were seen after it: they may be back, or gone.
		i.Replaced, i.States = Answers{}, nil
	}
	desired := append(k.recorded(i.States), i.Desired)
	return (was.API == i.Replaced.API || made(k.Live.API, i.States, desired, menu.Set.MayAnswer)) &&
		(was.Shown == i.Replaced.Shown || made(k.Live.Shown, i.States, desired, menu.Set.MayShow))
}

// Ours reports whether all menus that are live after some steps are what a
// publish of a set found or sent, in whatever words.
func (k *Known) Ours(want menu.Set, now *api.Live) bool {
	left := k.Leaves(want)
	desired := append(k.recorded(left), want)
	if k.Late() {
		desired = append(desired, k.steps().Desired)
	}
	return made(now.API, left, desired, menu.Set.MayAnswer) && made(now.Shown, left, desired, menu.Set.MayShow)
}

// recorded returns the recorded set if its default menu is among those that a
// publish may leave behind.
func (k *Known) recorded(left []Answers) []menu.Set {
	if r := k.Last; r != nil && slices.Contains(left, Answers{Shown: r.Desired.Default().Digest()}) {
		return []menu.Set{r.Desired}
	}
	return nil
}

// made reports whether an answer has no menus but some that may have been left
// behind, and those of some sets as WeChat may answer them.
func made(answer menu.Set, left []Answers, sets []menu.Set, may func(sent, answer menu.Set) bool) bool {
	bar := Answers{Shown: answer.Default().Digest()}
	sent := func(s menu.Set) bool { return may(s.Default(), answer.Default()) }
	if !slices.Contains(left, bar) && !slices.ContainsFunc(sets, sent) {
		return false
	}
	return !slices.ContainsFunc(answer.Conditional, func(c menu.Conditional) bool {
		holds := func(s menu.Set) bool { return s.MayHold(c) }
		return !slices.Contains(left, Answers{API: alone(c)}) && !slices.ContainsFunc(sets, holds)
	})
}

// Conditional reports whether there may be conditional menus beside a default
// menu, or there are to be.
func (k *Known) Conditional(want menu.Set) bool {
	has := func(s menu.Set) bool { return len(s.Conditional) > 0 }
	return has(want) || has(k.Live.API) || k.Last != nil && has(k.Last.Desired) ||
		slices.ContainsFunc(k.Left(), func(a Answers) bool { return a.API != "" })
}

// asRecorded reports whether what is live is what the newest record left.
func (k *Known) asRecorded() bool { return k.sameMenus() && len(k.gone()) == 0 }

// sameMenus is asRecorded of the menus alone.
func (k *Known) sameMenus() bool {
	r := k.Last
	return r != nil && r.answered(k.Live.API) && r.showed(k.Live.Shown)
}

// gone returns what was read back beside the menus of the newest record and is not
// answered any more, or with another value.
func (k *Known) gone() []string {
	if !k.Last.Readback.Trusted() {
		return nil
	}
	names := slices.Concat(k.Live.API.Gone(k.Last.API), k.Live.Shown.Gone(k.Last.Shown))
	slices.Sort(names)
	return slices.Compact(names)
}

// answered reports whether menu/get answers what the record left. Where the
// answers to it were not seen, that is what WeChat may make of what was sent.
func (r *Record) answered(now menu.Set) bool {
	if r.Readback.Trusted() {
		return unchanged(now, r.API, r.Desired)
	}
	return r.Desired.MayAnswer(now)
}

// showed is answered of get_current_selfmenu_info.
func (r *Record) showed(now menu.Set) bool {
	if r.Readback.Trusted() {
		return unchanged(now, r.Shown, r.Desired.Default())
	}
	return r.Desired.MayShow(now)
}

// unchanged reports whether an answer is what was read back, or what was sent,
// unless what was read back had more than that.
func unchanged(now, read, sent menu.Set) bool {
	return now.Equal(read) || now.Equal(sent) && len(read.Strange()) == 0
}

// Hidden reports whether there may be conditional menus that menu/get does not
// answer: after an edit in the console it may know no menu at all.
func (k *Known) Hidden() bool { return len(k.Live.API.Menu) == 0 && !k.Live.Empty() }

// Contradictory reports whether the two answers cannot both be true: menu/get
// knows no menu, and the one that followers see is switched on and is not there.
func Contradictory(l *api.Live) bool { return l.Open && l.Empty() }
