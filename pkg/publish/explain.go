package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// opError is an op that this function does not serve.
type opError struct {
	op     api.Op
	server string
}

func (e *opError) Error() string {
	return fmt.Sprintf("%s does not serve %q", e.server, string(e.op))
}

// Remedy says what to do.
func (e *opError) Remedy() string {
	return "send it to the function that does, or deploy a newer release"
}

// timeError is too little time left to start a write.
type timeError struct{ need time.Duration }

func (e *timeError) Error() string {
	return fmt.Sprintf("less than %s of the function's time or of its lease is left, too little for another step and to read back", e.need)
}

// Retryable reports that a function that was just called has more time.
func (*timeError) Retryable() bool { return true }

// Remedy says what to do.
func (*timeError) Remedy() string {
	return "publish again; if it happens again, raise the function's timeout"
}

// lostError is a post that WeChat may have acted on, although its answer was
// lost and reading back did not show that it did.
type lostError struct {
	cause error
	found string
}

func (e *lostError) Error() string {
	return fmt.Sprintf("the answer to %s was lost; %s (%s)", opLost(e.cause), e.found, e.cause)
}

func (e *lostError) Unwrap() error { return e.cause }

// explain turns an error into what the reader of a result needs. op is what
// was asked for, used where the error does not know better.
func explain(ctx context.Context, op string, err error) *api.Error {
	var half *halfError
	if errors.As(err, &half) {
		out := explain(ctx, op, half.cause)
		out.Meaning = half.around(out.Meaning)
		return out
	}
	out := &api.Error{Op: op, Meaning: err.Error()}
	var lost *lostError
	var answer *wechat.Error
	var broken *wechat.TransportError
	switch {
	case errors.As(err, &lost):
		out.Op, out.Retryable = opLost(lost), true
		out.Remedy = "publish again: what is live already is not posted twice"
		if errors.As(err, &answer) && answer.Op == out.Op {
			out.Errcode, out.Errmsg, out.RID, out.IP = answer.Errcode, answer.Errmsg, answer.Rid, answer.IP
			_, out.Remedy = answer.Advice().English()
			out.Retryable = answer.Retryable
		}
	case errors.As(err, &answer):
		return refused(err, answer)
	case errors.As(err, &broken):
		out.Op, out.Retryable = broken.Op, true
		out.Remedy = "run it again; if it happens again, check the function's way out to WeChat (network, NAT, proxy)"
	default:
		advise(out, err)
	}
	// The context knows nothing of the client's own time limit for one try.
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		out.Meaning = "the function's time ran out: " + out.Meaning
		out.Remedy = "run it again; if it happens again, raise the function's timeout or check its way out to WeChat"
		out.Retryable = true
	}
	return out
}

// advise fills in what an error of ours or of the ledger knows.
func advise(out *api.Error, err error) {
	var busy *ledger.BusyError
	var access *ledger.AccessError
	var lost *ledger.LostError
	var remedied interface{ Remedy() string }
	var retryable interface{ Retryable() bool }
	if errors.As(err, &access) {
		out.Op = access.Action
	}
	if errors.As(err, &remedied) {
		out.Remedy = remedied.Remedy()
	}
	if errors.As(err, &retryable) {
		out.Retryable = retryable.Retryable()
	}
	switch {
	case errors.As(err, &busy):
		out.Retryable, out.Remedy = true, "wait for it and publish again; a publisher that died gives way when its lease is over"
	case errors.As(err, &lost):
		out.Retryable, out.Remedy = true, "publish again; if it happens again, compare the clocks of the machines that publish"
	}
}

// refused explains an answer of WeChat's, with what err says beside it.
func refused(err error, answer *wechat.Error) *api.Error {
	meaning, remedy := answer.Advice().English()
	if beside := strings.Trim(strings.Replace(err.Error(), answer.Error(), "", 1), ":; "); beside != "" {
		meaning += "; " + beside
	}
	return &api.Error{
		Op: answer.Op, Errcode: answer.Errcode, Errmsg: answer.Errmsg, RID: answer.Rid, IP: answer.IP,
		Meaning: meaning, Remedy: remedy, Retryable: answer.Retryable,
	}
}
