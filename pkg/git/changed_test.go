package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestChanged(t *testing.T) {
	t.Parallel()
	counts := func(name string) bool { return strings.HasSuffix(name, "sonnet") }
	tests := []struct {
		name   string
		change func(t *testing.T, dir string)
		want   bool
	}{
		{"nothing", func(*testing.T, string) {}, false},
		{"a changed file", func(t *testing.T, dir string) { t.Helper(); put(t, dir, "menus/a.jsonnet", "other") }, true},
		{"a changed library", func(t *testing.T, dir string) { t.Helper(); put(t, dir, "menus/shop/lib/b.libsonnet", "other") }, true},
		{"a new file", func(t *testing.T, dir string) { t.Helper(); put(t, dir, "menus/new.jsonnet", "1") }, true},
		{"a file that is gone", func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Remove(filepath.Join(dir, "menus", "a.jsonnet")); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"what does not count", func(t *testing.T, dir string) { t.Helper(); put(t, dir, "menus/notes.txt", "x") }, false},
		{"a folder of tools", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, fstest.MapFS{"menus/.cache/x.jsonnet": plain("x")})
		}, false},
		{"outside", func(t *testing.T, dir string) { t.Helper(); put(t, dir, "other.jsonnet", "x") }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := repository(t)
			r := open(t, dir)
			c, err := r.Commit("HEAD")
			if err != nil {
				t.Fatal(err)
			}
			tt.change(t, dir)
			if got, err := r.Changed(c, "menus", counts); err != nil || got != tt.want {
				t.Errorf("got %t, %v, want %t", got, err, tt.want)
			}
		})
	}
}

// put writes a file.
func put(t *testing.T, dir, name, data string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestUser holds the name against what Git says.
func TestUser(t *testing.T) {
	t.Parallel()
	dir, global := repository(t), filepath.Join(t.TempDir(), "gitconfig")
	r := open(t, dir)
	if got := r.User(global); got != "" {
		t.Errorf("got %q without settings, want nothing", got)
	}
	run(t, dir, "config", "--file", global, "user.name", "王 \"Mei\" #1")
	if got := r.User(global); got != "王 \"Mei\" #1" {
		t.Errorf("got %q, want the name of the user's settings", got)
	}
	run(t, dir, "config", "user.name", "of this repository")
	if got := r.User(global); got != "of this repository" {
		t.Errorf("got %q, want the name of the repository's settings", got)
	}
	put(t, filepath.Dir(global), "gitconfig", "[user\nname")
	if got := r.User(global); got != "of this repository" {
		t.Errorf("got %q beside settings that cannot be read", got)
	}
}
