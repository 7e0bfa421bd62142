package publish

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// What must hold at each write of WeChat's and of the ledger's. All of it is
// called with the world's lock held.

// judgePost looks at a write that WeChat is about to take.
func (w *world) judgePost(i *invocation) {
	st, _ := w.book.State(context.Background(), account)
	if last := w.last(); last.Number > 0 && last.AppID != w.account.AppID && !i.req.Accept.Allows(api.AppIDChanged) {
		w.fault("#%d posts to another Official Account than record %d", i.number, last.Number)
	}
	if st.Lease.Holder != i.holder && !i.held {
		w.fault("#%d writes under the lease of %q", i.number, st.Lease.Holder)
	}
	if i.req.DryRun || i.req.Op == api.OpPlan {
		w.fault("#%d writes, and was not to", i.number)
	}
	if o := i.req.Origin; i.overtaken(w.newest) && !i.excused() {
		w.fault("#%d is run %d, and run %d was there before", i.number, o.RunID, w.newest.RunID)
	}
	if i.req.Op == api.OpRetire {
		w.judgeRetire(i, st)
	}
	if i.acted > 0 {
		return
	}
	if !lifted(i.req) && slices.Contains(w.held, i.want) {
		w.fault("#%d posts what is in quarantine", i.number)
	}
	if guard := i.guarded(); guard.Open && guard.Empty() && !w.bare() && !i.looked(&guard) {
		w.fault("#%d posts after two answers that contradict each other", i.number)
	}
	if w.strange(i) {
		w.outside.met = true
	}
}

// looked reports whether a person let pass what the guard read.
func (i *invocation) looked(guard *api.Live) bool {
	return (i.req.Op != api.OpPublish || decide.ByHand(i.req.Origin)) && (i.req.Accept.Live == guard.Digest() || i.req.Accept.Allows(api.First))
}

// overtaken reports whether a later run of the repository was there before. A run
// that takes an account over and back forgets the order from before.
func (i *invocation) overtaken(by api.Origin) bool {
	o, a := i.req.Origin, i.req.Accept
	return i.ordered() && o.RunID != 0 && o.RepositoryID == by.RepositoryID && o.RunID < by.RunID &&
		a.TakeOver == "" && a.ResetMark == 0
}

// ordered reports whether a request is judged by the mark.
func (i *invocation) ordered() bool { return i.req.Op == api.OpPublish || i.req.Op == api.OpRetire }

// passed notes the newest run that published or had nothing to do.
func (i *invocation) passed() {
	if i.ordered() && !i.req.DryRun && i.req.Origin.RunID != 0 {
		i.world.newest = i.req.Origin
	}
}

// enter notes what was live before a publish, in truth and as it was answered. What
// the one before it may have left counts as well while answers may be as old.
func (w *world) enter(i *invocation, old *ledger.State) {
	number, guard := i.intent, i.guarded()
	shown, get, beside := answersOf(&guard)
	live, found := w.ours(w.truth()), append([]string{faceOf(guard.API), faceOf(guard.Shown), shown, get}, beside...)
	open := old.Intent
	switch {
	case w.strange(i):
		w.judgeOverwrite(i)
		live = w.truth()
	case open != nil && open.Number > w.last().Number: // it goes on, and replaces what that one did
		found = append(found, w.found[open.Number]...)
	}
	w.found[number] = found
	if open == nil || open.Number != number { // one of that number before was withdrawn
		w.path[number] = append([]string{live}, found...)
	}
	if open != nil && open.Number != number && i.unproven(old, w.last()) {
		w.path[number] = append(w.path[number], w.leaves(open.Number, open.Desired)...)
	}
}

// answersOf are the menus that answers have, by their digests: WeChat may answer what
// another tool wrote in words of its own.
func answersOf(l *api.Live) (shown, get string, beside []string) {
	line := func(s menu.Set) string { return "answered as " + s.Digest() }
	for _, c := range l.API.Conditional {
		beside = append(beside, line(menu.Set{Conditional: []menu.Conditional{c}}))
	}
	return line(l.Shown), line(l.API.Default()), beside
}

