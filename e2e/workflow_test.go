package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// released is a commit of caidan that a repository with nothing but menus names.
const released = "0123456789abcdef0123456789abcdef01234567"

// TestContainers checks menus with the image, and goes the way of TestLife with the
// workflows themselves, which act runs: those of this repository, and those of
// docs/workflows.
func TestContainers(t *testing.T) {
	t.Parallel()
	w := &workflows{engine: newEngine(t), kept: t.TempDir()}
	w.act = filepath.Join(t.TempDir(), "act")
	command(t, "go", "build", "-C", "..", "-modfile=tools/act.mod", "-o", w.act, "github.com/nektos/act")
	w.signIn(t)
	t.Run("image", w.checks)
	w.actions = actions(t)
	// One after the other: act names containers after workflows and jobs.
	t.Run("menus beside the tool", func(t *testing.T) {
		w.docker(t, "tag", caidanImage, "act-dockeraction")
		r := newRunner(t, "brand-cn")
		for _, name := range []string{"cmd", "pkg", "docs/workflows", ".github"} {
			if err := os.CopyFS(filepath.Join(r.root, name), os.DirFS(filepath.Join("..", name))); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"action.yml", "go.mod", "go.sum"} {
			r.copy(filepath.Join("..", name), name)
		}
		w.starts(r)
		w.beside(r)
	})
	t.Run("menus in a repository of their own", func(t *testing.T) {
		w.docker(t, "tag", caidanImage, "act-octo-org-caidan-"+released+"-dockeraction")
		r := newRunner(t, "brand-cn")
		files, err := filepath.Glob("../docs/workflows/*.yml")
		if err != nil || len(files) == 0 {
			t.Fatalf("got %d workflows and %v", len(files), err)
		}
		for _, file := range files {
			r.copy(file, ".github/workflows/"+filepath.Base(file))
		}
		w.starts(r)
		r.life()
		w.claim(r)
	})
}

// copy copies a file into the checkout.
func (r *runner) copy(from, to string) {
	r.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		r.Fatal(err)
	}
	to = filepath.Join(r.root, to)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		r.Fatal(err)
	}
	data = bytes.ReplaceAll(data, []byte("ORG/caidan@COMMIT"), []byte("octo-org/caidan@"+released))
	if err := os.WriteFile(to, data, 0o600); err != nil {
		r.Fatal(err)
	}
}

// workflows runs workflows with act.
type workflows struct {
	*engine
	act string
	// kept is the folder of what jobs keep: artifacts, and a cache.
	kept string
	// issuer is where jobs get their OIDC token, and roles their credentials.
	issuer string
	// actions are the folders of what workflows use.
	actions inputs
}

// actions returns what stands in for GitHub's actions, by the commits that workflows
// name, and caidan's own folder.
func actions(t *testing.T) inputs {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	found := inputs{"octo-org/caidan@" + released: root}
	for _, file := range []string{".github/actions/caidan/action.yml", ".github/workflows/menus.yml"} {
		data, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, used := range regexp.MustCompile(`uses: (actions/([a-z-]+)@[0-9a-f]{40})`).FindAllStringSubmatch(string(data), -1) {
			// act itself checks out.
			if folder := filepath.Join(root, "e2e/testdata/actions", used[2]); used[2] != "checkout" {
				found[used[1]] = folder
			}
		}
	}
	return found
}

// starts commits what the repository begins with.
func (w *workflows) starts(r *runner) {
	r.Helper()
	r.launch = w.launch
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "begin")
	r.git("remote", "add", "origin", "https://github.com/"+repository)
}

// beside has each workflow run where the tool is beside the menus: jobs that only
// read compile it once, those that publish use the image.
func (w *workflows) beside(r *runner) {
	r.Helper()
	const compiles = "go build -trimpath"
	first := r.opened()
	r.commit("main", brandFile, menuOf("活动", "SPRING"))
	has(r.T, "first job", r.merge(first, 0), compiles)
	change := r.opened()
	r.commit("summer", brandFile, menuOf("夏日", "SUMMER"))
	for _, log := range []string{r.pull(change, planning, 0), r.merge(change, 0)} {
		if strings.Contains(log, compiles) {
			r.Errorf("got the tool compiled again:\n%s", log)
		}
	}
	has(r.T, "merge", r.comments(change, 2)[1].Body, "1 menu is live", "record 2, read back as it was sent")
	has(r.T, "rollback", r.byHand(inputs{"INPUT_COMMAND": "rollback", "INPUT_ACCOUNTS": "brand-cn", "INPUT_TO": "1", "INPUT_REASON": "too early"}), "1 account: 1 published")
	r.looked()
	w.claim(r)
}

