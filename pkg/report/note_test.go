package report

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// The author of a merged pull request reads first what went wrong, and nowhere that
// followers notice what was not published.
func TestNote(t *testing.T) {
	t.Parallel()
	held := reviewed("brand-cn", api.Held, shop(), changedShop())
	held.Guard = api.Quarantined
	failed := reviewed("store-1", api.Failed, shop(), changedShop())
	failed.Error = &api.Error{Op: "menu/create", Meaning: "WeChat does not take it"}
	live := reviewed("store-2", api.Published, shop(), changedShop())
	live.Record = &api.Record{Number: 7}
	results := []api.Result{held, live, failed}
	for i := range results {
		results[i].Before = nil // as a publish answers
	}
	note := NewResults("publish", results).Note(Options{}, "undo")
	var at []int
	for _, part := range []string{"1 menu is live, 2 not", "store&#45;1\n\nfailed", "WeChat does not take it", "brand&#45;cn\n\nheld", "**store&#45;2**: record 7", "undo"} {
		at = append(at, strings.Index(note, part))
		if n := len(at); at[n-1] < 0 || n > 1 && at[n-1] < at[n-2] {
			t.Fatalf("got %q missing, or too early:\n%s", part, note)
		}
	}
	if got := strings.Count(note, "what a follower would notice:"); got != 2 || strings.Contains(note, "what a follower notices:") {
		t.Errorf("got %d times what a follower would notice, want 2 and nowhere what one notices:\n%s", got, note)
	}
}

// A push that a newer one overtook went live with that one: its author has nothing to
// see to.
func TestNoteOfAnOvertakenPush(t *testing.T) {
	t.Parallel()
	overtaken := api.Result{
		Schema: 1, Account: "brand-cn", Outcome: api.Superseded, Error: api.NewError("publish", api.Reason{Code: api.Overtaken, Facts: api.Facts{Run: 8, Newer: 9}}),
	}
	note := NewResults("publish", []api.Result{overtaken}).Note(Options{}, "undo")
	if want := "## 🟡 a newer run was handled first, and this one published nothing\n"; !strings.HasPrefix(note, want) {
		t.Errorf("got %q, want it to begin with %q", note, want)
	}
	held := reviewed("other", api.Held, shop(), changedShop())
	held.Guard = api.Quarantined
	note = NewResults("publish", []api.Result{overtaken, held}).Note(Options{}, "undo")
	if want := "## 🔴 nothing was published\n"; !strings.HasPrefix(note, want) {
		t.Errorf("got %q, want it to begin with %q", note, want)
	}
}

// Of menus that went live alike no sentence has each account's own part.
func TestNoteOfMenusAlike(t *testing.T) {
	t.Parallel()
	var results []api.Result
	for i := range 3 {
		r := stored(i+1, "三里屯")
		r.Outcome, r.Record = api.Published, &api.Record{Number: 7}
		results = append(results, r)
	}
	note := NewResults("publish", results).Note(Options{}, "")
	if strings.Contains(note, "stands for") || strings.Count(note, "record 7") != 3 {
		t.Errorf("got %s, want the records alone", note)
	}
}
