package api

import (
	"context"
	"net"
	"net/url"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Where caidan serve answers, below its address: a request to the functions of
// these names is posted there, and its result is the answer of status 200. Any
// other answer of its own is a result that has but a schema, an outcome and an
// error.
const (
	PathInspect = "/v1/inspect"
	PathPublish = "/v1/publish"
	// PathLedger answers GET with a copy of the ledger's file, to who may inspect.
	PathLedger = "/v1/ledger"
	// PathTicket takes what WeChat pushes to a third-party platform.
	PathTicket = "/v1/ticket"
)

// MaxBody is the most bytes of a request and of a result: as much as AWS Lambda
// takes. Source: AWS Lambda quotas, invocation payload of synchronous requests.
const MaxBody = 6 << 20

// IsAddress reports whether a function is named by an address, right or not, and not
// as one of AWS Lambda: neither a name nor an ARN of those has a slash.
// Source: AWS Lambda, Invoke, FunctionName.
func IsAddress(function string) bool { return strings.Contains(function, "/") }

// Address returns a server's address in its only form, without a slash at the
// end: it is the audience of tokens too. Over plain http a key or token can be
// read on the way, so that is for this machine alone. An error is a [*text.Error].
func Address(s string) (string, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Host == "", u.User != nil, u.RawQuery != "", u.Fragment != "", u.Scheme != "https" && u.Scheme != "http":
		return "", &text.Error{
			Meaning: text.Sayf("%q is not the address of a server", "%q不是服务器的地址", s),
			Remedy:  text.Say("write https://menus.example.com, without a user, a query or a fragment", "写成 https://menus.example.com，不带用户名、查询和片段"),
		}
	case u.Scheme == "http" && !ThisMachine(u.Hostname()):
		return "", &text.Error{
			Meaning: text.Sayf("%q is plain http, over which a key or token can be read on the way", "%q是明文 http，密钥或令牌会在途中被人看到", s),
			Remedy:  text.Say("give an address that begins with https", "请使用 https 开头的地址"),
		}
	default:
		return strings.TrimRight(u.Scheme+"://"+strings.ToLower(u.Host)+u.Path, "/"), nil
	}
}

// ThisMachine reports whether a host is this machine's loopback.
func ThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// originKey is the key of a context's value.
type originKey struct{}

// WithOrigin has the functions take what verify makes of the origin that a request
// claims for what it is: the server that took the request knows who sent it.
func WithOrigin(ctx context.Context, verify func(claimed Origin) Origin) context.Context {
	return context.WithValue(ctx, originKey{}, verify)
}

// VerifiedOrigin returns the origin of a request: what it claims, where there is
// nothing better.
func VerifiedOrigin(ctx context.Context, claimed Origin) Origin {
	if verify, is := ctx.Value(originKey{}).(func(Origin) Origin); is {
		return verify(claimed)
	}
	return claimed
}
