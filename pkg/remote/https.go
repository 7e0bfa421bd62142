package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Server is a function of caidan serve.
type Server struct {
	// Address is the server's, as [api.Address] returns it.
	Address string
	// Path is api.PathInspect or api.PathPublish.
	Path string
	// Bearer returns what lets a request in, a key or a token. Its errors are of
	// type [*text.Error].
	Bearer func(ctx context.Context) (string, error)
}

// httpsCarrier takes requests to caidan serve.
type httpsCarrier struct {
	Server
	client *http.Client
}

// NewHTTPS returns a client for a function of caidan serve. At most so many
// requests are under way at once, on as many connections; see [FirstWidth].
func NewHTTPS(s Server, most int) *Client {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		MaxConnsPerHost: most, MaxIdleConnsPerHost: most, MaxIdleConns: most,
	}
	return newHTTPS(s, transport, most)
}

func newHTTPS(s Server, transport http.RoundTripper, most int) *Client {
	// A redirect would take the key or token to another host.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return newClient(&httpsCarrier{s, &http.Client{Transport: transport, CheckRedirect: stay}}, s.Address, most)
}

// signIn gets what lets requests in.
func (h *httpsCarrier) signIn(ctx context.Context) (hidden, *text.Error) {
	bearer, err := h.Bearer(ctx)
	var worded *text.Error
	switch {
	case ctx.Err() != nil:
		return nil, &text.Error{Meaning: notSent, Remedy: again, Cause: ctx.Err()}
	case errors.As(err, &worded):
		return nil, worded
	case err != nil:
		return nil, &text.Error{Meaning: text.Cause(err), Cause: err}
	default:
		return hidden{bearer}, nil
	}
}

// carry posts a request. secrets are what signIn returned.
func (h *httpsCarrier) carry(ctx context.Context, secrets hidden, payload []byte) ([]byte, *Error) {
	timed, cancel := context.WithTimeout(ctx, invokeTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(timed, http.MethodPost, h.Address+h.Path, bytes.NewReader(payload))
	if err != nil {
		return nil, h.failed(err, text.Sayf("the address cannot be used: %s", "地址无法使用：%s", secrets.quote(err.Error())), nil)
	}
	req.Header.Set("Authorization", "Bearer "+secrets[0])
	req.Header.Set("Content-Type", "application/json")
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, h.explain(ctx, secrets, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, api.MaxBody+1))
	switch {
	case resp.StatusCode != http.StatusOK:
		return nil, h.refused(resp.StatusCode, body)
	case err != nil:
		return nil, h.explain(ctx, secrets, err)
	default:
		return body, nil
	}
}

// Backup gets a copy of a server's ledger, and writes it to w. Errors are of type
// *Error, but for those of w and of the sign-in.
func Backup(ctx context.Context, s Server, w io.Writer) error {
	s.Path = api.PathLedger
	h, _ := NewHTTPS(s, 1).carrier.(*httpsCarrier)
	secrets, unsigned := h.signIn(ctx)
	if unsigned != nil {
		return unsigned
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.Address+h.Path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+secrets[0])
	resp, err := h.client.Do(req)
	if err != nil {
		return h.explain(ctx, secrets, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, api.MaxBody))
		return h.refused(resp.StatusCode, said)
	}
	read := &noting{r: resp.Body}
	if _, err = io.Copy(w, read); err != nil && read.err != nil {
		return h.explain(ctx, secrets, read.err)
	}
	return err
}

// noting keeps the error of reading apart from one of writing.
type noting struct {
	r   io.Reader
	err error
}

func (n *noting) Read(p []byte) (int, error) {
	count, err := n.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return count, err
}

// failed returns an error of a request.
func (h *httpsCarrier) failed(cause error, meaning, remedy text.Spoken) *Error {
	return &Error{Function: h.Address, Cause: cause, Meaning: meaning, Remedy: remedy}
}

var serverNetwork = text.Say("check the address, the network, and that caidan serve runs there", "检查地址和网络，并确认 caidan serve 正在那里运行")

