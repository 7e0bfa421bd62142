package remote

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/caidan-dev/caidan/pkg/api"
)

// May asks whether the function may be asked, and has it do nothing. An error is an
// [*Error], Denied where these credentials may not.
func (c *Client) May(ctx context.Context) error {
	secrets, unsigned := c.carrier.signIn(ctx)
	if unsigned != nil {
		return &Error{Function: c.function, Meaning: unsigned.Meaning, Remedy: unsigned.Remedy, Cause: unsigned}
	}
	if failure := c.carrier.may(ctx, secrets); failure != nil {
		return failure
	}
	return nil
}

// Function returns the function as it was named.
func (c *Client) Function() string { return c.function }

// Endpoint returns the address of the Lambda service where the settings name one;
// empty is AWS's own.
func (c *Client) Endpoint() string {
	if l, is := c.carrier.(*lambdaCarrier); is && l.api.Options().BaseEndpoint != nil {
		return *l.api.Options().BaseEndpoint
	}
	return ""
}

// may asks AWS, which does not run the function.
func (l *lambdaCarrier) may(ctx context.Context, secrets hidden) *Error {
	timed, cancel := context.WithTimeout(ctx, invokeTimeout)
	defer cancel()
	_, err := l.api.Invoke(timed, &lambda.InvokeInput{FunctionName: &l.function, InvocationType: types.InvocationTypeDryRun})
	if err != nil {
		return (&invocation{l, secrets}).explain(ctx, err)
	}
	return nil
}

// may asks the server for what only reads, which it answers to whom it lets in.
func (h *httpsCarrier) may(ctx context.Context, secrets hidden) *Error {
	payload, _ := json.Marshal(api.Request{Schema: api.Schema, Op: api.OpDiagnose}) // it always has a JSON
	_, failure := h.carry(ctx, secrets, payload)
	return failure
}
