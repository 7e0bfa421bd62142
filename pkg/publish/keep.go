package publish

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// keep notes in a state what this publish means for the quarantine, and for the
// mark where it is reset.
func (r *run) keep(st *ledger.State) {
	if r.intent.ResetMark != 0 {
		st.Mark = r.mark
	}
	st.Quarantine = nil
	for _, q := range r.before.Quarantining(r.wish, api.Origin(r.intent.Origin), r.intent.Number) {
		st.Quarantine = append(st.Quarantine, ledger.Quarantine(q))
	}
}

// inSync ends what is in quarantine when a run finds its menus live: no record
// will say so.
func (r *run) inSync(ctx context.Context) error {
	k := &r.before
	if r.wish.Rollback || r.wish.Retire || r.intent.Origin.RunID == 0 || len(k.InForce()) == 0 {
		return nil
	}
	r.intent.Number = k.Last.Number
	return r.session.Update(ctx, r.keep)
}
