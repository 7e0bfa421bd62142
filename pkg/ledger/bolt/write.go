package bolt

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// Swap writes a state in the place of the one of its version.
func (s *Store) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	next := st.Next()
	data, err := ledger.EncodeState(next)
	if err != nil {
		return ledger.State{}, err
	}
	if err := s.swap(ctx, st.Version, next, data); err != nil {
		return ledger.State{}, err
	}
	return next, nil
}

// swap writes next, which is data, in the place of a version.
func (s *Store) swap(ctx context.Context, version int64, next ledger.State, data []byte) error {
	return s.update(ctx, func(tx *bbolt.Tx) error {
		stored, err := state(tx, next.Account)
		if err != nil || stored.Nonce == next.Nonce {
			return err
		}
		if stored.Version != version {
			return &ledger.ConflictError{Account: next.Account, Stored: stored}
		}
		return tx.Bucket([]byte(states)).Put([]byte(next.Account), data)
	})
}

// Append writes a record once.
func (s *Store) Append(ctx context.Context, rec ledger.Record) error {
	data, err := ledger.EncodeRecord(rec)
	if err != nil {
		return err
	}
	return s.append(ctx, rec, data)
}

// Restore writes an item of another ledger, as it was stored there.
func (s *Store) Restore(ctx context.Context, it ledger.Item) error {
	return it.Restore(
		func(st ledger.State) error { return s.swap(ctx, 0, st, it.Data) },
		func(rec ledger.Record) error { return s.append(ctx, rec, it.Data) })
}

// append writes a record, which is data, once.
func (s *Store) append(ctx context.Context, rec ledger.Record, data []byte) error {
	return s.update(ctx, func(tx *bbolt.Tx) error {
		b, err := tx.Bucket([]byte(records)).CreateBucketIfNotExists([]byte(rec.Account))
		if err != nil {
			return err
		}
		there := b.Get(key(rec.Number))
		if there == nil {
			return errors.Join(b.Put(key(rec.Number), data), index(tx, rec))
		}
		stored, err := ledger.DecodeRecord(rec.Account, rec.Number, there)
		if err == nil && stored.ID != rec.ID {
			err = &ledger.ConflictError{Account: rec.Account, Number: rec.Number}
		}
		return err
	})
}

// index adds a record to the index of runs.
func index(tx *bbolt.Tx, rec ledger.Record) error {
	if rec.Origin.RunID <= 0 {
		return nil
	}
	b, err := tx.Bucket([]byte(runs)).CreateBucketIfNotExists([]byte(rec.Account))
	if err != nil {
		return err
	}
	return b.Put(runKey(rec.Origin.RunID, rec.Number), nil)
}

// update runs a write.
func (s *Store) update(ctx context.Context, f func(*bbolt.Tx) error) error {
	return s.run(ctx, "write", s.db.Update, f)
}
