package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// A bar has at most three buttons with five below each; a URL has 1024 bytes,
// and the path of a mini program as many in these tests.
// Source: createCustomMenu, section 4.
const (
	buttons = 15
	longest = 1024
)

// largest returns a bar of the largest buttons, other ones for each seed.
func largest(kind string, seed int) []menu.Button {
	// Letters drawn at random take three quarters of their length.
	text := noiseOf(uint64(seed), buttons*2*longest)
	cut := func(n int) string {
		s := text[:n]
		text = text[n:]
		return s
	}
	var bar []menu.Button
	for range 3 {
		top := menu.Button{Name: "更多的菜单"}
		for range 5 {
			b := menu.Button{Type: kind, Name: strings.Repeat("菜", 20)}
			b.URL = "https://example.com/?" + cut(longest-len("https://example.com/?"))
			if kind == "miniprogram" {
				b.AppID, b.PagePath = "wx0123456789abcdef", cut(longest)
			}
			top.Sub = append(top.Sub, b)
		}
		bar = append(bar, top)
	}
	return bar
}

// largeSet returns a set of bars of the largest buttons.
func largeSet(kind string, conditional, seed int) menu.Set {
	s := menu.Set{Menu: largest(kind, 10*seed)}
	for i := range conditional {
		s.Conditional = append(s.Conditional, menu.Conditional{Menu: largest(kind, 10*seed+i+1), Match: menu.MatchRule{TagID: fmt.Sprint(i + 1)}})
	}
	return s
}

// answered returns a set as WeChat may word it: with other bytes in every
// address.
func answered(s menu.Set) menu.Set {
	bars := [][]menu.Button{s.Menu}
	for i := range s.Conditional {
		bars = append(bars, s.Conditional[i].Menu)
	}
	for i, bar := range bars {
		var out []menu.Button
		for _, top := range bar {
			sub := append([]menu.Button(nil), top.Sub...)
			for j := range sub {
				sub[j].URL = strings.NewReplacer("a", "&amp;", "Q", "&#81;").Replace(sub[j].URL)
			}
			top.Sub = sub
			out = append(out, top)
		}
		bars[i] = out
	}
	answer := menu.Set{Menu: bars[0]}
	for i, c := range s.Conditional {
		c.Menu = bars[i+1]
		answer.Conditional = append(answer.Conditional, c)
	}
	return answer
}

// TestFitGoesOn publishes the largest menus one after the other: where the
// first fits, those that follow do, whatever they replace.
func TestFitGoesOn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind        string
		conditional int
		fits        bool
	}{{"view", 2, true}, {"view", 8, true}, {"view", 9, true}, {"view", 10, false}, {"miniprogram", 3, true}, {"miniprogram", 4, false}} {
		if testing.Short() && tt.fits && tt.conditional > 2 {
			continue // it takes as long as all other tests
		}
		if got := publishMany(t, tt.kind, tt.conditional); got != tt.fits {
			t.Errorf("%s, %d conditional menus: fit %t, want %t", tt.kind, tt.conditional, got, tt.fits)
		}
	}
}

// publishMany publishes sets of one size until one does not fit, and reports
// whether the first did. Its answers are as sent, in other words, and those of
// another run.
func publishMany(t *testing.T, kind string, conditional int) bool {
	t.Helper()
	var last *ledger.Record
	live := ledger.Live{Open: true}
	store := openBolt(t)
	for n := 1; n <= 6; n++ {
		what := fmt.Sprintf("%d %s menus, publish %d", conditional, kind, n)
		rec := record(n)
		rec.Desired = largeSet(kind, conditional, n)
		rec.Origin.Actor, rec.Reason = noise(1024), noise(1024)
		rec.API, rec.Shown, rec.Replaced = menu.Set{}, menu.Set{}, live.Replaced(last)
		if err := ledger.Fit(&rec); err != nil {
			mustFail[ledger.SizeError](t, what, err)
			if n > 1 {
				t.Errorf("%s: %v", what, err)
			}
			return n > 1
		}
		same(t, what+": what was live", rec.Replaced.Digests(), ledger.LiveDigests{API: live.API.Digest(), Shown: live.Shown.Digest()})
		st, err := store.State(t.Context(), account)
		must(t, what, err)
		_, err = store.Swap(t.Context(), intentOf(st, rec))
		must(t, what+": state", err)
		rec.API = rec.Desired
		if n >= 3 {
			rec.API = answered(rec.Desired)
		}
		rec.Shown = rec.API.Default()
		must(t, what+": record", store.Append(t.Context(), rec))
		whole, err := rec.Replaced.Whole(t.Context(), store, account)
		must(t, what+": what was replaced", err)
		if n != 5 { // an edit of which no record has a part
			same(t, what+": what was replaced", *whole, live)
		}
		last, live = &rec, ledger.Live{API: rec.API, Shown: rec.Shown, Open: true}
		if n == 4 {
			live.API = largeSet(kind, conditional, 99)
			live.Shown = live.API.Default()
		}
	}
	return true
}

