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
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/ledger/dynamo"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// because1 sees that a result has that code for its first reason. That its words
// have all their operands the rig sees.
func because1(t *testing.T, res api.Result, want api.Code) {
	t.Helper()
	if res.Error == nil || res.Error.Reasons[0].Code != want {
		t.Errorf("got %+v, want the reason %s", res.Error, want)
	}
}

// parameters plays SSM.
type parameters func() (*ssm.GetParameterOutput, error)

func (f parameters) GetParameter(context.Context, *ssm.GetParameterInput, ...func(*ssm.Options)) (*ssm.GetParameterOutput, error) {
	return f()
}

// TestCredentialReasons has a credential that cannot be had in every way.
func TestCredentialReasons(t *testing.T) {
	t.Parallel()
	holds := func(kind types.ParameterType, value string) credential.Store {
		return credential.SSM(parameters(func() (*ssm.GetParameterOutput, error) {
			return &ssm.GetParameterOutput{Parameter: &types.Parameter{Type: kind, Value: &value}}, nil
		}), "/caidan/")
	}
	secure := func(value string) credential.Store { return holds(types.ParameterTypeSecureString, value) }
	fails := func(err error) credential.Store {
		return credential.SSM(parameters(func() (*ssm.GetParameterOutput, error) { return nil, err }), "/caidan/")
	}
	answers := func(code, message string) credential.Store {
		return fails(&smithy.GenericAPIError{Code: code, Message: message})
	}
	file := func(content string) credential.Store {
		path := filepath.Join(t.TempDir(), "credentials.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return credential.File(path)
	}
	for _, tt := range []struct {
		store credential.Store
		want  api.Code
	}{
		{fails(&types.ParameterNotFound{}), api.CredentialNoParameter},
		{file(`{}`), api.CredentialNotInFile},
		{memory(), api.CredentialNotInSandbox},
		{holds(types.ParameterTypeString, "x"), api.CredentialReadable},
		{credential.SSM(parameters(func() (*ssm.GetParameterOutput, error) { return nil, nil }), "/caidan/"), api.CredentialEmpty}, //nolint:nilnil // as a broken proxy does
		{fails(&smithy.DeserializationError{Err: io.EOF}), api.CredentialGarbled},
		{answers("AccessDeniedException", "no"), api.CredentialDenied},
		{answers("AccessDeniedException", "no kms:Decrypt"), api.CredentialKeyDenied},
		{answers("InvalidKeyId", "no"), api.CredentialKeyUnusable},
		{answers("ThrottlingException", "no"), api.CredentialThrottled},
		{answers("ExpiredTokenException", "no"), api.CredentialUnaccepted},
		{fails(io.ErrUnexpectedEOF), api.CredentialRefused},
		{credential.File(filepath.Join(t.TempDir(), "none.json")), api.CredentialUnreadable},
		{secure(`{`), api.CredentialNotJSON},
		{file(`[]`), api.CredentialNotObject},
		{secure(`{} {}`), api.CredentialNotSingle},
		{secure(`{"token":"x"}`), api.CredentialKeyUnknown},
		{secure(`{"appid":"x","appid":"y"}`), api.CredentialKeyTwice},
		{secure(`{"appid":7}`), api.CredentialKeyNotString},
		{secure(`{"secret":"x"}`), api.CredentialAppIDMissing},
		{secure(`{"appid":"x"}`), api.CredentialAppIDMalformed},
		{file(`{"brand-cn":{"appid":"wx0123456789abcdef"}}`), api.CredentialSecretMissing},
		{secure(`{"appid":"wx0123456789abcdef","secret":" x"}`), api.CredentialSecretMalformed},
	} {
		t.Run(string(tt.want), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, http.NotFoundHandler(), tt.store)
			because1(t, r.publish(menuA), tt.want)
			because1(t, r.invoke(t.Context(), r.inspect, planOf(menuA)), tt.want)
		})
	}
}

// TestCredentialWaited ends the wait for a token that another request fetches.
func TestCredentialWaited(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan bool, 1), make(chan bool)
	r := newRig(t, http.NotFoundHandler(), func(context.Context, string) (wechat.Credential, error) {
		asked <- true
		<-answer
		return wechat.Credential{}, errors.New("too late")
	})
	var first sync.WaitGroup
	first.Go(func() { because1(t, r.publish(menuA), api.Unexpected) })
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	because1(t, r.invoke(ctx, r.handler, request(menuA)), api.CredentialWaited)
	close(answer)
	first.Wait()
}

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
		{unusable, "文件 " + damaged + ` 无法使用："no space left on device"`},
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

