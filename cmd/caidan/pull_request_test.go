package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// pullRequest sets the runner's variables for pull request 7 of a repository that
// Git made: pull-request HEAD BASE FROM, where FROM is the repository that the
// branch is in.
func pullRequest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pull-request HEAD BASE FROM")
	}
	githubRunner(ts, false, []string{"pull_request", "refs/pull/7/merge"})
	event := map[string]any{}
	data, err := os.ReadFile(filepath.Join(ts.Getenv("EVENTS"), "pull_request.json"))
	ts.Check(err)
	ts.Check(json.Unmarshal(data, &event))
	pull, _ := event["pull_request"].(map[string]any)
	head, _ := pull["head"].(map[string]any)
	base, _ := pull["base"].(map[string]any)
	head["sha"], base["sha"] = revision(ts, args[0]), revision(ts, args[1])
	head["repo"] = map[string]any{"full_name": args[2]}
	if data, err = json.Marshal(event); err != nil {
		ts.Fatalf("%v", err)
	}
	file := filepath.Join(ts.Getenv("WORK"), "event.json")
	ts.Check(os.WriteFile(file, data, 0o600))
	ts.Setenv("GITHUB_EVENT_PATH", file)
	ts.Setenv("GITHUB_SHA", revision(ts, "HEAD"))
}

// revision returns the id of a commit; an id is as it is, also of one that is not
// there.
func revision(ts *testscript.TestScript, name string) string {
	cmd := exec.Command("git", "rev-parse", name)
	cmd.Dir = ts.MkAbs(".")
	out, err := cmd.Output()
	ts.Check(err)
	return strings.TrimSpace(string(out))
}
