package decide

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

func TestDrift(t *testing.T) {
	t.Parallel()
	off := []api.Warning{{Kind: api.SwitchedOff}}
	record := func(r api.Readback) *api.Record {
		return &api.Record{Number: 1, Readback: r, Digests: api.Digests{Live: "sha256:c"}}
	}
	same := api.Digests{Desired: "sha256:a", Recorded: "sha256:a", Live: "sha256:d"}
	news := api.Digests{Desired: "sha256:b", Recorded: "sha256:a", Live: "sha256:d"}
	asRecorded := api.Digests{Live: "sha256:c"}
	open := &api.State{Unfinished: &api.Origin{}}
	tests := []struct {
		name   string
		result api.Result
		want   []api.Drift
	}{
		{"in sync", api.Result{Outcome: api.InSync, Case: api.CaseInSync}, []api.Drift{api.DriftInSync}},
		{"adopted", api.Result{Outcome: api.InSync, Case: api.CaseAdopted}, []api.Drift{api.DriftInSync}},
		{"a publish that only lacks its record", api.Result{Outcome: api.InSync, Case: api.CaseHalf}, []api.Drift{api.DriftInSync}},
		{"not seen yet", api.Result{Outcome: api.Planned, Case: api.CaseHalf, Digests: same}, []api.Drift{api.DriftInSync}},
		{"not seen yet, and news in Git", api.Result{Outcome: api.Planned, Case: api.CaseHalf, Digests: news}, []api.Drift{api.DriftUnpublished}},
		{"half published", api.Result{Outcome: api.Planned, Case: api.CaseHalf, Ledger: open}, []api.Drift{api.DriftHalf}},
		{"a publish that closed", api.Result{Outcome: api.Planned, Case: api.CaseHalf, Digests: news, Ledger: &api.State{}}, []api.Drift{api.DriftUnpublished}},
		{"news in Git beside an open publish", api.Result{Outcome: api.Planned, Case: api.CaseChange, Ledger: open}, []api.Drift{api.DriftUnpublished}},
		{"half rolled back, and refused", api.Result{
			Outcome: api.Refused, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackVerified), Ledger: open,
			Error: api.NewError("plan", api.Reason{Code: api.Code(api.Quarantined)}),
		}, []api.Drift{api.DriftHalf, api.DriftHeld}},
		{"half rolled back", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackVerified), Ledger: open}, []api.Drift{api.DriftHalf, api.DriftHeld}},
		{"half rolled back and edited", api.Result{
			Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackVerified), Ledger: open,
			Error: api.NewError("plan", api.Reason{Code: api.Code(api.Quarantined)}, api.Reason{Code: api.Code(api.Interrupted)}),
		}, []api.Drift{api.DriftEdited, api.DriftHeld}},
		{"news in Git", api.Result{Outcome: api.Planned, Case: api.CaseChange}, []api.Drift{api.DriftUnpublished}},
		{"news that a guard stops", api.Result{Outcome: api.Refused, Case: api.CaseChange}, []api.Drift{api.DriftUnpublished}},
		{"never published", api.Result{Outcome: api.Planned, Case: api.CaseFirst}, []api.Drift{api.DriftUnpublished}},
		{"never published, over a menu", api.Result{Outcome: api.Refused, Case: api.CaseFirstOver}, []api.Drift{api.DriftUnpublished}},
		{"another account", api.Result{Outcome: api.Refused, Case: api.CaseOtherAccount}, []api.Drift{api.DriftUnpublished}},
		{"edited", api.Result{Outcome: api.Held, Case: api.CaseEdited, Digests: same}, []api.Drift{api.DriftEdited}},
		{"edited, with news in Git", api.Result{Outcome: api.Refused, Case: api.CaseEdited, Digests: news}, []api.Drift{api.DriftEdited, api.DriftUnpublished}},
		{"edited and off", api.Result{Outcome: api.Held, Case: api.CaseEdited, Digests: same, Warnings: off}, []api.Drift{api.DriftEdited, api.DriftSwitchedOff}},
		{"interrupted", api.Result{Outcome: api.Refused, Case: api.CaseInterrupted, Digests: same}, []api.Drift{api.DriftEdited}},
		{"interrupted, with news in Git", api.Result{Outcome: api.Refused, Case: api.CaseInterrupted, Digests: news}, []api.Drift{api.DriftEdited, api.DriftUnpublished}},
		{"off", api.Result{Outcome: api.InSync, Case: api.CaseInSync, Warnings: off}, []api.Drift{api.DriftSwitchedOff}},
		{"held", api.Result{Outcome: api.Held, Case: api.CaseQuarantined}, []api.Drift{api.DriftHeld}},
		{"held, and WeChat answers new fields", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackVerified), Warnings: []api.Warning{{Kind: api.NewFields}}}, []api.Drift{api.DriftHeld}},
		{"two answers that contradict each other", api.Result{Outcome: api.Refused, Case: api.CaseUnknown}, []api.Drift{api.DriftUnreadable}},
		{"invalid in Git", api.Result{Outcome: api.Invalid}, []api.Drift{api.DriftInvalid}},
		{"held, without a record, and read", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same}, []api.Drift{api.DriftHeld}},
		{"held, not read", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Record: record(api.ReadbackVerified)}, []api.Drift{api.DriftHeld}},
		{"held, as recorded", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: asRecorded, Record: record(api.ReadbackVerified)}, []api.Drift{api.DriftHeld}},
		{"held and edited", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackNormalised)}, []api.Drift{api.DriftEdited, api.DriftHeld}},
		{"held after late answers", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackUnverified)}, []api.Drift{api.DriftHeld}},
		{"held after a race", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackRaced)}, []api.Drift{api.DriftHeld}},
		{"too large for the ledger", api.Result{Outcome: api.Failed, Case: api.CaseChange}, []api.Drift{api.DriftUnpublished}},
		{"busy", api.Result{Outcome: api.Busy, Case: api.CaseInSync}, []api.Drift{api.DriftUnreadable}},
		{"unreadable", api.Result{Outcome: api.Failed}, []api.Drift{api.DriftUnreadable}},
		{"of a later release", api.Result{Outcome: "later"}, []api.Drift{api.DriftUnreadable}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Drift(&tt.result)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			at := func(d api.Drift) int { return slices.Index(api.Drifts(), d) }
			if !slices.IsSortedFunc(got, func(a, b api.Drift) int { return at(a) - at(b) }) {
				t.Errorf("got the order %q, want that of %q", got, api.Drifts())
			}
		})
	}
}
