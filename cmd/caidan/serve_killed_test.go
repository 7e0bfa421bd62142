package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
	"github.com/caidan-dev/caidan/pkg/serve"
	"github.com/caidan-dev/caidan/pkg/text"
)

// killer is WeChat, in front of which a server is killed at one of its calls: before
// WeChat acts on it, or after.
type killer struct {
	*sandbox.Server
	mu    sync.Mutex
	left  int // calls until then; at zero there is none
	after bool
	kill  func()
	fired bool
}

func (k *killer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	strikes := k.left == 1
	k.left = max(0, k.left-1)
	if strikes && !k.after {
		k.strike()
	}
	k.Server.ServeHTTP(w, r)
	if strikes {
		k.strike()
	}
}

// strike kills the server, which hears of no answer.
func (k *killer) strike() {
	k.kill()
	k.fired = true
	panic(http.ErrAbortHandler)
}

// arm has the server be killed at a call.
func (k *killer) arm(call int, after bool, kill func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left, k.after, k.kill = call, after, kill
}

// struck reports whether it was, and has it live from now on.
func (k *killer) struck() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left = 0
	return k.fired
}

// killable is a machine with a server, whose ledger outlives it.
type killable struct {
	*testing.T
	wechat   *killer
	ledger   string
	settings string
	address  string
	key      string
}

// open opens the ledger, which no server may have open where it is a file.
func (k *killable) open() opened {
	k.Helper()
	store, err := (&app{}).openLedger(k.Context(), k.ledger)
	if err != nil {
		k.Fatal(err)
	}
	return store
}

