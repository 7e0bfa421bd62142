package wechat

import (
	"context"
	"time"
)

// Call is one HTTP request made to WeChat; a call that was repeated has
// several.
type Call struct {
	// Op is the endpoint, as in Error.
	Op string
	// Start is when the request was begun, by the clock of this process.
	Start time.Time
	// Duration runs from the start of the request to the answer's last byte.
	Duration time.Duration
	// Errcode is WeChat's errcode; 0 on success and where there is no answer.
	Errcode int
	// Status is the HTTP status; 0 where there is none.
	Status int
	// Failure says in a few words why there is no usable answer; empty when
	// there is one. It holds no URL and no secret.
	Failure string
	// Date is when WeChat answered, by its own clock, to the second; zero where the
	// answer does not say.
	Date time.Time
}

// traceKey is the context key of a trace.
type traceKey struct{}

// WithTrace returns a context under which every request made to WeChat is
// reported to f, right after it, and to the traces the context already has. f
// may be called concurrently.
func WithTrace(ctx context.Context, f func(Call)) context.Context {
	if outer, ok := ctx.Value(traceKey{}).(func(Call)); ok {
		inner := f
		f = func(c Call) { inner(c); outer(c) }
	}
	return context.WithValue(ctx, traceKey{}, f)
}

func report(ctx context.Context, c Call) {
	if f, ok := ctx.Value(traceKey{}).(func(Call)); ok {
		f(c)
	}
}
