package remote

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestMay asks whether a function may be invoked, which does not run it.
func TestMay(t *testing.T) {
	t.Parallel()
	server, c := serve(t, time.Minute, func(context.Context, []byte) ([]byte, error) {
		t.Error("got the function run")
		return nil, nil
	})
	if err := c.May(t.Context()); err != nil {
		t.Errorf("got %v, want that it may", err)
	}
	var e *Error
	other := quick(New(settings(t, c.Endpoint()), "caidan-other", MaxWidth))
	if err := other.May(t.Context()); !errors.As(err, &e) || e.Denied || other.Function() != "caidan-other" {
		t.Errorf("got %v, want that there is no such function", err)
	}
	for kind, denied := range map[string]bool{"AccessDeniedException": true, "ExpiredTokenException": false, "TooManyRequestsException": false} {
		server.ClearFaults()
		server.Fault(loopback.Fault{Path: path, ErrorType: kind, Status: 403})
		if err := c.May(t.Context()); !errors.As(err, &e) || e.Denied != denied || e.Remedy == nil || e.Remedy.In(text.Chinese) == "" {
			t.Errorf("%s: got %#v", kind, err)
		}
	}
	unsigned := settings(t, c.Endpoint())
	unsigned.Credentials = nil
	if err := quick(New(unsigned, function, MaxWidth)).May(t.Context()); !errors.As(err, &e) || e.Denied {
		t.Errorf("got %v, want that there are no credentials", err)
	}
	unsigned.BaseEndpoint = nil
	if at := New(unsigned, function, MaxWidth).Endpoint(); at != "" {
		t.Errorf("got the address %s, want AWS's own", at)
	}
}
