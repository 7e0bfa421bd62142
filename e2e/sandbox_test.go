package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

const (
	appID  = "wx0123456789abcdef"
	secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
)

// consoleMenu is a menu as people make them in the web console.
const consoleMenu = `{"button":[{"type":"text","name":"t","value":"hello"},` +
	`{"type":"news","name":"n","value":"KQb_w","news_info":{"list":[{"title":"t","show_cover":0}]}}]}`

// server is the command's sandbox, run until a test ends.
type server struct {
	*testing.T
	base string
}

// serve runs caidan sandbox with settings that have one account, brand-cn with two
// followers, and returns it and its address. More are fields of the account, as
// settings write them.
func serve(t *testing.T, more ...string) (s server, base string) {
	t.Helper()
	fields := append([]string{
		fmt.Sprintf(`"appid": %q, "secret": %q`, appID, secret),
		`"followers": [{"openid": "plain", "platform": "android"}, {"openid": "vip", "tags": [2], "platform": "ios"}]`,
	}, more...)
	config := filepath.Join(t.TempDir(), "sandbox.json")
	if err := os.WriteFile(config, []byte(`{"accounts": {"brand-cn": {`+strings.Join(fields, ", ")+`}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	base = starts(t, "export AWS_ENDPOINT_URL_LAMBDA=", built(t), "sandbox", "--config", config)
	return server{t, base}, base
}

// shown is what is live, as the sandbox answers it.
type shown struct {
	Menu        json.RawMessage
	Conditional []struct {
		ID string `json:"menuid"`
	} `json:"conditionalmenu"`
}

// live returns what followers see.
func (s server) live() shown {
	s.Helper()
	var page struct{ Accounts []shown }
	s.call(http.MethodGet, "/", "", &page)
	if len(page.Accounts) != 1 {
		s.Fatalf("got %+v, want one account", page)
	}
	return page.Accounts[0]
}

// empty holds that nothing is left.
func (s server) empty() {
	s.Helper()
	if live := s.live(); string(live.Menu) != "null" || len(live.Conditional) > 0 {
		s.Errorf("got %+v, want nothing left", live)
	}
}

// console does in the web console what the body says.
func (s server) console(body string) {
	s.Helper()
	var now shown
	s.call(http.MethodPost, "/sandbox/console", body, &now)
}

func (s server) call(method, path, body string, into any) {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	req.Header.Set("Accept", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil || resp.StatusCode != http.StatusOK {
		s.Fatalf("%s %s: got %s and %v", method, path, resp.Status, err)
	}
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
