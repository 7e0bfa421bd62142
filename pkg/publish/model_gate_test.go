package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// settled is longer than any random while that a client waits before it tries
// again.
const settled = 2 * time.Second

// patience is how long the client waits for an answer.
const patience = 5 * time.Second

// jump is how far a clock jumps during a call: past any lease.
const jump = 20 * time.Minute

// stolen is how long another publisher keeps a lease that it took over.
const stolen = 20 * time.Second

// gate stands before the sandbox: it gives each request its moment, its
// mishap, and its line in the trace.
func (w *world) gate(rw http.ResponseWriter, r *http.Request) {
	_, port, _ := net.SplitHostPort(r.RemoteAddr)
	n, err := strconv.Atoi(port)
	if err != nil {
		panic(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	f, path := w.opened[n-1], strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	w.mu.Unlock()
	c, what := f.arrive(path)
	if !c.wait(r.Context().Done()) {
		panic(http.ErrAbortHandler)
	}
	if w.befall(c, what) {
		panic(http.ErrAbortHandler)
	}
	w.pass(rw, r, c, what)
}

// call is one call of WeChat's or of the ledger's.
type call struct {
	f     *function
	inv   *invocation
	at    string
	until time.Time
}

// arrive counts a call and finds what befalls it.
func (f *function) arrive(at string) (c *call, what string) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	c = &call{f: f, inv: f.at, at: at}
	if f.dead || c.inv == nil {
		return c, ""
	}
	f.calls[at]++
	nth := f.calls[at]
	for _, m := range c.inv.action.faults {
		if m.at == at && (m.nth == 0 || m.nth == nth) {
			what = m.what
			break
		}
	}
	c.until = time.Now().Add(f.world.delay(c.inv.step, c.inv.slot, at, nth))
	if again := f.again[at]; !again.IsZero() {
		c.until = again.Add(f.world.delay(c.inv.step, c.inv.slot, at, nth))
		delete(f.again, at)
	}
	return c, what
}

// wait waits for the call's moment. It is not ok when its caller has left or
// died by then.
func (c *call) wait(left <-chan struct{}) bool {
	if c.until.IsZero() {
		return false
	}
	select {
	case <-left:
		return false
	case <-time.After(time.Until(c.until)):
	}
	c.f.world.mu.Lock()
	defer c.f.world.mu.Unlock()
	return !c.f.dead
}

// befall does what happens before the call itself, and reports whether the
// caller is dead now.
func (w *world) befall(c *call, what string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.inv.note("%s %s", c.at, what)
	if what != "" {
		w.seen.add("mishap " + what)
	}
	switch what {
	case "die before":
		c.f.die()
	case "edit":
		w.edit(c.inv.step)
	case "create":
		w.create(c.inv.step)
	case "add":
		w.add(c.inv.step)
	case "jump":
		w.jump(c.f, jump)
	case "steal":
		w.steal()
	}
	return c.f.dead
}

// die ends the process: its context is over and nothing it does counts.
func (f *function) die() {
	f.dead = true
	if f.at != nil {
		f.at.died = true
		f.at.cancel()
	}
}

// lies are what WeChat may answer although there is a menu: that menu/get knows
// none, and that the menu that followers see is on and empty.
var lies = map[string]string{
	"no menu":    `{"errcode":46003,"errmsg":"menu no exist"}`,
	"empty menu": `{"is_menu_open":1}`,
}

// pass hands the request on to the sandbox, with the fault that befalls it.
func (w *world) pass(rw http.ResponseWriter, r *http.Request, c *call, what string) {
	if lie := lies[what]; lie != "" {
		w.mu.Lock()
		c.inv.lied = true
		c.inv.saw(c.at, answer{body: []byte(lie), nth: w.reads[c.at], lie: true})
		w.mu.Unlock()
		_, _ = rw.Write([]byte(lie))
		return
	}
	f := sandbox.Fault{Path: r.URL.Path, Call: 1}
	switch {
	case strings.HasPrefix(what, "errcode "):
		_, _ = fmt.Sscanf(what, "errcode %d", &f.Errcode)
	case what == "status 502":
		f.Status = http.StatusBadGateway
	case what == "hang":
		f.Hang = true
	case what == "cut before":
		f.Cut = sandbox.CutBefore
	case what == "cut after":
		f.Cut = sandbox.CutAfter
	}
	if f != (sandbox.Fault{Path: r.URL.Path, Call: 1}) {
		w.sandbox.Fault(f)
	}
	acts := f.Errcode == 0 && f.Status == 0 && !f.Hang && f.Cut != sandbox.CutBefore
	w.before(c, acts)
	kept := &recorder{ResponseWriter: rw}
	defer func() {
		if w.after(c, acts, kept.body.Bytes(), what) {
			panic(http.ErrAbortHandler)
		}
	}()
	w.sandbox.ServeHTTP(kept, r)
}

// recorder keeps what is answered.
type recorder struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (r *recorder) Write(p []byte) (int, error) {
	_, _ = r.body.Write(p)
	return r.ResponseWriter.Write(p)
}

// before looks at a write that is about to happen.
func (w *world) before(c *call, acts bool) {
	if !writing(c.at) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c.inv.tried++
	if retires := c.inv.req.Op == api.OpRetire; retires != (c.at == api.StepClear) {
		w.fault("#%d is a %s and calls %s", c.inv.number, c.inv.req.Op, c.at)
	}
	if acts {
		w.judgePost(c.inv)
	}
	c.inv.held = false
}

func writing(at string) bool {
	return at == api.StepCreate || at == api.StepAdd || at == api.StepDelete || at == api.StepClear
}

// after notes what a call did, and reports whether its caller is dead now. A
// panic of the sandbox's, which is how it cuts a connection, goes on.
func (w *world) after(c *call, acts bool, body []byte, what string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.delay(what)
	var head struct {
		Errcode int    `json:"errcode"`
		Token   string `json:"access_token"`
	}
	_ = json.Unmarshal(body, &head)
	if head.Token != "" {
		w.tokens = append(w.tokens, head.Token)
	}
	if what == "cut after" {
		calls := w.sandbox.Calls()
		head.Errcode = calls[len(calls)-1].Errcode
	}
	switch {
	case !acts:
	case writing(c.at) && head.Errcode == 0:
		c.inv.posted(w.truth())
	case writing(c.at):
		c.inv.note("%s answers %d", c.at, head.Errcode)
		if head.Errcode == codeNotConditional {
			c.inv.gone++
		}
		c.f.again[c.at] = time.Now().Add(settled)
	case head.Errcode == 0 || head.Errcode == 46003:
		w.reads[c.at]++
		if what != "cut after" {
			c.inv.saw(c.at, answer{body: body, nth: w.reads[c.at]})
		}
	}
	if what == "die after" {
		c.f.die()
	}
	return c.f.dead
}

// delay says when who tries the call again is answered, after what befell it.
func (c *call) delay(what string) {
	switch what {
	case "":
	case "hang":
		// The client leaves when its own time is over, which began before
		// the call's moment.
		c.f.again[c.at] = c.until.Add(patience + settled)
	default:
		c.f.again[c.at] = time.Now().Add(settled)
	}
}

var errDead = errors.New("the process is gone")
