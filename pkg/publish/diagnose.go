package publish

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// examination is an account while it is diagnosed.
type examination struct {
	inspector
	*api.Diagnosis
	req *api.Request

	st   ledger.State
	last *ledger.Record
	id   string
	live api.Live

	mu sync.Mutex
	// ahead is how far the function's clock was ahead of WeChat's at the newest
	// answer; nil where none said the time.
	ahead *time.Duration
}

// diagnose serves OpDiagnose. That something is wrong is what it is asked about,
// so that it is not an error.
func (in inspector) diagnose(ctx context.Context, req *api.Request) error {
	d := &api.Diagnosis{Version: in.version, Checks: []api.Check{}}
	in.res.Outcome, in.res.Diagnosis = api.Read, d
	if req.Account == "" {
		d.Look(api.CheckLedger, func() (c api.Check) {
			names, err := in.ledger.Accounts(ctx)
			if err != nil {
				return wrong(ctx, err)
			}
			in.res.Accounts = names
			return fine(api.LedgerRead, api.Facts{})
		})
		return nil
	}
	x := &examination{inspector: in, Diagnosis: d, req: req}
	ctx = wechat.WithTrace(ctx, x.clock)
	x.ledgerChecks(ctx)
	x.credentialChecks(ctx)
	x.wechatChecks(ctx)
	return nil
}

func fine(code api.Code, f api.Facts) api.Check { return api.VerdictOK.Found(reason(code, f)) }

func doubtful(code api.Code, f api.Facts) api.Check { return api.VerdictWarn.Found(reason(code, f)) }

// wrong is a check that an error ended.
func wrong(ctx context.Context, err error) api.Check {
	return api.VerdictNG.Of(explain(ctx, string(api.OpDiagnose), err))
}

// clock notes how far apart the clocks are.
func (x *examination) clock(c wechat.Call) {
	if c.Date.IsZero() {
		return
	}
	ahead := x.now().Sub(c.Date)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.ahead = &ahead
}

// ledgerChecks looks at what is recorded of the account.
func (x *examination) ledgerChecks(ctx context.Context) {
	x.Look(api.CheckRecords, func() api.Check {
		var err error
		if x.st, err = x.ledger.State(ctx, x.req.Account); err == nil {
			x.last, err = x.newest(ctx, x.req.Account)
		}
		switch {
		case err != nil:
			return wrong(ctx, err)
		case x.last == nil:
			return fine(api.NoRecordYet, api.Facts{})
		default:
			return fine(api.RecordRead, api.Facts{Record: x.last.Number})
		}
	})
	x.Look(api.CheckLease, func() api.Check {
		if l := x.st.Lease; l.Holder != "" && x.now().Before(l.Expiry) {
			return doubtful(api.IsBusy, api.Facts{Holder: l.Holder, Until: &l.Expiry})
		}
		return fine(api.NotBusy, api.Facts{})
	})
	k := known(x.st, x.last)
	x.Look(api.CheckUnfinished, func() api.Check {
		switch open := k.Open(); {
		case open == nil:
			return fine(api.Complete, api.Facts{})
		case open.RollbackTo != 0:
			return doubtful(api.StoppedRollback, api.Facts{Record: open.RollbackTo, By: &open.Origin})
		default:
			return doubtful(api.Stopped, api.Facts{By: &open.Origin})
		}
	})
	x.Look(api.CheckQuarantine, func() api.Check {
		var back []api.Reason
		for _, q := range k.InForce() {
			back = append(back, reason(api.HeldBack, api.Facts{Live: q.Digest}))
		}
		if len(back) > 0 {
			return api.VerdictWarn.Found(back...)
		}
		return fine(api.NoneBack, api.Facts{})
	})
	x.Look(api.CheckMark, func() api.Check { return x.mark(ctx) })
}

// mark looks at the run that holds the mark.
func (x *examination) mark(ctx context.Context) api.Check {
	in := x.inspector
	in.res = &api.Result{}
	if err := in.doubt(ctx, x.st, x.req.Origin); err != nil {
		return wrong(ctx, err)
	}
	for _, w := range in.res.Warnings {
		return doubtful(api.Code(w.Kind), w.Facts)
	}
	if err := decide.SameRepository(api.Mark(x.st.Mark), x.req.Origin, api.Accept{}); err != nil {
		return wrong(ctx, err)
	}
	if x.st.Mark.RunID == 0 {
		return fine(api.NoMark, api.Facts{})
	}
	return fine(api.MarkOf, api.Facts{Run: x.st.Mark.RunID})
}

