// Package bolt keeps a ledger in one file, for one machine: `caidan serve`, `caidan
// demo` and `caidan sandbox`.
//
// The file is a bbolt database. Its bucket states holds an account's state
// under the account's name, its bucket records one bucket per account, with
// the records under their numbers in 8 bytes, big-endian. Its bucket runs holds
// one bucket per account too, whose keys are a GitHub run and the number of a
// record of that run, in 8 bytes each; the values are empty.
package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// lockWait is how long Open waits for another process to close the file. A
// demo that ends takes less; one that serves stays.
const lockWait = 2 * time.Second

// Reader reads a ledger in a file. It has no way to write.
type Reader struct {
	db *bbolt.DB
	// path names the file in errors.
	path string
	// damaged is set once the file was found to be: a transaction that broke off
	// may hold the locks of bbolt.
	damaged *atomic.Bool
}

// Store is a ledger in a file, open in this process alone.
type Store struct {
	Reader
	// temporary is set where the file goes when it is closed.
	temporary bool
}

var (
	_ ledger.Reader   = Reader{}
	_ ledger.Store    = (*Store)(nil)
	_ ledger.Restorer = (*Store)(nil)
)

// Open opens the ledger in a file, and makes the file when there is none, but
// no folder. Errors are of type *ledger.AccessError.
func Open(path string) (*Store, error) { return open(path, lockWait) }

// Temporary opens a new ledger in a folder, which is gone once it is closed or
// its process ends. Nothing of it waits for the disk. Errors are of type
// *ledger.AccessError.
func Temporary(dir string) (*Store, error) {
	f, err := os.CreateTemp(dir, "caidan-ledger-*.db")
	if err != nil {
		return nil, explain("open", dir, err)
	}
	_ = f.Close() // bbolt opens it again
	s, err := open(f.Name(), lockWait)
	// An open file needs no name. Where the system wants it to have one, it goes
	// when it is closed.
	_ = os.Remove(f.Name())
	if err != nil {
		return nil, err
	}
	s.db.NoSync, s.temporary = true, true
	return s, nil
}

func open(path string, wait time.Duration) (*Store, error) {
	var db *bbolt.DB
	err := sound(func() (err error) {
		if err = whole(path, wait); err == nil {
			db, err = opened(path, wait)
		}
		return err
	})
	if err != nil {
		return nil, explain("open", path, err)
	}
	return &Store{Reader: Reader{db, path, new(atomic.Bool)}}, nil
}

// opened opens a file and has it hold the buckets.
func opened(path string, wait time.Duration) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: wait})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{states, records, runs} {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// damagedError is what bbolt does with a page that it did not write, or that is not
// there any more: it panics, or the system has it fault.
type damagedError struct{ value any }

func (e *damagedError) Error() string { return fmt.Sprintf("the file is damaged: %v", e.value) }

// sound runs what works on a file, and returns a *damagedError where that panics.
func sound(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = &damagedError{v}
		}
	}()
	return f()
}

// whole returns an error for a file that ends before its pages do, as a copy
// that was broken off: bbolt maps the file into memory, and to touch a page that
// is not there would end the process. A file that is read only is not looked at
// beyond its header.
func whole(path string, wait time.Duration) error {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil // a new file; what else is wrong with it shows when it is opened
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: wait, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return db.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path) // again: another process may have been writing
		if err == nil && info.Size() < tx.Size() {
			err = boltErrors.ErrInvalid
		}
		return err
	})
}

// Backup returns a copy of the file as it is at one moment, to be read and closed,
// and its size in bytes. It is made beside the file first, because a write that has
// to enlarge the file waits for all that read it: the disk keeps it waiting for less
// than who reads the copy might. An error is of type *ledger.AccessError.
func (r Reader) Backup() (io.ReadCloser, int64, error) {
	f, err := os.CreateTemp(filepath.Dir(r.path), filepath.Base(r.path)+".copy-*")
	if err != nil {
		return nil, 0, explain("copy", r.path, err)
	}
	_ = os.Remove(f.Name()) // an open file needs no name
	err = r.sound(func() error {
		return r.db.View(func(tx *bbolt.Tx) error {
			_, err := tx.WriteTo(f)
			return err
		})
	})
	size, sought := f.Seek(0, io.SeekCurrent)
	if err == nil {
		err = sought
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, explain("copy", r.path, err)
	}
	return f, size, nil
}

// Close closes the file once what is under way is done. One that was found to be
// damaged stays open until the process ends.
func (s *Store) Close() error {
	if s.damaged.Load() {
		return nil
	}
	if err := s.db.Close(); err != nil {
		return explain("close", s.path, err)
	}
	if s.temporary {
		_ = os.Remove(s.path)
	}
	return nil
}

// explain says what an error of bbolt means.
func explain(action, path string, err error) error {
	e := &ledger.AccessError{Store: path, Action: action, Cause: err}
	var file *fs.PathError
	var damage *damagedError
	switch {
	case errors.As(err, &damage):
		e.Problem = ledger.Damaged
	case errors.Is(err, boltErrors.ErrTimeout):
		e.Problem = ledger.InUse
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum):
		e.Problem = ledger.Damaged
	case errors.Is(err, boltErrors.ErrDatabaseNotOpen):
		e.Problem = ledger.Closed
	case errors.As(err, &file) && errors.Is(err, syscall.ENOSPC):
		e.Problem, e.Detail = ledger.Unusable, file.Err.Error()
	case errors.As(err, &file):
		e.Problem, e.Detail = ledger.Unopened, file.Err.Error()
	default:
		e.Problem, e.Detail = ledger.Unusable, err.Error()
	}
	return e
}