// intentOf returns a state with the intent of a record, and as many digests as
// the longest publish passes through.
func intentOf(st ledger.State, rec ledger.Record) ledger.State {
	st.Mark = state(0).Mark
	st.Intent = &ledger.Intent{Number: rec.Number, Kind: rec.Kind, Desired: rec.Desired, Replaced: rec.Replaced, Origin: rec.Origin, Reason: rec.Reason}
	random := noise(1 << 16)
	for i := range 120 {
		for j := range 2 {
			st.Intent.States = append(st.Intent.States, ledger.LiveDigests{API: "sha256:" + random[64*i:][:64], Shown: "sha256:" + random[64*(200+j):][:64]})
		}
	}
	for i := range 20 {
		st.Quarantine = append(st.Quarantine, ledger.Quarantine{Digest: "sha256:" + random[64*(300+i):][:64], By: i})
	}
	return st
}

// TestFitEdge is about the last byte.
func TestFitEdge(t *testing.T) {
	t.Parallel()
	of := func(length int) ledger.Record {
		return ledger.Record{Account: account, Number: 1, ID: "x", Desired: menu.Set{Menu: []menu.Button{{Type: "view", Name: "a", URL: noise(length)}}}}
	}
	low := ledger.MaxSize * 4 / 15 // more than fits, for what is around it takes room too
	var tooLarge ledger.SizeError
	for {
		rec := of(low)
		err := ledger.Fit(&rec)
		if err == nil {
			break
		}
		// It has the noise 5 times: one more letter is 4 bytes.
		tooLarge = mustFail[ledger.SizeError](t, "one more", err, "record 1 of "+account)
		low -= max(1, (tooLarge.Size-tooLarge.Max)/4)
	}
	if tooLarge.Max != ledger.MaxSize || tooLarge.Size <= ledger.MaxSize || tooLarge.Size > ledger.MaxSize+20 {
		t.Errorf("got %+v, want a size just above", tooLarge)
	}

	// Beside it what was replaced has no room; where there is room it stays.
	for length, kept := range map[int]bool{low: false, low / 2: true} {
		rec := of(length)
		rec.Replaced = ledger.Live{API: of(low / 2).Desired, Shown: of(100).Desired}.Replaced(nil)
		want := rec.Replaced.Digests()
		must(t, "fit", ledger.Fit(&rec))
		if got := rec.Replaced.API.Set != nil && rec.Replaced.Shown.Set != nil; got != kept {
			t.Errorf("%d bytes: got what was replaced whole %t, want %t", length, got, kept)
		}
		same(t, "digests", rec.Replaced.Digests(), want)
		whole, err := rec.Replaced.Whole(t.Context(), nil, account)
		must(t, "what was replaced", err)
		if (whole != nil) != kept {
			t.Errorf("%d bytes: got %v", length, whole)
		}
		// What is read back takes at most what room was kept for.
		rec.API, rec.Shown = of(2*length).Desired, of(2*length).Desired
		_, err = ledger.EncodeRecord(rec)
		must(t, "store", err)
	}

	// Of a race the answers may be larger than that.
	rec := of(low)
	rec.API = of(2 * ledger.MaxSize).Desired
	_, err := ledger.EncodeRecord(rec)
	mustFail[ledger.SizeError](t, "store", err)
	rec.API, rec.Shown = rec.Desired, rec.Desired
	_, err = ledger.EncodeRecord(rec)
	must(t, "store what was sent instead", err)
}
