package publish

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// A step is one thing that happens in a sequence of the model test. What it
// means may depend on what happened before, such as the newest run's id; what
// it says does not, so that steps can be left out.
type step struct {
	// id is its place in the sequence as it was drawn: times depend on it.
	id int
	// do says what happens: invoke, pair, edit, create, add, delete, wipe,
	// open, close, wait, skew, swap or heal.
	do string
	// n is which menu or set of the shelf it is about.
	n int
	// first is what is invoked, and second beside it.
	first, second action
	// after is how long: of wait, of skew, and between both of pair.
	after time.Duration
}

// action is one invocation of a function.
type action struct {
	op api.Op
	// who asks: push, older (push of a run before the newest), again (the
	// newest run once more), stale (an older run once more), dispatch, local,
	// other (another repository), taker (which takes the account over) or poison
	// (a run that GitHub does not have).
	who string
	set int
	// to is what a rollback goes back to: previous, run, or how many records
	// before the newest.
	to string
	// accept is none, needs (what the last refusal needs), live (what is live
	// now, whatever it is), wrong (another digest), first, lift or reset (of the
	// mark).
	accept string
	// strict does not allow content guards.
	strict, dry, force bool
	timeout            time.Duration
	faults             []mishap
}

// mishap is something that goes wrong in an invocation.
type mishap struct {
	// at is what it befalls: a path below /cgi-bin/ or a method of the ledger.
	at string
	// nth is which call of it, from 1; 0 is each.
	nth int
	// what happens: see wechatMishaps and ledgerMishaps.
	what string
}

// String writes a step on one line.
func (s step) String() string {
	switch s.do {
	case "invoke":
		return fmt.Sprintf("%d: %s", s.id, s.first)
	case "pair":
		return fmt.Sprintf("%d: %s | after %s: %s", s.id, s.first, s.after, s.second)
	case "wait", "skew":
		return fmt.Sprintf("%d: %s %s", s.id, s.do, s.after)
	default:
		return fmt.Sprintf("%d: %s %d", s.id, s.do, s.n)
	}
}

// String writes an action on one line.
func (a action) String() string {
	text := fmt.Sprintf("%s %s set=%d", a.op, a.who, a.set)
	if a.op == api.OpRetire {
		text = fmt.Sprintf("%s %s", a.op, a.who)
	}
	if a.op == api.OpRollback {
		text = fmt.Sprintf("%s %s to=%s", a.op, a.who, a.to)
	}
	text += fmt.Sprintf(" accept=%s timeout=%s", a.accept, a.timeout)
	for _, f := range []struct {
		name string
		set  bool
	}{{"strict", a.strict}, {"dry", a.dry}, {"force", a.force}} {
		if f.set {
			text += " " + f.name
		}
	}
	for _, m := range a.faults {
		text += fmt.Sprintf(" {%s#%d %s}", m.at, m.nth, m.what)
	}
	return text
}

// drawSteps draws a sequence.
func drawSteps(rnd *rand.Rand, n int, pairs bool) []step {
	steps := make([]step, 0, n)
	for id := range n {
		steps = append(steps, drawStep(rnd, id, pairs))
	}
	return steps
}

func drawStep(rnd *rand.Rand, id int, pairs bool) step {
	s := step{id: id, do: "invoke", n: rnd.IntN(shelfSets), first: drawAction(rnd)}
	switch p := rnd.IntN(100); {
	case p < 8:
		s.do = "edit"
	case p < 14:
		s.do = pick(rnd, "create", "create", "add", "delete", "wipe")
	case p < 17:
		s.do = pick(rnd, "open", "close")
	case p < 21:
		s.do, s.after = "wait", pick(rnd, time.Minute, 10*time.Minute, 3*time.Hour)
	case p < 24:
		s.do, s.after = "skew", pick(rnd, -time.Hour, -time.Minute, time.Minute, 10*time.Minute)
	case p < 28:
		s.do = "heal"
	case p < 30:
		s.do = "swap"
	case p < 44 && pairs:
		s.do, s.second = "pair", drawAction(rnd)
		s.after = time.Duration(rnd.IntN(400)) * 1_100_003 // up to some 0.4 s, never on a round moment
	}
	return s
}

