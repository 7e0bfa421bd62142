package publish

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/credential/store"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// diagnosing asks about an account, in the name of run 109; an empty one is the
// function itself.
func diagnosing(account string) api.Request {
	return api.Request{
		Schema: api.Schema, Op: api.OpDiagnose, Account: account,
		Origin: api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 109, Attempt: 1, Event: "workflow_dispatch"},
	}
}

// inspecting is the inspect function with other credentials, and with whatever
// else is changed about it.
func (r *rig) inspecting(keep credential.Store, change func(*InspectDeps)) Func {
	r.Helper()
	client, err := wechat.New(wechat.Options{Base: r.front.URL, Now: time.Now})
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(client.Close)
	keys := credential.NewKeyring(keep, client, time.Now)
	deps := InspectDeps{
		Open:  func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) },
		AppID: keys.AppID, Reread: keys.Reread, Refetch: keys.Refetch,
		Ledger: r.ledger, Now: r.now, Log: r.deps.Log, Version: r.deps.Version,
	}
	if change != nil {
		change(&deps)
	}
	return Inspect(deps)
}

// found are the checks that are neither good nor left out, as "check VERDICT code".
func found(checks []api.Check) []string {
	var out []string
	for _, c := range checks {
		if c.Verdict == api.VerdictNG || c.Verdict == api.VerdictWarn {
			out = append(out, fmt.Sprintf("%s %s %s", c.Name, c.Verdict, c.Reasons[0].Code))
		}
	}
	return out
}

// skipped are the checks that were left out.
func skipped(checks []api.Check) []string {
	var out []string
	for _, c := range checks {
		if c.Verdict == api.VerdictSkip {
			out = append(out, string(c.Name))
		}
	}
	return out
}

// TestDiagnoseHealthy finds nothing wrong with an account where nothing is: each
// check is made, in order, and what is written, forced, or counted by WeChat
// towards publishes stays as it was.
func TestDiagnoseHealthy(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, tagged(menuB, "2 a"))
	before, last := r.state(), r.last().Number
	res := r.invoke(t.Context(), r.inspect, diagnosing(account))
	same(t, "outcome", res.Outcome, api.Read)
	same(t, "version", res.Diagnosis.Version, "1.4.2")
	var names []api.CheckName
	for _, c := range res.Diagnosis.Checks {
		names = append(names, c.Name)
	}
	list(t, "checks", names, api.Checks(true))
	list(t, "found", found(res.Diagnosis.Checks), nil)
	list(t, "skipped", skipped(res.Diagnosis.Checks), nil)
	list(t, "asked", r.asked(), []string{
		"get_current_selfmenu_info", "menu/get", "openapi/quota/get", "openapi/quota/get", "stable_token",
	})
	same(t, "version of the state", r.state().Version, before.Version)
	same(t, "newest record", r.last().Number, last)

	// The function that publishes, which may have a token made new, says no more than
	// how it is itself.
	because1(t, r.invoke(t.Context(), r.handler, diagnosing(account)), api.NotServed)
	list(t, "by the publish function", found(r.invoke(t.Context(), r.handler, diagnosing("")).Diagnosis.Checks), nil)
	own := r.invoke(t.Context(), r.inspect, diagnosing(""))
	list(t, "accounts", own.Accounts, []string{account})
	list(t, "found of the function", found(own.Diagnosis.Checks), nil)
	list(t, "calls", own.Calls, nil)

	fresh := newSandboxed(t, brand())
	res = fresh.invoke(t.Context(), fresh.inspect, diagnosing(account))
	list(t, "found of a new account", found(res.Diagnosis.Checks), nil)
}

// planted is a world with something wrong with it.
type planted struct {
	*rig
	f   Func
	req api.Request
}

func wholeAccount(r *sandboxed) planted { return planted{r.rig, r.inspect, diagnosing(account)} }

