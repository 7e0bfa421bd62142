package publish

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

// unlisted is an address that the account's list does not have.
const unlisted = "203.0.113.9"

// newListed is a sandbox whose account's list holds for every call and has this
// machine's address. Calls of these paths come from another one, as where a proxy takes
// token requests alone or a network has several ways out.
func newListed(t *testing.T, keep func(address func() string) credential.Store, elsewhere ...string) *sandboxed {
	t.Helper()
	acc := brand()
	acc.AllowedIPs, acc.CheckEveryCall = []string{"127.0.0.1"}, true
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{acc}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	s := &sandboxed{sandbox: server}
	s.rig = newRig(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(elsewhere, r.URL.Path) {
			r.RemoteAddr = unlisted + ":443"
		}
		server.ServeHTTP(w, r)
	}), keep(func() string { return s.front.URL }))
	t.Cleanup(func() { s.scan(acc) })
	return s
}

// withSecret is a store of the account's app secret.
func withSecret(func() string) credential.Store { return memory(brand()) }

// TestListHoldsForEveryCall has WeChat's list hold for calls with a token, too. What is
// said leads to the address, and to the way that such calls go.
func TestListHoldsForEveryCall(t *testing.T) {
	t.Parallel()
	reads := []string{getPath, shownPath}
	for _, tt := range []struct {
		name      string
		keep      func(func() string) credential.Store
		elsewhere []string
		op        string // empty for a read, of which either may be first
		creates   int
	}{
		{"a proxy for token requests alone", withSecret, append(slices.Clone(reads), createPath), "", 0},
		{"a token service", served, append(slices.Clone(reads), createPath), "", 0},
		{"a network with several ways out", withSecret, []string{createPath}, "menu/create", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newListed(t, tt.keep, tt.elsewhere...)
			res := r.publish(menuA)
			same(t, "outcome", res.Outcome, api.Failed)
			same(t, "errcode", res.Error.Errcode, 40164)
			if op := res.Error.Op; op != tt.op && (tt.op != "" || op != "menu/get" && op != "get_current_selfmenu_info") {
				t.Errorf("got the call %s, want %s, or a read where none is named", op, tt.op)
			}
			if e := res.Error; !strings.Contains(e.Meaning, "from "+unlisted) || !leadsOut(e.Remedy) || e.Retryable {
				t.Errorf("got %+v, want the address, and that calls are to leave by one that is on the list", e)
			}
			same(t, "creates", count(r.asked(), "menu/create"), tt.creates)
			r.live("")
		})
	}
}

// leadsOut reports whether a remedy names the way of all calls, and the list.
func leadsOut(remedy string) bool {
	return strings.Contains(remedy, "send every call") && strings.Contains(remedy, "not token requests alone") && strings.Contains(remedy, "have an administrator of the account add "+unlisted)
}

// TestListedAgain publishes after the refused address was put on the list: nothing of
// the refused post stands in the way.
func TestListedAgain(t *testing.T) {
	t.Parallel()
	r := newListed(t, withSecret)
	same(t, "first", r.publish(menuA).Outcome, api.Published)
	r.sandbox.Fault(sandbox.Fault{Path: createPath, Call: 1, Errcode: 40164})
	same(t, "refused", r.publish(menuB).Error.Errcode, 40164)
	r.live(menuA)
	list(t, "found by doctor", found(r.invoke(t.Context(), r.inspect, diagnosing(account)).Diagnosis.Checks), nil)
	same(t, "listed", r.publish(menuB).Outcome, api.Published)
	r.live(menuB)
}

// TestDiagnoseListOfEveryCall has doctor find such a list where token requests pass.
func TestDiagnoseListOfEveryCall(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]func(func() string) credential.Store{"a proxy for token requests alone": withSecret, "a token service": served} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newListed(t, keep, getPath, shownPath, createPath)
			checks := r.invoke(t.Context(), r.inspect, diagnosing(account)).Diagnosis.Checks
			list(t, "found", found(checks), []string{"reads NG errcode"})
			list(t, "skipped", skipped(checks), []string{"permission", "switch", "quota", "live"})
			i := slices.IndexFunc(checks, func(c api.Check) bool { return c.Name == api.CheckReads })
			if meaning, remedy := checks[i].Say(text.English); !strings.Contains(meaning, unlisted) || !leadsOut(remedy) {
				t.Errorf("got %q, %q, want the address, and that calls are to leave by one that is on the list", meaning, remedy)
			}
		})
	}
}
