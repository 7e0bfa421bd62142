package git

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/caidan-dev/caidan/pkg/text"
)

// run has Git do something in a folder, and returns what it prints.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatal("git is not installed, and CAIDAN_E2E=1 demands it")
		}
		t.Skip("git is not installed")
	}
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_ALLOW_PROTOCOL=file",
	)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// write writes files into a folder.
func write(t *testing.T, dir string, files fstest.MapFS) {
	t.Helper()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
}

func plain(data string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(data), Mode: 0o644} }

// repository makes a checkout of three commits, the last a merge of the second
// and of a commit on the branch side.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, "init", "-q", "-b", "main")
	large := strings.Repeat("a line of a file that changes little\n", 1000)
	write(t, dir, fstest.MapFS{
		"menus/a.jsonnet": plain("1"), "menus/shop/lib/b.libsonnet": plain("2"), "menus/菜单.jsonnet": plain("3"), "large.txt": plain(large),
		"menus/link.jsonnet": &fstest.MapFile{Data: []byte("a.jsonnet"), Mode: fs.ModeSymlink}, "run.sh": &fstest.MapFile{Data: []byte("x"), Mode: 0o755},
		"empty": plain(""),
	})
	run(t, dir, "add", "-A")
	run(t, dir, "update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,menus/module")
	run(t, dir, "commit", "-qm", "first")
	run(t, dir, "switch", "-qc", "side")
	write(t, dir, fstest.MapFS{"side.txt": plain("side")})
	run(t, dir, "add", "-A", "side.txt")
	run(t, dir, "commit", "-qm", "side")
	run(t, dir, "switch", "-q", "main")
	if err := os.WriteFile(filepath.Join(dir, "large.txt"), []byte(large+"more\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "commit", "-qm", "second", "large.txt")
	run(t, dir, "merge", "-q", "--no-ff", "-m", "merge", "side")
	run(t, dir, "tag", "-a", "-m", "a tag", "v1", "HEAD~1")
	return dir
}

// open opens a repository until the end of the test.
func open(t *testing.T, dir string) *Repository {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// TestFiles reads each file of each commit, from objects of their own, from a
// pack, and through a worktree and another repository's objects, and holds them
// against what Git says of them.
func TestFiles(t *testing.T) {
	t.Parallel()
	loose := repository(t)
	packed := repository(t)
	run(t, packed, "gc", "-q", "--aggressive", "--prune=now")
	worktree := filepath.Join(t.TempDir(), "worktree")
	run(t, packed, "worktree", "add", "-q", "--detach", worktree)
	shared := filepath.Join(t.TempDir(), "shared")
	run(t, packed, "clone", "-q", "--shared", packed, shared)
	for name, dir := range map[string]string{"loose": loose, "packed": packed, "worktree": worktree, "shared": shared} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := open(t, filepath.Join(dir, "menus", "shop"))
			if r.Dir() != dir {
				t.Errorf("got checkout %s, want %s", r.Dir(), dir)
			}
			for rev := range strings.FieldsSeq(run(t, dir, "rev-list", "HEAD")) {
				c, err := r.Commit(rev)
				if err != nil || c.ID != rev || strings.Join(c.Parents, " ") != run(t, dir, "log", "-1", "--format=%P", rev) {
					t.Fatalf("%s: got %+v, %v", rev, c, err)
				}
				equalFiles(t, r, c, dir)
			}
		})
	}
}

// equalFiles compares the files of a commit with what Git says of them.
func equalFiles(t *testing.T, r *Repository, c Commit, dir string) {
	t.Helper()
	files, err := r.Files(c, ".")
	if err != nil {
		t.Fatal(err)
	}
	var expected []string
	for line := range strings.SplitSeq(run(t, dir, "ls-tree", "-rz", "--full-tree", c.ID), "\x00") {
		head, name, _ := strings.Cut(line, "\t")
		parts := strings.Fields(head)
		if len(parts) != 3 {
			continue
		}
		info, err := files.Lstat(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := ""
		if parts[1] == "blob" {
			want = run(t, dir, "cat-file", "blob", parts[2])
		}
		switch parts[0] {
		case "160000":
			if !info.IsDir() {
				t.Errorf("submodule %s: got mode %v", name, info.Mode())
			}
			for _, in := range []string{name, name + "/a", name + "/a/b"} {
				if got := files.Submodule(in); got != name {
					t.Errorf("%s: got submodule %q, want %q", in, got, name)
				}
			}
			continue
		case "120000":
			if got, err := files.ReadLink(name); got != want || err != nil || files.Blob(name) != "" {
				t.Errorf("link %s: got %q, %v, want %q", name, got, err, want)
			}
			continue
		}
		expected = append(expected, name)
		got, err := fs.ReadFile(files, name)
		if strings.TrimSpace(string(got)) != want || err != nil || info.Size() != int64(len(got)) {
			t.Errorf("%s: got %d bytes, %v, size %d; want %d", name, len(got), err, info.Size(), len(want))
		}
		if in := files.Submodule(name); in != "" {
			t.Errorf("%s: got submodule %q, want none", name, in)
		}
		if files.Blob(name) != parts[2] || BlobID(got) != parts[2] {
			t.Errorf("%s: got id %s, and %s of its bytes, want %s", name, files.Blob(name), BlobID(got), parts[2])
		}
	}
	var names []string
	_ = fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			t.Error(err)
		} else if e.Type().IsRegular() {
			names = append(names, name)
		}
		return nil
	})
	if strings.Join(names, "\n") != strings.Join(expected, "\n") {
		t.Errorf("got files %q, want %q", names, expected)
	}
}

