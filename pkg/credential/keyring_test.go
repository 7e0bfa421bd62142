package credential

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

func TestTokenIsKept(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.want(t, "token-1", 1, 1)
	f.clock.move(7200*time.Second - rotation - time.Second)
	f.want(t, "token-1", 1, 1)
	f.clock.move(time.Second)
	f.want(t, "token-2", 2, 2)
}

func TestShortLivedTokenIsHandedOut(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.server.set(func() { f.server.life = 300 })
	f.want(t, "token-1", 1, 1)
	f.want(t, "token-2", 2, 1)
	f.server.set(func() { f.server.life = 345 })
	f.want(t, "token-3", 3, 1)
	f.want(t, "token-3", 3, 1)
	f.clock.move(45 * time.Second)
	f.want(t, "token-4", 4, 1)
}

func TestExpire(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.want(t, "token-1", 1, 1)
	f.tokens.Expire(wechat.NewSecret("token-0"))
	f.want(t, "token-1", 1, 1)
	f.tokens.Expire(wechat.NewSecret("token-1"))
	f.want(t, "token-2", 2, 1)
	f.tokens.Expire(wechat.NewSecret("token-1"))
	f.want(t, "token-2", 2, 1)
}

// TestForget forgets the tokens of one Official Account, one that is under way among them.
func TestForget(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.keyring.Forget(appID) // of which nothing is known
	f.want(t, "token-1", 1, 1)
	f.keyring.Forget("wxother")
	f.want(t, "token-1", 1, 1)
	f.keyring.Forget(appID)
	f.want(t, "token-2", 2, 1)

	f.keyring.Forget(appID)
	hold, got := make(chan struct{}), make(chan string)
	f.server.set(func() { f.server.hold = hold })
	go func() {
		token, _ := f.tokens.Token(t.Context())
		got <- token.Value.Reveal()
	}()
	for f.server.count() < 3 {
		runtime.Gosched()
	}
	f.keyring.Forget(appID)
	close(hold)
	if token := <-got; token != "token-3" {
		t.Errorf("got %q, want the token that was asked for", token)
	}
	f.server.set(func() { f.server.hold = nil })
	f.want(t, "token-4", 4, 1)
}

func TestSourcesOfOneAccountShare(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.want(t, "token-1", 1, 1)
	f.tokens = f.keyring.Tokens("brand-cn")
	f.want(t, "token-1", 1, 1)
	f.tokens = f.keyring.Tokens("brand-de")
	f.want(t, "token-2", 2, 2)
}

func TestCredentialIsKeptFiveMinutes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.server.set(func() { f.server.life = 0 })
	f.want(t, "token-1", 1, 1)
	f.clock.move(keepCredential - time.Second)
	f.want(t, "token-2", 2, 1)
	f.clock.move(time.Second)
	f.want(t, "token-3", 3, 2)
}

func TestResetSecretIsReadAgain(t *testing.T) {
	t.Parallel()
	for _, code := range []int{40001, 40125} {
		f := newFixture(t, cred(secret), cred(newSecret))
		f.want(t, "token-1", 1, 1)
		f.tokens.Expire(wechat.NewSecret("token-1"))
		f.server.set(func() {
			f.server.secret = newSecret
			f.server.refusal = fmt.Sprintf(`{"errcode":%d,"errmsg":"no"}`, code)
		})
		f.want(t, "token-3", 3, 2)
	}
}

func TestWrongSecretIsReported(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		list         []Source
		asked, reads int
	}{
		{"unchanged", []Source{cred("wrong")}, 1, 2},
		{"changed and wrong", []Source{cred("wrong"), cred("wrong too"), cred(secret)}, 2, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, tt.list...)
			_, err := f.tokens.Token(t.Context())
			var refused *wechat.Error
			if !errors.As(err, &refused) || refused.Errcode != 40125 || f.server.count() != tt.asked || f.shelf.count() != tt.reads {
				t.Errorf("got %v after %d token requests and %d reads", err, f.server.count(), f.shelf.count())
			}
			f.server.set(func() { f.server.secret = "wrong too" })
			f.shelf.mu.Lock()
			f.shelf.list = []Source{cred("wrong too")}
			f.shelf.mu.Unlock()
			if _, err := f.tokens.Token(t.Context()); err != nil {
				t.Errorf("after the repair: %v", err)
			}
		})
	}
}

func TestOtherRefusalsAreNotReadAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred("wrong"))
	f.server.set(func() { f.server.refusal = `{"errcode":40164,"errmsg":"invalid ip 1.2.3.4, not in whitelist"}` })
	var refused *wechat.Error
	if _, err := f.tokens.Token(t.Context()); !errors.As(err, &refused) || refused.IP != "1.2.3.4" || f.server.count() != 1 || f.shelf.count() != 1 {
		t.Errorf("got %v after %d requests and %d reads", err, f.server.count(), f.shelf.count())
	}
}

