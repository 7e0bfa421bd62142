//go:build unix

package ledger_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// trip is a function as a RoundTripper.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// action returns what a request asks DynamoDB to do.
func action(req *http.Request) string {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	return name
}

var errCut = errors.New("the connection was cut")

// cutter cuts connections after the server has acted.
type cutter struct {
	mu   sync.Mutex
	left map[string]int // answers to lose, by action
	lost int
}

// lose has the next n answers to each of the actions lost.
func (c *cutter) lose(n int, actions ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = map[string]int{}
	for _, action := range actions {
		c.left[action] = n
	}
}

func (c *cutter) door(next http.RoundTripper) http.RoundTripper {
	return trip(func(req *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(req)
		c.mu.Lock()
		defer c.mu.Unlock()
		if err != nil || c.left[action(req)] == 0 {
			return res, err
		}
		c.left[action(req)]--
		c.lost++
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		return nil, errCut
	})
}

// counter counts requests by action.
type counter struct {
	mu   sync.Mutex
	seen []string
}

func (c *counter) door(next http.RoundTripper) http.RoundTripper {
	return trip(func(req *http.Request) (*http.Response, error) {
		c.mu.Lock()
		c.seen = append(c.seen, action(req))
		c.mu.Unlock()
		return next.RoundTrip(req)
	})
}
