package worker

import "sync/atomic"

// ahead is a worker that is started before there is a pool.
type ahead struct {
	starter *starter
	taken   atomic.Bool
	started chan started
}

// started is a process, or why there is none.
type started struct {
	process *process
	err     error
}

// Ahead returns the command with a worker that is started now, for the first pool
// of the command that needs one. It does not wait for it: a program finds out
// meanwhile what there is to compile. If no pool takes it, the worker ends with this
// process.
func (c Command) Ahead() Command {
	a := &ahead{starter: newStarter(), started: make(chan started, 1)}
	go func() {
		p, err := a.starter.start(c, "")
		a.started <- started{p, err}
	}()
	return Command{Path: c.Path, Args: c.Args, ahead: a}
}

// take returns the worker, and its starter to be stopped after its end, to who asks
// first; nil to others.
func (a *ahead) take() (*process, *starter, error) {
	if a == nil || !a.taken.CompareAndSwap(false, true) {
		return nil, nil, nil
	}
	s := <-a.started
	return s.process, a.starter, s.err
}
