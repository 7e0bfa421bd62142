package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestSandboxHelpHasFaults holds that the help says what each member of a fault is.
func TestSandboxHelpHasFaults(t *testing.T) {
	t.Parallel()
	for _, f := range reflect.VisibleFields(reflect.TypeFor[sandbox.Fault]()) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		for _, l := range []text.Lang{text.English, text.Chinese} {
			if help := sandboxHelp.In(l); member == "" || !strings.Contains(help, "\n  "+member+"  ") {
				t.Errorf("%s: got no line of %q in the help in %s", f.Name, member, l)
			}
		}
	}
}

func TestLogCall(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 12, 0, 0, int(250*time.Millisecond), time.UTC)
	tests := []struct {
		name string
		in   loopback.Call
		want string
	}{
		{"served", loopback.Call{Account: "brand-cn", Method: "POST", Path: "/cgi-bin/menu/create", Status: 200}, "brand-cn POST /cgi-bin/menu/create 200"},
		{"refused", loopback.Call{Method: "GET", Path: "/cgi-bin/menu/get", Status: 200, Errcode: 40014}, "- GET /cgi-bin/menu/get 200 errcode 40014"},
		{"cut", loopback.Call{Method: "GET", Path: "/cgi-bin/menu/get", Faulty: true}, "- GET /cgi-bin/menu/get - (a fault)"},
		{"hostile", loopback.Call{Method: "GET", Path: "/cgi-bin/a\n::error::b\x1b[2J", Status: 404}, `- GET /cgi-bin/a\u000a::error::b\u001b[2J 404`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tt.in.Time = noon
			(&app{stderr: &out}).logCall()(tt.in)
			if got, want := out.String(), "12:00:00.250 "+tt.want+"\n"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
