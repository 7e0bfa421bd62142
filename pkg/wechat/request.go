package wechat

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// The names of the endpoints in errors and traces.
const (
	opToken  = "stable_token"
	opCreate = "menu/create"
	opAdd    = "menu/addconditional"
	opDel    = "menu/delconditional"
	opDelete = "menu/delete"
	opGet    = "menu/get"
	opShown  = "get_current_selfmenu_info"
	opTry    = "menu/trymatch"
	opQuota  = "openapi/quota/get"
)

// maxAnswer is the most bytes of an answer that are read. A full menu set has
// a few ten thousand.
const maxAnswer = 1 << 20

// request is one request to WeChat, however often it is tried.
type request struct {
	op string
	// token goes into the query; zero for the token endpoint and for calls that
	// carry none.
	token Secret
	// cloud is set for a call from inside WeChat Cloud Run.
	cloud *Cloud
	// tokenName is what the query calls it; empty is access_token.
	tokenName string
	// secrets are those inside body.
	secrets []Secret
	// body is posted; nil makes the request a GET.
	body []byte
	// again is Writer.Again; nil of what changes no menu.
	again func(context.Context) bool
}

// with returns the request with what says whose it is.
func (r request) with(t Token) request {
	r.token, r.cloud = t.Value, t.Cloud
	return r
}

// writes reports whether an endpoint changes what is live.
func writes(op string) bool { return op == opCreate || op == opDelete || once(op) }

// once reports whether doing what an endpoint does twice differs from doing it
// once.
func once(op string) bool { return op == opAdd || op == opDel }

// try sends a request once and reports it to the context's trace.
func (c *Client) try(ctx context.Context, req request) (answer, error) {
	if c.exposed && (!req.token.IsZero() || len(req.secrets) > 0) {
		return answer{}, &TransportError{Op: req.op, Problem: PlainHTTP, Cause: errors.New("secrets and tokens are not sent over plain http; use https")}
	}
	if err := ctx.Err(); err != nil {
		return answer{}, &TransportError{Op: req.op, Problem: NoAnswer, Cause: err}
	}
	call := Call{Op: req.op, Start: c.now()}
	ans, err := c.exchange(ctx, req, &call)
	call.Duration = c.now().Sub(call.Start)
	report(ctx, call)
	return ans, err
}

func (c *Client) exchange(ctx context.Context, req request, call *Call) (answer, error) {
	var sent atomic.Bool
	fail := func(problem Problem, err error, repeat bool) (answer, error) {
		broken := &TransportError{Op: req.op, Problem: problem, Sent: sent.Load(), Cause: req.cleanError(err), repeat: repeat && ctx.Err() == nil}
		if problem == BadStatus || problem == NotEnabled {
			broken.Status = call.Status
		}
		call.Failure = broken.Cause.Error()
		return answer{}, broken
	}
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// From here on bytes may be on their way.
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	hreq, err := c.build(traced, req)
	if err != nil {
		return fail(NoAnswer, err, false)
	}
	client := c.menus
	if len(req.secrets) > 0 || req.tokenName != "" {
		client = c.tokens
	}
	resp, err := client.Do(hreq)
	if err != nil {
		var untrusted *tls.CertificateVerificationError
		return fail(NoAnswer, err, !errors.As(err, &untrusted))
	}
	defer resp.Body.Close()
	call.Status = resp.StatusCode
	call.Date, _ = http.ParseTime(resp.Header.Get("Date")) // zero where there is none
	// Read to the end, so that the connection can be used again.
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case resp.StatusCode == http.StatusBadGateway && req.cloud != nil:
		return fail(NotEnabled, fmt.Errorf("HTTP status %d", resp.StatusCode), false)
	case resp.StatusCode != http.StatusOK:
		return fail(BadStatus, fmt.Errorf("HTTP status %d", resp.StatusCode), resp.StatusCode >= http.StatusInternalServerError)
	case err != nil:
		return fail(NoAnswer, err, true)
	case len(body) > maxAnswer:
		return fail(Garbled, fmt.Errorf("answer has more than %d bytes", maxAnswer), false)
	}
	ans, err := decodeAnswer(body)
	switch {
	case err != nil && ans.body == nil:
		return fail(Garbled, err, false)
	case err != nil:
		call.Failure = err.Error()
		return answer{}, unknown(req.op, ans, err)
	}
	call.Errcode = ans.errcode
	return ans, req.refusal(ans)
}

// url is where a request goes. WeChat takes the token in the query only. A cloud call
// without a token is told by its plain http.
func (c *Client) url(req request) *url.URL {
	u, query, name := c.base.JoinPath("cgi-bin", req.op), url.Values{}, cmp.Or(req.tokenName, "access_token")
	if req.cloud != nil {
		name = "cloudbase_access_token"
		if req.token.IsZero() && u.Host == apiHost {
			u.Scheme = "http"
		}
		if req.cloud.From != "" {
			query.Set("from_appid", req.cloud.From)
		}
	}
	if !req.token.IsZero() {
		query.Set(name, req.token.Reveal())
	}
	u.RawQuery = query.Encode()
	return u
}

// build makes the HTTP request.
func (c *Client) build(ctx context.Context, req request) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if req.body != nil {
		method, body = http.MethodPost, bytes.NewReader(req.body)
	}
	hreq, err := http.NewRequestWithContext(ctx, method, c.url(req).String(), body)
	if err != nil {
		return nil, err
	}
	hreq.Header.Set("User-Agent", c.agent)
	if req.body != nil {
		hreq.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return hreq, nil
}
