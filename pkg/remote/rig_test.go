package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	accessKey = "AKIDEXAMPLEEXAMPLE00"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	session   = "c2Vzc2lvbi10b2tlbg+of/the==test"
	function  = "caidan-publish"
	path      = "/2015-03-31/functions/caidan-publish/invocations"
)

// settings are AWS settings that lead to a server on loopback.
func settings(t *testing.T, endpoint string) aws.Config {
	t.Helper()
	transport := awshttp.NewBuildableClient().GetTransport()
	t.Cleanup(transport.CloseIdleConnections)
	return aws.Config{
		Region:       "eu-west-1",
		BaseEndpoint: &endpoint,
		HTTPClient:   &http.Client{Transport: transport},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: session}, nil
		}),
	}
}

// quick makes a client hardly pause between attempts.
func quick(c *Client) *Client {
	c.interval = time.Millisecond
	return c
}

// functions is AWS with one function.
func functions(t *testing.T, timeout time.Duration, f invoke.Function) *loopback.Server {
	t.Helper()
	server := &loopback.Server{Now: time.Now}
	if err := invoke.Mount(server, invoke.Options{Functions: map[string]invoke.Function{function: f}, Timeout: timeout}); err != nil {
		t.Fatal(err)
	}
	return server
}

// serve answers with a function of the sandbox.
func serve(t *testing.T, timeout time.Duration, f invoke.Function) (*loopback.Server, *Client) {
	t.Helper()
	server := functions(t, timeout, f)
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	return server, quick(New(settings(t, front.URL), function, MaxWidth))
}

// inMemory answers without a network, which synctest cannot see the end of.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	answered := make(chan bool, 1)
	go func() {
		defer func() { answered <- recover() == nil }()
		m.ServeHTTP(rec, req)
	}()
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case whole := <-answered:
		if !whole {
			return nil, io.ErrUnexpectedEOF
		}
		return rec.Result(), nil
	}
}

// client asks a server without a network.
func client(s *loopback.Server) *http.Client { return &http.Client{Transport: inMemory{s}} }

// near is a client at its usual pace, of a function that no network parts it
// from.
func near(t *testing.T, f invoke.Function) (*loopback.Server, *Client) {
	t.Helper()
	server := functions(t, 0, f)
	cfg := settings(t, "http://lambda.test")
	cfg.HTTPClient = client(server)
	return server, New(cfg, function, MaxWidth)
}

func request() api.Request {
	return api.Request{Schema: api.Schema, Op: api.OpPublish, Account: "brand-cn", Desired: json.RawMessage(`{"button":[]}`)}
}

// done is a function that publishes.
func done(_ context.Context, payload []byte) ([]byte, error) {
	var req api.Request
	if err := json.Unmarshal(payload, &req); err != nil {
		return nil, err
	}
	return json.Marshal(api.Result{Schema: api.Schema, Account: req.Account, Outcome: api.Published, Calls: []api.Call{}})
}

// say is a function that always answers the same.
func say(text string) func(context.Context, []byte) ([]byte, error) {
	return func(context.Context, []byte) ([]byte, error) { return []byte(text), nil }
}

type otherError struct{}

func (*otherError) Error() string { return "out of paper" }

// want is what an error has to say.
type want struct {
	meaning, remedy    string
	unclear, retryable bool
}

func (w want) check(t *testing.T, err error) {
	t.Helper()
	var got *Error
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want *Error", err)
	}
	if !strings.Contains(got.Error(), w.meaning) || !strings.HasPrefix(got.Error(), "invoke ") {
		t.Errorf("got %q, want %q in it", got, w.meaning)
	}
	_, remedy := text.Explain(err, text.English)
	if !strings.Contains(remedy, w.remedy) || remedy == "" {
		t.Errorf("got remedy %q, want %q in it", remedy, w.remedy)
	}
	if got.Unclear != w.unclear || got.Retryable != w.retryable {
		t.Errorf("got unclear %v, retryable %v; want %v, %v: %v", got.Unclear, got.Retryable, w.unclear, w.retryable, got)
	}
	if len(got.Error()) > 1000 || strings.ContainsAny(got.Error(), "\n\x1b") {
		t.Errorf("got %q, want one line", got)
	}
	for _, secret := range []string{accessKey, secretKey, session} {
		if strings.Contains(got.Error()+remedy, secret) {
			t.Errorf("got %q in %q, want no credential", secret, got)
		}
	}
}
