package publish

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// racing is a WeChat in which another tool posts right after menu B.
func racing() *double {
	other := func(read func(string, int) string) func(string, int) string {
		return func(body string, n int) string {
			if body == menuB {
				body = bar(click("other"), click("one"))
			}
			return read(body, n)
		}
	}
	return &double{get: other(asGet), shown: other(asShown)}
}

// TestRaced has another tool's menu be live right after the post. It is
// recorded as such, and the next publish does not take it for its own.
func TestRaced(t *testing.T) {
	t.Parallel()
	r := newRig(t, racing(), memory(brand()))
	r.publish(menuA)
	res := r.publish(menuB)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Raced})
	same(t, "readback", r.last().Readback, ledger.ReadbackRaced)
	res = r.publish(menuB)
	same(t, "next", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Edited)
	says(t, res, "not what record 2 left")
}

// TestRacedByWhatWasThere has another tool put back what was recorded, over which
// the console had published: the read-back does not take that for an old answer.
func TestRacedByWhatWasThere(t *testing.T) {
	t.Parallel()
	edited := false
	over := func(read func(string, int) string) func(string, int) string {
		return func(body string, n int) string {
			switch {
			case body == menuB:
				body = menuA // put back
			case edited:
				body = bar(click("other"), click("one"))
			}
			return read(body, n)
		}
	}
	r := newRig(t, &double{get: over(asGet), shown: over(asShown)}, memory(brand()))
	r.publish(menuA)
	edited = true
	req := request(menuB)
	req.Accept = *r.publish(menuB).Needs
	list(t, "warnings", kinds(r.invoke(t.Context(), r.handler, req).Warnings), []api.WarningKind{api.Raced})
	same(t, "next", r.publish(menuB).Case, api.CaseEdited)
}

// TestHalfwayOverAnEdit has another tool put that back after a publish over the
// edit stopped half-way: the next one does not take it for its own.
func TestHalfwayOverAnEdit(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.Console = sandbox.ConsoleHides
	r := newSandboxed(t, acc)
	set := with(bar(click("b")), forTag(2, click("c")))
	r.publish(menuA)
	r.edit(menuX)
	req := request(set)
	req.Accept = *r.publish(set).Needs
	r.refuse(addPath, 1)
	same(t, "stopped", r.invoke(t.Context(), r.handler, req).Outcome, api.Failed)
	r.restore(menuA)
	res := r.publish(set)
	same(t, "next", res.Outcome, api.Refused)
	same(t, "case", res.Case, api.CaseInterrupted)
	r.live(menuA)
}

// TestRacedByAConditional has another tool add a conditional menu while one is
// published. What is published over it posts the default menu first, and waits for
// menu/get to show that before it touches a conditional menu.
func TestRacedByAConditional(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var r *sandboxed
	var armed atomic.Bool
	front := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == addPath && armed.Swap(false) {
			if _, err := r.deps.Open(account).AddConditional(t.Context(), []byte(forTag(9, click("other")))); err != nil {
				t.Error(err)
			}
		}
		server.ServeHTTP(w, req)
	})
	r = &sandboxed{rig: newRig(t, front, memory(brand())), sandbox: server}
	before, after := tagged(menuA, "2 a"), tagged(menuA, "3 b")
	r.publish(before)
	armed.Store(true)
	list(t, "warnings", kinds(r.publish(after).Warnings), []api.WarningKind{api.Raced})
	req := request(before)
	req.Accept = *r.publish(before).Needs
	r.asked()
	server.Fault(sandbox.Fault{Path: addPath, Call: 1, Errcode: -1})
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Failed)
	because1(t, res, api.Behind)
	says(t, res, "no conditional menu was touched", "WeChat confirmed 1 of 4 steps")
	asked := r.asked()
	same(t, "creates", count(asked, "menu/create"), 1)
	same(t, "additions", count(asked, "menu/addconditional"), 0)
}

// TestRacedByMuch has the others publish more than there is room for: the
// record is written without it.
func TestRacedByMuch(t *testing.T) {
	t.Parallel()
	r := newRig(t, racing(), memory(brand()))
	r.publish(menuA)
	handler, _ := r.over(&counting{Store: r.ledger, fail: func(op string, n int) error {
		if op != "append" || n > 1 {
			return nil
		}
		return &ledger.SizeError{What: "record 2 of brand-cn", Size: 500_000, Max: ledger.MaxSize}
	}})
	res := r.invoke(t.Context(), handler, request(menuB))
	same(t, "outcome", res.Outcome, api.Published)
	same(t, "readback", r.last().Readback, ledger.ReadbackRaced)
	same(t, "answer recorded", r.last().API.Digest(), digest(menuB))
}
