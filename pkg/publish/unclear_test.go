package publish

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// tries is how often package wechat sends one request.
const tries = 4

// each makes faults of the calls of a path, counted from the next.
func each(f sandbox.Fault, from, to int) []sandbox.Fault {
	var out []sandbox.Fault
	for f.Call = from; f.Call <= to; f.Call++ {
		out = append(out, f)
	}
	return out
}

// TestUnclear has WeChat's answers to a post get lost. Menu B is live before,
// menu A is published.
func TestUnclear(t *testing.T) {
	t.Parallel()
	before := sandbox.Fault{Path: createPath, Cut: sandbox.CutBefore}
	after := sandbox.Fault{Path: createPath, Cut: sandbox.CutAfter}
	quota := sandbox.Fault{Path: createPath, Call: 2, Errcode: 45009}
	tests := []struct {
		name     string
		faults   []sandbox.Fault
		outcome  api.Outcome
		warnings []api.WarningKind
		// live is what is live in the end; digests say so unless unknown.
		live    string
		unknown bool
		// meaning is a part of what the error says.
		meaning   string
		errcode   int
		retryable bool
		creates   int
	}{
		{
			name: "cut before acting once", faults: each(before, 1, 1),
			outcome: api.Published, live: menuA, creates: 2,
		},
		{
			name: "cut before acting each time", faults: each(before, 1, tries),
			outcome: api.Failed, live: menuB, meaning: "what was live before still is", retryable: true, creates: tries,
		},
		{
			name: "cut after acting once", faults: each(after, 1, 1),
			outcome: api.Published, live: menuA, creates: 2,
		},
		{
			name: "cut after acting each time", faults: each(after, 1, tries),
			outcome: api.Published, warnings: []api.WarningKind{api.Unclear}, live: menuA, creates: tries,
		},
		{
			name: "cut after acting, then refused", faults: append(each(after, 1, 1), quota),
			outcome: api.Published, warnings: []api.WarningKind{api.Unclear}, live: menuA, creates: 2,
		},
		{
			name: "cut before acting, then refused", faults: append(each(before, 1, 1), quota),
			outcome: api.Failed, live: menuB, meaning: "what was live before still is", errcode: 45009, creates: 2,
		},
		{
			name: "a gateway once", faults: each(sandbox.Fault{Path: createPath, Status: 502}, 1, 1),
			outcome: api.Published, live: menuA, creates: 2,
		},
		{
			name: "a gateway each time", faults: each(sandbox.Fault{Path: createPath, Status: 502}, 1, tries),
			outcome: api.Failed, live: menuB, meaning: "HTTP status 502", retryable: true, creates: tries,
		},
		{
			name: "busy once", faults: each(sandbox.Fault{Path: createPath, Errcode: -1}, 1, 1),
			outcome: api.Published, live: menuA, creates: 2,
		},
		{
			name: "busy each time", faults: each(sandbox.Fault{Path: createPath, Errcode: -1}, 1, tries),
			outcome: api.Failed, live: menuB, meaning: "busy", errcode: -1, retryable: true, creates: tries,
		},
		{
			name: "a slow answer", faults: []sandbox.Fault{{Path: createPath, Call: 1, Slow: 100 * time.Millisecond}},
			outcome: api.Published, live: menuA, creates: 1,
		},
		{
			name: "read-back refused", faults: each(sandbox.Fault{Path: getPath, Errcode: 48001}, 2, 1+readBacks),
			outcome: api.Published, warnings: []api.WarningKind{api.Unverified}, live: menuA, unknown: true, creates: 1,
		},
		{
			name: "read-back refused once", faults: []sandbox.Fault{{Path: getPath, Call: 2, Errcode: 48001}},
			outcome: api.Published, live: menuA, creates: 1,
		},
		{
			name: "read-back behind a gateway", faults: each(sandbox.Fault{Path: shownPath, Status: 502}, 2, 1+tries*readBacks),
			outcome: api.Published, warnings: []api.WarningKind{api.Unverified}, live: menuA, unknown: true, creates: 1,
		},
		{
			name:    "lost, and read-back refused",
			faults:  append(each(after, 1, tries), each(sandbox.Fault{Path: getPath, Errcode: 48001}, 2, 9)...),
			outcome: api.Failed, live: menuA, unknown: true, meaning: "the live menu could not be read", retryable: true, creates: tries,
		},
		{
			name: "first read behind a gateway", faults: each(sandbox.Fault{Path: getPath, Status: 502}, 1, tries),
			outcome: api.Failed, live: menuB, unknown: true, meaning: "HTTP status 502", retryable: true,
		},
		{
			name: "first read cut", faults: []sandbox.Fault{{Path: getPath, Cut: sandbox.CutBefore}},
			outcome: api.Failed, live: menuB, unknown: true, meaning: "no usable answer", retryable: true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			r.publish(menuB)
			r.asked()
			for _, f := range tt.faults {
				r.sandbox.Fault(f)
			}
			res := r.publish(menuA)
			same(t, "outcome", res.Outcome, tt.outcome)
			list(t, "warnings", kinds(res.Warnings), tt.warnings)
			same(t, "creates", count(r.asked(), "menu/create"), tt.creates)
			r.live(tt.live)
			want := digest(tt.live)
			if tt.unknown {
				want = ""
			}
			same(t, "api digest", res.Digests.API, want)
			same(t, "shown digest", res.Digests.Shown, want)
			if res.Error == nil {
				return
			}
			if !strings.Contains(res.Error.Meaning, tt.meaning) {
				t.Errorf("got meaning %q, want %q in it", res.Error.Meaning, tt.meaning)
			}
			same(t, "errcode", res.Error.Errcode, tt.errcode)
			same(t, "retryable", res.Error.Retryable, tt.retryable)
			if res.Error.Remedy == "" {
				t.Error("got no remedy, want one")
			}
		})
	}
}

