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
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	serving "github.com/caidan-dev/caidan/pkg/serve"
)

// BenchmarkWarmPublish measures a warm publish against the same five requests
// by a bare net/http client, one after the other in the same run. x-bare is the
// median of the ratios of such pairs, ledger included; ledger-ms is the median
// of what its calls took that nothing else went on beside, on this machine's
// disk, and x-bare-wechat the ratio without them. The goal of 1.05 is for a real
// distance: with none, what caidan adds (judging, encoding, digests) is held
// against almost nothing. "serve" asks over HTTP, with a key that is checked.
func BenchmarkWarmPublish(b *testing.B) {
	for _, distance := range []time.Duration{0, 40 * time.Millisecond} {
		b.Run(fmt.Sprintf("rtt=%s", distance), func(b *testing.B) {
			benchmarkWarmPublish(b, distance, func(_ testing.TB, handler Func) Func { return handler })
		})
		b.Run(fmt.Sprintf("serve/rtt=%s", distance), func(b *testing.B) { benchmarkWarmPublish(b, distance, overHTTP) })
	}
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

func benchmarkWarmPublish(b *testing.B, distance time.Duration, through func(testing.TB, Func) Func) {
	b.Helper()
	d := &double{get: asGet, shown: asShown}
	r := newRig(b, away(distance, d), memory(brand()))
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
