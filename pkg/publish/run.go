package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/plan"
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
	// stored is the state before this publish changed it, live what was live.
	stored ledger.State
	live   api.Live
	// done is how many steps were taken. touched is set once anything was
	// posted, or may have been; lost is why that is not known of the last step
	// that is taken again.
	done    int
	touched bool
	lost    *reasonError
	// earlier is the latest at which an earlier publish touched a conditional menu,
	// as decide.Known.Touched says; beside is set before this one touches one.
	earlier time.Time
	beside  bool
	// unclear are the endpoints of steps whose answers were lost, each once.
	unclear []string
}

func newRun(p publisher, s *ledger.Session, k *decide.Known, d *decide.Decision, w decide.Wish, intent ledger.Intent) *run {
	r := &run{publisher: p, session: s, wish: w, intent: intent, stored: s.State(), live: k.Live}
	r.attempt = newAttempt(d.Known, w.Set, d.From)
	r.retires = w.Retire
	r.intent.Number, r.intent.AppID, r.intent.Desired = 1, k.AppID, w.Set
	if k.Last != nil {
		r.intent.Number = k.Last.Number + 1
	}
	if i := k.Begun; i != nil && i.Number >= r.intent.Number {
		// The publisher that began it may still write its record.
		r.intent.Number = i.Number + 1
	}
	r.intent.Replaced, r.intent.Started = replacedAs(k), p.deps.Now()
	for _, left := range d.Known.Leaves(w.Set) {
		r.intent.States = append(r.intent.States, ledger.LiveDigests(left))
	}
	r.earlier = d.Known.Touched()
	r.intent.Touched = r.earlier
	if d.Known.Open() != nil {
		r.goOn(r.stored.Intent, d)
	}
	return r
}

// goOn begins the publish where another one stopped half-way.
func (r *run) goOn(open *ledger.Intent, d *decide.Decision) {
	if d.Case == api.CaseHalf {
		// What is live now is half of something; what was there before is whole.
		r.intent.Replaced = open.Replaced
	}
	if d.Known.Late() && open.Desired.Equal(r.want) {
		// Only the same default menu is posted, which makes no answer later.
		r.intent.Started = open.Started
	}
	if r.intent.Kind == ledger.KindRollback {
		r.intent.Undoes = open.Undoes
		if open.Kind != ledger.KindRollback {
			r.intent.Undoes = &open.Origin
		}
	}
}

// post takes the steps and records what came of them. The package comment draws
// it.
func (r *run) post(ctx context.Context, steps plan.Plan) error {
	if err := r.fit(); err != nil {
		return err
	}
	if r.proves && slices.ContainsFunc(steps.Steps, func(s plan.Step) bool { return s.Op != plan.Create }) {
		r.touches()
	}
	if err := r.intend(ctx); err != nil {
		return r.halfway(ctx, err)
	}
	now := r.before.Live
	if r.blind() {
		var err error
		if now, err = r.create(ctx, steps); err != nil {
			return r.halfway(ctx, err)
		}
		r.proves = r.proves || r.before.Proves(r.want, &now)
		steps = r.left(now)
	}
	var why error
	for range rounds {
		why = because(api.NoRest, api.Facts{Count: rounds}, nil)
		r.begin(steps, now.API)
		lost, err := r.take(ctx, steps.Steps)
		if err != nil {
			return r.halfway(ctx, err)
		}
		if lost != nil {
			step := steps.Steps[r.at]
			if now, err = r.afterLost(ctx, lost); err != nil {
				return r.halfway(ctx, err)
			}
			if steps = r.left(now); !steps.Empty() {
				r.settle(step, steps.Steps, lost)
				why = lost
				continue
			}
			r.taken()
		}
		ended := false
		if now, ended, err = r.rest(ctx); ended {
			return err
		}
		steps = r.left(now)
	}
	return r.halfway(ctx, why)
}

// fit makes room for the record, and returns an error where there is none.
func (r *run) fit() error {
	rec := r.record(r.live, ledger.ReadbackVerified)
	err := ledger.Fit(&rec)
	r.intent.Replaced = rec.Replaced
	return err
}

// create posts the default menu, which may be repeated, and reads until menu/get
// shows which conditional menus there are.
func (r *run) create(ctx context.Context, steps plan.Plan) (api.Live, error) {
	first := plan.Plan{Steps: steps.Steps[:1]}
	r.begin(first, r.before.Live.API)
	lost, err := r.take(ctx, first.Steps)
	r.res.Steps = decide.Steps(steps.Steps)
	for i := range r.done {
		r.res.Steps[i].Done = true
	}
	if err == nil && lost != nil {
		_, err = r.afterLost(ctx, lost)
		if err == nil {
			r.taken()
		}
	}
	if err != nil {
		return api.Live{}, err
	}
	now, err := r.readUntil(ctx, r.current)
	switch {
	case err != nil:
		return now, err
	case r.current(now) && r.before.Ours(r.want, &now):
		return now, nil
	case r.current(now):
		return now, because(api.Unasked, api.Facts{}, nil)
	case len(now.API.Menu) == 0:
		return now, because(api.NoDefault, api.Facts{}, nil)
	default:
		return now, because(api.Behind, api.Facts{}, nil)
	}
}

// rest reads back what is live, and ends the publish unless there is more to
// do.
func (r *run) rest(ctx context.Context) (now api.Live, ended bool, err error) {
	now, err = r.readBack(ctx)
	switch {
	case r.lost != nil && (err != nil || r.echo(now) == echoOld && !r.more(now)):
		return now, true, r.halfway(ctx, r.lost)
	case err == nil && r.more(now) && !r.left(now).Empty():
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
		r.lost = lost
		return
	}
	r.taken()
}

// warnUnclear says of which steps WeChat did not say whether it took them, but for
// the one that the publish ends with, of which the error says so.
func (r *run) warnUnclear(cause error) {
	var last *reasonError
	names := slices.Clone(r.unclear)
	if errors.As(cause, &last) && last.Code == api.Lost {
		names = slices.DeleteFunc(names, func(op string) bool { return op == last.Op })
	}
	if len(names) > 0 {
		r.warn(api.Unclear, api.Facts{Names: names})
	}
}

// warn adds a warning.
func (r *run) warn(kind api.WarningKind, f api.Facts) {
	r.res.Warnings = append(r.res.Warnings, api.NewWarning(kind, f))
}
