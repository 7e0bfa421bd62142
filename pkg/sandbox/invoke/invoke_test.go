package invoke_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestNames(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:lambda:ap-southeast-1:123456789012:function:"
	tests := []struct {
		name, function, query string
		want                  int
		exception             string
	}{
		{"name", "publish", "", 200, ""},
		{"name and alias", "publish:live", "", 200, ""},
		{"name and qualifier", "publish", "?Qualifier=live", 200, ""},
		{"alias and the same qualifier", "publish:live", "?Qualifier=live", 200, ""},
		{"alias and another qualifier", "publish:live", "?Qualifier=test", 400, "InvalidParameterValueException"},
		{"arn", arn + "publish", "", 200, ""},
		{"arn and alias", arn + "publish:live", "", 200, ""},
		{"arn of China", "arn:aws-cn:lambda:cn-north-1:123456789012:function:publish:7", "", 200, ""},
		{"partial arn", "123456789012:function:publish", "", 200, ""},
		{"unknown", "inspect", "", 404, "ResourceNotFoundException"},
		{"unknown arn", arn + "inspect", "", 404, "ResourceNotFoundException"},
		{"too many parts", "publish:a:b", "", 404, "ResourceNotFoundException"},
		{"arn of a bucket", "arn:aws:s3:::publish", "", 404, "ResourceNotFoundException"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 0, echo)
			resp := r.invoke("/2015-03-31/functions/"+url.PathEscape(tt.function)+"/invocations"+tt.query, `{"a":1}`)
			got := resp.body
			if resp.status != tt.want || resp.header.Get("X-Amzn-ErrorType") != tt.exception {
				t.Fatalf("got %d %s %s, want %d %s", resp.status, resp.header.Get("X-Amzn-ErrorType"), got, tt.want, tt.exception)
			}
			if tt.want == 200 && (got != `{"a":1}` || resp.header.Get("X-Amz-Executed-Version") != "$LATEST" || resp.header.Get("X-Amz-Function-Error") != "") {
				t.Errorf("got %s %v, want the echo", got, resp.header)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	big := `"` + strings.Repeat("x", 6<<20) + `"`
	tests := []struct {
		name, payload string
		header        []string
		want          int
		exception     string
		body          string
	}{
		{"no signature", `{}`, []string{"Authorization: "}, 403, "MissingAuthenticationTokenException", `{"Message":"Missing Authentication Token","Type":"User"}`},
		{"payload over 6 MiB", big, nil, 413, "RequestTooLargeException", `{"Type":"User","message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}`},
		{"event over 1 MiB", `"` + strings.Repeat("x", 1<<20) + `"`, []string{"X-Amz-Invocation-Type: Event"}, 413, "RequestTooLargeException", ""},
		{"not JSON", `{`, nil, 400, "InvalidRequestContentException", ""},
		{"unknown type", `{}`, []string{"X-Amz-Invocation-Type: Later"}, 400, "InvalidParameterValueException", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 0, func(context.Context, []byte) ([]byte, error) {
				t.Error("the function ran")
				return nil, nil
			})
			resp := r.invoke(invokePath, tt.payload, tt.header...)
			got := resp.body
			if resp.status != tt.want || resp.header.Get("X-Amzn-ErrorType") != tt.exception {
				t.Errorf("got %d %s, want %d %s", resp.status, resp.header.Get("X-Amzn-ErrorType"), tt.want, tt.exception)
			}
			if tt.body != "" && got != tt.body {
				t.Errorf("got %s, want %s", got, tt.body)
			}
		})
	}
	r := newRig(t, 0, echo)
	get := httptest.NewRequestWithContext(t.Context(), http.MethodGet, invokePath, nil)
	if got := r.send(get).status; got != http.StatusMethodNotAllowed {
		t.Errorf("got %d for GET, want 405", got)
	}
	missing := r.invoke("/2015-03-31/functions/x/invocations", "{}").body
	if want := `{"Message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:x","Type":"User"}`; missing != want {
		t.Errorf("got %s, want %s", missing, want)
	}
}

func TestFunctionErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		f             invoke.Function
		message, kind string
		stack         bool
	}{
		{"error", func(context.Context, []byte) ([]byte, error) { return nil, errors.New("no") }, "no", "errorString", false},
		{"typed error", func(context.Context, []byte) ([]byte, error) { return nil, &refusedError{} }, "refused: no", "refusedError", false},
		{"panic", func(context.Context, []byte) ([]byte, error) { panic("oh") }, "oh", "string", true},
		{"panic with an error", func(context.Context, []byte) ([]byte, error) { panic(&refusedError{}) }, "refused: no", "refusedError", true},
		{"huge result", func(context.Context, []byte) ([]byte, error) { return make([]byte, 6<<20+1), nil }, "Response payload size exceeded maximum allowed payload size (6291456 bytes).", "Function.ResponseSizeTooLarge", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp := newRig(t, 0, tt.f).invoke(invokePath, `{}`)
			var got struct {
				ErrorMessage, ErrorType string
				StackTrace              []struct {
					Path, Label string
					Line        int
				}
			}
			body := resp.body
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatal(err)
			}
			if resp.status != 200 || resp.header.Get("X-Amz-Function-Error") != "Unhandled" {
				t.Errorf("got %d %v, want 200 and X-Amz-Function-Error", resp.status, resp.header)
			}
			if got.ErrorMessage != tt.message || got.ErrorType != tt.kind || (len(got.StackTrace) > 0) != tt.stack {
				t.Errorf("got %s, want %s of type %s, stack %v", body, tt.message, tt.kind, tt.stack)
			}
			if tt.stack && got.StackTrace[0].Path != "invoke_test.go" {
				t.Errorf("got %+v, want the frame of the panic first", got.StackTrace[0])
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var cancelled atomic.Bool
		r := newRig(t, time.Minute, func(ctx context.Context, _ []byte) ([]byte, error) {
			<-ctx.Done()
			cancelled.Store(true)
			<-release // goes on after its deadline
			return []byte(`1`), nil
		})
		begun := time.Now()
		resp := r.invoke(invokePath, `{}`)
		if resp.header.Get("X-Amz-Function-Error") != "Unhandled" || !strings.Contains(resp.body, `Task timed out after 60.00 seconds","errorType":"Sandbox.Timedout"`) {
			t.Errorf("got %s, want a timeout", resp.body)
		}
		if took := time.Since(begun); took != time.Minute {
			t.Errorf("got the answer after %v, want it at the deadline", took)
		}
		synctest.Wait()
		if !cancelled.Load() {
			t.Error("got a function that still waits, want its context done")
		}
		close(release)
	})
}

