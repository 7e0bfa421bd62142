package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/caidan-dev/caidan/pkg/text"
)

// maxPush is the most bytes of a push; a ticket's has one KiB.
const maxPush = 64 << 10

// Receiver takes what WeChat pushes to a third-party platform, and returns the kind of
// the message; ignored is set where it changes nothing. An error is about one that was
// not taken.
type Receiver func(ctx context.Context, query url.Values, body []byte) (kind string, ignored bool, err error)

// ticket takes a push. Who sends it does not sign in, and is told nothing but whether it
// was taken: the message has a signature of its own.
func (h *handler) ticket(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPush))
	var kind string
	var ignored bool
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		err = fmt.Errorf("it has more than %d bytes", large.Limit)
	case err == nil:
		kind, ignored, err = h.Ticket(r.Context(), r.URL.Query(), body)
	}
	if err != nil {
		h.Log.WarnContext(r.Context(), "push refused", "kind", text.Cut(kind, text.Shown), "meaning", err.Error(), "remote", r.RemoteAddr)
		http.Error(w, "refused", http.StatusForbidden)
		return
	}
	if ignored {
		h.Log.InfoContext(r.Context(), "push ignored", "kind", text.Cut(kind, text.Shown))
	} else {
		h.Log.InfoContext(r.Context(), "push taken", "kind", text.Cut(kind, text.Shown))
	}
	_, _ = fmt.Fprint(w, "success")
}