// ours is a face without the menus that another tool wrote and no publish had to
// see.
func (w *world) ours(face string) string {
	o := w.outside
	if o == nil || o.met {
		return face
	}
	return strings.Join(slices.DeleteFunc(strings.Split(face, "\n"), func(body string) bool { return slices.Contains(o.bodies, body) }), "\n")
}

// leaves are the faces that a publish passed through, and the one it was to end
// with: what one that died had still to add may be its own, or another tool's that
// added the same, and no answer tells which.
func (w *world) leaves(number int, desired menu.Set) []string {
	return append(slices.Clone(w.path[number]), faceOf(desired))
}

// unproven reports whether answers may be from before the newest publish, since
// none showed it and it is not long ago.
// Source: design, section 8, ten minutes.
func (i *invocation) unproven(st *ledger.State, last ledger.Record) bool {
	since, seen := last.Time, last.Number == 0 || last.Readback == ledger.ReadbackVerified || last.Readback == ledger.ReadbackNormalised
	if open := st.Intent; open != nil && open.Number > last.Number {
		since, seen = open.Started, open.Seen
	}
	return !seen && time.Now().Add(i.world.functions[i.slot].skew).Before(since.Add(10*time.Minute))
}

// left returns the newest record of the Official Account, and the faces that the
// newest publish may have left behind; none where it is settled.
func (w *world) left(i *invocation) (last ledger.Record, left []string) {
	if last = w.last(); last.AppID != w.account.AppID {
		last = ledger.Record{}
	}
	switch open := i.before.Intent; {
	case open != nil && open.Number > last.Number && open.AppID == w.account.AppID:
		left = w.leaves(open.Number, open.Desired)
	case last.Readback == ledger.ReadbackUnverified && i.unproven(i.before, last):
		left = w.leaves(last.Number, last.Desired)
	case last.Readback == ledger.ReadbackRaced && i.unproven(i.before, last):
		left = []string{faceOf(last.Desired)}
	}
	return last, left
}

// judgeOverwrite sees that what another tool put live may go.
func (w *world) judgeOverwrite(i *invocation) {
	last, _ := w.left(i)
	guard, now := i.guarded(), w.truth()
	switch {
	case i.req.Accept.Live == guard.Digest():
	case last.Number == 0 && (i.req.Accept.Allows(api.First) || guard.Empty()):
	case now == i.want:
	default:
		w.fault("#%d overwrites what another tool put live, and the request did not name it: %s", i.number, now)
	}
}

// strange reports whether the guard's answers had to show what another tool wrote:
// both were given after it, one of them late enough, and with other menus than
// caidan's. Those are the recorded ones, or all that a publish that is not settled
// found and sent: no answer tells that another tool made these again.
func (w *world) strange(i *invocation) bool {
	o := w.outside
	if o == nil || o.met || i.before == nil {
		return false
	}
	since := func(path string) int { return i.guard[path].nth - o.reads[path] }
	sees := func(path string) bool { return since(path) > w.account.LateReads && !i.guard[path].lie }
	shownAt, getAt := trimmed(shownPath), trimmed(getPath)
	if since(shownAt) <= 0 || since(getAt) <= 0 {
		return false
	}
	last, left := w.left(i)
	settled := left == nil
	if settled {
		left = []string{faceOf(last.Desired)}
	}
	have := strings.Split(strings.Join(left, "\n"), "\n")
	guard := i.guarded()
	bar, _, _ := strings.Cut(w.truth(), "\n")
	shown, get, beside := answersOf(&guard)
	ours := func(body, answer string) bool { return slices.Contains(have, body) || slices.Contains(have, answer) }
	switch {
	case o.shown && sees(shownAt) && !ours(bar, shown):
		return true
	case !o.api || !sees(getAt):
		return false
	case len(guard.API.Menu) == 0: // menu/get may have known no menu before either
		return !ours("", get)
	case settled:
		return w.truth() != faceOf(last.Desired)
	case o.shown && !ours(bar, get):
		return true
	}
	live, _ := w.sandbox.Live(w.account.Name)
	for _, c := range live.Conditional {
		n := slices.IndexFunc(guard.API.Conditional, func(has menu.Conditional) bool { return has.ID == c.ID })
		if n >= 0 && !ours(string(c.Body), beside[n]) {
			return true
		}
	}
	return false
}

