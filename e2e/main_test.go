package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

func TestMain(m *testing.M) {
	m.Run()
	if dir, err := folder(); err == nil {
		_ = os.RemoveAll(dir)
	}
}

// folder is what the tests of a process have in common.
var folder = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "caidan-e2e-") })

// binary builds the command, once, and returns its path.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := folder()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "caidan")
	build := exec.Command("go", "build", "-o", path, "./cmd/caidan")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// built returns the path of the command.
func built(t *testing.T) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
