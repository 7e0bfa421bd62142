package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// unknownLife is how long a token is kept of which the service does not say
	// when it ends: another program may have replaced it at any time.
	unknownLife = time.Minute

	// longestLife is the most that a token may claim to live. Real ones live two
	// hours. Source: getAccessToken.
	longestLife = 24 * time.Hour

	// maxToken is the most bytes of a token, twice what clients have to be able to
	// store. Source: getAccessToken.
	maxToken = 1024

	// firstInstant tells a moment from a number of seconds: as a moment it is in
	// the year 2001, as a life it would be 31 years.
	firstInstant = 1_000_000_000
)

// Service is a source that asks a token service: a program of the account's
// owner that holds the account's token and gives it to those who may have it.
type Service struct {
	id string
	// order closes over the rest, so that nothing can print it.
	order func() Order
}

// Order is how a token service is asked, and where its answer has the token.
type Order struct {
	// URL is asked with GET, and Header goes with it. Both are secret.
	URL    *url.URL
	Header map[string]string
	// Token points to the token in the answer's JSON; empty means that the whole
	// answer is the token. Source: RFC 6901.
	Token string
	// Expires points to when the token ends, in seconds from now or as a Unix
	// time; empty means that the answer does not say.
	Expires string
	// Renew is asked with GET to have the service make its token new; nil means
	// that it cannot be.
	Renew *url.URL
}

// NewService returns the source of an account that has a token service.
func NewService(appID string, o Order) Service {
	return Service{id: appID, order: func() Order { return o }}
}

func (s Service) appID() string { return s.id }

func (s Service) same(other Source) bool {
	o, is := other.(Service)
	return is && s.id == o.id && reflect.DeepEqual(s.order(), o.order())
}

func (s Service) explain(refusal error) error { return fmt.Errorf("%w: %w", refusal, stale()) }

// stale is the error of a service whose token WeChat refuses.
func stale() error { return failed(api.ServiceStale, api.Facts{}) }

// fetch asks the service. Where it gives the token that WeChat refused, it is
// told once to make a new one, if that is allowed and it can.
func (s Service) fetch(ctx context.Context, a asking) (wechat.Token, error) {
	o := s.order()
	token, err := o.token(ctx, a.client)
	if err != nil || a.refused.IsZero() || !token.Value.Equal(a.refused) {
		return token, err
	}
	if o.Renew == nil || !a.renew {
		return wechat.Token{}, stale()
	}
	if err := o.get(ctx, a.client, o.Renew, func([]byte) *Error { return nil }); err != nil {
		return wechat.Token{}, err
	}
	if token, err = o.token(ctx, a.client); err != nil {
		return wechat.Token{}, err
	}
	if token.Value.Equal(a.refused) {
		return wechat.Token{}, stale()
	}
	return token, nil
}

// token asks for the token.
func (o Order) token(ctx context.Context, client *wechat.Client) (token wechat.Token, err error) {
	err = o.get(ctx, client, o.URL, func(body []byte) *Error {
		value, root := strings.TrimSpace(string(body)), any(nil)
		if o.Token != "" {
			_ = json.Unmarshal(body, &root) // what is not JSON has nothing anywhere
			value, _ = at(root, o.Token).(string)
		}
		if !plainToken(value) {
			return formless(body)
		}
		token = wechat.Token{Value: wechat.NewSecret(value), ExpiresIn: life(at(root, o.Expires), client.Now())}
		return nil
	})
	return token, err
}

// plainToken reports whether a text can be a token: WeChat's have letters, digits,
// "-" and "_".
func plainToken(text string) bool {
	return len(text) <= maxToken && regexp.MustCompile(`^[A-Za-z0-9_.~+/=-]+$`).MatchString(text)
}

// life returns how long a token lives whose end is said by a number or a text of
// digits, or not at all. What no token lives, as where a moment is in milliseconds,
// is taken for not said.
func life(end any, now time.Time) time.Duration {
	seconds, err := strconv.ParseFloat(fmt.Sprint(end), 64)
	if err == nil && seconds >= firstInstant {
		seconds -= float64(now.Unix())
	}
	if err != nil || math.IsNaN(seconds) || seconds > longestLife.Seconds() {
		return rotation + unknownLife
	}
	return time.Duration(max(0, seconds) * float64(time.Second))
}

// at follows a JSON pointer; nil where it leads nowhere. Source: RFC 6901.
func at(root any, pointer string) any {
	if pointer == "" {
		return nil
	}
	for _, step := range strings.Split(pointer[1:], "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch node := root.(type) {
		case map[string]any:
			root = node[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(node) {
				return nil
			}
			root = node[i]
		default:
			return nil
		}
	}
	return root
}
