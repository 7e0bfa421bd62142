package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	account = "brand-cn"
	secret  = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

	// Two menus; their texts must not get into a log.
	menuA = `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY"},{"name":"菜单","sub_button":[{"type":"view","name":"搜索","url":"https://www.soso.com/?a=1&b=2"}]}]}`
	menuB = `{"button":[{"type":"click","name":"明日歌曲","key":"V1002_TOMORROW"}]}`

	// menuX is what is made in the console.
	menuX = `{"button":[{"type":"text","name":"电话","value":"400-800-8888"},{"type":"click","name":"k","key":"k"}]}`

	tokenPath  = "/cgi-bin/stable_token"
	createPath = "/cgi-bin/menu/create"
	addPath    = "/cgi-bin/menu/addconditional"
	delPath    = "/cgi-bin/menu/delconditional"
	clearPath  = "/cgi-bin/menu/delete"
	getPath    = "/cgi-bin/menu/get"
	shownPath  = "/cgi-bin/get_current_selfmenu_info"
)

// menuTexts is what of the menus no log may hold.
func menuTexts() []string {
	return []string{"歌曲", "菜单", "搜索", "soso", "V1001", "V1002"}
}

// enough is how much time an invocation has where a test is not about time: so
// much that a machine many times slower gets there.
const enough = time.Minute

// hasty is a pace at which a test does not wait between two reads, and at which
// a lease is given back however slow the disk is.
func hasty() *pace {
	p := usualPace()
	p.pause, p.release = time.Millisecond, enough
	return &p
}

// output keeps what is written to it.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// listening answers on a real connection until the test ends.
func listening(tb testing.TB, h http.Handler) *httptest.Server {
	tb.Helper()
	s := httptest.NewServer(h)
	tb.Cleanup(s.Close)
	return s
}

// rig is the handlers before a WeChat on a real connection.
type rig struct {
	testing.TB
	front   *httptest.Server
	handler Func // at a hasty pace
	usual   Func // at the usual pace
	inspect Func
	ledger  *bolt.Store
	deps    Deps // of handler
	reader  func(account string) *wechat.Reader
	log     output
	answers output
	ahead   atomic.Int64 // of the clock that this process reads
}

// now is the functions' clock, and pass puts it forward.
func (r *rig) now() time.Time       { return time.Now().Add(time.Duration(r.ahead.Load())) }
func (r *rig) pass(d time.Duration) { r.ahead.Add(int64(d)) }

// newRig puts the handlers before any WeChat.
func newRig(tb testing.TB, wechatServer http.Handler, store credential.Store) *rig {
	tb.Helper()
	front := listening(tb, wechatServer)
	r := newRigOf(tb, wechat.Options{Base: front.URL, Now: time.Now}, store)
	r.front = front
	return r
}

// newRigOf puts the handlers before the WeChat that a client with such options
// reaches.
func newRigOf(tb testing.TB, o wechat.Options, store credential.Store) *rig {
	tb.Helper()
	r := &rig{TB: tb}
	client, err := wechat.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.Close)
	keys := credential.NewKeyring(store, client, time.Now)
	log := slog.New(slog.NewJSONHandler(&r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	book, err := bolt.Open(filepath.Join(memoryDir(tb), "ledger.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := book.Close(); err != nil {
			tb.Error(err)
		}
	})
	r.ledger = book
	deps := Deps{
		Version: "1.4.2",
		Open:    func(account string) *wechat.Writer { return client.Writer(keys.Renewing(account)) },
		AppID:   keys.AppID,
		Ledger:  book,
		Now:     r.now,
		Log:     log,
	}
	r.usual = Handler(deps)
	deps.pace = hasty()
	r.handler, r.deps = Handler(deps), deps
	r.reader = func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) }
	r.inspect = Inspect(InspectDeps{
		Open:    r.reader,
		AppID:   keys.AppID,
		Reread:  keys.Reread,
		Refetch: keys.Refetch,
		Version: "1.4.2",
		Ledger:  book,
		Now:     r.now,
		Log:     log,
	})
	return r
}

// memory is a store of sandbox accounts.
func memory(accounts ...sandbox.Account) credential.Store {
	return func(_ context.Context, name string) (credential.Source, error) {
		for _, acc := range accounts {
			if acc.Name == name {
				return credential.Secret{AppID: acc.AppID, Secret: wechat.NewSecret(acc.Secret)}, nil
			}
		}
		return nil, &credential.Error{Why: api.Reason{Code: api.CredentialNotInSandbox, Facts: api.Facts{Account: name}}}
	}
}

func brand() sandbox.Account {
	return sandbox.Account{Name: account, AppID: "wx0123456789abcdef", Secret: secret}
}

