package publish

import (
	"context"
	"errors"
	"fmt"

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
type timeError struct{}

func (*timeError) Error() string {
	return fmt.Sprintf("less than %s of the function's time is left, too little to post and read back; nothing was posted", writeReserve)
}

// Remedy says what to do.
func (*timeError) Remedy() string {
	return "run it again; if it happens again, raise the function's timeout"
}

// explain turns an error into what the reader of a result needs. op is what
// was asked for, used where the error does not know better.
func explain(op string, err error) *Error {
	out := &Error{Op: op, Meaning: err.Error()}
	var answer *wechat.Error
	var broken *wechat.TransportError
	var remedied interface{ Remedy() string }
	switch {
	case errors.As(err, &answer):
		return &Error{
			Op: answer.Op, Errcode: answer.Errcode, Errmsg: answer.Errmsg, RID: answer.Rid,
			Meaning: answer.Meaning, Remedy: answer.Remedy, Retryable: answer.Retryable,
		}
	case errors.As(err, &broken):
		out.Op, out.Retryable = broken.Op, true
		out.Remedy = "run it again; if it happens again, check the function's way out to WeChat (network, NAT, proxy)"
	case errors.As(err, &remedied):
		out.Remedy = remedied.Remedy()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		out.Meaning = "the function's time ran out: " + out.Meaning
		out.Remedy = "run it again; if it happens again, raise the function's timeout or check its way out to WeChat"
		out.Retryable = true
	}
	return out
}
