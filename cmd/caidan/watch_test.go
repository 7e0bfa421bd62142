package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A change is drawn again, one that happened while another was drawn too.
func TestWatch(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	before := stamp(root)
	write := func(contents string) {
		if err := os.WriteFile(filepath.Join(root, "a.jsonnet"), []byte(contents), 0o600); err != nil {
			t.Error(err)
		}
	}
	write("1")
	drawn := 0
	a := &app{now: time.Now}
	err := a.watch(ctx, root, before, func() error {
		switch drawn++; drawn {
		case 1:
			write("12")
		case 2:
			cancel()
		}
		return nil
	})
	if err != nil || drawn != 2 {
		t.Errorf("got %v after %d times, want it drawn for each change", err, drawn)
	}
	failed := errors.New("no")
	if err := a.watch(t.Context(), root, before, func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v, want why it could not be drawn", err)
	}
}

// The stamp of a folder is another after each change of a file in it, but for
// what Git and npm keep there.
func TestStamp(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := func(name, contents string) func() error {
		return func() error {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return err
			}
			return os.WriteFile(path, []byte(contents), 0o600)
		}
	}
	past := time.Unix(1, 0)
	for _, step := range []struct {
		name string
		do   func() error
		same bool
	}{
		{name: "a file", do: file("menus/a.jsonnet", "1")},
		{name: "in another folder", do: file("menus/lib/deep/b.txt", "1")},
		{name: "longer", do: file("menus/a.jsonnet", "12")},
		{name: "another time", do: func() error { return os.Chtimes(filepath.Join(root, "menus/a.jsonnet"), past, past) }},
		{name: "another name", do: func() error {
			return os.Rename(filepath.Join(root, "menus/a.jsonnet"), filepath.Join(root, "menus/c.jsonnet"))
		}},
		{name: "gone", do: func() error { return os.Remove(filepath.Join(root, "menus/c.jsonnet")) }},
		{name: "nothing", do: func() error { return nil }, same: true},
		{name: "of Git", do: file(".git/index", "1"), same: true},
		{name: "of npm", do: file("web/node_modules/x/y.json", "1"), same: true},
	} {
		before := stamp(root)
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if same := stamp(root) == before; same != step.same {
			t.Errorf("%s: got the same stamp: %t, want %t", step.name, same, step.same)
		}
	}
}
