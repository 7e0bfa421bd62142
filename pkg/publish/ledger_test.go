package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// counting counts what is asked of a ledger, and fails what a test wants.
type counting struct {
	ledger.Store
	mu  sync.Mutex
	ops []string
	// fail returns the error of the nth call of an op, from 1; nil for none.
	fail func(op string, n int) error
}

func (c *counting) note(op string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ops = append(c.ops, op)
	if c.fail == nil {
		return nil
	}
	return c.fail(op, count(c.ops, op))
}

func (c *counting) State(ctx context.Context, account string) (ledger.State, error) {
	if err := c.note("state"); err != nil {
		return ledger.State{}, err
	}
	return c.Store.State(ctx, account)
}

func (c *counting) Last(ctx context.Context, account string) (ledger.Record, error) {
	if err := c.note("last"); err != nil {
		return ledger.Record{}, err
	}
	return c.Store.Last(ctx, account)
}

func (c *counting) Swap(ctx context.Context, s ledger.State) (ledger.State, error) {
	if err := c.note("swap"); err != nil {
		return ledger.State{}, err
	}
	return c.Store.Swap(ctx, s)
}

func (c *counting) Append(ctx context.Context, r ledger.Record) error {
	if err := c.note("append"); err != nil {
		return err
	}
	return c.Store.Append(ctx, r)
}

// took returns the ops since the last time, sorted: some come at once.
func (c *counting) took() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	ops := c.ops
	c.ops = nil
	slices.Sort(ops)
	return ops
}

// over returns the handlers over another ledger.
func (r *rig) over(store ledger.Store) (handler, inspect Func) {
	deps := r.deps
	deps.Ledger = store
	return Handler(deps), Inspect(InspectDeps{
		Open:  r.reader,
		AppID: deps.AppID, Ledger: store, Now: deps.Now, Log: deps.Log,
	})
}

// TestCounts counts what a request asks of WeChat and of the ledger.
// Source: design, budgets.
func TestCounts(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	c := &counting{Store: r.ledger}
	handler, inspect := r.over(c)
	before, after := tagged(menuA, "2 a", "3 b"), tagged(menuB, "4 c", "2 a", "3 b")
	dry := request(after)
	dry.DryRun = true
	// The lease, the intent and giving the lease back; each write and Append see
	// whose the lease is.
	publish := func(writes int) []string {
		return append([]string{"append", "last", "state", "state", "swap", "swap", "swap"}, slices.Repeat([]string{"state"}, writes)...)
	}
	for _, s := range []struct {
		name           string
		f              Func
		req            api.Request
		outcome        api.Outcome
		wechat, ledger []string
	}{
		{"cold", handler, request(menuA), api.Published, append(five(), "stable_token"), publish(1)},
		{"warm", handler, request(menuB), api.Published, five(), publish(1)},
		{"in sync", handler, request(menuB), api.InSync, reads(), []string{"last", "state", "swap", "swap"}},
		{"plan", inspect, planOf(menuA), api.Planned, reads(), []string{"last", "state"}},
		{"plan in sync", inspect, planOf(menuB), api.InSync, reads(), []string{"last", "state"}},
		{"read", inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account}, api.Read, reads(), nil},
		{"history", inspect, api.Request{Schema: api.Schema, Op: api.OpHistory, Account: account}, api.Read, nil, []string{"last", "state"}},
		{"two conditional menus", handler, request(before), api.Published, append(five(), "menu/addconditional", "menu/addconditional"), publish(3)},
		{"dry run", handler, dry, api.Planned, reads(), []string{"last", "state"}},
		{"one more", handler, request(after), api.Published, append(five(), "menu/addconditional"), publish(2)},
		{"rollback", handler, back("3"), api.Published, append(five(), "menu/delconditional"), append([]string{"last", "last", "state"}, publish(2)...)},
	} {
		res := r.invoke(t.Context(), s.f, s.req)
		same(t, s.name+": outcome", res.Outcome, s.outcome)
		list(t, s.name+": requests", r.asked(), slices.Sorted(slices.Values(s.wechat)))
		list(t, s.name+": ledger", c.took(), slices.Sorted(slices.Values(s.ledger)))
	}
}

// denied is what a store without rights answers.
func denied(action string) error {
	return &ledger.AccessError{Store: "caidan-ledger", Action: action, Problem: ledger.Denied}
}

