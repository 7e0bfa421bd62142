package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Images that the tests make, since none can be pulled: what Go's has, what a
// job runs in, and caidan's.
const (
	goImage     = "caidan-e2e-go"
	jobImage    = "caidan-e2e-job"
	caidanImage = "caidan-e2e"
)

// engine is a Docker engine with those images.
type engine struct {
	// client is the docker command, and goroot where Go is.
	client, goroot string
}

// newEngine makes the images. Without an engine the test is skipped, but fails with
// CAIDAN_E2E=1 where there ought to be one: in GitHub's jobs, and where DOCKER_HOST
// names it.
func newEngine(t *testing.T) *engine {
	t.Helper()
	client := docker(t)
	if client == "" {
		const missing = "there is no Docker engine that builds with BuildKit, which runs the workflows and the image"
		if os.Getenv("CAIDAN_E2E") == "1" && (os.Getenv("DOCKER_HOST") != "" || os.Getenv("GITHUB_ACTIONS") == "true") {
			t.Fatal("CAIDAN_E2E=1: " + missing)
		}
		t.Skip("SKIPPED: " + missing)
	}
	e := &engine{client: client, goroot: strings.TrimSpace(command(t, "go", "env", "GOROOT"))}
	// What a job runs with is mounted, see mounts.
	e.importing(t, jobImage, "--no-recursion bin sbin lib lib64 usr etc etc/passwd etc/group tmp root opt home var run")
	// A shell with its libraries, Go, and the certificates. It is kept: with another
	// one, all is compiled again.
	base := goImage + ":" + strings.TrimSpace(command(t, "go", "env", "GOVERSION"))
	if exec.CommandContext(t.Context(), client, "image", "inspect", base).Run() != nil {
		libs := strings.Join(regexp.MustCompile(`/\S+`).FindAllString(command(t, "ldd", "/bin/sh"), -1), " ")
		e.importing(t, base, fmt.Sprintf("-h --exclude=%[1]s/test %[1]s bin/sh %[2]s etc/ssl/certs/ca-certificates.crt --no-recursion tmp", e.goroot, libs),
			"PATH="+e.goroot+"/bin:/bin", "GOTOOLCHAIN=local", "GOPROXY="+strings.TrimSpace(command(t, "go", "env", "GOPROXY")))
	}
	e.docker(t, "build", "-q", "--network", "host", "--build-arg", "GO="+base, "--build-arg", "VERSION=1.4.2-e2e", "-t", caidanImage, "..")
	return e
}

// importing makes an image of files of this machine, with variables.
func (e *engine) importing(t *testing.T, image, files string, vars ...string) {
	t.Helper()
	set := ""
	for _, v := range vars {
		set += " --change 'ENV " + v + "'"
	}
	command(t, "bash", "-ec", fmt.Sprintf("set -o pipefail; tar -c -C / %s | %s import%s - %s", files, e.client, set, image))
}

// docker returns the first docker command whose engine builds with BuildKit; empty
// for none.
func docker(t *testing.T) string {
	t.Helper()
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		client := filepath.Join(dir, "docker")
		probe := exec.CommandContext(t.Context(), client, "build", "-q", "-")
		probe.Stdin, probe.Env = strings.NewReader("FROM scratch\nLABEL a=b\n"), append(os.Environ(), "DOCKER_BUILDKIT=1")
		if probe.Run() == nil {
			return client
		}
	}
	return ""
}

// docker runs the docker command and returns what it prints.
func (e *engine) docker(t *testing.T, args ...string) string {
	t.Helper()
	return command(t, e.client, args...)
}

// command runs a command and returns what it prints.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "DOCKER_BUILDKIT=1")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, said.String())
	}
	return string(out)
}

// checks has the image check menus where nothing can be written or reached.
func (e *engine) checks(t *testing.T) {
	root := checkout(t, map[string]string{"menus/brand-cn.jsonnet": menuFile})
	run := func(args ...string) string {
		t.Helper()
		return e.docker(t, append([]string{
			"run", "--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--memory", "128m",
			"-v", root + ":/github/workspace:ro", "-w", "/github/workspace", caidanImage,
		}, args...)...)
	}
	has(t, "check", run("check"), "1 account checked, 0 invalid")
	has(t, "version", run("version"), "caidan 1.4.2-e2e go1.")
}
