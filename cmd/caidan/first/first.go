// Package first does what a start of the command does before anything else. It
// imports what os imports and nothing else, so Go initialises it right after that and
// before nearly all that is linked, which takes as long as compiling a small file, and
// is done beside what is begun here.
package first

import (
	"os"
	"sync/atomic"

	"github.com/caidan-dev/caidan/pkg/source/worker/child"
)

// compiling says of a command whether it needs a worker whatever else is asked of it.
func compiling(command string) bool { return command == "check" || command == "render" }

// worker is Worker, of the process that is started here. It goes on beside the rest.
var worker = start(os.Args)

// Worker returns the worker that was started before all else to who asks first; nil to
// others, and where there is none. It was not asked anything yet, and it ends with this
// process where no pool takes it.
func Worker() *child.Process { return worker() }

// start starts a worker where the command needs one. Where that fails, the pool finds
// out why.
func start(args []string) func() *child.Process {
	var started atomic.Pointer[child.Process]
	if len(args) > 1 && compiling(args[1]) {
		if p, err := child.Start(Program(), []string{args[0], child.Arg}, ""); err == nil {
			started.Store(p)
		}
	}
	return func() *child.Process { return started.Swap(nil) }
}

// Program returns the path of this program. Where the system does not know it, the
// name it was called by has to do.
func Program() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}
