package publish

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// contradicting is a WeChat whose two answers contradict each other: menu/get
// knows no menu, and the menu that followers see is on and not there. It is over
// once there was a post.
func contradicting(get string) *double {
	return &double{
		get: func(body string, n int) string {
			if body == "" {
				return get
			}
			return asGet(body, n)
		},
		shown: func(body string, n int) string {
			if body == "" {
				return `{"is_menu_open":1}`
			}
			return asShown(body, n)
		},
	}
}

// TestContradiction posts nothing where the two answers cannot both be true,
// unless a person has looked.
func TestContradiction(t *testing.T) {
	t.Parallel()
	for name, get := range map[string]string{
		"no menu":        `{"errcode":46003,"errmsg":"menu no exist"}`,
		"an empty menu":  `{"menu":{"button":[]}}`,
		"with a menu id": `{"menu":{"button":[],"menuid":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := contradicting(get)
			r := newRig(t, d, memory(brand()))
			push := pushed(101, menuA)
			push.Accept.Allow = append(push.Accept.Allow, api.First)
			res := r.invoke(t.Context(), r.handler, push)
			same(t, "a push", res.Outcome, api.Failed)
			same(t, "case", res.Case, api.CaseUnknown)
			because1(t, res, api.Contradiction)
			same(t, "posts", len(d.created), 0)

			read := r.invoke(t.Context(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account})
			same(t, "a read", read.Outcome, api.Failed)
			because1(t, read, api.Contradiction)

			res = r.publish(menuA)
			same(t, "by hand", res.Outcome, api.Failed)
			says(t, res, "contradict", "--first")
			same(t, "posts", len(d.created), 0)
			for _, accept := range []api.Accept{{Live: res.Digests.Live}, {Allow: []api.Guard{api.First}}} {
				req := request(menuA)
				req.Accept = accept
				req.DryRun = true
				same(t, "plan of what a person lets pass", r.invoke(t.Context(), r.handler, req).Outcome, api.Planned)
			}
			reviewed := request(menuA)
			reviewed.Accept = api.Accept{Live: res.Digests.Live, Allow: []api.Guard{api.First}, Settings: []api.Guard{api.First, api.Edited}}
			because1(t, r.invoke(t.Context(), r.handler, reviewed), api.Contradiction)
			same(t, "posts", len(d.created), 0)
			req := request(menuA)
			req.Accept.Live = res.Digests.Live
			same(t, "let pass", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
			same(t, "again", r.publish(menuA).Outcome, api.InSync)
		})
	}
}

// blind hides from menu/get whatever there is, as long as it is shut, or until a
// path is called.
type blind struct {
	*sandbox.Server
	mu    sync.Mutex
	shut  bool
	until string
}

func (b *blind) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	if r.URL.Path == b.until {
		b.until = ""
	}
	shut := b.shut || b.until != ""
	b.mu.Unlock()
	if shut && r.URL.Path == getPath {
		_, _ = w.Write([]byte(`{"errcode":46003,"errmsg":"menu no exist"}`))
		return
	}
	b.Server.ServeHTTP(w, r)
}

// TestMenuGetKnowsNone has menu/get go on answering that there is no menu. What
// it would hide is not added to: the publish ends half-way, each time.
func TestMenuGetKnowsNone(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	b := &blind{Server: server, shut: true}
	r := &sandboxed{rig: newRig(t, b, memory(brand())), sandbox: server}
	set := tagged(bar(click("base")), "2 a")
	for range 3 {
		res := r.publish(set)
		same(t, "outcome", res.Outcome, api.Failed)
		because1(t, res, api.NoDefault)
		says(t, res, "menu/get", "no conditional menu was touched")
		same(t, "conditional menus", len(ids(r)), 0)
		same(t, "steps", len(res.Steps), 2)
		r.pass(lateness / 3) // to try again makes no answer later
	}
	b.shut = false
	same(t, "once it answers", r.publish(set).Outcome, api.Published)
	r.shows(parse(t, set))
}

// TestMenuGetHidesAnother has menu/get know no menu until the first post, and then
// show a conditional menu of another tool's: that is not touched before a person
// has named it.
func TestMenuGetHidesAnother(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	b := &blind{Server: server}
	r := &sandboxed{rig: newRig(t, b, memory(brand())), sandbox: server}
	r.restore(menuB)
	foreign := parse(t, tagged(menuB, "7 x"))
	if _, err := r.deps.Open(account).AddConditional(t.Context(), foreign.Conditional[0].Body()); err != nil {
		t.Fatal(err)
	}
	before := ids(r)
	b.until = createPath
	set := tagged(menuA, "2 a")
	req := request(set)
	req.Accept.Allow = append(req.Accept.Allow, api.First)
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Failed)
	because1(t, res, api.Unasked)
	list(t, "conditional menus", ids(r), before)
	res = r.invoke(t.Context(), r.handler, req)
	same(t, "next", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Interrupted)
	req.Accept = req.Accept.And(*res.Needs)
	same(t, "let pass", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	r.shows(parse(t, set))
}

// TestRetireContradiction has WeChat answer after a deletion that no menu is there and
// that it is on: that may hide one, and is not seen as the deletion.
func TestRetireContradiction(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		faults   []sandbox.Fault
		outcome  api.Outcome
		warnings []api.WarningKind
	}{
		{"deleted", nil, api.Retired, []api.WarningKind{api.StillShown}},
		{"not deleted", each(sandbox.Fault{Path: clearPath, Status: 502}, 1, tries), api.Failed, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			var hides atomic.Bool
			front := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				switch path := req.URL.Path; {
				case hides.Load() && path == getPath:
					_, _ = w.Write([]byte(`{"errcode":46003,"errmsg":"menu no exist"}`))
				case hides.Load() && path == shownPath:
					_, _ = w.Write([]byte(`{"is_menu_open":1}`))
				default:
					hides.Store(hides.Load() || path == clearPath)
					server.ServeHTTP(w, req)
				}
			})
			r := &sandboxed{rig: newRig(t, front, memory(brand())), sandbox: server}
			r.invoke(t.Context(), r.handler, pushed(101, menuA))
			for _, f := range tt.faults {
				server.Fault(f)
			}
			res := r.invoke(t.Context(), r.handler, retiring(102, r.looked()))
			same(t, "outcome", res.Outcome, tt.outcome)
			list(t, "warnings", kinds(res.Warnings), tt.warnings)
			hides.Store(false)
			if tt.outcome == api.Failed {
				says(t, res, "WeChat may have taken menu/delete all the same")
				same(t, "live digest", res.Digests.Live, "")
				r.live(menuA)
				return
			}
			r.restore(menuA) // an answer of before would show the same
			res = r.invoke(t.Context(), r.handler, back(api.Previous))
			same(t, "a rollback", res.Outcome, api.Published)
			same(t, "case", res.Case, api.CaseHalf)
		})
	}
}
