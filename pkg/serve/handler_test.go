package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestNoRequest answers what is not a request with a sentence that repeats nothing of it.
func TestNoRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, sent := range []string{
		"", "gibberish", "null", "[]", `"gibberish"`, `{"schema":1,"gibberish":1}`, `{"schema":2,"op":"gibberish"}`, `{"schema":1,"op":"plan","account":"gibberish/.."}`,
		`{"schema":1,"op":"plan","account":"a","accept":{"allow":["gibberish"]}}`, strings.Repeat("gibberish", 1000), "\xff\xfegibberish",
	} {
		r.log.take()
		status, res, _ := r.post(api.PathPublish, "Bearer "+r.key, sent)
		if logged := r.log.take(); strings.Count(logged, "\n") != 1 || !strings.Contains(logged, `"cause":"decode event: `) {
			t.Errorf("%.40q: got the log %q, want one line with the cause", sent, logged)
		}
		if status != http.StatusBadRequest || res.Error == nil || res.Error.Reasons[0].Code != api.NoRequest || strings.Contains(res.Error.Meaning+res.Error.Remedy, "gibberish") {
			t.Errorf("%.40q: got %d %+v, want 400 and a sentence without it", sent, status, res.Error)
		}
	}
	status, res, _ := r.post(api.PathPublish, "Bearer "+r.key, strings.Repeat(" ", api.MaxBody+1))
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(res.Error.Meaning, "6291456 bytes") {
		t.Errorf("got %d %+v, want 413", status, res.Error)
	}
	if n := len(r.wechat.Calls()); n != 0 {
		t.Errorf("got %d calls to WeChat, want none", n)
	}
}

// server is a handler of one function for the key.
func server(t *testing.T, f Func) (h http.Handler, key string, log *lines) {
	t.Helper()
	key, hash := NewKey()
	c, err := Decode([]byte(`{"address":"` + host + `","listen":"127.0.0.1:0","ledger":"bolt:x","credentials":"file:x","keys":{"ann":{"sha256":"` + hash + `","publish":true}}}`))
	if err != nil {
		t.Fatal(err)
	}
	log = &lines{}
	return NewHandler(&c, Deps{
		Publish: f, Inspect: f, Now: time.Now, Version: "test", Log: slog.New(NewLogHandler(slog.NewJSONHandler(log, nil))),
	}), key, log
}

func send(ctx context.Context, h http.Handler, method, path, key string) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(request(api.OpPublish)))
	req.Header.Set("Authorization", "Bearer "+key)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

// TestFails answers for a function that fails, and says in the log why.
func TestFails(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]Func{
		"an error": func(context.Context, []byte) ([]byte, error) { return nil, errors.New("out of cheese") },
		"a panic":  func(context.Context, []byte) ([]byte, error) { panic("out of cheese") },
	} {
		h, key, log := server(t, f)
		rec := send(t.Context(), h, http.MethodPost, api.PathPublish, key)
		if logged := log.take(); rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "cheese") || !strings.Contains(logged, "out of cheese") || !strings.Contains(logged, `"caller":"key ann"`) {
			t.Errorf("%s: got %d %s and the log %s", name, rec.Code, rec.Body, logged)
		}
	}
}

// TestBusy turns away what is too much, and nothing of it is executed.
func TestBusy(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	h, key, _ := server(t, func(context.Context, []byte) ([]byte, error) {
		started <- struct{}{}
		<-release
		return []byte("{}"), nil
	})
	answers := make(chan int, most)
	for range most {
		go func() { answers <- send(t.Context(), h, http.MethodPost, api.PathInspect, key).Code }()
	}
	for range most {
		<-started
	}
	if rec := send(t.Context(), h, http.MethodPost, api.PathInspect, key); rec.Code != http.StatusTooManyRequests || !strings.Contains(rec.Body.String(), string(api.ServerBusy)) {
		t.Errorf("got %d %s, want 429", rec.Code, rec.Body)
	}
	close(release)
	for range most {
		if code := <-answers; code != http.StatusOK {
			t.Errorf("got %d, want 200", code)
		}
	}
}

// reasoned is an error that knows its reason.
type reasoned struct{ why api.Reason }

func (e reasoned) Error() string { return "why" }

func (e reasoned) Reason() api.Reason { return e.why }

