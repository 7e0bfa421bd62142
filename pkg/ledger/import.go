package ledger

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
)

// Read reads all of what Export wrote, and stands at its start again then. It returns
// the errors of Import that are about the file.
func Read(file io.ReadSeeker) error {
	if _, err := readFile(file, func(Item) error { return nil }); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// Import writes what Export wrote to a ledger that has none of its accounts. It reads
// all of the file first, and writes nothing where that is damaged, was cut, or has an
// account that the ledger has too, which is a *NotEmptyError. An account's state is
// written last, after its records were read back: an import that broke off goes on
// when it is done again. A line that is wrong is a *FileError. Of the records of one
// account it holds the sums in memory.
func Import(ctx context.Context, to Restorer, file io.ReadSeeker) (Count, error) {
	of := sums{}
	_, err := readFile(file, func(it Item) error {
		if it.Number > 0 {
			of[it.Number] = sha256.Sum256(it.Data)
			return nil
		}
		data, err := to.StoredState(ctx, it.Account)
		if err == nil && data != nil {
			err = &NotEmptyError{it.Account}
		}
		if err == nil {
			_, err = of.hold(ctx, to, it.Account)
		}
		clear(of)
		return err
	})
	if err != nil {
		return Count{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Count{}, err
	}
	clear(of)
	return readFile(file, func(it Item) error {
		if it.Number > 0 {
			of[it.Number] = sha256.Sum256(it.Data)
			return restore(ctx, to, it)
		}
		found, err := of.hold(ctx, to, it.Account)
		if err == nil && found != len(of) {
			err = &NotEmptyError{it.Account}
		}
		clear(of)
		if err != nil {
			return err
		}
		return restore(ctx, to, it)
	})
}

func restore(ctx context.Context, to Restorer, it Item) error {
	err := to.Restore(ctx, it)
	if conflict := new(ConflictError); errors.As(err, &conflict) {
		return &NotEmptyError{it.Account}
	}
	return err
}

// sums are those of an account's records in a file, by number.
type sums map[int][sha256.Size]byte

// hold holds that a ledger has no record of an account but these, and returns how
// many of them it has.
func (s sums) hold(ctx context.Context, in Stored, account string) (found int, err error) {
	err = walkStored(ctx, in, account, func(it Item) error {
		found++
		if want, is := s[it.Number]; !is || want != sha256.Sum256(it.Data) {
			return &NotEmptyError{account}
		}
		return nil
	})
	return found, err
}

// readFile reads a file, and gives its items to f. It holds a line in memory.
func readFile(r io.Reader, f func(Item) error) (n Count, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	in := reader{f: f}
	for lines.Scan() {
		in.line++
		if err := in.read(lines.Bytes()); err != nil {
			return in.count, err
		}
	}
	in.line++
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return in.count, in.fault(LongLine)
	case err != nil:
		return in.count, err
	case in.line == 1:
		return in.count, in.fault(NoExport)
	case !in.done:
		return in.count, in.fault(Cut)
	}
	return in.count, nil
}

// reader is where in a file one is.
type reader struct {
	f     func(Item) error
	line  int
	count Count
	// account is whose records were begun, and number the last of them.
	account string
	number  int
	// last is the last account that was complete; done is set after the end.
	last string
	done bool
}

func (r *reader) fault(f Fault) error { return &FileError{r.line, f} }

// read reads a line.
func (r *reader) read(data []byte) error {
	var l line
	err := strict(data, &l)
	switch {
	case r.line == 1 && (err != nil || l.Format != formatName):
		return r.fault(NoExport)
	case r.line == 1 && l.Version != Format:
		return &SchemaError{What: "the file", Schema: l.Version, Known: Format}
	case r.line == 1:
		return nil
	case err != nil:
		return r.fault(NoLine)
	case r.done:
		return r.fault(Disordered)
	case l.End != nil && (*l.End != r.count || r.account != ""):
		return r.fault(Cut)
	case l.End != nil:
		r.done = true
		return nil
	}
	return r.item(Item{Account: l.Account, Number: l.Record, Data: l.Data})
}

// item takes an item that comes next.
func (r *reader) item(it Item) error {
	begun := r.account != ""
	switch {
	case !isName(it.Account), it.Number < 0, it.Account <= r.last, begun && (it.Account != r.account || it.Number >= r.number):
		return r.fault(Disordered)
	case it.Number == 0:
		r.account, r.last = "", it.Account
		r.count.Accounts++
	default:
		r.account, r.number = it.Account, it.Number
		r.count.Records++
	}
	err := it.check()
	if newer := new(SchemaError); err != nil && !errors.As(err, &newer) {
		return r.fault(Spoilt)
	}
	if err != nil {
		return err
	}
	return r.f(it)
}

// maxName is the most letters of an account's name.
const maxName = 63

// isName reports whether a text can be an account's name.
func isName(s string) bool {
	return s != "" && len(s) <= maxName && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
