package worker

import (
	"fmt"
	"runtime"

	"github.com/caidan-dev/caidan/pkg/source/worker/child"
)

// starter starts processes on one thread that lives until it is stopped.
// Linux kills a worker when its parent ends, and means by that the thread
// that started it; Go may end any other thread at any time.
type starter struct {
	starts chan func()
	ended  chan struct{}
}

// newStarter returns a running starter.
func newStarter() *starter {
	s := &starter{starts: make(chan func()), ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for start := range s.starts {
			start()
		}
	}()
	return s
}

// start starts a process on the volume of dir. It must not be called after stop.
func (s *starter) start(c Command, dir string) (*process, error) {
	type started struct {
		child *child.Process
		err   error
	}
	result := make(chan started, 1)
	s.starts <- func() {
		p, err := child.Start(c.Path, c.Args, dir)
		result <- started{p, err}
	}
	r := <-result
	if r.err != nil {
		return nil, fmt.Errorf("start worker: %w", r.err)
	}
	return newProcess(r.child), nil
}

// stop ends the thread, after the processes that it started have ended.
func (s *starter) stop() {
	close(s.starts)
	<-s.ended
}
