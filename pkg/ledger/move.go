package ledger

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Format is the version of what Export writes: lines of JSON, a head, the items of
// one account after the other, its records newest first and then its state, and an
// end, so that a file that was cut is known.
//
//	{"format":"caidan-ledger","version":1}
//	{"account":"brand-cn","record":118,"data":"H4sI..."}
//	{"account":"brand-cn","data":"eyJz..."}
//	{"end":{"accounts":1,"records":1}}
//
// data is what the store keeps, in base64: JSON, from a kilobyte on compressed by
// gzip.
const Format = 1

// formatName is what the head of a file says it is.
const formatName = "caidan-ledger"

// maxLine is the longest line of a file: an item in base64, with its names.
const maxLine = MaxSize/3*4 + 1024

// line is a line of a file, one of its four kinds.
type line struct {
	Format  string `json:"format,omitempty"`
	Version int    `json:"version,omitempty"`
	Account string `json:"account,omitempty"`
	Record  int    `json:"record,omitempty"`
	Data    []byte `json:"data,omitempty"`
	End     *Count `json:"end,omitempty"`
}

// Count is how much was moved.
type Count struct {
	Accounts int `json:"accounts"`
	Records  int `json:"records"`
}

// ChangedError is an account that was published to while it was read.
type ChangedError struct{ Account string }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("export account %s: it was published to meanwhile", e.Account)
}

// NotEmptyError is an account that the ledger has already, as something else.
type NotEmptyError struct{ Account string }

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("import account %s: the ledger has it already", e.Account)
}

// Fault is what is wrong with a file.
type Fault string

// The faults.
const (
	// NoExport means that the file is not an export.
	NoExport Fault = "no-export"
	// NoLine means that a line is not one of an export.
	NoLine Fault = "no-line"
	// LongLine means that it is longer than any.
	LongLine Fault = "long-line"
	// Disordered means that it does not come where it should.
	Disordered Fault = "disordered"
	// Spoilt means that what the line has is not of a ledger, or is damaged.
	Spoilt Fault = "spoilt"
	// Cut means that the file, or what comes before its end, was cut.
	Cut Fault = "cut"
)

// FileError is a line that is not of an export.
type FileError struct {
	// Line is its number, from 1.
	Line  int
	Fault Fault
}

func (e *FileError) Error() string { return fmt.Sprintf("import line %d: %s", e.Line, e.Fault) }

// Export writes all accounts of a ledger. It holds a page of records
// in memory. An account that is published to is a *BusyError or a *ChangedError.
func Export(ctx context.Context, from Stored, w io.Writer, now time.Time) (n Count, err error) {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	if err := lines.Encode(line{Format: formatName, Version: Format}); err != nil {
		return n, err
	}
	names, err := from.Accounts(ctx)
	if err != nil {
		return n, err
	}
	for _, name := range names {
		count, err := exportAccount(ctx, from, lines, name, now)
		if err != nil {
			return n, err
		}
		n.Accounts++
		n.Records += count
	}
	return n, errors.Join(lines.Encode(line{End: &n}), out.Flush())
}

// exportAccount writes the items of an account, and returns how many records it has.
func exportAccount(ctx context.Context, from Stored, lines *json.Encoder, account string, now time.Time) (records int, err error) {
	data, err := from.StoredState(ctx, account)
	if err != nil {
		return 0, err
	}
	st, err := DecodeState(account, data)
	if err != nil {
		return 0, err
	}
	if l := st.Lease; !l.Free(now) {
		return 0, &BusyError{Account: account, Holder: l.Holder, Taken: l.Taken, Expiry: l.Expiry}
	}
	err = walkStored(ctx, from, account, func(it Item) error {
		records++
		if err := it.check(); err != nil {
			return err
		}
		return lines.Encode(line{Account: account, Record: it.Number, Data: it.Data})
	})
	if err != nil {
		return records, err
	}
	again, err := from.StoredState(ctx, account)
	if err == nil && !bytes.Equal(again, data) {
		err = &ChangedError{account}
	}
	if err != nil {
		return records, err
	}
	return records, lines.Encode(line{Account: account, Data: data})
}

// walkStored gives an account's records to f, newest first.
func walkStored(ctx context.Context, from Stored, account string, f func(Item) error) error {
	for before := 0; ; {
		list, err := from.Stored(ctx, account, before, page)
		if err != nil {
			return err
		}
		for _, it := range list {
			if err := f(it); err != nil {
				return err
			}
			before = it.Number
		}
		if len(list) < page || before <= 1 {
			return nil
		}
	}
}