// explain says what an error means that comes with no answer.
func (h *httpsCarrier) explain(ctx context.Context, secrets hidden, err error) *Error {
	var lookup *net.DNSError
	var certificate *tls.CertificateVerificationError
	var e *Error
	switch {
	case refusedToConnect(err):
		e = h.failed(err, text.Say("nothing listens at this address", "这个地址上没有程序在监听"), serverNetwork)
		e.turnedAway, e.closed = true, true
	case errors.As(err, &lookup):
		e = h.failed(err, text.Sayf("the name of the server cannot be looked up: %s", "无法解析服务器的域名：%s", secrets.quote(lookup.Name)), serverNetwork)
	case errors.As(err, &certificate):
		return h.failed(err, text.Sayf("the server's certificate is not trusted: %s", "服务器的证书不受信任：%s", secrets.cause(certificate.Err)),
			trusting(certificate.Err))
	case errors.Is(err, http.ErrSchemeMismatch):
		return h.failed(err, text.Say("the server does not speak TLS", "服务器没有使用 TLS"), serverNetwork)
	case strings.Contains(err.Error(), "protocol version"): // of TLS; its error has no name
		return h.failed(err, text.Say("the server, or a proxy before it, speaks neither TLS 1.2 nor TLS 1.3", "服务器或它前面的代理不支持 TLS 1.2 和 TLS 1.3"),
			text.Say("have it speak one of both", "请让它启用其中一个版本"))
	case notConnected(err):
		e = h.failed(err, text.Sayf("no connection to the server: %s", "无法连接服务器：%s", secrets.cause(err)), serverNetwork)
	case ctx.Err() != nil:
		e = interrupted(h.Address, err)
	case strings.Contains(err.Error(), "GOAWAY"): // HTTP/2's last word; its error has no name
		e = h.failed(err, text.Say("the server ended before it answered", "服务器还没有应答就退出了"), readServerLog)
		e.Unclear = true
	case errors.Is(err, context.DeadlineExceeded):
		e = h.failed(err, text.Sayf("no answer within %s", "%s 内没有收到应答", invokeTimeout.String()), readServerLog)
		e.Unclear = true
	default:
		e = h.failed(err, text.Sayf("the connection to the server failed: %s", "与服务器的连接中断：%s", secrets.cause(err)), text.Say("check the network", "检查网络"))
		e.Unclear = true
	}
	e.Retryable = true
	return e
}

// trusting says what to do about a certificate.
func trusting(err error) text.Spoken {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return text.Say("renew the server's certificate, or set this machine's clock if that is wrong", "更新服务器的证书；如果是本机的时钟不对，请校准时钟")
	case errors.As(err, new(x509.HostnameError)):
		return text.Say("write the address with a name that the certificate is for, or give the server a certificate for this one", "地址里请写证书上的域名，或者给服务器换上这个域名的证书")
	default:
		return text.Say("have the server send its certificate with the chain; SSL_CERT_FILE names the certificate of an authority of your own", "让服务器发送完整的证书链；自建的证书机构用 SSL_CERT_FILE 指定它的证书")
	}
}

var readServerLog = text.Say("look at the server's log", "请查看服务器日志")

// refused says what an answer other than a result means: in the server's own
// words, or by its status, where something before the server answered.
func (h *httpsCarrier) refused(status int, body []byte) *Error {
	var res api.Result
	if bounded(body) && json.Unmarshal(body, &res) == nil && res.Schema == api.Schema && res.Error != nil {
		said := res.Error.Text(nil)
		e := h.failed(nil, said.Meaning, said.Remedy)
		e.Retryable = res.Error.Retryable
		e.Denied = status == http.StatusForbidden
		e.Unclear = status == http.StatusInternalServerError
		e.tooFast = status == http.StatusTooManyRequests
		e.turnedAway = e.tooFast
		return e
	}
	switch {
	// Source: Go's net/http, and nginx, to plain http at a port of TLS.
	case status == http.StatusBadRequest && strings.HasPrefix(h.Address, "http:") && bytes.Contains(body, []byte("HTTPS")):
		return h.failed(nil, text.Say("the server speaks TLS at this port", "服务器在这个端口上使用 TLS"), text.Say("write the address with https://", "请把地址写成 https://"))
	case status >= 500:
		e := h.failed(nil, text.Sayf("the server, or something before it, answered with HTTP status %d", "服务器或它前面的代理返回了 HTTP 状态 %d", status), readServerLog)
		e.Unclear, e.Retryable = true, true
		return e
	case status >= 300 && status < 400:
		return h.failed(nil, text.Sayf("the server sends requests elsewhere, with HTTP status %d", "服务器把请求转到别处，HTTP 状态 %d", status),
			text.Say("give the address that it leads to, if that is your server", "如果转到的确实是您的服务器，请直接写那个地址"))
	case status == http.StatusTooManyRequests:
		e := h.failed(nil, text.Say("something before the server takes no more requests for now", "服务器前面的代理暂时不再接受请求"), text.Say("try again later", "请稍后再试"))
		e.Retryable, e.tooFast, e.turnedAway = true, true, true
		return e
	default:
		return h.failed(nil, text.Sayf("the answer is not that of caidan serve, and has HTTP status %d", "应答不是 caidan serve 的，HTTP 状态 %d", status), serverNetwork)
	}
}
