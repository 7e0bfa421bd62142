package remote

import (
	"errors"
	"net/url"
	"strings"
	"unicode"

	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Error is why a request got no result.
type Error struct {
	// Function is the function as it was named.
	Function string
	// Meaning says what happened. It holds no credential.
	Meaning text.Spoken
	// Remedy says what to do, nil where nothing is known.
	Remedy text.Spoken
	// Denied means that these credentials may not invoke the function.
	Denied bool
	// Unclear means that the function may have done its work.
	Unclear bool
	// Retryable means that the same request may work later without a change.
	Retryable bool
	// Cause is the error of the layer below, nil when there is none. Its text
	// is AWS's and not for printing: it may repeat what was signed.
	Cause error

	// turnedAway is set where the request was refused before it was executed, so
	// that it may be sent again. Nothing else may be, as it may have published
	// already. tooFast is set where that was because requests come too fast, closed
	// where it was because nothing listens.
	turnedAway, tooFast, closed bool
}

// Error returns the function and the meaning in English.
func (e *Error) Error() string { return "invoke " + e.Function + ": " + e.Meaning.In(text.English) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Words returns the function with the meaning, and the remedy.
func (e *Error) Words() (meaning, remedy text.Spoken) {
	return text.Colon(text.Same(e.Function), e.Meaning), e.Remedy
}

// advise adds to the remedy what to do about the work, where it may have been
// done. Only a request that posts has work to be careful about.
func (e *Error) advise(req *api.Request) {
	if !e.Unclear {
		return
	}
	next := again
	switch {
	case !req.Writes():
	case req.Republish:
		next = text.Say(
			"run it again, without --republish: what is live already is not posted twice then",
			"再运行一次，但不带 --republish：已在线上的菜单就不会重复发布",
		)
	default:
		next = text.Say("run it again: what is live already is not posted twice", "再运行一次：已在线上的菜单不会重复发布")
	}
	if e.Remedy == nil {
		e.Remedy = next
		return
	}
	e.Remedy = text.Sayf("%s; %s", "%s；%s", e.Remedy, next)
}

// interrupted says that the caller gave up while the request may have been on
// its way.
func interrupted(function string, err error) *Error {
	return &Error{
		Function: function, Cause: err, Unclear: true,
		Meaning: text.Say("it was interrupted before the answer came", "收到应答之前被中断"),
	}
}

// What several errors say, or are told to do.
var (
	again      = text.Say("run it again", "再运行一次")
	notSent    = text.Say("it was interrupted before the request was sent", "请求发出之前被中断")
	network    = text.Say("check AWS_ENDPOINT_URL_LAMBDA and the network", "检查 AWS_ENDPOINT_URL_LAMBDA 和网络")
	oneRelease = text.Say("deploy the function and the action from one release", "部署同一版本的函数和 Action")
	readLog    = text.Say("look at the function's log", "查看函数的日志")
)

// hidden is what no error may show.
type hidden []string

// minHidden is the shortest text that is hidden, in bytes: AWS's secret keys
// have 40, and what a sandbox is given may be a word of any message.
const minHidden = 16

// maxQuoted is how much of foreign text an error shows, in code points.
// Source: design, section 7 (nothing from outside is echoed beyond 80
// characters).
const maxQuoted = 80

// webToken is a JSON Web Token, or the beginning of one: all that begins with a
// JSON object in base64, as GitHub's OIDC tokens do, which sign in to AWS.
// Source: RFC 7519, section 3.
var webToken = text.Pattern(`eyJ[A-Za-z0-9_.-]+`)

// quote makes one line, and not a page, of foreign text, with nothing in it that
// is hidden, and no token.
func (h hidden) quote(words string) text.Quoted {
	words = webToken().ReplaceAllString(words, "[secret]")
	for _, secret := range h {
		if len(secret) >= minHidden {
			words = strings.ReplaceAll(words, secret, "[secret]")
			words = strings.ReplaceAll(words, url.QueryEscape(secret), "[secret]")
		}
	}
	words = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(words, "\uFFFD"))
	return text.QuoteWhole(text.Cut(strings.Join(strings.Fields(words), " "), maxQuoted))
}

// said returns an answer's code and message.
func (h hidden) said(api smithy.APIError) text.Spoken {
	if api.ErrorMessage() == "" {
		return text.Same(api.ErrorCode())
	}
	return text.Sayf("%s %s", "%s %s", api.ErrorCode(), h.quote(api.ErrorMessage()))
}

// cause says what the error at the bottom says: what the layers above add are
// names of the SDK's parts, and URLs.
func (h hidden) cause(err error) text.Spoken {
	for {
		// An answer of AWS says more than what it was made of.
		if api, ok := err.(smithy.APIError); ok { //nolint:errorlint // each layer is looked at in turn
			return h.said(api)
		}
		next := errors.Unwrap(err)
		if next == nil {
			break
		}
		err = next
	}
	if words, known := text.System(err); known {
		return words
	}
	return h.quote(err.Error())
}
