package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// rounds is how often a publish takes steps, when it has to go on from what it
// reads in between. Source: the design's three readings, one a round.
const rounds = 3

// run is one publish on its way from the decision to the record.
type run struct {
	publisher
	attempt
	session *ledger.Session
	wish    decide.Wish
	intent  ledger.Intent
	// stored is the state before this publish changed it.
	stored ledger.State
	// done is how many steps were taken. touched is set once anything was
	// posted, or may have been; lost is why that is not known of the last step
	// that is taken again.
	done    int
	touched bool
	lost    *reasonError
}

func newRun(p publisher, s *ledger.Session, kase api.Case, w decide.Wish, intent ledger.Intent, a attempt) *run {
	r := &run{publisher: p, attempt: a, session: s, wish: w, intent: intent, stored: s.State()}
	k := &r.before
	r.intent.Number, r.intent.AppID, r.intent.Desired = 1, k.AppID, a.want
	if k.Last != nil {
		r.intent.Number = k.Last.Number + 1
	}
	if i := k.Begun; i != nil && i.Number >= r.intent.Number {
		// The publisher that began it may still write its record.
		r.intent.Number = i.Number + 1
	}
	r.intent.Replaced, r.intent.Started = replacedAs(k), p.deps.Now()
	if open := k.Open(); open != nil && (kase == api.CaseHalf || open.Untouched(&k.Live)) {
		// What is live now is half of something; what was there before is whole.
		r.intent.Replaced, r.intent.States = r.stored.Intent.Replaced, r.stored.Intent.States
	}
	return r
}

// post takes the steps and records what came of them. The package comment draws
// it.
func (r *run) post(ctx context.Context, from menu.Set, steps plan.Plan) error {
	rec := r.record(r.before.Live, ledger.ReadbackVerified)
	if err := ledger.Fit(&rec); err != nil {
		return err
	}
	r.intent.Replaced = rec.Replaced
	now := r.before.Live
	for range rounds {
		if err := r.intend(ctx, r.begin(steps, from, now.API)); err != nil {
			return r.halfway(ctx, err)
		}
		todo := steps.Steps
		unseen := r.done == 0 && r.before.Hidden()
		if unseen {
			todo = todo[:1] // the default menu; what there is beside it shows then
		}
		lost, err := r.take(ctx, todo)
		if err != nil {
			return r.halfway(ctx, err)
		}
		if lost != nil {
			step := todo[r.at]
			if now, err = r.afterLost(ctx, lost); err != nil {
				return r.halfway(ctx, err)
			}
			if from, steps = r.from(now), r.left(now); !steps.Empty() {
				r.settle(step, steps.Steps, lost)
				continue
			}
			r.taken()
		}
		ended := false
		if now, ended, err = r.rest(ctx, unseen); ended {
			return err
		}
		from, steps = r.from(now), r.left(now)
	}
	return r.halfway(ctx, because(api.NoRest, api.Facts{Count: rounds}, nil))
}

// rest reads back what is live, and ends the publish unless there is more to
// do.
func (r *run) rest(ctx context.Context, unseen bool) (now api.Live, ended bool, err error) {
	now, err = r.readBack(ctx)
	switch {
	case r.lost != nil && (err != nil || r.echo(now) == echoOld):
		return now, true, r.halfway(ctx, r.lost)
	case err == nil && (r.own(now) || unseen && r.expected(now)) && !r.left(now).Empty():
		return now, false, nil
	default:
		return now, true, r.finish(ctx, now, err)
	}
}

// settle marks the step whose answer was lost as taken when it is not among
// those that are left. Else it is taken again, and may have been taken twice
// then.
func (r *run) settle(step plan.Step, left []plan.Step, lost *reasonError) {
	if slices.ContainsFunc(left, func(s plan.Step) bool {
		return s.Op == step.Op && s.Conditional.ID == step.Conditional.ID && string(s.Conditional.Body()) == string(step.Conditional.Body())
	}) {
		r.doubts, r.lost = append(r.doubts, step), lost
		return
	}
	r.taken()
}

// intend writes down which answers the steps may leave behind, before the first
// of them is taken.
func (r *run) intend(ctx context.Context, may []decide.Answers) error {
	for _, a := range may {
		if d := ledger.LiveDigests(a); !slices.Contains(r.intent.States, d) {
			r.intent.States = append(r.intent.States, d)
		}
	}
	return r.session.Update(ctx, func(st *ledger.State) {
		intent := r.intent
		st.Intent = &intent
		r.keep(st)
	})
}

// take takes steps in order. lost is one whose answer was lost, so that what is
// live has to be read before the next.
func (r *run) take(ctx context.Context, steps []plan.Step) (lost *reasonError, err error) {
	r.res.Steps = append(r.res.Steps[:r.done:r.done], decide.Steps(steps)...)
	for _, s := range steps {
		if err := r.timeLeft(ctx); err != nil {
			return nil, err
		}
		id, err := r.step(ctx, s)
		switch {
		case wechat.Unclear(err):
			r.touched = true
			return &reasonError{reason(api.Lost, api.Facts{Op: r.res.Steps[r.done].Op}), err}, nil
		case err != nil:
			return nil, err
		}
		r.touched = true
		r.took(s, id)
		r.taken()
	}
	return nil, nil
}

// taken says that the next step was.
func (r *run) taken() {
	r.res.Steps[r.done].Done = true
	r.done++
	r.at++
}

// step takes one step, and gives up while there is time to read back. id is
// that of a conditional menu that was added.
func (r *run) step(ctx context.Context, s plan.Step) (id string, err error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-r.pace.readBack))
		defer cancel()
	}
	writer := r.deps.Open(r.res.Account)
	switch s.Op {
	case plan.Create:
		return "", writer.Create(ctx, menu.Set{Menu: s.Menu}.CreateBody())
	case plan.Add:
		return writer.AddConditional(ctx, s.Conditional.Body())
	default:
		err := writer.DelConditional(ctx, s.Conditional.ID)
		var refused *wechat.Error
		if errors.As(err, &refused) && refused.Errcode == codeNotConditional && !refused.Unclear {
			err = nil // it is gone, which is all that was wanted
		}
		return "", err
	}
}

// codeNotConditional is the errcode for a menuid that no conditional menu has.
// Source: deleteConditionalMenu.
const codeNotConditional = 65301

// timeLeft refuses a write that could not be read back, or that would outlive
// the lease.
func (r *run) timeLeft(ctx context.Context) error {
	left := r.session.Remaining()
	if deadline, ok := ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	if left < r.pace.write {
		return because(api.TimeShort, api.Facts{Seconds: r.pace.write.Seconds()}, nil)
	}
	return nil
}

// warn adds a warning.
func (r *run) warn(kind api.WarningKind, f api.Facts) {
	r.res.Warnings = append(r.res.Warnings, api.NewWarning(kind, f))
}
