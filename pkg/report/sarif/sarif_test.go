package sarif

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
)

// logged returns the run of a check that found this.
func logged(all ...found.Finding) run {
	source := func(string) ([]byte, error) { return []byte("{\n  a: 1,\n}\n"), nil }
	c := Check{Problems: found.Problems(all), File: func(name string) string { return name }}
	return NewLog(Tool{Source: source}, c).Runs[0]
}

// A fingerprint is the finding's own and not its line's.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	prints := func(line int, message string) map[string]string {
		f := diag.Finding{Rule: "r", Severity: diag.Error, Message: message, Path: "/button/0", Place: diag.Place{File: "menus/a.jsonnet", Line: line}}
		return logged(found.Finding{Finding: f, Account: "a"}).Results[0].Fingerprints
	}
	const ours, githubs = "caidanFinding/v1", "primaryLocationLineHash"
	first, moved, other := prints(1, "m"), prints(2, "m"), prints(1, "n")
	if first[ours] == "" || first[ours] != moved[ours] || first[ours] == other[ours] {
		t.Errorf("got %q, moved %q, another %q, want the first two equal", first[ours], moved[ours], other[ours])
	}
	if first[githubs] == "" || first[githubs] == moved[githubs] || first[githubs] != other[githubs] {
		t.Errorf("got %q, moved %q, another %q, want the line's", first[githubs], moved[githubs], other[githubs])
	}
	if beyond, set := prints(99, "m")[githubs]; set {
		t.Errorf("got %q for a line that is not there", beyond)
	}
}

func TestKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	const n = maxResults + 7
	var all []found.Finding
	for i := range n {
		f := diag.Finding{Rule: "r", Severity: diag.Warning, Place: diag.Place{File: fmt.Sprintf("menus/%d.jsonnet", i), Line: 1}}
		if i >= n-10 {
			f.Severity = diag.Error
		}
		all = append(all, found.Finding{Finding: f, Account: fmt.Sprint(i)})
	}
	run := logged(all...)
	errs := 0
	for _, r := range run.Results {
		if r.Level == "error" {
			errs++
		}
	}
	if len(run.Results) != maxResults || errs != 10 {
		t.Errorf("got %d results, %d of them errors, want %d and 10", len(run.Results), errs, maxResults)
	}
	notes := run.Invocations[0].Notifications
	if len(notes) != 1 || !strings.Contains(notes[0].Message.Text, "7 of 5007") {
		t.Errorf("got the notes %v, want one that says that 7 are left out", notes)
	}
}

func TestInert(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{name: "a link", in: "see [here](https://x.example)", want: "see [here] (https://x.example)"},
		{name: "an escaped one", in: `[a\](b)`, want: `[a\] (b)`},
		{name: "an operand", in: "{0} {x} {{1}}", want: "{ 0} {x} {{ 1}}"},
		{name: "ordinary text", in: `the url ["a"] (b) has {`, want: `the url ["a"] (b) has {`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := inert(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
