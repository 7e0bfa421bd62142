package report

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// examined is an account of which the checks until a token are well, and that one
// is given.
func examined(account string, token api.Check) Examined {
	var d api.Diagnosis
	d.Look(api.CheckRecords, func() api.Check {
		return api.VerdictOK.Found(api.Reason{Code: api.RecordRead, Facts: api.Facts{Record: len(account)}})
	})
	d.Look(api.CheckToken, func() api.Check { return token })
	d.Look(api.CheckPermission, func() api.Check { return api.VerdictOK.Found(api.Reason{Code: api.Permitted}) })
	d.Look(api.CheckReads, func() api.Check { return api.VerdictOK.Found(api.Reason{Code: api.Readable}) })
	d.Look(api.CheckSwitch, func() api.Check { return api.VerdictOK.Found(api.Reason{Code: api.SwitchOn}) })
	return Examined{Account: account, Checks: d.Checks}
}

func refusedToken() api.Check {
	return api.VerdictNG.Of(api.NewError("stable_token", api.Reason{Code: api.Refusal, Facts: api.Facts{Op: "stable_token", Errcode: 40125}}))
}

// TestDoctorSaysOnce says of accounts that are alike what they have in common once,
// and of checks that are skipped for one reason why once.
func TestDoctorSaysOnce(t *testing.T) {
	t.Parallel()
	had := api.VerdictOK.Found(api.Reason{Code: api.TokenHad})
	var setup api.Diagnosis
	setup.Look(api.CheckMenus, func() api.Check {
		return api.VerdictWarn.Told(&text.Error{Meaning: text.Same("m"), Remedy: text.Same("r")})
	})
	d := NewDoctor(setup.Checks, []Examined{examined("a", had), examined("bb", refusedToken()), examined("ccc", refusedToken())})
	got := rendered(t, func(w io.Writer) error { return d.Text(w, Options{}) })
	want := `repository
  WARN  menus        m
                     next: r
ledger
  OK    records      3 accounts
credential and token
  NG    token        bb, ccc: stable_token: the app secret is wrong; it may have been reset in the console
                     next: the operator of caidan has to store the account's current app secret
  OK    token        1 account
WeChat
  SKIP  permission   bb, ccc: not looked at, because the check token did not pass
                     next: see to token first
                     skipped for the same reason: reads, switch
  OK    permission   1 account
  OK    reads        1 account
  OK    switch       1 account
16 checks: 2 NG, 1 WARN, 6 SKIP, 7 OK
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if d.Verdict != Failed {
		t.Errorf("got the verdict %s", d.Verdict)
	}
	var said []string
	for _, f := range d.Annotations(Options{}) {
		said = append(said, string(f.Severity)+" "+f.Rule)
	}
	if got := strings.Join(said, ", "); got != string(diag.Warning)+" menus, "+string(diag.Error)+" token" {
		t.Errorf("got the annotations %s", got)
	}
	one := NewDoctor(nil, []Examined{examined("a", had)}, errors.New("late"))
	got = rendered(t, func(w io.Writer) error { return one.Text(w, Options{Lang: text.Chinese}) })
	if !strings.Contains(got, "  OK    token        账号能拿到 access_token\n") || !strings.Contains(got, "late") || one.Verdict != Failed {
		t.Errorf("got %s", got)
	}
	if good := NewDoctor(nil, []Examined{examined("a", had)}); good.Verdict != OK || len(good.Annotations(Options{})) > 0 {
		t.Errorf("got the verdict %s", good.Verdict)
	}
	if warned := NewDoctor(setup.Checks, nil); warned.Verdict != Warnings {
		t.Errorf("got the verdict %s", warned.Verdict)
	}
}
