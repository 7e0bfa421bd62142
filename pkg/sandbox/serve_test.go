package sandbox_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestServeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l, err := loopback.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Serve(ctx, l); err != nil {
		t.Errorf("got %v, want nil", err)
	}
	if _, err := l.Accept(); err == nil {
		t.Error("got a connection, want the listener closed")
	}
}

func TestServeReportsABrokenListener(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	l, err := loopback.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if err := r.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), "serve sandbox") {
		t.Errorf("got %v, want an error", err)
	}
}

// Connections that never send a request do not keep the server from ending.
func TestServeClosesSilentConnections(t *testing.T) {
	t.Parallel()
	l := newRig(t).serve()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(l.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := l.stop(); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	a := brand()
	a.Console, a.LateReads, a.Normalise = sandbox.ConsoleShows, 1, true
	l := newRig(t, a).serve()
	ended := make(chan struct{})
	for range 16 {
		go func() {
			defer func() { ended <- struct{}{} }()
			l.create()
			l.get("/cgi-bin/menu/get")
			l.do("GET", "/", "")
			l.Menu("brand-cn")
			l.Fault(sandbox.Fault{Path: createPath, Call: 1, Errcode: -1})
			l.ClearFaults()
			added := decode(l.T, l.do("POST", addPath+"?access_token="+l.stable(false).Token, conditionalBody))
			l.do("POST", removePath+"?access_token="+l.stable(false).Token, `{"menuid":"`+added.MenuID+`"}`)
			l.do("POST", tryPath+"?access_token="+l.stable(false).Token, `{"user_id":"o"}`)
			l.get(selfPath)
			l.do("POST", "/sandbox/console", `{"account":"brand-cn","menu":`+newsMenu+`,"open":true}`)
			_ = l.Settle("brand-cn")
			l.Live("brand-cn")
			l.Calls()
		}()
	}
	for range 16 {
		<-ended
	}
}
