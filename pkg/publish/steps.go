package publish

import (
	"context"
	"errors"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// intend writes down what the steps may leave behind, before the first of them is
// taken.
func (r *run) intend(ctx context.Context) error {
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
		if err := r.mayWrite(ctx); err != nil {
			return nil, err
		}
		if s.Op != plan.Create {
			if err := r.touch(ctx); err != nil {
				return nil, err
			}
		}
		id, err := r.step(ctx, s)
		switch {
		case notEnabled(err):
			// A gateway that broke answers the same, so that what is live is read.
			r.touched = true
			return nil, err
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

// notEnabled reports whether WeChat Cloud Run does not let a call through: to repeat
// it is of no use.
func notEnabled(err error) bool {
	var broken *wechat.TransportError
	return errors.As(err, &broken) && broken.Problem == wechat.NotEnabled
}

// touch notes in the intent that conditional menus are added or deleted from now
// on: later answers may be from before that.
func (r *run) touch(ctx context.Context) error {
	if r.beside {
		return nil
	}
	if !r.intent.Touched.After(r.earlier) {
		r.intent.Started = r.deps.Now()
		r.touches()
		if err := r.intend(ctx); err != nil {
			return err
		}
	}
	r.beside = true
	return nil
}

// touches has the intent say that conditional menus are touched, by whichever
// publisher's clock is ahead.
func (r *run) touches() {
	r.intent.Touched = r.intent.Started
	if r.earlier.After(r.intent.Touched) {
		r.intent.Touched = r.earlier
	}
}

// untouched takes back that conditional menus were to be touched, where none was.
func (r *run) untouched(ctx context.Context) {
	if r.beside || !r.intent.Touched.After(r.earlier) {
		return
	}
	r.intent.Touched = r.earlier
	_ = r.session.Update(ctx, func(st *ledger.State) { // without it the next run waits some minutes
		if st.Intent != nil && st.Intent.Number == r.intent.Number {
			st.Intent.Touched = r.earlier
		}
	})
}

// taken says that the next step was.
func (r *run) taken() {
	r.res.Steps[r.done].Done = true
	r.done++
	r.at++
}

// step takes one step, and gives up while there is time to read back, or once the
// lease is another's when it is to be sent again. id is that of a conditional menu
// that was added.
func (r *run) step(ctx context.Context, s plan.Step) (id string, err error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-r.pace.readBack))
		defer cancel()
	}
	writer := r.deps.Open(r.res.Account)
	var lost error
	writer.Again = func(ctx context.Context) bool {
		lost = r.session.Check(ctx)
		return lost == nil
	}
	defer func() {
		if err != nil && lost != nil {
			err = &reasonError{Reason(lost), err}
		}
	}()
	switch s.Op {
	case plan.Clear:
		return "", writer.Delete(ctx)
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

// mayWrite refuses a write that could not be read back, that would outlive the
// lease, or whose lease the ledger says is another's.
func (r *run) mayWrite(ctx context.Context) error {
	left := r.session.Remaining()
	if deadline, ok := ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	if left < r.pace.write {
		return because(api.TimeShort, api.Facts{Seconds: r.pace.write.Seconds()}, nil)
	}
	return r.session.Check(ctx)
}
