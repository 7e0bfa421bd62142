package wechat

import (
	"errors"
	"testing"
)

func TestQuota(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"errcode":0,"errmsg":"ok","quota":{"daily_limit":1000,"used":3,"remain":997},"rate_limit":{"call_count":60,"refresh_second":60}}`))
	got, err := newClient(t, s.URL).Reader(twoTokens()).Quota(t.Context(), "menu/create")
	if want := (Quota{Limit: 1000, Remain: 997}); err != nil || got != want {
		t.Errorf("got %+v and %v, want %+v", got, err, want)
	}
	ask := seen{"POST", "/cgi-bin/openapi/quota/get", tokenQuery(testToken), "application/json; charset=utf-8", `{"cgi_path":"/cgi-bin/menu/create"}`}
	if asked, _ := s.asked(); len(asked) != 1 || asked[0] != ask {
		t.Errorf("asked %+v, want %+v alone", asked, ask)
	}
}

func TestQuotaUnreadable(t *testing.T) {
	t.Parallel()
	for _, body := range []string{okBody, `{"quota":7}`, `{"quota":null}`, `{"quota":{}}`, `{"quota":{"daily_limit":0,"remain":0}}`, `{"quota":{"daily_limit":"many"}}`, `{"quota":{"daily_limit":9223372036854775808}}`} {
		s := newServer(t, say(body))
		_, err := newClient(t, s.URL).Reader(twoTokens()).Quota(t.Context(), "menu/create")
		var broken *TransportError
		if !errors.As(err, &broken) || broken.Op != opQuota || Unclear(err) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}
