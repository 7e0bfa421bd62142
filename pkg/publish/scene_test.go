package publish

import (
	"fmt"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// The sets of the table's tests: one button each, that lead to one host.
func setOf(t *testing.T, name string) menu.Set {
	t.Helper()
	if name == "" {
		return menu.Set{}
	}
	acc := menu.DecodeSet(account, fmt.Appendf(nil, `{"button":[{"type":"view","name":"b","url":"https://example.com/%s"}]}`, name))
	if len(acc.Set.Menu) != 1 {
		t.Fatalf("got no menu %s", name)
	}
	return acc.Set
}

// scene is a view by the names of its sets: what is live, what was recorded
// and what an unfinished publish wanted. Empty is no menu, no record and no
// intent.
type scene struct {
	api, shown string
	// recorded is the record's desired set, read its answers if they differ
	// from it, replaced what was live before.
	recorded, read, replaced string
	readback                 ledger.Readback
	kind                     ledger.Kind
	// begun is the intent's desired set; it began at what replaced says, and
	// passed through over too. closed is one whose record exists.
	begun, over string
	closed      bool
	// held is what rollback 7 rolled away from; void has record 7 and others
	// after it.
	held  string
	void  bool
	appID string
}

// liveOf is what WeChat answers of a set.
func liveOf(s menu.Set) live {
	return live{api: s, shown: menu.Shown{Open: true, Set: s.Default()}}
}

// record5 is the number of the scene's record.
const record5 = 5

func (s scene) view(t *testing.T) view {
	t.Helper()
	live := func(api, shown string) live {
		return live{api: setOf(t, api), shown: menu.Shown{Open: true, Set: setOf(t, shown)}}
	}
	v := view{live: live(s.api, s.shown), appID: "wx1"}
	if s.recorded != "" {
		if s.read == "" {
			s.read = s.recorded
		}
		if s.readback == "" {
			s.readback = ledger.ReadbackVerified
		}
		if s.kind == "" {
			s.kind = ledger.KindPublish
		}
		v.last = &ledger.Record{
			Account: account, Number: record5, Kind: s.kind, AppID: "wx1", Readback: s.readback,
			Desired: setOf(t, s.recorded), API: setOf(t, s.read), Shown: setOf(t, s.read),
			Replaced: live(s.replaced, s.replaced).stored(),
		}
	}
	if s.begun != "" {
		i := &ledger.Intent{Number: record5 + 1, Desired: setOf(t, s.begun), Replaced: live(s.replaced, s.replaced).stored(), Origin: ledger.Origin{RunID: 41}}
		if s.closed {
			i.Number = record5
		}
		for _, name := range []string{s.replaced, s.begun, s.over} {
			i.States = append(i.States, ledger.LiveDigests{API: setOf(t, name).Digest(), Shown: setOf(t, name).Digest()})
		}
		v.state.Intent = i
	}
	if s.held != "" {
		by := record5
		if s.void {
			by--
		}
		v.state.Quarantine = []ledger.Quarantine{{Desired: setOf(t, s.held), By: by}}
	}
	if s.appID != "" {
		v.appID = s.appID
	}
	return v
}
