package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Func handles the events of a Lambda function.
type Func func(ctx context.Context, event []byte) ([]byte, error)

// Invoke implements aws-lambda-go's Handler.
func (f Func) Invoke(ctx context.Context, event []byte) ([]byte, error) { return f(ctx, event) }

// Deps is what the publish function works with. Every field is needed.
type Deps struct {
	// Open returns the door to an account's menus.
	Open func(account string) *wechat.Writer
	// AppID returns an account's appid.
	AppID func(ctx context.Context, account string) (string, error)
	// Ledger keeps what was published.
	Ledger ledger.Store
	// Now is the clock of leases, records and the time that requests take.
	Now func() time.Time
	// Log gets a line per request, without menu text.
	Log *slog.Logger
	// Version is caidan's, for the records.
	Version string

	// pace is another one in tests; nil means usualPace.
	pace *pace
}

// Handler returns the publish function: it serves every op.
func Handler(d Deps) Func {
	p := usualPace()
	if d.pace != nil {
		p = *d.pace
	}
	return serve(d.Log, d.Now, p, func(ctx context.Context, req *api.Request, res *api.Result) error {
		w := publisher{inspector: inspector{ledger: d.Ledger, appID: d.AppID, now: d.Now, version: d.Version, res: res}, deps: d, pace: p}
		if req.Account != "" {
			w.wechat = d.Open(req.Account).Reader
		}
		switch req.Op {
		case api.OpPublish:
			return w.publish(ctx, req)
		case api.OpRollback:
			return w.rollback(ctx, req)
		case api.OpRetire:
			return w.retire(ctx, req)
		case api.OpDiagnose:
			if req.Account != "" { // to look must not have its token made new
				return because(api.NotServed, api.Facts{Cause: string(req.Op), Function: "publish"}, nil)
			}
			return w.diagnose(ctx, req)
		default:
			return w.answer(ctx, req, "publish")
		}
	})
}

// InspectDeps is what the inspect function works with. It has no door that
// could write.
type InspectDeps struct {
	// Open returns the reader of an account's menus.
	Open func(account string) *wechat.Reader
	// AppID returns an account's appid.
	AppID func(ctx context.Context, account string) (string, error)
	// Reread is AppID past what is kept in memory, and Refetch fetches a token past
	// the one in memory, without forcing a new one.
	Reread  func(ctx context.Context, account string) (string, error)
	Refetch func(ctx context.Context, account string) (wechat.Token, error)
	// Ledger keeps what was published.
	Ledger ledger.Reader
	// Now is the clock by which answers are late and requests take time.
	Now func() time.Time
	// Log gets a line per request, without menu text.
	Log *slog.Logger
	// Version is caidan's, for diagnoses.
	Version string
}

// Inspect returns the inspect function: it only reads.
func Inspect(d InspectDeps) Func {
	return serve(d.Log, d.Now, usualPace(), func(ctx context.Context, req *api.Request, res *api.Result) error {
		in := inspector{ledger: d.Ledger, appID: d.AppID, reread: d.Reread, refetch: d.Refetch, now: d.Now, version: d.Version, res: res}
		if req.Account != "" {
			in.wechat = d.Open(req.Account)
		}
		return in.answer(ctx, req, "inspect")
	})
}

// serve decodes events, bounds their time and turns what work returns into a
// result.
func serve(log *slog.Logger, now func() time.Time, p pace, work func(context.Context, *api.Request, *api.Result) error) Func {
	var warm atomic.Bool
	return func(ctx context.Context, event []byte) ([]byte, error) {
		cold := !warm.Swap(true)
		req, err := decode(ctx, event)
		if err != nil { // who runs the function logs it
			return nil, err
		}
		start := now()
		if deadline, ok := ctx.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-p.answer))
			defer cancel()
		}
		res := api.Result{Schema: api.Schema, Account: req.Account}
		var made calls
		ctx = wechat.WithTrace(ctx, made.add)
		err = work(ctx, &req, &res)
		res.Calls = made.all()
		if err != nil {
			conclude(ctx, &req, &res, err)
		}
		report(ctx, log.With("cold_start", cold, "duration_ms", milliseconds(now().Sub(start))), &req, &res)
		return json.Marshal(res)
	}
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond)) / float64(time.Millisecond)
}

// report logs how a request ended, in one line. The metric filters of
// lambda/template.yaml read its message and its keys outcome and errcode.
func report(ctx context.Context, log *slog.Logger, req *api.Request, res *api.Result) {
	level, failed := slog.LevelInfo, res.Error
	switch {
	case failed == nil:
		failed = &api.Error{}
	case res.Outcome == api.Failed:
		level = slog.LevelError
	default:
		level = slog.LevelWarn
	}
	attrs := []any{
		"account", req.Account, "op", string(req.Op), "outcome", string(res.Outcome), "guard", string(res.Guard),
		"failed_op", failed.Op, "errcode", failed.Errcode, "rid", failed.RID,
		"run_id", req.Origin.RunID, "desired", res.Digests.Desired, "calls", res.Calls,
	}
	if failed.Meaning != "" && res.Guard == "" { // a guard names buttons, and menu text is for no log
		attrs = append(attrs, "meaning", failed.Meaning)
	}
	log.Log(ctx, level, "request served", attrs...)
}

// decode reads an event. What it refuses is not a request at all: there is not
// even an account that a result could be about.
func decode(ctx context.Context, event []byte) (api.Request, error) {
	// The schema first: with another one, nothing else need be as it is here.
	var head struct {
		Schema int `json:"schema"`
	}
	var req api.Request
	if err := json.Unmarshal(event, &head); err != nil {
		return req, unreadable(err)
	}
	switch head.Schema {
	case api.Schema:
	case 0:
		return req, &api.EventError{Cause: errors.New("it has no schema; send what the caidan command sends")}
	default:
		return req, &api.EventError{Cause: fmt.Errorf("schema %d is not the %d this function knows; deploy the function and the action from one release", head.Schema, api.Schema)}
	}
	dec := json.NewDecoder(bytes.NewReader(event))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&req); err != nil {
		return req, unreadable(err)
	}
	if err := api.Once(event); err != nil {
		return req, &api.EventError{Cause: err}
	}
	req.Origin = api.VerifiedOrigin(ctx, req.Origin)
	req.Op = api.Op(text.Cut(string(req.Op), text.Shown)) // no op that is served is cut
	if err := req.Bounded(); err != nil {
		return req, &api.EventError{Cause: err}
	}
	if req.Account == "" && (req.Op == api.OpList || req.Op == api.OpDiagnose) {
		return req, nil
	}
	if !rule.ValidAccount(req.Account) {
		return req, &api.EventError{Cause: fmt.Errorf("%s is not an account name: it is 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit", text.Quote(req.Account))}
	}
	for _, g := range req.Accept.Allow {
		if !slices.Contains(api.Allowable(), g) {
			return req, &api.EventError{Cause: fmt.Errorf("accept.allow: %s is not a guard that can be allowed; these are: %s", text.Quote(string(g)), api.Allowable())}
		}
	}
	return req, nil
}

// unreadable is an event that is not a request's JSON. The error may repeat a
// field's name or a number of any length.
func unreadable(err error) error {
	return &api.EventError{Cause: errors.New(text.Cut(err.Error(), text.Shown))}
}
