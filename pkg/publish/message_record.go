package publish

import (
	"fmt"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// shownAs returns a record as results carry it: without its menus.
func shownAs(r *ledger.Record) *api.Record {
	return &api.Record{
		Number: r.Number, Kind: api.Kind(r.Kind), Time: r.Time, AppID: r.AppID,
		Digests: api.Digests{
			Desired: r.Desired.Digest(), API: r.API.Digest(), Shown: r.Shown.Digest(),
			Live: liveDigest(r.API, r.Shown),
		},
		Readback: api.Readback(r.Readback), RollbackTo: r.RollbackTo, Reason: r.Reason, Origin: api.Origin(r.Origin),
	}
}

// whole returns a record with the menus it sent and those it replaced.
func whole(r *ledger.Record) *api.Record {
	out := shownAs(r)
	out.Desired = &r.Desired
	replaced := api.Live(r.Replaced)
	out.Replaced = &replaced
	return out
}

// liveDigest names both answers together. The two are one after the other, so
// that an edit which only one of them shows changes it.
func liveDigest(api, shown menu.Set) string {
	return menu.Digest(fmt.Appendf(nil, "%s\n%s", api.Canonical(), shown.Canonical()))
}

// repository names the repository of a mark as a person writes it.
func repository(server, name string) string {
	if server == "" {
		return name
	}
	return server + "/" + name
}
