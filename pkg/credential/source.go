package credential

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Source gets one account's tokens from outside this process: a [Secret] from
// WeChat, a [Service] from a token service. It remembers nothing; what it gave is
// kept by a [Keyring].
type Source interface {
	// appID returns the appid that the tokens are for.
	appID() string
	// fetch gets a token.
	fetch(ctx context.Context, a asking) (wechat.Token, error)
	// same reports whether another source asks for the same in the same way.
	same(other Source) bool
	// explain adds to WeChat's refusal of two tokens, one after the other, what
	// that means for this kind of source.
	explain(refusal error) error
}

// asking is what a source is asked with.
type asking struct {
	client *wechat.Client
	// refused is the token that WeChat refused just now; zero when there is none.
	refused wechat.Secret
	// renew allows the source to have a new token made for all that use it.
	renew bool
}

// Secret is the source of most accounts: their appid and app secret, which WeChat
// takes in exchange for a token.
type Secret wechat.Credential

func (s Secret) appID() string { return s.AppID }

func (s Secret) fetch(ctx context.Context, a asking) (wechat.Token, error) {
	return a.client.StableToken(ctx, wechat.Credential(s))
}

func (s Secret) same(other Source) bool {
	o, is := other.(Secret)
	return is && s.AppID == o.AppID && s.Secret.Equal(o.Secret)
}

func (s Secret) explain(refusal error) error { return refusal }
