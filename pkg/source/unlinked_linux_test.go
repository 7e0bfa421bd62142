package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestUnlinked reads with few calls what is a file of its own, and leaves all else to
// who looks closer. [TestLinks] has both ways come to the same.
func TestUnlinked(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{
		"menus/a.jsonnet": "1", "menus/empty.jsonnet": "", "lib/b.libsonnet": "2", ".git/config": "hidden", ".caidan.jsonnet": "{}",
		"menus/full.jsonnet": strings.Repeat(" ", MaxSource), "menus/large.jsonnet": strings.Repeat(" ", MaxSource+1),
	}, map[string]string{
		"menus/link.jsonnet": "a.jsonnet", "menus/folder": "../lib", "menus/out.jsonnet": "../../secret.libsonnet",
		"menus/far": "../..", "menus/absolute.jsonnet": "/etc/passwd",
	})
	at := func(name string) string { return filepath.Join(tree.Dir(), name) }
	if err := syscall.Mkfifo(at("menus/pipe.jsonnet"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := unix.Openat2(unix.AT_FDCWD, at("."), &unix.OpenHow{Flags: unix.O_PATH | unix.O_CLOEXEC}); errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
		t.Skip("this system has no openat2")
	}
	for name, want := range map[string]bool{
		"menus/a.jsonnet": true, "menus/empty.jsonnet": true, "lib/b.libsonnet": true, ".caidan.jsonnet": true, "menus/full.jsonnet": true,
		"menus/large.jsonnet": false, "menus/link.jsonnet": false, "menus/folder/b.libsonnet": false, "menus/out.jsonnet": false,
		"menus/far/secret.libsonnet": false, "menus/absolute.jsonnet": false, "menus/pipe.jsonnet": false, "menus": false, "menus/no.jsonnet": false,
		"../secret.libsonnet": false, "menus/../lib/b.libsonnet": false, "/etc/passwd": false, "menus/a.jsonnet/": false, "": false, ".": false,
	} {
		data, ok := tree.unlinked(name)
		if ok != want {
			t.Errorf("%q: got %v, want %v", name, ok, want)
		}
		if !ok {
			continue
		}
		if full, err := os.ReadFile(at(name)); err != nil || string(full) != string(data) {
			t.Errorf("%q: got %d bytes, %v, want %d", name, len(data), err, len(full))
		}
	}
}

// TestUnlinkedSwapped has what is to be read become a link out of the repository, and a
// file again, while it is read: what is outside is never read.
func TestUnlinkedSwapped(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/file": "'own'"}, map[string]string{"menus/link": "../../secret.libsonnet"})
	at := func(name string) string { return filepath.Join(tree.Dir(), "menus", name) }
	done := make(chan error, 1)
	stop := make(chan struct{})
	go func() {
		for {
			for _, from := range []string{"file", "link"} {
				_ = os.Remove(at("new"))
				err := os.Link(at(from), at("new"))
				if err == nil {
					err = os.Rename(at("new"), at("a.jsonnet"))
				}
				if err != nil {
					done <- err
					return
				}
			}
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
		}
	}()
	for range 5000 {
		if data, refused := tree.read("menus/a.jsonnet"); refused == nil && string(data) != "'own'" {
			t.Errorf("got %q", data)
			break
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
