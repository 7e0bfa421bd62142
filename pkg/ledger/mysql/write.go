package mysql

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// Swap writes a state in the place of the one of its version.
func (s *Store) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	next := st.Next()
	data, err := ledger.EncodeState(next)
	if err == nil {
		err = s.swap(ctx, st.Version, next, data)
	}
	if err != nil {
		return ledger.State{}, err
	}
	return next, nil
}

// swap writes next, which is data, in the place of a version.
func (s *Store) swap(ctx context.Context, version int64, next ledger.State, data []byte) error {
	var done bool
	var err error
	if version == 0 {
		done, err = s.exec(ctx, "insert", "INSERT INTO caidan_state (account, version, nonce, data) VALUES (?, ?, ?, ?)",
			next.Account, next.Version, next.Nonce, data)
	} else {
		done, err = s.exec(ctx, "update", "UPDATE caidan_state SET version = ?, nonce = ?, data = ? WHERE account = ? AND version = ?",
			next.Version, next.Nonce, data, next.Account, version)
	}
	if err != nil || done {
		return err
	}
	stored, err := s.State(ctx, next.Account)
	if err != nil || stored.Nonce == next.Nonce {
		return err
	}
	return &ledger.ConflictError{Account: next.Account, Stored: stored}
}

// Append writes a record once.
func (s *Store) Append(ctx context.Context, rec ledger.Record) error {
	data, err := ledger.EncodeRecord(rec)
	if err != nil {
		return err
	}
	return s.append(ctx, rec, data)
}

// append writes a record, which is data, once.
func (s *Store) append(ctx context.Context, rec ledger.Record, data []byte) error {
	run := sql.NullInt64{Int64: rec.Origin.RunID, Valid: rec.Origin.RunID > 0}
	done, err := s.exec(ctx, "insert", "INSERT INTO caidan_record (account, number, id, run, data) VALUES (?, ?, ?, ?, ?)",
		rec.Account, rec.Number, rec.ID, run, data)
	if err != nil || done {
		return err
	}
	var id string
	_, err = s.row(ctx, "SELECT id FROM caidan_record WHERE account = ? AND number = ?", []any{rec.Account, rec.Number}, &id)
	if err != nil || id == rec.ID {
		return err
	}
	return &ledger.ConflictError{Account: rec.Account, Number: rec.Number}
}

// Restore writes an item of another ledger, as it was stored there.
func (s *Store) Restore(ctx context.Context, it ledger.Item) error {
	return it.Restore(
		func(st ledger.State) error { return s.swap(ctx, 0, st, it.Data) },
		func(rec ledger.Record) error { return s.append(ctx, rec, it.Data) })
}

// again is how often a statement is sent that the server has rolled back for the sake
// of another.
const again = 3

// exec runs a write, and reports whether it wrote its row: another one may be there.
func (s *Store) exec(ctx context.Context, action, statement string, args ...any) (done bool, err error) {
	for n := 1; ; n++ {
		result, err := s.db.ExecContext(ctx, statement, args...)
		var answer *mysql.MySQLError
		switch errors.As(err, &answer); {
		case err == nil:
			rows, err := result.RowsAffected()
			return rows > 0, err
		case answer != nil && answer.Number == duplicate:
			return false, nil
		case answer != nil && (answer.Number == deadlock || answer.Number == conflict) && n < again: // nothing of it was done
		default:
			return false, s.explain(ctx, action, err)
		}
	}
}
