package ledger_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// anySet draws a set as WeChat or a team may write it.
func anySet(t *rapid.T, name string) menu.Set {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "a", "菜单", "<&>", "\u2028", "\x00", `\u0026`, "\U0001F600"}), rapid.String())
	value := rapid.OneOf(
		rapid.Map(text, func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) any { return f }),
		rapid.SampledFrom([]any{nil, true, json.Number("1e400"), []any{}, map[string]any{"<": 1}}),
	)
	object := rapid.MapOfN(rapid.SampledFrom([]string{"name", "key", "url", "appid", "pagepath", "media_id", "article_id"}), text, 0, 4)
	var buttons func(depth int) []any
	buttons = func(depth int) []any {
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "buttons") {
			b := map[string]any{}
			for k, v := range object.Draw(t, "button") {
				b[k] = v
			}
			b["type"] = rapid.SampledFrom([]string{"", "click", "view", "miniprogram", "news", "img", "tap"}).Draw(t, "type")
			if rapid.Bool().Draw(t, "odd") {
				b[rapid.SampledFrom([]string{"value", "news_info", "colour"}).Draw(t, "name")] = value.Draw(t, "value")
			}
			if depth > 0 && rapid.Bool().Draw(t, "sub") {
				b["sub_button"] = buttons(depth - 1)
			}
			list = append(list, b)
		}
		return list
	}
	root := map[string]any{}
	if rapid.Bool().Draw(t, name) {
		root["menu"] = map[string]any{"button": buttons(1)}
	}
	var conditional []any
	for range rapid.IntRange(0, 2).Draw(t, "conditional") {
		conditional = append(conditional, map[string]any{
			"button": buttons(1), "menuid": 1, "matchrule": map[string]any{"group_id": text.Draw(t, "tag"), "sex": value.Draw(t, "sex")},
		})
	}
	if conditional != nil {
		root["conditionalmenu"] = conditional
	}
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	s, err := menu.DecodeCanonical(data)
	if err != nil {
		t.Skip(err)
	}
	return s
}

