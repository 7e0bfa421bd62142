package wechat

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/caidan-dev/caidan/pkg/errcode"
)

// HTTP returns the HTTP client for a program of the account's owner that has the
// account's token: it has the limits of the client's own requests, and no proxy.
// Its errors name addresses.
func (c *Client) HTTP() *http.Client { return c.direct }

// Now is the client's clock.
func (c *Client) Now() time.Time { return c.now() }

// Report tells the context's trace of a request that such a program was sent.
func Report(ctx context.Context, c Call) { report(ctx, c) }

// PassedOn returns the errcode that another program answered, 0 where there is
// none, and the refusal of WeChat's that it passed on with it, without its text,
// which may be that program's; nil where the errcode is none of WeChat's. op is
// what the error calls the request.
func PassedOn(op string, body []byte) (code int, refused *Error) {
	ans, err := decodeAnswer(body)
	if err != nil {
		return 0, nil // what is not an answer of WeChat's does not count as WeChat's refusal
	}
	if errcode.Known(ans.errcode) && errors.As(request{op: op}.refusal(ans), &refused) {
		refused.Errmsg = ""
	}
	return ans.errcode, refused
}
