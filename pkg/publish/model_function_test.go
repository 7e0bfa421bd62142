package publish

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// pipes is a listener whose connections never leave the process.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// from is a connection that says which function it comes from.
type from struct {
	net.Conn
	port int
}

func (c from) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: c.port} }

// function is one instance of the functions, as Lambda starts them: it serves
// one invocation at a time, and keeps its connections and its token between
// them.
type function struct {
	world  *world
	port   int
	client *wechat.Client
	// publish and inspect are its handlers.
	publish, inspect Func
	// at is what it serves; nil while it rests.
	at *invocation
	// skew is how far its clock is off.
	skew time.Duration
	// dead is set when the process is gone: nothing that is still on its way
	// reaches a caller.
	dead bool
	// calls counts the calls of each path and ledger method.
	calls map[string]int
	// again is when a path may be answered next. Who tries again waits for a
	// random while; waiting until a certain moment takes that out again.
	again map[string]time.Time
}

// function returns a live instance.
func (w *world) function(tb testing.TB, n int) *function {
	tb.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.functions[n]; f != nil {
		return f
	}
	f := &function{world: w, port: 1 + len(w.opened), calls: map[string]int{}, again: map[string]time.Time{}}
	w.functions[n], w.opened = f, append(w.opened, f)
	client, err := wechat.New(wechat.Options{Base: "http://localhost", Now: time.Now, Dial: f.dial})
	if err != nil {
		tb.Fatal(err)
	}
	f.client = client
	keys := credential.NewKeyring(w.credential, client, time.Now)
	log := slog.New(slog.NewJSONHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	store := &faultyStore{function: f, Store: w.book}
	f.publish = Handler(Deps{
		Open:  func(account string) *wechat.Writer { return client.Writer(keys.Renewing(account)) },
		AppID: keys.AppID, Ledger: store, Now: f.now, Log: log, pace: w.pacer,
	})
	f.inspect = Inspect(InspectDeps{
		Open:  func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) },
		AppID: keys.AppID, Ledger: store, Now: f.now, Log: log,
	})
	return f
}

// credential is that of the Official Account which the name stands for now.
func (w *world) credential(context.Context, string) (credential.Source, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return credential.Secret{AppID: w.account.AppID, Secret: wechat.NewSecret(w.account.Secret)}, nil
}

// swap has the name stand for the other Official Account. Its functions are
// deployed anew.
func (w *world) swap() {
	w.account, w.other = w.other, w.account
	for i, f := range w.functions {
		if f != nil {
			f.dead, w.functions[i] = true, nil
			f.client.Close()
		}
	}
	w.was = w.truth() // all of it was there before
	w.foreign(true, true)
}

// now is the function's clock.
func (f *function) now() time.Time {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	return time.Now().Add(f.skew)
}

// jump puts the clock of one of the functions forward or back. When answers are
// late no more is measured by those clocks: where they are, no two disagree by
// more than four minutes, which is longer than a lease.
func (w *world) jump(f *function, by time.Duration) {
	if f != nil && by != 0 {
		f.skew += by
		if w.account.LateReads > 0 {
			f.skew = max(-2*time.Minute, min(f.skew, 2*time.Minute))
		}
		w.skewed = true
	}
}

func (f *function) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case f.world.conns <- from{far, f.port}:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
