package publish

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// tagged is a set with a conditional menu for each of these, highest priority
// first: a tag and the key of its only button.
func tagged(base string, menus ...string) string {
	var list []string
	for _, m := range menus {
		tag, key, _ := strings.Cut(m, " ")
		list = append(list, fmt.Sprintf(`{"button":[%s],"matchrule":{"tag_id":%q}}`, click(key), tag))
	}
	return with(base, list...)
}

// TestConditional publishes sets one after the other, and counts what each
// takes: adds, deletes and creates, beside four reads.
func TestConditional(t *testing.T) {
	t.Parallel()
	base, other := bar(click("base")), bar(click("base"), click("more"))
	steps := []struct {
		name                   string
		set                    string
		creates, adds, deletes int
		kept                   int
	}{
		{"first", tagged(base, "2 a", "3 b"), 1, 2, 0, 0},
		{"one more on top", tagged(base, "4 c", "2 a", "3 b"), 0, 1, 0, 2},
		{"the default alone", tagged(other, "4 c", "2 a", "3 b"), 1, 0, 0, 3},
		{"one in the middle goes", tagged(other, "4 c", "3 b"), 0, 0, 1, 2},
		{"two change places", tagged(other, "3 b", "4 c"), 0, 1, 1, 1},
		{"another menu for the lowest", tagged(other, "3 b", "4 d"), 0, 2, 2, 0},
		{"one more at the bottom", tagged(other, "3 b", "4 d", "5 e"), 0, 3, 2, 0},
		{"all but the lowest go, and the default changes", tagged(base, "5 e"), 1, 0, 2, 1},
		{"all go", base, 0, 0, 1, 0},
	}
	r := newSandboxed(t, brand())
	for _, s := range steps {
		before := ids(r)
		res := r.publish(s.set)
		same(t, s.name+": outcome", res.Outcome, api.Published)
		list(t, s.name+": warnings", kinds(res.Warnings), nil)
		asked := r.asked()
		same(t, s.name+": creates", count(asked, "menu/create"), s.creates)
		same(t, s.name+": adds", count(asked, "menu/addconditional"), s.adds)
		same(t, s.name+": deletes", count(asked, "menu/delconditional"), s.deletes)
		looks := 4
		if s.name == "first" {
			looks += 2 // menu/get has to show the default menu
		}
		same(t, s.name+": reads", count(asked, "menu/get")+count(asked, "get_current_selfmenu_info"), looks)
		same(t, s.name+": steps", len(res.Steps), s.creates+s.adds+s.deletes)
		if slices.ContainsFunc(res.Steps, func(s api.Step) bool { return !s.Done }) {
			t.Errorf("%s: got steps %v, want all done", s.name, res.Steps)
		}
		kept := slices.DeleteFunc(ids(r), func(id string) bool { return !slices.Contains(before, id) })
		same(t, s.name+": menus kept", len(kept), s.kept)
		r.shows(parse(t, s.set))
		same(t, s.name+": recorded", r.last().Desired.Digest(), digest(s.set))

		res = r.publish(s.set)
		same(t, s.name+" again: outcome", res.Outcome, api.InSync)
		list(t, s.name+" again: requests", r.asked(), reads())
	}
}

// ids are the menuids of the conditional menus.
func ids(r *sandboxed) []string {
	var out []string
	now, _ := r.sandbox.Live(account)
	for _, c := range now.Conditional {
		out = append(out, c.ID)
	}
	return out
}

// linked is a conditional menu for each of these hosts, tags from 2 on.
func linked(hosts ...string) string {
	var list []string
	for i, h := range hosts {
		list = append(list, forTag(2+i, link("https://"+h+"/")))
	}
	return with(bar(click("base")), list...)
}

