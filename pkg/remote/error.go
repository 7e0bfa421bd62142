package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
)

// Error is why a request got no result.
type Error struct {
	// Function is the function as it was named.
	Function string
	// Meaning says what happened.
	Meaning string
	// Remedy says what to do.
	Remedy string
	// Unclear means that the function may have done its work.
	Unclear bool
	// Cause is the error of the layer below, nil when there is none.
	Cause error
}

// Error returns the meaning.
func (e *Error) Error() string { return "invoke " + e.Function + ": " + e.Meaning }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// lookLive is the remedy where the work may have been done.
const lookLive = "; publish again: what is live already is not posted twice"

// explain says what an error of the SDK means.
func (c *Client) explain(err error) *Error {
	e := &Error{Function: c.function, Cause: err}
	var missing *types.ResourceNotFoundException
	var throttled *types.TooManyRequestsException
	var api smithy.APIError
	switch {
	case errors.As(err, &missing):
		e.Meaning = fmt.Sprintf("there is no such function in %s", c.region)
		e.Remedy = "deploy lambda/template.yaml, or name the function, its region and its account as they are"
	case errors.As(err, &throttled):
		e.Meaning = fmt.Sprintf("the function was busy each of %d times it was asked", attempts)
		e.Remedy = "publish again later, or fewer accounts at a time with --parallel; raise the function's concurrency if it lasts"
	case errors.As(err, &api) && denied(api.ErrorCode()):
		e.Meaning = "access was denied: " + api.ErrorMessage()
		e.Remedy = "give the role lambda:InvokeFunction on this function, and check that these are the credentials of that role"
	case errors.As(err, &api) && api.ErrorFault() == smithy.FaultServer:
		e.Meaning, e.Unclear = "AWS failed: "+api.ErrorCode()+" "+api.ErrorMessage(), true
		e.Remedy = "look at the AWS status page" + lookLive
	case errors.As(err, &api):
		e.Meaning = "AWS refused the request: " + api.ErrorCode() + " " + api.ErrorMessage()
	default:
		c.explainLocal(e, err)
	}
	return e
}

// explainLocal says what an error means that AWS had no part in.
func (c *Client) explainLocal(e *Error, err error) {
	text := err.Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		e.Meaning, e.Unclear = fmt.Sprintf("no answer within %s", invokeTimeout), true
		e.Remedy = "look at the function's log" + lookLive
	case errors.Is(err, context.Canceled):
		e.Meaning, e.Unclear = "it was interrupted before the answer came", true
		e.Remedy = "publish again: what is live already is not posted twice"
	case turnedAway(err).Bool():
		e.Meaning = "nothing listens at the address of the Lambda service"
		e.Remedy = "check AWS_ENDPOINT_URL_LAMBDA and the network"
	case strings.Contains(text, "Missing Region") || strings.Contains(text, "Invalid Configuration"):
		e.Meaning = "no AWS region is set"
		e.Remedy = "set --aws-region or AWS_REGION"
	case strings.Contains(text, "get identity") || strings.Contains(text, "credentials"):
		e.Meaning = "there are no AWS credentials: " + last(text)
		e.Remedy = "sign in, set AWS_PROFILE, or in a workflow give role-to-assume and the permission id-token: write"
	default:
		e.Meaning, e.Unclear = "the connection to AWS failed: "+last(text), true
		e.Remedy = "check the network" + lookLive
	}
}

func denied(code string) bool {
	switch code {
	case "AccessDeniedException", "AccessDenied", "UnrecognizedClientException", "InvalidSignatureException",
		"ExpiredTokenException", "ExpiredToken", "MissingAuthenticationTokenException", "InvalidClientTokenId":
		return true
	default:
		return false
	}
}

// last returns the innermost part of an error text of the SDK, which puts the
// cause last.
func last(text string) string {
	const shown = 300 // runes: a long sentence, not a page
	parts := strings.Split(text, ", ")
	r := []rune(parts[len(parts)-1])
	return string(r[:min(shown, len(r))])
}

// functionError says what an answer with X-Amz-Function-Error means.
func (c *Client) functionError(payload []byte) *Error {
	var body struct{ ErrorMessage, ErrorType string }
	_ = json.Unmarshal(payload, &body)
	e := &Error{Function: c.function, Unclear: true}
	switch {
	case strings.Contains(body.ErrorMessage, "Task timed out"):
		e.Meaning = "the function ran out of time: " + body.ErrorMessage
		e.Remedy = "raise the function's timeout, or check its way out to WeChat" + lookLive
	case body.ErrorType == "EventError":
		e.Unclear = false
		e.Meaning = "the function did not take the request: " + body.ErrorMessage
		e.Remedy = "deploy the function and the action from one release"
	default:
		e.Meaning = strings.TrimSpace("the function failed: " + body.ErrorType + " " + body.ErrorMessage)
		e.Remedy = "look at the function's log" + lookLive
	}
	return e
}
