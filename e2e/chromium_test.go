package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browsing is how long a test may take in the browser, far longer than any does.
const browsing = 2 * time.Minute

// tab is a page in a browser of its own.
type tab struct {
	*testing.T
	ctx context.Context

	mu sync.Mutex
	// complaints are the errors that the page came to, requests the addresses
	// that it asked for.
	complaints, requests []string
}

// chromium returns the path of Chromium. Without it the test is skipped; with
// CAIDAN_E2E=1 it fails.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CAIDAN_E2E") == "1" {
		t.Fatal("CAIDAN_E2E=1 asks for a browser: chromium is not installed")
	}
	t.Skip("SKIPPED: chromium is not installed")
	return ""
}

// openTab starts Chromium.
func openTab(t *testing.T) *tab {
	t.Helper()
	path := chromium(t)
	ctx, cancel := context.WithTimeout(t.Context(), browsing)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx,
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(browsing), chromedp.WindowSize(1200, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); stop() })
	b := &tab{T: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen notes what a page should not do.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text+": "+fmt.Sprint(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, "console."+string(e.Type))
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

// do does things in the page.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// value returns what an expression comes to in the page.
func value[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait waits until an expression is true in the page.
func (b *tab) wait(expression string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(browsing))); err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
}

// text wants an element to say something.
func (b *tab) text(selector, want string) {
	b.Helper()
	if got := value[string](b, "document.querySelector("+quoted(selector)+").innerText"); !strings.Contains(got, want) {
		b.Errorf("%s: got %q, want %q in it", selector, got, want)
	}
}

// focused wants an element of that id to have the focus.
func (b *tab) focused(want string) {
	b.Helper()
	if got := value[string](b, "document.activeElement.id"); got != want {
		b.Errorf("got the focus on %q, want it on %q", got, want)
	}
}

// quiet wants the page to have come to no error and to have asked for nothing
// but what begins with an address.
func (b *tab) quiet(address string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.Errorf("got the complaint %q", c)
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, address) && r != "data:," {
			b.Errorf("got a request of %s", r)
		}
	}
	if len(b.requests) == 0 {
		b.Error("got no request at all, want that of the page")
	}
}
