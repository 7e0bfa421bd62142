package wechat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// tries is how often one request is sent at most. WxJava sends six, waiting
	// 1 to 16 seconds between them; a Lambda that needs 15 seconds for a write
	// cannot. Four tries wait 2.6 seconds at worst.
	tries = 4

	// interval is about how long the first back-off takes; each is about twice
	// the one before.
	interval = 250 * time.Millisecond

	// spread is how far a back-off may be off, as a fraction, so that many
	// accounts do not come back at one moment.
	spread = 0.5
)

// send makes a request until it has an answer that trying again cannot change,
// or tries or time run out, or Writer.Again says no. Token requests, reads, and
// menu/create, which replaces a menu by the same menu, may always be repeated; the
// other writes only while they cannot have been acted on.
func (c *Client) send(ctx context.Context, req request) (answer, error) {
	pauses := backoff.ExponentialBackOff{
		InitialInterval:     c.interval,
		RandomizationFactor: spread,
		Multiplier:          2,
		MaxInterval:         backoff.DefaultMaxInterval,
	}
	var before error
	for try := 1; ; try++ {
		ans, err := c.try(ctx, req)
		if err == nil {
			return ans, nil
		}
		err = follow(before, err)
		if try == tries || !req.repeatable(err) || !pause(ctx, pauses.NextBackOff()) || !req.mayFollow(ctx) {
			return answer{}, err
		}
		before = err
	}
}

// repeatable reports whether the next try may fare better and can do no harm.
func (r request) repeatable(err error) bool {
	if once(r.op) && mayHaveActed(err) {
		return false
	}
	var refused *Error
	if errors.As(err, &refused) {
		return refused.Errcode == codeBusy
	}
	var broken *TransportError
	return errors.As(err, &broken) && broken.repeat
}

// mayFollow reports whether the request may be sent after it was before.
func (r request) mayFollow(ctx context.Context) bool { return r.again == nil || r.again(ctx) }

// follow makes a try's error tell of the tries before it: that one of them may
// have been acted on, and, where time ran out, what was really wrong.
func follow(before, err error) error {
	if before == nil {
		return err
	}
	unclear := mayHaveActed(before)
	var refused *Error
	if errors.As(err, &refused) {
		refused.Unclear = refused.Unclear || unclear
		return err
	}
	var broken *TransportError
	if errors.As(err, &broken) {
		broken.Sent = broken.Sent || unclear
		if !broken.repeat {
			broken.Cause = fmt.Errorf("%w (the try before: %s)", broken.Cause, brief(before))
		}
	}
	return err
}

// mayHaveActed reports whether a request may have been acted on although it
// ended in this error.
func mayHaveActed(err error) bool {
	// A TransportError may hold an Error of another endpoint, not the reverse.
	var broken *TransportError
	if errors.As(err, &broken) {
		return broken.Sent
	}
	var refused *Error
	return errors.As(err, &refused) && refused.Unclear
}

// pause waits. It reports false, at once, when the context would end before
// the wait does, so that the caller has the last real error to return.
func pause(ctx context.Context, wait time.Duration) bool {
	timer, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	end, _ := timer.Deadline()
	if last, ok := ctx.Deadline(); ok && !last.After(end) {
		return false
	}
	<-timer.Done()
	return ctx.Err() == nil
}