// credentialChecks looks at the account's credential and at the token that it
// brings.
func (x *examination) credentialChecks(ctx context.Context) {
	x.Look(api.CheckCredential, func() (c api.Check) {
		var err error
		if x.id, err = x.reread(ctx, x.req.Account); err != nil {
			return wrong(ctx, err)
		}
		return fine(api.CredentialRead, api.Facts{After: []string{x.id}})
	})
	x.Look(api.CheckAppID, func() api.Check {
		switch {
		case x.last == nil:
			return fine(api.NewAppID, api.Facts{})
		case x.last.AppID != x.id:
			f := api.Facts{Record: x.last.Number, Before: []string{x.last.AppID}, After: []string{x.id}}
			return api.VerdictNG.Found(reason(api.Code(api.AppIDChanged), f))
		default:
			return fine(api.SameAppID, api.Facts{})
		}
	})
	x.Look(api.CheckToken, func() api.Check {
		var token wechat.Token
		seen, err := x.wechat.SignIn(ctx, func(ctx context.Context) (err error) { token, err = x.refetch(ctx, x.req.Account); return err })
		switch {
		case err == nil && token.Value.IsZero():
			return fine(api.TokenNone, api.Facts{})
		case err == nil:
			return fine(api.TokenHad, api.Facts{})
		}
		c := wrong(ctx, err)
		if len(seen) < 2 {
			return c
		}
		reasons := slices.Clone(c.Reasons)
		for i := range reasons {
			if reasons[i].IP != "" {
				reasons[i].IP = strings.Join(seen, ", ")
			}
		}
		all := api.VerdictNG.Found(reasons...)
		all.Errcode, all.Errmsg, all.RID = c.Errcode, c.Errmsg, c.RID
		return all
	})
}

// unauthorized is WeChat's errcode for an account that may not use an endpoint.
const unauthorized = 48001

// wechatChecks looks at what WeChat answers.
func (x *examination) wechatChecks(ctx context.Context) {
	var unread error
	x.Look(api.CheckPermission, func() api.Check {
		x.live, unread = readLive(ctx, x.wechat)
		var answer *wechat.Error
		switch {
		case errors.As(unread, &answer) && answer.Errcode == unauthorized:
			return wrong(ctx, unread)
		case unread != nil:
			return api.Without(api.CheckReads)
		default:
			return fine(api.Permitted, api.Facts{})
		}
	})
	x.Look(api.CheckReads, func() api.Check {
		switch {
		case api.Worst(x.of(api.CheckPermission)) == api.VerdictNG:
			return api.Without(api.CheckPermission)
		case unread != nil:
			return wrong(ctx, unread)
		case decide.Contradictory(&x.live):
			return wrong(ctx, decide.Contradiction(x.live.Digest(), false))
		default:
			return fine(api.Readable, api.Facts{})
		}
	})
	x.Look(api.CheckClock, x.skew)
	x.Look(api.CheckSwitch, func() api.Check {
		switch {
		case x.live.Off():
			return doubtful(api.Code(api.SwitchedOff), api.Facts{})
		case !x.live.Open:
			return fine(api.NoMenu, api.Facts{})
		default:
			return fine(api.SwitchOn, api.Facts{})
		}
	})
	x.Look(api.CheckQuota, func() api.Check { return x.quota(ctx) })
	x.Look(api.CheckLive, x.unchanged)
}

// of returns the check of a name, none where it was not looked at.
func (x *examination) of(name api.CheckName) []api.Check {
	return slices.DeleteFunc(slices.Clone(x.Checks), func(c api.Check) bool { return c.Name != name })
}

// skew compares the clocks.
func (x *examination) skew() api.Check {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ahead == nil {
		return api.VerdictSkip.Found(reason(api.ClockUnknown, api.Facts{}))
	}
	f := api.Facts{Seconds: x.ahead.Abs().Round(time.Second).Seconds(), Max: int(api.MaxSkew / time.Second)}
	switch {
	case x.ahead.Abs() < api.MaxSkew:
		return fine(api.ClockAgrees, f)
	case *x.ahead > 0:
		return doubtful(api.ClockAhead, f)
	default:
		return doubtful(api.ClockBehind, f)
	}
}

// quota looks at what is left of the day's posts. What WeChat does not tell of
// them stops nothing.
func (x *examination) quota(ctx context.Context) api.Check {
	ops := []string{api.StepCreate}
	if len(x.live.API.Conditional) > 0 {
		ops = append(ops, api.StepAdd)
	}
	var all []api.Check
	for _, op := range ops {
		q, err := x.wechat.Quota(ctx, op)
		f := api.Facts{Op: op, Count: q.Remain, Max: q.Limit}
		switch {
		case err != nil:
			all = append(all, api.VerdictSkip.Of(explain(ctx, string(api.OpDiagnose), err)))
		case q.Remain <= 0:
			all = append(all, api.VerdictNG.Found(reason(api.QuotaSpent, f)))
		case q.Remain < q.Limit/api.FewLeft:
			all = append(all, doubtful(api.QuotaLow, f))
		default:
			all = append(all, fine(api.QuotaLeft, f))
		}
	}
	worst := api.Worst(all)
	return all[slices.IndexFunc(all, func(c api.Check) bool { return c.Verdict == worst })]
}

// unchanged compares what is live with the newest record, as a publish of that
// record would.
func (x *examination) unchanged() api.Check {
	k := known(x.st, x.last)
	k.AppID, k.Live, k.Now = x.id, x.live, x.now()
	w := decide.Wish{Rollback: true}
	if x.last != nil {
		w.Set = x.last.Desired
	}
	d := decide.Decide(k, w)
	switch {
	case d.Stop != nil:
		return api.VerdictWarn.Found(d.Stop.Reasons...)
	case k.Open() != nil:
		return api.Without(api.CheckUnfinished)
	case x.last == nil:
		return fine(api.NoRecordYet, api.Facts{})
	case !k.Settled():
		return doubtful(api.Unconfirmed, api.Facts{Record: x.last.Number})
	default:
		return fine(api.AsRecorded, api.Facts{})
	}
}