// TestCommit names commits in each way and compares with Git.
func TestCommit(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	run(t, dir, "branch", "topic/one", "side")
	run(t, dir, "update-ref", "refs/remotes/origin/main", "HEAD~1")
	run(t, dir, "pack-refs", "--all")
	run(t, dir, "branch", "loose", "HEAD^2")
	r := open(t, dir)
	id := run(t, dir, "rev-parse", "HEAD")
	for _, name := range []string{
		"HEAD", "main", "side", "topic/one", "loose", "v1", "origin/main", "refs/heads/main", "heads/main", "tags/v1",
		"HEAD~", "HEAD^", "HEAD~2", "HEAD^2", "HEAD^2~1", "HEAD^^", "HEAD^0", "HEAD~0", "v1~1", "origin/main^", id, id[:7], id[:8], id[:4] + id[4:9],
		id + "^2",
	} {
		got, err := r.Commit(name)
		if want := run(t, dir, "rev-parse", name+"^{commit}"); err != nil || got.ID != want {
			t.Errorf("%s: got %s, %v, want %s", name, got.ID, err, want)
		}
	}
	for _, name := range []string{
		"", "nothing", "HEAD~9", "HEAD^3", "^", "~", "config", "../config", "refs/../config", "refs/heads", "topic", id[:3], strings.Repeat("0", 40),
		run(t, dir, "rev-parse", "HEAD:run.sh"), run(t, dir, "rev-parse", "HEAD:menus"), strings.ToUpper(id[:8]) + "g", "HEAD~999999", "HEAD:menus", "main\n", "-",
	} {
		got, err := r.Commit(name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.Name != name {
			t.Errorf("%q: got %v, %v, want that it is unknown", name, got, err)
		}
	}
}

// TestShallow asks a clone of one commit for those that it lacks, and one
// without files for its files.
func TestShallow(t *testing.T) {
	t.Parallel()
	origin := repository(t)
	run(t, origin, "config", "uploadpack.allowFilter", "true")
	shallow := filepath.Join(t.TempDir(), "shallow")
	run(t, origin, "clone", "-q", "--depth=1", "file://"+origin, shallow)
	treeless := filepath.Join(t.TempDir(), "treeless")
	run(t, origin, "clone", "-q", "--filter=tree:0", "--no-checkout", "file://"+origin, treeless)
	var unknown *UnknownError
	if _, err := open(t, shallow).Commit("HEAD~1"); !errors.As(err, &unknown) {
		t.Errorf("shallow: got %v", err)
	} else if meaning, remedy := unknown.Words(); !strings.Contains(meaning.In(text.English), `"HEAD~1"`) || !strings.Contains(remedy.In(text.Chinese), "fetch-depth") {
		t.Errorf("shallow: got %q, %q", meaning.In(text.English), remedy.In(text.Chinese))
	}
	r := open(t, treeless)
	c, err := r.Commit("HEAD~1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Files(c, "menus"); !errors.As(err, &unknown) {
		t.Errorf("without trees: got %v", err)
	}
}

// TestFolder reads below a folder of the repository, from which no name leads
// out, and one that the commit does not have.
func TestFolder(t *testing.T) {
	t.Parallel()
	r := open(t, repository(t))
	c, err := r.Commit("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.Files(c, "menus")
	if err != nil || files.Blob("a.jsonnet") != BlobID([]byte("1")) {
		t.Errorf("got id %q, %v", files.Blob("a.jsonnet"), err)
	}
	for _, name := range []string{"../large.txt", "/large.txt", "menus/a.jsonnet", "a.jsonnet/b", "link.jsonnet/b", "module/x", "shop", ""} {
		if data, err := fs.ReadFile(files, name); err == nil {
			t.Errorf("%q: got %q", name, data)
		}
	}
	for _, dir := range []string{"nothing", "large.txt", "menus/link.jsonnet"} {
		files, err := r.Files(c, dir)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := fs.ReadDir(files, "."); len(list) > 0 || err != nil {
			t.Errorf("%s: got %v, %v, want an empty folder", dir, list, err)
		}
	}
}

func TestNoCheckout(t *testing.T) {
	t.Parallel()
	_, err := Open(t.TempDir())
	if meaning, remedy := text.Explain(err, text.English); !strings.Contains(meaning, "is not in a checkout of Git") || remedy == "" {
		t.Errorf("got %q, %q", meaning, remedy)
	}
}

// FuzzTree decodes what may be a tree object: no name leads elsewhere.
func FuzzTree(f *testing.F) {
	f.Add([]byte("100644 a.jsonnet\x0012345678901234567890"))
	f.Add([]byte("40000 menus\x0012345678901234567890120000 link\x0012345678901234567890"))
	f.Add([]byte("100644 ../a\x0012345678901234567890"))
	f.Add([]byte("160000 .git\x0012345678901234567890"))
	f.Add([]byte("100644 short\x00123"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := decodeTree(data)
		if err != nil && in != nil {
			t.Errorf("got %v and %v", in, err)
		}
		for name, e := range in {
			if name == "" || strings.Contains(name, "/") || name == "." || name == ".." || strings.EqualFold(name, ".git") {
				t.Errorf("got the name %q", name)
			}
			if kind := e.mode.Type(); kind != 0 && kind != fs.ModeDir && kind != fs.ModeSymlink {
				t.Errorf("%q: got mode %v", name, e.mode)
			}
		}
	})
}
