//go:build unix

package cache

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestPipe has a pipe in place of an answer, which is not waited for.
func TestPipe(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), now)
	defer shut(t, f)
	f.Put(key("a"), []byte("answer"))
	at := filepath.Join(f.Dir(), layout, key("a").file())
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(at, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, ok := f.Get(key("a")); ok {
		t.Errorf("got %q", got)
	}
}
