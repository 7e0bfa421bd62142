package source

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestDiscover(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{
		"menus/b.jsonnet":            "",
		"menus/a.b.jsonnet":          "",
		"menus/a/z.jsonnet":          "",
		"menus/a/lib/x.jsonnet":      "",
		"menus/lib/x.jsonnet":        "",
		"menus/vendor/a/b/x.jsonnet": "",
		"menus/library/y.jsonnet":    "",
		"menus/.dot/x.jsonnet":       "",
		"menus/.x.jsonnet":           "",
		"menus/x.libsonnet":          "",
		"menus/x.json":               "",
		"menus/lib/data.json":        "",
		"menus/b.yaml":               "",
		"menus/a/b.JSONNET":          "",
		"menus/a/.caidan.jsonnet":    "",
		"menus/lib/c.yaml":           "",
		"menus/notes.md":             "",
		"menus/c.yml/":               "",
		"menus/folder.jsonnet/":      "",
		"menus/empty/":               "",
		"other/c.jsonnet":            "",
		"d.jsonnet":                  "",
		"notes.txt":                  "",
	}, map[string]string{
		"menus/dangling.jsonnet": "nowhere",
		"menus/linked":           "../other",
		"to-other":               "other",
	})
	tests := []struct {
		name string
		path string
		want []string
	}{
		{"root", "", []string{"menus/a.b.jsonnet", "menus/a/z.jsonnet", "menus/b.jsonnet", "menus/dangling.jsonnet", "menus/folder.jsonnet", "menus/library/y.jsonnet", "menus/x.json"}},
		{"root as a dot", ".", []string{"menus/a.b.jsonnet", "menus/a/z.jsonnet", "menus/b.jsonnet", "menus/dangling.jsonnet", "menus/folder.jsonnet", "menus/library/y.jsonnet", "menus/x.json"}},
		{"folder", "menus/a", []string{"menus/a/z.jsonnet"}},
		{"folder with a slash", "menus/a/", []string{"menus/a/z.jsonnet"}},
		{"folder that is not menus", "other", []string{"other/c.jsonnet"}},
		{"folder behind a link", "to-other", []string{"to-other/c.jsonnet"}},
		{"folder of libraries, by name", "menus/lib", []string{"menus/lib/data.json", "menus/lib/x.jsonnet"}},
		{"folder without menus", "menus/empty", nil},
		{"file", "menus/b.jsonnet", []string{"menus/b.jsonnet"}},
		{"file of another kind", "notes.txt", []string{"notes.txt"}},
		{"file in a library", "menus/lib/x.jsonnet", []string{"menus/lib/x.jsonnet"}},
		{"file, not clean", "menus/a/../b.jsonnet", []string{"menus/b.jsonnet"}},
		{"link to nothing", "menus/dangling.jsonnet", []string{"menus/dangling.jsonnet"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found, err := tree.Discover(test.path)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found.Files {
				got = append(got, f.Path)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDiscoverUnread(t *testing.T) {
	t.Parallel()
	files := map[string]string{"menus/ok.jsonnet": ""}
	want := []string{
		"menus/.caidan.jsonnet", "menus/a.JSONNET", "menus/a.Json", "menus/a.jsonet", "menus/a.jsonnnet", "menus/a.json5",
		"menus/a.jsonc", "menus/a.yaml", "menus/a.yml", "menus/north/.caidan.jsonnet", "menus/north/a.YAML",
		"menus/lib/.caidan.jsonnet", "menus/vendor/a/b/.caidan.jsonnet", "menus/north/lib/.caidan.jsonnet",
	}
	for _, name := range append(want, "menus/a.libsonnet", "menus/a.libsonet", "menus/a.txt", "menus/README.md", "menus/a.js",
		"menus/a", "menus/a.jsonnet~", "menus/.a.yaml", "menus/lib/a.yaml", "menus/vendor/a.json", "menus/lib/b/a.yml", "lib/.caidan.jsonnet", ".caidan.jsonnet", "a.yaml") {
		files[name] = ""
	}
	found, err := newTree(t, files, nil).Discover(".")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	if !slices.Equal(found.Unread, want) || len(found.Files) != 1 {
		t.Errorf("got %q and menus %v, want %q", found.Unread, found.Files, want)
	}
	if found, err = newTree(t, files, nil).Discover("menus/north"); err != nil || len(found.Unread) != 3 {
		t.Errorf("a folder: got %q, %v, want three", found.Unread, err)
	}
}

func TestDiscoverNothing(t *testing.T) {
	t.Parallel()
	const hint = "; create menus/ACCOUNT.jsonnet, by hand or with caidan init, or name a folder that has menus"
	tests := []struct {
		name  string
		files map[string]string
		links map[string]string
		path  string
		want  string // without the folder
	}{
		{"no menus", map[string]string{"a.jsonnet": ""}, nil, "", "find menus: DIR has no menus folder"},
		{"no such path", map[string]string{"menus/": ""}, nil, "menus/x", `find menus: DIR has no "menus/x"`},
		{"below a file", map[string]string{"menus/a.jsonnet": ""}, nil, "menus/a.jsonnet/b", `find menus: DIR has no "menus/a.jsonnet/b"`},
		{"outside", nil, nil, "../secret.libsonnet", `find menus: DIR has no "../secret.libsonnet"`},
		{"absolute", nil, nil, "/etc", `find menus: DIR has no "/etc"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := newTree(t, test.files, test.links)
			_, err := tree.Discover(test.path)
			var missing *NotFoundError
			if !errors.As(err, &missing) {
				t.Fatalf("got error %v, want a NotFoundError", err)
			}
			if got, want := err.Error(), strings.ReplaceAll(test.want, "DIR", tree.Dir())+hint; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// TestDiscoverUnreadable has something else in the place of the menus folder: that no
// menu is there is not known then.
func TestDiscoverUnreadable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		links map[string]string
		want  string
	}{
		{"a file", map[string]string{"menus": ""}, nil, "menus is not a folder, so no menu was read"},
		{"a link to a file", map[string]string{"a": ""}, map[string]string{"menus": "a"}, "menus is not a folder, so no menu was read"},
		{"a link to nothing", nil, map[string]string{"menus": "nowhere"}, "menus is a link that leads out of the repository or to nothing, so no menu was read"},
		{"a link out", nil, map[string]string{"menus": ".."}, "menus is a link that leads out of the repository or to nothing, so no menu was read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := newTree(t, test.files, test.links).Discover("")
			var unreadable *PathError
			if !errors.As(err, &unreadable) || err.Error() != test.want {
				t.Errorf("got error %v, want a PathError %q", err, test.want)
			}
		})
	}
}

// TestDiscoverEmpty lists folders that hold nothing, and links that are not followed.
func TestDiscoverEmpty(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{
		"menus/a.jsonnet": "", "menus/empty/": "", "menus/north/empty/": "", "menus/lib/empty/": "", "menus/.empty/": "", "other/b.txt": "", "none/": "",
	}, map[string]string{"menus/out": "../..", "menus/folder": "../other", "menus/nothing": "nowhere", "menus/file": "../other/b.txt"})
	found, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"menus/empty", "menus/north/empty"}; !slices.Equal(found.Empty, want) {
		t.Errorf("got the empty folders %q, want %q", found.Empty, want)
	}
	if want := []string{"menus/folder", "menus/nothing", "menus/out"}; !slices.Equal(found.Links, want) {
		t.Errorf("got the links %q, want %q", found.Links, want)
	}
	if found, err = tree.Discover("none"); err != nil || !slices.Equal(found.Empty, []string{"none"}) {
		t.Errorf("got %q, %v, want the folder itself", found.Empty, err)
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"menus/brand-cn.jsonnet": "brand-cn",
		"menus/a/b.c.jsonnet":    "b.c",
		"notes":                  "notes",
		".caidan.jsonnet":        ".caidan",
		"menus/.jsonnet":         ".jsonnet",
	} {
		if got := NewFile(path).Stem; got != want {
			t.Errorf("stem of %q: got %q, want %q", path, got, want)
		}
	}
}

func TestFindRoot(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, dir := range []string{
		"git/.git", "git/a/b", "worktree", "settings/a", "shop/menus/region", "bare/a",
		"git/nested/menus", "git/nested/menus/menus", "git/menus/north/menus", "git/menus/south", "git/menus/module/menus",
		"named/menus/.git", "named/menus/menus/menus",
	} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"worktree/.git", "worktree/a.txt", "settings/.caidan.jsonnet", "shop/menus/region/a.jsonnet", "bare/a/x.jsonnet", "git/menus/south/.caidan.jsonnet"} {
		if err := os.WriteFile(filepath.Join(top, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	module := filepath.Join(top, "git/menus/module/.git")
	if err := os.WriteFile(module, []byte("gitdir: ../../.git/modules/menus/module\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(top, "shop/menus/broken.jsonnet")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../shop/menus/region", filepath.Join(top, "bare/linked")); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, path, want string }{
		{"git", "git", "git"},
		{"below git", "git/a/b", "git"},
		{"menus below git", "git/nested/menus", "git/nested"},
		{"menus in menus below git", "git/nested/menus/menus", "git/nested"},
		{"menus in a folder of menus", "git/menus/north", "git"},
		{"settings in menus", "git/menus/south", "git"},
		{"submodule in menus", "git/menus/module/menus", "git"},
		{"git called menus", "named/menus/menus/menus", "named/menus"},
		{"git as a file", "worktree/a.txt", "worktree"},
		{"settings", "settings/a", "settings"},
		{"menus", "shop", "shop"},
		{"menus itself", "shop/menus", "shop"},
		{"file below menus", "shop/menus/region/a.jsonnet", "shop"},
		{"link to nothing", "shop/menus/broken.jsonnet", "shop"},
		{"menus that are gone", "worktree/menus", "worktree"},
		{"no mark, folder", "bare/a", "bare/a"},
		{"no mark, file", "bare/a/x.jsonnet", "bare/a"},
		{"no mark, link to a folder", "bare/linked", "bare/linked"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := FindRoot(filepath.Join(top, test.path))
			if want := filepath.Join(top, test.want); err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
	for _, path := range []string{"nope", "nope/menus", "worktree/menus/a"} {
		if got, err := FindRoot(filepath.Join(top, path)); err == nil {
			t.Errorf("missing path %s: got %q, want an error", path, got)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if tree, err := Open(filepath.Join(dir, "nope")); err == nil {
		t.Errorf("got %v, want an error", tree)
	}
	if tree := openTree(t, dir); tree.Dir() != dir {
		t.Errorf("got %q, want %q", tree.Dir(), dir)
	}
}
