// Package work is all that a worker process does. Go initialises it before much that
// the command links and a worker has no use for, such as the clients of AWS, and the
// process ends in it.
package work

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/caidan-dev/caidan/pkg/source/worker"
)

var _ = serve()

// serve ends the process, if it is a worker. A worker's stdin is a pipe from the
// process that started it; a person has none to offer, and is told so by the command.
func serve() error {
	if len(os.Args) != 2 || os.Args[1] != worker.Arg {
		return nil
	}
	if info, err := os.Stdin.Stat(); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return err
	}
	if err := worker.Serve(os.Stdin, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
	return nil
}
