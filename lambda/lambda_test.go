package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

const (
	appSecret   = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	wrongSecret = "f0e1d2c3b4a5968778695a4b3c2d1e0f"
	serviceKey  = "Bearer a+b/c=9f8e7d6c5b4a39281706"
	awsKey      = "AKIDEXAMPLEEXAMPLE00"
	awsSecret   = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	awsSession  = "c2Vzc2lvbi10b2tlbg+of/the==test"

	menuA = `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY"}]}`
	menuB = `{"button":[{"type":"miniprogram","name":"明日","url":"https://www.soso.com/","appid":"wx286b93c14bbf93aa","pagepath":"pages/index"}]}`

	// menuC has conditional menus.
	menuC = `{"menu":{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY"}]},"conditionalmenu":[{"button":[{"type":"click","name":"苹果","key":"ios"}],"matchrule":{"client_platform_type":"1"}}]}`

	createPath = "/cgi-bin/menu/create"
)

// accounts are the accounts WeChat has. What is stored of brand-wrong is not
// its secret.
func accounts() []sandbox.Account {
	return []sandbox.Account{
		{Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: appSecret, MiniPrograms: []string{}},
		{Name: "brand-wrong", AppID: "wx00000000000000ff", Secret: appSecret},
	}
}

// world is a WeChat, and a file with the accounts' credentials.
type world struct {
	*testing.T
	wechat *sandbox.Server
	front  *httptest.Server
	// aws is where AWS is, and table the ledger there.
	aws, table string
	file       string
	seen       int
}

