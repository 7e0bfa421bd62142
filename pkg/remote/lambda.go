package remote

import (
	"context"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/caidan-dev/caidan/pkg/text"
)

// lambdaCarrier takes requests to a function of AWS Lambda.
type lambdaCarrier struct {
	api         *lambda.Client
	function    string
	region      string
	credentials aws.CredentialsProvider
}

// New returns a client for a function of AWS Lambda, given by name, name:alias or ARN. At most
// so many requests are under way at once, on as many connections; see
// [FirstWidth].
func New(cfg aws.Config, function string, most int) *Client {
	api := lambda.NewFromConfig(cfg, func(o *lambda.Options) {
		// What may be sent again is for Do to say.
		o.Retryer = aws.NopRetryer{}
		o.HTTPClient = patient{keeping(o.HTTPClient, most)}
	})
	return newClient(&lambdaCarrier{api: api, function: function, region: cfg.Region, credentials: cfg.Credentials}, function, most)
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

// carry invokes the function.
func (l *lambdaCarrier) carry(ctx context.Context, secrets hidden, payload []byte) ([]byte, *Error) {
	call := invocation{l, secrets}
	timed, cancel := context.WithTimeout(ctx, invokeTimeout)
	defer cancel()
	out, err := l.api.Invoke(timed, &lambda.InvokeInput{FunctionName: &l.function, Payload: payload})
	switch {
	case err != nil:
		return nil, call.explain(ctx, err)
	case out.FunctionError != nil:
		return nil, call.functionError(out.Payload)
	default:
		return out.Payload, nil
	}
}

// invocation is one request under way, with what no error of it may show.
type invocation struct {
	*lambdaCarrier
	hidden hidden
}

// failed returns an error of this request.
func (c *invocation) failed(cause error, meaning, remedy text.Spoken) *Error {
	return &Error{Function: c.function, Cause: cause, Meaning: meaning, Remedy: remedy}
}
