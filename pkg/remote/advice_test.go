package remote

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestAdvice loses the answer to each kind of request: only of what posts is
// there anything to say of posting.
func TestAdvice(t *testing.T) {
	t.Parallel()
	const careful = "check the network; run it again: what is live already is not posted twice"
	const plain = "check the network; run it again"
	tests := []struct {
		name   string
		change func(*api.Request)
		want   string
	}{
		{"a publish", func(*api.Request) {}, careful},
		{"a rollback", func(r *api.Request) { r.Op = api.OpRollback }, careful},
		{
			"one that posts whatever is live", func(r *api.Request) { r.Republish = true },
			"check the network; run it again, without --republish: what is live already is not posted twice then",
		},
		{"a dry run", func(r *api.Request) { r.DryRun = true }, plain},
		{"a plan", func(r *api.Request) { r.Op = api.OpPlan }, plain},
		{"a read", func(r *api.Request) { r.Op = api.OpRead }, plain},
		{"a history", func(r *api.Request) { r.Op = api.OpHistory }, plain},
		{"a list", func(r *api.Request) { r.Op, r.Account = api.OpList, "" }, plain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, c := serve(t, 0, done)
			server.Fault(loopback.Fault{Path: path, Cut: loopback.CutAfter})
			req := request()
			tt.change(&req)
			_, err := c.Do(t.Context(), req)
			want{"connection to AWS failed", tt.want, true, true}.check(t, err)
			if _, remedy := text.Explain(err, text.English); remedy != tt.want {
				t.Errorf("got %q, want %q", remedy, tt.want)
			}
		})
	}
}