// TestConcurrency has one invocation more than may run be turned away, and run
// once another has ended.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	s := &loopback.Server{Now: time.Now}
	begun, release := make(chan struct{}), make(chan struct{})
	f := func(context.Context, []byte) ([]byte, error) {
		begun <- struct{}{}
		<-release
		return []byte(`1`), nil
	}
	if err := invoke.Mount(s, invoke.Options{Functions: map[string]invoke.Function{"publish": f}, Concurrency: 2}); err != nil {
		t.Fatal(err)
	}
	r := &rig{t, s}
	answers := make(chan int, 3)
	send := func() { answers <- r.invoke(invokePath, `{}`).status }
	for range 2 {
		go send()
		await(t, begun, "the function to begin")
	}
	if got := r.invoke(invokePath, `{}`); got.status != http.StatusTooManyRequests || got.header.Get("X-Amzn-ErrorType") != "TooManyRequestsException" {
		t.Errorf("got %d %v, want it turned away", got.status, got.header)
	}
	release <- struct{}{}
	if got := await(t, answers, "an answer"); got != 200 {
		t.Errorf("got %d, want 200", got)
	}
	go send()
	await(t, begun, "the function to begin after another has ended")
	close(release)
	for range 2 {
		if got := await(t, answers, "an answer"); got != 200 {
			t.Errorf("got %d, want 200", got)
		}
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	ran := make(chan string, 2)
	r := newRig(t, 0, func(_ context.Context, payload []byte) ([]byte, error) {
		ran <- string(payload)
		return nil, nil
	})
	if got := r.invoke(invokePath, `1`, "X-Amz-Invocation-Type: DryRun"); got.status != 204 || len(ran) != 0 {
		t.Errorf("got %d and %d runs, want 204 and none", got.status, len(ran))
	}
	if got := r.invoke(invokePath, `2`, "X-Amz-Invocation-Type: Event").status; got != 202 {
		t.Errorf("got %d, want 202", got)
	}
	if got := await(t, ran, "the event to run"); got != "2" {
		t.Errorf("got payload %s, want 2", got)
	}
	if got := r.invoke(invokePath, ``, "X-Amz-Invocation-Type: RequestResponse").status; got != 200 || await(t, ran, "the function to run") != "{}" {
		t.Errorf("got %d, want 200 and the payload {} for none", got)
	}
}

func TestMountRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		o    invoke.Options
		want string
	}{
		{"negative timeout", invoke.Options{Timeout: -1}, "to run"},
		{"timeout over 15 minutes", invoke.Options{Timeout: 16 * time.Minute}, "to run"},
		{"negative concurrency", invoke.Options{Concurrency: -1}, "at a time"},
		{"function without code", invoke.Options{Functions: map[string]invoke.Function{"f": nil}}, `function "f"`},
		{"function name with a blank", invoke.Options{Functions: map[string]invoke.Function{"a b": echo}}, `function "a b"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := invoke.Mount(&loopback.Server{Now: time.Now}, tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

// A client that leaves does not stop the function; the server's end does.
func TestOutlivesItsClient(t *testing.T) {
	t.Parallel()
	begun, over := make(chan context.Context, 1), make(chan struct{})
	r := newRig(t, 0, func(ctx context.Context, _ []byte) ([]byte, error) {
		defer close(over)
		begun <- ctx
		<-ctx.Done()
		return nil, ctx.Err()
	})
	serving, stop := context.WithCancel(context.Background())
	defer stop()
	l, err := loopback.Listen(serving, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- r.Serve(serving, l) }()
	ctx, leave := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.Addr().String()+invokePath, nil)
		if err == nil {
			req.Header.Set("Authorization", "x")
			_, err = (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		}
		answered <- err
	}()
	running := await(t, begun, "the function to begin")
	leave()
	if err := await(t, answered, "the client to leave"); err == nil {
		t.Error("got an answer, want the client to have left")
	}
	if running.Err() != nil {
		t.Error("the function was cancelled with its client")
	}
	stop()
	if err := await(t, served, "the server to end"); err != nil {
		t.Error(err)
	}
	await(t, over, "the function to end")
}
