package found

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

func TestProblems(t *testing.T) {
	t.Parallel()
	at := func(line int) diag.Finding {
		return diag.Finding{Rule: "r", Severity: diag.Error, Message: "m", Path: "/button/0", Place: diag.Place{File: "menus/lib/a.libsonnet", Line: line}}
	}
	with := func(f diag.Finding, change func(*diag.Finding)) diag.Finding {
		change(&f)
		return f
	}
	tests := []struct {
		name     string
		findings []diag.Finding // one of each account
		want     string
	}{
		{name: "nothing"},
		{name: "one place", findings: []diag.Finding{at(1), at(1)}, want: "2 of [a b]"},
		{name: "one place, other values", findings: []diag.Finding{
			at(1), with(at(1), func(f *diag.Finding) { f.Message, f.Path = "n", "/button/1" }),
		}, want: "2 of [a b], differ"},
		{name: "two lines", findings: []diag.Finding{at(1), at(2)}, want: "1 of [a]; 1 of [b]"},
		{name: "two rules", findings: []diag.Finding{at(1), with(at(1), func(f *diag.Finding) { f.Rule = "s" })}, want: "1 of [a]; 1 of [b]"},
		{name: "two columns", findings: []diag.Finding{at(1), with(at(1), func(f *diag.Finding) { f.Column = 2 })}, want: "1 of [a]; 1 of [b]"},
		{name: "no line", findings: []diag.Finding{at(0), at(0)}, want: "2 of [a b]"},
		{name: "no line, another message", findings: []diag.Finding{
			at(0), with(at(0), func(f *diag.Finding) { f.Message = "n" }),
		}, want: "1 of [a]; 1 of [b]"},
		{name: "no line, another path", findings: []diag.Finding{
			at(0), with(at(0), func(f *diag.Finding) { f.Path = "/button/1" }),
		}, want: "1 of [a]; 1 of [b]"},
		{name: "apart", findings: []diag.Finding{at(1), at(2), at(1)}, want: "2 of [a c]; 1 of [b]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var all []Finding
			for i, f := range tt.findings {
				all = append(all, Finding{f, string(rune('a' + i))})
			}
			var got []string
			for _, g := range Problems(all) {
				text := fmt.Sprintf("%d of %v", len(g.All), g.Accounts)
				if g.Differ() {
					text += ", differ"
				}
				got = append(got, text)
			}
			if joined := strings.Join(got, "; "); joined != tt.want {
				t.Errorf("got %s, want %s", joined, tt.want)
			}
		})
	}
}
