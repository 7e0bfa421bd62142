package wechat

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// HTTP returns the HTTP client for a program of the account's owner that has the
// account's token: it has the limits of the client's own requests, and no proxy.
// Its errors name addresses.
func (c *Client) HTTP() *http.Client { return c.direct }

// Now is the client's clock.
func (c *Client) Now() time.Time { return c.now() }

// Report tells the context's trace of a request that such a program was sent.
func Report(ctx context.Context, c Call) { report(ctx, c) }

// PassedOn returns the refusal of WeChat's that another program passed on as its
// answer, without its text, which may be that program's; nil where there is
// none. op is what the error calls the request.
func PassedOn(op string, body []byte) *Error {
	ans, err := decodeAnswer(body)
	if err != nil || ans.errcode == 0 {
		return nil //nolint:nilerr // what is not an answer of WeChat's is no refusal of WeChat's
	}
	var refused *Error
	errors.As(request{op: op}.refusal(ans), &refused)
	refused.Errmsg = ""
	return refused
}
