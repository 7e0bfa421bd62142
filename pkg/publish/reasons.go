package publish

import (
	"context"
	"errors"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// reasonError is why a request did not get further, in a code, after what
// caused it.
type reasonError struct {
	api.Reason
	cause error
}

// because returns an error with a code and its operands; cause is nil where
// nothing came before it.
func because(c api.Code, f api.Facts, cause error) error {
	return &reasonError{Reason: api.Reason{Code: c, Facts: f}, cause: cause}
}

func (e *reasonError) Error() string { return api.NewError("", reasonsOf(e, false)...).Meaning }

func (e *reasonError) Unwrap() error { return e.cause }

// opToken is what package wechat calls the endpoint of tokens.
const opToken = "stable_token"

// explain turns an error into what the reader of a result needs. op is what
// was asked for, used where the error does not know better.
func explain(ctx context.Context, op string, err error) *api.Error {
	// The context knows nothing of the client's own time limit for one try.
	reasons := reasonsOf(err, errors.Is(ctx.Err(), context.DeadlineExceeded))
	out := api.NewError(opOf(op, err), reasons...)
	var answer *wechat.Error
	if errors.As(err, &answer) && answer.Op == out.Op {
		out.Errcode, out.Errmsg, out.RID = answer.Errcode, answer.Errmsg, answer.Rid
	}
	switch reasons[0].Code {
	case api.TimeShort, api.Deadline, api.Behind, api.NoDefault, api.Contradiction:
		out.Retryable = true
	default:
		out.Retryable = retryable(err)
	}
	return out
}

// Explain returns an error of the ledger's or of WeChat's in words for people,
// where it is not an answer to a request.
func Explain(err error) error {
	return api.NewError("", reasonsOf(err, false)...).Text(err)
}

// Reason returns the code of an error of the ledger's, with its operands.
func Reason(err error) api.Reason { return reasonsOf(err, false)[0] }

// opOf says what was being done when an error came up.
func opOf(op string, err error) string {
	var ours *reasonError
	var answer *wechat.Error
	var broken *wechat.TransportError
	var access *ledger.AccessError
	switch {
	case errors.As(err, &ours) && ours.Code == api.Lost:
		return ours.Op
	case errors.As(err, &ours) && ours.cause != nil:
		return opOf(op, ours.cause)
	case errors.As(err, &answer):
		return answer.Op
	case errors.As(err, &broken):
		return broken.Op
	case errors.As(err, &access):
		return access.Action
	default:
		return op
	}
}

// retryable reports whether the same request may work later without a change.
func retryable(err error) bool {
	var answer *wechat.Error
	var soon interface{ Retryable() bool }
	if errors.As(err, &answer) {
		return answer.Retryable
	}
	return errors.As(err, &soon) && soon.Retryable()
}

// reasonsOf returns why, the cause before what came of it. late says that the
// function's time is over: that is then why an answer did not come.
func reasonsOf(err error, late bool) []api.Reason {
	var ours *reasonError
	var stop *decide.StopError
	switch {
	case errors.As(err, &ours) && ours.cause != nil:
		return append(reasonsOf(ours.cause, late), ours.Reason)
	case errors.As(err, &ours):
		return []api.Reason{ours.Reason}
	case errors.As(err, &stop):
		return stop.Reasons
	}
	var out []api.Reason
	var answer *wechat.Error
	if errors.As(err, &answer) {
		out = append(out, reason(api.Refusal, api.Facts{Op: answer.Op, Errcode: answer.Errcode, IP: answer.IP}))
	}
	// The credential may have been looked at again after that.
	var told interface {
		error
		Reason() api.Reason
	}
	var broken *wechat.TransportError
	switch {
	case errors.As(err, &told) && late && told.Reason().Code == api.CredentialWaited:
		return []api.Reason{reason(api.Deadline, api.Facts{Op: opToken})}
	case errors.As(err, &told):
		return append(out, told.Reason())
	case len(out) > 0:
		return out
	case errors.As(err, &broken):
		return []api.Reason{unanswered(broken, late)}
	default:
		return ledgerReasons(err, late)
	}
}

func reason(c api.Code, f api.Facts) api.Reason { return api.Reason{Code: c, Facts: f} }

// unanswered says why WeChat gave no usable answer.
func unanswered(e *wechat.TransportError, late bool) api.Reason {
	switch {
	case late:
		return reason(api.Deadline, api.Facts{Op: e.Op})
	case e.Problem == wechat.NoAnswer && errors.Is(e, context.DeadlineExceeded):
		return reason(api.AnswerLate, api.Facts{})
	case e.Problem == wechat.NotEnabled:
		return reason(api.CloudPath, api.Facts{Op: e.Op, Status: e.Status})
	case e.Problem == wechat.UnknownForm && len(e.Keys) == 0:
		return reason(api.Code(e.Problem), api.Facts{Names: []string{"-"}, Cause: e.Cause.Error()})
	default:
		return reason(api.Code(e.Problem), api.Facts{Names: e.Keys, Status: e.Status, Cause: e.Cause.Error()})
	}
}

// ledgerReasons says what is wrong with the ledger, or that nothing is known of
// an error but its text.
func ledgerReasons(err error, late bool) []api.Reason {
	var access *ledger.AccessError
	var busy *ledger.BusyError
	var lost *ledger.LostError
	var size *ledger.SizeError
	var schema *ledger.SchemaError
	var conflict *ledger.ConflictError
	var damage *ledger.DamageError
	one := func(c api.Code, f api.Facts) []api.Reason { return []api.Reason{reason(c, f)} }
	switch {
	case errors.As(err, &access) && late:
		return one(api.Deadline, api.Facts{Op: access.Action})
	case errors.As(err, &access):
		return one(api.LedgerCode(string(access.Problem)), api.Facts{Op: access.Action, Place: access.Store, Status: access.Status, Cause: access.Detail})
	case errors.As(err, &busy):
		out := one(api.IsBusy, api.Facts{Holder: busy.Holder, Until: &busy.Expiry})
		if busy.Ahead > 0 {
			out = append(out, reason(api.ClocksDiffer, api.Facts{Seconds: busy.Ahead.Seconds()}))
		}
		return out
	case errors.As(err, &lost) && lost.Holder != "":
		return one(api.LeaseTaken, api.Facts{Holder: lost.Holder})
	case errors.As(err, &lost):
		return one(api.LeaseLost, api.Facts{})
	case errors.As(err, &size):
		return one(api.LedgerLarge, api.Facts{Size: size.Size, Max: size.Max})
	case errors.As(err, &schema):
		return one(api.LedgerNewer, api.Facts{Cause: schema.Why()})
	case errors.As(err, &conflict):
		return one(api.LedgerTaken, api.Facts{Record: conflict.Number})
	case errors.As(err, &damage):
		return one(api.LedgerSpoilt, api.Facts{Place: damage.What, Cause: damage.Cause.Error()})
	default:
		return one(api.Unexpected, api.Facts{Cause: err.Error()})
	}
}
