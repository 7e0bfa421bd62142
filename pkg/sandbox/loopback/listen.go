package loopback

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// headerTimeout is how long a client may take to send its request headers.
const headerTimeout = 10 * time.Second

// Listen opens addr, "HOST:PORT", for this machine. The host must be a loopback
// address or "localhost", which stands for 127.0.0.1: a program that
// reaches a sandbox can invoke the functions behind it. Port 0 takes a free one.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, Errorf("listen on %q: write HOST:PORT, for example 127.0.0.1:8080", "无法监听%q：请写成 HOST:PORT，例如 127.0.0.1:8080", addr)
	}
	if _, err := net.DefaultResolver.LookupPort(ctx, "tcp", port); err != nil {
		return nil, Errorf("listen on %q: a port is a number from 0 to 65535", "无法监听%q：端口是 0 到 65535 的数字", addr)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.Unmap().IsLoopback() {
		return nil, Errorf("listen on %q: this is for this machine only; use 127.0.0.1:%s, [::1]:%s or localhost:%s",
			"无法监听%q：只供本机使用；请用 127.0.0.1:%s、[::1]:%s 或 localhost:%s", addr, port, port, port)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, Errorf("listen on %q: another program has the port", "无法监听%q：端口已被其他程序占用", addr).Because(err)
	case errors.Is(err, syscall.EACCES):
		return nil, Errorf("listen on %q: this user may not have the port; take one from 1024 on", "无法监听%q：当前用户无权使用这个端口；请用 1024 及以上的端口", addr).Because(err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, Errorf("listen on %q: this machine does not have the address", "无法监听%q：本机没有这个地址", addr).Because(err)
	case err != nil:
		return nil, Errorf("listen on %q: %s", "无法监听%q：%s", addr, err).Because(err)
	}
	return l, nil
}

// Serve answers the listener's connections until ctx is done. It then closes
// the listener and every connection, held requests too, cancels the functions
// that still run, waits for the requests to end and returns nil. Any other end
// of the listener is an error.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	// Each connection adds itself before Serve of net/http goes on accepting
	// and leaves after its last request, so the wait below sees them all.
	var open sync.WaitGroup
	life, end := context.WithCancel(ctx)
	defer end()
	server := &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.route(life, w, r) }),
		BaseContext:       func(net.Listener) context.Context { return life },
		ReadHeaderTimeout: headerTimeout,
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				open.Add(1)
			case http.StateClosed, http.StateHijacked:
				open.Done()
			case http.StateActive, http.StateIdle:
			}
		},
	}
	unhook := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer unhook()
	err := server.Serve(l)
	asked := ctx.Err() != nil
	end()
	_ = server.Close()
	open.Wait()
	if asked {
		return nil
	}
	return Errorf("serve sandbox: %s", "沙箱停止服务：%s", err).Because(err)
}
