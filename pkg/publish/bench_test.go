package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/platform"
	serving "github.com/caidan-dev/caidan/pkg/serve"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// BenchmarkWarmPublish measures a warm publish against the same five requests
// by a bare net/http client, one after the other in the same run. x-bare is the
// median of the ratios of such pairs, ledger included; ledger-ms is the median
// of what its calls took that nothing else went on beside, on this machine's
// disk, and x-bare-wechat the ratio without them. The goal of 1.05 is for a real
// distance: with none, what caidan adds (judging, encoding, digests) is held
// against almost nothing. "serve" asks over HTTP, with a key that is checked: with
// the account's own token, without one in WeChat Cloud Run or with the one of its file,
// and with that of a third-party platform.
func BenchmarkWarmPublish(b *testing.B) {
	direct := func(_ testing.TB, handler Func) Func { return handler }
	for _, distance := range []time.Duration{0, 40 * time.Millisecond} {
		run := func(name string, store credential.Store, through func(testing.TB, Func) Func) {
			b.Run(fmt.Sprintf("%srtt=%s", name, distance), func(b *testing.B) { benchmarkWarmPublish(b, distance, store, through) })
		}
		run("", memory(brand()), direct)
		run("serve/", memory(brand()), overHTTP)
		run("serve/cloud/", ofSource(credential.NewCloud(brand().AppID, brand().AppID, "")), overHTTP)
		run("serve/cloud-file/", ofSource(credential.NewCloud(brand().AppID, "", tokenFile(b))), overHTTP)
		run("serve/platform/", ofSource(onPlatform(b)), overHTTP)
	}
}

// ofSource is a store of one account.
func ofSource(source credential.Source) credential.Store {
	return func(context.Context, string) (credential.Source, error) { return source, nil }
}

// tokenFile is a file with a token, or with a ticket.
func tokenFile(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "token")
	if err := os.WriteFile(path, []byte("70k3n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// onPlatform is an account that has authorised a platform.
func onPlatform(tb testing.TB) credential.Source {
	tb.Helper()
	h := platform.NewHolder(filepath.Join(tb.TempDir(), "ledger.db-platform"), time.Now)
	return credential.NewComponent(brand().AppID, h, platform.Order{
		AppID: "wxfedcba9876543210", Secret: wechat.NewSecret(secret), TicketFile: tokenFile(tb),
	})
}

// asPlatform answers the endpoints of a platform before the others.
func asPlatform(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/cgi-bin/component/") {
			h.ServeHTTP(w, r)
			return
		}
		_, _ = io.WriteString(w, `{"component_access_token":"c","authorizer_access_token":"70k3n","expires_in":7200,"authorizer_refresh_token":"r",`+
			`"total_count":1,"list":[{"authorizer_appid":"`+brand().AppID+`","refresh_token":"r"}]}`)
	})
}

// overHTTP asks a function through a server.
func overHTTP(tb testing.TB, handler Func) Func {
	tb.Helper()
	key, hash := serving.NewKey()
	c, err := serving.Decode(fmt.Appendf(nil, `{"address":"https://menus.example.cn","listen":":0","ledger":"l","credentials":"c","keys":{"k":{"sha256":%q,"publish":true}}}`, hash))
	if err != nil {
		tb.Fatal(err)
	}
	front := httptest.NewServer(serving.NewHandler(&c, serving.Deps{
		Publish: serving.Func(handler), Inspect: serving.Func(handler), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}))
	tb.Cleanup(front.Close)
	transport := &http.Transport{}
	tb.Cleanup(transport.CloseIdleConnections)
	return func(ctx context.Context, event []byte) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, front.URL+api.PathPublish, bytes.NewReader(event))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+key)
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		defer func() { _ = resp.Body.Close() }()
		return io.ReadAll(resp.Body)
	}
}

func benchmarkWarmPublish(b *testing.B, distance time.Duration, store credential.Store, through func(testing.TB, Func) Func) {
	b.Helper()
	d := &double{get: asGet, shown: asShown}
	r := newRig(b, away(distance, asPlatform(d)), store)
	book := &timed{Store: r.ledger}
	deps := r.deps
	deps.Ledger, deps.pace = book, nil
	handler := through(b, Handler(deps))
	bare := newBare(b, r.front.URL)
	menus := []string{menuA, menuB}
	r.publish(menuB)
	bare.publish(b, menuB)
	var all, wechat, ledgers []float64
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		event, err := json.Marshal(request(menus[n%2]))
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		answer, err := handler(context.Background(), event)
		ours := time.Since(start)
		if err != nil || !bytes.Contains(answer, []byte(`"published"`)) {
			b.Fatalf("got %s, %v", answer, err)
		}
		b.StopTimer()
		start = time.Now()
		bare.publish(b, menus[n%2])
		theirs := float64(time.Since(start))
		in := book.reset()
		all, wechat = append(all, float64(ours)/theirs), append(wechat, float64(ours-in)/theirs)
		ledgers = append(ledgers, in.Seconds()*1e3)
		b.StartTimer()
		n++
	}
	b.ReportMetric(median(all), "x-bare")
	b.ReportMetric(median(wechat), "x-bare-wechat")
	b.ReportMetric(median(ledgers), "ledger-ms")
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// timed is a ledger that knows how long its calls took which nothing else goes
// on beside; the newest record is read while WeChat is.
type timed struct {
	ledger.Store
	spent time.Duration
}

func (s *timed) since(start time.Time) { s.spent += time.Since(start) }

func (s *timed) reset() time.Duration {
	defer func() { s.spent = 0 }()
	return s.spent
}

func (s *timed) State(ctx context.Context, account string) (ledger.State, error) {
	defer s.since(time.Now())
	return s.Store.State(ctx, account)
}

func (s *timed) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	defer s.since(time.Now())
	return s.Store.Swap(ctx, st)
}

func (s *timed) Append(ctx context.Context, r ledger.Record) error {
	defer s.since(time.Now())
	return s.Store.Append(ctx, r)
}

// away has a server answer after a round trip's time.
func away(distance time.Duration, h http.Handler) http.Handler {
	if distance == 0 {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(distance)
		h.ServeHTTP(w, r)
	})
}

// bare does the requests of a publish and nothing else.
type bare struct {
	base   string
	client *http.Client
}

func newBare(tb testing.TB, base string) *bare {
	tb.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 8}
	tb.Cleanup(transport.CloseIdleConnections)
	return &bare{base, &http.Client{Transport: transport}}
}

func (c *bare) publish(tb testing.TB, body string) {
	tb.Helper()
	both := func() error {
		var g errgroup.Group
		g.Go(func() error { return c.send(http.MethodGet, getPath, "") })
		g.Go(func() error { return c.send(http.MethodGet, shownPath, "") })
		return g.Wait()
	}
	for _, step := range []func() error{both, func() error { return c.send(http.MethodPost, createPath, body) }, both} {
		if err := step(); err != nil {
			tb.Fatal(err)
		}
	}
}

func (c *bare) send(method, path, body string) error {
	req, err := http.NewRequestWithContext(context.Background(), method, c.base+path+"?access_token=70k3n", bytes.NewReader([]byte(body)))
	if err != nil {
		return err
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
