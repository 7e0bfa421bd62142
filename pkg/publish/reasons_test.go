package publish

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// because1 sees that a result has that code for its first reason. That its words
// have all their operands the rig sees.
func because1(t *testing.T, res api.Result, want api.Code) {
	t.Helper()
	if res.Error == nil || res.Error.Reasons[0].Code != want {
		t.Errorf("got %+v, want the reason %s", res.Error, want)
		return
	}
	// The caller goes on more slowly then, and asks again where WeChat was not.
	slow := want == api.CredentialThrottled || want == api.LedgerThrottled
	if res.Error.Throttled() != slow || slow && len(res.Calls) > 0 {
		t.Errorf("got throttled %v after %v, want %v without a call", res.Error.Throttled(), res.Calls, slow)
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
