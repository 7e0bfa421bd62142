package ledger_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

func zip(tb testing.TB, text string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func unzip(tb testing.TB, data []byte) string {
	tb.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// TestStoredForm holds what is stored against testdata, where it was stored
// once: a release must be able to read what those before it wrote. A file there
// is never changed; a new schema gets new ones.
func TestStoredForm(t *testing.T) {
	t.Parallel()
	rec := record(118)
	rec.ID = "JXQ7RXK7ZDWJ3C5Z2HYQWJ6MZ4"
	st := state(7)
	st.Nonce = "5O3PW4L6VWNQXNHX4N3T7BD2QE"
	encoded, err := ledger.EncodeRecord(rec)
	must(t, "encode record", err)
	sameFile(t, "testdata/record-2.json", unzip(t, encoded))
	encoded, err = ledger.EncodeState(st)
	must(t, "encode state", err)
	sameFile(t, "testdata/state-2.json", unzip(t, encoded))

	for _, schema := range []string{"1", "2"} {
		if schema == "1" {
			// The sets themselves stood in the state, the next record ended their
			// quarantine, and the mark had no number. It was not told when a conditional menu was touched.
			st.Intent.Replaced, st.Intent.Touched = was("旧").Replaced(nil), time.Time{}
			st.Quarantine[0].Record, st.Quarantine[0].Ends, st.Mark.Record = 0, 4, 0
		} else {
			st = state(7)
			st.Nonce = "5O3PW4L6VWNQXNHX4N3T7BD2QE"
		}
		gotRecord, err := ledger.DecodeRecord(account, 118, zip(t, file(t, "testdata/record-"+schema+".json")))
		must(t, "decode record", err)
		same(t, "record of schema "+schema, gotRecord, rec)
		gotState, err := ledger.DecodeState(account, zip(t, file(t, "testdata/state-"+schema+".json")))
		must(t, "decode state", err)
		same(t, "state of schema "+schema, gotState, st)
	}
}

// TestOldTexts cuts what an older release stored without a bound: a record of
// 5.7 MB in one field could be in no answer.
func TestOldTexts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"actor", "reason"} {
		for _, schema := range []string{"1", "2"} {
			old := file(t, "testdata/record-"+schema+".json")
			long := strings.Repeat("长", 190_000)
			text := regexp.MustCompile(`"`+name+`": "[^"]*"`).ReplaceAllLiteralString(old, `"`+name+`": "`+long+`"`)
			rec, err := ledger.DecodeRecord(account, 118, zip(t, text))
			must(t, "decode", err)
			got := rec.Origin.Actor
			if name == "reason" {
				got = rec.Reason
			}
			want := long
			if schema == "1" {
				want = long[:4095] + "…"
			}
			if got != want {
				t.Errorf("%s in schema %s: got %d bytes, want %d", name, schema, len(got), len(want))
			}
		}
	}
	for more, want := range map[int]int{1 << 20: 4096 + len("…"), 4096 - len("why"): 4096} {
		old := strings.Replace(file(t, "testdata/state-1.json"), `"reason": "`, `"reason": "`+strings.Repeat("x", more), 1)
		st, err := ledger.DecodeState(account, zip(t, old))
		must(t, "decode", err)
		same(t, "reason of an intent", len(st.Intent.Reason), want)
	}
}

func file(tb testing.TB, path string) string {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// sameFile compares JSON with that of a file.
func sameFile(t *testing.T, path, got string) {
	t.Helper()
	var a, b any
	must(t, "decode", json.Unmarshal([]byte(got), &a))
	must(t, path, json.Unmarshal([]byte(file(t, path)), &b))
	x, _ := json.MarshalIndent(a, "", "  ")
	y, _ := json.MarshalIndent(b, "", "  ")
	if !bytes.Equal(x, y) {
		t.Errorf("%s: got\n%s", path, x)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	rec := unzip(t, encodeRecord(t, record(7)))
	tests := []struct {
		name, text string
		later      bool
		want       string
	}{
		{"a later schema", `{"schema":3,"record":{"account":{"name":"brand-cn"}}}`, true, "schema 3, this one knows 2"},
		{"a later way to keep an answer", strings.Replace(rec, `"set":`, `"store":1,"set":`, 1), true, `it has the field "store"`},
		{"a later field", strings.Replace(rec, `"kind"`, `"colour":1,"kind"`, 1), true, `it has the field "colour"`},
		{"a later part", strings.Replace(rec, `"origin":{`, `"origin":{"team":"x",`, 1), true, `it has the field "team"`},
		{"no schema", strings.Replace(rec, `"schema":2`, `"schema":0`, 1), false, "no schema"},
		{"two schemas", `{"schema":2,"schema":"two"}`, false, "no schema"},
		{"no JSON", `hello`, false, "damaged"},
		{"cut", rec[:len(rec)-2], false, "damaged"},
		{"another type", strings.Replace(rec, `"number":7`, `"number":"7"`, 1), false, "damaged"},
		{"another account", strings.Replace(rec, account, "brand-de", 1), false, "something else"},
		{"another number", strings.Replace(rec, `"number":7`, `"number":8`, 1), false, "something else"},
		{"no id", strings.Replace(rec, `"id":"`, `"reason":"`, 1), false, "something else"},
		{"no menus", strings.Replace(rec, `"desired":{`, `"desired":{"x":1,`, 1), false, "stored menu set"},
		{"a state", `{"schema":1,"state":{"account":"brand-cn","version":1,"nonce":"x"}}`, false, "something else"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ledger.DecodeRecord(account, 7, zip(t, tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "record 7 of "+account) {
				t.Errorf("got %v, want it to name the record and say %q", err, tt.want)
			}
			if damaged := errors.As(err, new(*ledger.DamageError)); damaged == tt.later {
				t.Errorf("got a DamageError: %t, want %t", damaged, !tt.later)
			}
			if later := errors.As(err, new(*ledger.SchemaError)); later != tt.later {
				t.Errorf("got a SchemaError: %t, want %t", later, tt.later)
			}
		})
	}
	for name, data := range map[string][]byte{"nothing": nil, "no gzip": []byte("hello"), "cut as it is": []byte(rec[:50]), "cut": encodeRecord(t, record(7))[:100]} {
		if _, err := ledger.DecodeState(account, data); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := ledger.DecodeState(account, encodeRecord(t, record(7))); err == nil {
		t.Error("a record was read as a state")
	}
	for name, text := range map[string]string{
		"another account": `{"schema":2,"state":{"account":"brand-de","version":1,"nonce":"x"}}`,
		"no version":      `{"schema":2,"state":{"account":"brand-cn","nonce":"x"}}`,
		"no nonce":        `{"schema":2,"state":{"account":"brand-cn","version":1}}`,
	} {
		if _, err := ledger.DecodeState(account, zip(t, text)); err == nil || !strings.Contains(err.Error(), "something else") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	most := bytes.Repeat(zip(t, strings.Repeat("x", 1<<20)), 32) // gzip may come in pieces
	for want, data := range map[string][]byte{"no schema": most, "too large": append(most, zip(t, "x")...)} {
		if _, err := ledger.DecodeRecord(account, 7, data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("what can have been stored, and a byte more: got %v, want %q", err, want)
		}
	}
}

func encodeRecord(tb testing.TB, r ledger.Record) []byte {
	tb.Helper()
	data, err := ledger.EncodeRecord(r)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func base64Of(data []byte) string { return base64.StdEncoding.EncodeToString(data) }
