package remote

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestAnswersOfAWS(t *testing.T) {
	t.Parallel()
	busy := loopback.Fault{Path: path, ErrorType: "TooManyRequestsException"}
	once := busy
	once.Call = 1
	tests := []struct {
		name   string
		faults []loopback.Fault
		calls  int
		ok     bool
		want   want
	}{
		{name: "throttled once", faults: []loopback.Fault{once}, calls: 2, ok: true},
		{name: "throttled four times", faults: []loopback.Fault{nth(busy, 1), nth(busy, 2), nth(busy, 3), nth(busy, 4)}, calls: 5, ok: true},
		{
			name: "throttled for ever", faults: []loopback.Fault{busy}, calls: attempts,
			want: want{"busy each time", "concurrency", false, true},
		},
		{
			name: "throttled, then an error", faults: []loopback.Fault{once, {Path: path, Call: 2, ErrorType: "ServiceException"}}, calls: 2,
			want: want{"HTTP status 500: ServiceException", "run it again", true, true},
		},
		{
			name: "denied", faults: []loopback.Fault{{Path: path, ErrorType: "AccessDeniedException"}}, calls: 1,
			want: want{"access was denied", "lambda:InvokeFunction", false, false},
		},
		{
			name: "credentials refused", faults: []loopback.Fault{{Path: path, Status: 403, ErrorType: "UnrecognizedClientException"}}, calls: 1,
			want: want{"does not accept the credentials: UnrecognizedClientException", "sign in", false, false},
		},
		{
			name: "credentials expired", faults: []loopback.Fault{{Path: path, Status: 403, ErrorType: "ExpiredTokenException"}}, calls: 1,
			want: want{"does not accept the credentials: ExpiredTokenException", "sign in", false, false},
		},
		{
			name: "too large", faults: []loopback.Fault{{Path: path, ErrorType: "RequestTooLargeException"}}, calls: 1,
			want: want{"refused the request: RequestTooLargeException", "", false, false},
		},
		{
			name: "an unknown refusal", faults: []loopback.Fault{{Path: path, Status: 400, ErrorType: "TomorrowException"}}, calls: 1,
			want: want{"refused the request: TomorrowException", "", false, false},
		},
		{
			name: "500", faults: []loopback.Fault{{Path: path, Status: 500}}, calls: 1,
			want: want{"HTTP status 500", "run it again", true, true},
		},
		{
			name: "502", faults: []loopback.Fault{{Path: path, ErrorType: "EC2ThrottledException"}}, calls: 1,
			want: want{"HTTP status 502: EC2ThrottledException", "VPC", true, true},
		},
		{
			name: "504", faults: []loopback.Fault{{Path: path, Status: 504, ErrorType: "TomorrowException"}}, calls: 1,
			want: want{"HTTP status 504: TomorrowException", "run it again", true, true},
		},
		{
			name: "cut before acting", faults: []loopback.Fault{{Path: path, Cut: loopback.CutBefore}}, calls: 1,
			want: want{"connection to AWS failed", "run it again", true, true},
		},
		{
			name: "cut after acting", faults: []loopback.Fault{{Path: path, Cut: loopback.CutAfter}}, calls: 1,
			want: want{"connection to AWS failed", "run it again", true, true},
		},
	}
	for _, warm := range []bool{false, true} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, warm %v", tt.name, warm), func(t *testing.T) {
				t.Parallel()
				server, c := serve(t, 0, done)
				before := 0
				if warm {
					if _, err := c.Do(t.Context(), request()); err != nil {
						t.Fatal(err)
					}
					before = 1
				}
				for _, f := range tt.faults {
					server.Fault(f)
				}
				res, err := c.Do(t.Context(), request())
				if got := len(server.Calls()) - before; got != tt.calls {
					t.Errorf("got %d calls, want %d", got, tt.calls)
				}
				if !tt.ok {
					tt.want.check(t, err)
				} else if err != nil || res.Outcome != api.Published {
					t.Errorf("got %+v, %v; want it published", res, err)
				}
			})
		}
	}
}

func nth(f loopback.Fault, n int) loopback.Fault {
	f.Call = n
	return f
}

// TestGateway has something that is not AWS answer: a page, and an error that
// repeats what was signed.
func TestGateway(t *testing.T) {
	t.Parallel()
	signed := `{"message":"the canonical string should have been\nx-amz-security-token:` + session + `"}`
	tests := []struct {
		name, kind, body string
		status           int
		want             want
	}{
		{"a page", "", "<html>\x1b[31mbad gateway</html>", 502, want{"HTTP status 502", "run it again", true, true}},
		{"a page saying no", "", "<html>no</html>", 403, want{"a proxy or gateway before AWS refused the request with HTTP status 403", "PROXY", false, false}},
		{"a signature", "InvalidSignatureException", signed, 403, want{"InvalidSignatureException", "clock", false, false}},
		{"another error with the token", "OddException", signed, 400, want{"x-amz-security-token:[secret]", "", false, false}},
		{"a long message", "AccessDeniedException", `{"Message":"` + strings.Repeat("菜单 ", 9000) + `"}`, 403, want{"access was denied", "", false, false}},
		{"a result that is none", "", "<html>hello</html>", 200, want{"not a result of the caidan function", "name", true, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				if tt.kind != "" {
					w.Header().Set("X-Amzn-Errortype", tt.kind)
				}
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			t.Cleanup(front.Close)
			_, err := quick(New(settings(t, front.URL), function, MaxWidth)).Do(t.Context(), request())
			tt.want.check(t, err)
		})
	}
}

func TestMissingFunction(t *testing.T) {
	t.Parallel()
	server, c := serve(t, 0, done)
	c.carrier.(*lambdaCarrier).function = "caidan-other"
	_, err := c.Do(t.Context(), request())
	want{"no such function in eu-west-1", "template.yaml", false, false}.check(t, err)
	if got := len(server.Calls()); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
}

// A function that was built for another machine says so before it starts.
func TestInvalidEntrypoint(t *testing.T) {
	t.Parallel()
	c := invocation{lambdaCarrier: &lambdaCarrier{function: "caidan-publish"}}
	e := c.functionError([]byte(`{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: 1 Error: fork/exec /var/task/bootstrap: exec format error"}`))
	meaning, remedy := e.Words()
	if e.Unclear || e.Retryable || !strings.Contains(meaning.In(text.English), "built for another architecture") || !strings.Contains(remedy.In(text.English), "make lambda") {
		t.Errorf("got %+v", e)
	}
}

// TestExited has the function's program end by itself, as with a setting that cannot
// work, or by what AWS takes for too much memory.
func TestExited(t *testing.T) {
	t.Parallel()
	c := &invocation{lambdaCarrier: &lambdaCarrier{function: "caidan-inspect"}}
	for why, want := range map[string]string{
		"exit status 1":  "ended before it answered: \"exit status 1\"",
		"signal: killed": "ended before it answered: \"signal: killed\"",
	} {
		e := c.functionError([]byte(`{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 5ae23e6a-5340-4506-ae53-b2aab067d54c Error: Runtime exited with error: ` + why + `"}`))
		if meaning := e.Meaning.In(text.English); !strings.Contains(meaning, want) {
			t.Errorf("got %q, want %q in it", meaning, want)
		}
		if remedy := e.Remedy.In(text.English); !strings.Contains(remedy, `"function not started"`) || !strings.Contains(remedy, "deploy") || !strings.Contains(remedy, "memory") {
			t.Errorf("got %q, want what the log says and what to do about it", remedy)
		}
		if !e.Unclear || !e.Retryable {
			t.Errorf("got %+v, want that it may have done its work", e)
		}
	}
}
