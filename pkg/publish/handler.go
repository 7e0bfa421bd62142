package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/rule"
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
	// Log gets a line per request, without menu text.
	Log *slog.Logger

	// pace is shorter in tests; nil means usualPace.
	pace *pace
}

// Handler returns the publish function: it publishes and reads.
func Handler(d Deps) Func {
	p := usualPace()
	if d.pace != nil {
		p = *d.pace
	}
	return serve(d.Log, p, func(ctx context.Context, req Request, res *Result) error {
		switch req.Op {
		case OpPublish:
			w := work{Writer: d.Open(req.Account), pace: p, res: res}
			return w.publish(ctx, req)
		case OpRead:
			return read(ctx, d.Open(req.Account).Reader, res)
		default:
			return &opError{req.Op, "the publish function"}
		}
	})
}

// InspectDeps is what the inspect function works with. It has no door that
// could write.
type InspectDeps struct {
	// Open returns the reader of an account's menus.
	Open func(account string) *wechat.Reader
	// Log gets a line per request, without menu text.
	Log *slog.Logger
}

// Inspect returns the inspect function: it only reads.
func Inspect(d InspectDeps) Func {
	return serve(d.Log, usualPace(), func(ctx context.Context, req Request, res *Result) error {
		if req.Op != OpRead {
			return &opError{req.Op, "the inspect function"}
		}
		return read(ctx, d.Open(req.Account), res)
	})
}

// serve decodes events, bounds their time and turns what work returns into a
// result.
func serve(log *slog.Logger, p pace, work func(context.Context, Request, *Result) error) Func {
	return func(ctx context.Context, event []byte) ([]byte, error) {
		req, err := decode(event)
		if err != nil {
			log.ErrorContext(ctx, "event refused", "error", err)
			return nil, err
		}
		if deadline, ok := ctx.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-p.answer))
			defer cancel()
		}
		res := Result{Schema: Schema, Account: req.Account, Calls: []Call{}}
		var mu sync.Mutex
		ctx = wechat.WithTrace(ctx, func(c wechat.Call) {
			mu.Lock()
			defer mu.Unlock()
			res.Calls = append(res.Calls, Call{Op: c.Op, MS: milliseconds(c.Duration), Errcode: c.Errcode, Failure: c.Failure})
		})
		if err := work(ctx, req, &res); err != nil {
			res.Outcome, res.Error = Failed, explain(ctx, string(req.Op), err)
		}
		record(ctx, log, req, &res)
		return json.Marshal(res)
	}
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond)) / float64(time.Millisecond)
}

func record(ctx context.Context, log *slog.Logger, req Request, res *Result) {
	level, attrs := slog.LevelInfo, []any{
		"account", req.Account, "op", string(req.Op), "outcome", string(res.Outcome),
		"calls", len(res.Calls), "run_id", req.Origin.RunID, "desired", res.Digests.Desired,
	}
	if res.Error != nil {
		level = slog.LevelError
		attrs = append(attrs, "failed_op", res.Error.Op, "errcode", res.Error.Errcode, "rid", res.Error.RID, "meaning", res.Error.Meaning)
	}
	log.Log(ctx, level, "request served", attrs...)
}

// shownName is how many bytes of what is no account name an error repeats.
const shownName = 80

// decode reads an event. What it refuses is no request at all, so there is no
// account that a result could be about.
func decode(event []byte) (Request, error) {
	// The schema first: with another one, nothing else need be as it is here.
	var head struct {
		Schema int `json:"schema"`
	}
	var req Request
	if err := json.Unmarshal(event, &head); err != nil {
		return req, &EventError{err}
	}
	switch head.Schema {
	case Schema:
	case 0:
		return req, &EventError{errors.New("it has no schema; send what the caidan command sends")}
	default:
		return req, &EventError{fmt.Errorf("schema %d is not the %d this function knows; deploy the function and the action from one release", head.Schema, Schema)}
	}
	if err := json.Unmarshal(event, &req); err != nil {
		return req, &EventError{err}
	}
	if !rule.ValidAccount(req.Account) {
		return req, &EventError{fmt.Errorf("%.*q is no account name", shownName, req.Account)}
	}
	return req, nil
}
