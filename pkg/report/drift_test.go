package report

import (
	"errors"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/publish"
)

func TestDriftStates(t *testing.T) {
	t.Parallel()
	off := []publish.Warning{{Kind: publish.SwitchedOff, Message: "off"}}
	record := func(r ledger.Readback) *publish.Record {
		return &publish.Record{Number: 1, Readback: r, Digests: publish.Digests{Live: digest("c")}}
	}
	same := publish.Digests{Desired: digest("a"), Recorded: digest("a"), Live: digest("d")}
	news := publish.Digests{Desired: digest("b"), Recorded: digest("a"), Live: digest("d")}
	tests := []struct {
		name   string
		result publish.Result
		want   []Drift
		// verdict is that of a comparison of this account alone.
		verdict Verdict
	}{
		{"in sync", publish.Result{Outcome: publish.InSync, Case: publish.CaseInSync}, []Drift{DriftInSync}, OK},
		{"adopted", publish.Result{Outcome: publish.InSync, Case: publish.CaseAdopted}, []Drift{DriftInSync}, OK},
		{"a publish that only lacks its record", publish.Result{Outcome: publish.InSync, Case: publish.CaseHalf}, []Drift{DriftInSync}, OK},
		{"half published", publish.Result{Outcome: publish.Planned, Case: publish.CaseHalf}, []Drift{DriftUnpublished}, Warnings},
		{"news in Git", publish.Result{Outcome: publish.Planned, Case: publish.CaseChange}, []Drift{DriftUnpublished}, Warnings},
		{"news that a guard stops", publish.Result{Outcome: publish.Refused, Case: publish.CaseChange}, []Drift{DriftUnpublished}, Warnings},
		{"never published", publish.Result{Outcome: publish.Planned, Case: publish.CaseFirst}, []Drift{DriftUnpublished}, Warnings},
		{"never published, over a menu", publish.Result{Outcome: publish.Refused, Case: publish.CaseFirstOver}, []Drift{DriftUnpublished}, Warnings},
		{"another account", publish.Result{Outcome: publish.Refused, Case: publish.CaseOtherAccount}, []Drift{DriftUnpublished}, Warnings},
		{"edited", publish.Result{Outcome: publish.Held, Case: publish.CaseEdited, Digests: same}, []Drift{DriftEdited}, Differs},
		{"edited, with news in Git", publish.Result{Outcome: publish.Refused, Case: publish.CaseEdited, Digests: news}, []Drift{DriftEdited, DriftUnpublished}, Differs},
		{"edited and off", publish.Result{Outcome: publish.Held, Case: publish.CaseEdited, Digests: same, Warnings: off}, []Drift{DriftEdited, DriftSwitchedOff}, Differs},
		{"interrupted", publish.Result{Outcome: publish.Refused, Case: publish.CaseInterrupted, Digests: same}, []Drift{DriftEdited}, Differs},
		{"off", publish.Result{Outcome: publish.InSync, Case: publish.CaseInSync, Warnings: off}, []Drift{DriftSwitchedOff}, Warnings},
		{"held", publish.Result{Outcome: publish.Held, Case: publish.CaseQuarantined}, []Drift{DriftHeld}, Warnings},
		{"held, as recorded", publish.Result{Outcome: publish.Held, Case: publish.CaseQuarantined, Digests: publish.Digests{Live: digest("c")}, Record: record(ledger.ReadbackVerified)}, []Drift{DriftHeld}, Warnings},
		{"held and edited", publish.Result{Outcome: publish.Held, Case: publish.CaseQuarantined, Digests: same, Record: record(ledger.ReadbackNormalised)}, []Drift{DriftEdited, DriftHeld}, Differs},
		{"held after answers nobody can trust", publish.Result{Outcome: publish.Held, Case: publish.CaseQuarantined, Digests: same, Record: record(ledger.ReadbackUnverified)}, []Drift{DriftHeld}, Warnings},
		{"unreadable", publish.Result{Outcome: publish.Failed}, []Drift{DriftUnreadable}, Failed},
		{"of a later release", publish.Result{Outcome: "later"}, []Drift{DriftUnreadable}, Failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := NewComparison([]publish.Result{tt.result}, nil)
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
	edited := refused("brand-cn", publish.Edited, publish.Accept{Live: digest("c")})
	edited.Case = publish.CaseEdited
	unread := publish.Result{Schema: 1, Account: "c", Outcome: publish.Failed, Error: &publish.Error{Op: "menu/get", Meaning: "no"}}
	documents := map[string]Comparison{
		"drift":      NewComparison([]publish.Result{synced("a"), changed("b", publish.Planned), edited, unread}, []string{"b-old"}, errors.New("and one thing more")),
		"drift-none": NewComparison(nil, nil),
		"drift-sync": NewComparison([]publish.Result{synced("a")}, nil),
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
