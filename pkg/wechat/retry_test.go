package wechat

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	refusal := func(code string) step { return say(`{"errcode":` + code + `,"errmsg":"x"}`) }
	tests := []struct {
		name  string
		steps []step
		asked int
		ok    bool
	}{
		{"busy once", []step{say(busy), say(noMenu)}, 2, true},
		{"busy three times", []step{say(busy), say(busy), say(busy), say(noMenu)}, 4, true},
		{"always busy", []step{say(busy), say(busy), say(busy), say(busy), say(noMenu)}, 4, false},
		{"502", []step{status(502), say(noMenu)}, 2, true},
		{"500, 503, cut", []step{status(500), status(503), cut, say(noMenu)}, 4, true},
		{"cut", []step{cut, say(noMenu)}, 2, true},
		{"cut inside the body", []step{cutBody, say(noMenu)}, 2, true},
		{"404", []step{status(404), say(noMenu)}, 1, false},
		{"429", []step{status(429), say(noMenu)}, 1, false},
		{"204", []step{status(204), say(noMenu)}, 1, false},
		{"not JSON", []step{say("<html>"), say(noMenu)}, 1, false},
		{"40164", []step{refusal("40164"), say(noMenu)}, 1, false},
		{"48001", []step{refusal("48001"), say(noMenu)}, 1, false},
		{"40013", []step{refusal("40013"), say(noMenu)}, 1, false},
		{"45009", []step{refusal("45009"), say(noMenu)}, 1, false},
		{"45011", []step{refusal("45011"), say(noMenu)}, 1, false},
		{"unknown", []step{refusal("123456"), say(noMenu)}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.steps...)
			_, err := newClient(t, s.URL).Reader(twoTokens()).Menu(t.Context())
			if asked, _ := s.asked(); len(asked) != tt.asked || (err == nil) != tt.ok {
				t.Errorf("asked %d times, want %d; error %v", len(asked), tt.asked, err)
			}
		})
	}
}

func TestRefusedConnection(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Close()
	var calls []Call
	ctx := WithTrace(t.Context(), func(c Call) { calls = append(calls, c) })
	err := newClient(t, s.URL).Writer(twoTokens()).Create(ctx, []byte(`{}`))
	var broken *TransportError
	if !errors.As(err, &broken) || broken.Sent || !strings.Contains(err.Error(), "connection refused") || len(calls) != tries {
		t.Errorf("got %v after %d calls", err, len(calls))
	}
}

// TestAgain has a Writer send no write a second time, whatever became of the first.
func TestAgain(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]step{"cut": cut, "busy": say(busy), "token refused": say(stale)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, let := range []bool{false, true} {
				s := newServer(t, first, say(okBody))
				w, before := newClient(t, s.URL).Writer(twoTokens()), 0
				w.Again = func(context.Context) bool {
					asked, _ := s.asked()
					before = len(asked)
					return let
				}
				err := w.Create(t.Context(), []byte(`{}`))
				asked, _ := s.asked()
				if want := map[bool]int{true: 2, false: 1}[let]; (err == nil) != let || len(asked) != want || before != 1 {
					t.Errorf("lets it %t: got %v after %d requests, asked after %d", let, err, len(asked), before)
				}
			}
		})
	}
}

func TestUntrustedCertificateIsFinal(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	var calls int
	_, err := newClient(t, s.URL).Reader(twoTokens()).Menu(WithTrace(t.Context(), func(Call) { calls++ }))
	if err == nil || !strings.Contains(err.Error(), "certificate") || calls != 1 {
		t.Errorf("got %v after %d calls", err, calls)
	}
}

// script plays answers without a network, so that time can be synthetic. It
// counts requests.
type script struct {
	steps []func(*http.Request) (*http.Response, error)
	asked int
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	next := s.steps[min(s.asked, len(s.steps)-1)]
	s.asked++
	return next(r)
}