func drawAction(rnd *rand.Rand) action {
	a := action{
		op:      pick(rnd, api.OpPublish, api.OpPublish, api.OpPublish, api.OpPublish, api.OpPublish, api.OpPublish, api.OpRollback, api.OpRollback, api.OpRetire, api.OpPlan),
		who:     pick(rnd, "push", "push", "push", "older", "again", "stale", "dispatch", "local", "local", "other", "taker"),
		set:     rnd.IntN(shelfSets),
		to:      pick(rnd, "previous", "previous", "run", "0", "1", "2", "3"),
		accept:  pick(rnd, "none", "none", "needs", "needs", "needs", "live", "wrong", "first", "lift"),
		strict:  rnd.IntN(5) == 0,
		dry:     rnd.IntN(12) == 0,
		force:   rnd.IntN(10) == 0,
		timeout: pick(rnd, time.Minute, time.Minute, 2*time.Minute, 30*time.Second),
	}
	if a.op == api.OpRetire {
		a.accept = pick(rnd, "none", "needs", "needs", "live", "live", "wrong")
		if rnd.IntN(3) == 0 {
			a.faults = append(a.faults, mishap{at: trimmed(clearPath), nth: 1, what: pick(rnd, wechatMishaps()...)})
		}
	}
	for range pick(rnd, 0, 0, 1, 1, 2) {
		a.faults = append(a.faults, drawMishap(rnd))
	}
	if rnd.IntN(10) == 0 {
		a.faults = append(a.faults, drawLies(rnd)...)
	}
	return a
}

// wechatMishaps are what can befall a call of WeChat's: an answer it gives in
// place of acting, silence, a connection cut before or after it acted, the
// death of the function before or after it acted, a write of another tool
// right before it, a jump of the function's clock, and another publisher that
// takes the lease.
func wechatMishaps() []string {
	return []string{
		"errcode -1", "errcode 40001", "errcode 45009", "errcode 48001", "status 502", "hang", "cut before", "cut after", "cut after",
		"die before", "die before", "die after", "die after", "edit", "create", "add", "jump", "steal",
	}
}

// ledgerMishaps are what can befall a call of the ledger's: it is not there, is
// not there and never will be, its answer is lost, it is slow, the function
// dies before or after it was done, or what befalls calls of WeChat's.
func ledgerMishaps() []string {
	return []string{"down", "denied", "lost", "lost", "slow", "die before", "die before", "die after", "die after", "edit", "create", "jump", "steal"}
}

func drawMishap(rnd *rand.Rand) mishap {
	m := mishap{nth: pick(rnd, 0, 1, 1, 1, 2, 2, 3, 4)}
	if rnd.IntN(3) == 0 {
		m.at = pick(rnd, "state", "last", "swap", "swap", "swap", "append", "append")
		m.what = pick(rnd, ledgerMishaps()...)
	} else {
		m.at = strings.TrimPrefix(pick(rnd, tokenPath, getPath, getPath, shownPath, shownPath, createPath, createPath, createPath, addPath, addPath, addPath, delPath, delPath, clearPath), "/cgi-bin/")
		m.what = pick(rnd, wechatMishaps()...)
	}
	if once := []string{"edit", "create", "add", "jump", "steal", "die before", "die after"}; m.nth == 0 && slices.Contains(once, m.what) {
		m.nth = 1
	}
	return m
}

// drawLies draws answers that hide what is live: of menu/get, of what followers
// see, or of both, so that they contradict each other; once or each time.
func drawLies(rnd *rand.Rand) []mishap {
	nth := pick(rnd, 0, 0, 1, 2)
	get := mishap{at: trimmed(getPath), nth: nth, what: "no menu"}
	shown := mishap{at: trimmed(shownPath), nth: nth, what: "empty menu"}
	return pick(rnd, []mishap{get}, []mishap{get}, []mishap{shown}, []mishap{get, shown}, []mishap{get, shown})
}
