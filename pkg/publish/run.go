package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
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
	work
	session *ledger.Session
	view    view
	want    menu.Set
	verdict verdict
	intent  ledger.Intent
	// before is the state's part that the intent took the place of.
	before ledger.State

	// sent holds the conditional menus in the words they were sent in, by id.
	sent map[string]menu.Conditional
	// states are the sets that menu/get may answer on the way, end those it
	// may answer at the end, beside the one that was sent.
	states, end []menu.Set
	// way are the states of the steps under way, the first as it was read; at
	// is how many of these steps were taken.
	way []menu.Set
	at  int
	// doubts are the steps whose answer was lost and which what is live did not
	// show, so that they are taken again; unclear is the last one's error.
	doubts  []plan.Step
	unclear error
	// gone holds the conditional menus that were deleted, added those that
	// were added, by id.
	gone, added map[string]bool
	// created is set when the default menu was posted, changed when anything
	// was, or may have been.
	created, changed bool
	done             int
}

func newRun(w work, s *ledger.Session, v view, want menu.Set, d verdict, intent ledger.Intent) *run {
	r := &run{work: w, session: s, view: v, want: want, verdict: d, intent: intent, before: s.State(), sent: map[string]menu.Conditional{}, gone: map[string]bool{}, added: map[string]bool{}}
	r.intent.Number, r.intent.AppID, r.intent.Desired = 1, v.appID, want
	if v.last != nil {
		r.intent.Number = v.last.Number + 1
	}
	if i := v.state.Intent; i != nil && i.Number >= r.intent.Number {
		// Whoever began that may still write its record.
		r.intent.Number = i.Number + 1
	}
	r.intent.Replaced, r.intent.Started = v.live.stored(), w.deps.Now()
	if open := v.intent(); open != nil && (d.kase == api.CaseHalf || v.untouched(open)) {
		// What is live now is nobody's menu; what was there before is.
		r.intent.Replaced, r.intent.States = open.Replaced, open.States
	}
	for _, c := range d.from.Conditional {
		r.sent[c.ID] = c
	}
	return r
}

// post takes the steps and records what came of them.
func (r *run) post(ctx context.Context) error {
	if err := r.recordable(); err != nil {
		return err
	}
	from, steps, now := r.verdict.from, r.verdict.steps, r.view.live
	for range rounds {
		if err := r.intend(ctx, steps, from, now.api); err != nil {
			return r.halfway(ctx, err)
		}
		todo := steps.Steps
		unseen := r.done == 0 && r.view.hidden()
		if unseen {
			todo = todo[:1] // the default menu; what there is beside it shows then
		}
		lost, err := r.take(ctx, todo)
		if err != nil {
			return r.halfway(ctx, err)
		}
		if lost != nil {
			if now, err = r.afterLost(ctx, lost); err != nil {
				return r.halfway(ctx, err)
			}
			from = r.from(now)
			if steps = plan.Diff(from, r.want); !steps.Empty() {
				r.settle(todo[r.at], steps.Steps, lost)
				continue
			}
			r.taken()
		}
		ended := false
		if now, ended, err = r.rest(ctx, unseen); ended {
			return err
		}
		from = r.from(now)
		steps = plan.Diff(from, r.want)
	}
	return r.halfway(ctx, errNoEnd)
}

// rest reads back what is live, and ends the publish unless there is more to
// do.
func (r *run) rest(ctx context.Context, unseen bool) (now live, ended bool, err error) {
	now, back, err := r.readBack(ctx)
	switch {
	case r.unclear != nil && (err != nil || back == stateOld):
		return now, true, r.halfway(ctx, &lostError{r.unclear, "what WeChat answers is still from before"})
	case err == nil && (r.own(now, back) || unseen && r.known(now)) && !plan.Diff(r.from(now), r.want).Empty():
		return now, false, nil
	default:
		return now, true, r.finish(ctx, now, back, err)
	}
}

// settle marks the step whose answer was lost as taken when it is not among
// those that are left. Else it is taken again, and may have been taken twice
// then.
func (r *run) settle(step plan.Step, left []plan.Step, lost error) {
	if slices.ContainsFunc(left, func(s plan.Step) bool {
		return s.Op == step.Op && s.Conditional.ID == step.Conditional.ID && string(s.Conditional.Body()) == string(step.Conditional.Body())
	}) {
		r.doubts, r.unclear = append(r.doubts, step), lost
		return
	}
	r.taken()
}

