package ledger_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
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
	sameFile(t, "testdata/record-1.json", unzip(t, encoded))
	encoded, err = ledger.EncodeState(st)
	must(t, "encode state", err)
	sameFile(t, "testdata/state-1.json", unzip(t, encoded))

	gotRecord, err := ledger.DecodeRecord(account, 118, zip(t, file(t, "testdata/record-1.json")))
	must(t, "decode record", err)
	same(t, "record", gotRecord, rec)
	gotState, err := ledger.DecodeState(account, zip(t, file(t, "testdata/state-1.json")))
	must(t, "decode state", err)
	same(t, "state", gotState, st)
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
		{"a later schema", `{"schema":2,"record":{"account":{"name":"brand-cn"}}}`, true, "schema 2, this one knows 1"},
		{"a later field", strings.Replace(rec, `"kind"`, `"colour":1,"kind"`, 1), true, `it has the field "colour"`},
		{"a later part", strings.Replace(rec, `"origin":{`, `"origin":{"team":"x",`, 1), true, `it has the field "team"`},
		{"no schema", strings.Replace(rec, `"schema":1`, `"schema":0`, 1), false, "no schema"},
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
	bomb := bytes.Repeat(zip(t, strings.Repeat(" ", 1<<20)), 33) // gzip may come in pieces
	if _, err := ledger.DecodeRecord(account, 7, bomb); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("more than can have been stored: got %v", err)
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

func TestCheckRoom(t *testing.T) {
	t.Parallel()
	button := func(length int) []menu.Button {
		return []menu.Button{{Type: "view", Name: "a", URL: "https://example.com/" + noise(length)}}
	}
	// Two readings of the default menu and two of the whole set at twice its
	// size, beside the set itself: 1 + 2 + 2.
	const each = ledger.MaxSize / 5 * 4 / 3
	tests := []struct {
		name      string
		length    int
		replaced  int
		tooLarge  bool
		readBack  int // length of what is read back
		unstorage bool
	}{
		{"small", 100, 100, false, 100, false},
		{"as large as may be", each * 97 / 100, 0, false, 2 * each, false},
		{"too large", each * 105 / 100, 0, true, 0, false},
		{"too much replaced", each / 2, ledger.MaxSize, true, 0, false},
		{"another's menus are read back", each / 2, 0, false, 2 * ledger.MaxSize, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := ledger.Record{Account: account, Number: 1, ID: "x", Desired: menu.Set{Menu: button(tt.length)}}
			rec.Replaced.API.Menu = button(tt.replaced)
			err := ledger.CheckRoom(rec)
			if tt.tooLarge {
				mustFail[ledger.SizeError](t, "room", err, "record 1 of "+account)
				return
			}
			must(t, "room", err)
			rec.API.Menu = button(tt.readBack)
			_, err = ledger.EncodeRecord(rec)
			if !tt.unstorage {
				must(t, "store", err)
				return
			}
			mustFail[ledger.SizeError](t, "store", err)
			rec.API, rec.Shown, rec.Readback = rec.Desired, rec.Desired.Default(), ledger.ReadbackRaced
			_, err = ledger.EncodeRecord(rec)
			must(t, "store what was sent instead", err)
		})
	}
}
