package remote

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/caidan-dev/caidan/pkg/api"
)

// Error is why a request got no result.
type Error struct {
	// Function is the function as it was named.
	Function string
	// Meaning says what happened. It holds no credential.
	Meaning string
	// Remedy says what to do.
	Remedy string
	// Unclear means that the function may have done its work.
	Unclear bool
	// Retryable means that the same request may work later with nobody doing
	// anything.
	Retryable bool
	// Cause is the error of the layer below, nil when there is none. Its text
	// is AWS's and not for printing: it may repeat what was signed.
	Cause error
}

// Error returns the meaning.
func (e *Error) Error() string { return "invoke " + e.Function + ": " + e.Meaning }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// advise adds to the remedy what to do about the work, where it may have been
// done. Only a request that posts has work to be careful about.
func (e *Error) advise(req *api.Request) {
	if !e.Unclear {
		return
	}
	next := "run it again"
	switch {
	case req.DryRun || req.Op != api.OpPublish && req.Op != api.OpRollback:
	case req.Republish:
		next += ", without --republish: what is live already is not posted twice then"
	default:
		next += ": what is live already is not posted twice"
	}
	if e.Remedy != "" {
		next = e.Remedy + "; " + next
	}
	e.Remedy = next
}

// explain says what an error of the SDK means.
func (c *Client) explain(ctx context.Context, err error) *Error {
	var missing *types.ResourceNotFoundException
	var throttled *types.TooManyRequestsException
	var api smithy.APIError
	var answer *smithyhttp.ResponseError
	switch {
	case errors.As(err, &missing):
		return &Error{
			Function: c.function, Cause: err,
			Meaning: "there is no such function in " + c.region,
			Remedy:  "deploy lambda/template.yaml, or name the function, its region and its account as they are",
		}
	case errors.As(err, &throttled):
		return &Error{
			Function: c.function, Cause: err, Retryable: true,
			Meaning: "the function was busy each time it was asked",
			Remedy:  "try again later, or with fewer accounts at a time (--parallel); raise the function's concurrency if it lasts",
		}
	case errors.As(err, &answer) && answer.HTTPStatusCode() >= 500:
		return c.broken(err, answer.HTTPStatusCode())
	case errors.As(err, &api):
		return c.refused(err, api)
	case errors.As(err, &answer) && answer.HTTPStatusCode() >= 300:
		return &Error{
			Function: c.function, Cause: err,
			Meaning: fmt.Sprintf("something before AWS refused the request with HTTP status %d", answer.HTTPStatusCode()),
			Remedy:  "check AWS_ENDPOINT_URL_LAMBDA, HTTPS_PROXY and the network",
		}
	default:
		return c.explainLocal(ctx, err)
	}
}

// broken says what an answer of the 5xx means: of AWS, or of a gateway before
// it.
func (c *Client) broken(err error, status int) *Error {
	e := &Error{Function: c.function, Cause: err, Unclear: true, Retryable: true}
	e.Meaning = fmt.Sprintf("AWS failed with HTTP status %d", status)
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != unknownCode {
		e.Meaning += ": " + said(api)
	}
	e.Remedy = "look at the AWS status page and at the function's configuration (VPC, keys)"
	return e
}

// unknownCode is the SDK's name for an answer without an error code.
const unknownCode = "UnknownError"

// refused says what an answer of the 4xx means: AWS did not take the request.
func (c *Client) refused(err error, api smithy.APIError) *Error {
	e := &Error{Function: c.function, Cause: err}
	switch api.ErrorCode() {
	case "AccessDeniedException", "AccessDenied":
		e.Meaning = "access was denied: " + short(api.ErrorMessage())
		e.Remedy = "give the role lambda:InvokeFunction on this function, and check that these are the credentials of that role"
	case "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature",
		"ExpiredTokenException", "ExpiredToken", "MissingAuthenticationTokenException", "InvalidClientTokenId":
		// The message is left out: it may repeat what was signed, with the
		// session's token.
		e.Meaning = "AWS does not accept the credentials: " + api.ErrorCode()
		e.Remedy = "sign in again, and check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and this machine's clock"
	default:
		e.Meaning = "AWS refused the request: " + said(api)
		e.Remedy = "check the function's name, region and state"
	}
	return e
}

