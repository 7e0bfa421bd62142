// Command caidan keeps the custom menus of WeChat Official Accounts in a Git
// repository: it compiles and checks them, publishes them through a Lambda,
// and shows what followers see.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/caidan-dev/caidan/cmd/caidan/first"
	_ "github.com/caidan-dev/caidan/cmd/caidan/work" // where a worker process ends
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

// gcPercent lets the heap grow to five times what is live before it is collected,
// and workerGCPercent that of a worker to nine times. Compiling a menu allocates much
// and keeps little, and what it does keep, as it does of a large table, is kept to the
// end. Measured over 1,000 menus, a table of 1,000 accounts and one of 10,000 menus
// with 400, 600, 800 and 1,000: 800 saves a tenth of the table's time and a
// twentieth of that of the menus, for 25 MiB a worker; 1,000 saves nothing more.
const (
	gcPercent       = 400
	workerGCPercent = 800
)

// memoryTarget is the bytes from which on this process collects its heap at
// once: the budget of a check is 300 MB beside its workers, whatever the files
// hold. Measured with files that compile to 14 and 24 MB each, two at a time: up
// to 411 MiB without it, 209 with it.
const memoryTarget = 200 << 20

func main() { os.Exit(execute()) }

// execute runs the command in this process's surroundings and returns its exit
// code.
func execute() int {
	a := &app{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		now:    time.Now,
		worker: workers(),
	}
	if len(os.Args) == 2 && os.Args[1] == worker.Arg { // and package work did not take it for one
		a.lang = a.language()
		a.complain(misused(text.Sayf(
			"%s is how caidan check starts its workers; run caidan check", "%s 供 caidan check 启动工作进程；请运行 caidan check", worker.Arg)))
		return exitUsage
	}
	if os.Getenv("GOGC") == "" {
		a.gc = workerGCPercent
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryTarget)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks; once it has, the next one ends the process, even
	// in the middle of a menu that never stops compiling.
	defer context.AfterFunc(ctx, stop)()
	return a.run(ctx, os.Args[1:])
}

// workers returns the command that starts a worker process: this very program.
func workers() worker.Command {
	return worker.Command{Path: first.Program(), Args: []string{os.Args[0], worker.Arg}, Begun: first.Worker}
}
