package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
	"github.com/caidan-dev/caidan/pkg/sandbox/leak"
)

const (
	jobToken   = "ghs_not-for-logs"
	repository = "octo-org/menus"
	inspect    = "/2015-03-31/functions/caidan-inspect/invocations"
)

// runner runs the Action for events in a checkout, with GitHub, WeChat and the
// functions on loopback.
type runner struct {
	*testing.T
	hub.Hub
	binary, root string
	// api is where the hub is, and sandbox where WeChat and the functions are.
	api, sandbox string
	// token is one that WeChat takes.
	token string
	// from is the repository of the pull request's branch.
	from string
	// run is the id of the newest run.
	run int64
	// launch runs the Action, or a workflow that uses it.
	launch func(*runner, launch) ended
}

// launch is what GitHub's runner is told of a run.
type launch struct {
	event string
	// vars are GitHub's variables, what leads to the servers, and inputs.
	vars inputs
	// dir is a folder of its own.
	dir string
}

// ended is how a run ended: with which exit code, what it printed, and what its
// page says.
type ended struct {
	code         int
	log, summary string
}

// newRunner starts with an empty repository and accounts that have no menu.
func newRunner(t *testing.T, accounts ...string) *runner {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatal("CAIDAN_E2E=1 asks for git, which makes the commits: it is not installed")
		}
		t.Skip("SKIPPED: git is not installed")
	}
	r := &runner{T: t, binary: built(t), root: t.TempDir(), from: repository, run: 9_000_000_000, launch: process}
	r.Repository = repository
	args := []string{"sandbox"}
	for i, name := range accounts {
		args = append(args, "--account", fmt.Sprintf("%s=wx%016x:%s", name, i+1, secret))
	}
	r.sandbox = starts(t, "export AWS_ENDPOINT_URL_LAMBDA=", r.binary, args...)
	r.token = r.signIn()
	server := httptest.NewServer(&r.Hub)
	t.Cleanup(server.Close)
	r.api = server.URL
	r.may("write")
	r.git("init", "-q", "-b", "main")
	return r
}

// may says what the token of a job may do.
func (r *runner) may(do string) {
	r.Grant(jobToken, hub.Token{Login: "github-actions[bot]", Type: "Bot", Pulls: do, Issues: do})
}

// git runs Git in the checkout and returns what it prints.
func (r *runner) git(args ...string) string {
	r.Helper()
	cmd := exec.CommandContext(r.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
	cmd.Dir = r.root
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits a menu file on a branch, which begins at main, and returns the
// commit.
func (r *runner) commit(branch, name, contents string) string {
	r.Helper()
	if branch != "main" {
		r.git("checkout", "-q", "-B", branch)
	}
	if err := os.MkdirAll(filepath.Join(r.root, "menus"), 0o700); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.root, "menus", name), []byte(contents), 0o600); err != nil {
		r.Fatal(err)
	}
	r.git("add", "menus")
	r.git("commit", "-q", "-m", branch)
	return r.git("rev-parse", "HEAD")
}

// inputs are the inputs of the Action and other variables.
type inputs map[string]string

// pull runs the Action for a pull request whose branch is checked out, as GitHub
// merges it into main, which stays as it is.
func (r *runner) pull(number int, more inputs, code int) string {
	r.Helper()
	head, base := r.git("rev-parse", "HEAD"), r.git("rev-parse", "main")
	branch := r.git("branch", "--show-current")
	r.git("checkout", "-q", "--detach", "main")
	r.git("merge", "-q", "--no-ff", "-m", "merge", head)
	defer r.git("checkout", "-q", branch)
	repo := func(name string) map[string]any { return map[string]any{"full_name": name, "fork": name != repository} }
	return r.action("pull_request", fmt.Sprintf("refs/pull/%d/merge", number), map[string]any{"number": number, "pull_request": map[string]any{
		"number": number, "head": map[string]any{"sha": head, "repo": repo(r.from)}, "base": map[string]any{"sha": base, "ref": "main", "repo": repo(repository)},
	}}, more, code)
}

// merge merges the branch that is checked out, by a pull request, and runs the
// Action for the push.
func (r *runner) merge(number int, code int) string {
	r.Helper()
	branch := r.git("branch", "--show-current")
	if branch != "main" {
		r.git("checkout", "-q", "main")
		r.git("merge", "-q", "--no-ff", "-m", "merge", branch)
	}
	sha := r.git("rev-parse", "HEAD")
	r.Edit(number, func(i *hub.Issue) {
		i.Merged, i.Closed, i.Commits, i.Files = true, true, []string{sha}, []string{"menus/brand-cn.jsonnet"}
	})
	return r.action("push", "refs/heads/main", map[string]any{"ref": "refs/heads/main", "commits": []map[string]any{{"id": sha}}}, nil, code)
}

