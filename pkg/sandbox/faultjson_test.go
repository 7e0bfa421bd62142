package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestFaultsOverHTTP(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in, want string // want "" = it is added
	}{
		{"good", `{"path":"/cgi-bin/menu/create","errcode":-1}`, ""},
		{"not JSON", `x`, "not JSON"},
		{"two values", `{"path":"/cgi-bin/menu/create","hang":true} {}`, "more than one JSON value"},
		{"unknown member", `{"path":"/cgi-bin/menu/create","errCode2":1}`, `\"errCode2\" is not a known member, did you mean \"errcode\"?`},
		{"a member of another kind", `{"path":"/cgi-bin/menu/create","colour":1}`, `\"colour\" is not a known member; check its spelling`},
		{"a mistyped path", `{"path":"/cgi-bin/menu/creat","errcode":-1}`, `path is \"/cgi-bin/menu/creat\", which is not served here, did you mean \"/cgi-bin/menu/create\"?`},
		{"a path of WeChat that is not played", `{"path":"/cgi-bin/x","errcode":-1}`, `path is \"/cgi-bin/x\", which is not served here; use one such as /cgi-bin/menu/create`},
		{"no path", `{"hang":true}`, `path is \"\"`},
		{"the sandbox's own path", `{"path":"/sandbox/faults","hang":true}`, "use one such as /cgi-bin/"},
		{"nothing goes wrong", `{"path":"/cgi-bin/menu/create"}`, "nothing would go wrong"},
		{"negative call", `{"path":"/cgi-bin/menu/create","call":-1,"hang":true}`, "call is -1"},
		{"status of success", `{"path":"/cgi-bin/menu/create","status":200}`, "status is 200"},
		{"status of no answer", `{"path":"/cgi-bin/menu/create","status":199,"body":""}`, "status is 199"},
		{"a type of nothing", `{"path":"/cgi-bin/menu/create","status":502,"type":"text/html"}`, "type is of a body"},
		{"cut in between", `{"path":"/cgi-bin/menu/create","cut":"during"}`, `cut is \"during\"`},
		{"slow without unit", `{"path":"/cgi-bin/menu/create","slow":"2"}`, `slow is \"2\"`},
		{"errorType for WeChat", `{"path":"/cgi-bin/menu/create","errorType":"X"}`, "errorType is for the paths"},
		{"answer for WeChat", `{"path":"/cgi-bin/menu/create","answer":"page"}`, "answer is for the paths"},
		{"unknown answer", `{"path":"/sandbox/token/brand-cn","answer":"late"}`, "use stale, shape, page or nothing"},
		{"errorType for the token service", `{"path":"/sandbox/token/brand-cn/renew","errorType":"X"}`, "errorType is for the paths"},
		{"unknown account of the token service", `{"path":"/sandbox/token/x","answer":"page"}`, "does not play"},
		{"unknown account", `{"path":"/cgi-bin/menu/create","account":"x","hang":true}`, "does not play"},
		{"huge", `{"path":"` + strings.Repeat("x", 1<<17) + `"}`, "has more than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			resp := r.do("POST", "/sandbox/faults", tt.in)
			got := resp.body
			if tt.want != "" {
				if resp.status < 400 || !strings.Contains(got, tt.want) {
					t.Errorf("got %d %s, want a refusal with %s", resp.status, got, tt.want)
				}
				checkChinese(t, r.do("POST", "/sandbox/faults?lang=zh", tt.in).body)
				return
			}
			if resp.status != http.StatusNoContent {
				t.Fatalf("got %d %s, want 204", resp.status, got)
			}
			if got := r.create(oneButton); got.Errcode != -1 {
				t.Errorf("got %s, want the fault", got.raw)
			}
			if got := r.do("DELETE", "/sandbox/faults", "").status; got != http.StatusNoContent {
				t.Errorf("got %d, want 204", got)
			}
			if got := r.create(oneButton); got.Errcode != 0 {
				t.Errorf("got %s, want no fault", got.raw)
			}
		})
	}
	if got := newRig(t).do("PUT", "/sandbox/faults", ""); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, POST, DELETE" {
		t.Errorf("got %d for PUT, want 405", got.status)
	}
}
