package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// worded returns a default menu of one button, news of which no digest is
// about.
func worded(t *testing.T, news string) menu.Set {
	t.Helper()
	s, err := menu.DecodeCanonical([]byte(`{"menu":{"button":[{"type":"news","name":"a","value":"v","news_info":{"list":[{"title":"` + news + `"}]}}]}}`))
	must(t, "decode", err)
	return s
}

// testReplaced keeps what was live by the record that holds exactly that.
func testReplaced(on subject) {
	t, store := on.t, on.store
	last := record(7)
	last.Desired, last.API, last.Shown = set("发"), set("收"), worded(t, "old")
	must(t, "append", store.Append(t.Context(), last))
	other := set("别人")
	tests := []struct {
		name       string
		api, shown menu.Set
		// wantAPI and wantShown are the parts; "" is whole.
		wantAPI, wantShown ledger.Part
	}{
		{"as read back", last.API, last.Shown, ledger.PartAPI, ledger.PartShown},
		{"as sent", last.Desired, last.Desired.Default(), ledger.PartDesired, ledger.PartDesired},
		{"as answered by the other", last.API, last.API.Default(), ledger.PartAPI, ledger.PartAPI},
		{"edited", last.API, other.Default(), ledger.PartAPI, ""},
		{"made by another program", other, other.Default(), "", ""},
		{"conditional menus alone", menu.Set{Conditional: other.Conditional}, other.Default(), "", ""},
		{"with other news", last.API, worded(t, "new"), ledger.PartAPI, ""},
	}
	for _, tt := range tests {
		live := ledger.Live{API: tt.api, Shown: tt.shown, Open: true}
		got := live.Replaced(&last)
		for _, answer := range []struct {
			got  ledger.Answer
			part ledger.Part
			set  menu.Set
		}{{got.API, tt.wantAPI, tt.api}, {got.Shown, tt.wantShown, tt.shown}} {
			want := ledger.Answer{Set: &answer.set}
			if answer.part != "" {
				want = ledger.Answer{Record: 7, Part: answer.part, Sum: answer.set.Digest()}
			}
			same(t, tt.name, answer.got, want)
			same(t, tt.name+": digest", answer.got.Digest(), answer.set.Digest())
		}
		next := record(8)
		next.Replaced = got
		data, err := ledger.EncodeRecord(next)
		must(t, tt.name, err)
		next, err = ledger.DecodeRecord(account, 8, data)
		must(t, tt.name, err)
		whole, err := next.Replaced.Whole(t.Context(), store, account)
		must(t, tt.name, err)
		same(t, tt.name, *whole, live)
	}

	// Nothing was live, and what was live is not kept.
	none := ledger.Live{Open: true}.Replaced(&last)
	same(t, "none", none, ledger.Replaced{Open: true})
	same(t, "digest of none", none.Digests(), ledger.LiveDigests{API: menu.Set{}.Digest(), Shown: menu.Set{}.Digest()})
	whole, err := none.Whole(t.Context(), store, account)
	must(t, "none", err)
	same(t, "none", *whole, ledger.Live{Open: true})
	for _, lost := range []ledger.Answer{{Record: 6, Part: ledger.PartAPI, Sum: "x"}, {Record: 7, Part: "other", Sum: "x"}, {Part: "other"}, {Sum: "x"}} {
		for _, r := range []ledger.Replaced{{API: lost}, {Shown: lost}} {
			if whole, err := r.Whole(t.Context(), store, account); whole != nil || err != nil {
				t.Errorf("%+v: got %v, %v; want nothing", lost, whole, err)
			}
		}
	}
}

// TestReplacedErrors has the record fail to be read that holds an answer.
func TestReplacedErrors(t *testing.T) {
	t.Parallel()
	front := failing{openBolt(t), "Record", unusable(t)}
	held := ledger.Answer{Record: 7, Part: ledger.PartAPI}
	for _, r := range []ledger.Replaced{{API: held}, {Shown: held}} {
		_, err := r.Whole(t.Context(), front, account)
		mustFail[ledger.AccessError](t, "what was replaced", err)
	}
}

// TestReplacedOfSchema1 reads what was replaced where it was conditional menus
// alone.
func TestReplacedOfSchema1(t *testing.T) {
	t.Parallel()
	want := menu.Set{Conditional: set("旧").Conditional}
	rec, err := ledger.DecodeRecord(account, 7, fmt.Appendf(nil, `{"schema":1,"record":{"account":%q,"number":7,"id":"x","replaced":{"api":%s}}}`, account, want.Canonical()))
	must(t, "decode", err)
	same(t, "replaced", rec.Replaced.API, ledger.Answer{Set: &want})
}

// TestStoredOnce holds that a set is stored once in its record.
func TestStoredOnce(t *testing.T) {
	t.Parallel()
	rec := record(1)
	rec.API, rec.Shown = rec.Desired, rec.Desired.Default()
	rec.Replaced = ledger.Live{API: rec.Desired, Shown: rec.Shown, Open: true}.Replaced(nil) // adopted
	text := string(encodeRecord(t, rec))                                                     // too small to be compressed
	if n := strings.Count(text, "今日歌曲"); n != 2 {                                            // both menus of the set
		t.Errorf("got it %d times in %s", n, text)
	}
	got, err := ledger.DecodeRecord(account, 1, encodeRecord(t, rec))
	must(t, "decode", err)
	same(t, "record", got, rec)
}
