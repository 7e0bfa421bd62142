package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/leak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for a process that should answer at once:
// so long that it does on a machine with ten others at work.
const patience = 2 * time.Minute

// build makes the executable as lambda/template.yaml's zip has it.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bootstrap")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build bootstrap: %v\n%s", err, out)
	}
	return path
}

// event is what a function is invoked with.
type event struct {
	id       string
	payload  string
	deadline time.Time
}

// answer is what it sends back: a result, or an error.
type answer struct {
	id   string
	kind string // "response" or "error"
	body string
}

// runtimeAPI is the side of AWS of the Lambda Runtime API.
type runtimeAPI struct {
	*httptest.Server
	events  chan event
	answers chan answer
}

const runtimePrefix = "/2018-06-01/runtime/invocation/"

func newRuntimeAPI(t *testing.T) *runtimeAPI {
	t.Helper()
	a := &runtimeAPI{events: make(chan event), answers: make(chan answer, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+runtimePrefix+"next", a.next)
	mux.HandleFunc("POST "+runtimePrefix+"{id}/{kind}", a.take)
	a.Server = httptest.NewServer(mux)
	t.Cleanup(a.Close)
	return a
}

func (a *runtimeAPI) next(w http.ResponseWriter, r *http.Request) {
	select {
	case e := <-a.events:
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", e.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(e.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:caidan-publish")
		_, _ = io.WriteString(w, e.payload)
	case <-r.Context().Done():
	}
}

func (a *runtimeAPI) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	w.WriteHeader(http.StatusAccepted)
	a.answers <- answer{r.PathValue("id"), r.PathValue("kind"), string(body)}
}

// output keeps what a process prints.
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

// function is a running bootstrap.
type function struct {
	*testing.T
	api     *runtimeAPI
	cmd     *exec.Cmd
	ended   chan struct{}
	printed output
	said    output // all answers
	count   int
}

// start runs the bootstrap with this environment and no other.
func start(t *testing.T, path string, env ...string) *function {
	t.Helper()
	f := &function{T: t, api: newRuntimeAPI(t), ended: make(chan struct{})}
	f.cmd = exec.CommandContext(context.Background(), path)
	f.cmd.Env = append([]string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(f.api.URL, "http://"),
		"AWS_LAMBDA_FUNCTION_NAME=caidan-publish", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
		"AWS_LAMBDA_LOG_FORMAT=JSON", "AWS_LAMBDA_LOG_LEVEL=TRACE", "AWS_REGION=eu-west-1",
		"AWS_ACCESS_KEY_ID=" + awsKey, "AWS_SECRET_ACCESS_KEY=" + awsSecret, "AWS_SESSION_TOKEN=" + awsSession,
	}, env...)
	f.cmd.Stdout, f.cmd.Stderr = &f.printed, &f.printed
	if err := f.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = f.cmd.Wait()
		close(f.ended)
	}()
	t.Cleanup(func() {
		_ = f.cmd.Process.Kill()
		<-f.ended
	})
	return f
}

// invoke sends an event and waits for its answer, which must come before the
// deadline and from the process started first.
func (f *function) invoke(payload string, timeout time.Duration) answer {
	f.Helper()
	f.count++
	e := event{id: fmt.Sprintf("request-%d", f.count), payload: payload, deadline: time.Now().Add(timeout)}
	killed := time.NewTimer(time.Until(e.deadline))
	defer killed.Stop()
	select {
	case f.api.events <- e:
	case <-f.ended:
		f.Fatalf("got a process that has ended, want it up:\n%s", &f.printed)
	case <-killed.C:
		f.Fatalf("got no request for an event, want one:\n%s", &f.printed)
	}
	select {
	case a := <-f.api.answers:
		_, _ = io.WriteString(&f.said, a.body+"\n")
		if a.id != e.id {
			f.Errorf("got an answer to %s, want one to %s", a.id, e.id)
		}
		return a
	case <-f.ended:
		f.Fatalf("got a process that has ended, want it up:\n%s", &f.printed)
	case <-killed.C:
		f.Fatalf("got no answer before the deadline, want one:\n%s", &f.printed)
	}
	return answer{}
}

// do sends a request that must get a result.
func (f *function) do(req api.Request, timeout time.Duration) api.Result {
	f.Helper()
	payload, err := json.Marshal(req)
	if err != nil {
		f.Fatal(err)
	}
	a := f.invoke(string(payload), timeout)
	var res api.Result
	if err := json.Unmarshal([]byte(a.body), &res); err != nil || a.kind != "response" || res.Account != req.Account {
		f.Fatalf("got %s %s, want a result for %s: %v", a.kind, a.body, req.Account, err)
	}
	return res
}

// scan looks for secrets, in any form, in every byte that the process printed and
// answered, and holds that each line it printed is one that the metric filters and who
// searches the log can read.
func (f *function) scan(secrets ...string) {
	f.Helper()
	for line := range strings.Lines(f.printed.String()) {
		var logged struct{ Timestamp, Level, Message, Version string }
		if err := json.Unmarshal([]byte(line), &logged); err != nil || logged.Timestamp == "" || logged.Level == "" || logged.Message == "" || logged.Version == "" {
			f.Errorf("got the line %q, %v, want JSON with timestamp, level, message and version", line, err)
		}
	}
	if found := leak.Find(f.printed.String()+f.said.String(), append(secrets, awsSecret, awsSession)...); found != nil {
		f.Errorf("got %q in what the process says, want none", found)
	}
}

// exit waits for a process that should end by itself, and returns its code.
func (f *function) exit() int {
	f.Helper()
	select {
	case <-f.ended:
	case <-time.After(patience):
		f.Fatalf("got a process that goes on, want it to end:\n%s", &f.printed)
	}
	return f.cmd.ProcessState.ExitCode()
}

// required fails, or with CAIDAN_E2E not 1 skips, where a tool is absent.
func required(t *testing.T, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if errors.Is(err, exec.ErrNotFound) {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatalf("%s is not installed, and CAIDAN_E2E=1 demands it", tool)
		}
		t.Skipf("SKIPPED: %s is not installed, so nothing here was tested", tool)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
