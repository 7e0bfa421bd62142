// Package remote carries a request to a function and its result back: to AWS
// Lambda, where [New] names the function, or over HTTPS to caidan serve, where
// [NewHTTPS] has its address.
package remote

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// invokeTimeout bounds one invocation. The SDK sets none for Lambda; the
	// function of lambda/template.yaml is given 60 s, and a cold start and the
	// way there take their share.
	invokeTimeout = 2 * time.Minute
	// attempts is how often a request that was turned away before it was
	// executed is sent.
	attempts = 6
	// dials is how often a request is sent to an address where nothing listens. The
	// two pauses between take half as long as others: a server that starts again is
	// waited for, and a wrong address is told within three seconds.
	dials = 3
	// interval is about how long the first back-off takes; each is about twice
	// the one before. Together the five take half a minute, which outlives a
	// burst of publishes.
	interval = time.Second
	// spread is how far a back-off may be off, as a fraction, so that many
	// accounts do not come back at one moment.
	spread = 0.5
)

// carrier takes requests to one function.
type carrier interface {
	// signIn sees that there is a way to be let in, and returns what no error may
	// show.
	signIn(ctx context.Context) (hidden, *text.Error)
	// carry takes a request there once, and returns what the function answered.
	carry(ctx context.Context, secrets hidden, payload []byte) ([]byte, *Error)
	// may says why the function may not be asked; nil where it may.
	may(ctx context.Context, secrets hidden) *Error
}

// Client sends requests to one function. It is safe for concurrent use, and meant
// to be: it lets only as many requests be under way as the function keeps up with.
type Client struct {
	carrier  carrier
	function string
	width    *width
	// interval is shorter in tests.
	interval time.Duration
	// closed is set while nothing is known to listen: other requests need not wait
	// for it as well.
	closed atomic.Bool
}

func newClient(c carrier, function string, most int) *Client {
	return &Client{carrier: c, function: function, width: newWidth(most), interval: interval}
}

// SignIn sees that there is a way to be let in, so that what is wrong with it is
// said once and not for every account. What goes wrong after it is about the
// function. An error is a [*text.Error].
func (c *Client) SignIn(ctx context.Context) error {
	if _, err := c.carrier.signIn(ctx); err != nil {
		return err
	}
	return nil
}

// Do sends a request and waits for its result. Errors are of type *Error. What
// no function takes is not sent.
func (c *Client) Do(ctx context.Context, req api.Request) (api.Result, error) {
	if wrong := req.Bounded(); wrong != nil {
		return api.Result{}, &Error{Function: c.function, Meaning: wrong.Meaning, Remedy: wrong.Remedy, Cause: wrong}
	}
	payload, err := json.Marshal(req)
	if err != nil {
		return api.Result{}, &Error{
			Function: c.function, Cause: err,
			Meaning: text.Sayf("the request cannot be encoded: %q", "请求无法编码：%q", err.Error()),
		}
	}
	secrets, unsigned := c.carrier.signIn(ctx)
	if unsigned != nil {
		return api.Result{}, &Error{
			Function: c.function, Meaning: unsigned.Meaning, Remedy: unsigned.Remedy,
			Cause: unsigned, Retryable: ctx.Err() != nil,
		}
	}
	res, failure := c.send(ctx, secrets, &req, payload)
	if failure != nil {
		failure.advise(&req)
		return api.Result{}, failure
	}
	return res, nil
}

// send invokes the function, and again while nothing comes of it because
// requests come too fast.
func (c *Client) send(ctx context.Context, secrets hidden, req *api.Request, payload []byte) (api.Result, *Error) {
	pauses := backoff.ExponentialBackOff{
		InitialInterval: c.interval, RandomizationFactor: spread, Multiplier: 2, MaxInterval: backoff.DefaultMaxInterval,
	}
	for n := 1; ; n++ {
		res, failure, resend := c.once(ctx, secrets, req, payload)
		pause, most := pauses.NextBackOff(), attempts
		if failure != nil && failure.closed {
			pause, most = pause/2, dials
			if n == most {
				c.closed.Store(true)
			}
		} else {
			c.closed.Store(false)
		}
		if !resend || n >= most || c.closed.Load() || !sleep(ctx, pause) {
			return res, failure
		}
	}
}

// once invokes the function when its turn has come, and reports whether the
// request may be sent again: it was not executed, or nothing came of it.
func (c *Client) once(ctx context.Context, secrets hidden, req *api.Request, payload []byte) (res api.Result, failure *Error, resend bool) {
	round, err := c.width.begin(ctx)
	if err != nil {
		return res, &Error{Function: c.function, Cause: err, Meaning: notSent, Remedy: again, Retryable: true}, false
	}
	defer c.width.end()
	answer, failure := c.carrier.carry(ctx, secrets, payload)
	if failure == nil {
		res, failure = c.result(answer, req.Account)
	}
	switch {
	case failure != nil:
		if failure.tooFast {
			c.width.tooFast(round)
		}
		return res, failure, failure.turnedAway
	case res.Error != nil && res.Error.Throttled():
		c.width.tooFast(round)
		return res, nil, !req.Writes() || len(res.Calls) == 0
	default:
		c.width.answered()
		return res, nil, false
	}
}

// refusedToConnect reports whether nothing listens at an address, so that nothing
// was sent.
func refusedToConnect(err error) bool {
	return notConnected(err) && errors.Is(err, syscall.ECONNREFUSED)
}

// notConnected reports whether an error is that of dialling, so that nothing
// was sent.
func notConnected(err error) bool {
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial"
}

// sleep reports whether the whole time passed before ctx was done.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// result reads what the function answered.
func (c *Client) result(payload []byte, account string) (api.Result, *Error) {
	wrong := func(cause error, meaning, remedy text.Spoken) (api.Result, *Error) {
		return api.Result{}, &Error{Function: c.function, Cause: cause, Meaning: meaning, Remedy: remedy, Unclear: true}
	}
	if !bounded(payload) {
		return wrong(nil,
			text.Say("the function answered more than a result can hold", "函数的应答超出了结果可能有的大小"),
			text.Sayf("check that the name is that of the caidan function, and %s", "确认这个名称指的是 caidan 的函数，并%s", oneRelease))
	}
	var head struct {
		Schema  int
		Outcome api.Outcome
	}
	err := json.Unmarshal(payload, &head)
	if err == nil && head.Schema != 0 && head.Schema != api.Schema {
		return wrong(nil, text.Sayf(
			"the function answered schema %d, not %d: it is of another release",
			"函数的应答是第 %d 版格式，不是第 %d 版：函数与 caidan 的版本不同", head.Schema, api.Schema,
		), oneRelease)
	}
	var res api.Result
	if err == nil {
		err = json.Unmarshal(payload, &res)
	}
	if err != nil || res.Schema != api.Schema || res.Outcome == "" || res.Account != account {
		return wrong(err,
			text.Say("the answer is not a result of the caidan function", "应答不是 caidan 函数的结果"),
			text.Sayf(
				"check that the name is that of the caidan function, and %s",
				"确认这个名称指的是 caidan 的函数，并%s", oneRelease,
			))
	}
	return res, nil
}
