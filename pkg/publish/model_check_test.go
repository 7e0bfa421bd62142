package publish

import (
	"context"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// What must hold after each invocation.

// excused reports whether a request may have outlived its lease: two ran at
// once, and their clocks disagreed.
func (i *invocation) excused() bool { return i.paired && i.world.skewed }

// check looks at the result of an invocation and at what it left behind.
func (i *invocation) check() {
	w := i.world
	w.mu.Lock()
	defer w.mu.Unlock()
	w.whole()
	w.seen.result(i.result)
	if i.result != nil {
		i.checkResult()
	}
	w.explained(i)
}

// whole sees that each live menu is one that a step asked for.
func (w *world) whole() {
	for _, body := range strings.Split(w.truth(), "\n") {
		if body != "" && !w.known[body] {
			w.fault("no step asked for the live menu %s", body)
		}
	}
}

// checkResult sees that the result told the truth.
func (i *invocation) checkResult() {
	w, res := i.world, i.result
	lone := !i.disturbed && !i.paired && !i.blind
	if i.overtime {
		w.fault("#%d answered after its time", i.number)
	}
	if (res.Error != nil) != unhappy(res.Outcome) {
		w.fault("#%d is %s with the error %v", i.number, res.Outcome, res.Error)
	}
	i.checkStopped()
	i.checkRollback()
	switch res.Outcome {
	case api.Published, api.Retired:
		if (res.Outcome == api.Retired) != (i.req.Op == api.OpRetire) {
			w.fault("#%d is a %s and %s", i.number, i.req.Op, res.Outcome)
		}
		i.checkPublished(lone)
	case api.InSync:
		if i.overtaken(w.newest) && !i.paired {
			w.fault("#%d is run %d and judged after run %d", i.number, i.req.Origin.RunID, w.newest.RunID)
		}
		i.passed()
		if lone && !i.bareAndLied() && (i.want != "" || i.req.Op == api.OpRetire) && !w.same(w.truth(), i.want) {
			w.fault("#%d says in-sync, and live is %s", i.number, w.truth())
		}
		i.checkQuiet()
	case api.Failed:
		if i.done() > i.acted+i.gone && lone {
			w.fault("#%d says it took %d steps, and it took %d", i.number, i.done(), i.acted+i.gone)
		}
	default:
		i.checkQuiet()
	}
	if lone && !i.lied && w.account.LateReads == 0 && res.Digests.Live != "" {
		if now, err := w.read(); err != nil || now.Digest() != res.Digests.Live {
			w.fault("#%d says %s is live, and %s is", i.number, res.Digests.Live, now.Digest())
		}
	}
}

// bareAndLied reports whether WeChat hid from both answers what another tool had put
// live after a retirement. They say what the record says, so that no one can know.
func (i *invocation) bareAndLied() bool {
	guard := i.guarded()
	return i.lied && i.world.bare() && guard.Empty()
}

func (i *invocation) checkPublished(lone bool) {
	w, res := i.world, i.result
	if i.record == nil {
		w.fault("#%d says published and wrote no record", i.number)
		return
	}
	want, live := faceOf(i.record.Desired), i.atRecord
	if i.lied && (slices.Contains(kinds(res.Warnings), api.Unverified) || slices.Contains(kinds(res.Warnings), api.StillShown)) {
		live = w.ours(live) // menu/get hid what another tool had added
	}
	if lone && !w.same(live, want) || i.want != "" && i.want != want {
		w.fault("#%d says published\n  %s\nand live was\n  %s", i.number, want, i.atRecord)
	}
	if lone && (i.done() != len(res.Steps) || i.acted == 0) {
		w.fault("#%d says published with %d of %d steps taken, %d acted", i.number, i.done(), len(res.Steps), i.acted)
	}
	if res.Record == nil || res.Record.Number != i.record.Number {
		w.fault("#%d says published with record %+v, and wrote %d", i.number, res.Record, i.record.Number)
	}
	if lone && !i.lied && !w.lingers() && slices.Contains(kinds(res.Warnings), api.Raced) {
		w.fault("#%d says raced, and it was alone", i.number)
	}
}

// checkQuiet sees that nothing was posted.
func (i *invocation) checkQuiet() {
	if i.tried > 0 {
		i.world.fault("#%d is %s and posted %d times", i.number, i.result.Outcome, i.tried)
	}
	if g := i.result.Guard; i.result.Outcome == api.Refused && (g == api.Edited || g == api.First || g == api.Interrupted || g == api.Quarantined || g == api.Retires) && i.result.Needs == nil {
		i.world.fault("#%d is refused by %s and needs nothing", i.number, g)
	}
}

// explained sees that the ledger agrees with what is live, or that an intent
// explains it.
func (w *world) explained(i *invocation) {
	last := w.last()
	st, _ := w.book.State(context.Background(), account)
	now := w.truth()
	open := st.Intent
	if open != nil && open.Number <= last.Number {
		open = nil
	}
	switch {
	case w.outside != nil, last.Number > 0 && w.same(now, faceOf(last.Desired)):
		return
	case last.Number == 0 && open == nil:
		if w.posts > 0 {
			w.fault("nothing is recorded, and live is %s", now)
		}
	case open == nil:
		w.fault("record %d wants\n  %s\nlive is\n  %s", last.Number, faceOf(last.Desired), now)
	case w.account.LateReads > 0 || w.account.Normalise:
		if now != faceOf(open.Desired) && !slices.Contains(w.path[open.Number], now) {
			w.fault("the intent %d does not explain %s", open.Number, now)
		}
	default:
		l, _ := w.read()
		k := known(st, nil)
		k.Live = l
		if !k.Explained() {
			w.fault("the intent %d does not explain\n  %s\n  %s", open.Number, l.API.Canonical(), l.Shown.Canonical())
		}
	}
}

// leaks sees that no secret got out.
func (w *world) leaks() {
	text := w.log.String() + w.answers.String()
	for _, s := range append(w.tokens, w.account.Secret, w.other.Secret) {
		if strings.Contains(text, s) {
			w.fault("the secret %q is in a result or in a log line", s)
		}
	}
	for _, s := range w.shelf.sets {
		if name := firstName(s); strings.Contains(w.log.String(), name) {
			w.fault("the menu text %q is in a log line", name)
		}
	}
}

func firstName(s menu.Set) string { return s.Menu[0].Name }
