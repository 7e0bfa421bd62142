package dynamo

import (
	"context"
	"errors"
	"strings"

	smithy "github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// problems are the error codes of DynamoDB that have a meaning of their own.
// Source: Amazon DynamoDB, Error handling, Error messages and codes.
var problems = map[string]ledger.Problem{
	"ResourceNotFoundException": ledger.Missing,
	"AccessDeniedException":     ledger.Denied,
	"AccessDenied":              ledger.Denied,
	"ValidationException":       ledger.Foreign,

	"ProvisionedThroughputExceededException": ledger.Throttled,
	"ThrottlingException":                    ledger.Throttled,
	"Throttling":                             ledger.Throttled,
	"RequestLimitExceeded":                   ledger.Throttled,

	"UnrecognizedClientException":         ledger.Credentials,
	"InvalidSignatureException":           ledger.Credentials,
	"IncompleteSignature":                 ledger.Credentials,
	"IncompleteSignatureException":        ledger.Credentials,
	"ExpiredTokenException":               ledger.Credentials,
	"MissingAuthenticationTokenException": ledger.Credentials,
	"MissingAuthenticationToken":          ledger.Credentials,
}

// explain says what an error of the SDK means. AWS's own texts are not
// repeated: they hold ARNs, and may hold what was signed.
func (r *Reader) explain(ctx context.Context, action string, err error) error {
	e := &ledger.AccessError{Store: r.table, Action: action, Cause: err}
	var answer smithy.APIError
	var response *smithyhttp.ResponseError
	status := 0
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	switch answered := errors.As(err, &answer); {
	case answered && problems[answer.ErrorCode()] != "":
		e.Problem, e.Detail = problems[answer.ErrorCode()], answer.ErrorCode()
		if e.Problem == ledger.Denied && strings.Contains(strings.ToLower(answer.ErrorMessage()), "kms") {
			e.Problem = ledger.KeyUnusable
		}
	case status >= 500:
		e.Problem, e.Status = ledger.Broken, status
	case answered:
		e.Problem, e.Detail = ledger.Refused, answer.ErrorCode()
	case status >= 300:
		e.Problem, e.Status = ledger.Proxied, status
	case ctx.Err() != nil:
		e.Problem = ledger.Late
	default:
		e.Problem, e.Detail = ledger.Silent, innermost(err)
	}
	return e
}

// innermost returns the text of the error at the bottom: what the layers above
// add are names of the SDK's parts, and URLs.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
