package platform

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// overlap is how long a refresh token works on that was replaced.
	// Source: WeChat's answer to a user, api_authorizer_token.
	overlap = 5 * time.Minute

	// early is how long before its end a component token is replaced.
	// Source: api_component_token.
	early = 10 * time.Minute

	// ahead is how far beyond this clock WeChat may have made a ticket. One from later
	// would have every ticket until then taken for an older one.
	ahead = time.Hour

	// codeRefresh is the errcode of a refresh token that is not valid any more, and
	// codeNotAuthorised that of one whose account has taken its authorisation back.
	codeRefresh       = 61023
	codeNotAuthorised = 61003
)

// Holder has the component tokens of the platforms of one machine. It is safe for
// concurrent use. One process alone may have it.
type Holder struct {
	path string
	now  func() time.Time

	mu    sync.Mutex
	lines map[string]*line
}

// line is a platform's line of component tokens.
type line struct {
	// busy holds one value while WeChat is asked or the state written. It guards
	// the rest.
	busy  chan struct{}
	token wechat.Secret
	until time.Time
	// by is the app secret with which token was got.
	by wechat.Secret
}

// NewHolder returns a Holder that keeps what has to last in files whose names begin with
// path.
func NewHolder(path string, now func() time.Time) *Holder {
	return &Holder{path: path, now: now, lines: map[string]*line{}}
}

func (h *Holder) file(o *Order) string { return h.path + "-" + o.AppID }

// lock waits for a platform's line until ctx ends.
func (h *Holder) lock(ctx context.Context, o *Order) (*line, error) {
	h.mu.Lock()
	l, is := h.lines[o.AppID]
	if !is {
		l = &line{busy: make(chan struct{}, 1)}
		h.lines[o.AppID] = l
	}
	h.mu.Unlock()
	select {
	case l.busy <- struct{}{}:
		return l, nil
	case <-ctx.Done():
		return nil, &Error{Why: api.Reason{Code: api.CredentialWaited}, Cause: ctx.Err()}
	}
}

func (l *line) unlock() { <-l.busy }

// Message is what WeChat pushed: its kind, and the appid of the account whose
// authorisation is another since; empty where it is about none. Ignored is set where
// nothing is another since: of a ticket that was sent again or is older, and of a kind
// that says nothing to caidan.
type Message struct {
	Kind, Account string
	Ignored       bool
}

// Receive takes what WeChat pushed, of which find returns the order by the platform's
// appid. An error is about one that is not WeChat's, or that cannot be kept. What was
// kept in memory of a message's account is not to be used any more, also then.
func (h *Holder) Receive(ctx context.Context, query url.Values, body []byte, find func(appID string) *Order) (Message, error) {
	appID, encrypted, err := sender(body)
	if err != nil {
		return Message{}, err
	}
	o := find(appID)
	if o == nil {
		return Message{}, errReceiver
	}
	said, err := o.open(query, encrypted)
	if err != nil {
		return Message{}, err
	}
	m := Message{Kind: said["InfoType"]}
	switch m.Kind {
	case "component_verify_ticket":
		taken, err := h.change(ctx, o, func(st *state) (bool, error) { return st.take(said, h.now()) })
		m.Ignored = !taken && err == nil
		return m, err
	case "authorized", "updateauthorized", "unauthorized":
		// Whichever it is, the tokens of before may be no more: WeChat is asked for
		// those of now.
		m.Account = said["AuthorizerAppid"]
		_, err := h.change(ctx, o, func(st *state) (bool, error) { return st.drop(m.Account), nil })
		return m, err
	default:
		m.Ignored = true
		return m, nil
	}
}

// change changes the state of a platform; f reports whether it is another then, and
// so does change.
func (h *Holder) change(ctx context.Context, o *Order, f func(*state) (bool, error)) (another bool, err error) {
	l, err := h.lock(ctx, o)
	if err != nil {
		return false, err
	}
	defer l.unlock()
	st, err := o.read(h.file(o))
	if err != nil {
		return false, err
	}
	if another, err = f(&st); !another || err != nil {
		return false, err
	}
	return true, o.write(h.file(o), st)
}

