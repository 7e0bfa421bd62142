package publish

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestExport answers what is stored, byte for byte, in pages of less than Lambda's
// 6 MB however large the records are.
func TestExport(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	ask := func(before int) (api.Result, int) {
		return answered(t, r.inspect, api.Request{Schema: api.Schema, Op: api.OpExport, Account: account, Before: before})
	}
	for n := range 30 {
		noise := make([]byte, 290_000)
		if n%10 == 0 {
			noise = nil
		}
		_, _ = rand.Read(noise)
		r.appends(func(rec *ledger.Record) { rec.Reason = base64.StdEncoding.EncodeToString(noise) })
	}
	state, err := r.ledger.StoredState(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	want, err := r.ledger.Stored(t.Context(), account, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []api.Stored
	pages := 0
	for before := 0; ; pages++ {
		res, _ := ask(before)
		same(t, "outcome", res.Outcome, api.Read)
		if len(res.Stored) < 2 || res.Stored[0].Record != 0 || !bytes.Equal(res.Stored[0].Data, state) {
			t.Fatalf("page %d: got %d items, want the state before records", pages, len(res.Stored))
		}
		got = append(got, res.Stored[1:]...)
		if before = res.Next; before == 0 {
			break
		}
	}
	if len(got) != len(want) || len(got) != 32 || pages < 2 {
		t.Fatalf("got %d records in %d pages, want %d", len(got), pages+1, len(want))
	}
	for i := range want {
		if got[i].Record != want[i].Number || !bytes.Equal(got[i].Data, want[i].Data) {
			t.Errorf("got record %d, want %d as it is stored", got[i].Record, want[i].Number)
		}
	}
	res, _ := ask(-1)
	because1(t, res, api.NoPage)
}
