package publish

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// What must hold at each write of WeChat's and of the ledger's. All of it is
// called with the world's lock held.

// judgePost looks at a write that WeChat is about to take.
func (w *world) judgePost(i *invocation) {
	st, _ := w.book.State(context.Background(), account)
	last := w.last()
	if last.Number > 0 && last.AppID != w.account.AppID {
		if !i.req.Accept.Allows(api.AppIDChanged) {
			w.fault("#%d posts to another Official Account than record %d", i.number, last.Number)
		}
		last = ledger.Record{}
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
	if i.acted > 0 {
		return
	}
	if !lifted(i.req) && slices.Contains(w.quarantine(i.before), i.want) {
		w.fault("#%d posts what is in quarantine", i.number)
	}
	if guard := i.guarded(); guard.Open && guard.Empty() && !i.looked(&guard) {
		w.fault("#%d posts after two answers that contradict each other", i.number)
	}
	if o := w.outside; o != nil && !o.met {
		w.judgeOverwrite(i, last)
		o.met = true
	}
}

// looked reports whether a person let pass what the guard read.
func (i *invocation) looked(guard *api.Live) bool {
	return (i.req.Op == api.OpRollback || decide.ByHand(i.req.Origin)) && (i.req.Accept.Live == guard.Digest() || i.req.Accept.Allows(api.First))
}

// overtaken reports whether a later run of the repository was there before. A run
// that takes an account over and back forgets the order from before.
func (i *invocation) overtaken(by api.Origin) bool {
	o, a := i.req.Origin, i.req.Accept
	return i.req.Op == api.OpPublish && o.RunID != 0 && o.RepositoryID == by.RepositoryID && o.RunID < by.RunID &&
		a.TakeOver == "" && a.ResetMark == 0
}

// passed notes the newest run that published or had nothing to do.
func (i *invocation) passed() {
	if i.req.Op == api.OpPublish && !i.req.DryRun && i.req.Origin.RunID != 0 {
		i.world.newest = i.req.Origin
	}
}

// enter notes what was live before a publish, in truth and as it was answered, and
// what one before it may have left.
func (w *world) enter(i *invocation, open *ledger.Intent) {
	number, guard := i.intent, i.guarded()
	if open == nil || open.Number != number { // one of that number before was withdrawn
		w.path[number] = []string{w.truth(), faceOf(guard.API), faceOf(guard.Shown)}
	}
	if open != nil && open.Number != number {
		w.path[number] = append(w.path[number], w.path[open.Number]...)
	}
}

// judgeOverwrite says whether what another tool put live may go.
func (w *world) judgeOverwrite(i *invocation, last ledger.Record) {
	if !w.outside.visible(i, w.account.LateReads) {
		return
	}
	guard, now := i.guarded(), w.truth()
	var open *ledger.Intent
	if i.before != nil && i.before.Intent != nil && i.before.Intent.Number > last.Number && i.before.Intent.AppID == w.account.AppID {
		open = i.before.Intent
	}
	switch {
	case i.req.Accept.Live == guard.Digest():
	case last.Number == 0 && (i.req.Accept.Allows(api.First) || guard.Empty()):
	case last.Number > 0 && now == faceOf(last.Desired):
	case last.Readback == ledger.ReadbackUnverified && madeOf(now, append(w.path[last.Number], faceOf(last.Desired))):
	case open != nil && madeOf(now, append(w.path[open.Number], faceOf(open.Desired))):
	case i.want != "" && now == i.want:
	default:
		w.fault("#%d overwrites what another tool put live, and the request did not name it: %s", i.number, now)
	}
}

// madeOf reports whether all menus of a face are in some others.
func madeOf(now string, of []string) bool {
	have := strings.Split(strings.Join(of, "\n"), "\n")
	return !slices.ContainsFunc(strings.Split(now, "\n"), func(body string) bool { return !slices.Contains(have, body) })
}

// visible reports whether the guard's answers had to show it: both were given
// after it, and one of them late enough.
func (o *outside) visible(i *invocation, late int) bool {
	shown, get := trimmed(shownPath), trimmed(getPath)
	since := func(path string) int { return i.guard[path].nth - o.reads[path] }
	if since(shown) <= 0 || since(get) <= 0 {
		return false
	}
	sees := func(path string) bool { return since(path) > late && !i.guard[path].lie }
	return o.shown && sees(shown) || o.api && sees(get)
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

// quarantine are the faces that must not come back, worked out from the
// records, from a rollback that st has begun, and from when a run was in sync.
func (w *world) quarantine(st *ledger.State) []string {
	list, _ := w.book.Records(context.Background(), account, 0, api.MaxRecords)
	var held []string
	before, of := "", ""
	for _, r := range slices.Backward(list) {
		want := faceOf(r.Desired)
		if r.AppID != of {
			held, of, before = nil, r.AppID, "" // nothing of it was live here
		}
		switch {
		case r.Kind == ledger.KindRollback && before != "":
			held = append(held, before)
		case r.Kind != ledger.KindRollback && r.Origin.RunID != 0:
			held = nil
		}
		held = slices.DeleteFunc(held, func(f string) bool { return f == want })
		if r.Number == w.ended {
			held = nil
		}
		before = want
	}
	if of != w.account.AppID {
		return nil
	}
	if st == nil || st.Intent == nil || st.Intent.Kind != ledger.KindRollback || st.Intent.Number <= w.last().Number {
		return held
	}
	return slices.DeleteFunc(held, func(f string) bool { return f == faceOf(st.Intent.Desired) })
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
	i.passed()
	w.posts++
	w.wrote = time.Now()
	if i.before != nil {
		w.path[i.intent] = append(w.path[i.intent], now)
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
		w.enter(i, old.Intent)
		to, err := w.book.Record(context.Background(), account, next.Intent.RollbackTo)
		if next.Intent.RollbackTo != 0 && (err != nil || to.AppID != w.account.AppID) {
			w.fault("#%d rolls back to record %d, of another Official Account", i.number, next.Intent.RollbackTo)
		}
	}
	if i.req.Op == api.OpPublish && i.req.Origin.RunID != 0 && i.intent == 0 && next.Lease.ID == old.Lease.ID && len(old.Quarantine) > 0 {
		w.ended, w.away = w.last().Number, nil
	}
}

// recorded looks at a new record, before anything else happens.
func (i *invocation) recorded(r ledger.Record) {
	w := i.world
	i.record, i.atRecord = &r, w.truth()
	i.note("record %d %s %s", r.Number, r.Kind, r.Readback)
	if r.Kind != ledger.KindRollback && r.Origin.RunID != 0 {
		w.away = nil
	}
	if i.atRecord == faceOf(r.Desired) {
		w.outside = nil
	}
	known := r.Readback == ledger.ReadbackVerified || r.Readback == ledger.ReadbackNormalised
	if known && !i.disturbed && !i.paired && !i.blind && !w.same(i.atRecord, faceOf(r.Desired)) {
		w.fault("#%d records %s what is not live: %s", i.number, r.Readback, i.atRecord)
	}
}
