package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// invocation is one request to a function, and what it did.
type invocation struct {
	world  *world
	number int
	step   int
	// slot says which of the two functions it runs in.
	slot    int
	action  action
	req     api.Request
	want    string // the face of what it wants live; empty where it is not known
	holder  string
	cancel  context.CancelFunc
	started time.Time
	// goal is the face that a rollback has to put live, where aim says that it is
	// known.
	goal string
	aim  bool
	// result is nil when the function died.
	result *api.Result
	died   bool
	// disturbed is set when another tool wrote meanwhile, paired when another
	// invocation ran beside it.
	disturbed, paired bool
	// held is set once it read in the ledger, since it last sent a write, that the
	// lease is its own; lied once WeChat told it that there is no menu.
	held, lied bool
	// blind is set when reads may have been too late for what others wrote.
	blind bool
	// tried and acted count its writes, gone those deletes among them whose
	// menu was gone already.
	tried, acted, gone int
	// guard are the last answers before the first write.
	guard map[string]answer
	// before is the ledger's state before it wrote its intent.
	before *ledger.State
	intent int // the number of its intent
	// atRecord is what was live when it wrote its record.
	atRecord string
	record   *ledger.Record
	overtime bool // it answered after its time
}

// answer is one that a read got: the nth of its endpoint, or a lie.
type answer struct {
	body []byte
	nth  int
	lie  bool
}

func (i *invocation) note(format string, args ...any) {
	i.world.note("#%d %s", i.number, fmt.Sprintf(format, args...))
}

// invoke runs an action in one of the functions and checks what came of it.
func (w *world) invoke(tb testing.TB, step int, a action, slot int) *invocation {
	tb.Helper()
	i := w.start(step, a, slot)
	i.run(tb)
	i.check()
	return i
}

// pair runs two actions at once.
func (w *world) pair(tb testing.TB, s step) {
	tb.Helper()
	first := w.start(s.id, s.first, 0)
	first.paired = true
	second := &invocation{}
	var both sync.WaitGroup
	both.Go(func() { first.run(tb) })
	both.Go(func() {
		time.Sleep(s.after)
		*second = *w.start(s.id, s.second, 1)
		second.paired = true
		second.run(tb)
	})
	both.Wait()
	first.check()
	second.check()
}

// start makes an invocation of an action.
func (w *world) start(step int, a action, slot int) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count++
	i := &invocation{world: w, number: w.count, step: step, slot: slot, action: a, guard: map[string]answer{}}
	i.blind = w.outside != nil && w.account.LateReads > 0 || w.lingers()
	i.req = w.request(a)
	i.holder = fmt.Sprintf("%s #%d", a.who, i.number)
	if i.req.Origin.RunID != 0 {
		i.holder = fmt.Sprintf("https://github.com/o/r/actions/runs/%d#%d", i.req.Origin.RunID, i.number)
		i.req.Origin.RunURL = i.holder
	}
	i.req.Origin.Actor = i.holder
	if a.op == api.OpRollback {
		i.goal, i.aim = w.aimed(&i.req)
	}
	if a.op != api.OpRollback && a.op != api.OpRetire {
		i.want = faceOf(w.shelf.sets[a.set])
	}
	i.note("%s: run %d of %d, accept %+v, to %s%d", a, i.req.Origin.RunID, i.req.Origin.RepositoryID, i.req.Accept, i.req.To, i.req.Run)
	return i
}

// run sends the request and waits for the answer.
func (i *invocation) run(tb testing.TB) {
	tb.Helper()
	w, f := i.world, i.world.function(tb, i.slot)
	ctx, cancel := context.WithTimeout(context.Background(), i.action.timeout)
	defer cancel()
	i.cancel, i.started = cancel, time.Now()
	w.mu.Lock()
	clear(f.calls)
	clear(f.again)
	f.at = i
	w.mu.Unlock()
	handler := f.publish
	if i.action.op == api.OpPlan {
		handler = f.inspect
	}
	event, err := json.Marshal(i.req)
	if err != nil {
		tb.Error(err)
	}
	out, err := handler(ctx, event)
	i.overtime = time.Since(i.started) > i.action.timeout
	w.mu.Lock()
	defer w.mu.Unlock()
	f.at = nil
	if f.dead {
		f.client.Close()
		w.functions[i.slot] = nil
		i.note("died")
		return
	}
	_, _ = w.answers.Write(out)
	if err != nil || json.Unmarshal(out, &i.result) != nil {
		w.fault("got %s, %v, want a result", out, err)
		return
	}
	i.note("%s %s %s %v done=%d %s", i.result.Outcome, i.result.Guard, i.result.Case, kinds(i.result.Warnings), i.done(), i.meaning())
	if i.result.Needs != nil {
		w.needs = *i.result.Needs
	}
}

