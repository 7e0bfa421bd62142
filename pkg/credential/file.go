package credential

import (
	"context"
	"fmt"
	"os"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// File is the store of one machine: a JSON object from account to credential,
// as in {"brand-cn":{"appid":"wx...","secret":"..."}}. The file is read at each
// look-up, so that editing it takes effect.
func File(path string) Store {
	return func(_ context.Context, account string) (wechat.Credential, error) {
		if err := checkName(account); err != nil {
			return wechat.Credential{}, err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return wechat.Credential{}, fmt.Errorf("read credential file: %w", err)
		}
		accounts, err := object(data)
		if err != nil {
			return wechat.Credential{}, fmt.Errorf("read credential file %s: %w", path, err)
		}
		entry, ok := accounts[account]
		if !ok {
			return wechat.Credential{}, &UnknownAccountError{
				Account: account,
				Where:   "file " + path,
				Remedy:  fmt.Sprintf("add %q: %s to it", account, shape),
			}
		}
		cred, err := decode(entry)
		if err != nil {
			return wechat.Credential{}, fmt.Errorf("read credential of account %s in file %s: %w", account, path, err)
		}
		return cred, nil
	}
}
