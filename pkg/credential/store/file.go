package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

// File is the store of one machine: a JSON object from account to credential,
// as in {"brand-cn":{"appid":"wx...","secret":"..."}}. The file is read at each
// look-up, so that editing it takes effect.
func File(path string) credential.Store {
	return func(_ context.Context, account string) (credential.Source, error) {
		if err := CheckName(account); err != nil {
			return nil, err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, Fail(api.CredentialUnreadable, api.Facts{Place: path, Cause: reason(err)}, err)
		}
		accounts, err := found{account, path}.object("", data)
		if err != nil {
			return nil, err
		}
		entry, ok := accounts[account]
		if !ok {
			return nil, Fail(api.CredentialNotInFile, api.Facts{Account: account, Place: path}, nil)
		}
		return Decode(account, path, entry)
	}
}

// reason is an error of the file system's without the path.
func reason(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		return file.Err.Error()
	}
	return err.Error()
}
