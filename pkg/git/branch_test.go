package git

import (
	"path/filepath"
	"testing"
)

// TestDefaultBranch asks a repository that has no remote, and a clone of it that
// stands at another branch.
func TestDefaultBranch(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	run(t, dir, "branch", "-m", "main", "release/stable")
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, dir, "clone", "-q", dir, clone)
	run(t, clone, "checkout", "-q", "-b", "spring")
	for _, tt := range []struct{ dir, want string }{{dir, ""}, {clone, "release/stable"}} {
		r, err := Open(tt.dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.DefaultBranch(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
