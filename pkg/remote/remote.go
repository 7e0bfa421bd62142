// Package remote carries a request to the Lambda and its result back.
package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/caidan-dev/caidan/pkg/publish"
)

const (
	// invokeTimeout bounds one invocation. The SDK sets none for Lambda; the
	// function of lambda/template.yaml is given 60 s, and a cold start and the
	// way there take their share.
	invokeTimeout = 2 * time.Minute
	// attempts is how often a request that was turned away before it was
	// executed is sent. With the SDK's jittered back-off that is up to about
	// half a minute, which outlives a burst of publishes.
	attempts = 6
)

// Client sends requests to one function.
type Client struct {
	api      *lambda.Client
	function string
	region   string
}

// New returns a client for a function, given by name, name:alias or ARN.
func New(cfg aws.Config, function string) *Client {
	api := lambda.NewFromConfig(cfg, func(o *lambda.Options) {
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts = attempts
			r.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(turnedAway)}
		})
	})
	return &Client{api: api, function: function, region: cfg.Region}
}

// turnedAway reports whether a request was refused before it was executed:
// throttled, or no connection was made. Nothing else may be sent again, as it
// may have published already.
func turnedAway(err error) aws.Ternary {
	var throttled *types.TooManyRequestsException
	var dial *net.OpError
	switch {
	case errors.As(err, &throttled):
		return aws.TrueTernary
	case errors.As(err, &dial) && dial.Op == "dial" && errors.Is(err, syscall.ECONNREFUSED):
		return aws.TrueTernary
	default:
		return aws.FalseTernary
	}
}

// Do sends a request and waits for its result. Errors are of type *Error.
func (c *Client) Do(ctx context.Context, req publish.Request) (publish.Result, error) {
	payload, err := json.Marshal(req)
	if err != nil {
		return publish.Result{}, fmt.Errorf("encode request: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, invokeTimeout)
	defer cancel()
	out, err := c.api.Invoke(ctx, &lambda.InvokeInput{FunctionName: &c.function, Payload: payload})
	if err != nil {
		return publish.Result{}, c.explain(err)
	}
	if out.FunctionError != nil {
		return publish.Result{}, c.functionError(out.Payload)
	}
	var res publish.Result
	if err := json.Unmarshal(out.Payload, &res); err != nil || res.Schema != publish.Schema || res.Account != req.Account {
		return publish.Result{}, &Error{
			Function: c.function,
			Meaning:  "the function answered something that is no result of caidan's",
			Remedy:   "check that the name is that of the caidan function, and deploy the function and the action from one release",
			Unclear:  true,
		}
	}
	return res, nil
}
