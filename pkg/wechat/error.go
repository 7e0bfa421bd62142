package wechat

import (
	"errors"
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/errcode"
)

// The errcodes the client acts on; [errcode.Explain] says what they and the
// others mean.
const (
	codeBusy           = -1
	codeBadCredential  = 40001
	codeInvalidToken   = 40014
	codeIPNotAllowed   = 40164
	codeTokenExpired   = 42001
	codeNotAuthorised  = 61003
	codePerMinuteQuota = 45011
	codeNoMenu         = 46003
	codeNoDefault      = 65303
)

// Error is WeChat's own answer that it did not do what was asked: an errcode
// other than 0.
type Error struct {
	// Op is the endpoint: "stable_token", "menu/create",
	// "menu/addconditional", "menu/delconditional", "menu/get",
	// "get_current_selfmenu_info", "menu/trymatch" or "openapi/quota/get".
	Op string
	// Errcode is WeChat's errcode, never 0.
	Errcode int
	// Errmsg is WeChat's text without the request id: one line, control
	// characters and secrets taken out, at most some 200 characters.
	Errmsg string
	// Rid is the request id that WeChat's staff and its rid/get endpoint know
	// the request by; empty when there is none.
	Rid string
	// Retryable is true where the same request can succeed within minutes
	// without a change: -1 and 45011. The client itself repeats -1 only;
	// the minute 45011 asks for is longer than a publish should wait.
	Retryable bool
	// IP is the address WeChat saw the request come from, with 40164 only.
	IP string
	// Unclear is true when a call that writes may have been acted on although
	// it was refused: an earlier try of it got no answer, or WeChat answered
	// -1, "system error", which says nothing of how far it got.
	Unclear bool
}

// Advice returns what the errcode means and who has to do what.
func (e *Error) Advice() errcode.Advice {
	return errcode.Explain(e.Op, e.Errcode, errcode.Operands{IP: e.IP})
}

// Error names the operation, errcode, errmsg, request id, meaning and remedy.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(brief(e))
	if e.Rid != "" {
		fmt.Fprintf(&b, " (rid %s)", e.Rid)
	}
	meaning, remedy := e.Advice().English()
	fmt.Fprintf(&b, ": %s; %s", meaning, remedy)
	switch {
	case !e.Unclear || !writes(e.Op):
	case e.Errcode == codeBusy:
		b.WriteString(actedClause)
	default:
		b.WriteString("; an earlier try got no answer and may have been acted on")
	}
	return b.String()
}

// actedClause ends the text of an error that leaves open what WeChat did.
const actedClause = "; it may have been acted on all the same"

// Problem is what kept a request from a usable answer.
type Problem string

const (
	// NoAnswer means that the connection broke or the time was over.
	NoAnswer Problem = "no-answer"
	// BadStatus means an HTTP status other than 200.
	BadStatus Problem = "http-status"
	// NotEnabled means HTTP status 502 to a cloud call: WeChat Cloud Run lets only
	// those paths through that its console lists.
	// Source: WeChat Cloud Run, common problems.
	NotEnabled Problem = "cloud-path"
	// Garbled means that the answer is not JSON, or too long.
	Garbled Problem = "answer-garbled"
	// UnknownForm means that the answer is JSON and lacks what it must have, or
	// has it otherwise.
	UnknownForm Problem = "answer-form"
	// PlainHTTP means that the request was not sent, because it has a secret
	// or a token and the address is not https.
	PlainHTTP Problem = "plain-http"
)

// TransportError is a request without a usable answer: a broken connection, an
// HTTP status other than 200, a body that cannot be decoded, or a deadline.
type TransportError struct {
	// Op is the endpoint, as in Error.
	Op      string
	Problem Problem
	// Status is the HTTP status, with BadStatus and NotEnabled only.
	Status int
	// Keys are the answer's, sorted, with UnknownForm only; none where the
	// answer is not an object.
	Keys []string
	// Sent is true when the request, or an earlier try of it, may have been
	// acted on.
	Sent bool
	// Cause says what went wrong. It never holds a URL's query, a token or a
	// secret. errors.Is finds context.DeadlineExceeded in it, both for the
	// caller's deadline and for the client's own timeout.
	Cause error

	// repeat is set where the next try may fare better.
	repeat bool
}

// Error names the operation and the cause.
func (e *TransportError) Error() string {
	text := e.Op + ": no usable answer from WeChat: " + e.Cause.Error()
	if Unclear(e) {
		text += actedClause
	}
	return text
}

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Cause }

// Retryable reports whether the same request may work later without a change.
func (e *TransportError) Retryable() bool {
	return e.Problem != PlainHTTP && e.Problem != UnknownForm && e.Problem != NotEnabled
}

// Unclear reports whether what is live may have changed although the call that
// was to change it ended in this error. Reading what is live is then the only
// way to know. It is false for the errors of reads and of token requests.
func Unclear(err error) bool {
	var broken *TransportError
	if errors.As(err, &broken) {
		return broken.Sent && writes(broken.Op)
	}
	var refused *Error
	return errors.As(err, &refused) && refused.Unclear && writes(refused.Op)
}

// refusal returns the Error an answer stands for; nil for a success.
func (r request) refusal(ans answer) error {
	if ans.errcode == 0 {
		return nil
	}
	text := r.clean(ans.errmsg)
	e := &Error{Op: r.op, Errcode: ans.errcode}
	if e.Errcode == codeIPNotAllowed {
		e.IP = seenIP(text)
	}
	text, e.Rid = splitErrmsg(text)
	e.Errmsg = truncate(text)
	e.Retryable = e.Errcode == codeBusy || e.Errcode == codePerMinuteQuota
	e.Unclear = e.Errcode == codeBusy && writes(r.op)
	return e
}

// Stale reports whether an endpoint refused the token it was sent, so that a new one
// may help.
func Stale(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Errcode == codeBadCredential || e.Errcode == codeInvalidToken || e.Errcode == codeTokenExpired
}

// stale is [Stale] of the token that was sent. One of an account that has authorised a
// platform is refused once that was taken back, also where it was given again since.
func (t Token) stale(err error) bool {
	var e *Error
	return Stale(err) || t.Authorised && errors.As(err, &e) && e.Errcode == codeNotAuthorised
}

// brief says in a few words what went wrong, without meaning and remedy.
func brief(err error) string {
	var refused *Error
	if errors.As(err, &refused) {
		if refused.Errmsg == "" {
			return fmt.Sprintf("%s: errcode %d", refused.Op, refused.Errcode)
		}
		return fmt.Sprintf("%s: errcode %d: %s", refused.Op, refused.Errcode, refused.Errmsg)
	}
	var broken *TransportError
	if errors.As(err, &broken) {
		return broken.Cause.Error()
	}
	return err.Error()
}