// intend writes down which states the steps pass through, before the first of
// them is taken.
func (r *run) intend(ctx context.Context, steps plan.Plan, from, api menu.Set) error {
	worded, raw := steps.States(from), steps.States(api)
	r.states = append(append(r.states, r.end...), raw[:len(raw)-1]...)
	r.states = append(r.states, worded[:len(worded)-1]...)
	r.end, r.way, r.at = []menu.Set{raw[len(raw)-1]}, raw, 0
	shown := []string{r.view.live.shown.Set.Digest(), r.want.Default().Digest()}
	sets := slices.Concat(r.states, r.end, []menu.Set{r.want})
	if len(r.doubts) > 0 {
		sets = append(sets, steps.States(plan.Plan{Steps: r.doubts}.Apply(api))...)
	}
	for _, set := range sets {
		for _, s := range shown {
			d := ledger.LiveDigests{API: set.Digest(), Shown: s}
			if !slices.Contains(r.intent.States, d) {
				r.intent.States = append(r.intent.States, d)
			}
		}
	}
	return r.session.Update(ctx, func(st *ledger.State) {
		intent := r.intent
		st.Intent = &intent
		if intent.Kind == ledger.KindRollback {
			st.Quarantine = r.quarantine()
		}
	})
}

// quarantine returns what must not come back after a rollback: what was in
// quarantine, and what it rolls away from.
func (r *run) quarantine() []ledger.Quarantine {
	out := r.view.inForce()
	add := func(set menu.Set) {
		same := func(q ledger.Quarantine) bool { return equal(q.Desired, set) }
		if !equal(set, r.want) && !slices.ContainsFunc(out, same) {
			out = append(out, ledger.Quarantine{Desired: set, By: r.intent.Number})
		}
	}
	if r.view.last != nil {
		add(r.view.last.Desired)
	}
	if open := r.view.intent(); open != nil {
		add(open.Desired)
	}
	return out
}

// take takes steps in order. lost is the error of one whose answer was lost,
// so that what is live has to be read before the next.
func (r *run) take(ctx context.Context, steps []plan.Step) (lost, err error) {
	first := r.done
	r.res.Steps = append(r.res.Steps[:first:first], stepsAs(steps)...)
	for _, s := range steps {
		if err := r.timeLeft(ctx); err != nil {
			return nil, err
		}
		err := r.step(ctx, s)
		switch {
		case wechat.Unclear(err):
			r.changed = true
			return err, nil
		case err != nil:
			return nil, err
		}
		r.taken()
		r.changed, r.created = true, r.created || s.Op == plan.Create
	}
	return nil, nil
}

// taken says that the next step was.
func (r *run) taken() {
	r.res.Steps[r.done].Done = true
	r.done++
	r.at++
}

// step takes one step, and gives up while there is time to read back.
func (r *run) step(ctx context.Context, s plan.Step) error {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-r.pace.readBack))
		defer cancel()
	}
	writer := r.deps.Open(r.res.Account)
	switch s.Op {
	case plan.Create:
		return writer.Create(ctx, menu.Set{Menu: s.Menu}.CreateBody())
	case plan.Add:
		id, err := writer.AddConditional(ctx, s.Conditional.Body())
		if err == nil {
			c := s.Conditional
			c.ID = id
			r.sent[id], r.added[id] = c, true
		}
		return err
	default:
		err := writer.DelConditional(ctx, s.Conditional.ID)
		var refused *wechat.Error
		if errors.As(err, &refused) && refused.Errcode == codeNotConditional && !refused.Unclear {
			err = nil // it is gone, which is all that was wanted
		}
		if err == nil {
			r.gone[s.Conditional.ID] = true
		}
		return err
	}
}

// codeNotConditional is the errcode for a menuid that no conditional menu has.
// Source: deleteConditionalMenu.
const codeNotConditional = 65301

// timeLeft says no to a write that could not be read back, or that would
// outlive the lease.
func (r *run) timeLeft(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < r.pace.write {
		return &timeError{r.pace.write}
	}
	if r.session.Remaining() < r.pace.write {
		return &timeError{r.pace.write}
	}
	return nil
}

// from returns what is live as the next steps have to see it.
func (r *run) from(now live) menu.Set {
	v := r.view
	v.live = now
	from := v.from(r.want)
	if r.created && r.stateOfShown(now.shown.Set) != stateOther {
		from.Menu = r.want.Menu // WeChat took it, whatever it answers yet
	}
	from.Conditional = slices.Clone(from.Conditional)
	for i, c := range from.Conditional {
		if sent, ok := r.sent[c.ID]; ok {
			from.Conditional[i] = sent
		}
	}
	return from
}
