package worker

import (
	"runtime"
	"time"
)

// The limits of a run where [Options] does not set others.
const (
	// defaultFileTime is how long one file may compile. A usual menu takes
	// 1 to 2 milliseconds, a table of 1,000 accounts about one second.
	defaultFileTime = 10 * time.Second
	// defaultLocateTime is how long one try to locate the values of a file
	// may take; it is about the price of compiling the file once more.
	defaultLocateTime = 2 * time.Second
	// defaultRunTime is how long after its start a run still begins to
	// compile files. 10,000 usual menus take 5 to 20 seconds.
	defaultRunTime = 5 * time.Minute
	// defaultMemory is the most bytes all workers of a run together may use:
	// 1 GiB, which leaves half a gigabyte of 1.5 GB for the process that
	// started them and for what every worker needs at rest, 5 to 10 MB. An
	// account in a table takes about 120 KB while it compiles, so this is a
	// table of some 8,000.
	defaultMemory = 1 << 30
	// maxParallel is the most files that compile at a time, so that each
	// worker has at least 128 MiB of defaultMemory. With less, a recursion to
	// the depth that the stack allows could be too much.
	maxParallel = 6
	// spareWorkers is how many more workers there may be, which locate and
	// lint while all others compile.
	spareWorkers = 2
)

// maxStackBytes is the most bytes a Go stack may grow to in a worker: 64 MiB,
// not the gigabyte that is Go's own limit. Jsonnet's 500 nested calls need
// less than 16 MiB.
const maxStackBytes = 64 << 20

// withDefaults returns o with every limit that is not set set to its default.
func (o Options) withDefaults() Options {
	if o.Parallel < 1 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	o.Parallel = min(o.Parallel, maxParallel)
	if o.FileTime <= 0 {
		o.FileTime = defaultFileTime
	}
	if o.LocateTime <= 0 {
		o.LocateTime = defaultLocateTime
	}
	if o.RunTime <= 0 {
		o.RunTime = defaultRunTime
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	return o
}
