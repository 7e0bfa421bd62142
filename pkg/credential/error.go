package credential

import (
	"net/http"

	"github.com/caidan-dev/caidan/pkg/api"
)

// Error is a credential or a token that cannot be had. It holds nothing of the
// text that was read but the name of a key, and nothing of a token service's
// address or answer.
type Error struct {
	// Why is what is wrong: one of the api.Credential codes.
	Why api.Reason
	// Cause is the error of the layer below; nil when there is none, or when
	// its text may hold the secret.
	Cause error
}

// Error says in English what is wrong.
func (e *Error) Error() string { return api.NewError("", e.Why).Meaning }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Reason returns what is wrong, for a result.
func (e *Error) Reason() api.Reason { return e.Why }

// Retryable reports whether the same may work later without a change.
func (e *Error) Retryable() bool {
	switch e.Why.Code {
	case api.CredentialThrottled, api.CredentialWaited, api.ServiceUnreachable, api.ServiceSlow, api.ServiceStale:
		return true
	case api.ServiceStatus:
		return e.Why.Status >= http.StatusInternalServerError
	default:
		return false
	}
}
