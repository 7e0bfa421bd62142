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
		meaning   string
		remedy    string
		temporary bool
	}{
		{
			"no rights", 400, refused("AccessDeniedException", "User: "+arn+" is not authorized to perform: ACTION on resource: "+arn),
			"the role lacks ACTION", "ACTION", false,
		},
		{
			"no right to the key", 400, refused("AccessDeniedException", "User: "+arn+" is not authorized to perform: kms:Decrypt on resource: "+arn),
			"encryption key", "kms:Decrypt", false,
		},
		{
			"no table", 400, `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}`,
			"there is no table caidan-ledger", "lambda/template.yaml", false,
		},
		{
			"another table", 400, refused("ValidationException", "The provided key element does not match the schema"),
			"not one of caidan's", "pk and sk", false,
		},
		{
			"throttled", 400, `{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of ..."}`,
			"no more requests for the moment", "in a minute", true,
		},
		{"throttled with words of coral", 400, refused("ThrottlingException", "Rate exceeded"), "no more requests", "in a minute", true},
		{"credentials", 400, refused("ExpiredTokenException", "The security token included in the request is expired"), "does not accept the credentials (ExpiredTokenException)", "role", false},
		{"broken", 500, refused("InternalServerError", "The request processing has failed because of "+arn), "HTTP status 500", "try again", true},
		{"broken without words", 503, ``, "HTTP status 503", "try again", true},
		{"a code not known", 400, refused("NewException", "something about "+arn), "NewException", "the table's state", false},
		{"a proxy", 403, `<html>no</html>`, "something before DynamoDB answered, with HTTP status 403", "proxy", false},
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
				want := action + " on table caidan-ledger: "
				meaning, remedy := strings.ReplaceAll(tt.meaning, "ACTION", action), strings.ReplaceAll(tt.remedy, "ACTION", action)
				if !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), meaning) || !strings.Contains(access.Remedy(), remedy) {
					t.Errorf("got %q, remedy %q; want %q and %q", err, access.Remedy(), want+"... "+meaning, remedy)
				}
				if strings.Contains(err.Error()+access.Remedy(), "arn:") || access.Cause == nil {
					t.Errorf("got %q, remedy %q, cause %v", err, access.Remedy(), access.Cause)
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
		if !errors.As(err, &access) || !access.Retryable() || !strings.Contains(err.Error(), "there was no answer: connection refused") {
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
	if !errors.As(err, &access) || !access.Retryable() || !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "no time left") {
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
