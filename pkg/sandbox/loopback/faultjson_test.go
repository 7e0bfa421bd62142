package loopback

import (
	"context"
	"net/http"
	"testing"
	"time"
)

const invokePath = "/2015-03-31/functions/publish/invocations"

// everything is an endpoint that owns every path.
type everything struct{}

func (everything) Owns(string) bool { return true }

func (everything) Paths() string { return "any" }

func (everything) Limit() int64 { return 1 << 10 }

func (everything) Begin(*Exchange) {}

func (everything) Fail(_ *Exchange, f Fault) (Reply, bool) {
	return Reply{Status: f.Status}, f.Status != 0
}

func (everything) Act(context.Context, *Exchange) Reply { return Reply{Status: http.StatusOK} }

func (everything) CheckFault(Fault) error { return nil }

func served() *Server {
	s := &Server{Now: time.Now}
	s.Mount(everything{})
	return s
}

func TestParseFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     Fault
	}{
		{
			"errcode", `{"path":"/cgi-bin/menu/create","call":1,"account":"brand-cn","errcode":-1}`,
			Fault{Path: "/cgi-bin/menu/create", Call: 1, Account: "brand-cn", Errcode: -1},
		},
		{"status", `{"path":"/cgi-bin/token","status":502}`, Fault{Path: "/cgi-bin/token", Status: 502}},
		{"hang", `{"path":"/cgi-bin/token","hang":true}`, Fault{Path: "/cgi-bin/token", Hang: true}},
		{"cut before", `{"path":"/cgi-bin/token","cut":"before"}`, Fault{Path: "/cgi-bin/token", Cut: CutBefore}},
		{"cut after", `{"path":"/cgi-bin/token","cut":"after"}`, Fault{Path: "/cgi-bin/token", Cut: CutAfter}},
		{"slow", `{"path":"/cgi-bin/token","slow":"2s"}`, Fault{Path: "/cgi-bin/token", Slow: 2 * time.Second}},
		{
			"exception", `{"path":"` + invokePath + `","errorType":"TooManyRequestsException","status":429}`,
			Fault{Path: invokePath, ErrorType: "TooManyRequestsException", Status: 429},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := served().parseFault([]byte(tt.in))
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
}

func FuzzParseFault(f *testing.F) {
	f.Add([]byte(`{"path":"/cgi-bin/menu/create","call":1,"errcode":-1}`))
	f.Add([]byte(`{"path":"/cgi-bin/token","slow":"2s","cut":"after"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := served().parseFault(data)
		if (err != nil) != (got == Fault{}) {
			t.Errorf("got %+v with %v, want either a fault or an error", got, err)
		}
	})
}
