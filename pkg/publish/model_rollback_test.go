package publish

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// What must hold of rollbacks, of the quarantine and of the mark. All of it is
// called with the world's lock held.

// tooHigh is how far above all others the id of a run is that GitHub does not
// have.
const tooHigh = 1_000_000

// history are the account's records, oldest first.
func (w *world) history() []ledger.Record {
	list, _ := w.book.Records(context.Background(), account, 0, api.MaxRecords)
	slices.Reverse(list)
	return list
}

// raised looks at a mark that is about to change with a lease or with an intent.
func (i *invocation) raised(old, next ledger.State) {
	w, o, was, is := i.world, i.req.Origin, old.Mark, next.Mark
	judged := i.ordered() && o.RunID != 0 && next.Lease.ID != "" && next.Lease.ID != old.Lease.ID
	begins := next.Intent != nil && (old.Intent == nil || next.Intent.Number > old.Intent.Number)
	reset := was != is && begins && next.Intent.ResetMark != 0
	switch {
	case reset && (i.req.Accept.ResetMark != was.RunID || i.req.Reason == ""):
		w.fault("#%d resets the mark of run %d, and named %d with the reason %q", i.number, was.RunID, i.req.Accept.ResetMark, i.req.Reason)
	case reset && o.RunID == 0 && is.RunID != w.below(was):
		w.fault("#%d resets the mark to run %d, and the one before is %d", i.number, is.RunID, w.below(was))
	case reset && o.RunID != 0 && is.RunID != o.RunID:
		w.fault("#%d resets the mark to run %d", i.number, is.RunID)
	case judged && i.req.Accept.ResetMark == 0 && i.late(was):
		w.fault("#%d is run %d started again, and others published since", i.number, o.RunID)
	}
	if begins {
		w.holds(old.Intent, next.Intent)
	}
	switch {
	case reset:
		w.newest = api.Origin{RepositoryID: is.RepositoryID, RunID: is.RunID}
		w.judged = is.Record
		w.seen.add("reset")
	case judged && i.req.Accept.ResetMark == 0:
		w.judged = w.last().Number
	case was != is:
		w.judged = is.Record
	}
}

// holds notes what is in quarantine from when a publish has begun, which came after
// another one: what a rollback rolls away from. All of another Official Account is
// forgotten.
func (w *world) holds(before, next *ledger.Intent) {
	last := w.last()
	open := before != nil && before.Number > last.Number && before.AppID == next.AppID
	w.heldAt[next.Number] = w.held
	if last.Number > 0 && last.AppID != next.AppID {
		w.held, last = nil, ledger.Record{}
	}
	if next.Kind != ledger.KindRollback {
		return
	}
	away := func(s menu.Set) {
		if face := faceOf(s); face != "" && face != faceOf(next.Desired) {
			w.held = append(slices.Clip(w.held), face)
		}
	}
	if last.Number > 0 {
		away(last.Desired)
	}
	if open {
		away(before.Desired)
	}
	w.undoes[next.Number] = open && (before.Kind != ledger.KindRollback || w.undoes[before.Number])
}

// late reports whether another run or a machine has published after the mark was
// raised and before its run was started again.
func (i *invocation) late(m ledger.Mark) bool {
	o := i.req.Origin
	if o.Attempt < 2 || m.RepositoryID != o.RepositoryID || i.excused() {
		return false
	}
	return slices.ContainsFunc(i.world.history(), func(r ledger.Record) bool {
		return r.Number > i.world.judged && (r.Origin.RunID != o.RunID || r.Origin.RepositoryID != o.RepositoryID)
	})
}

// below is the highest run of a mark's repository that is below it.
func (w *world) below(m ledger.Mark) (run int64) {
	for _, r := range w.history() {
		if r.Origin.RepositoryID == m.RepositoryID && r.Origin.Server == m.Server && r.Origin.RunID < m.RunID {
			run = max(run, r.Origin.RunID)
		}
	}
	return run
}

// checkStopped sees that what stopped a request was so.
func (i *invocation) checkStopped() {
	w, res := i.world, i.result
	st, _ := w.book.State(context.Background(), account)
	switch e := res.Error; {
	case e == nil || len(e.Reasons) == 0 || i.paired || i.disturbed:
	case res.Guard == api.Quarantined && e.Reasons[0].Code == api.Code(api.Quarantined) && !slices.Contains(w.held, i.want):
		w.fault("#%d is held by a quarantine that is none", i.number)
	case e.Reasons[0].Code == api.RecordedSince && !i.late(st.Mark):
		w.fault("#%d is stale, and no other publish came since", i.number)
	}
}

