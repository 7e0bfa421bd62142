package report

import (
	"errors"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

func TestComparisonVerdicts(t *testing.T) {
	t.Parallel()
	off := []api.Warning{{Kind: api.SwitchedOff, Message: "off"}}
	tests := []struct {
		name     string
		states   []api.Drift
		warnings []api.Warning
		want     Verdict
	}{
		{"in sync", []api.Drift{api.DriftInSync}, nil, OK},
		{"in sync with something to know", []api.Drift{api.DriftInSync}, off, Warnings},
		{"news in Git", []api.Drift{api.DriftUnpublished}, nil, Warnings},
		{"held", []api.Drift{api.DriftHeld}, nil, Warnings},
		{"off", []api.Drift{api.DriftSwitchedOff}, off, Warnings},
		{"not in Git", []api.Drift{api.DriftUnmanaged}, nil, Warnings},
		{"edited", []api.Drift{api.DriftEdited}, nil, Differs},
		{"edited, with news in Git", []api.Drift{api.DriftEdited, api.DriftUnpublished}, nil, Differs},
		{"unreadable", []api.Drift{api.DriftUnreadable, api.DriftEdited}, nil, Failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := NewComparison([]Drifted{{api.Result{Warnings: tt.warnings}, tt.states}})
			if c.Verdict != tt.want {
				t.Errorf("got %s, want %s", c.Verdict, tt.want)
			}
		})
	}
}

func TestComparison(t *testing.T) {
	t.Parallel()
	edited := refused("brand-cn", api.Edited, api.Accept{Live: digest("c")})
	edited.Case = api.CaseEdited
	unread := api.Result{Schema: 1, Account: "c", Outcome: api.Failed, Error: &api.Error{Op: "menu/get", Meaning: "no"}}
	late := api.Result{Schema: 1, Account: "d", Outcome: api.Failed, Error: &api.Error{
		Op: string(api.OpPlan), Reasons: []api.Reason{{Code: api.AnswerLate}},
	}}
	documents := map[string]Comparison{
		"drift": NewComparison([]Drifted{
			{synced("a"), []api.Drift{api.DriftInSync}},
			{changed("b", api.Planned), []api.Drift{api.DriftUnpublished}},
			{edited, []api.Drift{api.DriftEdited, api.DriftUnpublished}},
			{unread, []api.Drift{api.DriftUnreadable}},
			{late, []api.Drift{api.DriftUnreadable}},
			{api.Result{Schema: 1, Account: "b-old", Outcome: api.Read}, []api.Drift{api.DriftUnmanaged}},
		}, errors.New("and one thing more")),
		"drift-none": NewComparison(nil),
		"drift-sync": NewComparison([]Drifted{{synced("a"), []api.Drift{api.DriftInSync}}}),
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
}
