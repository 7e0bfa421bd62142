package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// layout is the version of the tables: how many migrations lead to it.
const layout = 1

// migrations returns the statements that lead from each version of the tables to the
// next. A statement of DDL is not part of a transaction, so each has to be one that can
// be done again: by a process that was killed in between, or by two at once.
func migrations() [][]string {
	return [][]string{{
		`CREATE TABLE IF NOT EXISTS caidan_layout (
			id TINYINT NOT NULL PRIMARY KEY,
			version INT NOT NULL
		) ENGINE=InnoDB`,
		`CREATE TABLE IF NOT EXISTS caidan_state (
			account VARBINARY(63) NOT NULL PRIMARY KEY,
			version BIGINT NOT NULL,
			nonce VARBINARY(64) NOT NULL,
			data MEDIUMBLOB NOT NULL
		) ENGINE=InnoDB`,
		`CREATE TABLE IF NOT EXISTS caidan_record (
			account VARBINARY(63) NOT NULL,
			number INT NOT NULL,
			id VARBINARY(64) NOT NULL,
			run BIGINT NULL,
			data MEDIUMBLOB NOT NULL,
			PRIMARY KEY (account, number),
			KEY run (account, run, number)
		) ENGINE=InnoDB`,
	}}
}

// packet is the largest statement: a record or state in which each byte is escaped,
// and its keys.
const packet = 2*ledger.MaxSize + 4096

// prepare brings the tables to this release's layout. Tables of a later one it leaves
// as they are.
func (s *Store) prepare(ctx context.Context) error {
	var room int
	if err := s.db.QueryRowContext(ctx, "SELECT @@max_allowed_packet").Scan(&room); err != nil {
		return s.explain(ctx, "connect", err)
	}
	if room < packet {
		return &ledger.AccessError{
			Store: s.name, Action: "connect", Problem: ledger.PacketSmall,
			Detail: "max_allowed_packet is " + strconv.Itoa(room) + ", and " + strconv.Itoa(packet) + " is needed",
		}
	}
	at, err := s.layout(ctx)
	switch {
	case err != nil:
		return err
	case at > layout:
		return &ledger.SchemaError{What: "the tables of " + s.name, Schema: at, Known: layout}
	case at == layout:
		return nil
	}
	for _, step := range migrations()[at:] {
		for _, statement := range step {
			if _, err := s.db.ExecContext(ctx, statement); err != nil {
				return s.explain(ctx, "create", err)
			}
		}
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO caidan_layout (id, version) VALUES (1, ?) ON DUPLICATE KEY UPDATE version = GREATEST(version, ?)", layout, layout)
	if err != nil {
		return s.explain(ctx, "create", err)
	}
	return nil
}

// layout returns the version of the tables, 0 where there are none.
func (s *Store) layout(ctx context.Context) (at int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT version FROM caidan_layout WHERE id = 1").Scan(&at)
	var answer *mysql.MySQLError
	if errors.Is(err, sql.ErrNoRows) || errors.As(err, &answer) && answer.Number == noSuchTable {
		return 0, nil
	}
	if err != nil {
		return 0, s.explain(ctx, "connect", err)
	}
	return at, nil
}
