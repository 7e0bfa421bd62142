package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// A file that was cut is told, wherever it ends, and is not written to.
func TestCut(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ledger.db")
	store, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 100 && err == nil; n++ {
		err = store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: n, ID: strings.Repeat("x", 900)})
	}
	var used int64
	_ = store.db.View(func(tx *bbolt.Tx) error {
		used = tx.Size()
		return nil
	})
	if err = errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	for _, size := range []int{1, 100, page, 2 * page, 4*page - 1, 4 * page, int(used) / 2, int(used) - page, int(used) - 1} {
		cut := filepath.Join(t.TempDir(), "cut.db")
		if err := os.WriteFile(cut, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(cut)
		if access := new(ledger.AccessError); !errors.As(err, &access) || access.Action != "open" {
			t.Errorf("%d of %d bytes: got %v, want an AccessError", size, len(whole), err)
		}
		if got, _ := os.ReadFile(cut); !bytes.Equal(got, whole[:size]) {
			t.Errorf("%d of %d bytes: the file was changed", size, len(whole))
		}
	}
	if err := os.WriteFile(path, whole[:used], 0o600); err != nil {
		t.Fatal(err)
	}
	store, err = Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := store.Last(t.Context(), "brand-cn"); err != nil || rec.Number != 100 {
		t.Errorf("got record %d, %v", rec.Number, err)
	}
	_ = store.Close()
}

// filled returns the bytes of a file with a hundred records.
func filled(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	store, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	store.db.NoSync = true
	_, err = store.Swap(t.Context(), ledger.State{Account: "brand-cn"})
	for n := 1; n <= 100 && err == nil; n++ {
		err = store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: n, ID: strings.Repeat("x", 900)})
	}
	data, errRead := os.ReadFile(path)
	if err = errors.Join(err, errRead, store.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

// A file with a page that bbolt did not write is told, when it is opened or read.
func TestDamagedPage(t *testing.T) {
	t.Parallel()
	data, page, told := filled(t), os.Getpagesize(), 0
	for at := 2 * page; at < len(data); at += page { // there are two of the first page
		path := filepath.Join(t.TempDir(), "ledger.db")
		other := bytes.Clone(data)
		for i := range page {
			other[at+i] ^= 0x5a
		}
		if err := os.WriteFile(path, other, 0o600); err != nil {
			t.Fatal(err)
		}
		store, err := Open(path)
		if err == nil {
			_, err = store.Records(t.Context(), "brand-cn", 0, 100)
			if err == nil {
				_, err = store.State(t.Context(), "brand-cn")
			}
			_ = store.Close()
		}
		if err == nil {
			continue // a page that nothing leads to
		}
		told++
		if access := new(ledger.AccessError); !errors.As(err, &access) || access.Problem != ledger.Damaged {
			t.Errorf("page %d: got %v, want a damaged file", at/page, err)
		}
	}
	if told < 5 {
		t.Errorf("got %d pages told of %d", told, len(data)/page)
	}
}

// A file that is cut while it is open, as by a copy over it, is told, and does not end
// the process: nothing can be read or written any more.
func TestCutWhileOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(path, filled(t), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	_, errRead := store.Records(t.Context(), "brand-cn", 0, 100)
	_, errState := store.State(t.Context(), "brand-cn")
	_, errSwap := store.Swap(t.Context(), ledger.State{Account: "brand-cn", Version: 1})
	_, _, errBackup := store.Backup()
	for i, err := range []error{errRead, errState, errSwap, errBackup} {
		if access := new(ledger.AccessError); !errors.As(err, &access) || access.Problem != ledger.Damaged || access.Retryable() {
			t.Errorf("%d: got %v, want a damaged file", i, err)
		}
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}