func answers(body string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func hangs(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// scripted returns a writer over a script, with the real intervals.
func scripted(t *testing.T, s *script) *Writer {
	t.Helper()
	c, err := New(Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	c.menus.Transport = s
	return c.Writer(twoTokens())
}

func TestBackOffGrows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){answers(busy)}}
		var at []time.Time
		ctx := WithTrace(t.Context(), func(Call) { at = append(at, time.Now()) })
		var refused *Error
		if err := scripted(t, s).Create(ctx, []byte(`{}`)); !errors.As(err, &refused) || refused.Errcode != -1 {
			t.Errorf("got %v", err)
		}
		if len(at) != tries {
			t.Fatalf("%d tries, want %d", len(at), tries)
		}
		want := interval
		for i := 1; i < tries; i++ {
			if got := at[i].Sub(at[i-1]); got < want/2 || got > want*3/2+1 {
				t.Errorf("pause %d took %v, want about %v", i, got, want)
			}
			want *= 2
		}
	})
}

func TestGivesUpWithTheRealError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){answers(busy)}}
		// The first pause takes at least 125 ms.
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		start := time.Now()
		err := scripted(t, s).Create(ctx, []byte(`{}`))
		var refused *Error
		if !errors.As(err, &refused) || refused.Errcode != -1 || s.asked != 1 {
			t.Errorf("got %v after %d requests", err, s.asked)
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("waited %v for a deadline that could not be met", waited)
		}
	})
}

func TestCancelledDuringBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){answers(busy)}}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		start := time.Now()
		err := scripted(t, s).Create(ctx, []byte(`{}`))
		var refused *Error
		if !errors.As(err, &refused) || refused.Errcode != -1 || s.asked != 1 || time.Since(start) != 50*time.Millisecond {
			t.Errorf("got %v after %d requests and %v", err, s.asked, time.Since(start))
		}
	})
}

func TestDeadlineDuringALaterTry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){answers(busy), hangs}}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := scripted(t, s).Create(ctx, []byte(`{}`))
		var broken *TransportError
		if !errors.As(err, &broken) || !broken.Sent || !errors.Is(err, context.DeadlineExceeded) || s.asked != 2 {
			t.Fatalf("got %v after %d requests", err, s.asked)
		}
		if !strings.Contains(err.Error(), "the try before: menu/create: errcode -1: system error") {
			t.Errorf("the deadline hides what was wrong: %v", err)
		}
	})
}

func TestOwnTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){hangs, hangs, answers(okBody)}}
		start := time.Now()
		if err := scripted(t, s).Create(t.Context(), []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		// Two tries that hang and a third still fit into the 15 seconds a
		// publish has before it writes.
		if took := time.Since(start); took < 2*timeout || took > 12*time.Second {
			t.Errorf("took %v", took)
		}
		s = &script{steps: []func(*http.Request) (*http.Response, error){hangs}}
		err := scripted(t, s).Create(t.Context(), []byte(`{}`))
		if !errors.Is(err, context.DeadlineExceeded) || s.asked != tries {
			t.Errorf("got %v after %d requests", err, s.asked)
		}
	})
}

// slowBody is a body that never comes.
type slowBody struct{ ctx context.Context }

func (b slowBody) Read([]byte) (int, error) { <-b.ctx.Done(); return 0, b.ctx.Err() }
func (b slowBody) Close() error             { return nil }

func TestSlowBodyMeetsTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: slowBody{r.Context()}}, nil
		}}}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		err := scripted(t, s).Create(ctx, []byte(`{}`))
		var broken *TransportError
		if !errors.As(err, &broken) || !broken.Sent || !errors.Is(err, context.DeadlineExceeded) || s.asked != 1 {
			t.Errorf("got %v after %d requests", err, s.asked)
		}
	})
}

func TestCancelledInsideABody(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		hang(w, r)
	})
	_, err := newClient(t, s.URL).StableToken(ctx, credential())
	var broken *TransportError
	if !errors.As(err, &broken) || !broken.Sent || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if asked, _ := s.asked(); len(asked) != 1 {
		t.Errorf("asked %d times, want 1", len(asked))
	}
}
