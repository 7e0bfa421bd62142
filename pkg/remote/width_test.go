package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// crowd counts the requests that a function serves at once.
type crowd struct {
	mu        sync.Mutex
	now, most int
}

func (c *crowd) enter() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now++
	c.most = max(c.most, c.now)
	return c.now
}

func (c *crowd) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now--
}

// throttling is the answer of a function that got no further because of AWS.
func throttling(payload []byte, why api.Code, calls ...string) ([]byte, error) {
	var req api.Request
	if err := json.Unmarshal(payload, &req); err != nil {
		return nil, err
	}
	res := api.Result{Schema: api.Schema, Account: req.Account, Outcome: api.Failed, Calls: []api.Call{}}
	for _, op := range calls {
		res.Calls = append(res.Calls, api.Call{Op: op})
	}
	res.Error = api.NewError(string(req.Op), api.Reason{Code: why})
	return json.Marshal(res)
}

// everyone sends a request about each account, all at once.
func everyone(t *testing.T, c *Client, op api.Op, accounts int) {
	t.Helper()
	var g errgroup.Group
	for i := range accounts {
		g.Go(func() error {
			req := request()
			req.Op, req.Account = op, fmt.Sprintf("store-%d", i)
			res, err := c.Do(t.Context(), req)
			if err == nil && (res.Outcome != api.Published || res.Account != req.Account) {
				err = fmt.Errorf("got %s of %s, want %s published", res.Outcome, res.Account, req.Account)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// TestWidth has AWS keep up with all there may be, or with ten at a time, which
// Lambda says by itself, and the function says of parameters and of the ledger.
func TestWidth(t *testing.T) {
	t.Parallel()
	const accounts, few = 1000, 10
	tests := []struct {
		name        string
		most        int
		op          api.Op
		concurrency int
		why         api.Code
		// first is how many requests are under way in the beginning, least and
		// greatest how many at the most.
		first, least, greatest int
	}{
		{"without a limit", MaxWidth, api.OpPublish, 0, "", FirstWidth, MaxWidth, MaxWidth},
		{"one at a time", 1, api.OpPublish, 0, "", 1, 1, 1},
		{"a dozen", 12, api.OpPublish, 0, "", FirstWidth, 12, 12},
		{"invocations", MaxWidth, api.OpPublish, few, "", FirstWidth, few, few},
		{"parameters", MaxWidth, api.OpPublish, 0, api.CredentialThrottled, FirstWidth, few, 4 * few},
		{"ledger", MaxWidth, api.OpPlan, 0, api.LedgerThrottled, FirstWidth, few, 4 * few},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var c crowd
				f := func(ctx context.Context, payload []byte) ([]byte, error) {
					defer c.leave()
					n := c.enter()
					time.Sleep(40 * time.Millisecond)
					if tt.why != "" && n > few {
						return throttling(payload, tt.why)
					}
					return done(ctx, payload)
				}
				server := &loopback.Server{Now: time.Now}
				if err := invoke.Mount(server, invoke.Options{Functions: map[string]invoke.Function{function: f}, Concurrency: tt.concurrency}); err != nil {
					t.Fatal(err)
				}
				cfg := settings(t, "http://lambda.test")
				cfg.HTTPClient = client(server)
				time.AfterFunc(time.Millisecond, func() {
					c.mu.Lock()
					defer c.mu.Unlock()
					if c.now != tt.first {
						t.Errorf("got %d in the beginning, want %d", c.now, tt.first)
					}
				})
				everyone(t, New(cfg, function, tt.most), tt.op, accounts)
				if c.most < tt.least || c.most > tt.greatest {
					t.Errorf("got %d at the most, want %d to %d", c.most, tt.least, tt.greatest)
				}
				// Without a limit none; else what finding it took.
				if again := len(server.Calls()) - accounts; again > accounts/5 || again > 0 && tt.greatest == tt.most {
					t.Errorf("got %d requests sent again, want few", again)
				}
			})
		})
	}
}

// TestThrottledAfterwards sends a publish again only where it asked WeChat
// nothing, and a plan in any case.
func TestThrottledAfterwards(t *testing.T) {
	t.Parallel()
	dry := request()
	dry.DryRun = true
	plan := request()
	plan.Op = api.OpPlan
	tests := []struct {
		name  string
		req   api.Request
		calls []string
		want  int
	}{
		{"publish that asked nothing", request(), nil, 2},
		{"publish that posted", request(), []string{"menu/get", "menu/create"}, 1},
		{"publish that read", request(), []string{"menu/get"}, 1},
		{"dry run that read", dry, []string{"menu/get"}, 2},
		{"plan that read", plan, []string{"menu/get"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			invoked := 0
			_, c := serve(t, 0, func(ctx context.Context, payload []byte) ([]byte, error) {
				if invoked++; invoked == 1 {
					return throttling(payload, api.LedgerThrottled, tt.calls...)
				}
				return done(ctx, payload)
			})
			res, err := c.Do(t.Context(), tt.req)
			if invoked != tt.want || err != nil || (res.Outcome == api.Failed) != (tt.want == 1) {
				t.Errorf("got %d invocations, %s, %v; want %d", invoked, res.Outcome, err, tt.want)
			}
			if now := c.width.now; now >= FirstWidth {
				t.Errorf("got a width of %d, want it narrower", now)
			}
		})
	}
}

// TestThrottledForEver ends with what the function answered last.
func TestThrottledForEver(t *testing.T) {
	t.Parallel()
	invoked := 0
	_, c := serve(t, 0, func(_ context.Context, payload []byte) ([]byte, error) {
		invoked++
		return throttling(payload, api.CredentialThrottled)
	})
	res, err := c.Do(t.Context(), request())
	if err != nil || invoked != attempts || res.Error == nil || !res.Error.Throttled() || c.width.now != 1 {
		t.Errorf("got %+v, %v after %d invocations at a width of %d; want the throttled answer after %d at 1", res.Error, err, invoked, c.width.now, attempts)
	}
}

// TestInterruptedBeforeItsTurn has a request wait for another to end.
func TestInterruptedBeforeItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		server := functions(t, 0, func(ctx context.Context, payload []byte) ([]byte, error) { <-release; return done(ctx, payload) })
		cfg := settings(t, "http://lambda.test")
		cfg.HTTPClient = client(server)
		c := New(cfg, function, 1)
		ended := make(chan error, 1)
		go func() { _, err := c.Do(t.Context(), request()); ended <- err }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, request())
		want{"interrupted before the request was sent", "run it again", false, true}.check(t, err)
		close(release)
		if err := <-ended; err != nil || len(server.Calls()) != 1 {
			t.Errorf("got %v and %d calls, want the first request served, and none else", err, len(server.Calls()))
		}
	})
}

// TestConnections has as many requests under way as may be, twice, on as many
// connections.
func TestConnections(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	arrived, together := 0, make(chan struct{})
	server := functions(t, 0, func(ctx context.Context, payload []byte) ([]byte, error) {
		mu.Lock()
		all := together
		if arrived++; arrived%MaxWidth == 0 {
			close(all)
			together = make(chan struct{})
		}
		mu.Unlock()
		select {
		case <-all:
			return done(ctx, payload)
		case <-ctx.Done():
			return nil, errors.New("others of the same round did not come")
		}
	})
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	cfg := settings(t, front.URL)
	cfg.HTTPClient = awshttp.NewBuildableClient()
	c := New(cfg, function, MaxWidth)
	for c.width.now < MaxWidth {
		c.width.answered()
	}
	for range 2 {
		everyone(t, c, api.OpPublish, MaxWidth)
	}
	from := map[string]bool{}
	for _, call := range server.Calls() {
		from[call.RemoteAddr] = true
	}
	if len(from) != MaxWidth {
		t.Errorf("got %d connections, want %d", len(from), MaxWidth)
	}
}