// TestDiagnose plants one fault at a time, and wants the one check that names it,
// with what to do next.
func TestDiagnose(t *testing.T) {
	t.Parallel()
	with := func(change func(*sandbox.Account)) func(*testing.T) planted {
		return func(t *testing.T) planted {
			t.Helper()
			acc := brand()
			change(&acc)
			return wholeAccount(newSandboxed(t, acc))
		}
	}
	after := func(change func(t *testing.T, r *sandboxed)) func(*testing.T) planted {
		return func(t *testing.T) planted {
			t.Helper()
			r := published(t, menuA, menuB)
			change(t, r)
			return wholeAccount(r)
		}
	}
	refusing := func(path string, code int) func(*testing.T) planted {
		return after(func(_ *testing.T, r *sandboxed) { r.sandbox.Fault(sandbox.Fault{Path: path, Errcode: code}) })
	}
	storing := func(content string) func(*testing.T) planted {
		return func(t *testing.T) planted {
			t.Helper()
			r := published(t, menuA)
			return planted{r.rig, r.inspecting(fileOf(t, content), nil), diagnosing(account)}
		}
	}
	clock := func(off time.Duration) func(*testing.T) planted {
		return after(func(_ *testing.T, r *sandboxed) { r.pass(off) })
	}
	for _, tt := range []struct {
		name  string
		plant func(*testing.T) planted
		want  string
		next  string
		skips []string
	}{
		{"the ledger of the function is closed", func(t *testing.T) planted {
			t.Helper()
			r := published(t, menuA)
			return planted{r.rig, r.inspecting(memory(brand()), func(d *InspectDeps) { d.Ledger = broken{r.ledger} }), diagnosing("")}
		}, "ledger NG ledger-closed", "run it again", nil},
		{"a record cannot be read", func(t *testing.T) planted {
			t.Helper()
			r := published(t, menuA)
			return planted{r.rig, r.inspecting(memory(brand()), func(d *InspectDeps) { d.Ledger = broken{r.ledger} }), diagnosing(account)}
		}, "records NG ledger-closed", "run it again", []string{"lease", "unfinished", "quarantine", "mark", "appid", "live"}},
		{"a publish is under way", after(func(t *testing.T, r *sandboxed) {
			t.Helper()
			st := r.state()
			st.Lease = ledger.Lease{ID: "x", Holder: "run 103", Taken: r.now(), Expiry: r.now().Add(time.Minute)}
			if _, err := r.ledger.Swap(t.Context(), st); err != nil {
				t.Fatal(err)
			}
		}), "lease WARN busy", "its lease expires by itself", nil},
		{"a publish stopped half-way", func(t *testing.T) planted {
			t.Helper()
			r, _ := begun(t, menuA, menuB)
			r.sandbox.ClearFaults()
			return wholeAccount(r)
		}, "unfinished WARN stopped-half-way", "publish again", []string{"live"}},
		{"a rollback stopped half-way", func(t *testing.T) planted {
			t.Helper()
			r := published(t, menuA, tagged(menuB, "2 a"), menuA, tagged(menuA, "3 b"))
			r.refuse(addPath, 1)
			r.refuse(delPath, 1)
			same(t, "half-way", r.invoke(t.Context(), r.handler, back("2")).Outcome, api.Failed)
			r.sandbox.ClearFaults()
			return wholeAccount(r)
		}, "unfinished WARN stopped-rollback, quarantine WARN held-back", "run the rollback again, to record 2", []string{"live"}},
		{"a rollback took menus back", after(func(t *testing.T, r *sandboxed) {
			t.Helper()
			same(t, "rolled back", r.invoke(t.Context(), r.handler, back("1")).Outcome, api.Published)
		}), "quarantine WARN held-back", "--lift", nil},
		{"a run that is none holds the mark", after(func(t *testing.T, r *sandboxed) {
			t.Helper()
			poison(t, r)
		}), "mark WARN doubtful-mark", "--reset-mark " + account, nil},
		{"another repository publishes", func(t *testing.T) planted {
			t.Helper()
			p := wholeAccount(published(t, menuA))
			p.req.Origin.Repository, p.req.Origin.RepositoryID = "o/other", 8
			return p
		}, "mark NG foreign-repository", "--take-over " + github + "/o/r", nil},
		{"the account has no credential", storing(`{}`), "credential NG credential-not-in-file", `add "brand-cn"`, []string{"appid", "token", "permission", "reads", "clock", "switch", "quota", "live"}},
		{"a key of the credential is misspelt", storing(`{"brand-cn":{"appid":"wx0123456789abcdef","Secret":"x"}}`), "credential NG credential-key-unknown", `store {"appid":"wx...","secret":"..."}`, nil},
		{"the credential is of another account", func(t *testing.T) planted {
			t.Helper()
			other := brand()
			other.AppID = "wx00000000000000ff"
			server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{other}, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			r := published(t, menuA)
			r.front.Config.Handler = server
			return planted{r.rig, r.inspecting(memory(other), nil), diagnosing(account)}
		}, "appid NG appid-changed", "--allow appid-changed", []string{"live"}},
		{"the secret was reset", storing(`{"brand-cn":{"appid":"wx0123456789abcdef","secret":"old"}}`), "token NG errcode", "store the account's current app secret", []string{"permission", "reads", "switch", "quota", "live"}},
		{"the token service answers a page", func(t *testing.T) planted {
			t.Helper()
			r := newServed(t)
			r.sandbox.Fault(sandbox.Fault{Path: servicePath, Answer: sandbox.AnswerPage})
			return wholeAccount(r)
		}, "token NG service-page", "compare service.url", []string{"permission", "reads", "clock", "switch", "quota", "live"}},
		{"the token service hands out an old token", func(t *testing.T) planted {
			t.Helper()
			r := newServed(t)
			r.sandbox.Fault(sandbox.Fault{Path: servicePath, Answer: sandbox.AnswerStale})
			t.Cleanup(func() {
				if asked := r.asked(); slices.Contains(asked, renewPath) {
					t.Errorf("got requests %v, want no token made new", asked)
				}
			})
			return wholeAccount(r)
		}, "reads NG service-stale", "fetch a new token", []string{"permission", "switch", "quota", "live"}},
		{"the address is not on the IP list", with(func(acc *sandbox.Account) { acc.AllowedIPs = []string{"192.0.2.1"} }), "token NG errcode", "has to add 127.0.0.1 to the IP list", nil},
		{"the account has no certificate", with(func(acc *sandbox.Account) { acc.Uncertified = true }), "permission NG errcode", "certif", []string{"reads", "switch", "quota", "live"}},
		{"a read fails", refusing(getPath, 45009), "reads NG errcode", "quota", []string{"permission", "switch", "quota", "live"}},
		{"the answers contradict each other", func(t *testing.T) planted {
			t.Helper()
			r := newRig(t, contradicting(asGet("", 0)), memory(brand()))
			return planted{r, r.inspect, diagnosing(account)}
		}, "reads NG contradiction", "run it again in some minutes", []string{"switch", "quota", "live"}},
		{"the menu is switched off", after(func(t *testing.T, r *sandboxed) {
			t.Helper()
			if err := r.sandbox.SetOpen(account, false); err != nil {
				t.Fatal(err)
			}
		}), "switch WARN switched-off", "switch it on", nil},
		{"few posts are left today", after(func(t *testing.T, r *sandboxed) { t.Helper(); r.spend(t, 950) }), "quota WARN quota-low", "which program posts", nil},
		{"no post is left today", after(func(t *testing.T, r *sandboxed) { t.Helper(); r.spend(t, 1000) }), "quota NG quota-spent", "midnight in China", nil},
		{"the menu was edited", after(func(_ *testing.T, r *sandboxed) { r.edit(menuX) }), "live WARN edited", "caidan pull", nil},
		{"a menu is live that caidan did not publish", func(t *testing.T) planted {
			t.Helper()
			r := newSandboxed(t, brand())
			r.edit(menuX)
			return wholeAccount(r)
		}, "live WARN first", "--first", nil},
		{"WeChat has not confirmed the record", func(t *testing.T) planted {
			t.Helper()
			acc := brand()
			acc.LateReads = 100
			r := newSandboxed(t, acc)
			same(t, "outcome", r.publish(menuA).Outcome, api.Published)
			r.settle()
			return wholeAccount(r)
		}, "live WARN unconfirmed", "in ten minutes", nil},
		{"the clock is ahead", clock(time.Minute), "clock WARN clock-ahead", "NTP", nil},
		{"the clock is behind", clock(-time.Minute), "clock WARN clock-behind", "NTP", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.plant(t)
			res := p.invoke(t.Context(), p.f, p.req)
			same(t, "found", strings.Join(found(res.Diagnosis.Checks), ", "), tt.want)
			if tt.skips != nil {
				list(t, "skipped", skipped(res.Diagnosis.Checks), inOrder(tt.skips))
			}
			for _, c := range res.Diagnosis.Checks {
				if c.Verdict != api.VerdictNG && c.Verdict != api.VerdictWarn {
					continue
				}
				if meaning, remedy := c.Say(text.English); !strings.Contains(meaning+remedy, tt.next) || remedy == "" && !strings.Contains(meaning, "; ") {
					t.Errorf("got %q, %q, want %q as the next step", meaning, remedy, tt.next)
				}
				break
			}
		})
	}
}

