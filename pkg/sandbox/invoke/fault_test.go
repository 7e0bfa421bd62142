package invoke_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		fault     loopback.Fault
		want      int
		exception string
	}{
		{"throttled", loopback.Fault{Status: 429, ErrorType: "TooManyRequestsException"}, 429, "TooManyRequestsException"},
		{"exception without status", loopback.Fault{ErrorType: "EC2ThrottledException"}, 502, "EC2ThrottledException"},
		{"unlisted exception", loopback.Fault{ErrorType: "KMSInvalidStateException"}, 500, "KMSInvalidStateException"},
		{"status alone", loopback.Fault{Status: 503}, 503, "ServiceException"},
		{"errcode means nothing", loopback.Fault{Errcode: -1}, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 0, echo)
			f := tt.fault
			f.Path = invokePath
			r.Fault(f)
			for _, target := range []string{invokePath, "/2015-03-31/functions/publish:live/invocations"} {
				resp := r.invoke(target, `{}`)
				if resp.status != tt.want || resp.header.Get("X-Amzn-ErrorType") != tt.exception {
					t.Errorf("%s: got %d %s, want %d %s", target, resp.status, resp.header.Get("X-Amzn-ErrorType"), tt.want, tt.exception)
				}
			}
		})
	}
}

// TestFaultWords has a sandbox say in its own language what AWS has no words for.
func TestFaultWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"": "the sandbox was asked for this error", loopback.Chinese: "沙箱按要求返回这个错误"} {
		r := newRig(t, 0, echo)
		r.Lang = lang
		r.Fault(loopback.Fault{Path: invokePath, ErrorType: "KMSInvalidStateException"})
		if resp := r.invoke(invokePath, `{}`); !strings.Contains(resp.body, want) {
			t.Errorf("%q: got %s, want %s", lang, resp.body, want)
		}
	}
}

// TestFaultElsewhere refuses a fault of a function that there is not.
func TestFaultElsewhere(t *testing.T) {
	t.Parallel()
	near := strings.Replace(invokePath, "/functions/", "/functions/x", 1)
	for path, want := range map[string]string{near: `did you mean \"` + invokePath + `\"?`, strings.Replace(near, "x", "another-one-than-", 1): "use one such as"} {
		body := strings.NewReader(`{"path":"` + path + `","status":500}`)
		got := newRig(t, 0, echo).send(httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/sandbox/faults", body))
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, want) {
			t.Errorf("%s: got %d %s, want a refusal with %s", path, got.status, got.body, want)
		}
	}
}

func TestFaultWithErrcode(t *testing.T) {
	t.Parallel()
	body := strings.NewReader(`{"path":"` + invokePath + `","errcode":-1}`)
	got := newRig(t, 0, echo).send(httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/sandbox/faults", body))
	if got.status != http.StatusBadRequest || !strings.Contains(got.body, "errcode is for the paths of WeChat") {
		t.Errorf("got %d %s, want it refused", got.status, got.body)
	}
}
