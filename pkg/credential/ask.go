package credential

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// opService is what requests to a token service are called in traces.
	opService = "token-service"

	// maxPage is the most bytes of a token service's answer.
	maxPage = 64 << 10

	// asks is how often a request is sent whose connection breaks, or which a
	// server that is not well answers.
	asks = 2
)

// failed is what is wrong with a token service. It repeats nothing of the
// service's address, of what was sent there and of what came back.
func failed(c api.Code, f api.Facts) *Error {
	return &Error{Why: api.Reason{Code: c, Facts: f}}
}

// get asks an address of the service for what it has, and has read look at that.
func (o Order) get(ctx context.Context, client *wechat.Client, u *url.URL, read func(body []byte) *Error) error {
	for n := 1; ; n++ {
		start := client.Now()
		call := wechat.Call{Op: opService}
		body, err := o.try(ctx, client, u, &call)
		if err == nil {
			err = read(body)
		}
		call.Duration = client.Now().Sub(start)
		if err != nil {
			call.Failure = string(err.Why.Code)
		}
		wechat.Report(ctx, call)
		switch {
		case err == nil:
			return nil
		case n == asks || ctx.Err() != nil || err.Why.Code != api.ServiceUnreachable && err.Why.Status < http.StatusInternalServerError:
			return err
		}
	}
}

// try sends one request. The client does not follow redirects, which would carry
// the headers elsewhere, and has a time limit of its own.
func (o Order) try(ctx context.Context, client *wechat.Client, u *url.URL, call *wechat.Call) ([]byte, *Error) {
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Host: o.Header["Host"]}).WithContext(ctx)
	for name, value := range o.Header {
		req.Header.Set(name, value)
	}
	resp, err := client.HTTP().Do(req)
	if err != nil {
		return nil, unreachable(ctx, client, err)
	}
	defer resp.Body.Close()
	call.Status = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return nil, unreachable(ctx, client, err)
	}
	if len(body) > maxPage {
		return nil, failed(api.ServiceLarge, api.Facts{Max: maxPage})
	}
	if code, refusal := wechat.PassedOn(opService, body); refusal != nil {
		call.Errcode = code
		return nil, &Error{Why: api.Reason{Code: api.ServiceErrcode, Facts: api.Facts{Errcode: code}}, Cause: refusal}
	}
	switch status := resp.StatusCode; {
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return nil, failed(api.ServiceMoved, api.Facts{Status: status})
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return nil, failed(api.ServiceDenied, api.Facts{Status: status})
	case status < http.StatusOK || status >= http.StatusMultipleChoices:
		return nil, failed(api.ServiceStatus, api.Facts{Status: status})
	}
	return body, nil
}

// unreachable says why there is no answer, in words of our own: those of the
// network name the address.
func unreachable(ctx context.Context, client *wechat.Client, err error) *Error {
	var late net.Error
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case ctx.Err() != nil:
		return &Error{Why: api.Reason{Code: api.CredentialWaited}, Cause: ctx.Err()}
	case errors.As(err, &name):
		return failed(api.ServiceUnknown, api.Facts{})
	case errors.As(err, &cert):
		return failed(api.ServiceCertificate, api.Facts{})
	case errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &record):
		return failed(api.ServicePlain, api.Facts{})
	case errors.As(err, &late) && late.Timeout():
		return failed(api.ServiceSlow, api.Facts{Seconds: client.HTTP().Timeout.Seconds()})
	default:
		return failed(api.ServiceUnreachable, api.Facts{})
	}
}

// formless says what an answer is that has no token where it should be.
func formless(body []byte) *Error {
	code, _ := wechat.PassedOn(opService, body)
	switch text := bytes.TrimSpace(body); {
	case code != 0:
		return failed(api.ServiceOwn, api.Facts{Errcode: code})
	case len(text) == 0:
		return failed(api.ServiceEmpty, api.Facts{})
	case text[0] == '<':
		return failed(api.ServicePage, api.Facts{})
	default:
		return failed(api.ServiceForm, api.Facts{})
	}
}
