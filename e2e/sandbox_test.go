package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

const (
	appID  = "wx0123456789abcdef"
	secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
)

// consoleMenu is a menu as people make them in the web console.
const consoleMenu = `{"button":[{"type":"text","name":"t","value":"hello"},` +
	`{"type":"news","name":"n","value":"KQb_w","news_info":{"list":[{"title":"t","show_cover":0}]}}]}`

// brand is the account the clients act for, with two followers.
func brand() sandbox.Account {
	return sandbox.Account{Name: "brand-cn", AppID: appID, Secret: secret, Followers: []sandbox.Follower{
		{OpenID: "plain", Platform: "2"},
		{OpenID: "vip", Tags: []int{2}, Platform: "1"},
	}}
}

// serve runs a sandbox on loopback until the test ends and returns its address.
// Without accounts it plays brand.
func serve(t *testing.T, o sandbox.Options) (s *sandbox.Server, base string) {
	t.Helper()
	if o.Accounts == nil {
		o.Accounts = []sandbox.Account{brand()}
	}
	o.Now = time.Now
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s, run(t, &s.Server)
}

// run answers for a server on loopback until the test ends and returns its
// address.
func run(t *testing.T, s *loopback.Server) (base string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l, err := loopback.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}
