package loopback

import (
	"testing"
	"time"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     Fault
	}{
		{
			"errcode", `{"path":"/play/1","call":1,"account":"brand-cn","errcode":-1}`,
			Fault{Path: playPath, Call: 1, Account: "brand-cn", Errcode: -1},
		},
		{"status", `{"path":"/play/1","status":502}`, Fault{Path: playPath, Status: 502}},
		{"hang", `{"path":"/play/1","hang":true}`, Fault{Path: playPath, Hang: true}},
		{"cut before", `{"path":"/play/1","cut":"before"}`, Fault{Path: playPath, Cut: CutBefore}},
		{"cut after", `{"path":"/play/1","cut":"after"}`, Fault{Path: playPath, Cut: CutAfter}},
		{"slow", `{"path":"/play/1","slow":"2s"}`, Fault{Path: playPath, Slow: 2 * time.Second}},
		{
			"exception", `{"path":"/play/1","errorType":"TooManyRequestsException","status":429}`,
			Fault{Path: playPath, ErrorType: "TooManyRequestsException", Status: 429},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newPlay()
			got, err := s.parseFault([]byte(tt.in))
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
	s, _ := newPlay()
	if _, err := s.parseFault([]byte(`{"path":"/play/1","errcode":7}`)); err == nil {
		t.Error("got a fault, want the endpoint's refusal")
	}
}

func FuzzParseFault(f *testing.F) {
	f.Add([]byte(`{"path":"/play/1","call":1,"errcode":-1}`))
	f.Add([]byte(`{"path":"/play/1","slow":"2s","cut":"after"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, _ := newPlay()
		got, err := s.parseFault(data)
		if (err != nil) != (got == Fault{}) {
			t.Errorf("got %+v with %v, want either a fault or an error", got, err)
		}
	})
}
