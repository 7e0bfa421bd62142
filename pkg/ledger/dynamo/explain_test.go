package dynamo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// arn is what AWS's messages are full of and ours must not be.
const arn = "arn:aws:sts::123456789012:assumed-role/caidan-publish/caidan-publish"

func TestErrors(t *testing.T) {
	t.Parallel()
	refused := func(code, message string) string {
		return `{"__type":"com.amazon.coral.service#` + code + `","Message":"` + message + `"}`
	}
	tests := []struct {
		name      string
		status    int
		body      string
		problem   ledger.Problem
		detail    string
		temporary bool
	}{
		{"no rights", 400, refused("AccessDeniedException", "User: "+arn+" is not authorized to perform: ACTION on resource: "+arn), ledger.Denied, "AccessDeniedException", false},
		{"no right to the key", 400, refused("AccessDeniedException", "User: "+arn+" is not authorized to perform: kms:Decrypt on resource: "+arn), ledger.KeyUnusable, "AccessDeniedException", false},
		{
			"no table", 400, `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}`,
			ledger.Missing, "ResourceNotFoundException", false,
		},
		{"another table", 400, refused("ValidationException", "The provided key element does not match the schema"), ledger.Foreign, "ValidationException", false},
		{
			"throttled", 400, `{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of ..."}`,
			ledger.Throttled, "ProvisionedThroughputExceededException", true,
		},
		{"throttled with words of coral", 400, refused("ThrottlingException", "Rate exceeded"), ledger.Throttled, "ThrottlingException", true},
		{"credentials", 400, refused("ExpiredTokenException", "The security token included in the request is expired"), ledger.Credentials, "ExpiredTokenException", false},
		{"broken", 500, refused("InternalServerError", "The request processing has failed because of "+arn), ledger.Broken, "HTTP status 500", true},
		{"broken without words", 503, ``, ledger.Broken, "HTTP status 503", true},
		{"a code not known", 400, refused("NewException", "something about "+arn), ledger.Refused, "NewException", false},
		{"a proxy", 403, `<html>no</html>`, ledger.Proxied, "HTTP status 403", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
				w.Header().Set("Content-Type", "application/x-amz-json-1.0")
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, strings.ReplaceAll(tt.body, "ACTION", "dynamodb:"+action))
			}))
			t.Cleanup(front.Close)
			for action, err := range all(t.Context(), New(client(t, front.URL), "caidan-ledger")) {
				var access *ledger.AccessError
				if !errors.As(err, &access) || access.Action != action || access.Retryable() != tt.temporary {
					t.Errorf("got %+v, want an AccessError of %s, retryable %t", err, action, tt.temporary)
					continue
				}
				if want := action + " on caidan-ledger: " + string(tt.problem); access.Problem != tt.problem || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), tt.detail) {
					t.Errorf("got %q, want %q with %q", err, want, tt.detail)
				}
				if strings.Contains(err.Error(), "arn:") || access.Cause == nil {
					t.Errorf("got %q, cause %v, want no ARN and a cause", err, access.Cause)
				}
			}
		})
	}
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	front := httptest.NewServer(http.NotFoundHandler())
	front.Close()
	for action, err := range all(t.Context(), New(client(t, front.URL), "caidan-ledger")) {
		var access *ledger.AccessError
		if !errors.As(err, &access) || !access.Retryable() || access.Problem != ledger.Silent || access.Detail != "connection refused" {
			t.Errorf("%s: got %v", action, err)
		}
	}
}

func TestTimeIsUp(t *testing.T) {
	t.Parallel()
	asked := make(chan bool)
	front := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- true
		<-r.Context().Done()
	}))
	t.Cleanup(front.Close)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	err := New(client(t, front.URL), "caidan-ledger").Append(ctx, ledger.Record{Account: "brand-cn", Number: 1, ID: "x"})
	var access *ledger.AccessError
	if !errors.As(err, &access) || !access.Retryable() || !errors.Is(err, context.Canceled) || access.Problem != ledger.Late {
		t.Errorf("got %v, want a retryable error about the context", err)
	}
}

// all runs each of the store's requests once.
func all(ctx context.Context, store *Store) map[string]error {
	_, get := store.State(ctx, "brand-cn")
	_, query := store.Accounts(ctx)
	return map[string]error{
		"dynamodb:GetItem": get,
		"dynamodb:Query":   query,
		"dynamodb:PutItem": store.Append(ctx, ledger.Record{Account: "brand-cn", Number: 1, ID: "x"}),
	}
}

func client(t *testing.T, url string) *dynamodb.Client {
	t.Helper()
	transport := new(http.Transport)
	t.Cleanup(transport.CloseIdleConnections)
	return dynamodb.New(dynamodb.Options{
		Region:       "eu-west-1",
		BaseEndpoint: &url,
		Credentials:  credentials.NewStaticCredentialsProvider("key", "secret", ""),
		Retryer:      aws.NopRetryer{},
		HTTPClient:   &http.Client{Transport: transport},
	})
}
