package git

import (
	"errors"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// TestMergeBase compares with what Git says, in a history in which the branch has
// taken over the main line once, and has a shorter way to an older commit.
func TestMergeBase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run(t, dir, "init", "-q", "-b", "main")
	commit := func(file string) string {
		t.Helper()
		write(t, dir, fstest.MapFS{file: plain(file)})
		run(t, dir, "add", file)
		run(t, dir, "commit", "-qm", file)
		return run(t, dir, "rev-parse", "HEAD")
	}
	root := commit("root")
	run(t, dir, "switch", "-qc", "side")
	commit("side-1")
	run(t, dir, "switch", "-q", "main")
	commit("main-1")
	commit("main-2")
	taken := commit("main-3")
	run(t, dir, "switch", "-q", "side")
	run(t, dir, "merge", "-q", "--no-ff", "-m", "take over", "main")
	head := commit("side-2")
	run(t, dir, "switch", "-q", "main")
	base := commit("main-4")
	run(t, dir, "checkout", "-q", "--orphan", "apart")
	apart := commit("apart")

	r := open(t, dir)
	for _, c := range []struct{ name, one, other, want string }{
		{"branch", head, base, taken},
		{"the other way round", base, head, taken},
		{"ahead", head, root, root},
		{"the same", head, head, head},
		{"by name", "side", "main", taken},
	} {
		got, err := r.MergeBase(c.one, c.other)
		if err != nil || got.ID != c.want {
			t.Errorf("%s: got %q, %v, want %q", c.name, got.ID, err, c.want)
		}
		if git := run(t, dir, "merge-base", c.one, c.other); git != c.want {
			t.Errorf("%s: Git says %q, want %q", c.name, git, c.want)
		}
	}
	var unknown *UnknownError
	if _, err := r.MergeBase(head, apart); !errors.As(err, &unknown) || unknown.Name != apart {
		t.Errorf("nothing in common: got %v, want an UnknownError of %s", err, apart)
	}

	shallow := t.TempDir()
	run(t, shallow, "clone", "-q", "--depth", "1", "--no-single-branch", "file://"+dir, "clone")
	s := open(t, filepath.Join(shallow, "clone"))
	if _, err := s.MergeBase(head, base); !errors.As(err, &unknown) || unknown.Name != base {
		t.Errorf("shallow: got %v, want an UnknownError of %s", err, base)
	}
	if _, err := s.MergeBase(head, root); !errors.As(err, &unknown) || unknown.Name != root {
		t.Errorf("missing: got %v, want an UnknownError of %s", err, root)
	}
}
