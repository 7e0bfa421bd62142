//go:build unix

package ledger_test

import (
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
)

// startServer starts the emulator that is installed: dynalite, whose
// conditional writes are atomic as DynamoDB's are, or moto_server.
func startServer(t *testing.T) *server {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: starts a server that plays DynamoDB")
	}
	tool := emulator.Dynalite()
	s := &server{}
	if !tool.Installed() {
		tool, s.one = emulator.Moto(), new(sync.Mutex)
	}
	if !tool.Installed() {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatal("neither moto_server nor dynalite is installed, and CAIDAN_E2E=1 asks for one")
		}
		t.Skip("neither moto_server nor dynalite is installed: the DynamoDB store is not tested")
	}
	url, stop, err := tool.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s.url = url
	return s
}

// client returns a client whose requests go through the doors, the first one
// nearest to it.
func (s *server) client(t *testing.T, options func(*dynamodb.Options), doors ...func(http.RoundTripper) http.RoundTripper) *dynamodb.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: writers}
	t.Cleanup(transport.CloseIdleConnections)
	next := s.door(transport)
	for i := range doors {
		next = doors[len(doors)-1-i](next)
	}
	return dynamodb.New(dynamodb.Options{
		Region:       "eu-west-1",
		BaseEndpoint: &s.url,
		Credentials:  credentials.NewStaticCredentialsProvider("key", "secret", ""),
		HTTPClient:   &http.Client{Transport: next},
	}, func(o *dynamodb.Options) {
		if options != nil {
			options(o)
		}
	})
}

// door lets one write pass at a time to a server that needs it.
func (s *server) door(next http.RoundTripper) http.RoundTripper {
	return trip(func(req *http.Request) (*http.Response, error) {
		if s.one != nil && action(req) == "PutItem" {
			s.one.Lock()
			defer s.one.Unlock()
		}
		return next.RoundTrip(req)
	})
}

// table makes a table as lambda/template.yaml does.
func (s *server) table(t *testing.T) string {
	t.Helper()
	return s.tableOf(t, "pk", "sk")
}

// tableOf makes a table with the keys.
func (s *server) tableOf(t *testing.T, hash, sort string) string {
	t.Helper()
	name := "t-" + ledger.NewID()
	text := types.ScalarAttributeTypeS
	api := s.client(t, nil)
	_, err := api.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: &name,
		KeySchema: []types.KeySchemaElement{
			{AttributeName: &hash, KeyType: types.KeyTypeHash}, {AttributeName: &sort, KeyType: types.KeyTypeRange},
		},
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: &hash, AttributeType: text}, {AttributeName: &sort, AttributeType: text},
		},
		BillingMode: types.BillingModePayPerRequest,
	})
	if err == nil {
		wait := dynamodb.NewTableExistsWaiter(api, func(o *dynamodb.TableExistsWaiterOptions) { o.MinDelay, o.MaxDelay = time.Millisecond, time.Second })
		err = wait.Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: &name}, time.Minute)
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}
