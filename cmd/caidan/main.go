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
)

// gcPercent lets the heap grow to five times what is live before it is
// collected: compiling a menu allocates much and keeps little, and the live
// heap is a few MB. It costs about 10 MB and saves a third of the work; more
// gains nothing. Measured with GOGC=100, 200, 400, 800 over 1,000 menus.
const gcPercent = 400

func main() { os.Exit(execute()) }

// execute runs the command in this process's surroundings and returns its exit
// code.
func execute() int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks; once it has, the next one ends the process, even
	// in the middle of a menu that never stops compiling.
	defer context.AfterFunc(ctx, stop)()
	a := &app{
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		now:    time.Now,
	}
	return a.run(ctx, os.Args[1:])
}
