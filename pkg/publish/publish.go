// Package publish is the Lambda's work and the only door to WeChat: a request
// comes in, the menus are judged again, what is live is read and compared with
// what should be and with what the ledger recorded, guards decide, the steps
// are taken, read back and recorded, and the result goes out.
//
// WeChat has no compare-and-set. What is published in the console in the
// moments between the guard's reading and the first step is overwritten; the
// record of what was replaced holds what was read, and no more.
package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// judge decodes and judges the desired set again: what comes in is a stranger's
// word. It is not ok where the set breaks a rule, as the result then says.
func judge(req *api.Request, res *api.Result) (set menu.Set, ok bool) {
	acc := menu.DecodeSet(req.Account, req.Desired)
	res.Findings = rule.New(text.English, rule.Settings{}).JudgeFixed(acc)
	if n, _ := diag.Count(res.Findings); n > 0 {
		res.Outcome = api.Invalid
		return menu.Set{}, false
	}
	res.Digests.Desired = acc.Set.Digest()
	return acc.Set, true
}

// planFor serves OpPlan.
func (s sources) planFor(ctx context.Context, req *api.Request, res *api.Result) error {
	set, ok := judge(req, res)
	if !ok {
		return nil
	}
	w := wish{set: set, accept: req.Accept, byHand: byHand(req.Origin), force: req.Republish}
	return s.plan(ctx, req.Account, w, res, func(st ledger.State) error {
		return sameRepository(st.Mark, req.Origin, req.Accept)
	})
}

// plan does everything but writing. order looks at the state, as a publish
// does before it takes the lease.
func (s sources) plan(ctx context.Context, account string, w wish, res *api.Result, order func(ledger.State) error) error {
	st, err := s.ledger.State(ctx, account)
	if err != nil {
		return err
	}
	v, err := s.look(ctx, st)
	if err != nil {
		return err
	}
	v.fill(res)
	d := decide(v, w)
	d.fill(res)
	if err := order(st); err != nil {
		res.Outcome = "" // it would not come to that
		var stranger *refusal
		if errors.As(err, &stranger) && stranger.guard == api.ForeignRepository && d.refusal != nil {
			stranger.join(d.refusal)
		}
		return err
	}
	switch {
	case d.refusal != nil:
		return d.refusal
	case d.act == post:
		res.Outcome = api.Planned
	default:
		res.Outcome = api.InSync
	}
	return nil
}

// work is one request that may write: the doors it writes through and the
// result it fills in.
type work struct {
	sources
	deps Deps
	pace pace
	res  *api.Result
}

// publish serves OpPublish.
func (w work) publish(ctx context.Context, req *api.Request) error {
	set, ok := judge(req, w.res)
	if !ok {
		return nil
	}
	want := wish{set: set, accept: req.Accept, byHand: byHand(req.Origin), force: req.Republish}
	order := func(st ledger.State) (ledger.State, error) {
		mark, err := raise(st.Mark, req.Origin, req.Accept)
		st.Mark = mark
		return st, err
	}
	dry := func() error {
		return w.plan(ctx, req.Account, want, w.res, func(st ledger.State) error {
			_, err := order(st)
			return err
		})
	}
	if req.DryRun {
		return dry()
	}
	err := w.hold(ctx, req, order, func(ctx context.Context, s *ledger.Session) error {
		v, err := w.look(ctx, s.State())
		if err != nil {
			return err
		}
		return w.carry(ctx, s, v, want, ledger.Intent{Kind: ledger.KindPublish, Origin: ledger.Origin(req.Origin), Reason: req.Reason})
	})
	var stranger *refusal
	if errors.As(err, &stranger) && stranger.guard == api.ForeignRepository {
		// That was before anything was read. Say all that stands in the way.
		if all := dry(); errors.As(all, &stranger) {
			return all
		}
	}
	return err
}

// leaseMargin is how much longer a lease lasts than the function can run, so
// that no request outlives it. Source: design, the order of work.
const leaseMargin = time.Minute

// longestFunction is the most time a Lambda function can have; it stands in
// where there is no deadline. Source: AWS Lambda quotas, function timeout.
const longestFunction = 15 * time.Minute

// hold takes the account's lease, does the work and gives it back.
func (w work) hold(ctx context.Context, req *api.Request, order func(ledger.State) (ledger.State, error), do func(context.Context, *ledger.Session) error) error {
	// An account that has no credential leaves no trace in the ledger.
	if _, err := w.appID(ctx, req.Account); err != nil {
		return err
	}
	left := longestFunction
	if deadline, ok := ctx.Deadline(); ok {
		left = time.Until(deadline)
	}
	s, err := ledger.Acquire(ctx, w.deps.Ledger, w.deps.Now, ledger.Ask{
		Account: req.Account, Holder: holder(req.Origin), TTL: left + leaseMargin,
		Wait: max(0, left-w.pace.write), Decide: order,
	})
	if err != nil {
		return err
	}
	err = do(ctx, s)
	w.release(ctx, s)
	return err
}

// release gives the lease back, also when ctx is over. Where that fails the
// lease ends by itself, and until then the account is busy.
func (w work) release(ctx context.Context, s *ledger.Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.pace.release)
	defer cancel()
	if err := s.Release(ctx); err != nil {
		w.deps.Log.WarnContext(ctx, "lease not given back", "account", w.res.Account, "error", err.Error())
	}
}

// holder says for people who publishes.
func holder(o api.Origin) string {
	switch {
	case o.RunURL != "":
		return o.RunURL
	case o.Actor != "":
		return o.Actor
	default:
		return "somebody at a machine"
	}
}

// carry does what is decided, and records it.
func (w work) carry(ctx context.Context, s *ledger.Session, v view, want wish, intent ledger.Intent) error {
	v.state.Lease = ledger.Lease{} // it is this request's own
	v.fill(w.res)
	d := decide(v, want)
	d.fill(w.res)
	r := newRun(w, s, v, want.set, d, intent)
	switch {
	case d.refusal != nil:
		return d.refusal
	case d.act == post:
		return r.post(ctx)
	case d.act == record:
		w.res.Outcome = api.InSync
		return r.adopt(ctx)
	default:
		w.res.Outcome = api.InSync
		return r.forget(ctx)
	}
}

// conclude says in a result why a request did not get to its end.
func conclude(ctx context.Context, req *api.Request, res *api.Result, err error) {
	var stopped *refusal
	var superseded *supersededError
	var busy *ledger.BusyError
	res.Error = explain(ctx, string(req.Op), err)
	switch {
	case errors.As(err, &stopped):
		res.Guard = stopped.guard
		if res.Outcome != api.Held {
			res.Outcome = api.Refused
		}
		if !stopped.needs.Empty() {
			needs := req.Accept.And(stopped.needs)
			res.Needs = &needs
		}
	case errors.As(err, &superseded):
		res.Outcome = api.Superseded
	case errors.As(err, &busy):
		res.Outcome = api.Busy
	default:
		res.Outcome = api.Failed
	}
}

// warn adds a warning.
func warn(res *api.Result, kind api.WarningKind, format string, args ...any) {
	res.Warnings = append(res.Warnings, api.Warning{Kind: kind, Message: fmt.Sprintf(format, args...)})
}