// Token gets a token of an account that has authorised the platform.
func (h *Holder) Token(ctx context.Context, client *wechat.Client, o *Order, account string) (wechat.Token, error) {
	l, err := h.lock(ctx, o)
	if err != nil {
		return wechat.Token{}, err
	}
	defer l.unlock()
	st, err := o.read(h.file(o))
	if err != nil {
		return wechat.Token{}, err
	}
	x := exchange{h, o, l, client, st, account}
	return x.token(ctx)
}

// exchange is the way from a ticket to an account's token. The line is locked.
type exchange struct {
	*Holder
	o       *Order
	l       *line
	client  *wechat.Client
	st      state
	account string
}

// token tries the refresh token that is known, for some minutes the one before it, and
// then the one that WeChat lists.
func (x *exchange) token(ctx context.Context) (wechat.Token, error) {
	known, is := x.st.Refresh[x.account]
	if !is {
		known.Token, _ = x.o.refresh() // without it WeChat is asked
	}
	tries := []string{known.Token}
	if known.Before != "" && x.now().Sub(known.Rotated) < overlap {
		tries = append(tries, known.Before)
	}
	for _, try := range tries {
		if try == "" {
			continue
		}
		if token, err := x.refresh(ctx, try); !refused(err, codeRefresh) && !refused(err, codeNotAuthorised) {
			return token, err
		}
	}
	var listed string
	err := x.withComponent(ctx, func(component wechat.Secret) (err error) {
		listed, err = x.client.Authorizer(ctx, component, x.o.AppID, x.account)
		return err
	})
	switch {
	case err != nil:
		return wechat.Token{}, err
	case listed == "":
		return wechat.Token{}, failed(api.PlatformUnauthorised, api.Facts{After: []string{x.account}, Before: []string{x.o.AppID}})
	default:
		return x.refresh(ctx, listed)
	}
}

// refresh exchanges a refresh token for a token. One that comes with it is stored before
// the token is used.
func (x *exchange) refresh(ctx context.Context, with string) (wechat.Token, error) {
	var token wechat.Token
	var next wechat.Secret
	err := x.withComponent(ctx, func(component wechat.Secret) (err error) {
		token, next, err = x.client.AuthorizerToken(ctx, component, x.o.AppID, x.account, wechat.NewSecret(with))
		return err
	})
	if err != nil {
		return wechat.Token{}, err
	}
	keep := refresh{Token: with}
	if !next.IsZero() && next.Reveal() != with {
		keep = refresh{Token: next.Reveal(), Before: with, Rotated: x.now()}
	}
	if x.st.Refresh[x.account].Token == keep.Token {
		return token, nil
	}
	x.st.Refresh[x.account] = keep
	if err := x.o.write(x.file(x.o), x.st); err != nil {
		return wechat.Token{}, err
	}
	return token, nil
}

// withComponent calls f with a component token, and once more with a new one where
// WeChat refuses the one in memory. Where it refuses that, too, another program has
// fetched one since. One that was got with another app secret is not used: it says
// nothing of this one, with which what is stored would be sealed.
func (x *exchange) withComponent(ctx context.Context, f func(component wechat.Secret) error) error {
	for n := range 2 {
		if x.l.token.IsZero() || !x.now().Before(x.l.until) || !x.l.by.Equal(x.o.Secret) {
			if err := x.mint(ctx); err != nil {
				return err
			}
		}
		err := f(x.l.token)
		if !wechat.Stale(err) && !refused(err, 42006) {
			return err
		}
		x.l.token = wechat.Secret{}
		if n > 0 {
			return fmt.Errorf("%w: %w", err, failed(api.PlatformShared, api.Facts{After: []string{x.o.AppID}}))
		}
	}
	panic("unreachable")
}

// mint exchanges the newest ticket for a component token.
func (x *exchange) mint(ctx context.Context) error {
	ticket, err := x.o.ticket(x.st.Ticket)
	if err != nil {
		return err
	}
	if ticket == "" {
		return failed(api.PlatformNoTicket, api.Facts{After: []string{x.o.AppID}})
	}
	asked := x.now()
	token, err := x.client.ComponentToken(ctx, x.o.AppID, x.o.Secret, wechat.NewSecret(ticket))
	if err != nil {
		return err
	}
	x.l.token, x.l.until, x.l.by = token.Value, asked.Add(token.ExpiresIn-early), x.o.Secret
	return nil
}

func refused(err error, code int) bool {
	var e *wechat.Error
	return errors.As(err, &e) && e.Errcode == code
}