// database makes a new database on a server of them, and names the ledger in it.
func database(t *testing.T, addr string) string {
	t.Helper()
	root, err := sql.Open("mysql", "root@tcp("+addr+")/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	name := "t" + ledger.NewID()
	dsn := filepath.Join(t.TempDir(), "dsn")
	_, err = root.ExecContext(t.Context(), "CREATE DATABASE "+name)
	if err = errors.Join(err, os.WriteFile(dsn, []byte("root@tcp("+addr+")/"+name), 0o600)); err != nil {
		t.Fatal(err)
	}
	return "mysql:file:" + dsn
}

// newKillable returns a machine whose account has a secret, or has authorised a
// third-party platform whose tokens the server holds. Its ledger is in a database where
// there is the address of a server of them, else in a file.
func newKillable(t *testing.T, authorised bool, databases string) *killable {
	t.Helper()
	o := sandbox.Options{Accounts: []sandbox.Account{{Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: "s"}}, Now: time.Now}
	credential := `{"brand-cn":{"appid":"wx0123456789abcdef","secret":"s"}}`
	if authorised {
		o.ThirdParty = &sandbox.ThirdParty{AppID: "wxfedcba9876543210", Secret: "s", Token: "t", Key: strings.Repeat("k", 43), Rotates: true}
		credential = fmt.Sprintf(`{"brand-cn":{"appid":"wx0123456789abcdef","component":{"appid":"wxfedcba9876543210","secret":"s","token":"t","aesKey":%q,"ticket":"received"}}}`, o.ThirdParty.Key)
	}
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	k := &killable{T: t, wechat: &killer{Server: server}}
	front := httptest.NewServer(k.wechat)
	t.Cleanup(front.Close)
	dir := t.TempDir()
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	var hash string
	k.key, hash = serve.NewKey()
	k.ledger = "bolt:" + filepath.Join(dir, "ledger.db")
	if databases != "" {
		k.ledger = database(t, databases)
	}
	k.settings, k.address = filepath.Join(dir, "serve.json"), "http://"+address
	credentials := filepath.Join(dir, "credentials.json")
	said := fmt.Sprintf(`{"address":%q,"listen":%q,"ledger":%q,"credentials":"file:%s","wechat":%q,"keys":{"ann":{"sha256":%q,"publish":true}}}`,
		k.address, address, k.ledger, credentials, front.URL, hash)
	err = errors.Join(os.WriteFile(k.settings, []byte(said), 0o600),
		os.WriteFile(credentials, []byte(credential), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// up starts the server, and returns what kills it.
func (k *killable) up() (kill func()) {
	k.Helper()
	h, err := startServe(k.settings)
	if err != nil {
		k.Fatal(err)
	}
	var once sync.Once
	kill = func() {
		once.Do(func() {
			_ = h.cmd.Process.Kill()
			if err := <-h.ended; err == nil {
				k.Error("got a server that ended by itself, want it killed")
			}
		})
	}
	k.Cleanup(kill)
	return kill
}

func (k *killable) ask(op api.Op, menus string) (api.Result, error) {
	path := api.PathInspect
	if op == api.OpPublish {
		path = api.PathPublish
	}
	c := remote.NewHTTPS(remote.Server{Address: k.address, Path: path, Bearer: func(context.Context) (string, error) { return k.key, nil }}, 1)
	return c.Do(k.Context(), api.Request{
		Schema: api.Schema, Op: op, Account: "brand-cn", Desired: json.RawMessage(menus),
		Accept: api.Accept{Allow: []api.Guard{api.RemovesConditional}},
	})
}

// pass has a quarter of an hour pass since what the ledger holds: the lease of a dead
// server is over then, and menu/get is believed again, ten minutes after the last step.
func (k *killable) pass() {
	k.Helper()
	store := k.open().store
	st, err := store.State(k.Context(), "brand-cn")
	if err == nil {
		const quarter = -15 * time.Minute
		st.Lease.Expiry = st.Lease.Expiry.Add(quarter)
		st.Intent.Started, st.Intent.Touched = st.Intent.Started.Add(quarter), st.Intent.Touched.Add(quarter)
		_, err = store.Swap(k.Context(), st)
	}
	if err = errors.Join(err, store.Close()); err != nil {
		k.Fatal(err)
	}
}

const (
	killedBefore = `{"menu":{"button":[{"type":"click","name":"旧","key":"old"}]},"conditionalmenu":[
		{"button":[{"type":"click","name":"安卓","key":"android"}],"matchrule":{"client_platform_type":"2"}},
		{"button":[{"type":"click","name":"苹果","key":"ios"}],"matchrule":{"client_platform_type":"1"}}]}`
	killedAfter = `{"menu":{"button":[{"type":"click","name":"新","key":"new"}]},"conditionalmenu":[
		{"button":[{"type":"click","name":"电脑","key":"desktop"}],"matchrule":{"client_platform_type":"3"}},
		{"button":[{"type":"click","name":"苹果","key":"ios"}],"matchrule":{"client_platform_type":"1"}}]}`
)

// TestServeKilled kills the process of a server before and after each call to WeChat
// of a publish that replaces the default menu and a conditional one. Once time has passed,
// the next publish brings about what was wanted.
func TestServeKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: starts this binary many times")
	}
	for _, after := range []bool{false, true} {
		for authorised, tokens := range map[bool]int{false: 1, true: 2} {
			t.Run(fmt.Sprintf("after %v, platform %v", after, authorised), func(t *testing.T) {
				t.Parallel()
				calls := 0
				for call := 1; killedAt(t, call, after, authorised, ""); call++ {
					calls = call
				}
				if want := tokens + 2 + 3 + 2; calls != want { // tokens, reads, steps, reads
					t.Errorf("got %d calls at which it was killed, want %d", calls, want)
				}
			})
		}
	}
}

// TestServeKilledDatabase does so with the ledger in a database.
func TestServeKilledDatabase(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: starts this binary many times")
	}
	addr, stop, err := emulator.Database(t.Context(), os.Getenv("CAIDAN_MYSQLD"))
	switch {
	case emulator.Absent(err) && os.Getenv("CAIDAN_E2E") != "1":
		t.Skip("MariaDB (mariadb-server) is not installed: no server with a database is killed")
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(stop)
	for _, after := range []bool{false, true} {
		calls := 0
		for call := 1; killedAt(t, call, after, false, addr); call++ {
			calls = call
		}
		if want := 1 + 2 + 3 + 2; calls != want { // token, reads, steps, reads
			t.Errorf("after %v: got %d calls at which it was killed, want %d", after, calls, want)
		}
	}
}

// push has WeChat push a ticket to the server.
func (k *killable) push() {
	k.Helper()
	rec := httptest.NewRecorder()
	k.wechat.Server.ServeHTTP(rec, httptest.NewRequestWithContext(k.Context(), http.MethodPost, "/sandbox/platform", strings.NewReader(`{"ticket":true}`)))
	var pushed sandbox.Push
	if err := json.Unmarshal(rec.Body.Bytes(), &pushed); err != nil {
		k.Fatal(err)
	}
	resp, err := http.Post(k.address+api.PathTicket+"?"+pushed.Query, "text/xml", strings.NewReader(pushed.Body))
	if err != nil {
		k.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		k.Errorf("got %s, want the ticket taken", resp.Status)
	}
}

// killedAt kills the server at a call, and reports whether there was one.
func killedAt(t *testing.T, call int, after, authorised bool, databases string) (killed bool) {
	t.Helper()
	k := newKillable(t, authorised, databases)
	kill := k.up()
	if authorised {
		k.push()
	}
	if res, err := k.ask(api.OpPublish, killedBefore); err != nil || res.Outcome != api.Published {
		t.Fatalf("got %+v, %v; want the menus of before published", res, err)
	}
	kill() // so that the next one begins with a token
	kill = k.up()
	k.wechat.arm(call, after, kill)
	res, err := k.ask(api.OpPublish, killedAfter)
	if !k.wechat.struck() {
		if err != nil || res.Outcome != api.Published {
			t.Errorf("got %+v, %v where it was not killed, want it published", res, err)
		}
		return false
	}
	var unclear *remote.Error
	if _, remedy := text.Explain(err, text.English); !errors.As(err, &unclear) || !unclear.Unclear || !strings.Contains(remedy, "not posted twice") {
		t.Errorf("call %d: got %+v, %v; want it to say that it may have been done", call, res, err)
	}
	k.pass()
	kill = k.up()
	if res, err = k.ask(api.OpPublish, killedAfter); err != nil || res.Outcome != api.Published {
		t.Errorf("call %d: got %s %+v, %v from the next publish; want it published", call, res.Outcome, res.Error, err)
	}
	if res, err = k.ask(api.OpPlan, killedAfter); err != nil || res.Outcome != api.InSync {
		t.Errorf("call %d: got %s %+v, %v from a plan; want it in sync", call, res.Outcome, res.Error, err)
	}
	live, _ := k.wechat.Live("brand-cn")
	if n := len(live.Conditional); n != 2 {
		t.Errorf("call %d: got %d conditional menus live, want 2", call, n)
	}
	kill()
	store := k.open().store
	defer func() { _ = store.Close() }()
	st, errState := store.State(t.Context(), "brand-cn")
	rec, errLast := store.Last(t.Context(), "brand-cn")
	if errState != nil || errLast != nil || st.Intent == nil || st.Intent.Number != rec.Number || rec.Readback != ledger.ReadbackVerified {
		t.Errorf("call %d: got the state %+v and record %d, want its intent closed by a verified record: %v %v", call, st, rec.Number, errState, errLast)
	}
	return true
}
