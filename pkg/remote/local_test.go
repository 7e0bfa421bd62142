package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// TestRefusedConnection dials a port that is closed.
func TestRefusedConnection(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	c := quick(New(settings(t, "http://"+listener.Addr().String()), function, MaxWidth))
	_, err = c.Do(t.Context(), request())
	want{"nothing listens", "AWS_ENDPOINT_URL_LAMBDA", false, true}.check(t, err)
}

// refusing is a transport that fails to dial a few times before it works.
type refusing struct {
	http.RoundTripper
	left, seen int
	err        error
}

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if r.seen++; r.left > 0 {
		r.left--
		return nil, r.err
	}
	return r.RoundTripper.RoundTrip(req)
}

func TestDialling(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	refused := dial(&os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED})
	tests := []struct {
		name string
		err  error
		left int
		seen int
		ok   bool
		want want
	}{
		{name: "refused twice", err: refused, left: 2, seen: 3, ok: true},
		{name: "refused for ever", err: refused, left: 99, seen: dials, want: want{"nothing listens", "AWS_ENDPOINT_URL_LAMBDA", false, true}},
		{name: "no such host", err: dial(&net.DNSError{Err: "no such host", Name: "lambda.eu-west-9.amazonaws.com"}), left: 99, seen: 1, want: want{"looked up: lambda.eu-west-9", "region", false, true}},
		{name: "no route", err: dial(errors.New("network is unreachable")), left: 99, seen: 1, want: want{`no connection to the Lambda service: "network is unreachable"`, "network", false, true}},
		{name: "reset while reading", err: &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}, left: 99, seen: 1, want: want{`connection to AWS failed: "connection reset by peer"`, "run it again", true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := functions(t, 0, done)
			front := httptest.NewServer(server)
			t.Cleanup(front.Close)
			cfg := settings(t, front.URL)
			transport := &refusing{RoundTripper: front.Client().Transport, left: tt.left, err: tt.err}
			cfg.HTTPClient = &http.Client{Transport: transport}
			_, err := quick(New(cfg, function, MaxWidth)).Do(t.Context(), request())
			if transport.seen != tt.seen {
				t.Errorf("got %d attempts, want %d", transport.seen, tt.seen)
			}
			if !tt.ok {
				tt.want.check(t, err)
			} else if err != nil {
				t.Errorf("got %v, want a result", err)
			}
		})
	}
}

// TestClosed holds that where nothing listens, one request alone waits for it, by no
// more than three seconds, and that another that comes through ends that.
func TestClosed(t *testing.T) {
	t.Parallel()
	longest := interval + interval/2 // of the first pause, see spread
	if waited := (longest + 2*longest) / 2; waited > 3*time.Second {
		t.Errorf("got pauses of %s, want at most 3s", waited)
	}
	front := httptest.NewServer(functions(t, 0, done))
	t.Cleanup(front.Close)
	cfg := settings(t, front.URL)
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED}}
	transport := &refusing{RoundTripper: front.Client().Transport, left: dials + 1, err: refused}
	cfg.HTTPClient = &http.Client{Transport: transport}
	c := quick(New(cfg, function, MaxWidth))
	for _, want := range []int{dials, dials + 1} {
		if _, err := c.Do(t.Context(), request()); err == nil || transport.seen != want {
			t.Errorf("got %v after %d attempts, want an error after %d", err, transport.seen, want)
		}
	}
	if _, err := c.Do(t.Context(), request()); err != nil {
		t.Errorf("got %v, want a result", err)
	}
	if transport.left = 1; c.closed.Load() {
		t.Error("got a client that still takes the address for closed")
	}
	if _, err := c.Do(t.Context(), request()); err != nil {
		t.Errorf("after one refusal: got %v, want a result", err)
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		server, c := serve(t, 0, done)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.Do(ctx, request())
		want{"interrupted before the request was sent", "run it again", false, true}.check(t, err)
		if got := len(server.Calls()); got != 0 {
			t.Errorf("got %d calls, want none", got)
		}
	})
	t.Run("during", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		_, c := serve(t, 0, func(context.Context, []byte) ([]byte, error) { cancel(); <-release; return nil, nil })
		_, err := c.Do(ctx, request())
		close(release)
		want{"interrupted before the answer", "run it again", true, true}.check(t, err)
	})
	t.Run("while it waits", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			server, c := near(t, done)
			server.Fault(loopback.Fault{Path: path, ErrorType: "TooManyRequestsException"})
			ctx, cancel := context.WithTimeout(t.Context(), interval/4)
			defer cancel()
			_, err := c.Do(ctx, request())
			want{"busy", "try again later", false, true}.check(t, err)
			if got := len(server.Calls()); got != 1 {
				t.Errorf("got %d calls, want 1", got)
			}
		})
	})
	t.Run("no answer", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			server, c := near(t, done)
			server.Fault(loopback.Fault{Path: path, Hang: true})
			_, err := c.Do(t.Context(), request())
			want{"no answer within 2m0s", "log", true, true}.check(t, err)
			if got := len(server.Calls()); got != 1 {
				t.Errorf("got %d calls, want 1", got)
			}
		})
	})
}

