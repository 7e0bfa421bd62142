package publish

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// inspector answers the requests that only read. It cannot write.
type inspector struct {
	wechat *wechat.Reader
	ledger ledger.Reader
	appID  func(context.Context, string) (string, error)
	// reread and refetch look past what is kept in memory.
	reread  func(context.Context, string) (string, error)
	refetch func(context.Context, string) (wechat.Token, error)
	now     func() time.Time
	// version is caidan's.
	version string
	res     *api.Result
}

// answer serves the ops that only read, in the name of a function.
func (in inspector) answer(ctx context.Context, req *api.Request, function string) error {
	switch req.Op {
	case api.OpPlan:
		return in.planFor(ctx, req)
	case api.OpRead:
		return in.read(ctx)
	case api.OpTry:
		return in.try(ctx, req.As)
	case api.OpHistory:
		return in.history(ctx, req)
	case api.OpList:
		return in.list(ctx)
	case api.OpExport:
		return in.export(ctx, req)
	case api.OpDiagnose:
		return in.diagnose(ctx, req)
	default:
		return because(api.NotServed, api.Facts{Cause: string(req.Op), Function: function}, nil)
	}
}

// read serves OpRead.
func (in inspector) read(ctx context.Context) error {
	live, err := readLive(ctx, in.wechat)
	if err != nil {
		return err
	}
	in.res.Digests.SetLive(&live)
	if decide.Contradictory(&live) {
		return decide.Contradiction(live.Digest(), false)
	}
	in.res.Outcome, in.res.Live = api.Read, &live
	return nil
}

// try serves OpTry. menu/trymatch answers the same while the menu switch is off, when
// followers see no menu.
func (in inspector) try(ctx context.Context, user string) error {
	var buttons []menu.Button
	var shown menu.Shown
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		buttons, err = in.wechat.TryMatch(ctx, user)
		return err
	})
	g.Go(func() (err error) {
		shown, err = in.wechat.Shown(ctx)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if live := (api.Live{Shown: shown.Set, Open: shown.Open}); live.Off() {
		in.res.Warnings = append(in.res.Warnings, api.NewWarning(api.SwitchedOff, api.Facts{}))
	}
	in.res.Outcome, in.res.Tried = api.Read, &menu.Set{Menu: buttons}
	return nil
}

// readLive asks both endpoints at once.
func readLive(ctx context.Context, r *wechat.Reader) (api.Live, error) {
	var l api.Live
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		l.API, err = r.Menu(ctx)
		return err
	})
	g.Go(func() error {
		shown, err := r.Shown(ctx)
		l.Shown, l.Open = shown.Set, shown.Open
		return err
	})
	return l, g.Wait()
}

// look reads what is live, the newest record and the appid at once, and says in
// the result what it saw. st has been read already.
func (in inspector) look(ctx context.Context, st ledger.State) (decide.Known, error) {
	var last *ledger.Record
	var appID string
	var live api.Live
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		last, err = in.newest(ctx, st.Account)
		return err
	})
	g.Go(func() (err error) {
		appID, err = in.appID(ctx, st.Account)
		return err
	})
	g.Go(func() (err error) {
		live, err = readLive(ctx, in.wechat)
		return err
	})
	if err := g.Wait(); err != nil {
		return decide.Known{}, err
	}
	in.res.Digests.SetLive(&live)
	tell(in.res, st, last)
	k := known(st, last)
	k.AppID, k.Live, k.Now = appID, live, in.now()
	return k, nil
}

// newest returns an account's newest record, nil when there is none.
func (in inspector) newest(ctx context.Context, account string) (*ledger.Record, error) {
	last, err := in.ledger.Last(ctx, account)
	var none *ledger.NoRecordError
	switch {
	case errors.As(err, &none):
		return nil, nil //nolint:nilnil // an account may have no record yet
	case err != nil:
		return nil, err
	}
	return &last, nil
}

// planFor serves OpPlan.
func (in inspector) planFor(ctx context.Context, req *api.Request) error {
	set, ok := judge(req, in.res)
	if !ok {
		return nil
	}
	return in.plan(ctx, req.Account, wishOf(req, set), func(st ledger.State) error {
		if err := in.doubt(ctx, st, req.Origin); err != nil {
			return err
		}
		return decide.SameRepository(api.Mark(st.Mark), req.Origin, req.Accept)
	})
}

// plan does everything but writing. order looks at the state, as a publish
// does before it takes the lease.
func (in inspector) plan(ctx context.Context, account string, w decide.Wish, order func(ledger.State) error) error {
	st, err := in.ledger.State(ctx, account)
	if err != nil {
		return err
	}
	k, err := in.look(ctx, st)
	if err != nil {
		return err
	}
	d := in.decide(k, w)
	if len(d.Seen.Changes) > 0 {
		in.res.Before = &d.Before
	}
	if err := order(st); err != nil {
		var foreign *decide.StopError
		if errors.As(err, &foreign) && foreign.Guard == api.ForeignRepository {
			foreign.Join(d.Stop)
		}
		return err
	}
	switch {
	case d.Stop != nil:
		return d.Stop
	case d.Act == decide.Post:
		in.res.Outcome = api.Planned
	default:
		in.res.Outcome = api.InSync
	}
	return nil
}

// decide decides about a wish and says so in the result. What the ledger has no
// room for is not to be posted, whatever else stands in its way.
func (in inspector) decide(k decide.Known, w decide.Wish) decide.Decision {
	d := decide.Decide(k, w)
	if d.Act != decide.Leave || d.Stop != nil {
		if err := ledger.Fit(&ledger.Record{Account: in.res.Account, Desired: w.Set}); err != nil {
			d.Refuse(&decide.StopError{Outcome: api.Failed, Reasons: reasonsOf(err, false)})
		}
	}
	d.Tell(in.res)
	return d
}
