package publish

import "github.com/caidan-dev/caidan/pkg/ledger"

// What must hold of retirements. All of it is called with the world's lock held.

// bare reports whether the newest record of the Official Account deleted its menus.
func (w *world) bare() bool {
	last := w.last()
	return last.Number > 0 && len(last.Desired.Menu) == 0
}

// judgeRetire looks at a deletion that WeChat is about to take: the account's
// repository asks, or one that names it, and what is live was named, unless the
// newest publish was a retirement that has to be finished.
func (w *world) judgeRetire(i *invocation, st ledger.State) {
	m, o, a := st.Mark, i.req.Origin, i.req.Accept
	owner := m.Server + "/" + m.Repository
	switch {
	case m == (ledger.Mark{}) || a.TakeOver == owner:
	case o.RunID == 0, a.TakeOver == "" && o.RepositoryID != m.RepositoryID:
		w.fault("#%d retires what %s publishes, and did not name it", i.number, owner)
	}
	guard := i.guarded()
	begun := i.before != nil && i.before.Intent != nil && i.before.Intent.Number > w.last().Number && i.before.Intent.Kind == ledger.KindRetire
	unsettled := w.bare() && i.before != nil && i.unproven(i.before, w.last())
	if a.Live != guard.Digest() && !begun && !unsettled {
		w.fault("#%d deletes what is live, and the request did not name it", i.number)
	}
	w.seen.add("deletion")
}
