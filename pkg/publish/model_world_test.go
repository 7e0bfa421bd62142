package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// world is one account with everything around it: WeChat, the ledger, the
// functions, and what the test knows to be true. It lives in a bubble, where
// each request and each call of the ledger ends at a moment of its own, so that
// a sequence always goes the same way.
type world struct {
	seed uint64
	// account is the Official Account that the name stands for, other the one
	// that it stands for after the next swap.
	account, other sandbox.Account
	shelf          *shelf

	sandbox *sandbox.Server
	book    *bolt.Store
	conns   chan net.Conn
	pacer   *pace

	log, answers output

	// seen counts what came up.
	seen *tally

	// mu guards what follows.
	mu sync.Mutex
	// functions are the two that publish; nil is one that died.
	functions [2]*function
	// opened counts the functions ever started: each has a port of its own.
	opened []*function
	// skewed is set while the functions' clocks disagree.
	skewed bool
	// reads counts the answers of each endpoint that reads.
	reads map[string]int
	// tokens are all that WeChat ever gave out.
	tokens []string
	// runs is the newest run of each repository, by its id.
	runs map[int64]int64
	// needs is what the last refusal asked for.
	needs api.Accept
	// outside is what another tool wrote and no record has yet.
	outside *outside
	// path are the faces that the publish of each number passed through, the
	// first of them what it found.
	path map[int][]string
	// found are the answers that the publish of each number found, and that it
	// replaces.
	found map[int][]string
	// held are the faces that rollbacks rolled away from, until they are put live
	// again or a run has ended that: what is in quarantine. heldAt is what was
	// when the publish of each number began.
	held   []string
	heldAt map[int][]string
	// undoes says of a rollback, by its number, that it rolls away from a publish
	// without a record.
	undoes map[int]bool
	// judged is the newest record when the mark was last raised.
	judged int
	// known are the bodies of all menus that a step asked for.
	known map[string]bool
	// newest is where the newest run that published came from.
	newest api.Origin
	// was is what was live after the last write.
	was string
	// wrote is when WeChat's menus were last changed, meddled when last by
	// another.
	wrote, meddled time.Time
	// posts counts the writes that WeChat took from us.
	posts int
	// count is how many invocations there were.
	count int
	// trace is what happened, and broken what should not have.
	trace, broken []string
}

// outside is a write of another tool's.
type outside struct {
	// reads is how many answers each endpoint had given before.
	reads map[string]int
	// api and shown say which of the two answers show it, in time.
	api, shown bool
	// bodies are the menus that it put live.
	bodies []string
	// met is set once a publish has decided about it that had to see it.
	met bool
}

// newWorld returns the world of a seed, which draws the behaviour of WeChat as
// well.
func newWorld(tb testing.TB, rnd *rand.Rand, seed uint64, dir string) *world {
	tb.Helper()
	acc := brand()
	acc.Console = pick(rnd, sandbox.ConsoleKeeps, sandbox.ConsoleHides, sandbox.ConsoleShows)
	acc.LateReads = pick(rnd, 0, 0, 0, 1, 2, 3, 5)
	acc.Normalise = rnd.IntN(3) == 0
	acc.MenuIDNumber = rnd.IntN(2) == 0
	acc.MatchRule = pick(rnd, sandbox.RuleTagID, sandbox.RuleGroupID, sandbox.RuleGroupNumber)
	other := acc
	other.Name, other.AppID, other.Secret = "other-cn", "wxfedcba9876543210", strings.Repeat("0f", 16)
	w := &world{
		seed: seed, account: acc, other: other, conns: make(chan net.Conn), shelf: newShelf(rnd, rnd.IntN(3) > 0),
		reads: map[string]int{}, runs: map[int64]int64{}, path: map[int][]string{}, found: map[int][]string{}, undoes: map[int]bool{}, heldAt: map[int][]string{}, known: map[string]bool{},
	}
	w.note("console %d, late reads %d, normalise %t, rules %d", acc.Console, acc.LateReads, acc.Normalise, acc.MatchRule)
	for _, s := range w.shelf.sets {
		for _, body := range strings.Split(faceOf(s), "\n") {
			w.known[body] = true
		}
	}
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{acc, other}, Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	w.sandbox = server
	path := filepath.Join(dir, fmt.Sprintf("ledger-%d.db", seed))
	_ = os.Remove(path) // of the same sequence with other steps
	if w.book, err = bolt.Open(path); err != nil {
		tb.Fatal(err)
	}
	return w
}

// serve plays WeChat until the test is over.
func (w *world) serve(tb testing.TB) (stop func()) {
	tb.Helper()
	closed := make(chan struct{})
	hs := &http.Server{Handler: http.HandlerFunc(w.gate), ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- hs.Serve(&pipes{conns: w.conns, closed: closed}) }()
	return func() {
		for _, f := range w.opened {
			f.client.Close()
		}
		_ = hs.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			tb.Error(err)
		}
		if err := w.book.Close(); err != nil {
			tb.Error(err)
		}
	}
}

// delay is how long the nth call of something takes in a step: never as long
// as another one.
func (w *world) delay(step, port int, at string, nth int) time.Duration {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %d %d %s %d", w.seed, step, port, at, nth)
	return 5*time.Millisecond + time.Duration(h.Sum64()%20_000_003)
}

// note adds a line to the trace.
func (w *world) note(format string, args ...any) {
	w.trace = append(w.trace, time.Now().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

// fault says that something is not as it should be.
func (w *world) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.broken = append(w.broken, text)
	w.note("BROKEN %s", text)
}

// truth is what followers see now.
func (w *world) truth() string {
	l, _ := w.sandbox.Live(w.account.Name)
	var list []string
	for _, c := range l.Conditional {
		list = append(list, string(c.Body))
	}
	return face(string(l.Menu), list)
}

// tool calls WeChat as another tool does, outside the gate.
func (w *world) tool(method, path, body string) []byte {
	token := w.ask(http.MethodPost, tokenPath, fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, w.account.AppID, w.account.Secret))
	var got struct {
		Token string `json:"access_token"`
	}
	_ = json.Unmarshal(token, &got)
	return w.ask(method, path+"?access_token="+got.Token, body)
}

func (w *world) ask(method, path, body string) []byte {
	rec := httptest.NewRecorder()
	w.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body)))
	return rec.Body.Bytes()
}

// lateAtMost is how long answers are late: less than caidan takes them to be, by
// more than clocks disagree where answers are late.
const lateAtMost = 5 * time.Minute

// written is when WeChat's menus were last changed.
func (w *world) written() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrote
}

// lingers reports whether what another posted may still be answered.
func (w *world) lingers() bool {
	return w.account.LateReads > 0 && time.Since(w.meddled) <= lateAtMost
}

// read is what WeChat answers now. Where reads are late it would change what
// the next one answers, so it is only for where they are not.
func (w *world) read() (api.Live, error) {
	answer, err := menu.DecodeAPI(w.tool(http.MethodGet, getPath, ""))
	if err != nil {
		answer = menu.Set{}
	}
	shown, err := menu.DecodeShown(w.tool(http.MethodGet, shownPath, ""))
	return api.Live{API: answer, Shown: shown.Set, Open: shown.Open}, err
}

// memoryDir is a folder that costs no disk, where there is one: a ledger in a
// file waits for the disk at each write.
func memoryDir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "caidan-model-")
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