// TestUnclearRepublish loses the answer to a post of what is live already:
// whether it was posted does not show, so it is not called done.
func TestUnclearRepublish(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.publish(menuA)
	for _, f := range each(sandbox.Fault{Path: createPath, Status: 502}, 1, tries) {
		r.sandbox.Fault(f)
	}
	req := request(menuA)
	req.Republish = true
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Failed)
	says(t, res, "WeChat may have taken menu/create all the same", "WeChat confirmed 0 of 1 steps; the desired menus are live")
	same(t, "api digest", res.Digests.API, digest(menuA))
}

// TestLostLeaseAtPost has another run take the lease while a post is under way whose
// answer never comes: it is not sent again, over what that run has put live.
func TestLostLeaseAtPost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"cut before acting": {Cut: sandbox.CutBefore},
		"cut after acting":  {Cut: sandbox.CutAfter},
		"a gateway":         {Status: 502},
		"busy":              {Errcode: -1},
		"another token":     {Errcode: 42001},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			var r *sandboxed
			var armed atomic.Bool
			front := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path == createPath && armed.Swap(false) {
					later := func() time.Time { return time.Now().Add(time.Hour) }
					if _, err := ledger.Acquire(t.Context(), r.ledger, later, ledger.Ask{Account: account, Holder: "another run", TTL: time.Minute}); err != nil {
						t.Error(err)
					}
					fault.Path, fault.Call = createPath, 1
					server.Fault(fault)
				}
				server.ServeHTTP(w, req)
			})
			r = &sandboxed{rig: newRig(t, front, memory(brand())), sandbox: server}
			r.publish(menuB)
			r.asked()
			armed.Store(true)
			res := r.publish(menuA)
			same(t, "outcome", res.Outcome, api.Failed)
			same(t, "creates", count(r.asked(), "menu/create"), 1)
			says(t, res, "another run has taken it", "clocks")
		})
	}
}