// invoke asks a function, which has no more than enough time.
func (r *rig) invoke(ctx context.Context, f Func, req api.Request) api.Result {
	r.Helper()
	event, err := json.Marshal(req)
	if err != nil {
		r.Fatal(err)
	}
	bounded, cancel := context.WithTimeout(ctx, enough)
	defer cancel()
	answer, err := f(bounded, event)
	if err != nil {
		r.Fatalf("got error %v, want a result", err)
	}
	if bounded.Err() != nil && ctx.Err() == nil {
		r.Fatalf("awaited the answer to %s for %s, and got %s", req.Op, enough, answer)
	}
	_, _ = r.answers.Write(append(answer, '\n'))
	var res api.Result
	if err := json.Unmarshal(answer, &res); err != nil {
		r.Fatalf("got %s, want a result: %v", answer, err)
	}
	if res.Schema != api.Schema || res.Account != req.Account || res.Calls == nil || (res.Error != nil) != unhappy(res.Outcome) {
		r.Errorf("got %s, want schema, account, calls, and an error exactly when it did not do what was asked", answer)
	}
	// Where there is no remedy, what is wrong ends with what to do.
	if e := res.Error; e != nil && (e.Op == "" || e.Meaning == "" || e.Remedy == "" && !strings.Contains(e.Meaning, "; ")) {
		r.Errorf("got %s, want it to say what was being done, what is wrong and what to do", answer)
	}
	r.worded(&res, answer)
	return res
}

// operand is one that a sentence needs and its reason does not have.
var operand = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// worded sees that a result says in each language what it says in English, with
// all operands.
func (r *rig) worded(res *api.Result, answer []byte) {
	r.Helper()
	told.result(res)
	var said []text.Text
	if e := res.Error; e != nil {
		var meaning, remedy text.Text
		meaning.EN, remedy.EN = e.Say(text.English)
		meaning.ZH, remedy.ZH = e.Say(text.Chinese)
		if meaning.EN != e.Meaning || remedy.EN != e.Remedy || len(e.Reasons) == 0 {
			r.Errorf("got %s, want it to mean %q and %q", answer, meaning.EN, remedy.EN)
		}
		said = append(said, meaning, remedy)
	}
	for _, w := range res.Warnings {
		said = append(said, text.Text{EN: w.In(text.English), ZH: w.In(text.Chinese)})
	}
	if res.Diagnosis != nil {
		for _, c := range res.Diagnosis.Checks {
			var meaning, remedy text.Text
			meaning.EN, remedy.EN = c.Say(text.English)
			meaning.ZH, remedy.ZH = c.Say(text.Chinese)
			if !strings.HasSuffix(meaning.EN, c.Meaning) || // after the endpoint that refused
				remedy.EN != c.Remedy || len(c.Reasons) == 0 {
				r.Errorf("got %+v, want it to mean %q and %q", c, meaning.EN, remedy.EN)
			}
			said = append(said, meaning, remedy)
		}
	}
	for _, s := range said {
		if operand.MatchString(s.EN+s.ZH) || s.EN == s.ZH && s.EN != "" || strings.Contains(s.ZH, s.EN) && s.EN != "" {
			r.Errorf("got %q and %q in %s, want words in both languages, with all operands", s.EN, s.ZH, answer)
		}
	}
}

// unhappy reports whether a result with that outcome has to say why.
func unhappy(o api.Outcome) bool {
	return slices.Contains([]api.Outcome{api.Failed, api.Refused, api.Held, api.Busy, api.Superseded}, o)
}

// request publishes whatever it takes away.
func request(desired string) api.Request {
	return api.Request{
		Schema: api.Schema, Op: api.OpPublish, Account: account, Desired: json.RawMessage(desired),
		Accept: api.Accept{Allow: []api.Guard{api.RemovesButtons, api.RemovesTopLevel, api.RemovesConditional, api.ChangesAllHosts, api.ChangesAllTargets, api.ChangesAppID}},
	}
}

// publish publishes with plenty of time.
func (r *rig) publish(desired string) api.Result {
	r.Helper()
	return r.invoke(context.Background(), r.handler, request(desired))
}

// within publishes with this much time at the usual pace, and sees that the
// answer is there before it has run out. It is for tests in a bubble.
func (r *rig) within(d time.Duration, desired string) api.Result {
	r.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	res := r.invoke(ctx, r.usual, request(desired))
	if err := ctx.Err(); err != nil {
		r.Errorf("got the answer after the deadline, want it before")
	}
	return res
}

// atOnce publishes, and does not wait for a lease that is busy.
func (r *rig) atOnce(req api.Request) api.Result {
	r.Helper()
	deps, p := r.deps, *hasty()
	p.write = time.Hour
	deps.pace = &p
	return r.invoke(context.Background(), Handler(deps), req)
}

// last is the newest record.
func (r *rig) last() ledger.Record {
	r.Helper()
	rec, err := r.ledger.Last(context.Background(), account)
	if err != nil {
		r.Fatal(err)
	}
	return rec
}

// state is the account's state.
func (r *rig) state() ledger.State {
	r.Helper()
	st, err := r.ledger.State(context.Background(), account)
	if err != nil {
		r.Fatal(err)
	}
	return st
}

// unfinished reports whether a publish is open.
func (r *rig) unfinished() bool {
	r.Helper()
	res := r.invoke(context.Background(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpHistory, Account: account})
	return res.Ledger != nil && res.Ledger.Unfinished != nil
}

func kinds(warnings []api.Warning) []api.WarningKind {
	var out []api.WarningKind
	for _, w := range warnings {
		out = append(out, w.Kind)
	}
	return out
}

func digest(text string) string { return menu.DecodeSet(account, []byte(text)).Set.Digest() }
