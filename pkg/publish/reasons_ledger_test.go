package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/ledger/dynamo"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// TestTableReasons has a table that cannot be used in every way.
func TestTableReasons(t *testing.T) {
	t.Parallel()
	refused := func(code string) string {
		return `{"__type":"com.amazonaws.dynamodb.v20120810#` + code + `","message":"no"}`
	}
	for _, tt := range []struct {
		status int
		body   string
		want   ledger.Problem
	}{
		{400, refused("AccessDeniedException"), ledger.Denied},
		{400, strings.Replace(refused("AccessDeniedException"), `"no"`, `"no kms:Decrypt"`, 1), ledger.KeyUnusable},
		{400, refused("ResourceNotFoundException"), ledger.Missing},
		{400, refused("ValidationException"), ledger.Foreign},
		{400, refused("ExpiredTokenException"), ledger.Credentials},
		{400, refused("ThrottlingException"), ledger.Throttled},
		{500, "", ledger.Broken},
		{400, refused("NewException"), ledger.Refused},
		{403, "<html>", ledger.Proxied},
		{0, "", ledger.Silent},
	} {
		t.Run(string(tt.want), func(t *testing.T) {
			t.Parallel()
			front := listening(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tt.status == 0 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Content-Type", "application/x-amz-json-1.0")
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			transport := new(http.Transport)
			t.Cleanup(transport.CloseIdleConnections)
			r := newSandboxed(t, brand())
			handler, inspect := r.over(dynamo.New(dynamodb.New(dynamodb.Options{
				Region: "eu-west-1", BaseEndpoint: &front.URL, Retryer: aws.NopRetryer{},
				Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
				HTTPClient:  &http.Client{Transport: transport},
			}), "caidan-ledger"))
			for _, f := range []Func{handler, inspect} {
				because1(t, r.invoke(t.Context(), f, planOf(menuA)), api.LedgerCode(string(tt.want)))
			}
		})
	}
}

// TestFileReasons has a ledger in a file that cannot be used in every way.
func TestFileReasons(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	damaged := filepath.Join(dir, "damaged")
	if err := os.WriteFile(damaged, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errDamaged := bolt.Open(damaged)
	_, errFolder := bolt.Open(dir)
	inUse := &ledger.AccessError{Store: damaged, Action: "open", Problem: ledger.InUse}
	unusable := &ledger.AccessError{Store: damaged, Action: "write", Problem: ledger.Unusable, Detail: "no space left on device"}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errDamaged, "文件 " + damaged + " 不是发布记录"},
		{errFolder, "无法打开文件 " + dir + "："},
		{inUse, "另一个进程正在使用文件 " + damaged},
		{unusable, "文件 " + damaged + " 无法使用：磁盘已满"},
	} {
		if meaning, remedy := text.Explain(Explain(tt.err), text.Chinese); !strings.HasPrefix(meaning, tt.want) || remedy == "" {
			t.Errorf("got %q and %q for %v, want %q and what to do", meaning, remedy, tt.err, tt.want)
		}
		r := newSandboxed(t, brand())
		handler, _ := r.over(&counting{Store: r.ledger, fail: func(string, int) error { return tt.err }})
		r.invoke(t.Context(), handler, request(menuA))
	}
	r := newSandboxed(t, brand())
	book, err := bolt.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	handler, _ := r.over(book)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	because1(t, r.invoke(ctx, handler, history(nil)), api.LedgerCode(string(ledger.Late)))
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	because1(t, r.invoke(t.Context(), handler, request(menuA)), api.LedgerCode(string(ledger.Closed)))
}

// TestDatabaseReasons has a database that cannot be used in every way. Which errors
// of a server these are is tested where they are found.
func TestDatabaseReasons(t *testing.T) {
	t.Parallel()
	for problem, want := range map[ledger.Problem]string{
		ledger.Unreached:   `the database caidan@db:3306 did not answer: "connection refused"`,
		ledger.Untrusted:   `the certificate of the database caidan@db:3306 cannot be trusted: "connection refused"`,
		ledger.NoTLS:       `the database caidan@db:3306 does not offer TLS, which the DSN asks for`,
		ledger.SignIn:      `the database caidan@db:3306 does not let caidan in: "connection refused"`,
		ledger.Ungranted:   `the user lacks a privilege on the database caidan@db:3306 to update: "connection refused"`,
		ledger.NoDatabase:  `there is no database caidan@db:3306`,
		ledger.OtherTables: `the tables caidan_state and caidan_record of the database caidan@db:3306 are not those of caidan`,
		ledger.ReadOnly:    `the database caidan@db:3306 can only be read at the moment: "connection refused"`,
		ledger.Crowded:     `the database caidan@db:3306 has too much to do: "connection refused"`,
		ledger.PacketSmall: `the database caidan@db:3306 does not take statements as large as a record needs: "connection refused"`,
		ledger.Declined:    `the database caidan@db:3306 refused to update: "connection refused"`,
	} {
		broken := &ledger.AccessError{Store: "caidan@db:3306", Action: "update", Problem: problem, Detail: "connection refused"}
		if meaning, remedy := text.Explain(Explain(broken), text.English); meaning != want || remedy == "" {
			t.Errorf("%s: got %q and %q, want %q and what to do", problem, meaning, remedy, want)
		}
		r := newSandboxed(t, brand())
		handler, _ := r.over(&counting{Store: r.ledger, fail: func(string, int) error { return broken }})
		because1(t, r.invoke(t.Context(), handler, request(menuA)), api.LedgerCode(string(problem)))
	}
}

// TestOwnWords holds that what caidan itself found is not told in English to who reads
// Chinese.
func TestOwnWords(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"发布记录由更新版本的 caidan 写过":          &ledger.SchemaError{What: "state of brand-cn", Schema: 9},
		"caidan 读不懂微信的回应：它不是 JSON，或者太长": &wechat.TransportError{Op: "menu/get", Problem: wechat.Garbled, Cause: errors.New("answer is not JSON")},
	} {
		if meaning, remedy := text.Explain(Explain(err), text.Chinese); meaning != want || remedy == "" {
			t.Errorf("got %q and %q, want %q and what to do", meaning, remedy, want)
		}
	}
}

// TestLedgerReasons has the ledger answer what it answers to few.
func TestLedgerReasons(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		op   string
		n    int
		err  error
		want api.Code
	}{
		{"state", 1, &ledger.SchemaError{What: "state of brand-cn", Schema: 9}, api.LedgerNewer},
		{"last", 1, &ledger.SchemaError{What: "record 1 of brand-cn", Field: "colour"}, api.LedgerNewer},
		{"state", 1, fmt.Errorf("read: %w", &ledger.DamageError{What: "state of brand-cn", Cause: errors.New("it has no schema")}), api.LedgerSpoilt},
		{"append", 1, &ledger.ConflictError{Account: account, Number: 2}, api.LedgerTaken},
		{"append", 1, &ledger.LostError{Account: account}, api.LeaseLost},
		{"swap", 2, &ledger.LostError{Account: account, Holder: "ann"}, api.LeaseTaken},
		{"state", 1, errors.New("odd"), api.Unexpected},
	} {
		t.Run(fmt.Sprintf("%s %d, %s", tt.op, tt.n, tt.want), func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA)
			handler, _ := r.over(&counting{Store: r.ledger, fail: func(op string, n int) error {
				if op == tt.op && n == tt.n {
					return tt.err
				}
				return nil
			}})
			because1(t, r.invoke(t.Context(), handler, request(menuB)), tt.want)
		})
	}
}
