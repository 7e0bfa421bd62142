package worker

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
)

// deafArg makes this binary a worker that says that it is ready, and then
// neither reads nor answers; see TestMain.
const deafArg = "__deaf"

// deaf is that worker.
func deaf() error {
	if err := newFrameWriter(os.Stdout).write(answer{}, nil); err != nil {
		return err
	}
	<-time.After(time.Hour) // it is killed long before
	return nil
}

// TestDeafWorker asks a worker that reads nothing more than a pipe holds, as
// the first file and as the one ahead of another.
func TestDeafWorker(t *testing.T) {
	t.Parallel()
	tree := newTree(t, nil, nil)
	const short = "menus/short.jsonnet"
	long := strings.Repeat("x", 2*pipeBytes)
	command := testCommand(t)
	command.Args[1] = deafArg
	const fileTime = 200 * time.Millisecond
	for _, files := range [][]source.File{{source.NewFile(long)}, {source.NewFile(short), source.NewFile(long)}} {
		pool := newPool(t, tree, Options{Command: command, Parallel: 1, FileTime: fileTime})
		results := 0
		err := pool.Each(t.Context(), files, func(_ int, r source.Result) {
			results++
			// The message has no room for more than the name.
			if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Help, "does not end") {
				t.Errorf("%.20s: got %d findings, want one, that it took too long", r.File.Path, len(r.Findings))
			}
		})
		if err != nil || results != len(files) {
			t.Errorf("%d files: got %d results, %v", len(files), results, err)
		}
		pool = newPool(t, tree, Options{Command: command, Parallel: 1, FileTime: time.Minute})
		ctx, cancel := context.WithTimeout(t.Context(), fileTime)
		defer cancel()
		err = pool.Each(ctx, files, func(int, source.Result) { t.Error("got a result") })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%d files, end of the run: got %v, want %v", len(files), err, context.DeadlineExceeded)
		}
	}
}
