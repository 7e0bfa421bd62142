package main

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// diagnosed asks the function that reads what is wrong with accounts, and with
// itself where a name is empty: the checks that are not well, by the bootstrap over
// the tables and parameters of AWS.
func diagnosed(t *testing.T, f *function, want map[string]string) {
	t.Helper()
	for account, found := range want {
		res := f.do(api.Request{Schema: api.Schema, Op: api.OpDiagnose, Account: account}, minute)
		if res.Diagnosis == nil {
			t.Errorf("%s: got %s %+v, want a diagnosis", account, res.Outcome, res.Error)
			continue
		}
		var got []string
		for _, c := range res.Diagnosis.Checks {
			if c.Verdict == api.VerdictNG || c.Verdict == api.VerdictWarn {
				got = append(got, string(c.Name)+" "+string(c.Verdict)+" "+string(c.Reasons[0].Code))
			}
			if c.Verdict == api.VerdictNG && c.Remedy == "" {
				t.Errorf("%s: got %+v, want a next step", account, c)
			}
		}
		if got := strings.Join(got, ", "); got != found {
			t.Errorf("%q: got %q, want %q", account, got, found)
		}
	}
}