// explainLocal says what an error means that comes with no answer of AWS.
func (c *Client) explainLocal(ctx context.Context, err error) *Error {
	e := &Error{Function: c.function, Cause: err, Retryable: true}
	var lookup *net.DNSError
	switch {
	case turnedAway(err):
		e.Meaning = "nothing listens at the address of the Lambda service"
		e.Remedy = "check AWS_ENDPOINT_URL_LAMBDA and the network"
	case errors.As(err, &lookup):
		e.Meaning = "the name of the Lambda service cannot be looked up: " + lookup.Name
		e.Remedy = "check the region, AWS_ENDPOINT_URL_LAMBDA and the network"
	case notConnected(err):
		e.Meaning = "no connection to the Lambda service: " + innermost(err)
		e.Remedy = "check AWS_ENDPOINT_URL_LAMBDA and the network"
	case ctx.Err() != nil:
		return c.interrupted(err, true)
	case errors.Is(err, context.DeadlineExceeded):
		e.Meaning, e.Unclear = fmt.Sprintf("no answer within %s", invokeTimeout), true
		e.Remedy = "look at the function's log"
	default:
		e.Meaning, e.Unclear = "the connection to AWS failed: "+innermost(err), true
		e.Remedy = "check the network"
	}
	return e
}

// interrupted says that the caller gave up; sent means that the request may
// have been on its way.
func (c *Client) interrupted(err error, sent bool) *Error {
	e := &Error{Function: c.function, Cause: err, Retryable: true, Unclear: sent}
	if sent {
		e.Meaning = "it was interrupted before the answer came"
		return e
	}
	e.Meaning, e.Remedy = "it was interrupted before the request was sent", "run it again"
	return e
}

// functionError says what an answer with X-Amz-Function-Error means.
func (c *Client) functionError(payload []byte) *Error {
	var body struct{ ErrorMessage, ErrorType string }
	_ = json.Unmarshal(payload, &body)
	e := &Error{Function: c.function, Unclear: true, Retryable: true}
	message := short(body.ErrorMessage)
	switch {
	case body.ErrorType == "Sandbox.Timedout", strings.Contains(body.ErrorMessage, "Task timed out"):
		e.Meaning = "the function ran out of time: " + message
		e.Remedy = "raise the function's timeout, or check its way out to WeChat"
	case body.ErrorType == "EventError":
		e.Unclear, e.Retryable = false, false
		e.Meaning = "the function did not take the request: " + message
		e.Remedy = "deploy the function and the action from one release"
	default:
		what := strings.TrimSpace(short(body.ErrorType) + " " + message)
		e.Meaning = "the function failed: " + cmp.Or(what, "it did not say why")
		e.Remedy = "look at the function's log"
	}
	return e
}

// said returns an answer's code and message.
func said(api smithy.APIError) string {
	return strings.TrimSpace(api.ErrorCode() + " " + short(api.ErrorMessage()))
}

// short makes one line, and not a page, of foreign text.
func short(text string) string {
	const shown = 300 // runes: a long sentence; AWS's with two ARNs has some 250
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > shown {
		return string(r[:shown]) + "..."
	}
	return text
}

// innermost returns the text of the error at the bottom: what the layers above
// add are names of the SDK's parts, and URLs.
func innermost(err error) string {
	for {
		// An answer of AWS says more than what it was made of.
		if api, ok := err.(smithy.APIError); ok { //nolint:errorlint // each layer is looked at in turn
			return said(api)
		}
		next := errors.Unwrap(err)
		if next == nil {
			break
		}
		err = next
	}
	return short(err.Error())
}

// hidden is what no error may show.
type hidden []string

// minHidden is the shortest text that is hidden, in bytes: AWS's secret keys
// have 40, and what a sandbox is given may be a word of any message.
const minHidden = 16

// hide takes it out of an error.
func (h hidden) hide(e *Error) *Error {
	for _, secret := range h {
		if len(secret) >= minHidden {
			e.Meaning = strings.ReplaceAll(e.Meaning, secret, "[secret]")
			e.Meaning = strings.ReplaceAll(e.Meaning, url.QueryEscape(secret), "[secret]")
		}
	}
	return e
}
