// Package remote carries a request to the Lambda and its result back.
package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/cenkalti/backoff/v5"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// invokeTimeout bounds one invocation. The SDK sets none for Lambda; the
	// function of lambda/template.yaml is given 60 s, and a cold start and the
	// way there take their share.
	invokeTimeout = 2 * time.Minute
	// attempts is how often a request that was turned away before it was
	// executed is sent.
	attempts = 6
	// interval is about how long the first back-off takes; each is about twice
	// the one before. Together the five take half a minute, which outlives a
	// burst of publishes.
	interval = time.Second
	// spread is how far a back-off may be off, as a fraction, so that many
	// accounts do not come back at one moment.
	spread = 0.5
)

// Client sends requests to one function. It is safe for concurrent use, and meant
// to be: it lets only as many requests be under way as AWS keeps up with.
type Client struct {
	api         *lambda.Client
	function    string
	region      string
	credentials aws.CredentialsProvider
	width       *width
	// interval is shorter in tests.
	interval time.Duration
}

// New returns a client for a function, given by name, name:alias or ARN. At most
// so many requests are under way at once, on as many connections; see
// [FirstWidth].
func New(cfg aws.Config, function string, most int) *Client {
	api := lambda.NewFromConfig(cfg, func(o *lambda.Options) {
		// What may be sent again is for Do to say.
		o.Retryer = aws.NopRetryer{}
		o.HTTPClient = patient{keeping(o.HTTPClient, most)}
	})
	return &Client{
		api: api, function: function, region: cfg.Region, credentials: cfg.Credentials,
		width: newWidth(most), interval: interval,
	}
}

// keeping has the SDK's own HTTP client keep as many connections as are used: it
// closes all but ten.
func keeping(c lambda.HTTPClient, connections int) lambda.HTTPClient {
	if own, is := c.(*awshttp.BuildableClient); is {
		return own.WithTransportOptions(func(t *http.Transport) {
			t.MaxConnsPerHost, t.MaxIdleConnsPerHost, t.MaxIdleConns = connections, connections, connections
		})
	}
	return c
}

// patient sends requests whose body net/http only reads. The SDK closes the body
// once there is an answer, and its WriteTo is then an error instead of the end:
// net/http, where it has not looked for the end yet, closes the connection, and
// what of the answer is still on its way is lost.
// Source: smithy-go 1.28.8, transport/http/internal/io/safe.go.
type patient struct{ lambda.HTTPClient }

// Do sends a request.
func (p patient) Do(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body = struct{ io.ReadCloser }{req.Body}
	}
	return p.HTTPClient.Do(req)
}

// Do sends a request and waits for its result. Errors are of type *Error. What
// no function takes is not sent.
func (c *Client) Do(ctx context.Context, req api.Request) (api.Result, error) {
	if wrong := req.Bounded(); wrong != nil {
		return api.Result{}, &Error{Function: c.function, Meaning: wrong.Meaning, Remedy: wrong.Remedy, Cause: wrong}
	}
	payload, err := json.Marshal(req)
	if err != nil {
		return api.Result{}, &Error{
			Function: c.function, Cause: err,
			Meaning: text.Sayf("the request cannot be encoded: %s", "请求无法编码：%s", text.Quote(err.Error())),
		}
	}
	hidden, unsigned := c.signIn(ctx)
	if unsigned != nil {
		return api.Result{}, &Error{
			Function: c.function, Meaning: unsigned.Meaning, Remedy: unsigned.Remedy,
			Cause: unsigned, Retryable: ctx.Err() != nil,
		}
	}
	call := &invocation{c, hidden}
	res, failure := call.send(ctx, &req, payload)
	if failure != nil {
		failure.advise(&req)
		return api.Result{}, failure
	}
	return res, nil
}

