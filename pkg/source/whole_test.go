package source

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWhole tells all menus of a root from a part of them, and the top of a Git
// repository from a folder in one.
func TestWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"top/.git", "top/menus/north", "top/shop/menus", "plain/menus"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "top/menus/a.jsonnet"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path       string
		whole, top bool
	}{
		{"top", true, true},
		{"top/menus", true, true},
		{"top/menus/north", false, false},
		{"top/menus/a.jsonnet", false, false},
		{"top/shop", true, false},
		{"top/shop/menus", true, false},
		{"plain", true, false},
		{"plain/menus", true, false},
		{"absent", false, false},
	} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			whole, top := Whole(filepath.Join(dir, tt.path))
			if whole != tt.whole || top != tt.top {
				t.Errorf("got %t, %t, want %t, %t", whole, top, tt.whole, tt.top)
			}
		})
	}
}
