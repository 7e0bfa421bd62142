package remote

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestSuccess reads each answer to its end and closes it, which is what lets
// net/http keep the connection. What it sends has no WriteTo, which would be an
// error once the SDK has closed it, and lose the rest of a long answer.
func TestSuccess(t *testing.T) {
	t.Parallel()
	server := functions(t, 0, done)
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	cfg := settings(t, front.URL)
	transport := &reading{RoundTripper: front.Client().Transport}
	cfg.HTTPClient = &http.Client{Transport: transport}
	c := New(cfg, function, MaxWidth)
	res, err := c.Do(t.Context(), request())
	if err != nil || res.Outcome != api.Published || res.Account != "brand-cn" {
		t.Errorf("got %+v, %v; want it published", res, err)
	}
	if transport.writes {
		t.Error("got a request whose body writes itself, want one that is only read")
	}
	if n := len(server.Calls()); n != 1 || !transport.whole || !transport.closed {
		t.Errorf("got %d calls, the answer read to its end %v, closed %v; want 1 call and both", n, transport.whole, transport.closed)
	}
}

// reading is a transport that sees whether a request's body writes itself, and
// what becomes of the last answer's.
type reading struct {
	http.RoundTripper
	io.ReadCloser
	writes, whole, closed bool
}

func (r *reading) RoundTrip(req *http.Request) (*http.Response, error) {
	_, r.writes = req.Body.(io.WriterTo)
	resp, err := r.RoundTripper.RoundTrip(req)
	if err == nil {
		r.ReadCloser, resp.Body = resp.Body, r
	}
	return resp, err
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.whole = r.whole || errors.Is(err, io.EOF)
	return n, err
}

func (r *reading) Close() error {
	r.closed = true
	return r.ReadCloser.Close()
}

// TestNames invokes by alias and ARN.
func TestNames(t *testing.T) {
	t.Parallel()
	server := functions(t, 0, done)
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	for _, name := range []string{
		function, function + ":live", "arn:aws:lambda:eu-west-1:123456789012:function:" + function,
		"arn:aws-cn:lambda:cn-north-1:123456789012:function:" + function + ":live",
	} {
		if _, err := New(settings(t, front.URL), name, MaxWidth).Do(t.Context(), request()); err != nil {
			t.Errorf("%s: got %v, want a result", name, err)
		}
	}
}

// TestUnbounded says what no function takes in the words that mend it, and asks
// none.
func TestUnbounded(t *testing.T) {
	t.Parallel()
	server, c := serve(t, 0, done)
	long, run := request(), request()
	long.Reason, run.Origin.RunID = strings.Repeat("x", api.MaxText+1), -1
	for _, tt := range []struct {
		req        api.Request
		en, remedy string
	}{
		{long, "reason has 1025 bytes, and a record keeps at most 1024", "请缩短"},
		{run, "-1 cannot be the id of a GitHub run: it is from 1 to 9007199254740992", "请使用 GitHub 运行网址末尾的数字"},
	} {
		_, err := c.Do(t.Context(), tt.req)
		meaning, _ := text.Explain(err, text.English)
		_, remedy := text.Explain(err, text.Chinese)
		if !strings.HasSuffix(meaning, tt.en) || remedy != tt.remedy {
			t.Errorf("got %q and %q, want %q and %q", meaning, remedy, tt.en, tt.remedy)
		}
	}
	if n := len(server.Calls()); n != 0 {
		t.Errorf("got %d calls, want none", n)
	}
}

func TestFunctionErrors(t *testing.T) {
	t.Parallel()
	real := publish.Handler(publish.Deps{Log: slog.New(slog.DiscardHandler), Now: time.Now})
	tests := []struct {
		name     string
		timeout  time.Duration
		function func(context.Context, []byte) ([]byte, error)
		schema   int
		want     want
	}{
		{
			"an event it does not take", 0, real, 2,
			want{`did not take the request: "decode event: schema 2`, "one release", false, false},
		},
		{"a panic", 0, func(context.Context, []byte) ([]byte, error) { panic("index out of range") }, 1, want{`failed: "string index out of range"`, "log", true, true}},
		{"an error", 0, func(context.Context, []byte) ([]byte, error) { return nil, &otherError{} }, 1, want{`failed: "otherError out of paper"`, "log", true, true}},
		{"a long error", 0, func(context.Context, []byte) ([]byte, error) {
			return nil, errors.New(strings.Repeat("\x1b[31m很\n", 9000))
		}, 1, want{"failed", "log", true, true}},
		{"time", 20 * time.Millisecond, func(ctx context.Context, _ []byte) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }, 1, want{"ran out of time", "timeout", true, true}},
		{"nothing", 0, say(``), 1, want{"not a result of the caidan function", "name", true, false}},
		{"null", 0, say(`null`), 1, want{"not a result of the caidan function", "name", true, false}},
		{"a string", 0, say(`"ok"`), 1, want{"not a result of the caidan function", "name", true, false}},
		{"another object", 0, say(`{"statusCode":200}`), 1, want{"not a result of the caidan function", "name", true, false}},
		{"another account", 0, say(`{"schema":1,"account":"brand-de","outcome":"published","calls":[]}`), 1, want{"not a result of the caidan function", "name", true, false}},
		{"more changes than there can be", 0, say(`{"schema":1,"account":"brand-cn","outcome":"planned","calls":[],"changes":[` + strings.Repeat("{},", 1_900_000) + `{}]}`), 1, want{"more than a result can hold", "name", true, false}},
		{"a longer text than there can be", 0, say(`{"schema":1,"account":"brand-cn","outcome":"failed","calls":[],"error":{"op":"plan","meaning":"` + strings.Repeat(`\"[`, 1_000_000) + `"}}`), 1, want{"more than a result can hold", "name", true, false}},
		{"no outcome", 0, say(`{"schema":1,"account":"brand-cn","calls":[]}`), 1, want{"not a result of the caidan function", "name", true, false}},
		{"another schema", 0, say(`{"schema":2,"account":{},"outcome":"published"}`), 1, want{"schema 2", "one release", true, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, c := serve(t, tt.timeout, tt.function)
			req := request()
			req.Schema = tt.schema
			_, err := c.Do(t.Context(), req)
			tt.want.check(t, err)
			if got := len(server.Calls()); got != 1 {
				t.Errorf("got %d calls, want 1", got)
			}
		})
	}
}

// TestReadResult carries a result with menus in it.
func TestReadResult(t *testing.T) {
	t.Parallel()
	_, c := serve(t, 0, say(`{"schema":1,"account":"brand-cn","outcome":"read","digests":{},"calls":[],
		"live":{"api":{"menu":{"button":[{"type":"click","name":"a","key":"k"}]}},"shown":{},"open":true}}`))
	res, err := c.Do(t.Context(), request())
	if err != nil {
		t.Fatal(err)
	}
	if res.Live == nil || len(res.Live.API.Menu) != 1 || len(res.Live.Shown.Menu) != 0 || !res.Live.Open {
		t.Errorf("got live %+v, want one button", res.Live)
	}
}
