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

func TestFullDisk(t *testing.T) {
	t.Parallel()
	err := explain("open", "ledger.db", &fs.PathError{Op: "write", Path: "ledger.db", Err: syscall.ENOSPC})
	var access *ledger.AccessError
	if !errors.As(err, &access) || access.Problem != ledger.Unusable || access.Detail != "no space left on device" {
		t.Errorf("got %v, want that the file cannot be used, and not that it cannot be opened", err)
	}
}

// A copy is whole and of one moment, and leaves nothing beside the file.
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
