package bolt

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// What stores must do is tested in package ledger; here is what only a file
// has.

func TestKeeps(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ledger.db")
	want, err := func() (ledger.State, error) {
		store, err := Open(path)
		if err != nil {
			return ledger.State{}, err
		}
		st, err := store.Swap(t.Context(), ledger.State{Account: "brand-cn", Mark: ledger.Mark{RunID: 7}})
		return st, errors.Join(err, store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: 1, ID: "x"}), store.Close())
	}()
	if err != nil {
		t.Fatal(err)
	}
	store, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	st, err := store.State(t.Context(), "brand-cn")
	if err != nil || st.Nonce != want.Nonce || st.Mark != want.Mark {
		t.Errorf("got %+v, %v; want %+v", st, err, want)
	}
	if rec, err := store.Last(t.Context(), "brand-cn"); err != nil || rec.ID != "x" {
		t.Errorf("got %+v, %v", rec, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; want a file for its owner alone", info.Mode(), err)
	}
}

// TestTemporary leaves no file, not even where there is no folder for it.
func TestTemporary(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, err := Temporary(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: 1, ID: "x"})
	if rec, last := store.Last(t.Context(), "brand-cn"); errors.Join(err, last) != nil || rec.ID != "x" {
		t.Errorf("got %+v, %v, %v", rec, err, last)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v; want no file left", left, err)
	}
	var access *ledger.AccessError
	if _, err := Temporary(filepath.Join(dir, "none")); !errors.As(err, &access) || access.Problem != ledger.Unopened {
		t.Errorf("got %v, want an AccessError", err)
	}
}

func TestOpenTwice(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ledger.db")
	store, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = open(path, time.Millisecond)
	var access *ledger.AccessError
	if !errors.As(err, &access) || !access.Retryable() || access.Problem != ledger.InUse || access.Store != path {
		t.Errorf("got %v", err)
	}
	// A run that waits gets it as soon as it is closed.
	go func() { _ = store.Close() }()
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}

func TestNotOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name, path string
		want       ledger.Problem
		detail     string
	}{
		{"no folder", filepath.Join(dir, "none", "ledger.db"), ledger.Unopened, "no such file or directory"},
		{"a folder", dir, ledger.Unopened, "is a directory"},
		{"a short text", write("short", "hello"), ledger.Damaged, ""},
		{"a long text", write("long", strings.Repeat("hello\n", 10_000)), ledger.Damaged, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store, err := Open(tt.path)
			var access *ledger.AccessError
			if !errors.As(err, &access) || store != nil || access.Retryable() {
				t.Fatalf("got %v, want an AccessError", err)
			}
			if access.Problem != tt.want || access.Detail != tt.detail || access.Store != tt.path {
				t.Errorf("got %q, want %s %s", err, tt.want, tt.detail)
			}
		})
	}
	if data, err := os.ReadFile(filepath.Join(dir, "short")); err != nil || string(data) != "hello" {
		t.Errorf("a file that is not a ledger was changed: %q, %v", data, err)
	}
}

// A copy is whole and of one moment, and leaves nothing beside the file.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	err := explain("open", "ledger.db", &fs.PathError{Op: "write", Path: "ledger.db", Err: syscall.ENOSPC})
	var access *ledger.AccessError
	if !errors.As(err, &access) || access.Problem != ledger.Unusable || access.Detail != "no space left on device" {
		t.Errorf("got %v, want that the file cannot be used, and not that it cannot be opened", err)
	}
}

func TestBackup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, err := Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	add := func(from, to int) (err error) {
		for n := from; n <= to && err == nil; n++ {
			err = store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: n, ID: strings.Repeat("x", 900)})
		}
		return err
	}
	if err := add(1, 50); err != nil {
		t.Fatal(err)
	}
	copied, size, err := store.Backup()
	if err != nil {
		t.Fatal(err)
	}
	if err := add(51, 100); err != nil { // while the copy is read
		t.Fatal(err)
	}
	data, err := io.ReadAll(copied)
	if err = errors.Join(err, copied.Close()); err != nil || int64(len(data)) != size {
		t.Fatalf("got %d of %d bytes, %v", len(data), size, err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	restored, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = restored.Close() }()
	if rec, err := restored.Last(t.Context(), "brand-cn"); err != nil || rec.Number != 50 {
		t.Errorf("got record %d, %v in the copy; want 50", rec.Number, err)
	}
	if rec, err := store.Last(t.Context(), "brand-cn"); err != nil || rec.Number != 100 {
		t.Errorf("got record %d, %v in the ledger; want 100", rec.Number, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("got %v, %v beside the ledger; want nothing", files, err)
	}
	_ = store.Close()
	var access *ledger.AccessError
	if _, _, err := store.Backup(); !errors.As(err, &access) || access.Problem != ledger.Closed {
		t.Errorf("got %v of a closed ledger, want an AccessError", err)
	}
}

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

func TestClosed(t *testing.T) {
	t.Parallel()
	store, err := Open(filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	_, err = store.State(t.Context(), "brand-cn")
	if access := new(ledger.AccessError); !errors.As(err, &access) || access.Problem != ledger.Closed {
		t.Errorf("got %v", err)
	}
}

// What a later release wrote is neither read in part nor written over.
func TestLaterRelease(t *testing.T) {
	t.Parallel()
	store, err := Open(filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	var later bytes.Buffer
	w := gzip.NewWriter(&later)
	_, err = w.Write([]byte(`{"schema":3,"state":{"account":"brand-cn"}}`))
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	err = store.db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.Bucket([]byte(records)).CreateBucket([]byte("brand-cn"))
		return errors.Join(err, b.Put(key(1), later.Bytes()), tx.Bucket([]byte(states)).Put([]byte("brand-cn"), later.Bytes()))
	})
	if err != nil {
		t.Fatal(err)
	}
	_, errState := store.State(t.Context(), "brand-cn")
	_, errSwap := store.Swap(t.Context(), ledger.State{Account: "brand-cn"})
	_, errLast := store.Last(t.Context(), "brand-cn")
	errAppend := store.Append(t.Context(), ledger.Record{Account: "brand-cn", Number: 1, ID: "x"})
	for i, err := range []error{errState, errSwap, errLast, errAppend} {
		if schema := new(ledger.SchemaError); !errors.As(err, &schema) || !strings.Contains(err.Error(), "a later release of caidan wrote it (schema 3, this one knows 2)") {
			t.Errorf("%d: got %v, want a SchemaError", i, err)
		}
	}
}
