package wechat

import (
	"context"
	"errors"
	"slices"
)

// signIns is how often an account whose address WeChat refuses signs in: a
// machine with several ways out may be seen from another address each time.
const signIns = 3

// SignIn fetches a token. Where WeChat refuses the address that the request comes
// from (40164), it fetches again over other connections, and returns with the
// error every address that WeChat saw, in the order in which it first did.
func (r *Reader) SignIn(ctx context.Context, fetch func(context.Context) error) (seen []string, err error) {
	for n := range signIns {
		if n > 0 {
			r.client.tokens.CloseIdleConnections()
		}
		err = fetch(ctx)
		var refused *Error
		if !errors.As(err, &refused) || refused.Errcode != codeIPNotAllowed {
			return seen, err
		}
		if refused.IP != "" && !slices.Contains(seen, refused.IP) {
			seen = append(seen, refused.IP)
		}
	}
	return seen, err
}