// TestTokenLostAtPost has the token die between the reads and the post, and the
// next one not to be had: nothing was posted, and the result says so.
func TestTokenLostAtPost(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.publish(menuB)
	r.asked()
	r.sandbox.Fault(sandbox.Fault{Path: createPath, Call: 1, Errcode: 42001})
	r.sandbox.Fault(sandbox.Fault{Path: tokenPath, Status: 502})
	res := r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Failed)
	same(t, "op", res.Error.Op, "stable_token")
	same(t, "api digest", res.Digests.API, digest(menuB))
	if strings.Contains(res.Error.Meaning, "lost") {
		t.Errorf("got meaning %q, want no word of a lost answer", res.Error.Meaning)
	}
	same(t, "reads", count(r.asked(), "menu/get"), 1)
	r.live(menuB)
}

// TestHangs has WeChat hold requests until the time is up.
func TestHangs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		hang    []string
		unknown bool
		meaning string
	}{
		// Whether the time is up during a try or between two is up to the jitter.
		{"a first read", []string{getPath}, true, "time"},
		{"the post", []string{createPath}, false, "what was live before still is"},
		{"the post and reading back", []string{createPath, shownPath}, true, "the live menu could not be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
				r.publish(menuB)
				for i, path := range tt.hang {
					f := sandbox.Fault{Path: path, Hang: true}
					if i > 0 {
						f.Call = 2
					}
					r.sandbox.Fault(f)
				}
				res := r.within(18*time.Second, menuA)
				same(t, "outcome", res.Outcome, api.Failed)
				says(t, res, tt.meaning)
				same(t, "retryable", res.Error.Retryable, true)
				want := digest(menuB)
				if tt.unknown {
					want = ""
				}
				same(t, "api digest", res.Digests.API, want)
				r.live(menuB)
			})
		})
	}
}

// TestSlowPost has WeChat act and then take longer over its answer than there
// is time: what reading back shows counts.
func TestSlowPost(t *testing.T) {
	t.Parallel()
	inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
		r.publish(menuB)
		r.sandbox.Fault(sandbox.Fault{Path: createPath, Slow: time.Hour})
		res := r.within(18*time.Second, menuA)
		same(t, "outcome", res.Outcome, api.Published)
		list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unclear})
		same(t, "api digest", res.Digests.API, digest(menuA))
	})
}

// TestUnreachable has no server listen: nothing is posted and nothing waited for.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.front.Close()
	res := r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Failed)
	same(t, "op", res.Error.Op, "stable_token")
	same(t, "retryable", res.Error.Retryable, true)
}

// TestLittleTime leaves less than the reserve for a write.
func TestLittleTime(t *testing.T) {
	t.Parallel()
	inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
		r.publish(menuB)
		r.asked()
		p := usualPace()
		for _, tt := range []struct {
			name    string
			left    time.Duration
			outcome api.Outcome
			asked   []string
		}{
			{"too little", p.answer + p.write - time.Millisecond, api.Failed, reads()},
			{"enough", p.answer + p.write + time.Millisecond, api.Published, five()},
			{"too little, but in sync", p.answer + p.write - time.Millisecond, api.InSync, reads()},
		} {
			res := r.within(tt.left, menuA)
			same(t, tt.name+": outcome", res.Outcome, tt.outcome)
			list(t, tt.name+": requests", r.asked(), tt.asked)
			if tt.outcome == api.Failed {
				says(t, res, "less than 15 s")
				same(t, "retryable", res.Error.Retryable, true)
			}
		}
	})
}

// TestNoTime has the deadline pass before the work begins.
func TestNoTime(t *testing.T) {
	t.Parallel()
	inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
		ctx, cancel := context.WithTimeout(context.Background(), usualPace().answer/2)
		defer cancel()
		res := r.invoke(ctx, r.usual, request(menuA))
		same(t, "outcome", res.Outcome, api.Failed)
		because1(t, res, api.Deadline)
		list(t, "requests", r.asked(), nil)
	})
}
