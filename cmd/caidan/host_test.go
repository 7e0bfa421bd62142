package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/rogpeppe/go-internal/testscript"
)

// githubIssuer signs the tokens of jobs as GitHub does, and has the runner's
// variables lead to it: issuer. What a token says of its job is what the runner's
// variables do, with JOB_ENVIRONMENT for its environment; CLAIMS has JSON in place of
// some of it.
func githubIssuer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: issuer")
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ts.Check(err)
	keys := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: "RS256"}}}
	mux := http.NewServeMux()
	mux.Handle("/", keys)
	front := httptest.NewServer(mux)
	ts.Defer(front.Close)
	keys.SetIssuer(front.URL)
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+jobToken {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		now := time.Now()
		claims := map[string]any{
			"iss": front.URL, "aud": r.URL.Query().Get("audience"), "sub": "repo:octo-org/menus", "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
			"repository_owner_id": "123456",
		}
		_ = json.Unmarshal([]byte(r.URL.Query().Get(jobQuery)), &claims)
		data, _ := json.Marshal(claims)
		_, _ = fmt.Fprintf(w, `{"count":1,"value":%q}`, oidctest.SignIDToken(key, "k", "RS256", string(data)))
	})
	ts.Setenv("ISSUER", front.URL)
	ts.Setenv("ACTIONS_ID_TOKEN_REQUEST_URL", front.URL+"/token?api-version=2.0")
	ts.Setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", jobToken)
}

// jobQuery is where the address for tokens says which job it is, as GitHub's does in a
// way of its own.
const jobQuery = "job"

// bindJob has the address for tokens say which job this process is.
func bindJob() {
	address := os.Getenv("ACTIONS_ID_TOKEN_REQUEST_URL")
	if address == "" {
		return
	}
	claims := map[string]any{"environment": os.Getenv("JOB_ENVIRONMENT")}
	for claim, name := range map[string]string{
		"repository": "GITHUB_REPOSITORY", "repository_id": "GITHUB_REPOSITORY_ID", "ref": "GITHUB_REF", "sha": "GITHUB_SHA", "run_id": "GITHUB_RUN_ID",
		"run_attempt": "GITHUB_RUN_ATTEMPT", "actor": "GITHUB_ACTOR", "event_name": "GITHUB_EVENT_NAME",
	} {
		claims[claim] = os.Getenv(name)
	}
	if text := os.Getenv("CLAIMS"); text != "" {
		_ = json.Unmarshal([]byte(text), &claims)
	}
	data, _ := json.Marshal(claims)
	_ = os.Setenv("ACTIONS_ID_TOKEN_REQUEST_URL", address+"&"+jobQuery+"="+url.QueryEscape(string(data)))
}

type hostedKey struct{}

// hosts has the server of a script.
type hosts struct{ running *hosted }

// hosted is caidan serve, kept running.
type hosted struct {
	cmd   *exec.Cmd
	said  transcript
	ended chan error
}

// startServe starts caidan serve and waits until it listens.
func startServe(settings string) (*hosted, error) {
	h := &hosted{ended: make(chan error, 1)}
	h.cmd = exec.Command("caidan", "serve", settings)
	h.cmd.Env = []string{"HOME=/no-home", "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"), "GORACE=" + gorace, "PATH=" + os.Getenv("PATH")}
	lines, err := h.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan bool, 1)
	go func() {
		scan := bufio.NewScanner(io.TeeReader(lines, &h.said))
		for scan.Scan() {
			if strings.Contains(scan.Text(), `"server started"`) {
				ready <- true
			}
		}
		h.ended <- h.cmd.Wait()
		close(ready)
	}()
	select {
	case up := <-ready:
		if up {
			return h, nil
		}
		return nil, fmt.Errorf("caidan serve does not start: %s", h.said.String())
	case <-time.After(patience):
		_ = h.cmd.Process.Kill()
		return nil, fmt.Errorf("caidan serve does not listen: %s", h.said.String())
	}
}

// freeAddress returns an address of loopback that is free for now.
func freeAddress() (string, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// host starts caidan serve: host SETTINGS [FILE...], in which $NAME is the variable of the
// script, and $ADDRESS where it listens; SERVER leads there then. host stop ends it
// as a system does, and leaves its log in served.log.
func host(ts *testscript.TestScript, neg bool, args []string) {
	all, _ := ts.Value(hostedKey{}).(*hosts)
	switch {
	case neg || len(args) == 0:
		ts.Fatalf("usage: host SETTINGS [FILE...], or host stop")
	case args[0] == "stop":
		h := all.running
		ts.Check(h.cmd.Process.Signal(os.Interrupt))
		select {
		case err := <-h.ended:
			ts.Check(err)
		case <-time.After(patience):
			ts.Fatalf("caidan serve goes on after SIGINT: %s", h.said.String())
		}
		ts.Check(os.WriteFile(ts.MkAbs("served.log"), []byte(h.said.String()), 0o600))
	default:
		address, err := freeAddress()
		ts.Check(err)
		ts.Setenv("ADDRESS", address)
		ts.Setenv("SERVER", "http://"+address)
		for _, file := range args[1:] {
			give(ts, file, []byte(os.Expand(ts.ReadFile(file), ts.Getenv)))
		}
		give(ts, "served.jsonnet", []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)))
		started, err := startServe(ts.MkAbs("served.jsonnet"))
		ts.Check(err)
		all.running = started
		ts.Defer(func() {
			_ = started.cmd.Process.Kill()
			searched(ts, "caidan serve", started.said.String())
		})
	}
}