// lifted reports whether a request may publish what is in quarantine.
func lifted(req api.Request) bool {
	return req.Op != api.OpPublish || req.Accept.Allows(api.Quarantined)
}

// last is the newest record; its number is 0 when there is none.
func (w *world) last() ledger.Record {
	r, _ := w.book.Last(context.Background(), account)
	return r
}

// same reports whether followers see the same of two faces. Where reads come
// later than a publish waits, one whose answer was lost may be added twice, and
// no answer shows the second.
func (w *world) same(a, b string) bool {
	if w.account.LateReads < readBacks {
		return a == b
	}
	return seen(a) == seen(b)
}

// seen is a face without menus that are hidden by their like.
func seen(a string) string {
	var out []string
	for i, body := range strings.Split(a, "\n") {
		if i == 0 || !slices.Contains(out[1:], body) {
			out = append(out, body)
		}
	}
	return strings.Join(out, "\n")
}

// posted notes a write that WeChat took.
func (i *invocation) posted(now string) {
	w := i.world
	i.acted++
	w.was = now
	i.passed()
	w.posts++
	w.wrote = time.Now()
	if i.before != nil {
		w.path[i.intent] = append(w.path[i.intent], w.ours(now))
	}
}

// swapped looks at a new state of the ledger.
func (i *invocation) swapped(old, next ledger.State) {
	w := i.world
	if i.req.DryRun || i.req.Op == api.OpPlan {
		w.fault("#%d writes to the ledger, and was not to", i.number)
	}
	switch was, is := old.Mark, next.Mark; {
	case was.RepositoryID == is.RepositoryID && is.RunID < was.RunID && i.req.Accept.ResetMark == 0:
		w.fault("#%d lowers the mark from %+v to %+v", i.number, was, is)
	case was != (ledger.Mark{}) && was.RepositoryID != is.RepositoryID && i.req.Accept.TakeOver != was.Server+"/"+was.Repository:
		w.fault("#%d takes the account over from %+v unasked", i.number, was)
	case i.req.Op == api.OpRollback && was != is:
		w.fault("#%d rolls back and changes the mark to %+v", i.number, is)
	}
	i.raised(old, next)
	begins := next.Intent != nil && (old.Intent == nil || next.Intent.Number > old.Intent.Number)
	if i.before == nil && begins {
		i.before, i.want, i.intent = &old, faceOf(next.Intent.Desired), next.Intent.Number
		w.enter(i, &old)
		to, err := w.book.Record(context.Background(), account, next.Intent.RollbackTo)
		if next.Intent.RollbackTo != 0 && (err != nil || to.AppID != w.account.AppID) {
			w.fault("#%d rolls back to record %d, of another Official Account", i.number, next.Intent.RollbackTo)
		}
	}
	withdraws := old.Intent != nil && old.Intent.Number == i.intent && (next.Intent == nil || next.Intent.Number < i.intent)
	inSync := i.intent == 0 && next.Lease.ID == old.Lease.ID && !slices.Equal(next.Quarantine, old.Quarantine)
	switch {
	case withdraws:
		w.held = w.heldAt[i.intent]
	case inSync && i.req.Op == api.OpPublish && i.req.Origin.RunID != 0:
		w.held = nil
	}
}

// recorded looks at a new record, before anything else happens.
func (i *invocation) recorded(r ledger.Record) {
	w := i.world
	i.record, i.atRecord = &r, w.truth()
	i.note("record %d %s %s", r.Number, r.Kind, r.Readback)
	w.held = slices.DeleteFunc(slices.Clone(w.held), func(face string) bool {
		return face == faceOf(r.Desired) || r.Kind != ledger.KindRollback && r.Kind != ledger.KindRetire && r.Origin.RunID != 0
	})
	if i.atRecord == faceOf(r.Desired) {
		w.outside = nil
	}
	known := r.Readback == ledger.ReadbackVerified || r.Readback == ledger.ReadbackNormalised
	if known && !i.disturbed && !i.paired && !i.blind && !w.same(i.atRecord, faceOf(r.Desired)) {
		w.fault("#%d records %s what is not live: %s", i.number, r.Readback, i.atRecord)
	}
}