// TestHostLimit goes from some hosts to others: where WeChat would not take all
// of them together, the old menus go first, and plan and result say so.
func TestHostLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, from, to string
		first          bool
		ops            []string
	}{
		{"three together", linked("a.example", "b.example"), linked("a.example", "c.example"), false, []string{api.StepAdd, api.StepAdd, api.StepDelete, api.StepDelete}},
		{"four together", linked("a.example", "b.example"), linked("c.example", "d.example"), true, []string{api.StepDelete, api.StepDelete, api.StepAdd, api.StepAdd}},
		{"three for three", linked("a.example", "b.example", "c.example"), linked("d.example", "e.example", "f.example"), true, []string{api.StepDelete, api.StepDelete, api.StepDelete, api.StepAdd, api.StepAdd, api.StepAdd}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			same(t, "first", r.publish(tt.from).Outcome, api.Published)
			dry := request(tt.to)
			dry.DryRun = true
			for _, res := range []api.Result{r.invoke(t.Context(), r.handler, dry), r.publish(tt.to)} {
				var ops []string
				for _, s := range res.Steps {
					ops = append(ops, s.Op)
				}
				list(t, "steps", ops, tt.ops)
				want := []api.WarningKind(nil)
				if tt.first {
					want = []api.WarningKind{api.DeletesFirst}
				}
				list(t, "warnings", kinds(res.Warnings), want)
				if tt.first && !strings.Contains(res.Warnings[0].Message, "a.example, b.example, c.example, d.example") {
					t.Errorf("got %q, want the hosts in it", res.Warnings[0].Message)
				}
			}
			r.shows(parse(t, tt.to))
		})
	}
}

// TestUnclearConditional loses the answers to adding and deleting. Nothing is
// repeated blindly: the publish reads menu/get and goes on from there, and in
// the end each menu is there once.
func TestUnclearConditional(t *testing.T) {
	t.Parallel()
	before, after := tagged(bar(click("base")), "2 a", "3 b"), tagged(bar(click("base")), "4 c", "5 d", "3 b")
	faults := []struct {
		name  string
		fault sandbox.Fault
		acted bool
	}{
		{"cut after", sandbox.Fault{Cut: sandbox.CutAfter}, true},
		{"cut before", sandbox.Fault{Cut: sandbox.CutBefore}, false},
		{"a gateway", sandbox.Fault{Status: 502}, false},
		{"busy", sandbox.Fault{Errcode: -1}, false},
	}
	calls := []struct {
		path string
		call int
	}{{addPath, 1}, {addPath, 2}, {delPath, 1}}
	for _, late := range []int{0, 1} {
		for _, f := range faults {
			for _, c := range calls {
				t.Run(fmt.Sprintf("%s, %s %d, late %d", f.name, c.path, c.call, late), func(t *testing.T) {
					t.Parallel()
					acc := brand()
					acc.LateReads = late
					r := newSandboxed(t, acc)
					same(t, "before", r.publish(before).Outcome, api.Published)
					r.asked()
					fault := f.fault
					fault.Path, fault.Call = c.path, c.call
					r.sandbox.Fault(fault)
					res := r.publish(after)
					same(t, "outcome", res.Outcome, api.Published)
					list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unclear})
					asked := r.asked()
					adds, deletes := 2, 1
					switch {
					case f.acted: // reading showed it
					case c.path == addPath:
						adds++
					default:
						deletes++
					}
					same(t, "adds", count(asked, "menu/addconditional"), adds)
					same(t, "deletes", count(asked, "menu/delconditional"), deletes)
					r.shows(parse(t, after))
					same(t, "readback", r.last().Readback, "verified")
					if err := r.sandbox.Settle(account); err != nil {
						t.Fatal(err)
					}
					same(t, "again", r.publish(after).Outcome, api.InSync)
				})
			}
		}
	}
}

