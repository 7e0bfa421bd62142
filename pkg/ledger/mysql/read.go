package mysql

import (
	"context"
	"database/sql"
	"errors"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// State returns an account's state; with Version 0 when there is none.
func (r Reader) State(ctx context.Context, account string) (ledger.State, error) {
	data, err := r.StoredState(ctx, account)
	if err != nil || data == nil {
		return ledger.State{Account: account}, err
	}
	return ledger.DecodeState(account, data)
}

// StoredState returns an account's state as it is stored, nil without one.
func (r Reader) StoredState(ctx context.Context, account string) (data []byte, err error) {
	_, err = r.row(ctx, "SELECT data FROM caidan_state WHERE account = ?", []any{account}, &data)
	return data, err
}

// Last returns an account's newest record.
func (r Reader) Last(ctx context.Context, account string) (ledger.Record, error) {
	list, err := r.Records(ctx, account, 0, 1)
	if err != nil {
		return ledger.Record{}, err
	}
	if len(list) == 0 {
		return ledger.Record{}, &ledger.NoRecordError{Account: account}
	}
	return list[0], nil
}

// Record returns one record of an account.
func (r Reader) Record(ctx context.Context, account string, number int) (ledger.Record, error) {
	var data []byte
	found, err := r.row(ctx, "SELECT data FROM caidan_record WHERE account = ? AND number = ?", []any{account, number}, &data)
	if err != nil {
		return ledger.Record{}, err
	}
	if found {
		return ledger.DecodeRecord(account, number, data)
	}
	missing := &ledger.NoRecordError{Account: account, Number: number}
	_, err = r.row(ctx, "SELECT number FROM caidan_record WHERE account = ? ORDER BY number DESC LIMIT 1", []any{account}, &missing.Newest)
	if err != nil {
		return ledger.Record{}, err
	}
	return ledger.Record{}, missing
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

// Stored returns an account's records with numbers below before, newest first, as
// they are stored.
func (r Reader) Stored(ctx context.Context, account string, before, limit int) (list []ledger.Item, err error) {
	if before == 0 {
		before = ledger.MaxNumber + 1
	}
	err = r.rows(ctx, "SELECT number, data FROM caidan_record WHERE account = ? AND number < ? ORDER BY number DESC LIMIT ?",
		[]any{account, before, max(0, limit)}, func(rows *sql.Rows) error {
			it := ledger.Item{Account: account}
			err := rows.Scan(&it.Number, &it.Data)
			list = append(list, it)
			return err
		})
	return list, err
}

// OfRun returns the numbers of the records of a run, newest first.
func (r Reader) OfRun(ctx context.Context, account string, run int64, limit int) (numbers []int, err error) {
	err = r.rows(ctx, "SELECT number FROM caidan_record WHERE account = ? AND run = ? ORDER BY number DESC LIMIT ?",
		[]any{account, run, max(0, limit)}, func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&n)
			numbers = append(numbers, n)
			return err
		})
	return numbers, err
}

// Accounts returns the names of all accounts with a state, sorted.
func (r Reader) Accounts(ctx context.Context) (names []string, err error) {
	err = r.rows(ctx, "SELECT account FROM caidan_state ORDER BY account", nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}

// row reads a row of one column into a value, and reports whether there is one.
func (r Reader) row(ctx context.Context, query string, args []any, value any) (found bool, err error) {
	err = r.db.QueryRowContext(ctx, query, args...).Scan(value)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, r.explain(ctx, "select", err)
	}
	return true, nil
}

// rows gives each row of an answer to f.
func (r Reader) rows(ctx context.Context, query string, args []any, f func(*sql.Rows) error) error {
	rows, err := r.db.QueryContext(ctx, query, args...)
	if err == nil {
		defer func() { _ = rows.Close() }()
		for err == nil && rows.Next() {
			err = f(rows)
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if err != nil {
		return r.explain(ctx, "select", err)
	}
	return nil
}
