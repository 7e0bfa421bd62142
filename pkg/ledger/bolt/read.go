package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"

	"go.etcd.io/bbolt"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// The buckets.
const (
	states  = "states"
	records = "records"
	runs    = "runs"
)

// State returns an account's state; with Version 0 when there is none.
func (r Reader) State(ctx context.Context, account string) (st ledger.State, err error) {
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		st, err = state(tx, account)
		return err
	})
	return st, err
}

// Last returns an account's newest record.
func (r Reader) Last(ctx context.Context, account string) (rec ledger.Record, err error) {
	list, err := r.Records(ctx, account, 0, 1)
	if err != nil {
		return rec, err
	}
	if len(list) == 0 {
		return rec, &ledger.NoRecordError{Account: account}
	}
	return list[0], nil
}

// Record returns one record of an account.
func (r Reader) Record(ctx context.Context, account string, number int) (rec ledger.Record, err error) {
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		b := recordsOf(tx, account)
		if b == nil {
			return &ledger.NoRecordError{Account: account, Number: number}
		}
		data := b.Get(key(number))
		if data == nil {
			newest, _ := b.Cursor().Last()
			return &ledger.NoRecordError{Account: account, Number: number, Newest: numberOf(newest)}
		}
		rec, err = ledger.DecodeRecord(account, number, data)
		return err
	})
	return rec, err
}

// Records returns an account's records with numbers below before, newest
// first.
func (r Reader) Records(ctx context.Context, account string, before, limit int) ([]ledger.Record, error) {
	items, err := r.Stored(ctx, account, before, limit)
	if err != nil {
		return nil, err
	}
	return ledger.DecodeRecords(items)
}

// StoredState returns an account's state as it is stored, nil without one.
func (r Reader) StoredState(ctx context.Context, account string) (data []byte, err error) {
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		data = bytes.Clone(tx.Bucket([]byte(states)).Get([]byte(account)))
		return nil
	})
	return data, err
}

// Stored returns an account's records with numbers below before, newest first, as
// they are stored.
func (r Reader) Stored(ctx context.Context, account string, before, limit int) (list []ledger.Item, err error) {
	if before == 0 {
		before = math.MaxInt
	}
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		b := recordsOf(tx, account)
		if b == nil {
			return nil
		}
		c := b.Cursor()
		below := c.Prev
		if k, _ := c.Seek(key(before)); k == nil {
			below = c.Last
		}
		for k, v := below(); k != nil && len(list) < limit; k, v = c.Prev() {
			list = append(list, ledger.Item{Account: account, Number: numberOf(k), Data: bytes.Clone(v)})
		}
		return nil
	})
	return list, err
}

// OfRun returns the numbers of the records of a run, newest first.
func (r Reader) OfRun(ctx context.Context, account string, run int64, limit int) (numbers []int, err error) {
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(runs)).Bucket([]byte(account))
		if b == nil {
			return nil
		}
		c, of := b.Cursor(), runKey(run, ledger.MaxNumber)[:8]
		below := c.Prev
		if k, _ := c.Seek(runKey(run, ledger.MaxNumber+1)); k == nil {
			below = c.Last
		}
		for k, _ := below(); bytes.HasPrefix(k, of) && len(numbers) < limit; k, _ = c.Prev() {
			numbers = append(numbers, numberOf(k[8:]))
		}
		return nil
	})
	return numbers, err
}

// Accounts returns the names of all accounts with a state, sorted.
func (r Reader) Accounts(ctx context.Context) (names []string, err error) {
	err = r.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(states)).ForEach(func(k, _ []byte) error {
			names = append(names, string(k))
			return nil
		})
	})
	return names, err
}

// view runs a read.
func (r Reader) view(ctx context.Context, f func(*bbolt.Tx) error) error {
	return r.run(ctx, "read", r.db.View, f)
}

// run runs f in a transaction. What f returns is returned as it is: what bbolt
// itself has to say is explained.
func (r Reader) run(ctx context.Context, action string, in func(func(*bbolt.Tx) error) error, f func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return &ledger.AccessError{Store: r.path, Action: action, Problem: ledger.Late, Cause: err}
	}
	var own error
	err := r.sound(func() error {
		return in(func(tx *bbolt.Tx) error {
			own = f(tx)
			return own
		})
	})
	if err != nil && !errors.Is(err, own) {
		return explain(action, r.path, err)
	}
	return err
}

// sound runs what works on the file, unless that was found to be damaged.
func (r Reader) sound(f func() error) error {
	if r.damaged.Load() {
		return &damagedError{"it was found to be before"}
	}
	err := sound(f)
	if damage := new(damagedError); errors.As(err, &damage) {
		r.damaged.Store(true)
	}
	return err
}

func state(tx *bbolt.Tx, account string) (ledger.State, error) {
	data := tx.Bucket([]byte(states)).Get([]byte(account))
	if data == nil {
		return ledger.State{Account: account}, nil
	}
	return ledger.DecodeState(account, data)
}

// recordsOf returns the bucket of an account's records, nil without any.
func recordsOf(tx *bbolt.Tx, account string) *bbolt.Bucket {
	return tx.Bucket([]byte(records)).Bucket([]byte(account))
}

// key returns the key of a record; keys sort as the numbers do.
func key(number int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(max(0, number))) }

// runKey returns the key of a record in the index of runs.
func runKey(run int64, number int) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(run)), key(number)...)
}

func numberOf(key []byte) int {
	if len(key) != 8 {
		return 0
	}
	return int(binary.BigEndian.Uint64(key))
}
