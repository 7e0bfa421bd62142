package github

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// commit is the commit of a run, other another one.
const (
	commit = "0123456789abcdef0123456789abcdef01234567"
	other  = "89abcdef0123456789abcdef0123456789abcdef"
)

// checkout writes the files of a folder and returns a folder in it.
func checkout(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := filepath.Join(dir, "work", "menus")
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestPublishes(t *testing.T) {
	t.Parallel()
	detached := map[string]string{"work/.git/HEAD": commit + "\n"}
	tests := []struct {
		name   string
		change func(*Run)
		files  map[string]string
		want   string
	}{
		{name: "a commit", files: detached},
		{name: "by hand", files: detached, change: func(r *Run) { r.Event = "workflow_dispatch" }},
		{name: "a branch", files: map[string]string{"work/.git/HEAD": "ref: refs/heads/main\n", "work/.git/refs/heads/main": commit + "\n"}},
		{name: "a packed branch", files: map[string]string{
			"work/.git/HEAD":        "ref: refs/heads/main\n",
			"work/.git/packed-refs": "# pack-refs with: peeled fully-peeled sorted \n" + other + " refs/heads/domain\n" + commit + " refs/heads/main\n^" + other + "\n",
		}},
		{name: "a branch newer than its pack", files: map[string]string{
			"work/.git/HEAD": "ref: refs/heads/main\n", "work/.git/refs/heads/main": commit + "\n", "work/.git/packed-refs": other + " refs/heads/main\n",
		}},
		{name: "a worktree", files: map[string]string{
			"work/.git":                    "gitdir: ../git/worktrees/work\n",
			"git/worktrees/work/HEAD":      "ref: refs/heads/main\n",
			"git/worktrees/work/commondir": "../..\n",
			"git/refs/heads/main":          commit + "\n",
		}},
		{name: "another commit", files: map[string]string{"work/.git/HEAD": other + "\n", ".git/HEAD": commit + "\n"}, want: other},
		{name: "another branch", files: map[string]string{"work/.git/HEAD": "ref: refs/heads/x\n", "work/.git/packed-refs": commit + " refs/heads/main\n"}, want: "cannot be read"},
		{name: "a reftable", files: map[string]string{"work/.git/HEAD": "ref: refs/heads/.invalid\n", "work/.git/reftable/tables.list": "x\n"}, want: "cannot be read"},
		{name: "an empty file", files: map[string]string{"work/.git/HEAD": ""}, change: func(r *Run) { r.Commit = "" }, want: "is checked out"},
		{name: "no checkout", want: "cannot be read"},
		{name: "an unknown repository", files: detached, change: func(r *Run) { r.RepositoryID = 0 }, want: "the id of the repository"},
		{name: "no run", files: detached, change: func(r *Run) { r.RunID = 0 }, want: "GITHUB_RUN_ID"},
		{name: "another event", files: detached, change: func(r *Run) { r.Event = "issue_comment" }, want: "issue_comment does not publish"},
		{name: "a schedule", files: detached, change: func(r *Run) { r.Event = "schedule" }, want: "schedule does not publish"},
		{name: "a tag", files: detached, change: func(r *Run) { r.Ref = "refs/tags/main" }, want: `only, this run is for "refs/tags/main"`},
		{name: "an unknown branch", files: detached, change: func(r *Run) { r.DefaultBranch = "" }, want: "does not say"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Run{Event: "push", Ref: "refs/heads/main", DefaultBranch: "main", Commit: commit, RepositoryID: 7, RunID: 1}
			if tt.change != nil {
				tt.change(&r)
			}
			switch err := r.Publishes(checkout(t, tt.files)); {
			case tt.want == "" && err != nil:
				t.Errorf("got %v, want it to publish", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
