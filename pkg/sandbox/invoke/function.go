package invoke

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"runtime"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// maxFrames is how many frames of a panic are reported.
const maxFrames = 32

// functionError is the body of an answer whose function went wrong.
// Source: AWS Lambda runtime API; aws-lambda-go sends the same members.
type functionError struct {
	Message string  `json:"errorMessage"`
	Type    string  `json:"errorType"`
	Stack   []frame `json:"stackTrace,omitempty"`
}

// frame is one line of a functionError's stack.
type frame struct {
	Path  string `json:"path"`
	Line  int    `json:"line"`
	Label string `json:"label"`
}

// outcome is how a function ended: with a result, or with an error.
type outcome struct {
	result []byte
	err    *functionError
}

// limited runs the function, unless as many run already as may.
func (e *endpoint) limited(life context.Context, f Function, payload []byte) loopback.Reply {
	if e.running != nil {
		select {
		case e.running <- struct{}{}:
			defer func() { <-e.running }()
		default:
			return exception("TooManyRequestsException", "")
		}
	}
	return e.run(life, f, payload)
}

// run invokes the function and answers for it. When the deadline passes, the
// answer comes then, even if the function, whose context is done, goes on. A
// client that leaves does not stop the function, as it would not stop Lambda;
// only the end of life does, and then there is no answer.
func (e *endpoint) run(life context.Context, f Function, payload []byte) loopback.Reply {
	ctx, cancel := context.WithTimeout(life, e.timeout)
	defer cancel()
	ended := make(chan outcome, 1)
	go func() { ended <- call(ctx, f, payload) }()
	var o outcome
	select {
	case o = <-ended:
	case <-ctx.Done():
	}
	switch {
	case life.Err() != nil:
		return loopback.Reply{}
	case ctx.Err() != nil:
		return failed(&functionError{
			Message: fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", requestID(), e.timeout.Seconds()),
			Type:    "Sandbox.Timedout",
		})
	case o.err != nil:
		return failed(o.err)
	case len(o.result) > maxPayload:
		return failed(&functionError{
			Message: fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", maxPayload),
			Type:    "Function.ResponseSizeTooLarge",
		})
	}
	return answered(http.StatusOK, o.result)
}

// failed is the answer for a function that went wrong: the status is 200, and
// only a header and the body tell.
func failed(e *functionError) loopback.Reply {
	body, _ := json.Marshal(e)
	r := answered(http.StatusOK, body)
	r.Header.Set("X-Amz-Function-Error", "Unhandled")
	return r
}

// call runs the function and turns an error or a panic into an outcome.
func call(ctx context.Context, f Function, payload []byte) (o outcome) {
	defer func() {
		if v := recover(); v != nil {
			o = outcome{err: &functionError{Message: fmt.Sprint(v), Type: typeName(v), Stack: panicStack()}}
		}
	}()
	result, err := f(ctx, payload)
	if err != nil {
		return outcome{err: &functionError{Message: err.Error(), Type: typeName(err)}}
	}
	return outcome{result: result}
}

// typeName is the Go type, without package or star, as aws-lambda-go names it.
func typeName(v any) string {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// panicStack is the stack below the panic being recovered from.
func panicStack() []frame {
	const hidden = 4 // Callers, panicStack, the deferred function, gopanic
	pcs := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(hidden, pcs)])
	var stack []frame
	for {
		f, more := frames.Next()
		stack = append(stack, frame{Path: filepath.Base(f.File), Line: f.Line, Label: filepath.Base(f.Function)})
		if !more {
			return stack
		}
	}
}