func newWorld(t *testing.T, endpoint string) *world {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Accounts: accounts(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, wechat: server, front: httptest.NewServer(server), file: filepath.Join(t.TempDir(), "credentials.json")}
	t.Cleanup(w.front.Close)
	w.aws, w.table = endpoint, newTable(t, endpoint)
	text := fmt.Sprintf(`{"brand-cn":{"appid":"wx0123456789abcdef","secret":%q},"brand-wrong":{"appid":"wx00000000000000ff","secret":%q}}`, appSecret, wrongSecret)
	if err := os.WriteFile(w.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) environment(mode string) []string {
	return []string{
		"CAIDAN_MODE=" + mode, "CAIDAN_CREDENTIALS=file:" + w.file, "CAIDAN_WECHAT_URL=" + w.front.URL,
		"CAIDAN_LEDGER=dynamodb:" + w.table, "AWS_ENDPOINT_URL_DYNAMODB=" + w.aws,
	}
}

// asked returns how often WeChat was asked since the last time, and how many of
// these were posts.
func (w *world) asked() (all, posts int) {
	calls := w.wechat.Calls()
	for _, c := range calls[w.seen:] {
		all++
		if c.Path == createPath || strings.HasSuffix(c.Path, "conditional") {
			posts++
		}
	}
	w.seen = len(calls)
	return all, posts
}

// token returns the token in use.
func (w *world) token() string {
	w.Helper()
	w.wechat.ClearFaults()
	body := fmt.Sprintf(`{"grant_type":"client_credential","appid":"wx0123456789abcdef","secret":%q}`, appSecret)
	rec := httptest.NewRecorder()
	w.wechat.ServeHTTP(rec, httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/cgi-bin/stable_token", strings.NewReader(body)))
	var got struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || got.Token == "" {
		w.Fatalf("got %s, want a token: %v", rec.Body, err)
	}
	return got.Token
}

// request publishes whatever it takes away.
func request(account, desired string) api.Request {
	return api.Request{
		Schema: api.Schema, Op: api.OpPublish, Account: account, Desired: json.RawMessage(desired),
		Accept: api.Accept{Allow: []api.Guard{api.RemovesTopLevel}},
	}
}

func rollback(account, to string) api.Request {
	return api.Request{Schema: api.Schema, Op: api.OpRollback, Account: account, To: to, Reason: "a test"}
}

// minute is a function's usual time.
const minute = time.Minute

func TestBootstrap(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: builds the functions' executable and starts it")
	}
	t.Parallel()
	path := build(t)
	t.Run("settings", func(t *testing.T) { t.Parallel(); testSettings(t, path) })
	t.Run("start", func(t *testing.T) { t.Parallel(); testStart(t, path) })
	t.Run("with AWS", func(t *testing.T) {
		t.Parallel()
		endpoint := moto(t)
		t.Run("publish", func(t *testing.T) { t.Parallel(); testPublish(t, path, endpoint) })
		t.Run("inspect", func(t *testing.T) { t.Parallel(); testInspect(t, path, endpoint) })
		t.Run("parameter store", func(t *testing.T) { t.Parallel(); testParameterStore(t, path, endpoint) })
		t.Run("no ledger", func(t *testing.T) { t.Parallel(); testNoLedger(t, path, endpoint) })
	})
}

// testPublish has one process serve everything that can go well or wrong.
func testPublish(t *testing.T, path, endpoint string) {
	t.Helper()
	w := newWorld(t, endpoint)
	f := start(t, path, w.environment("publish")...)
	steps := []struct {
		name    string
		request api.Request
		fault   sandbox.Fault
		timeout time.Duration
		outcome api.Outcome
		errcode int
		meaning string
		asked   int
		posts   int
	}{
		{name: "first", request: request("brand-cn", menuA), outcome: api.Published, asked: 6, posts: 1},
		{name: "again", request: request("brand-cn", menuA), outcome: api.InSync, asked: 2},
		{name: "refused by WeChat", request: request("brand-cn", menuB), outcome: api.Failed, errcode: 45064, meaning: "mini program", asked: 3, posts: 1},
		{
			name: "a blocked page", request: request("brand-cn", `{"button":[{"type":"view","name":"x","url":"https://www.soso.com/"}]}`),
			fault: sandbox.Fault{Path: createPath, Errcode: 40066}, outcome: api.Failed, errcode: 40066, meaning: "url", asked: 3, posts: 1,
		},
		{name: "wrong secret", request: request("brand-wrong", menuA), outcome: api.Failed, errcode: 40125, meaning: "app secret is wrong", asked: -1},
		{name: "unknown account", request: request("brand-de", menuA), outcome: api.Failed, meaning: "brand-de"},
		{name: "invalid menu", request: request("brand-cn", `{"button":[]}`), outcome: api.Invalid},
		{name: "unknown op", request: api.Request{Schema: 1, Op: "doctor", Account: "brand-cn"}, outcome: api.Failed, meaning: `"doctor"`},
		{
			name: "a read that hangs", request: request("brand-cn", menuB), fault: sandbox.Fault{Path: "/cgi-bin/menu/get", Hang: true},
			timeout: 8 * time.Second, outcome: api.Failed, meaning: "time ran out before menu/get was answered", asked: -1,
		},
		{name: "too little time for a post", request: request("brand-cn", menuB), timeout: 15 * time.Second, outcome: api.Failed, meaning: "less than 15 s", asked: 2},
		{name: "another", request: request("brand-cn", menuC), outcome: api.Published, asked: 5, posts: 1},
		{name: "a rollback to nowhere", request: rollback("brand-cn", "9"), outcome: api.Refused},
		{name: "a rollback", request: rollback("brand-cn", "previous"), outcome: api.Published, asked: 5, posts: 1},
		{name: "what was rolled away from", request: request("brand-cn", menuC), outcome: api.Refused, asked: 2},
		{name: "its history", request: api.Request{Schema: 1, Op: api.OpHistory, Account: "brand-cn"}, outcome: api.Read},
		{name: "its ledger", request: api.Request{Schema: 1, Op: api.OpExport, Account: "brand-cn"}, outcome: api.Read},
		{name: "the accounts", request: api.Request{Schema: 1, Op: api.OpList}, outcome: api.Read},
		{name: "still up", request: api.Request{Schema: 1, Op: api.OpRead, Account: "brand-cn"}, outcome: api.Read, asked: 2},
	}
	for _, s := range steps {
		w.asked()
		w.wechat.ClearFaults()
		if s.fault.Path != "" {
			w.wechat.Fault(s.fault)
		}
		if s.timeout == 0 {
			s.timeout = minute
		}
		res := f.do(s.request, s.timeout)
		if res.Outcome != s.outcome {
			t.Errorf("%s: got outcome %s, want %s: %+v", s.name, res.Outcome, s.outcome, res.Error)
		}
		if s.outcome == api.Failed && (res.Error == nil || res.Error.Errcode != s.errcode || !strings.Contains(res.Error.Meaning, s.meaning)) {
			t.Errorf("%s: got %+v, want errcode %d and %q", s.name, res.Error, s.errcode, s.meaning)
		}
		if asked, posts := w.asked(); posts != s.posts || s.asked >= 0 && asked != s.asked {
			t.Errorf("%s: got %d requests with %d posts, want %d with %d", s.name, asked, posts, s.asked, s.posts)
		}
		testGarbage(t, f)
	}
	if got := string(w.wechat.Menu("brand-cn")); got != menuA {
		t.Errorf("got live menu %s, want %s", got, menuA)
	}
	f.scan(appSecret, wrongSecret, w.token())
}

// testGarbage sends what are not requests: the answer is an error that says so.
func testGarbage(t *testing.T, f *function) {
	t.Helper()
	for _, g := range []struct{ payload, want string }{
		{`hello`, "invalid character"},
		{`{"op":"publish","account":"brand-cn"}`, "no schema"},
		{`{"schema":7,"op":"publish","account":"brand-cn"}`, "schema 7"},
		{`{"schema":1,"op":"publish","account":"../brand"}`, "account name"},
	} {
		a := f.invoke(g.payload, minute)
		var body struct{ ErrorMessage, ErrorType string }
		if err := json.Unmarshal([]byte(a.body), &body); err != nil || a.kind != "error" {
			t.Errorf("%s: got %s %s, want an error", g.payload, a.kind, a.body)
		}
		if body.ErrorType != "EventError" || !strings.Contains(body.ErrorMessage, g.want) {
			t.Errorf("%s: got %s %q, want EventError with %q", g.payload, body.ErrorType, body.ErrorMessage, g.want)
		}
	}
}

// testInspect has the process that only reads be asked for more.
func testInspect(t *testing.T, path, endpoint string) {
	t.Helper()
	w := newWorld(t, endpoint)
	f := start(t, path, w.environment("inspect")...)
	if res := f.do(request("brand-cn", menuA), minute); res.Outcome != api.Failed || !strings.Contains(res.Error.Meaning, "inspect function") {
		t.Errorf("got %+v, want op publish refused", res)
	}
	if asked, _ := w.asked(); asked != 0 {
		t.Errorf("got %d requests, want none", asked)
	}
	if res := f.do(api.Request{Schema: 1, Op: api.OpRead, Account: "brand-cn"}, minute); res.Outcome != api.Read || res.Live == nil {
		t.Errorf("got %+v, want what is live", res)
	}
	if res := f.do(api.Request{Schema: 1, Op: api.OpRead, Account: "brand-wrong"}, minute); res.Outcome != api.Failed || res.Error.Errcode != 40125 {
		t.Errorf("got %+v, want errcode 40125", res)
	}
	testGarbage(t, f)
	if _, posts := w.asked(); posts != 0 {
		t.Errorf("got %d posts, want none", posts)
	}
	f.scan(appSecret, wrongSecret, w.token())
}

// testNoLedger publishes without the table, which must be noticed before
// anything is posted.
func testNoLedger(t *testing.T, path, endpoint string) {
	t.Helper()
	w := newWorld(t, endpoint)
	w.table = "nowhere"
	f := start(t, path, w.environment("publish")...)
	res := f.do(request("brand-cn", menuA), minute)
	if res.Outcome != api.Failed || res.Error.Op != "dynamodb:GetItem" || !strings.Contains(res.Error.Meaning, "nowhere") || res.Error.Remedy == "" {
		t.Errorf("got %s %+v, want it to name the action and the table", res.Outcome, res.Error)
	}
	if asked, _ := w.asked(); asked != 0 {
		t.Errorf("got %d requests, want none", asked)
	}
}

// testStart counts what the packages that are linked allocate before the first
// line runs, which is what a cold start waits for.
func testStart(t *testing.T, path string) {
	t.Helper()
	const most = 3_200
	f := start(t, path, "GODEBUG=inittrace=1")
	f.exit()
	sum := 0
	for _, m := range regexp.MustCompile(`(?m)^init .* (\d+) allocs$`).FindAllStringSubmatch(f.printed.String(), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum == 0 || sum > most {
		t.Errorf("got %d allocations before the first line, want some, and at most %d (docs/dependencies.md says of which); GODEBUG=inittrace=1 lists them:\n%s", sum, most, &f.printed)
	}
}

// testSettings starts with settings that cannot work.
func testSettings(t *testing.T, path string) {
	t.Helper()
	const password = "hunter2hunter2"
	tests := []struct {
		name string
		env  []string
		want string
	}{
		{"nothing", nil, "CAIDAN_CREDENTIALS"},
		{"no mode", []string{"CAIDAN_CREDENTIALS=file:/x", "CAIDAN_LEDGER=dynamodb:x"}, "CAIDAN_MODE"},
		{"an unknown mode", []string{"CAIDAN_MODE=plan", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_LEDGER=dynamodb:x"}, `CAIDAN_MODE: \"plan\"`},
		{"no ledger", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x"}, "CAIDAN_LEDGER"},
		{"a ledger of another kind", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_LEDGER=bolt:/x"}, "CAIDAN_LEDGER"},
		{"no credentials", []string{"CAIDAN_MODE=publish"}, "CAIDAN_CREDENTIALS"},
		{"bad credentials", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=vault:x"}, "CAIDAN_CREDENTIALS"},
		{"a bad prefix", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=ssm:caidan"}, "CAIDAN_CREDENTIALS"},
		{"a secret for credentials", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=" + appSecret}, "CAIDAN_CREDENTIALS"},
		{"plain http", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_WECHAT_URL=http://example.com"}, "CAIDAN_WECHAT_URL"},
		{"no URL", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_WECHAT_URL=http://u:" + password + "@[::1"}, "CAIDAN_WECHAT_URL"},
		{"a proxy that is not a URL", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_TOKEN_PROXY=http://u:" + password + "@[::1"}, "CAIDAN_TOKEN_PROXY"},
		{"a proxy of all that is not a URL", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_PROXY=http://u:" + password + "@[::1"}, "CAIDAN_PROXY"},
		{"a proxy of another kind", []string{"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=file:/x", "CAIDAN_TOKEN_PROXY=ftp://u:" + password + "@localhost"}, "CAIDAN_TOKEN_PROXY"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, path, tt.env...)
			if got := f.exit(); got != 1 {
				t.Errorf("got exit code %d, want 1", got)
			}
			lines := strings.Split(strings.TrimSpace(f.printed.String()), "\n")
			if len(lines) != 1 || !strings.Contains(lines[0], tt.want) || !strings.Contains(lines[0], "function not started") {
				t.Errorf("got %q, want one line with %q", lines, tt.want)
			}
			f.scan(password, appSecret)
		})
	}
}
