package platform

import "github.com/caidan-dev/caidan/pkg/wechat"

// Order is what is kept of a platform: its appid and app secret, the token and the key
// of what WeChat pushes to it, and where its newest ticket and an account's refresh token
// come from.
type Order struct {
	AppID              string
	Secret, Token, Key wechat.Secret
	// TicketFile has the newest ticket; empty where WeChat pushes it to this process.
	TicketFile string
	// RefreshFile has the account's refresh token of before; empty where WeChat is
	// asked for it.
	RefreshFile string
}

// Same reports whether two orders say the same.
func (o *Order) Same(other *Order) bool {
	return o.AppID == other.AppID && o.TicketFile == other.TicketFile && o.RefreshFile == other.RefreshFile &&
		o.Secret.Equal(other.Secret) && o.Token.Equal(other.Token) && o.Key.Equal(other.Key)
}
