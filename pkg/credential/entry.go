package credential

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// entry is what a Keyring keeps of one account. It is the account's token
// source.
type entry struct {
	keyring *Keyring
	account string

	// busy holds one value while the store is read or the source is asked. It
	// is a channel and no mutex, so that waiting ends with the context. It
	// also guards credUntil.
	busy      chan struct{}
	credUntil time.Time

	// mu guards the rest, and is held for moments only.
	mu         sync.Mutex
	source     Source
	token      wechat.Token
	tokenUntil time.Time
	// refused is the token that WeChat refused since the last fetch.
	refused wechat.Secret
	// fetches counts the fetches that ended; failed is why the last one did
	// not work, nil when it did.
	fetches int
	failed  error
	// forgets counts how often the token had to be forgotten: one that was fetched
	// meanwhile is not kept.
	forgets int
}

// Token returns the token in memory, or fetches one. One fetch is under way at
// a time, and who waited for it shares its failure, or its token if that is fit
// to be kept: WeChat counts refused requests. A token just fetched is handed out
// whatever its remaining life.
func (e *entry) Token(ctx context.Context) (wechat.Token, error) { return e.get(ctx, false) }

// get is Token; renew allows the source to have a new one made.
func (e *entry) get(ctx context.Context, renew bool) (wechat.Token, error) {
	if token := e.kept(); !token.Value.IsZero() {
		return token, nil
	}
	before := e.ended()
	if err := e.lock(ctx); err != nil {
		return wechat.Token{}, err
	}
	defer e.unlock()
	if token := e.kept(); !token.Value.IsZero() {
		return token, nil
	}
	if err := e.failedSince(before); err != nil {
		return wechat.Token{}, err
	}
	return e.refetch(ctx, renew)
}

// refetch fetches a token and keeps it. The entry must be locked.
func (e *entry) refetch(ctx context.Context, renew bool) (wechat.Token, error) {
	asked, before := e.keyring.now(), e.forgotten()
	token, err := e.fetch(ctx, renew)
	e.end(err)
	if err != nil {
		return wechat.Token{}, err
	}
	e.keep(token, asked.Add(token.ExpiresIn-rotation), before)
	return token, nil
}

// forgotten returns how often the token had to be forgotten.
func (e *entry) forgotten() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.forgets
}

// forget forgets the token, if the account's appid is this one.
func (e *entry) forget(appID string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.source == nil || e.source.appID() == appID {
		e.token, e.tokenUntil = wechat.Token{}, time.Time{}
		e.forgets++
	}
}

// ended returns how many fetches have ended.
func (e *entry) ended() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fetches
}

// end notes how a fetch ended.
func (e *entry) end(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fetches++
	e.failed = err
}

// failedSince returns why the last fetch failed, if it ended after the given
// count was taken. That another caller's context ended does not count.
func (e *entry) failedSince(count int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fetches == count || errors.Is(e.failed, context.Canceled) || errors.Is(e.failed, context.DeadlineExceeded) {
		return nil
	}
	return e.failed
}

// Expire forgets the token, if it is the one in memory.
func (e *entry) Expire(token wechat.Secret) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.token.Value.Equal(token) {
		e.token, e.refused = wechat.Token{}, token
	}
}

// takeRefused returns the token that WeChat refused since the last fetch. The
// next fetch does not hold it against the source: WeChat may know it by then.
func (e *entry) takeRefused() wechat.Secret {
	e.mu.Lock()
	defer e.mu.Unlock()
	refused := e.refused
	e.refused = wechat.Secret{}
	return refused
}

// Explain adds what the account's source knows of a refusal.
func (e *entry) Explain(refusal error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.source.explain(refusal)
}

// fetch asks the source for a token. When the source itself is refused, or gives
// none, the store is read again, and what is there now asked if it is another.
func (e *entry) fetch(ctx context.Context, renew bool) (wechat.Token, error) {
	used, err := e.credential(ctx)
	if err != nil {
		return wechat.Token{}, err
	}
	ask := asking{client: e.keyring.client, refused: e.takeRefused(), renew: renew}
	token, failure := used.fetch(ctx, ask)
	if !doubtful(failure) || ctx.Err() != nil {
		return token, failure
	}
	e.credUntil = time.Time{}
	again, err := e.credential(ctx)
	if err != nil {
		return wechat.Token{}, fmt.Errorf("%w; reading the credential again: %w", failure, err)
	}
	if used.same(again) {
		return wechat.Token{}, failure
	}
	return again.fetch(ctx, ask)
}

// doubtful reports whether another credential may fare better: WeChat says that
// appid and secret do not belong together, or a token service fails.
func doubtful(err error) bool {
	var refused *wechat.Error
	var service *Error
	return errors.As(err, &service) || errors.As(err, &refused) && (refused.Errcode == 40001 || refused.Errcode == 40125)
}

// credential returns the account's source, from memory or the store. The entry
// must be locked. A token of another source is forgotten with it, so that tokens
// and appid always belong together.
func (e *entry) credential(ctx context.Context) (Source, error) {
	now := e.keyring.now()
	if now.Before(e.credUntil) {
		return e.source, nil
	}
	source, err := e.keyring.store(ctx, e.account)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.source == nil || !e.source.same(source) {
		e.token, e.tokenUntil = wechat.Token{}, time.Time{}
	}
	e.source, e.credUntil = source, now.Add(keepCredential)
	return source, nil
}

func (e *entry) kept() wechat.Token {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.keyring.now().Before(e.tokenUntil) {
		return wechat.Token{}
	}
	return e.token
}

// keep keeps a token, if none had to be forgotten since it was asked for.
func (e *entry) keep(token wechat.Token, until time.Time, forgets int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.forgets == forgets {
		e.token, e.tokenUntil = token, until
	}
}

// lock waits for the entry until the context ends.
func (e *entry) lock(ctx context.Context) error {
	select {
	case e.busy <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &Error{Why: api.Reason{Code: api.CredentialWaited}, Cause: ctx.Err()}
	}
}

func (e *entry) unlock() { <-e.busy }
