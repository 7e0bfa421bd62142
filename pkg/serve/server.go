package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// headerTimeout is how long the header of a request may take, and bodyTimeout
	// all of it: some MB over a slow line.
	headerTimeout = 10 * time.Second
	bodyTimeout   = time.Minute
	// answerTimeout is how long an answer may take to be sent.
	answerTimeout = time.Minute
	// idleTimeout is how long a connection is kept that nothing goes over: longer
	// than a command takes between two requests.
	idleTimeout = 2 * time.Minute
	// maxHeader is the most bytes of a header: a token of GitHub's takes 2 KiB.
	maxHeader = 32 << 10
)

// Listen opens the address of a server, with TLS where it has a certificate. Beyond
// this machine's loopback there is no plain http, unless something before the server
// ends TLS; nor is there any where GitHub's keys are in a file that has none. An error
// is a [*text.Error].
func Listen(ctx context.Context, c *Config, behindProxy bool, log *slog.Logger) (net.Listener, error) {
	host, _, _ := net.SplitHostPort(c.Listen)
	if c.Certificate == "" && !api.ThisMachine(host) && !behindProxy {
		return nil, &text.Error{
			Meaning: text.Sayf("listen: keys and tokens sent to %q over plain http could be read on the way", "listen：发往%q的密钥和令牌走明文 http，会在途中被人看到", c.Listen),
			Remedy: text.Say(
				"give tls a certificate and key, listen on 127.0.0.1, or say --behind-proxy where a proxy before it ends TLS",
				"请在 tls 里给出证书和私钥，或者改为监听 127.0.0.1；如果前面有代理负责 TLS，请加上 --behind-proxy"),
		}
	}
	if err := c.GitHub.pinned(); err != nil {
		return nil, err
	}
	var config *tls.Config
	if c.Certificate != "" {
		pair := &certificate{cert: c.Certificate, key: c.CertificateKey, log: log}
		if _, err := pair.get(nil); err != nil {
			return nil, &text.Error{
				Meaning: text.Sayf("tls: the certificate cannot be used: %s", "tls：证书无法使用：%s", text.Cause(err)),
				Remedy:  text.Say("give PEM files: certificate with the chain, key with its private key", "请给出 PEM 文件：certificate 是完整的证书链，key 是对应的私钥"),
				Cause:   err,
			}
		}
		config = &tls.Config{GetCertificate: pair.get, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, &text.Error{Meaning: text.Colon(text.Same("listen"), text.Cause(err)), Cause: err}
	}
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	return listener, nil
}

// certificate is read for each connection, so that a renewed one is used; where it
// cannot be read, as in the middle of a renewal, the last one is.
type certificate struct {
	cert, key string
	// log gets a line where another one is used from now on, or none can be read.
	log *slog.Logger

	mu     sync.Mutex
	last   *tls.Certificate
	failed bool
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil && (c.failed || c.last == nil || !pair.Leaf.Equal(c.last.Leaf)):
		c.log.Info("certificate read", "names", pair.Leaf.DNSNames, "until", pair.Leaf.NotAfter.UTC())
	case err != nil && c.last == nil:
		return nil, err
	case err != nil && !c.failed:
		c.log.Warn("certificate not read", "cause", err.Error(), "until", c.last.Leaf.NotAfter.UTC())
	}
	if c.failed = err != nil; err == nil {
		c.last = &pair
	}
	return c.last, nil
}

// Run serves until ctx is done, and then until what is under way is done, so that no
// publish is left half-way.
func Run(ctx context.Context, listener net.Listener, h http.Handler, timeout time.Duration, log *slog.Logger) error {
	// The server waits for connections; over HTTP/2 a request goes on without its own.
	var under sync.WaitGroup
	counted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		under.Add(1)
		defer under.Done()
		h.ServeHTTP(w, r)
	})
	server := &http.Server{
		Handler: counted, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		WriteTimeout: bodyTimeout + timeout + answerTimeout,
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext:  func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.InfoContext(ctx, "server stops", "at_most", timeout.String())
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), bodyTimeout+timeout)
	defer cancel()
	err := server.Shutdown(last)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	if stopped := <-ended; !errors.Is(stopped, http.ErrServerClosed) {
		err = errors.Join(err, stopped)
	}
	log.InfoContext(ctx, "server waits for what is under way")
	done := make(chan struct{})
	go func() { under.Wait(); close(done) }()
	select {
	case <-done:
		return err
	case <-last.Done():
		return errors.Join(err, last.Err())
	}
}