// aimed says what a rollback has to put live: what was live before the newest
// publish, or before those of a run, half-way ones too; empty where there is
// none, or where the request names a record. It is worked out before it runs.
func (w *world) aimed(req *api.Request) (want string, known bool) {
	list := w.history()
	st, _ := w.book.State(context.Background(), account)
	switch open := st.Intent; {
	case open == nil || open.Number <= w.last().Number:
	case req.To == api.Previous && open.Kind == ledger.KindRollback && w.undoes[open.Number]:
		// Asked once more, it has to get to the record before what it undoes, which
		// is none.
		list = append(list, ledger.Record{Number: open.Number, Kind: ledger.KindPublish})
	case req.To == api.Previous && open.Kind == ledger.KindRollback: // asked once more
	default:
		list = append(list, ledger.Record{Number: open.Number, Kind: open.Kind, Desired: open.Desired, Origin: open.Origin})
	}
	if len(list) == 0 || req.To != api.Previous && req.Run == 0 {
		return "", false
	}
	newest := list[len(list)-1]
	of := func(r ledger.Record) bool { return r.Origin.RunID == req.Run && r.Kind != ledger.KindRollback }
	if req.Run != 0 && !of(newest) {
		return "", false
	}
	bad := map[string]bool{} // what a rollback took back, and nothing published since
	for n, r := range slices.Backward(list[:len(list)-1]) {
		face := faceOf(r.Desired)
		bad[face] = bad[face] || list[n+1].Kind == ledger.KindRollback
		if req.Run != 0 && !of(r) || req.Run == 0 && face != "" && r.AppID == w.account.AppID && face != faceOf(newest.Desired) && !slices.Contains(w.held, face) && !bad[face] {
			return face, true
		}
	}
	return "", true
}

// checkRollback sees that a rollback went where it was aimed.
func (i *invocation) checkRollback() {
	if i.req.Op != api.OpRollback || !i.aim || i.paired {
		return
	}
	w, res := i.world, i.result
	done := res.Outcome == api.Published || res.Outcome == api.InSync || res.Outcome == api.Planned
	switch {
	case i.goal == "" && done:
		w.fault("#%d has nothing to go back to, and is %s", i.number, res.Outcome)
	case i.goal != "" && (res.Guard == api.NoRecord || res.Error != nil && res.Error.Reasons[0].Code == api.UnknownRun):
		w.fault("#%d finds no record, and there is\n  %s", i.number, i.goal)
	case i.goal != "" && done && res.Digests.Desired != "" && !slices.Contains(w.digests(i.goal), res.Digests.Desired):
		w.fault("#%d goes back to %s, and has to go to\n  %s", i.number, res.Digests.Desired, i.goal)
	}
}

// digests are those of the recorded sets with a face.
func (w *world) digests(face string) (list []string) {
	for _, r := range w.history() {
		if faceOf(r.Desired) == face {
			list = append(list, r.Desired.Digest())
		}
	}
	return list
}

// markRun is how many sequences it takes for a mark to be reset in each way.
const markRun = 60

// TestModelMarks plays sequences of TestModel in which runs that GitHub does not
// have take the mark, others are started again, and people reset it.
func TestModelMarks(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: plays dozens of sequences, which takes some ten seconds")
	}
	dir, seen := memoryDir(t), &tally{}
	t.Cleanup(func() {
		if seen.count["reset"] == 0 || seen.count["guard "+string(api.Stale)] == 0 {
			t.Error("no mark was reset, or no run was stale")
		}
	})
	for seed := *modelFirst; seed < *modelFirst+markRun; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 1))
			steps := drawSteps(rnd, sequenceSteps, seed%2 == 0)
			for i := range steps {
				a := &steps[i].first
				switch rnd.IntN(8) {
				case 0:
					a.who = "poison"
				case 1, 2:
					a.accept = "reset"
				case 3:
					a.who = "again"
				}
			}
			if _, broken := sequence(t, seed, steps, dir, seen); len(broken) > 0 {
				confess(t, seed, steps, dir)
			}
		})
	}
}