func anyTime(t *rapid.T, name string) time.Time {
	at := time.Unix(rapid.Int64Range(0, 1<<35).Draw(t, name), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
	return at.In(time.FixedZone("", 60*rapid.IntRange(-12*60, 14*60).Draw(t, "zone")))
}

// anyAnswer draws an answer of those that are kept, some in the words of sets
// that a record has.
func anyAnswer(t *rapid.T, sets ...menu.Set) ledger.Answer {
	own := append(sets, anySet(t, "answer"))
	switch rapid.IntRange(0, 3).Draw(t, "kept") {
	case 0:
		return ledger.Answer{}
	case 1:
		return ledger.Answer{Record: rapid.IntRange(1, ledger.MaxNumber).Draw(t, "held by"), Part: rapid.SampledFrom([]ledger.Part{ledger.PartAPI, ledger.PartShown, ledger.PartDesired}).Draw(t, "part"), Sum: "sha256:1"}
	case 2:
		return ledger.Answer{Sum: rapid.StringN(1, -1, -1).Draw(t, "digest")}
	default:
		return ledger.Answer{Set: &own[rapid.IntRange(0, len(own)-1).Draw(t, "set")]}
	}
}

func anyReplaced(t *rapid.T, sets ...menu.Set) ledger.Replaced {
	return ledger.Replaced{API: anyAnswer(t, sets...), Shown: anyAnswer(t, sets...), Open: rapid.Bool().Draw(t, "open")}
}

func anyOrigin(t *rapid.T) ledger.Origin {
	s := rapid.String()
	return ledger.Origin{
		Server: s.Draw(t, "server"), Repository: s.Draw(t, "repository"), RepositoryID: rapid.Int64().Draw(t, "id"), Ref: s.Draw(t, "ref"),
		Commit: s.Draw(t, "commit"), RunID: rapid.Int64().Draw(t, "run"), Attempt: rapid.Int().Draw(t, "attempt"), RunURL: s.Draw(t, "url"),
		Actor: s.Draw(t, "actor"), Event: s.Draw(t, "event"),
	}
}

// anyRecord draws a record with an id of its own.
func anyRecord(t *rapid.T, account string, number int) ledger.Record {
	s := rapid.String()
	r := ledger.Record{
		Account: account, Number: number, ID: ledger.NewID(),
		Kind: ledger.Kind(s.Draw(t, "kind")), Time: anyTime(t, "time"), AppID: s.Draw(t, "appid"),
		Desired: anySet(t, "desired"), API: anySet(t, "api"), Shown: anySet(t, "shown"), Readback: ledger.Readback(s.Draw(t, "readback")),
		Origin: anyOrigin(t), Reason: s.Draw(t, "reason"), RollbackTo: rapid.Int().Draw(t, "to"),
	}
	if rapid.Bool().Draw(t, "as sent") {
		r.API = r.Desired
	}
	if rapid.Bool().Draw(t, "shown as answered") {
		r.Shown = r.API.Default()
	}
	r.Replaced = anyReplaced(t, r.Desired, r.API, r.Shown, r.Desired.Default())
	return r
}

// anyState draws a state with a nonce of its own.
func anyState(t *rapid.T, account string) ledger.State {
	s := rapid.String()
	st := ledger.State{
		Account: account, Version: rapid.Int64Min(1).Draw(t, "version"), Nonce: ledger.NewID(),
		Lease: ledger.Lease{ID: s.Draw(t, "id"), Holder: s.Draw(t, "holder"), Taken: anyTime(t, "taken"), Expiry: anyTime(t, "expiry")},
		Mark:  ledger.Mark{Server: s.Draw(t, "server"), Repository: s.Draw(t, "repository"), RepositoryID: rapid.Int64().Draw(t, "id"), RunID: rapid.Int64().Draw(t, "run"), Record: rapid.Int().Draw(t, "record")},
	}
	if rapid.Bool().Draw(t, "intent") {
		st.Intent = &ledger.Intent{
			Number: rapid.Int().Draw(t, "number"), Kind: ledger.Kind(s.Draw(t, "kind")), Desired: anySet(t, "desired"),
			States: []ledger.LiveDigests{{API: s.Draw(t, "api"), Shown: s.Draw(t, "shown")}}, Replaced: anyReplaced(t), Origin: anyOrigin(t),
			AppID: s.Draw(t, "appid"), Started: anyTime(t, "started"), Touched: anyTime(t, "touched"), RollbackTo: rapid.Int().Draw(t, "to"), Reason: s.Draw(t, "reason"),
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "quarantine") {
		st.Quarantine = append(st.Quarantine, ledger.Quarantine{Digest: s.Draw(t, "digest"), Record: rapid.Int().Draw(t, "record"), By: rapid.Int().Draw(t, "by"), Ends: rapid.Int().Draw(t, "ends")})
	}
	return st
}

// Whatever is stored is read back as it was, and its digests with it.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	t.Run("record", rapid.MakeCheck(func(r *rapid.T) {
		want := anyRecord(r, account, rapid.IntRange(1, ledger.MaxNumber).Draw(r, "number"))
		got, err := ledger.DecodeRecord(account, want.Number, encodeRecord(t, want))
		must(t, "decode", err)
		same(t, "record", got, want)
		same(t, "digest", got.Desired.Digest(), want.Desired.Digest())
		same(t, "digests of what was replaced", got.Replaced.Digests(), want.Replaced.Digests())
		if t.Failed() {
			r.FailNow()
		}
	}))
	t.Run("state", rapid.MakeCheck(func(r *rapid.T) {
		want := anyState(r, account)
		data, err := ledger.EncodeState(want)
		must(t, "encode", err)
		got, err := ledger.DecodeState(account, data)
		must(t, "decode", err)
		same(t, "state", got, want)
		if t.Failed() {
			r.FailNow()
		}
	}))
}

// What can be read is the same when it is written and read again.
func FuzzDecode(f *testing.F) {
	f.Add(file(f, "testdata/record-1.json"))
	f.Add(file(f, "testdata/state-1.json"))
	f.Add(file(f, "testdata/record-2.json"))
	f.Add(file(f, "testdata/state-2.json"))
	f.Add(`{"schema":2,"record":{"account":"brand-cn","number":118,"id":"x","desired":{"menu":{"button":[]}},"replaced":{"api":{"part":"desired"},"shown":{"set":{},"record":3}}}}`)
	f.Add(`{"schema":1,"record":{"account":"brand-cn","number":118,"id":"x","time":"2026-05-20T08:00:00+14:00","desired":{},"replaced":{"api":{}}}}`)
	f.Add(`{"schema":1,"state":{"account":"brand-cn","version":1,"nonce":"x","quarantine":[{"desired":{"menu":{"button":[{"x":1e400}]}}}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return // to compress it would take most of the time
		}
		if rec, err := ledger.DecodeRecord(account, 118, zip(t, text)); err == nil {
			data := encodeRecord(t, rec)
			again, err := ledger.DecodeRecord(account, 118, data)
			must(t, "decode again", err)
			same(t, "record", again, rec)
			if !bytes.Equal(encodeRecord(t, again), data) {
				t.Error("equal records have other bytes")
			}
		}
		if st, err := ledger.DecodeState(account, zip(t, text)); err == nil {
			data, err := ledger.EncodeState(st)
			must(t, "encode", err)
			again, err := ledger.DecodeState(account, data)
			must(t, "decode again", err)
			same(t, "state", again, st)
		}
	})
}
