package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// opError is an op that this function does not serve.
type opError struct {
	op     Op
	server string
}

func (e *opError) Error() string {
	return fmt.Sprintf("%s does not serve %q", e.server, string(e.op))
}

// Remedy says what to do.
func (e *opError) Remedy() string {
	return "send it to the function that does, or deploy a newer release"
}

// conditionalError is a desired set with conditional menus.
type conditionalError struct{ count int }

func (e *conditionalError) Error() string {
	return fmt.Sprintf("the menu set has %d conditional menus and this release publishes default menus only; nothing was posted", e.count)
}

// Remedy says what to do.
func (e *conditionalError) Remedy() string {
	return "publish the conditional menus as before, and keep them out of the file until caidan does"
}

// timeError is too little time left to start a write.
type timeError struct{ need time.Duration }

func (e *timeError) Error() string {
	return fmt.Sprintf("less than %s of the function's time is left, too little to post and read back; nothing was posted", e.need)
}

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
	return fmt.Sprintf("the answer to %s was lost; %s (%s)", opCreate, e.found, e.cause)
}

func (e *lostError) Unwrap() error { return e.cause }

// explain turns an error into what the reader of a result needs. op is what
// was asked for, used where the error does not know better.
func explain(ctx context.Context, op string, err error) *Error {
	out := &Error{Op: op, Meaning: err.Error()}
	var lost *lostError
	var answer *wechat.Error
	var broken *wechat.TransportError
	var early *timeError
	var remedied interface{ Remedy() string }
	switch {
	case errors.As(err, &lost):
		out.Op, out.Retryable = opCreate, true
		out.Remedy = "publish again: what is live already is not posted twice"
		if errors.As(err, &answer) && answer.Op == opCreate {
			out.Errcode, out.Errmsg, out.RID = answer.Errcode, answer.Errmsg, answer.Rid
			out.Remedy, out.Retryable = answer.Remedy, answer.Retryable
		}
	case errors.As(err, &answer):
		return refused(err, answer)
	case errors.As(err, &broken):
		out.Op, out.Retryable = broken.Op, true
		out.Remedy = "run it again; if it happens again, check the function's way out to WeChat (network, NAT, proxy)"
	case errors.As(err, &remedied):
		out.Remedy, out.Retryable = remedied.Remedy(), errors.As(err, &early)
	}
	// The context knows nothing of the client's own time limit for one try.
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		out.Meaning = "the function's time ran out: " + out.Meaning
		out.Remedy = "run it again; if it happens again, raise the function's timeout or check its way out to WeChat"
		out.Retryable = true
	}
	return out
}

// refused explains an answer of WeChat's, with what err says beside it.
func refused(err error, answer *wechat.Error) *Error {
	meaning := answer.Meaning
	if beside := strings.Trim(strings.Replace(err.Error(), answer.Error(), "", 1), ":; "); beside != "" {
		meaning += "; " + beside
	}
	return &Error{
		Op: answer.Op, Errcode: answer.Errcode, Errmsg: answer.Errmsg, RID: answer.Rid,
		Meaning: meaning, Remedy: answer.Remedy, Retryable: answer.Retryable,
	}
}