// TestAnswerReasons has WeChat answer in ways of its own.
func TestAnswerReasons(t *testing.T) {
	t.Parallel()
	t.Run("a page", func(t *testing.T) {
		t.Parallel()
		page := func(string, int) string { return "<html>" }
		r := newRig(t, &double{get: page, shown: page}, memory(brand()))
		because1(t, r.publish(menuA), "answer-garbled")
	})
	t.Run("another form", func(t *testing.T) {
		t.Parallel()
		for body, want := range map[string]string{
			`{"menu":{}}`: "the keys of the answer: menu", `{"ret":0,"data":{},"sk":"x"}`: "the keys of the answer: data, ret, sk",
			`{}`: "the keys of the answer: -", `{"errcode":"x"}`: "the keys of the answer: errcode",
			`[]`: "answer is an array", `"x"`: "answer is a string", ` null`: "answer is null", `5`: "answer is a number", `true`: "answer is a boolean",
		} {
			r := newRig(t, &double{get: asGet, shown: func(string, int) string { return body }}, memory(brand()))
			res := r.publish(menuA)
			because1(t, res, "answer-form")
			says(t, res, "a form that caidan does not know", want, "report this message")
			if res.Error.Retryable {
				t.Error("got an error to try again, want one to report")
			}
		}
	})
	t.Run("plain http", func(t *testing.T) {
		t.Parallel()
		client, err := wechat.New(wechat.Options{Base: "http://api.weixin.qq.com", Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		r := newSandboxed(t, brand())
		keys := credential.NewKeyring(memory(brand()), client, time.Now)
		deps := r.deps
		deps.Open = func(account string) *wechat.Writer { return client.Writer(keys.Tokens(account)) }
		because1(t, r.invoke(t.Context(), Handler(deps), request(menuA)), "plain-http")
	})
	t.Run("busy, by a clock that is ahead", func(t *testing.T) {
		t.Parallel()
		r := newSandboxed(t, brand())
		ahead := func() time.Time { return time.Now().Add(time.Hour) }
		if _, err := ledger.Acquire(t.Context(), r.ledger, ahead, ledger.Ask{Account: account, Holder: "ann", TTL: time.Minute}); err != nil {
			t.Fatal(err)
		}
		res := r.atOnce(request(menuA))
		because1(t, res, api.IsBusy)
		says(t, res, "in the future of this clock", "lease expires by itself")
	})
}

// TestFoundOtherwise has another tool work at the same moment as a publish that
// ends half-way.
func TestFoundOtherwise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		other func(w *wechat.Writer) error
		want  api.Found
	}{
		{
			"a conditional menu comes, and the post is lost",
			sandbox.Fault{Path: createPath, Cut: sandbox.CutBefore},
			func(w *wechat.Writer) error {
				_, err := w.AddConditional(context.Background(), []byte(forTag(7, click("other"))))
				return err
			},
			api.FoundOld,
		},
		{
			"another default menu comes, and a conditional menu is refused",
			sandbox.Fault{Path: addPath, Errcode: 45009},
			func(w *wechat.Writer) error { return w.Create(context.Background(), []byte(bar(click("other")))) },
			api.FoundOther,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			plain := listening(t, server)
			client, err := wechat.New(wechat.Options{Base: plain.URL, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(client.Close)
			other := client.Writer(credential.NewKeyring(memory(brand()), client, time.Now).Tokens(account))
			var armed atomic.Bool
			r := newRig(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path == tt.fault.Path && armed.Swap(false) {
					if err := tt.other(other); err != nil {
						t.Error(err)
					}
					server.Fault(tt.fault)
				}
				server.ServeHTTP(w, req)
			}), memory(brand()))
			r.publish(menuA)
			armed.Store(true)
			res := r.publish(tagged(menuB, "2 a"))
			same(t, "outcome", res.Outcome, api.Failed)
			if reasons := res.Error.Reasons; reasons[len(reasons)-1].Found != tt.want {
				t.Errorf("got %+v, want %s found", reasons, tt.want)
			}
		})
	}
}

// TestNoRest has WeChat answer one more conditional menu with each that is
// deleted: after three rounds the publish gives up.
func TestNoRest(t *testing.T) {
	t.Parallel()
	d := &double{get: asGet, shown: asShown, created: []string{menuA}}
	added, deleted := "", 0
	d.other = func(path, body string) string {
		if path == addPath {
			added = body
			return `{"menuid":"1"}`
		}
		deleted++
		return `{"errcode":0,"errmsg":"ok"}`
	}
	d.get = func(body string, _ int) string {
		if added == "" {
			return asGet(body, 1)
		}
		var menus []string
		for n := range deleted + 2 {
			id := 10*deleted + n + 1
			menus = append(menus, strings.Replace(added, "{", fmt.Sprintf(`{"menuid":%d,`, id), 1))
		}
		return `{"menu":` + body + `,"conditionalmenu":[` + strings.Join(menus, ",") + `]}`
	}
	r := newRig(t, d, memory(brand()))
	same(t, "before", r.publish(menuA).Outcome, api.InSync)
	res := r.publish(tagged(menuA, "2 a"))
	same(t, "outcome", res.Outcome, api.Failed)
	because1(t, res, api.NoRest)
	says(t, res, "after 3 rounds of steps", "another tool or the console")
}

// TestGuardReasons has guards trip on the wire that no other test has there.
func TestGuardReasons(t *testing.T) {
	t.Parallel()
	program := func(appID string) string {
		return fmt.Sprintf(`{"type":"miniprogram","name":"m","url":"https://a.example/","appid":%q,"pagepath":"p"}`, appID)
	}
	from := with(bar(program("wx00000000000000aa"), link("https://a.example/")), forTag(2, click("c")))
	to := bar(strings.Replace(program("wx00000000000000bb"), "a.example", "b.example", 1), link("https://b.example/"))
	acc := brand()
	acc.MiniPrograms = nil
	r := newSandboxed(t, acc)
	same(t, "outcome", r.publish(from).Outcome, api.Published)
	req := request(to)
	req.Accept = api.Accept{}
	deps := r.deps
	deps.AppID = func(context.Context, string) (string, error) { return "wxfedcba9876543210", nil }
	for _, tt := range []struct {
		f    Func
		says []string
	}{
		{r.handler, []string{"conditional menus removed: 1", "link to b.example, and no longer to a.example", "the mini program wx00000000000000bb instead of wx00000000000000aa"}},
		{Handler(deps), []string{"appid is wxfedcba9876543210, and record 1 is of wx0123456789abcdef", "--allow appid-changed"}},
	} {
		res := r.invoke(t.Context(), tt.f, req)
		same(t, "outcome", res.Outcome, api.Refused)
		says(t, res, tt.says...)
	}
}
