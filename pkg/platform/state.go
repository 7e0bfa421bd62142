package platform

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// state is what of a platform outlives this process.
type state struct {
	// Ticket is the newest that WeChat pushed, Created when it made it, in Unix time.
	Ticket  string `json:"ticket,omitempty"`
	Created int64  `json:"created,omitempty"`
	// Refresh are the refresh tokens of accounts, by their appids.
	Refresh map[string]refresh `json:"refresh"`
}

// refresh is the refresh token of an account, and the one before, which works for some
// minutes after it.
type refresh struct {
	Token   string    `json:"token"`
	Before  string    `json:"before,omitempty"`
	Rotated time.Time `json:"rotated,omitzero"`
}

// take takes a ticket, and reports whether it did: not one that was sent again, or
// overtaken.
func (st *state) take(said map[string]string, now time.Time) (bool, error) {
	created, err := strconv.ParseInt(said["CreateTime"], 10, 64)
	switch {
	case err != nil || said["ComponentVerifyTicket"] == "":
		return false, errForm
	case created > now.Add(ahead).Unix():
		return false, errAhead
	case created <= st.Created:
		return false, nil
	default:
		st.Ticket, st.Created = said["ComponentVerifyTicket"], created
		return true, nil
	}
}

// drop drops the refresh tokens of an account, and reports whether there was one.
func (st *state) drop(account string) bool {
	_, is := st.Refresh[account]
	delete(st.Refresh, account)
	return is
}

// seal returns what encrypts the state of a platform. Its key is made of the platform's
// app secret: refresh tokens are worth nothing without it, so that a key of its own would
// have to be kept and lost beside it. A file that a reset secret makes unreadable holds
// nothing that WeChat does not give again.
func (o *Order) seal() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(o.Secret.Reveal()), []byte(o.AppID), "caidan platform state 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// read returns the state in a file; a new one where there is none, or one that the
// platform's secret does not open any more.
func (o *Order) read(path string) (state, error) {
	st := state{Refresh: map[string]refresh{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return st, nil
	}
	if err != nil {
		return st, unstored(err)
	}
	aead, err := o.seal()
	if err != nil {
		return st, unstored(err)
	}
	plain, err := aead.Open(nil, nil, data, []byte(o.AppID))
	if err != nil {
		return st, nil //nolint:nilerr // what it had, WeChat gives again
	}
	if err := json.Unmarshal(plain, &st); err != nil {
		return st, unstored(err)
	}
	return st, nil
}

// write replaces the file: after a crash it has the state of before or this one.
func (o *Order) write(path string, st state) error {
	plain, err := json.Marshal(st)
	if err != nil {
		return unstored(err)
	}
	aead, err := o.seal()
	if err != nil {
		return unstored(err)
	}
	if err := replace(path, aead.Seal(nil, nil, plain, []byte(o.AppID))); err != nil {
		return unstored(err)
	}
	return nil
}

func replace(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".caidan-*") // readable by this user alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// unstored is the error of a state that cannot be read or written: which file, and
// the file system's words.
func unstored(err error) error {
	cause := err.Error()
	var file *fs.PathError
	if errors.As(err, &file) {
		cause = file.Path + ": " + file.Err.Error()
	}
	return &Error{Why: api.Reason{Code: api.PlatformStore, Facts: api.Facts{Cause: cause}}, Cause: err}
}