// TestLedgerFails has each of the ledger's calls fail. Before the first post
// nothing is posted; after the last step the result says that it could not be
// recorded, and the next run records it.
func TestLedgerFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		op     string
		n      int
		action string
		posted bool
		says   []string
	}{
		{"state", 1, "dynamodb:GetItem", false, []string{"caidan-ledger", "the function's role dynamodb:GetItem"}},
		{"swap", 1, "dynamodb:PutItem", false, []string{"caidan-ledger", "the function's role dynamodb:PutItem"}},
		{"last", 1, "dynamodb:Query", false, []string{"the function's role dynamodb:Query"}},
		{"swap", 2, "dynamodb:PutItem", false, []string{"the function's role dynamodb:PutItem"}},
		{"state", 2, "dynamodb:GetItem", false, []string{"the function's role dynamodb:GetItem"}},
		{"state", 3, "dynamodb:GetItem", true, []string{"the menus were published, but could not be recorded", "the function's role dynamodb:GetItem", "then run it again"}},
		{"append", 1, "dynamodb:PutItem", true, []string{"the menus were published, but could not be recorded", "the function's role dynamodb:PutItem", "then run it again"}},
	} {
		t.Run(fmt.Sprintf("%s %d", tt.op, tt.n), func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA)
			c := &counting{Store: r.ledger, fail: func(op string, n int) error {
				if op == tt.op && n == tt.n {
					return denied(tt.action)
				}
				return nil
			}}
			handler, _ := r.over(c)
			res := r.invoke(t.Context(), handler, pushed(110, menuB))
			same(t, "outcome", res.Outcome, api.Failed)
			same(t, "op", res.Error.Op, tt.action)
			same(t, "retryable", res.Error.Retryable, false)
			says(t, res, tt.says...)
			same(t, "posts", count(r.asked(), "menu/create"), map[bool]int{true: 1}[tt.posted])
			same(t, "records", r.last().Number, 1)
			same(t, "lease", r.state().Lease.Holder, "")
			if tt.posted {
				r.live(menuB)
				same(t, "api", res.Digests.API, digest(menuB))
			} else {
				r.live(menuA)
			}

			same(t, "planned", r.invoke(t.Context(), r.inspect, planOf(menuB)).Outcome, api.Planned)
			res = r.invoke(t.Context(), r.handler, pushed(111, menuB))
			rec := r.last()
			same(t, "next: outcome", res.Outcome, api.Published)
			same(t, "next: desired", rec.Desired.Digest(), digest(menuB))
			same(t, "next: replaced", rec.Replaced.API.Digest(), digest(menuA))
			same(t, "next: kind", rec.Kind, ledger.KindPublish)
			if tt.posted {
				same(t, "next: number", rec.Number, 3) // the one without a record keeps its own
				same(t, "next: case", res.Case, api.CaseHalf)
				list(t, "next: warnings", kinds(res.Warnings), []api.WarningKind{api.Unfinished})
				same(t, "next: readback", rec.Readback, ledger.ReadbackVerified)
			} else {
				same(t, "next: number", rec.Number, 2)
			}
			same(t, "after that", r.publish(menuB).Case, api.CaseInSync)
		})
	}
}

// TestLeaseNotGivenBack leaves the outcome as it is; the account is busy until
// the lease is over.
func TestLeaseNotGivenBack(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	c := &counting{Store: r.ledger, fail: func(op string, n int) error {
		if op == "swap" && n == 3 {
			return denied("dynamodb:PutItem")
		}
		return nil
	}}
	handler, _ := r.over(c)
	req := pushed(110, menuB)
	req.Origin.RunURL = "https://github.com/o/r/actions/runs/110"
	same(t, "outcome", r.invoke(t.Context(), handler, req).Outcome, api.Published)
	if !strings.Contains(r.log.String(), `"msg":"lease not given back"`) {
		t.Errorf("got log %s, want it to say that the lease was not given back", r.log.String())
	}
	r.asked()

	res := r.atOnce(request(menuA))
	same(t, "next", res.Outcome, api.Busy)
	says(t, res, "https://github.com/o/r/actions/runs/110 publishes to this account and may do so until "+r.state().Lease.Expiry.UTC().Format(time.RFC3339), "wait for it")
	same(t, "retryable", res.Error.Retryable, true)
	list(t, "requests", r.asked(), nil)
	res = r.invoke(t.Context(), r.inspect, planOf(menuA))
	same(t, "holder in a plan", res.Ledger.Holder, "https://github.com/o/r/actions/runs/110")

	later := r.deps
	later.Now = func() time.Time { return time.Now().Add(time.Hour) }
	same(t, "when it is over", r.invoke(t.Context(), Handler(later), request(menuA)).Outcome, api.Published)
	r.live(menuA)
}

// TestLostLease has another run take the lease while this publish is at work, as
// after a clock's jump: before each write, and before the record. Nothing is
// written after that.
func TestLostLease(t *testing.T) {
	t.Parallel()
	before, after, paths := twoSets()
	for k := range len(paths) + 1 {
		t.Run(fmt.Sprintf("after %d steps", k), func(t *testing.T) {
			t.Parallel()
			r := published(t, before)
			c := &counting{Store: r.ledger}
			c.fail = func(op string, n int) error {
				if op != "state" || n != 2+k {
					return nil
				}
				later := func() time.Time { return time.Now().Add(time.Hour) }
				_, err := ledger.Acquire(t.Context(), r.ledger, later, ledger.Ask{Account: account, Holder: "another run", TTL: time.Minute})
				return err
			}
			handler, _ := r.over(c)
			res := r.invoke(t.Context(), handler, request(after))
			same(t, "outcome", res.Outcome, api.Failed)
			says(t, res, "another run has taken it", "clocks")
			asked := r.asked()
			same(t, "writes", count(asked, "menu/create")+count(asked, "menu/addconditional")+count(asked, "menu/delconditional"), k)
			if k == len(paths) {
				says(t, res, "the menus were published, but could not be recorded")
			}
			same(t, "records", r.last().Number, 1)
			same(t, "holder", r.state().Lease.Holder, "another run")
		})
	}
}

// TestTooLarge is refused before the first post: what could not be recorded
// after it.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	var menus []string
	for tag := range 400 {
		var buttons []string
		for column := range 3 {
			var list []string
			for row := range 5 {
				// Random enough that it hardly gets smaller.
				list = append(list, link(fmt.Sprintf("https://example.com/%s%d", ledger.NewID()+ledger.NewID()+ledger.NewID(), tag*15+column*5+row)))
			}
			buttons = append(buttons, group("g", list...))
		}
		menus = append(menus, forTag(tag+2, buttons...))
	}
	res := r.publish(with(menuB, menus...))
	same(t, "outcome", res.Outcome, api.Failed)
	says(t, res, "there is room for", "fewer or shorter conditional menus")
	list(t, "requests", r.asked(), reads())
	same(t, "unfinished", r.unfinished(), false)
	same(t, "lease", r.state().Lease.Holder, "")
}
