package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// readBacks is how often a publish reads what is live until it shows the new
// menus. Source: design, the order of work.
const readBacks = 3

// readBack reads what is live until both answers show what was sent.
func (r *run) readBack(ctx context.Context) (api.Live, error) {
	return r.readUntil(ctx, func(l api.Live) bool { return r.echo(l) <= echoNormalised })
}

// readUntil reads what is live until it is as it should be, a few times at
// most. The last answers are returned either way; there is an error when there
// are none.
func (r *run) readUntil(ctx context.Context, good func(api.Live) bool) (api.Live, error) {
	var last api.Live
	none := errors.New("there was no time to read")
	for n := range readBacks {
		if n > 0 && !wait(ctx, r.pace.pause) {
			break
		}
		switch l, err := readLive(ctx, r.wechat); {
		case err == nil:
			last, none = l, nil
		case none != nil:
			none = err
		}
		if none == nil && good(last) {
			return last, nil
		}
	}
	return last, none
}

// wait reports whether that time passed before ctx was over.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// afterLost reads what is live after the answer to a step was lost, until it
// shows that the step was taken. Only of menu/create and menu/delete, which would
// have been seen, it is an error that it does not show.
func (r *run) afterLost(ctx context.Context, lost *reasonError) (api.Live, error) {
	created := lost.Op == api.StepCreate || lost.Op == api.StepClear
	shows := r.shows
	if !created {
		way := r.way[:r.at+1] // an answer that comes late may be of any step before
		shows = func(l api.Live) bool { return !l.API.In(way...) }
	}
	now, err := r.readUntil(ctx, shows)
	late := created && !shows(now) || !created && now.API.In(r.way[:r.at]...) && !now.API.Equal(r.way[r.at])
	if err != nil || late {
		return now, lost
	}
	if r.created = r.created || created; r.retires {
		r.cleared()
	}
	if !slices.Contains(r.unclear, lost.Op) {
		r.unclear = append(r.unclear, lost.Op)
	}
	return now, nil
}