func TestStoreErrors(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	errStore := errors.New("store is down")
	f.shelf.err = errStore
	if _, err := f.tokens.Token(t.Context()); !errors.Is(err, errStore) || f.server.count() != 0 {
		t.Errorf("got %v", err)
	}
	f.shelf.err = nil
	f.want(t, "token-1", 1, 2)
	f.tokens.Expire(wechat.NewSecret("token-1"))
	f.server.set(func() { f.server.secret = newSecret })
	f.shelf.mu.Lock()
	f.shelf.err = errStore
	f.shelf.mu.Unlock()
	_, err := f.tokens.Token(t.Context())
	var refused *wechat.Error
	if !errors.Is(err, errStore) || !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
	for _, s := range []string{secret, newSecret, appID} {
		if shown := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(shown, s) {
			t.Errorf("the error shows %q: %s", s, shown)
		}
	}
}

func TestAppID(t *testing.T) {
	t.Parallel()
	other := Secret{AppID: "wxffffffffffffffff", Secret: wechat.NewSecret(secret)}
	f := newFixture(t, cred(secret), other)
	f.want(t, "token-1", 1, 1)
	if id, err := f.keyring.AppID(t.Context(), "brand-cn"); err != nil || id != appID || f.shelf.count() != 1 {
		t.Errorf("got %s, %v", id, err)
	}
	// A token must never outlive the appid that AppID names.
	f.clock.move(keepCredential)
	if id, err := f.keyring.AppID(t.Context(), "brand-cn"); err != nil || id != other.AppID {
		t.Errorf("got %s, %v", id, err)
	}
	f.want(t, "token-2", 2, 2)
}

// TestPastMemory asks the store and WeChat although both answers are kept.
func TestPastMemory(t *testing.T) {
	t.Parallel()
	other := Secret{AppID: "wxffffffffffffffff", Secret: wechat.NewSecret(secret)}
	f := newFixture(t, cred(secret), other)
	f.want(t, "token-1", 1, 1)
	if _, err := f.keyring.Refetch(t.Context(), "brand-cn"); err != nil {
		t.Errorf("got %v", err)
	}
	f.want(t, "token-2", 2, 1)
	if id, err := f.keyring.Reread(t.Context(), "brand-cn"); err != nil || id != other.AppID {
		t.Errorf("got %s, %v, want %s", id, err, other.AppID)
	}
	f.want(t, "token-3", 3, 2)
	f.server.set(func() { f.server.secret = newSecret })
	var refused *wechat.Error
	for n := range 2 { // each asks anew
		if _, err := f.keyring.Refetch(t.Context(), "brand-cn"); !errors.As(err, &refused) || f.server.count() != 4+n {
			t.Errorf("got %v after %d token requests", err, f.server.count())
		}
	}
	f.want(t, "token-3", 5, 4)
}

func TestOneFetchAtATime(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	f.server.hold = make(chan struct{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if token, err := f.tokens.Token(t.Context()); err != nil || token.Value.Reveal() != "token-1" {
				t.Errorf("got %q, %v", token.Value.Reveal(), err)
			}
		})
	}
	close(f.server.hold)
	wg.Wait()
	if f.server.count() != 1 || f.shelf.count() != 1 {
		t.Errorf("%d token requests and %d reads, want 1 and 1", f.server.count(), f.shelf.count())
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	f := newFixture(t, cred(secret))
	e := f.keyring.entry("brand-cn")
	if err := e.lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer e.unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.tokens.Token(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := f.keyring.AppID(ctx, "brand-cn"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	// Expire never waits for a fetch.
	f.tokens.Expire(wechat.NewSecret("token-1"))
}

// TestWaitersShareAFailure holds that a credential which cannot be had is asked
// for once, however many wait for the token.
func TestWaitersShareAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const readers = 8
		locked := errors.New("locked")
		gate, asked := make(chan struct{}), 0
		store := func(context.Context, string) (Source, error) {
			asked++
			<-gate
			return nil, locked
		}
		tokens := NewKeyring(store, nil, time.Now).Tokens("brand-cn")
		errs := make(chan error, readers)
		ask := func() {
			_, err := tokens.Token(t.Context())
			errs <- err
		}
		for range readers {
			go ask()
		}
		synctest.Wait()
		close(gate)
		for range readers {
			if err := <-errs; !errors.Is(err, locked) {
				t.Errorf("Token: got %v, want %v", err, locked)
			}
		}
		if asked != 1 {
			t.Errorf("look-ups by those who waited: got %d, want 1", asked)
		}
		go ask()
		if err := <-errs; !errors.Is(err, locked) {
			t.Errorf("Token after that: got %v, want %v", err, locked)
		}
		if asked != 2 {
			t.Errorf("look-ups after that: got %d, want 2", asked)
		}
	})
}
