package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
)

// Drift says how an account differs, by what came of its plan. The drifts are
// in the order of api.Drifts; api.DriftInSync stands alone.
func Drift(r *api.Result) []api.Drift {
	switch {
	case r.Outcome == api.Invalid:
		return []api.Drift{api.DriftInvalid}
	case r.Outcome == api.Busy || !r.Case.Told():
		return []api.Drift{api.DriftUnreadable}
	}
	var out []api.Drift
	add := func(d api.Drift, is bool) {
		if is {
			out = append(out, d)
		}
	}
	add(api.DriftEdited, wasEdited(r))
	add(api.DriftHalf, isHalf(r))
	add(api.DriftUnpublished, isUnpublished(r))
	add(api.DriftHeld, r.Case == api.CaseQuarantined)
	add(api.DriftSwitchedOff, warns(r, api.SwitchedOff))
	if len(out) == 0 {
		return []api.Drift{api.DriftInSync}
	}
	return out
}

func warns(r *api.Result, kind api.WarningKind) bool {
	return slices.ContainsFunc(r.Warnings, func(w api.Warning) bool { return w.Kind == kind })
}

// isHalf reports whether all that is live is what a publish left that stopped
// half-way.
func isHalf(r *api.Result) bool {
	open := r.Ledger != nil && r.Ledger.Unfinished != nil
	return open && (r.Case == api.CaseHalf || r.Case == api.CaseQuarantined && !saysInterrupted(r))
}

// saysInterrupted reports whether a refusal says that an open publish does not
// explain what is live.
func saysInterrupted(r *api.Result) bool {
	return r.Error != nil && slices.ContainsFunc(r.Error.Reasons, func(why api.Reason) bool { return why.Code == api.Code(api.Interrupted) })
}

// wasEdited reports whether what is live is not what was recorded. Where the
// case is about something else, the record tells, if its answers can be
// trusted.
func wasEdited(r *api.Result) bool {
	switch r.Case {
	case api.CaseEdited, api.CaseInterrupted:
		return true
	case api.CaseQuarantined:
		if isHalf(r) {
			return false
		}
		rec := r.Record
		return rec != nil && rec.Readback.Trusted() && !warns(r, api.NewFields) && r.Digests.Live != "" && r.Digests.Live != rec.Digests.Live
	default:
		return false
	}
}

// isUnpublished reports whether Git has something that was not published.
func isUnpublished(r *api.Result) bool {
	switch r.Case {
	case api.CaseHalf:
		return r.Digests.Recorded != r.Digests.Desired && !isHalf(r)
	case api.CaseChange, api.CaseFirst, api.CaseFirstOver, api.CaseOtherAccount:
		return r.Outcome != api.InSync
	case api.CaseEdited, api.CaseInterrupted:
		return r.Digests.Recorded != r.Digests.Desired
	default:
		return false
	}
}
