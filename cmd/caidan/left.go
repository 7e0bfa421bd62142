package main

import (
	"context"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// leavers is where to look for accounts that left Git: what all of path was checked
// as, which accounts were asked for, all where that is empty, and who asks.
type leavers struct {
	path    string
	checked *check.Checked
	asked   []string
	from    api.Origin
}

// left returns a result with a warning for each account that left Git and whose menu
// is live, and a note where that could not be found out. Only accounts that this
// repository published last are meant, and only a run that sees all of it can tell.
// One without a menu that followers see, or whose secret is gone, was given up. Where
// what was asked of the function got lost, nothing more is asked.
func (a *app) left(ctx context.Context, k *asker, o leavers, asked []api.Result) (left []api.Result, note string) {
	lost := func(r api.Result) bool { return r.Error != nil && r.Error.Local != nil }
	if _, top := source.Whole(o.path); o.from.RepositoryID == 0 || !top || slices.ContainsFunc(asked, lost) {
		return nil, ""
	}
	recorded, err := k.recorded(ctx)
	if err != nil {
		return nil, a.say(text.Sayf("accounts that left Git are not told: %s", "没有说明哪些账号已移出 Git：%s", text.Cause(err)))
	}
	names := slices.DeleteFunc(unmanaged(o.checked, recorded), func(name string) bool {
		return len(o.asked) > 0 && !slices.ContainsFunc(o.asked, func(p string) bool { return check.Matches(p, name) })
	})
	known := slices.DeleteFunc(k.newest(ctx, names), func(r api.Result) bool { return !publishedBy(&r, o.from) })
	reqs := make([]api.Request, len(known))
	for i := range known {
		reqs[i] = api.Request{Schema: api.Schema, Op: api.OpRead, Account: known[i].Account}
	}
	if len(reqs) == 0 {
		return nil, ""
	}
	for i, live := range k.ask(ctx, reading, reqs) {
		if live.Outcome == api.Read && (live.Live.Empty() || live.Live.Off()) || live.Error != nil && live.Error.NoCredential() {
			continue
		}
		r := known[i]
		left = append(left, api.Result{
			Schema: api.Schema, Account: r.Account, Outcome: api.Read, Record: r.Record, Calls: live.Calls,
			Warnings: []api.Warning{api.NewWarning(api.Unmanaged, api.Facts{Record: r.Record.Number, Account: r.Account})},
		})
	}
	return left, ""
}

// publishedBy reports whether the newest run that published an account is of the
// repository that asks.
func publishedBy(r *api.Result, o api.Origin) bool {
	return r.Record != nil && r.Ledger != nil && r.Ledger.Mark != nil &&
		r.Ledger.Mark.RepositoryID == o.RepositoryID && r.Ledger.Mark.Server == o.Server
}
