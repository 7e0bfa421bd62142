package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %s %v, want %v", what, got, want)
	}
}

func list[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %s %v, want %v", what, got, want)
	}
}

// reads is what looking at the live menus asks.
func reads() []string { return []string{"get_current_selfmenu_info", "menu/get"} }

// five is what a warm publish asks.
func five() []string {
	return []string{"get_current_selfmenu_info", "get_current_selfmenu_info", "menu/create", "menu/get", "menu/get"}
}

// TestRequests counts what one account's publishes ask of WeChat, from cold.
func TestRequests(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	ctx := t.Context()
	steps := []struct {
		name    string
		do      func() api.Result
		outcome api.Outcome
		asked   []string
		live    string
	}{
		{"dry run of the first", func() api.Result {
			req := request(menuA)
			req.DryRun = true
			return r.invoke(ctx, r.handler, req)
		}, api.Planned, append(reads(), "stable_token"), ""},
		{"first", func() api.Result { return r.publish(menuA) }, api.Published, five(), menuA},
		{"in sync", func() api.Result { return r.publish(menuA) }, api.InSync, reads(), menuA},
		{"in sync as a set", func() api.Result { return r.publish(`{"menu":` + menuA + `}`) }, api.InSync, reads(), menuA},
		{"another", func() api.Result { return r.publish(menuB) }, api.Published, five(), menuB},
		{"republish", func() api.Result {
			req := request(menuB)
			req.Republish = true
			return r.invoke(ctx, r.handler, req)
		}, api.Published, five(), menuB},
		{"dry run of a republish", func() api.Result {
			req := request(menuB)
			req.Republish, req.DryRun = true, true
			return r.invoke(ctx, r.handler, req)
		}, api.Planned, reads(), menuB},
		{"read", func() api.Result {
			return r.invoke(ctx, r.handler, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account})
		}, api.Read, reads(), menuB},
		{"read by inspect", func() api.Result {
			return r.invoke(ctx, r.inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account})
		}, api.Read, reads(), menuB},
		{"publish by inspect", func() api.Result { return r.invoke(ctx, r.inspect, request(menuA)) }, api.Failed, nil, menuB},
		{"unknown op", func() api.Result {
			return r.invoke(ctx, r.handler, api.Request{Schema: api.Schema, Op: "doctor", Account: account})
		}, api.Failed, nil, menuB},
	}
	for _, s := range steps {
		res := s.do()
		same(t, s.name+": outcome", res.Outcome, s.outcome)
		asked := r.asked()
		list(t, s.name+": requests", asked, s.asked)
		same(t, s.name+": calls", len(res.Calls), len(asked))
		list(t, s.name+": warnings", kinds(res.Warnings), nil)
		r.live(s.live)
	}
}

func TestResultNamesStates(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	res := r.publish(menuA)
	same(t, "desired", res.Digests.Desired, digest(menuA))
	same(t, "api", res.Digests.API, digest(menuA))
	same(t, "shown", res.Digests.Shown, digest(menuA))

	req := request(menuB)
	req.DryRun = true
	res = r.invoke(t.Context(), r.handler, req)
	same(t, "desired", res.Digests.Desired, digest(menuB))
	same(t, "api", res.Digests.API, digest(menuA))
	same(t, "shown", res.Digests.Shown, digest(menuA))

	res = r.invoke(t.Context(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account})
	if res.Live == nil || !res.Live.Open {
		t.Fatalf("got live %v, want an open menu", res.Live)
	}
	same(t, "menu read", res.Live.API.Digest(), digest(menuA))
	same(t, "menu shown", res.Live.Shown.Digest(), digest(menuA))
}

// TestReadNothing reads an account that has no menu.
func TestReadNothing(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	res := r.invoke(t.Context(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account})
	same(t, "outcome", res.Outcome, api.Read)
	if res.Live == nil || len(res.Live.API.Menu)+len(res.Live.Shown.Menu) > 0 || res.Live.Open {
		t.Errorf("got live %v, want two empty sets", res.Live)
	}
}

// TestConnections publishes 64 accounts, eight at a time.
// Source: design, budgets.
func TestConnections(t *testing.T) {
	t.Parallel()
	var accounts []sandbox.Account
	for i := range 64 {
		accounts = append(accounts, sandbox.Account{Name: fmt.Sprintf("store-%d", i), AppID: fmt.Sprintf("wx%016x", i), Secret: secret})
	}
	inBubble(t, accounts, func(r *sandboxed, dials *atomic.Int32) {
		for _, desired := range []string{menuA, menuB} {
			var g errgroup.Group
			g.SetLimit(8)
			for _, acc := range accounts {
				g.Go(func() error {
					req := request(desired)
					req.Account = acc.Name
					if res := r.invoke(context.Background(), r.handler, req); res.Outcome != api.Published {
						return fmt.Errorf("%s: got %s, %+v", acc.Name, res.Outcome, res.Error)
					}
					return nil
				})
			}
			if err := g.Wait(); err != nil {
				r.Fatal(err)
			}
		}
		if got := dials.Load(); got > 8 {
			r.Errorf("got %d connections, want at most 8", got)
		}
		if got, want := len(r.sandbox.Calls()), 64*(1+5+5); got != want {
			r.Errorf("got %d requests, want %d", got, want)
		}
	})
}

// TestLog sees what a log line says: the keys and the message that people's
// filters are made of.
func TestLog(t *testing.T) {
	t.Parallel()
	inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
		r.sandbox.RoundTrip = 20 * time.Millisecond
		req := request(menuA)
		req.Origin.RunID = 101
		r.invoke(r.Context(), r.handler, req)
		r.sandbox.Fault(sandbox.Fault{Path: createPath, Errcode: 40066})
		req.Desired = json.RawMessage(menuB)
		failed := r.invoke(r.Context(), r.handler, req)
		const shown, get = "get_current_selfmenu_info 20 0", "menu/get 20 0"
		want := []map[string]any{
			{
				"level": "INFO", "msg": "request served", "account": account, "op": "publish", "outcome": "published", "guard": "",
				"failed_op": "", "errcode": 0.0, "rid": "", "run_id": 101.0, "desired": digest(menuA), "cold_start": true, "duration_ms": 80.0,
				"calls": []string{shown, shown, "menu/create 20 0", get, "menu/get 20 46003", "stable_token 20 0"},
			},
			{
				"level": "ERROR", "msg": "request served", "account": account, "op": "publish", "outcome": "failed", "guard": "",
				"failed_op": "menu/create", "errcode": 40066.0, "rid": failed.Error.RID, "run_id": 101.0, "desired": digest(menuB), "cold_start": false,
				"duration_ms": 40.0, "calls": []string{shown, "menu/create 20 40066", get}, "meaning": failed.Error.Meaning,
			},
		}
		if lines := r.lines(); !reflect.DeepEqual(lines, want) {
			t.Errorf("got lines\n%v\nwant\n%v", lines, want)
		}
	})
}

// lines returns what was logged, without the times, and of each call to WeChat
// its op, milliseconds and errcode, sorted: reads come in any order.
func (r *rig) lines() []map[string]any {
	r.Helper()
	var out []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(r.log.String()), "\n") {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			r.Fatal(err)
		}
		var calls []string
		for _, c := range one["calls"].([]any) {
			call := c.(map[string]any)
			calls = append(calls, fmt.Sprint(call["op"], " ", call["ms"], " ", call["errcode"]))
		}
		slices.Sort(calls)
		one["calls"] = calls
		delete(one, "time")
		out = append(out, one)
	}
	return out
}
