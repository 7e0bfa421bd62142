package loopback

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

func TestCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		cut  Cut
		acts int32
	}{
		{"before", CutBefore, 0},
		{"after", CutAfter, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, p := newPlay()
			s.Fault(Fault{Path: playPath, Call: 1, Cut: tt.cut})
			if !serve(s, httptest.NewRecorder(), call(t, "")) || p.acts.Load() != tt.acts {
				t.Errorf("got %d acts, want %d and no answer", p.acts.Load(), tt.acts)
			}
			if got := s.Calls()[0]; got.Status != 0 || !got.Faulty {
				t.Errorf("got %+v, want a call without status", got)
			}
			rec := httptest.NewRecorder()
			if serve(s, rec, call(t, "")) || rec.Body.String() != answer {
				t.Errorf("got %s, want the second call served", rec.Body)
			}
		})
	}
}

// A held call ends when its client leaves, or with the server.
func TestHang(t *testing.T) {
	t.Parallel()
	for _, who := range []string{"client", "server"} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, p := newPlay()
				s.Fault(Fault{Path: playPath, Hang: true})
				life, stop := context.WithCancel(t.Context())
				defer stop()
				asking, leave := context.WithCancel(t.Context())
				defer leave()
				cut := false
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					cut = route(life, s, httptest.NewRecorder(), call(t, "").WithContext(asking))
				}()
				synctest.Wait()
				select {
				case <-ended:
					t.Error("got an end, want the call held")
				default:
				}
				if calls := s.Calls(); len(calls) != 1 || calls[0].Status != 0 || !calls[0].Faulty {
					t.Errorf("got %+v, want the held call in the log", calls)
				}
				map[string]func(){"client": leave, "server": stop}[who]()
				<-ended
				if !cut || p.acts.Load() != 0 {
					t.Errorf("got cut %v and %d acts, want no answer and nothing done", cut, p.acts.Load())
				}
			})
		})
	}
}

// pieces are the pieces an answer came in, and when.
type pieces struct {
	*httptest.ResponseRecorder
	at []time.Duration
	t0 time.Time
}

func (p *pieces) Write(b []byte) (int, error) {
	p.at = append(p.at, time.Since(p.t0))
	return p.ResponseRecorder.Write(b)
}

func TestSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := newPlay()
		s.Fault(Fault{Path: playPath, Call: 1, Slow: 7 * time.Hour})
		w := &pieces{ResponseRecorder: httptest.NewRecorder(), t0: time.Now()}
		if serve(s, w, call(t, "")) || w.Body.String() != answer {
			t.Errorf("got %q, want the whole answer", w.Body)
		}
		if n := len(w.at); n != 7 || w.at[0] != time.Hour || w.at[n-1] != 7*time.Hour {
			t.Errorf("got pieces after %v, want one an hour", w.at)
		}
		// A client that gives up ends a slow answer, too.
		s.Fault(Fault{Path: playPath, Slow: time.Hour})
		ctx, leave := context.WithTimeout(t.Context(), time.Minute)
		defer leave()
		w = &pieces{ResponseRecorder: httptest.NewRecorder(), t0: time.Now()}
		serve(s, w, call(t, "").WithContext(ctx))
		if took := time.Since(w.t0); took != time.Minute || w.Body.Len() > 0 {
			t.Errorf("got %q after %v, want nothing once the client has left", w.Body, took)
		}
	})
}

// TestRoundTrip has a call arrive after its time, whether its client is still
// there or not, unless the server stops.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, p := newPlay()
		s.RoundTrip = time.Minute
		asking, leave := context.WithCancel(t.Context())
		leave()
		begun := time.Now()
		if serve(s, httptest.NewRecorder(), call(t, "").WithContext(asking)) || p.acts.Load() != 1 || time.Since(begun) != time.Minute {
			t.Errorf("got %d acts after %v, want one after a minute", p.acts.Load(), time.Since(begun))
		}
		life, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if !route(life, s, httptest.NewRecorder(), call(t, "")) || p.acts.Load() != 1 {
			t.Errorf("got %d acts, want no second one: the server stopped", p.acts.Load())
		}
	})
}

func TestCalls(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	s, _ := newPlay()
	s.Now = func() time.Time { now = now.Add(time.Second); return now }
	for _, target := range []string{playPath, "/play/2?account=a", "/elsewhere"} {
		serve(s, httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
	}
	serve(s, httptest.NewRecorder(), call(t, string(make([]byte, 1<<10+1))))
	const from = "192.0.2.1:1234"
	want := []Call{
		{Time: now.Add(-2 * time.Second), Method: "GET", Path: playPath, Status: 200, RemoteAddr: from},
		{Time: now.Add(-time.Second), Account: "a", Method: "GET", Path: "/play/2", Status: 200, RemoteAddr: from},
		{Time: now, Method: "POST", Path: playPath, Status: 413, Errcode: 9, RemoteAddr: from},
	}
	got := s.Calls()
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %d calls", got, len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("call %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}
