package report

import (
	"errors"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

func TestDriftStates(t *testing.T) {
	t.Parallel()
	off := []api.Warning{{Kind: api.SwitchedOff, Message: "off"}}
	record := func(r api.Readback) *api.Record {
		return &api.Record{Number: 1, Readback: r, Digests: api.Digests{Live: digest("c")}}
	}
	same := api.Digests{Desired: digest("a"), Recorded: digest("a"), Live: digest("d")}
	news := api.Digests{Desired: digest("b"), Recorded: digest("a"), Live: digest("d")}
	tests := []struct {
		name   string
		result api.Result
		want   []Drift
		// verdict is that of a comparison of this account alone.
		verdict Verdict
	}{
		{"in sync", api.Result{Outcome: api.InSync, Case: api.CaseInSync}, []Drift{DriftInSync}, OK},
		{"adopted", api.Result{Outcome: api.InSync, Case: api.CaseAdopted}, []Drift{DriftInSync}, OK},
		{"a publish that only lacks its record", api.Result{Outcome: api.InSync, Case: api.CaseHalf}, []Drift{DriftInSync}, OK},
		{"half published", api.Result{Outcome: api.Planned, Case: api.CaseHalf}, []Drift{DriftUnpublished}, Warnings},
		{"news in Git", api.Result{Outcome: api.Planned, Case: api.CaseChange}, []Drift{DriftUnpublished}, Warnings},
		{"news that a guard stops", api.Result{Outcome: api.Refused, Case: api.CaseChange}, []Drift{DriftUnpublished}, Warnings},
		{"never published", api.Result{Outcome: api.Planned, Case: api.CaseFirst}, []Drift{DriftUnpublished}, Warnings},
		{"never published, over a menu", api.Result{Outcome: api.Refused, Case: api.CaseFirstOver}, []Drift{DriftUnpublished}, Warnings},
		{"another account", api.Result{Outcome: api.Refused, Case: api.CaseOtherAccount}, []Drift{DriftUnpublished}, Warnings},
		{"edited", api.Result{Outcome: api.Held, Case: api.CaseEdited, Digests: same}, []Drift{DriftEdited}, Differs},
		{"edited, with news in Git", api.Result{Outcome: api.Refused, Case: api.CaseEdited, Digests: news}, []Drift{DriftEdited, DriftUnpublished}, Differs},
		{"edited and off", api.Result{Outcome: api.Held, Case: api.CaseEdited, Digests: same, Warnings: off}, []Drift{DriftEdited, DriftSwitchedOff}, Differs},
		{"interrupted", api.Result{Outcome: api.Refused, Case: api.CaseInterrupted, Digests: same}, []Drift{DriftEdited}, Differs},
		{"off", api.Result{Outcome: api.InSync, Case: api.CaseInSync, Warnings: off}, []Drift{DriftSwitchedOff}, Warnings},
		{"held", api.Result{Outcome: api.Held, Case: api.CaseQuarantined}, []Drift{DriftHeld}, Warnings},
		{"held, as recorded", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: api.Digests{Live: digest("c")}, Record: record(api.ReadbackVerified)}, []Drift{DriftHeld}, Warnings},
		{"held and edited", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackNormalised)}, []Drift{DriftEdited, DriftHeld}, Differs},
		{"held after answers nobody can trust", api.Result{Outcome: api.Held, Case: api.CaseQuarantined, Digests: same, Record: record(api.ReadbackUnverified)}, []Drift{DriftHeld}, Warnings},
		{"unreadable", api.Result{Outcome: api.Failed}, []Drift{DriftUnreadable}, Failed},
		{"of a later release", api.Result{Outcome: "later"}, []Drift{DriftUnreadable}, Failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := NewComparison([]api.Result{tt.result}, nil)
			if got := c.Accounts[0].States; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if c.Verdict != tt.verdict {
				t.Errorf("got %s, want %s", c.Verdict, tt.verdict)
			}
		})
	}
}

func TestComparison(t *testing.T) {
	t.Parallel()
	edited := refused("brand-cn", api.Edited, api.Accept{Live: digest("c")})
	edited.Case = api.CaseEdited
	unread := api.Result{Schema: 1, Account: "c", Outcome: api.Failed, Error: &api.Error{Op: "menu/get", Meaning: "no"}}
	documents := map[string]Comparison{
		"drift":      NewComparison([]api.Result{synced("a"), changed("b", api.Planned), edited, unread}, []string{"b-old"}, errors.New("and one thing more")),
		"drift-none": NewComparison(nil, nil),
		"drift-sync": NewComparison([]api.Result{synced("a")}, nil),
	}
	for name, c := range documents {
		checkTexts(t, name, c.Text)
		checkTexts(t, name+".md", c.Summary)
		checkDocument(t, name, c)
	}
	want := map[string]Verdict{"drift": Failed, "drift-none": OK, "drift-sync": OK}
	for name, c := range documents {
		if c.Verdict != want[name] {
			t.Errorf("%s: got %s, want %s", name, c.Verdict, want[name])
		}
	}
	if got := NewComparison(nil, []string{"old"}); got.Verdict != Warnings {
		t.Errorf("an account that Git does not have: got %s, want %s", got.Verdict, Warnings)
	}
}