// inOrder sorts the names of checks.
func inOrder(names []string) []string {
	var out []string
	for _, name := range api.Checks(true) {
		if slices.Contains(names, string(name)) {
			out = append(out, string(name))
		}
	}
	return out
}

// fileOf is a credential file.
func fileOf(t *testing.T, content string) credential.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "credentials.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return store.File(path)
}

// broken is a ledger that was closed.
type broken struct{ ledger.Reader }

func (broken) closed() error {
	return &ledger.AccessError{Problem: ledger.Closed, Store: "ledger.db", Action: "read"}
}

func (b broken) Accounts(context.Context) ([]string, error) { return nil, b.closed() }

func (b broken) State(context.Context, string) (ledger.State, error) {
	return ledger.State{}, b.closed()
}

// spend has the account post until so many of the day's posts are used.
func (s *sandboxed) spend(t *testing.T, used int) {
	t.Helper()
	w := s.deps.Open(account)
	for n := 0; n < used; n++ {
		if err := w.Create(t.Context(), []byte(menuB)); err != nil {
			return // none is left
		}
	}
}

// TestDiagnoseNoQuota has WeChat tell neither the time nor the quota: nothing is
// wrong with the account for that.
func TestDiagnoseNoQuota(t *testing.T) {
	t.Parallel()
	d := answering(nil, nil)
	r := newRig(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header()["Date"] = nil
		if strings.HasSuffix(req.URL.Path, "/quota/get") {
			_, _ = w.Write([]byte(`{"errcode":76022,"errmsg":"could not use this cgi_path，no permission"}`))
			return
		}
		d.ServeHTTP(w, req)
	}), memory(brand()))
	same(t, "outcome", r.publish(menuA).Outcome, api.Published)
	res := r.invoke(t.Context(), r.inspect, diagnosing(account))
	list(t, "found", found(res.Diagnosis.Checks), nil)
	list(t, "skipped", skipped(res.Diagnosis.Checks), []string{"clock", "quota"})
}