func TestNotSetUp(t *testing.T) {
	t.Parallel()
	server, c := serve(t, 0, done)
	c.carrier.(*lambdaCarrier).region = ""
	_, err := c.Do(t.Context(), request())
	want{"no AWS region", "AWS_REGION", false, false}.check(t, err)

	_, c = serve(t, 0, done)
	c.carrier.(*lambdaCarrier).credentials = nil
	_, err = c.Do(t.Context(), request())
	want{"no AWS credentials", "role-to-assume", false, false}.check(t, err)
	if got := len(server.Calls()); got != 0 {
		t.Errorf("got %d calls, want none", got)
	}

	_, c = serve(t, 0, done)
	req := request()
	req.Desired = json.RawMessage(`{`)
	if _, err := c.Do(t.Context(), req); err == nil || !strings.Contains(err.Error(), "cannot be encoded") {
		t.Errorf("got %v, want it to say that the request cannot be encoded", err)
	}
}

// TestEnvironment goes by the ambient settings, as the command does.
func TestEnvironment(t *testing.T) {
	server, _ := serve(t, 0, done)
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_LAMBDA": front.URL, "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true", "HOME": t.TempDir(),
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_WEB_IDENTITY_TOKEN_FILE": "", "AWS_ROLE_ARN": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "",
	} {
		t.Setenv(name, value)
	}
	load := func() *Client {
		cfg, err := config.LoadDefaultConfig(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		transport := awshttp.NewBuildableClient().GetTransport()
		cfg.HTTPClient = &http.Client{Transport: transport}
		t.Cleanup(transport.CloseIdleConnections)
		return quick(New(cfg, function, MaxWidth))
	}
	_, err := load().Do(t.Context(), request())
	want{"there are no AWS credentials", "role-to-assume", false, false}.check(t, err)

	t.Setenv("AWS_ACCESS_KEY_ID", accessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
	if _, err := load().Do(t.Context(), request()); err != nil {
		t.Errorf("got %v, want a result", err)
	}

	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	_, err = load().Do(t.Context(), request())
	want{"no AWS region", "--aws-region", false, false}.check(t, err)
	if got := len(server.Calls()); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
}

// TestCredentialsElsewhere has the source of credentials be unreachable: that
// is not the Lambda service.
func TestCredentialsElsewhere(t *testing.T) {
	t.Parallel()
	server, c := serve(t, 0, done)
	c.carrier.(*lambdaCarrier).credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, fmt.Errorf("assume role: %w", &net.OpError{Op: "dial", Net: "tcp", Err: &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED}})
	})
	_, err := c.Do(t.Context(), request())
	want{"there are no AWS credentials: connection refused", "sign in", false, false}.check(t, err)
	if got := len(server.Calls()); got != 0 {
		t.Errorf("got %d calls, want none", got)
	}
}
