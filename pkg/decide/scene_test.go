package decide

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
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
	readback                 api.Readback
	kind                     api.Kind
	// begun is the intent's desired set; it began at what replaced says, and
	// passed through over too. closed is one whose record exists, back the record
	// that it rolls back to.
	begun, over string
	closed      bool
	back        int
	// held is what a rollback rolled away from; ends is the number of the record
	// that ends that.
	held string
	ends int
	// old has ten minutes pass since the newest publish, odd has the menu be
	// switched on that is not there.
	old, odd bool
	appID    string
}

// account is the account of these tests.
const account = "brand-cn"

// record5 is the number of the scene's record.
const record5 = 5

func (s scene) known(t *testing.T) Known {
	t.Helper()
	live := func(answer, shown string) api.Live {
		return api.Live{API: setOf(t, answer), Shown: setOf(t, shown), Open: shown != "" || s.odd}
	}
	answers := func(name string) Answers {
		l := live(name, name)
		return AnswersOf(&l)
	}
	k := Known{Live: live(s.api, s.shown), AppID: "wx1"}
	if s.recorded != "" {
		k.Last = &Record{
			Number: record5, Kind: cmp.Or(s.kind, api.KindPublish), AppID: "wx1", Readback: cmp.Or(s.readback, api.ReadbackVerified),
			Desired: setOf(t, s.recorded), API: setOf(t, cmp.Or(s.read, s.recorded)), Shown: setOf(t, cmp.Or(s.read, s.recorded)),
			Replaced: answers(s.replaced),
		}
	}
	if s.begun != "" {
		i := &Intent{Number: record5 + 1, Desired: setOf(t, s.begun), Replaced: answers(s.replaced), Origin: api.Origin{RunID: 41}, RollbackTo: s.back}
		if s.closed {
			i.Number = record5
		}
		for _, name := range []string{s.replaced, s.begun, s.over} {
			i.States = append(i.States, Answers{Shown: answers(name).Shown})
		}
		k.Begun = i
	}
	if s.held != "" {
		k.Quarantine = []Quarantine{{Digest: setOf(t, s.held).Digest(), By: record5 - 1, Ends: s.ends}}
	}
	k.AppID = cmp.Or(s.appID, k.AppID)
	if s.old {
		k.Now = k.Now.Add(lateFor)
	}
	return k
}

func count(list []string, s string) int {
	n := 0
	for _, e := range list {
		if e == s {
			n++
		}
	}
	return n
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func list[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
