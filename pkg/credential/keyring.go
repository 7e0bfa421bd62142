package credential

import (
	"context"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// keepCredential is how long a credential is used before the store is read
	// again: a change of appid is seen within it, a reset secret at once.
	keepCredential = 5 * time.Minute

	// rotation is the end of a stable token's life in which WeChat may already
	// hand out its successor. Source: getStableAccessToken.
	rotation = 5 * time.Minute
)

// Store finds where an account's tokens are from. Where it cannot the error is an
// *Error.
type Store func(ctx context.Context, account string) (Source, error)

// Keyring keeps credentials and tokens in memory, one entry per account. It is
// safe for concurrent use.
type Keyring struct {
	store  Store
	client *wechat.Client
	now    func() time.Time

	mu      sync.Mutex
	entries map[string]*entry
}

// NewKeyring returns an empty Keyring over a store. now is the clock.
func NewKeyring(store Store, client *wechat.Client, now func() time.Time) *Keyring {
	return &Keyring{store: store, client: client, now: now, entries: map[string]*entry{}}
}

// Tokens returns the account's token source. Sources of one account share
// their token. Whether the account exists shows at the first token.
func (k *Keyring) Tokens(account string) wechat.TokenSource {
	return k.entry(account)
}

// Renewing is Tokens for what publishes: when a token service gives the token that
// WeChat refused again, it is told to have a new one made.
func (k *Keyring) Renewing(account string) wechat.TokenSource {
	return renewing{k.entry(account)}
}

// renewing is an entry whose token source may have a token made new.
type renewing struct{ *entry }

// Token returns the token in memory, or fetches one.
func (r renewing) Token(ctx context.Context) (wechat.Token, error) { return r.get(ctx, true) }

// AppID returns the appid the account's tokens are for.
func (k *Keyring) AppID(ctx context.Context, account string) (string, error) {
	return k.appID(ctx, account, false)
}

// Reread is AppID past what is in memory: it reads the store, and the files that a
// credential names.
func (k *Keyring) Reread(ctx context.Context, account string) (string, error) {
	return k.appID(ctx, account, true)
}

func (k *Keyring) appID(ctx context.Context, account string, again bool) (string, error) {
	e := k.entry(account)
	if err := e.lock(ctx); err != nil {
		return "", err
	}
	defer e.unlock()
	if again {
		e.credUntil = time.Time{}
	}
	source, err := e.credential(ctx)
	if err != nil {
		return "", err
	}
	if c, is := source.(Component); is && again {
		o := c.order()
		err = o.Readable()
	}
	return source.appID(), err
}

// Forget forgets the tokens of an Official Account, which has taken back what they were
// given for.
func (k *Keyring) Forget(appID string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, e := range k.entries {
		e.forget(appID)
	}
}

// Refetch fetches a token past the one in memory, which it replaces. It never
// forces a new one.
func (k *Keyring) Refetch(ctx context.Context, account string) (wechat.Token, error) {
	e := k.entry(account)
	if err := e.lock(ctx); err != nil {
		return wechat.Token{}, err
	}
	defer e.unlock()
	return e.refetch(ctx, false)
}

func (k *Keyring) entry(account string) *entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.entries[account]
	if !ok {
		e = &entry{keyring: k, account: account, busy: make(chan struct{}, 1)}
		k.entries[account] = e
	}
	return e
}
