// Package publish is the Lambda's work and the only door to WeChat: a request
// comes in, the menus are judged again, what is live is read and compared with
// what should be and with what the ledger recorded, guards decide, the steps
// are taken, read back and recorded, and the result goes out.
//
// A publish that has something to post goes this way:
//
//	decided ── the menus that may be live meanwhile are written as an intent
//	   │
//	   ├── menu/get cannot be trusted, or knows no menu, and there are
//	   │   conditional menus: menu/create alone, until menu/get shows them
//	   ▼                         at most three rounds
//	steps, each under the lease ◀────────────────────────┐
//	   │  │ the answer to one was lost                   │
//	   │  ▼                                              │
//	   │ what is live is read ── some steps are left ────┤
//	   │  │ it shows them all                            │
//	   ▼  ▼                                              │
//	read back ── what differs is caidan's own doing ─────┘
//	   │
//	   ▼
//	recorded, which closes the intent: published
//
// From each of these it can end otherwise. As long as nothing was sent, the
// intent is withdrawn, and the ledger is as it was. After that the publish ends
// half-way: the intent stays open, and its menus tell the next publish what it
// finds. As long as the newest publish is open, or was not seen in WeChat's
// answers, these prove nothing: the next one posts, whatever they say.
//
// The decision itself, and what a result says, stand in packages decide and api;
// an [attempt] is what one publish knows of its steps and answers.
//
// WeChat has no compare-and-set. What is published in the console in the
// moments between the guard's reading and the first step is overwritten; the
// record of what was replaced holds what was read, and no more.
package publish

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
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

// wishOf returns what a request wants of a set that was judged. What resets the
// mark is posted even where it is live: it is to have a record.
func wishOf(req *api.Request, set menu.Set) decide.Wish {
	return decide.Wish{Set: set, Accept: req.Accept, ByHand: decide.ByHand(req.Origin), Force: req.Republish || req.Accept.ResetMark != 0}
}

// publisher answers the requests that may write.
type publisher struct {
	inspector
	deps Deps
	pace pace
	// mark is the mark after the run was judged.
	mark ledger.Mark
}

// publish serves OpPublish.
func (p publisher) publish(ctx context.Context, req *api.Request) error {
	set, ok := judge(req, p.res)
	if !ok {
		return nil
	}
	if req.Accept.ResetMark != 0 && req.Reason == "" {
		return because(api.NoReason, api.Facts{}, nil)
	}
	return p.inOrder(ctx, req, wishOf(req, set), ledger.Intent{Kind: ledger.KindPublish, ResetMark: req.Accept.ResetMark})
}

// inOrder does what a wish asks for, if no newer run came first; intent says what of
// it a record keeps.
func (p publisher) inOrder(ctx context.Context, req *api.Request, want decide.Wish, intent ledger.Intent) error {
	intent.Origin, intent.Reason = ledger.Origin(req.Origin), req.Reason
	order := func(st ledger.State) (ledger.State, error) {
		if want.Retire {
			if err := decide.Owned(api.Mark(st.Mark), req.Origin, req.Accept); err != nil {
				return st, err
			}
		}
		past, err := p.past(ctx, st.Mark, req)
		if err != nil {
			return st, err
		}
		mark, err := decide.Raise(api.Mark(st.Mark), req.Origin, req.Accept, past)
		if p.mark = ledger.Mark(mark); req.Accept.ResetMark == 0 {
			st.Mark = p.mark
		} // else it is written with the intent, so that a record tells of it
		return st, err
	}
	dry := func() error {
		return p.plan(ctx, req.Account, want, func(st ledger.State) error {
			_, err := order(st)
			return err
		})
	}
	if req.DryRun {
		return dry()
	}
	err := p.hold(ctx, req, order, func(ctx context.Context, s *ledger.Session) error {
		return p.carry(ctx, s, want, intent)
	})
	var foreign *decide.StopError
	if errors.As(err, &foreign) && foreign.Guard == api.ForeignRepository {
		// That was before anything was read. Say all that stands in the way.
		if all := dry(); errors.As(all, &foreign) {
			return all
		}
	}
	return err
}

// leaseMargin is how much longer a lease lasts than the function can run, so
// that no request outlives it. Source: design, the order of work.
const leaseMargin = time.Minute

// longestFunction is the most time a Lambda function can have; it stands in
// where the context has no deadline. Source: AWS Lambda quotas, function
// timeout.
const longestFunction = 15 * time.Minute

// unnamed is the holder of a lease whose request says nothing of who asks.
const unnamed = "unnamed"

// hold takes the account's lease, does the work and gives it back.
func (p publisher) hold(ctx context.Context, req *api.Request, order func(ledger.State) (ledger.State, error), do func(context.Context, *ledger.Session) error) error {
	// An account that has no credential leaves no trace in the ledger.
	if _, err := p.appID(ctx, req.Account); err != nil {
		return err
	}
	left := longestFunction
	if deadline, ok := ctx.Deadline(); ok {
		left = time.Until(deadline)
	}
	s, err := ledger.Acquire(ctx, p.deps.Ledger, p.deps.Now, ledger.Ask{
		Account: req.Account, Holder: cmp.Or(req.Origin.RunURL, req.Origin.Actor, unnamed), TTL: left + leaseMargin,
		Wait: max(0, left-p.pace.write), Decide: order,
	})
	if err != nil {
		return err
	}
	err = do(ctx, s)
	p.release(ctx, s)
	return err
}

// release gives the lease back, also when ctx is over. Where that fails the
// lease ends by itself, and until then the account is busy.
func (p publisher) release(ctx context.Context, s *ledger.Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.pace.release)
	defer cancel()
	if err := s.Release(ctx); err != nil {
		p.deps.Log.WarnContext(ctx, "lease not given back", "account", p.res.Account, "error", err.Error())
	}
}

// carry decides about a wish, does what is decided, and records it.
func (p publisher) carry(ctx context.Context, s *ledger.Session, w decide.Wish, intent ledger.Intent) error {
	st := s.State()
	st.Lease = ledger.Lease{} // it is this request's own
	k, err := p.look(ctx, st)
	if err != nil {
		return err
	}
	d := p.decide(k, w)
	if d.Stop != nil {
		return d.Stop
	}
	r := newRun(p, s, &k, &d, w, intent)
	switch d.Act {
	case decide.Post:
		return r.post(ctx, d.Steps)
	case decide.Adopt:
		p.res.Outcome = api.InSync
		return r.adopt(ctx)
	default:
		p.res.Outcome = api.InSync
		return r.inSync(ctx)
	}
}

// conclude says in a result why a request did not get to its end.
func conclude(ctx context.Context, req *api.Request, res *api.Result, err error) {
	var stop *decide.StopError
	var busy *ledger.BusyError
	res.Error = explain(ctx, string(req.Op), err)
	switch {
	case errors.As(err, &stop):
		res.Outcome, res.Guard = stop.Outcome, stop.Guard
		if !stop.Needs.Empty() {
			needs := req.Accept.Without(stop.Unused).And(stop.Needs)
			res.Needs = &needs
		}
	case errors.As(err, &busy):
		res.Outcome = api.Busy
	default:
		res.Outcome = api.Failed
	}
}