// send invokes the function, and again while nothing comes of it because
// requests come too fast.
func (c *invocation) send(ctx context.Context, req *api.Request, payload []byte) (api.Result, *Error) {
	pauses := backoff.ExponentialBackOff{
		InitialInterval: c.interval, RandomizationFactor: spread, Multiplier: 2, MaxInterval: backoff.DefaultMaxInterval,
	}
	for n := 1; ; n++ {
		res, failure, resend := c.once(ctx, req, payload)
		if !resend || n == attempts || !sleep(ctx, pauses.NextBackOff()) {
			return res, failure
		}
	}
}

// once invokes the function when its turn has come, and reports whether the
// request may be sent again: it was not executed, or nothing came of it.
func (c *invocation) once(ctx context.Context, req *api.Request, payload []byte) (res api.Result, failure *Error, resend bool) {
	round, err := c.width.begin(ctx)
	if err != nil {
		failure = c.failed(err, notSent, again)
		failure.Retryable = true
		return res, failure, false
	}
	defer c.width.end()
	out, err := c.invoke(ctx, payload)
	if err != nil {
		if throttled(err) {
			c.width.tooFast(round)
		}
		return res, c.explain(ctx, err), turnedAway(err)
	}
	res, failure = c.result(out, req.Account)
	switch {
	case failure != nil:
		return res, failure, false
	case res.Error != nil && res.Error.Throttled():
		c.width.tooFast(round)
		return res, nil, !req.Writes() || len(res.Calls) == 0
	default:
		c.width.answered()
		return res, nil, false
	}
}

func (c *Client) invoke(ctx context.Context, payload []byte) (*lambda.InvokeOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, invokeTimeout)
	defer cancel()
	return c.api.Invoke(ctx, &lambda.InvokeInput{FunctionName: &c.function, Payload: payload})
}

// turnedAway reports whether a request was refused before it was executed:
// throttled, or no connection was made. Nothing else may be sent again, as it
// may have published already.
func turnedAway(err error) bool {
	return throttled(err) || notConnected(err) && errors.Is(err, syscall.ECONNREFUSED)
}

// throttled reports whether AWS refused a request because they come too fast.
func throttled(err error) bool {
	var e *types.TooManyRequestsException
	return errors.As(err, &e)
}

// notConnected reports whether an error is that of dialling, so that nothing
// was sent.
func notConnected(err error) bool {
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial"
}

// sleep reports whether the whole time passed before ctx was done.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// result reads what the function answered.
func (c *invocation) result(out *lambda.InvokeOutput, account string) (api.Result, *Error) {
	if out.FunctionError != nil {
		return api.Result{}, c.functionError(out.Payload)
	}
	if !bounded(out.Payload) {
		e := c.failed(nil,
			text.Say("the function answered more than a result can hold", "函数的应答超出了结果可能有的大小"),
			text.Sayf("check that the name is that of the caidan function, and %s", "确认这个名称指的是 caidan 的函数，并%s", oneRelease))
		e.Unclear = true
		return api.Result{}, e
	}
	var head struct {
		Schema  int
		Outcome api.Outcome
	}
	err := json.Unmarshal(out.Payload, &head)
	if err == nil && head.Schema != 0 && head.Schema != api.Schema {
		e := c.failed(nil, text.Sayf(
			"the function answered schema %d, not %d: it is of another release",
			"函数的应答是第 %d 版格式，不是第 %d 版：函数与 caidan 的版本不同", head.Schema, api.Schema,
		), oneRelease)
		e.Unclear = true
		return api.Result{}, e
	}
	var res api.Result
	if err == nil {
		err = json.Unmarshal(out.Payload, &res)
	}
	if err != nil || res.Schema != api.Schema || res.Outcome == "" || res.Account != account {
		e := c.failed(err,
			text.Say("the answer is not a result of the caidan function", "应答不是 caidan 函数的结果"),
			text.Sayf(
				"check that the name is that of the caidan function, and %s",
				"确认这个名称指的是 caidan 的函数，并%s", oneRelease,
			))
		e.Unclear = true
		return api.Result{}, e
	}
	return res, nil
}
