package publish

import (
	"slices"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// calls lists what was asked of WeChat in the order in which it was asked: of calls
// that run at the same time, each is told of as it ends.
type calls struct {
	mu    sync.Mutex
	begun []time.Time
	list  []api.Call
}

// add adds a call that ended.
func (cs *calls) add(c wechat.Call) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	i := len(cs.begun)
	for i > 0 && cs.begun[i-1].After(c.Start) {
		i--
	}
	cs.begun = slices.Insert(cs.begun, i, c.Start)
	cs.list = slices.Insert(cs.list, i, api.Call{Op: c.Op, MS: milliseconds(c.Duration), Errcode: c.Errcode, Failure: c.Failure})
}

// all returns the calls so far.
func (cs *calls) all() []api.Call {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	return append([]api.Call{}, cs.list...)
}
