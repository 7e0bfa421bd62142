package publish

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// What others do: people in WeChat's console, other tools, and time.

// foreign notes that another tool has written. The caller holds the lock.
func (w *world) foreign(api, shown bool) {
	w.wrote, w.meddled = time.Now(), time.Now()
	o := &outside{reads: maps.Clone(w.reads), api: api, shown: shown}
	if w.outside != nil && !w.outside.met {
		o.bodies = slices.Clone(w.outside.bodies)
	}
	for _, body := range strings.Split(w.truth(), "\n") {
		w.known[body] = true
		if !slices.Contains(strings.Split(w.was, "\n"), body) {
			o.bodies = append(o.bodies, body)
		}
	}
	w.outside, w.was = o, w.truth()
	for _, f := range w.functions {
		if f != nil && f.at != nil {
			f.at.disturbed = true
		}
	}
}

// edit publishes a menu in the console.
func (w *world) edit(n int) {
	if err := w.sandbox.Edit(w.account.Name, []byte(w.shelf.edits[n%shelfEdits])); err != nil {
		w.fault("edit %d: %v", n, err)
	}
	w.foreign(w.account.Console != sandbox.ConsoleKeeps, true)
}

// create posts a default menu as another tool does.
func (w *world) create(n int) {
	w.tool(http.MethodPost, createPath, string(w.shelf.sets[n%shelfSets].CreateBody()))
	w.foreign(true, true)
}

// add adds a conditional menu as another tool does: one of a set's, if it has
// any.
func (w *world) add(n int) {
	set := w.shelf.sets[n%shelfSets]
	body := strings.TrimSuffix(string(set.CreateBody()), "}") + `,"matchrule":{"tag_id":"103"}}`
	if len(set.Conditional) > 0 {
		body = string(set.Conditional[0].Body())
	}
	w.tool(http.MethodPost, addPath, body)
	w.foreign(true, false)
}

// remove deletes the newest conditional menu as another tool does.
func (w *world) remove() {
	if l, _ := w.sandbox.Live(w.account.Name); len(l.Conditional) > 0 {
		w.tool(http.MethodPost, delPath, fmt.Sprintf(`{"menuid":%q}`, l.Conditional[0].ID))
		w.foreign(true, false)
	}
}

// steal takes the lease over for another publisher, as one does whose clock is
// far ahead.
func (w *world) steal() {
	st, err := w.book.State(context.Background(), account)
	if err == nil && st.Lease.Holder != "" {
		st.Lease = ledger.Lease{ID: ledger.NewID(), Holder: "thief", Taken: time.Now(), Expiry: time.Now().Add(stolen)}
		_, err = w.book.Swap(context.Background(), st)
	}
	if err != nil {
		w.fault("steal the lease: %v", err)
	}
}

// play does a step.
func (w *world) play(tb testing.TB, s step) {
	tb.Helper()
	if time.Since(w.written()) > lateAtMost {
		_ = w.sandbox.Settle(w.account.Name)
	}
	switch s.do {
	case "invoke":
		w.invoke(tb, s.id, s.first, s.id%2)
		return
	case "pair":
		w.pair(tb, s)
		return
	case "wait":
		time.Sleep(s.after)
		return
	case "heal":
		w.heal(tb, s.id, s.n)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note("%s", s)
	switch s.do {
	case "edit":
		w.edit(s.n)
	case "create":
		w.create(s.n)
	case "add":
		w.add(s.n)
	case "delete":
		w.remove()
	case "wipe":
		w.tool(http.MethodGet, clearPath, "")
		w.foreign(true, true)
	case "open", "close":
		_ = w.sandbox.SetOpen(w.account.Name, s.do == "open")
	case "swap":
		w.swap()
	case "skew":
		w.jump(w.functions[s.id%2], s.after)
	}
}

// heal sees that a person can always put it right: once nothing goes wrong any
// more and answers are not late, a publish that accepts what it is told to accept
// gets through, and the next one has nothing to do.
func (w *world) heal(tb testing.TB, id, n int) {
	tb.Helper()
	w.mu.Lock()
	w.skewed = false
	for _, f := range w.opened {
		f.skew = 0
	}
	w.needs = api.Accept{}
	w.mu.Unlock()
	if st, _ := w.book.State(context.Background(), account); st.Lease.Holder != "" {
		time.Sleep(time.Until(st.Lease.Expiry) + time.Second)
	}
	if n == 0 {
		w.healBare(tb, id)
	}
	a := action{op: api.OpPublish, who: "local", set: n, accept: "needs", timeout: 2 * time.Minute}
	var i *invocation
	for range refusals {
		w.rest()
		if i = w.invoke(tb, id, a, 0); !i.stopped() {
			break
		}
	}
	if o := i.result.Outcome; o != api.Published && o != api.InSync {
		w.fault("#%d is to heal and is %s: %s", i.number, o, i.meaning())
		return
	}
	if !w.same(w.truth(), i.want) {
		w.fault("#%d is to heal, and live is %s", i.number, w.truth())
	}
	w.rest()
	if i = w.invoke(tb, id, a, 0); i.result.Outcome != api.InSync {
		w.fault("#%d comes after #%d healed and is %s", i.number, i.number-1, i.result.Outcome)
	}
}

// healBare is heal of a person who wants no menu live. Where caidan never began to
// publish there is none to retire.
func (w *world) healBare(tb testing.TB, id int) {
	tb.Helper()
	a := action{op: api.OpRetire, who: "local", accept: "needs", timeout: 2 * time.Minute}
	var i *invocation
	for range refusals {
		w.rest()
		if i = w.invoke(tb, id, a, 0); !i.stopped() {
			break
		}
	}
	switch o, guard := i.result.Outcome, i.result.Guard; {
	case guard == api.NoRecord || guard == api.AppIDChanged:
	case o != api.Retired && o != api.InSync:
		w.fault("#%d is to retire the account and is %s: %s", i.number, o, i.meaning())
	case w.truth() != "":
		w.fault("#%d retired the account, and live is %s", i.number, w.truth())
	}
}

// rest lets time pass until no answer is late any more.
func (w *world) rest() {
	time.Sleep(lateness)
	_ = w.sandbox.Settle(w.account.Name)
}

// stopped reports whether a person has to name something, or to wait, before the
// next publish gets further.
func (i *invocation) stopped() bool {
	waits := []api.Code{api.Behind, api.NoDefault, api.Unasked}
	r := i.result
	return r != nil && (r.Needs != nil || r.Error != nil && slices.Contains(waits, r.Error.Reasons[0].Code))
}

// refusals is how often a publish can be stopped, one after the other: by the
// first, an edit, an unfinished publish, the quarantine, and menu/get that shows
// other menus than before.
const refusals = 6
