package publish

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// live is what WeChat's two answers said at one moment.
type live struct {
	api   menu.Set
	shown menu.Shown
}

// shows reports whether followers see the set and menu/get agrees.
func (l live) shows(want menu.Set) bool {
	return equal(l.api, want) && equal(l.shown.Set, want.Default())
}

// empty reports whether neither answer has a menu.
func (l live) empty() bool {
	return len(l.api.Menu) == 0 && len(l.api.Conditional) == 0 && len(l.shown.Set.Menu) == 0
}

// digest names both answers together.
func (l live) digest() string { return liveDigest(l.api, l.shown.Set) }

// digests fills in what was read.
func (l live) digests(d *api.Digests) {
	d.API, d.Shown, d.Live = l.api.Digest(), l.shown.Set.Digest(), l.digest()
}

// stored returns what was read as the ledger keeps it.
func (l live) stored() ledger.Live {
	return ledger.Live{API: l.api, Shown: l.shown.Set, Open: l.shown.Open}
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
func read(ctx context.Context, r *wechat.Reader, res *api.Result) error {
	l, err := readLive(ctx, r)
	if err != nil {
		return err
	}
	l.digests(&res.Digests)
	res.Outcome = api.Read
	res.Live = &api.Live{API: l.api, Shown: l.shown.Set, Open: l.shown.Open}
	return nil
}
