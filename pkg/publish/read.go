package publish

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// live is what WeChat's two answers said at one moment.
type live struct {
	api   menu.Set
	shown menu.Shown
}

// shows reports whether followers would see the default menu and menu/get
// agrees.
func (l live) shows(desired menu.Set) bool {
	d := desired.Default().Digest()
	return l.api.Default().Digest() == d && l.shown.Set.Digest() == d
}

// digests fills in what was read.
func (l live) digests(d *Digests) {
	d.API, d.Shown = l.api.Digest(), l.shown.Set.Digest()
}

// readLive asks both endpoints at once.
func readLive(ctx context.Context, r *wechat.Reader) (live, error) {
	var l live
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		l.api, err = r.Menu(ctx)
		return err
	})
	g.Go(func() (err error) {
		l.shown, err = r.Shown(ctx)
		return err
	})
	return l, g.Wait()
}

// read serves OpRead.
func read(ctx context.Context, r *wechat.Reader, res *Result) error {
	l, err := readLive(ctx, r)
	if err != nil {
		return err
	}
	l.digests(&res.Digests)
	res.Outcome = Read
	res.Live = &Live{API: l.api, Shown: l.shown.Set, Open: l.shown.Open}
	return nil
}
