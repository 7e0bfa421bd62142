package api

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

// TestChecks has each check in the table once, with a layer and words in both
// languages, after those of the layers before, and needing only checks there are.
func TestChecks(t *testing.T) {
	t.Parallel()
	var names []string
	at := 0
	for _, row := range checks {
		names = append(names, string(row.name))
		layer := slices.IndexFunc(layers, func(l worded[Layer]) bool { return l.code == row.layer })
		if layer < at || row.about.EN == "" || row.about.ZH == "" {
			t.Errorf("%s: got layer %d %s after %d, and %+v", row.name, layer, row.layer, at, row.about)
		}
		at = max(at, layer)
		for _, need := range row.needs {
			if n := rowOf(need); n.name == "" || n.account && !row.account {
				t.Errorf("%s: got a need of %s", row.name, need)
			}
		}
	}
	want := constants(t, "CheckName")
	slices.Sort(want)
	if slices.Sort(names); !slices.Equal(names, want) {
		t.Errorf("got the checks %v, want %v", names, want)
	}
	if got := len(Checks(true)) + len(Checks(false)); got != len(checks) {
		t.Errorf("got %d checks, want %d", got, len(checks))
	}
}

// TestLook skips what stands on a check that failed, and names that one, however
// far it is above; what only warns is in nothing's way.
func TestLook(t *testing.T) {
	t.Parallel()
	var d Diagnosis
	looked := func(v Verdict) func() Check {
		return func() Check { return v.Found(Reason{Code: LedgerRead}) }
	}
	d.Look(CheckRecords, looked(VerdictWarn))
	d.Look(CheckLease, looked(VerdictOK))
	d.Look(CheckCredential, looked(VerdictNG))
	d.Look(CheckToken, looked(VerdictOK))
	d.Look(CheckPermission, looked(VerdictOK))
	d.Look(CheckReads, looked(VerdictOK))
	var got []string
	for i := range d.Checks {
		c := &d.Checks[i]
		_, remedy := c.Say(text.Chinese)
		got = append(got, strings.Join([]string{string(c.Layer), string(c.Name), string(c.Verdict), remedy}, " "))
	}
	want := []string{
		"ledger records WARN ", "ledger lease OK ", "credential credential NG ", "credential token SKIP 请先处理 credential",
		"wechat permission SKIP 请先处理 credential", "wechat reads SKIP 请先处理 credential",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if worst := Worst(d.Checks); worst != VerdictNG || Worst(nil) != VerdictOK {
		t.Errorf("got the worst verdict %s", worst)
	}
}

// TestDiagnosisIsDecodedStrictly refuses what this release does not understand.
func TestDiagnosisIsDecodedStrictly(t *testing.T) {
	t.Parallel()
	good := `{"check":"lease","layer":"ledger","verdict":"OK","meaning":"m"}`
	for body, fine := range map[string]bool{
		`{"version":"1","checks":[` + good + `]}`:                                             true,
		`{"version":"1","checks":[]}`:                                                         true,
		`{"version":"1","checks":[` + strings.Replace(good, `"OK"`, `"FINE"`, 1) + `]}`:       false,
		`{"version":"1","checks":[` + strings.Replace(good, "lease", "leash", 1) + `]}`:       false,
		`{"version":"1","checks":[` + strings.Replace(good, `"ledger"`, `"wechat"`, 1) + `]}`: false,
		`{"version":"1","checks":[` + strings.Replace(good, `"meaning"`, `"said"`, 1) + `]}`:  false,
		`{"version":"1","checks":[],"more":1}`:                                                false,
		`{"version":"1","checks":[` + strings.Repeat(good+",", 100) + good + `]}`:             false,
		`{"version":1}`: false,
	} {
		var d Diagnosis
		if err := json.Unmarshal([]byte(body), &d); (err == nil) != fine {
			t.Errorf("%.120s: got %v", body, err)
		}
	}
}
