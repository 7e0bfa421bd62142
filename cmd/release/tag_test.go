package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTag makes the commit of a release in a repository that has nothing but
// action.yml: it differs in the line of the image, the tag alone is pushed, and
// the branch stays as it was.
func TestTag(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "git", "sed"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: there is no %s", tool)
		}
	}
	dir := t.TempDir()
	repo, origin := filepath.Join(dir, "repo"), filepath.Join(dir, "origin.git")
	if err := os.MkdirAll(filepath.Join(repo, "tools"), 0o755); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"../../action.yml": "action.yml", "../../tools/tag-release": "tools/tag-release"} {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(repo, to), data, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	shell := func(script string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "bash", "-ec", script)
		cmd.Dir = repo
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		out, err := cmd.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	must := func(script string) string {
		t.Helper()
		out, err := shell(script)
		if err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
		return out
	}
	must(`git init -q -b main . && git init -q --bare '` + origin + `' && git remote add origin '` + origin + `'
		git add . && git -c user.name=a -c user.email=a@example.com commit -qm first && git push -q origin main`)
	if out, err := shell("tools/tag-release 1.4.2 ghcr.io/o/r:1.4.2"); err == nil || !strings.Contains(out, "does not end in a digest") {
		t.Errorf("got %v and %s, want an image without a digest refused", err, out)
	}
	image := "registry.example.com:5000/o/r@sha256:" + strings.Repeat("0a", 32)
	before := must("git -C '" + origin + "' rev-parse main")
	must("tools/tag-release 1.4.2 " + image)
	if after := must("git -C '" + origin + "' rev-parse main"); after != before {
		t.Errorf("got the branch at %s, want it left at %s", after, before)
	}
	got := must("git -C '" + origin + "' diff --unified=0 main v1.4.2 | grep '^[-+][^-+]'")
	if want := "-  image: Dockerfile\n+  image: docker://" + image; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if out, err := shell("tools/tag-release 1.4.3 " + image); err == nil || !strings.Contains(out, "does not build the Dockerfile") {
		t.Errorf("got %v and %s, want a second line refused", err, out)
	}
}
