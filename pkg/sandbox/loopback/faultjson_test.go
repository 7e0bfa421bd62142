package loopback

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
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
		{"a whole answer", `{"path":"/play/1","body":"<p>","type":"text/html","status":200}`, Fault{Path: playPath, Body: new("<p>"), Type: "text/html", Status: 200}},
		{"an empty answer", `{"path":"/play/1","body":""}`, Fault{Path: playPath, Body: new("")}},
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
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
			written, _ := json.Marshal(got.json())
			if again, err := s.parseFault(written); err != nil || !reflect.DeepEqual(again, tt.want) {
				t.Errorf("got %+v, %v of %s, want the same fault", again, err, written)
			}
		})
	}
	s, _ := newPlay()
	if _, err := s.parseFault([]byte(`{"path":"/play/1","errcode":7}`)); err == nil {
		t.Error("got a fault, want the endpoint's refusal")
	}
}

// What is asked for over HTTP can be read there, with how much of it there was,
// and so can the calls.
func TestReadOverHTTP(t *testing.T) {
	t.Parallel()
	s, _ := newPlay()
	s.Fault(Fault{Path: playPath, Call: 3, Cut: CutAfter, Slow: 2 * time.Second, Body: new("")})
	var told []Call
	s.Log = func(c Call) { told = append(told, c) }
	s.ServeHTTP(httptest.NewRecorder(), call(t, "x"))
	for path, want := range map[string]string{
		faultsPath: `{"faults":[{"path":"/play/1","call":3,"body":"","cut":"after","slow":"2s","seen":1}]}`,
		callsPath:  `"account":"","method":"POST","path":"/play/1","errcode":0,"status":200,"faulty":false,"remoteAddr":"192.0.2.1:1234"}]}`,
	} {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if got := rec.Body.String(); rec.Code != http.StatusOK || !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %d %s, want %s", path, rec.Code, got, want)
		}
	}
	if got := s.Calls(); len(told) != 1 || !reflect.DeepEqual(told, got) {
		t.Errorf("got %+v told, want %+v", told, got)
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

// A whole answer is sent word for word, and the endpoint does not act.
func TestWholeAnswer(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{{Body: new(`{"menu":{"button":null}}`)}, {Body: new(""), Status: 204}, {Body: new("<p>"), Type: "text/html", Errcode: 5}} {
		s, p := newPlay()
		f.Path = playPath
		s.Fault(f)
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, call(t, "x"))
		wantType := f.Type
		if wantType == "" && *f.Body != "" {
			wantType = JSON
		}
		if got := rec.Body.String(); got != *f.Body || rec.Code != max(f.Status, 200) || rec.Header().Get("Content-Type") != wantType || p.acts.Load() != 0 {
			t.Errorf("got %d %s of %q and %d acts, want %+v", rec.Code, got, rec.Header(), p.acts.Load(), f)
		}
	}
}
