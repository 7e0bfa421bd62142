package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	smithy "github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// explain says what an error of the SDK means. AWS's own texts are not
// repeated: they hold ARNs, and may hold what was signed.
func (r *Reader) explain(ctx context.Context, action string, err error) error {
	e := &ledger.AccessError{Store: "table " + r.table, Action: action, Cause: err}
	var answer smithy.APIError
	var response *smithyhttp.ResponseError
	status := 0
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	switch {
	case errors.As(err, &answer) && r.refused(e, answer):
	case status >= 500:
		e.Meaning = fmt.Sprintf("DynamoDB failed with HTTP status %d", status)
		e.Fix = "try again; look at the AWS status page if it lasts"
		e.Temporary = true
	case errors.As(err, &answer):
		e.Meaning = "DynamoDB refused the request: " + answer.ErrorCode()
		e.Fix = "check the function's region and the table's state"
	case status >= 300:
		e.Meaning = fmt.Sprintf("something before DynamoDB answered, with HTTP status %d", status)
		e.Fix = "check the function's way to DynamoDB (VPC endpoint, proxy, AWS_ENDPOINT_URL_DYNAMODB)"
	case ctx.Err() != nil:
		e.Meaning = "there was no time left for the answer"
		e.Fix = "try again; raise the function's timeout if it lasts"
		e.Temporary = true
	default:
		e.Meaning = "there was no answer: " + innermost(err)
		e.Fix = "check the function's way to DynamoDB (VPC endpoint, AWS_ENDPOINT_URL_DYNAMODB) and try again"
		e.Temporary = true
	}
	return e
}

// refused says what an error code of DynamoDB means, and false for one that it
// has no words for.
// Source: Amazon DynamoDB, Error handling, Error messages and codes.
func (r *Reader) refused(e *ledger.AccessError, answer smithy.APIError) bool {
	switch answer.ErrorCode() {
	case "ResourceNotFoundException":
		e.Meaning = "there is no table " + r.table + " in the function's region"
		e.Fix = "deploy lambda/template.yaml, which makes it, or name the one there is in CAIDAN_LEDGER"
	case "AccessDeniedException", "AccessDenied":
		e.Meaning = "access was denied, the role lacks " + e.Action
		e.Fix = "give the function's role " + e.Action + " on the table"
		if strings.Contains(strings.ToLower(answer.ErrorMessage()), "kms") {
			e.Meaning = "the table's encryption key cannot be used"
			e.Fix = "give the function's role kms:Decrypt on the table's key"
		}
	case "ProvisionedThroughputExceededException", "ThrottlingException", "Throttling", "RequestLimitExceeded":
		e.Meaning = "DynamoDB takes no more requests for the moment (" + answer.ErrorCode() + ")"
		e.Fix = "try again in a minute; set the table to on-demand capacity if it lasts"
		e.Temporary = true
	case "UnrecognizedClientException", "InvalidSignatureException", "IncompleteSignature", "IncompleteSignatureException",
		"ExpiredTokenException", "MissingAuthenticationTokenException", "MissingAuthenticationToken":
		e.Meaning = "AWS does not accept the credentials (" + answer.ErrorCode() + ")"
		e.Fix = "check the function's role; on a machine of your own sign in again and check its clock"
	case "ValidationException":
		e.Meaning = "DynamoDB finds the request not valid: the table is not one of caidan's"
		e.Fix = "deploy lambda/template.yaml, which makes a table with the keys pk and sk, both strings, and name it in CAIDAN_LEDGER"
	default:
		return false
	}
	return true
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
