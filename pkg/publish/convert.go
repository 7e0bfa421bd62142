package publish

import (
	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// The ledger's types as decisions and results have them.

// known is what the ledger knows of an account; last is nil without a record.
func known(st ledger.State, last *ledger.Record) decide.Known {
	var k decide.Known
	if r := last; r != nil {
		k.Last = &decide.Record{
			Number: r.Number, Kind: api.Kind(r.Kind), Time: r.Time, AppID: r.AppID, Readback: api.Readback(r.Readback),
			Desired: r.Desired, API: r.API, Shown: r.Shown, Replaced: decide.Answers(r.Replaced.Digests()),
		}
	}
	if i := st.Intent; i != nil {
		k.Begun = &decide.Intent{
			Number: i.Number, AppID: i.AppID, Desired: i.Desired, Replaced: decide.Answers(i.Replaced.Digests()),
			Started: i.Started, Touched: i.Touched, Seen: i.Seen, Origin: api.Origin(i.Origin), RollbackTo: i.RollbackTo,
		}
		for _, a := range i.States {
			k.Begun.States = append(k.Begun.States, decide.Answers(a))
		}
	}
	for _, q := range st.Quarantine {
		k.Quarantine = append(k.Quarantine, decide.Quarantine(q))
	}
	return k
}

// tell says in a result what the ledger knows of an account.
func tell(res *api.Result, st ledger.State, last *ledger.Record) {
	res.Ledger = stateAs(st, last)
	if last != nil {
		res.Record, res.Digests.Recorded = recordAs(last), last.Desired.Digest()
	}
}

// stateAs returns a state as results carry it; nil when it says nothing.
func stateAs(st ledger.State, last *ledger.Record) *api.State {
	out, k := &api.State{}, known(st, last)
	if st.Mark != (ledger.Mark{}) {
		mark := api.Mark(st.Mark)
		out.Mark = &mark
	}
	for _, q := range k.InForce() {
		out.Quarantined = append(out.Quarantined, q.Digest)
	}
	if open := k.Open(); open != nil {
		out.Unfinished = &open.Origin
	}
	if st.Lease.Holder != "" {
		out.Holder, out.Until = st.Lease.Holder, &st.Lease.Expiry
	}
	if out.Mark == nil && out.Quarantined == nil && out.Unfinished == nil && out.Holder == "" {
		return nil
	}
	return out
}

// recordAs returns a record as results carry it: without its menus.
func recordAs(r *ledger.Record) *api.Record {
	read := api.Live{API: r.API, Shown: r.Shown}
	out := &api.Record{
		Number: r.Number, Kind: api.Kind(r.Kind), Time: r.Time, AppID: r.AppID,
		Digests:  api.Digests{Desired: r.Desired.Digest()},
		Readback: api.Readback(r.Readback), RollbackTo: r.RollbackTo, ResetMark: r.ResetMark, Reason: r.Reason, Origin: api.Origin(r.Origin),
		Version: r.Version,
	}
	out.Digests.SetLive(&read)
	return out
}

// replacedAs returns what is live as the record of a publish keeps it.
func replacedAs(k *decide.Known) ledger.Replaced {
	live, r := ledger.Live(k.Live), k.Last
	if r == nil {
		return live.Replaced(nil)
	}
	return live.Replaced(&ledger.Record{Number: r.Number, Desired: r.Desired, API: r.API, Shown: r.Shown})
}
