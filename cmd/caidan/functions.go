package main

import (
	"log/slog"
	"time"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/version"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// connections is how many connections the functions may have to WeChat: each
// account that is under way has two answers read at once.
const connections = 2 * remote.MaxWidth

// functions are the real handlers over a client of WeChat and a ledger.
type functions struct {
	publish, inspect publish.Func
	// forget has them forget the tokens of an Official Account.
	forget func(appID string)
}

func newFunctions(client *wechat.Client, secrets credential.Store, l ledger.Store, reader ledger.Reader, now func() time.Time, log *slog.Logger) functions {
	keys := credential.NewKeyring(secrets, client, now)
	return functions{
		forget: keys.Forget,
		publish: publish.Handler(publish.Deps{
			Open:    func(account string) *wechat.Writer { return client.Writer(keys.Renewing(account)) },
			AppID:   keys.AppID,
			Ledger:  l,
			Now:     now,
			Log:     log,
			Version: version.Short(),
		}),
		inspect: publish.Inspect(publish.InspectDeps{
			Open:    func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) },
			AppID:   keys.AppID,
			Reread:  keys.Reread,
			Refetch: keys.Refetch,
			Ledger:  reader,
			Now:     now,
			Log:     log,
			Version: version.Short(),
		}),
	}
}
