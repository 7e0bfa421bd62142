package check

import (
	"fmt"
	"os"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// TestMain is also what a worker process of the tests runs.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == worker.Arg {
		if err := worker.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