// TestBackup copies the ledger to who may inspect, and says what went wrong.
func TestBackup(t *testing.T) {
	t.Parallel()
	key, hash := NewKey()
	c, err := Decode([]byte(`{"address":"` + host + `","listen":":0","ledger":"l","credentials":"c","keys":{"reader":{"sha256":"` + hash + `"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var fails error
	log := &lines{}
	h := NewHandler(&c, Deps{Now: time.Now, Log: slog.New(NewLogHandler(slog.NewJSONHandler(log, nil))), Backup: func() (io.ReadCloser, int64, error) {
		if fails != nil {
			return nil, 0, fails
		}
		return io.NopCloser(strings.NewReader("copy")), 4, nil
	}})
	rec := send(t.Context(), h, http.MethodGet, api.PathLedger, key)
	if logged := log.take(); rec.Code != http.StatusOK || rec.Body.String() != "copy" || rec.Header().Get("Content-Length") != "4" || !strings.Contains(logged, `"msg":"ledger copied","bytes":4,"caller":"key reader"`) {
		t.Errorf("got %d %q %v and the log %s, want the copy", rec.Code, rec.Body, rec.Header(), logged)
	}
	if rec := send(t.Context(), h, http.MethodGet, api.PathLedger, "other"); rec.Code != http.StatusUnauthorized || strings.Contains(rec.Body.String(), "copy") {
		t.Errorf("got %d %q for another key, want 401", rec.Code, rec.Body)
	}
	fails = errors.New("out of cheese")
	log.take()
	if rec := send(t.Context(), h, http.MethodGet, api.PathLedger, key); rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "cheese") || !strings.Contains(log.take(), "cheese") {
		t.Errorf("got %d %q, want 500", rec.Code, rec.Body)
	}
	fails = reasoned{api.Reason{Code: api.LedgerSpoilt, Facts: api.Facts{Place: "state of brand-cn"}}}
	if rec := send(t.Context(), h, http.MethodGet, api.PathLedger, key); rec.Code != http.StatusInternalServerError || !strings.Contains(rec.Body.String(), "what the ledger keeps as state of brand-cn is damaged") {
		t.Errorf("got %d %q, want 500 and the reason", rec.Code, rec.Body)
	}
	h = NewHandler(&c, Deps{Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if rec := send(t.Context(), h, http.MethodGet, api.PathLedger, key); rec.Code != http.StatusNotFound || !strings.Contains(rec.Body.String(), string(api.NoBackup)) {
		t.Errorf("got %d %q from a ledger in a database, want 404", rec.Code, rec.Body)
	}
}

// TestPaths serves two paths by POST, and says that it is healthy.
func TestPaths(t *testing.T) {
	t.Parallel()
	h, key, _ := server(t, func(context.Context, []byte) ([]byte, error) { return []byte("{}"), nil })
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{http.MethodPost, api.PathInspect, 200},
		{http.MethodPost, api.PathPublish, 200},
		{http.MethodGet, api.PathPublish, 405},
		{http.MethodPost, "/v1/other", 404},
		{http.MethodPost, api.PathPublish + "/", 404},
		{http.MethodGet, "/healthz", 200},
		{http.MethodPost, "/healthz", 405},
		{http.MethodGet, api.PathLedger, 404}, // it has none
	} {
		if rec := send(t.Context(), h, tt.method, tt.path, key); rec.Code != tt.want {
			t.Errorf("%s %s: got %d, want %d", tt.method, tt.path, rec.Code, tt.want)
		}
	}
}

// TestGoesOn holds that a function is not stopped where its caller goes away, and
// has an end of its own.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	var left time.Duration
	h, key, _ := server(t, func(ctx context.Context, _ []byte) ([]byte, error) {
		deadline, _ := ctx.Deadline()
		left = time.Until(deadline)
		return []byte("{}"), ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if rec := send(ctx, h, http.MethodPost, api.PathPublish, key); rec.Code != http.StatusOK {
		t.Errorf("got %d %s, want 200", rec.Code, rec.Body)
	}
	if left <= 0 || left > defaultTimeout {
		t.Errorf("got %s to go on, want up to %s", left, defaultTimeout)
	}
}

// TestShutdown ends when what is under way is done, and takes nothing new.
func TestShutdown(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	h, key, log := server(t, func(ctx context.Context, _ []byte) ([]byte, error) {
		close(started)
		<-release
		return []byte(`{"done":true}`), ctx.Err()
	})
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, listener, h, defaultTimeout, slog.New(slog.NewJSONHandler(log, nil))) }()
	address := "http://" + listener.Addr().String()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	post := func() (string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+api.PathPublish, strings.NewReader("{}"))
		if err != nil {
			return "", err
		}
		req.Header.Set("Authorization", "Bearer "+key)
		resp, err := client.Do(req)
		if err != nil {
			return "", err
		}
		defer func() { _ = resp.Body.Close() }()
		data, err := io.ReadAll(resp.Body)
		return string(data), err
	}
	var answer string
	answered := make(chan error, 1)
	go func() {
		var err error
		answer, err = post()
		answered <- err
	}()
	<-started
	cancel()
	for refused := false; !refused; { // until it has stopped to listen
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", listener.Addr().String())
		if refused = err != nil; !refused {
			_ = conn.Close()
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("got an end while a publish is under way: %v", err)
	default:
	}
	close(release)
	if err := <-answered; err != nil || answer != `{"done":true}` {
		t.Errorf("got %q, %v; want the answer", answer, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("got %v, want none", err)
	}
}
