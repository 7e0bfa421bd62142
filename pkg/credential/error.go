package credential

import "github.com/caidan-dev/caidan/pkg/api"

// Error is a credential or a token that cannot be had. It holds nothing of the
// text that was read but the name of a key.
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
	return e.Why.Code == api.CredentialThrottled || e.Why.Code == api.CredentialWaited
}
