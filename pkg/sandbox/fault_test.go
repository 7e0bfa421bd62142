package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

const (
	createPath = "/cgi-bin/menu/create"
	getPath    = "/cgi-bin/menu/get"
	deletePath = "/cgi-bin/menu/delete"
	selfPath   = "/cgi-bin/get_current_selfmenu_info"
	addPath    = "/cgi-bin/menu/addconditional"
	removePath = "/cgi-bin/menu/delconditional"
	tryPath    = "/cgi-bin/menu/trymatch"
	oneButton  = `{"button":[{"type":"click","name":"a","key":"1"}]}`
)

// create publishes over the connection; it returns nil when there was no answer.
func (l *live) create() *answer {
	l.Helper()
	resp, err := l.post(l.Context(), createPath+"?access_token="+l.stable(false).Token, oneButton)
	if err != nil {
		return nil
	}
	a := answer{status: resp.status, raw: resp.body}
	if resp.status == http.StatusOK {
		a = decode(l.T, resp)
	}
	return &a
}

func (l *live) acted() bool { return l.Menu("brand-cn") != nil }

func TestFaultErrcode(t *testing.T) {
	t.Parallel()
	l := newRig(t).serve()
	l.Fault(sandbox.Fault{Path: createPath, Call: 1, Errcode: -1})
	if got := l.create(); got.Errcode != -1 || !strings.HasPrefix(got.Errmsg, "system error rid: ") || l.acted() {
		t.Errorf("got %s, want -1 and no menu", got.raw)
	}
	if got := l.create(); got.Errcode != 0 || !l.acted() {
		t.Errorf("got %s, want the second call served", got.raw)
	}
}

func TestFaultErrcodeTexts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path string
		code int
		want string
	}{
		{"/cgi-bin/stable_token", 40001, "invalid credential, access_token is invalid or not latest rid: "},
		{"/cgi-bin/menu/get", 40001, "invalid credential, access_token is invalid or not latest, could get access_token by "},
		{"/cgi-bin/stable_token", 40164, "invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist rid: "},
		{"/cgi-bin/menu/create", 40033, `invalid charset. please check your request, if include \uxxxx will create fail! rid: `},
		{"/cgi-bin/menu/create", 85005, "appid not bind weapp rid: "},
		{"/cgi-bin/menu/addconditional", 65316, "domain count reach limit rid: "},
		{"/cgi-bin/menu/get", unlisted, "unlisted error rid: "},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.Fault(sandbox.Fault{Path: tt.path, Errcode: tt.code})
			if got := r.call("POST", tt.path, ""); got.Errcode != tt.code || !strings.HasPrefix(got.Errmsg, tt.want) {
				t.Errorf("got %s, want %d %s", got.raw, tt.code, tt.want)
			}
		})
	}
}

func TestFaultStatus(t *testing.T) {
	t.Parallel()
	l := newRig(t).serve()
	l.Fault(sandbox.Fault{Path: createPath, Status: 502})
	for range 2 {
		if got := l.create(); got.status != 502 || !strings.Contains(got.raw, "502 Bad Gateway") || l.acted() {
			t.Errorf("got %d %s, want 502 each time and no menu", got.status, got.raw)
		}
	}
	l.ClearFaults()
	if got := l.create(); got.status != 200 || !l.acted() {
		t.Errorf("got %d, want 200 once the faults are cleared", got.status)
	}
}

func TestFaultCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		cut   loopback.Cut
		acted bool
	}{
		{"before", sandbox.CutBefore, false},
		{"after", sandbox.CutAfter, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newRig(t).serve()
			l.Fault(sandbox.Fault{Path: createPath, Call: 1, Cut: tt.cut})
			if got := l.create(); got != nil {
				t.Errorf("got %s, want no answer", got.raw)
			}
			if got := l.acted(); got != tt.acted {
				t.Errorf("got acted = %v, want %v", got, tt.acted)
			}
			last := l.Calls()[len(l.Calls())-1]
			if last.Status != 0 || !last.Faulty || last.Account != "brand-cn" {
				t.Errorf("got %+v, want a call without status", last)
			}
		})
	}
}

func TestFaultCounts(t *testing.T) {
	t.Parallel()
	other := sandbox.Account{Name: "other", AppID: "wxfedcba9876543210", Secret: "x"}
	tests := []struct {
		name   string
		faults []sandbox.Fault
		want   string // one letter a call: the errcode's last digit, . = served
	}{
		{"the next", []sandbox.Fault{{Call: 1, Errcode: 40001}}, "1...."},
		{"the third", []sandbox.Fault{{Call: 3, Errcode: 40001}}, "..1.."},
		{"every", []sandbox.Fault{{Errcode: 40001}}, "11111"},
		{"of the account", []sandbox.Fault{{Call: 2, Account: "brand-cn", Errcode: 40001}}, ".1..."},
		{"of another account", []sandbox.Fault{{Account: "other", Errcode: 40001}}, "....."},
		{"of another path", []sandbox.Fault{{Path: "/cgi-bin/menu/get", Errcode: 40001}}, "....."},
		{"two after each other", []sandbox.Fault{{Call: 1, Errcode: 40001}, {Call: 2, Errcode: 40002}}, "12..."},
		{"the first added wins", []sandbox.Fault{{Call: 2, Errcode: 40001}, {Errcode: 40002}}, "21222"},
		{"never", []sandbox.Fault{{Call: -1, Errcode: 40001}}, "....."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, brand(), other)
			for _, f := range tt.faults {
				if f.Path == "" {
					f.Path = createPath
				}
				r.Fault(f)
			}
			got := ""
			for range 5 {
				if a := r.create(oneButton); a.Errcode == 0 {
					got += "."
				} else {
					got += string(rune('0' + a.Errcode%10))
				}
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFaultOfAnAccountsToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, path := range []string{"/cgi-bin/stable_token", "/cgi-bin/token"} {
		r.Fault(sandbox.Fault{Path: path, Account: "brand-cn", Errcode: 40164})
	}
	if got := r.stable(false).Errcode; got != 40164 {
		t.Errorf("stable: got %d, want 40164", got)
	}
	if got := r.classic().Errcode; got != 40164 {
		t.Errorf("classic: got %d, want 40164", got)
	}
}
