package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

const quotaPath = "/cgi-bin/openapi/quota/get"

func TestQuotaGet(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want := func(body string) {
		t.Helper()
		if got := r.post(quotaPath, `{"cgi_path":"/cgi-bin/menu/create"}`); !strings.Contains(got.raw, body) {
			t.Errorf("got %s, want %s in it", got.raw, body)
		}
	}
	want(`"quota":{"daily_limit":1000,"used":0,"remain":1000}`)
	r.create(`{"button":[{"type":"click","name":"a","key":"k"}]}`)
	want(`"quota":{"daily_limit":1000,"used":1,"remain":999}`)
	r.clock.advance(24 * time.Hour)
	want(`"quota":{"daily_limit":1000,"used":0,"remain":1000}`)
}

func TestQuotaGetRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for body, code := range map[string]int{
		"": 44002, "x": 47001, `{}`: 76021, `{"cgi_path":7}`: 76021, `{"cgi_path":"menu/create"}`: 76021, `{"cgi_path":"/cgi-bin/get_current_selfmenu_info"}`: 76021, `{"cgi_path":"/cgi-bin/menu/create"}`: 0,
	} {
		if got := r.post(quotaPath, body); got.Errcode != code {
			t.Errorf("%q: got %s, want %d", body, got.raw, code)
		}
	}
	acc := brand()
	acc.Uncertified = true
	r = newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{acc}})
	if got := r.post(quotaPath, `{"cgi_path":"/cgi-bin/menu/create"}`); got.Errcode != 48001 {
		t.Errorf("got %s of an account without certificate, want 48001", got.raw)
	}
}
