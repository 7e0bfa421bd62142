package first

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source/worker/child"
)

// TestMain makes this binary a child that says what it hears.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == child.Arg {
		_, _ = io.Copy(os.Stdout, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestStart starts a worker for the commands that need one, which is there for one
// pool, and none for the others.
func TestStart(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"caidan"}, {"caidan", "plan"}, {"caidan", "--lang", "check"}} {
		if start(args)() != nil {
			t.Errorf("%q: got a worker", args)
		}
	}
	for _, command := range []string{"check", "render"} {
		taken := start([]string{"caidan", command, "menus"})
		w := taken()
		if w == nil || taken() != nil {
			t.Fatalf("%s: got no worker, or one twice", command)
		}
		if _, err := w.Stdin.WriteString("hello"); err != nil {
			t.Error(err)
		}
		if err := w.Stdin.Close(); err != nil {
			t.Error(err)
		}
		said, err := io.ReadAll(w.Stdout)
		complained, failed := io.ReadAll(w.Stderr)
		if err != nil || failed != nil || !bytes.Equal(said, []byte("hello")) || len(complained) > 0 {
			t.Errorf("%s: got %q and %q, %v, %v", command, said, complained, err, failed)
		}
		if state, err := w.Wait(); err != nil || state.ExitCode() != 0 {
			t.Errorf("%s: ended with %v, %v", command, state, err)
		}
	}
}