// meaning is what the result says went wrong, without what is random in it.
func (i *invocation) meaning() string {
	if i.result.Error == nil || i.result.Outcome == api.Busy {
		return ""
	}
	return strings.ReplaceAll(i.result.Error.Meaning, i.result.Error.RID, "")
}

// done counts the steps that the result says were taken.
func (i *invocation) done() int {
	n := 0
	for _, s := range i.result.Steps {
		if s.Done {
			n++
		}
	}
	return n
}

// saw keeps an answer of a read, as long as it may be the guard's.
func (i *invocation) saw(at string, a answer) {
	if i.tried == 0 {
		i.guard[at] = a
	}
}

// guarded is what the guard read.
func (i *invocation) guarded() api.Live {
	answer, err := menu.DecodeAPI(i.guard[trimmed(getPath)].body)
	if err != nil {
		answer = menu.Set{}
	}
	shown, _ := menu.DecodeShown(i.guard[trimmed(shownPath)].body)
	return api.Live{API: answer, Shown: shown.Set, Open: shown.Open}
}

func trimmed(path string) string { return strings.TrimPrefix(path, "/cgi-bin/") }

// request makes the request of an action, as things stand.
func (w *world) request(a action) api.Request {
	st, _ := w.book.State(context.Background(), account)
	req := api.Request{Schema: api.Schema, Op: a.op, Account: account, DryRun: a.dry, Republish: a.force, Origin: w.origin(a.who, st.Mark)}
	switch a.op {
	case api.OpRollback:
		w.aim(&req, a.to)
	case api.OpRetire:
	default:
		req.Desired = w.shelf.sets[a.set].Canonical()
	}
	switch a.accept {
	case "needs":
		req.Accept = w.needs
	case "live":
		if l, err := w.read(); w.account.LateReads == 0 && err == nil {
			req.Accept.Live = l.Digest()
		}
	case "wrong":
		req.Accept.Live = menu.Set{}.Digest()
	case "first":
		req.Accept.Allow = []api.Guard{api.First}
	case "lift":
		req.Accept.Allow = []api.Guard{api.Quarantined}
	case "reset":
		req.Accept.ResetMark, req.Reason = st.Mark.RunID, "no such run"
	}
	if !a.strict {
		req.Accept.Allow = append(append([]api.Guard{}, req.Accept.Allow...), api.RemovesButtons, api.RemovesTopLevel, api.RemovesConditional, api.ChangesAllHosts, api.ChangesAllTargets, api.ChangesAppID)
	}
	names := a.who == "taker" || a.op == api.OpRetire && a.who == "local" && a.accept == "live"
	if names && st.Mark != (ledger.Mark{}) {
		req.Accept.TakeOver = st.Mark.Server + "/" + st.Mark.Repository
	}
	return req
}

// aim says what a rollback goes back to.
func (w *world) aim(req *api.Request, to string) {
	switch to {
	case api.Previous:
		req.To = api.Previous
	case "run":
		req.Run = max(1, w.runs[7])
	default:
		back, _ := strconv.Atoi(to)
		last, _ := w.book.Last(context.Background(), account)
		req.To = strconv.Itoa(max(1, last.Number-back))
	}
}

// origin says where a request comes from. Repository 7 is the usual one.
func (w *world) origin(who string, m ledger.Mark) api.Origin {
	o := api.Origin{Server: "https://github.com", Repository: "o/r", RepositoryID: 7, Event: "push", Attempt: 1}
	switch who {
	case "local":
		return api.Origin{}
	case "other":
		o.Repository, o.RepositoryID = "o/other", 8
	case "taker":
		if m.RepositoryID == 7 {
			o.Repository, o.RepositoryID = "o/other", 8
		}
	case "dispatch":
		o.Event = "workflow_dispatch"
	case "again", "stale":
		o.Attempt = 2
	}
	newest := w.runs[o.RepositoryID]
	switch who {
	case "older", "stale":
		o.RunID = max(1, newest-1)
	case "again":
		o.RunID = max(1, newest)
	case "poison":
		o.RunID = newest + tooHigh
	default:
		o.RunID = newest + 1
		w.runs[o.RepositoryID]++
	}
	return o
}