// TestUnclearAndLate loses an answer where reading cannot tell for long what
// became of the step. What the result calls verified is live; what it could
// not find out, the next run does, and takes nothing for an edit.
func TestUnclearAndLate(t *testing.T) {
	t.Parallel()
	before, after := tagged(bar(click("base")), "2 a", "3 b"), tagged(bar(click("base")), "4 c", "5 d", "3 b")
	for _, late := range []int{2, 3, 4, 6} {
		for _, f := range []sandbox.Fault{
			{Path: addPath, Call: 1, Cut: sandbox.CutAfter},
			{Path: addPath, Call: 1, Cut: sandbox.CutBefore},
			{Path: addPath, Call: 2, Cut: sandbox.CutAfter},
			{Path: addPath, Call: 2, Cut: sandbox.CutBefore},
			{Path: delPath, Call: 1, Cut: sandbox.CutAfter},
			{Path: delPath, Call: 1, Cut: sandbox.CutBefore},
		} {
			t.Run(fmt.Sprintf("late %d, %s %d, cut %d", late, f.Path, f.Call, f.Cut), func(t *testing.T) {
				t.Parallel()
				acc := brand()
				acc.LateReads = late
				r := newSandboxed(t, acc)
				r.settled(before)
				r.sandbox.Fault(f)
				res := r.publish(after)
				switch res.Outcome {
				case api.Published:
					r.shows(parse(t, after))
				case api.Failed:
					same(t, "unfinished", r.unfinished(), true)
					same(t, "retryable", res.Error.Retryable, true)
					says(t, res, "WeChat may have taken", "the next publish goes on", "not posted twice")
				default:
					t.Errorf("got %s, readback %s; want it to be published and seen, or to say that it is not known", res.Outcome, r.last().Readback)
				}
				r.settle()
				r.pass(lateness)
				r.settled(after)
				r.shows(parse(t, after))
			})
		}
	}
}

// TestSlowConditional has WeChat act and hold its answer until time is up: the
// next run finds one menu, not two.
func TestSlowConditional(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
	}{
		{"acted", sandbox.Fault{Path: addPath, Call: 1, Slow: time.Hour}},
		{"held", sandbox.Fault{Path: addPath, Call: 1, Hang: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
				set := tagged(bar(click("base")), "2 a", "3 b")
				r.publish(bar(click("base")))
				r.sandbox.Fault(tt.fault)
				res := r.within(18*time.Second, set)
				same(t, "outcome", res.Outcome, api.Failed)
				says(t, res, "of 2 steps", "the next publish goes on")
				same(t, "retryable", res.Error.Retryable, true)
				same(t, "unfinished", r.unfinished(), true)
				r.pass(lateness) // until then menu/get may not show it yet
				res = r.publish(set)
				same(t, "next outcome", res.Outcome, api.Published)
				list(t, "next warnings", kinds(res.Warnings), []api.WarningKind{api.Unfinished})
				r.shows(parse(t, set))
			})
		})
	}
}

// TestGoneConditional has a menu be gone when it is deleted: the server gets
// the request twice, and refuses the second with 65301.
func TestGoneConditional(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var twice atomic.Bool
	front := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == delPath && twice.Swap(false) {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				t.Error(err)
			}
			req.Body = io.NopCloser(bytes.NewReader(body))
			server.ServeHTTP(httptest.NewRecorder(), req.Clone(req.Context()))
			req.Body = io.NopCloser(bytes.NewReader(body))
		}
		server.ServeHTTP(w, req)
	})
	r := &sandboxed{rig: newRig(t, front, memory(brand())), sandbox: server}
	r.publish(tagged(bar(click("base")), "2 a", "3 b"))
	twice.Store(true)
	set := tagged(bar(click("base")), "3 b")
	res := r.publish(set)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "warnings", kinds(res.Warnings), nil)
	if !slices.ContainsFunc(res.Calls, func(c api.Call) bool { return c.Errcode == codeNotConditional }) {
		t.Errorf("got calls %v, want one refused with %d", res.Calls, codeNotConditional)
	}
	r.shows(parse(t, set))
}
