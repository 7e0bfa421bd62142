package platform

import "github.com/caidan-dev/caidan/pkg/api"

// Error is a token that a platform cannot get. It holds no secret.
type Error struct {
	// Why is what is wrong: one of the api.Platform codes.
	Why api.Reason
	// Cause is the error of the layer below; nil where there is none.
	Cause error
}

// Error says in English what is wrong.
func (e *Error) Error() string { return api.NewError("", e.Why).Meaning }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Reason returns what is wrong, for a result.
func (e *Error) Reason() api.Reason { return e.Why }

// Retryable reports whether the same may work later without a change: WeChat pushes a
// ticket every ten minutes.
func (e *Error) Retryable() bool { return e.Why.Code == api.PlatformNoTicket }

func failed(c api.Code, f api.Facts) *Error { return &Error{Why: api.Reason{Code: c, Facts: f}} }