// claim has a fork change a menu, and its own run say so to the workflow that may
// comment.
func (w *workflows) claim(r *runner) {
	r.Helper()
	number := r.opened()
	head := r.commit("spring", brandFile, menuOf("春日", "SPRING"))
	r.from = "stranger/menus"
	r.may("read")
	r.pull(number, nil, 0)
	r.may("write")
	data, err := os.ReadFile(filepath.Join(w.kept, "caidan-claim"))
	if err != nil {
		r.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	file, err := z.Create("caidan-claim.json")
	if err == nil {
		_, err = file.Write(data)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		r.Fatal(err)
	}
	r.Leave(r.run, "caidan-claim", packed.Bytes())
	r.Edit(number, func(i *hub.Issue) { i.From, i.Branch, i.Head = r.from, "spring", head })
	r.git("checkout", "-q", "main")
	r.action("workflow_run", "refs/heads/main", map[string]any{"action": "completed", "workflow_run": map[string]any{
		"id": r.run, "name": "menus", "path": ".github/workflows/menus.yml", "event": "pull_request", "run_attempt": 1, "head_branch": "spring", "head_sha": head,
		"actor":           map[string]any{"login": "stranger"},
		"head_repository": map[string]any{"full_name": r.from, "owner": map[string]any{"login": "stranger"}},
		"repository":      map[string]any{"full_name": repository},
	}}, nil, 0)
	has(r.T, "claim", r.comments(number, 1)[0].Body, "## Claimed by the run of stranger/menus", "春日")
}

// signIn serves GitHub's OIDC tokens and the credentials of AWS roles.
func (w *workflows) signIn(t *testing.T) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/token" && r.Header.Get("Authorization") == "Bearer "+jobToken:
			_, _ = fmt.Fprint(rw, `{"value":"e30.e30.e30"}`)
		case r.FormValue("WebIdentityToken") == "e30.e30.e30":
			_, _ = fmt.Fprintf(rw, `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>sandbox</AccessKeyId>`+
				`<SecretAccessKey>sandbox</SecretAccessKey><SessionToken>s</SessionToken><Expiration>%s</Expiration></Credentials>`+
				`</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		default:
			rw.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(server.Close)
	w.issuer = server.URL
}

// mounts are what a job sees of this machine: its commands, Go with what it
// compiled before, and the folder of what is kept.
func (w *workflows) mounts(r *runner) (options string, vars inputs) {
	r.Helper()
	vars = inputs{"GOROOT": w.goroot}
	list := []string{"/usr:/usr:ro", "/etc/ssl:/etc/ssl:ro", w.kept + ":/kept", w.goroot + ":" + w.goroot + ":ro"}
	for _, name := range []string{"GOMODCACHE", "GOCACHE"} {
		vars[name] = strings.TrimSpace(command(r.T, "go", "env", name))
		list = append(list, vars[name]+":"+vars[name])
	}
	return "-v " + strings.Join(list, " -v "), vars
}

// launch runs the workflow of an event.
func (w *workflows) launch(r *runner, l launch) ended {
	r.Helper()
	file := map[string]string{"schedule": "menus-drift.yml", "workflow_run": "menus-fork.yml"}[l.event]
	if file == "" {
		file = "menus.yml"
	}
	options, vars := w.mounts(r)
	args := []string{
		l.event, "-W", filepath.Join(".github", "workflows", file), "-e", l.vars["GITHUB_EVENT_PATH"], "--actor", l.vars["GITHUB_ACTOR"],
		"-P", "ubuntu-latest=" + jobImage, "--pull=false", "--rebuild=false", "--no-cache-server", "--rm", "--container-daemon-socket", "-", "--container-options", options, "--json",
	}
	for name, folder := range w.actions {
		args = append(args, "--local-repository", name+"="+folder)
	}
	args = append(args, w.told(r, l, vars)...)
	cmd := exec.CommandContext(r.Context(), w.act, args...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), "HOME="+l.dir, "XDG_CACHE_HOME="+l.dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.Fatal(err)
	}
	return read(out)
}

// told returns the arguments that tell act a run's variables. A job signs in to its
// role instead of getting credentials, and inputs are the workflow's.
func (w *workflows) told(r *runner, l launch, vars inputs) []string {
	r.Helper()
	maps.Copy(vars, inputs{"ACTIONS_ID_TOKEN_REQUEST_URL": w.issuer + "/token?", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": jobToken, "AWS_ENDPOINT_URL_STS": w.issuer})
	var args []string
	for name, value := range l.vars {
		if !strings.HasPrefix(name, "INPUT_") && name != "AWS_ACCESS_KEY_ID" && name != "AWS_SECRET_ACCESS_KEY" {
			vars[name] = value
		}
	}
	for flag, in := range map[string]inputs{
		"--env-file": vars, "--secret-file": {"GITHUB_TOKEN": jobToken},
		"--var-file": {"CAIDAN_INSPECT_ROLE": "arn:aws:iam::123456789012:role/inspect", "CAIDAN_PUBLISH_ROLE": "arn:aws:iam::123456789012:role/publish", "CAIDAN_AWS_REGION": "us-east-1"},
	} {
		path := filepath.Join(l.dir, flag)
		if err := os.WriteFile(path, []byte(strings.Join(in.environ(), "\n")), 0o600); err != nil {
			r.Fatal(err)
		}
		args = append(args, flag, path)
	}
	return args
}

// exited is how act says with which code a step ended.
var exited = regexp.MustCompile("exit with `FAILURE`: ([0-9]+)|exitcode '([0-9]+)': failure")

// read reads what act prints with --json.
func read(out []byte) ended {
	var end ended
	for line := range bytes.Lines(out) {
		var said struct{ Msg, Command, Content string }
		if json.Unmarshal(line, &said) != nil {
			said.Msg = string(line)
		}
		end.log += strings.TrimSuffix(said.Msg, "\n") + "\n"
		if said.Command == "summary" {
			end.summary += said.Content
		}
		if found := exited.FindStringSubmatch(said.Msg); found != nil {
			code, _ := strconv.Atoi(found[1] + found[2])
			end.code = max(end.code, code)
		}
	}
	return end
}
