package publish

import (
	"slices"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// TestCallsInOrder has calls end in another order than they began: they are listed as
// they began, and those that began at once as they ended.
func TestCallsInOrder(t *testing.T) {
	t.Parallel()
	start := time.Unix(1700000000, 0)
	var cs calls
	for _, c := range []struct {
		op    string
		after time.Duration
	}{{"token", 0}, {"second", 2}, {"first", 1}, {"third", 3}, {"also third", 3}} {
		cs.add(wechat.Call{Op: c.op, Start: start.Add(c.after)})
	}
	var got []string
	for _, c := range cs.all() {
		got = append(got, c.Op)
	}
	if want := []string{"token", "first", "second", "third", "also third"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
