package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
)

// file is a store on one machine.
type file struct {
	path string
	// cloudToken and holder are as in found.
	cloudToken string
	holder     *platform.Holder
}

// File is the store of one machine: a JSON object from account to credential,
// as in {"brand-cn":{"appid":"wx...","secret":"..."}}. The file is read at each
// look-up, so that editing it takes effect.
func File(path string) credential.Store { return file{path: path}.find }

// Served is File for caidan serve, which may be inside WeChat Cloud Run. There the
// file cloudToken has a token. Credentials of which two would publish to one account
// are refused at once, and where the file comes to have them. h has the tokens of
// third-party platforms; nil where others may have them too, and then so are accounts
// of these. A file that is not as it should be is refused as well, but for one that is
// not there yet.
func Served(path, cloudToken string, h *platform.Holder) (credential.Store, error) {
	f := file{path, cloudToken, h}
	accounts, err := f.read("")
	if err == nil {
		err = cmp.Or(f.apart(accounts), f.held(accounts))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return f.find, nil
}

func (f file) of(account string) found {
	return found{account: account, place: f.path, cloudToken: f.cloudToken, holder: f.holder}
}

// read returns what the file has of each account, for one of them.
func (f file) read(account string) (map[string]json.RawMessage, error) {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, Fail(api.CredentialUnreadable, api.Facts{Place: f.path, Cause: reason(err)}, err)
	}
	accounts, err := f.of(account).object("", data)
	var failed *credential.Error
	switch {
	case !errors.As(err, &failed):
		return accounts, err
	case failed.Why.Code == api.CredentialMarked:
		return nil, Fail(api.CredentialFileMarked, api.Facts{Place: f.path}, nil)
	default:
		return nil, Fail(api.CredentialFileForm, api.Facts{Place: f.path, Offset: failed.Why.Offset}, nil)
	}
}

func (f file) find(_ context.Context, account string) (credential.Source, error) {
	if err := CheckName(account); err != nil {
		return nil, err
	}
	accounts, err := f.read(account)
	if err != nil {
		return nil, err
	}
	entry, ok := accounts[account]
	if !ok {
		return nil, Fail(api.CredentialNotInFile, api.Facts{Account: account, Place: f.path}, nil)
	}
	source, err := f.of(account).decode(entry)
	if err != nil {
		return nil, err
	}
	if c, is := source.(credential.Cloud); is && c.From == "" {
		if err := f.apart(accounts); err != nil {
			return nil, err
		}
	}
	return source, nil
}

// reason is an error of the file system's without the path.
func reason(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		return file.Err.Error()
	}
	return err.Error()
}