// action runs the Action for an event and returns its log. It ends with the exit
// code.
func (r *runner) action(event, ref string, payload map[string]any, more inputs, code int) string {
	r.Helper()
	r.run++
	payload["repository"] = map[string]any{"id": 456789, "full_name": repository, "default_branch": "main"}
	file, err := json.Marshal(payload)
	if err != nil {
		r.Fatal(err)
	}
	dir := r.TempDir()
	path := filepath.Join(dir, "event.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		r.Fatal(err)
	}
	vars := inputs{
		"AWS_ENDPOINT_URL_LAMBDA": r.sandbox, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
		"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "octo-dev", "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": path, "GITHUB_REF": ref,
		"GITHUB_REPOSITORY": repository, "GITHUB_REPOSITORY_ID": "456789", "GITHUB_REPOSITORY_OWNER": "octo-org",
		"GITHUB_RUN_ATTEMPT": "1", "GITHUB_RUN_ID": fmt.Sprint(r.run), "GITHUB_RUN_NUMBER": "1", "GITHUB_SERVER_URL": "https://github.com",
		"GITHUB_SHA": r.git("rev-parse", "HEAD"), "GITHUB_WORKFLOW_REF": repository + "/.github/workflows/menus.yml@" + ref,
		"GITHUB_API_URL": r.api, "GITHUB_GRAPHQL_URL": r.api + "/graphql", "INPUT_GITHUB-TOKEN": jobToken,
	}
	maps.Copy(vars, more)
	end := r.launch(r, launch{event, vars, dir})
	if end.code != code {
		r.Fatalf("%s: got exit code %d, want %d:\n%s", event, end.code, code, end.log)
	}
	r.scan(event, end, dir)
	if end.summary == "" {
		r.Errorf("%s: got no summary, want one:\n%s", event, end.log)
	}
	return end.log
}

// process runs the binary as GitHub's runner does.
func process(r *runner, l launch) ended {
	r.Helper()
	summary := filepath.Join(l.dir, "summary")
	maps.Copy(l.vars, inputs{
		"HOME": l.dir, "GITHUB_OUTPUT": filepath.Join(l.dir, "output"), "GITHUB_STEP_SUMMARY": summary, "GITHUB_WORKSPACE": r.root,
	})
	cmd := exec.CommandContext(r.Context(), r.binary, "action")
	cmd.Dir, cmd.Env = r.root, l.vars.environ()
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.Fatal(err)
	}
	page, err := os.ReadFile(summary)
	if err != nil {
		r.Error(err)
	}
	return ended{cmd.ProcessState.ExitCode(), string(out), string(page)}
}

// environ returns them as NAME=VALUE.
func (in inputs) environ() []string {
	list := []string{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		list = append(list, name+"="+in[name])
	}
	return list
}

// scan looks for secrets, in any form, in what a run says: its log, its summary,
// its outputs, and what is at GitHub.
func (r *runner) scan(event string, end ended, dir string) {
	r.Helper()
	texts := []string{end.log, end.summary}
	if outputs, err := os.ReadFile(filepath.Join(dir, "output")); err == nil {
		texts = append(texts, string(outputs))
	}
	for _, i := range r.Issues() {
		texts = append(texts, i.Title, i.Body)
		for _, c := range r.Comments(i.Number) {
			texts = append(texts, c.Body)
		}
	}
	all := strings.Join(texts, "\n")
	if found := leak.Find(all, secret, jobToken, r.token); found != nil {
		r.Errorf("%s: got %q in what the run says:\n%s", event, found, all)
	}
}

// signIn returns the first account's token, which WeChat gives to all who ask.
func (r *runner) signIn() string {
	r.Helper()
	body := fmt.Sprintf(`{"grant_type":"client_credential","appid":"wx%016x","secret":%q}`, 1, secret)
	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, r.sandbox+"/cgi-bin/stable_token", strings.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Token == "" {
		r.Fatalf("got no token of the sandbox: %v", err)
	}
	return got.Token
}

// ask posts to the sandbox's own endpoints; an empty body deletes.
func (r *runner) ask(path, body string) {
	r.Helper()
	method := http.MethodPost
	if body == "" {
		method = http.MethodDelete
	}
	req, err := http.NewRequestWithContext(r.Context(), method, r.sandbox+path, strings.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	if _ = resp.Body.Close(); resp.StatusCode >= http.StatusMultipleChoices {
		r.Fatalf("%s %s: got %s", path, body, resp.Status)
	}
}

// status is what caidan status says of the accounts, as JSON.
func (r *runner) status() string {
	r.Helper()
	cmd := exec.CommandContext(r.Context(), r.binary, "status", "--format", "json")
	cmd.Dir = r.root
	cmd.Env = []string{"AWS_ENDPOINT_URL_LAMBDA=" + r.sandbox, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=sandbox", "AWS_SECRET_ACCESS_KEY=sandbox"}
	out, err := cmd.Output()
	if err != nil {
		r.Fatalf("status: %v: %s", err, out)
	}
	return string(out)
}
