package worker

import "runtime"

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
	p, theirs, err := newProcess(c, dir)
	if err != nil {
		return nil, err
	}
	result := make(chan error, 1)
	s.starts <- func() { result <- p.start() }
	err = <-result
	for _, f := range theirs {
		_ = f.Close()
	}
	if err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// stop ends the thread, after the processes that it started have ended.
func (s *starter) stop() {
	close(s.starts)
	<-s.ended
}
