package wechat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// apiHost is WeChat's API host.
	// Source: createCustomMenu, section 1.
	apiHost = "api.weixin.qq.com"

	// timeout bounds one try, from dialling to the answer's last byte. Answers
	// take well under a second; in the 15 seconds that a publish needs left
	// before it writes, two tries may hang this long and a third still start.
	timeout = 5 * time.Second

	// connections is the most connections to one host where Options do not say:
	// eight accounts at a time without a dial once all eight are open.
	connections = 8

	// idleTimeout is how long an unused connection is kept.
	idleTimeout = 90 * time.Second

	// maxHeaderBytes caps the headers of an answer; WeChat's have some 200.
	maxHeaderBytes = 64 << 10
)

// Options says how a Client reaches WeChat.
type Options struct {
	// Base is the address before /cgi-bin; empty means
	// https://api.weixin.qq.com. It is https, or http where no third party can listen:
	// on loopback, and to api.weixin.qq.com itself inside WeChat Cloud Run,
	// whose sidecar adds the identity. Over the latter the client refuses to
	// send a secret or a token.
	Base string
	// Proxy is the proxy for every request, and TokenProxy another one for token
	// requests, which alone have to come from an address on the account's IP list
	// by WeChat's older pages; by those of its developer platform all requests have
	// to. The scheme is http, https or socks5. Nil means none; a proxy in the
	// environment is never used.
	// Source: /doc/offiaccount, Get_access_token; /doc/oplatform/developers,
	// basic_func/ip_whitelist.
	Proxy, TokenProxy *url.URL
	// Now is the clock that durations are measured with. Required.
	Now func() time.Time
	// Connections is the most connections to one host, in use and idle; requests
	// beyond it wait for one. Zero means eight. Where one process serves more
	// requests at once than a Lambda does, it is as many as these ask WeChat at
	// once.
	Connections int
	// Version is caidan's, for the User-Agent; empty says none.
	Version string
	// Dial opens every connection, to the proxy too; nil means the network.
	// Its context ends after five seconds at the latest. With one that leads
	// to a server in this process, a whole client can live in a bubble of
	// testing/synctest.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Client talks to WeChat. It is safe for concurrent use and is meant to be
// shared: it keeps its connections.
type Client struct {
	base *url.URL
	// exposed is set where requests leave this machine unencrypted.
	exposed bool
	now     func() time.Time
	menus   *http.Client
	tokens  *http.Client
	// direct is without a proxy.
	direct *http.Client
	// interval is about how long the first back-off takes.
	interval time.Duration
	// agent names the client to WeChat.
	agent string
}

// New returns a Client.
func New(o Options) (*Client, error) {
	if o.Now == nil {
		return nil, errors.New("set up WeChat client: no clock")
	}
	base, err := parseBase(o.Base)
	if err != nil {
		return nil, fmt.Errorf("set up WeChat client: %w", err)
	}
	for _, proxy := range []*url.URL{o.Proxy, o.TokenProxy} {
		if err := checkProxy(proxy); err != nil {
			return nil, fmt.Errorf("set up WeChat client: %w", err)
		}
	}
	c := &Client{
		base:     base,
		exposed:  base.Scheme == "http" && !Loopback(base.Hostname()),
		now:      o.Now,
		menus:    newHTTPClient(o.Proxy, o),
		interval: interval,
		agent:    strings.TrimSuffix("caidan/"+o.Version, "/"),
	}
	c.tokens, c.direct = c.menus, c.menus
	if o.Proxy != nil {
		c.direct = newHTTPClient(nil, o)
	}
	if o.TokenProxy != nil {
		c.tokens = newHTTPClient(o.TokenProxy, o)
	}
	return c, nil
}

// Close closes connections that are not in use. The Client stays usable.
func (c *Client) Close() {
	c.menus.CloseIdleConnections()
	c.tokens.CloseIdleConnections()
	c.direct.CloseIdleConnections()
}

func newHTTPClient(proxy *url.URL, o Options) *http.Client {
	dial, most := dialFunc(o.Dial), cmp.Or(o.Connections, connections)
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	t := &http.Transport{
		DialContext:            dial.bounded,
		TLSHandshakeTimeout:    timeout,
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        most,
		MaxIdleConnsPerHost:    most,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
	if proxy != nil {
		t.Proxy = http.ProxyURL(proxy)
	}
	return &http.Client{
		Transport: t,
		Timeout:   timeout,
		// A redirect would carry the token to whatever host it names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// dialFunc opens a connection.
type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// bounded dials for a limited time: a dial outlives the request that asked for
// it.
func (dial dialFunc) bounded(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return dial(ctx, network, addr)
}

// parseBase never shows the address in an error: it may hold a password.
func parseBase(text string) (*url.URL, error) {
	if text == "" {
		text = "https://" + apiHost
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("base address is not a URL")
	case u.Hostname() == "":
		return nil, errors.New("base address has no host")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("base address has a user, query or fragment; give scheme, host and path alone")
	case u.Scheme == "https":
		return u, nil
	case u.Scheme == "http" && (Loopback(u.Hostname()) || u.Host == apiHost):
		return u, nil
	default:
		return nil, errors.New("base address is not https; http is for loopback and for " + apiHost + " inside WeChat Cloud Run")
	}
}

func checkProxy(u *url.URL) error {
	switch {
	case u == nil:
		return nil
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5":
		return errors.New("proxy is not of http, https or socks5")
	case u.Hostname() == "":
		return errors.New("proxy has no host")
	}
	return nil
}

// Loopback reports whether a host is this machine.
func Loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
