package sandbox

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// ways is a server of WeChat Cloud Run and of a platform, which goes on from a state.
func ways(t *testing.T, state []byte, now *time.Time, change func(*Options)) *remembered {
	t.Helper()
	o := Options{
		Accounts:   []Account{{Name: "a", AppID: "wx0123456789abcdef", Secret: "s"}, {Name: "b", AppID: "wx0123456789abcde0", Secret: "s"}},
		Cloud:      &Cloud{Owner: "a"},
		ThirdParty: &ThirdParty{AppID: "wxfedcba9876543210", Secret: "s", Token: "t", Key: strings.Repeat("A", 43), Rotates: true},
	}
	if change != nil {
		change(&o)
	}
	return rememberAs(t, state, now, o)
}

// given is what the platform and the cloud have of WeChat.
type given struct{ component, ticket, refresh, token, cloud string }

// after asks for all of it, and for a second token of the account a.
func (r *remembered) after(t *testing.T) (g given) {
	t.Helper()
	field := func(answer, key string) string {
		var m map[string]any
		if err := json.Unmarshal([]byte(answer), &m); err != nil || m[key] == nil {
			t.Fatalf("got %s, want %s", answer, key)
		}
		return m[key].(string)
	}
	r.ask(t, `POST /sandbox/platform {"ticket":true}`)
	for ticket := range r.platform.tickets {
		g.ticket = ticket
	}
	g.component = field(r.ask(t, `POST /cgi-bin/component/api_component_token {"component_appid":"wxfedcba9876543210","component_appsecret":"s","component_verify_ticket":"`+g.ticket+`"}`), "component_access_token")
	g.refresh = r.accounts[0].authorised.current
	for range 2 {
		answer := r.ask(t, g.renew())
		g.token, g.refresh = field(answer, "authorizer_access_token"), field(answer, "authorizer_refresh_token")
	}
	g.cloud = r.ask(t, `GET /sandbox/cloud/token`)
	return g
}

func (g given) renew() string {
	return `POST /cgi-bin/component/api_authorizer_token?access_token=` + g.component + ` {"component_appid":"wxfedcba9876543210","authorizer_appid":"wx0123456789abcdef","authorizer_refresh_token":"` + g.refresh + `"}`
}

// With what a platform and the cloud were given before, they go on after a restart, and
// what was taken back stays so.
func TestWaysSurvive(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	r := ways(t, nil, &now, nil)
	g := r.after(t)
	r.ask(t, `POST /sandbox/platform {"rotate":"b"}`)
	same := func() {
		t.Helper()
		again := ways(t, r.state, &now, nil)
		for _, part := range [][2]any{{again.accounts, r.accounts}, {again.tokens, r.tokens}, {again.platform, r.platform}, {again.cloud.tokens, r.cloud.tokens}} {
			if !reflect.DeepEqual(part[0], part[1]) {
				t.Errorf("got %+v, want %+v", part[0], part[1])
			}
		}
		r = again
	}
	same()
	for _, call := range [][2]string{
		{"GET /cgi-bin/get_current_selfmenu_info?access_token=" + g.token, "is_menu_open"},
		{"GET /cgi-bin/get_current_selfmenu_info?cloudbase_access_token=" + g.cloud, "is_menu_open"},
		{g.renew(), "authorizer_access_token"},
		{`POST /cgi-bin/component/api_component_token {"component_appid":"wxfedcba9876543210","component_appsecret":"s","component_verify_ticket":"` + g.ticket + `"}`, "component_access_token"},
	} {
		if got := r.plain(t, call[0]); !strings.Contains(got, call[1]) {
			t.Errorf("%s: got %s, want %s", call[0], got, call[1])
		}
	}
	r.ask(t, `POST /sandbox/platform {"revoke":"a"}`)
	same()
	if got := r.plain(t, "GET /cgi-bin/get_current_selfmenu_info?access_token="+g.token); !strings.Contains(got, "61003") {
		t.Errorf("got %s, want the token refused for good", got)
	}
	r.ask(t, `POST /sandbox/platform {"authorise":"a"}`)
	r.ask(t, `POST /sandbox/platform {"mint":true}`)
	same()
}

// A run without them, and without an account, keeps what they had; another platform
// begins anew.
func TestWaysOfOthers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	r := ways(t, nil, &now, nil)
	g := r.after(t)
	without := ways(t, r.state, &now, func(o *Options) { o.ThirdParty, o.Cloud, o.Accounts = nil, nil, o.Accounts[1:] })
	without.ask(t, `POST /sandbox/console {"account":"b","open":false}`)
	again := ways(t, without.state, &now, nil)
	if got := again.plain(t, g.renew()); !strings.Contains(got, "authorizer_access_token") {
		t.Errorf("got %s, want the refresh token taken", got)
	}
	if got := again.plain(t, "GET /cgi-bin/get_current_selfmenu_info?cloudbase_access_token="+g.cloud); !strings.Contains(got, "is_menu_open") {
		t.Errorf("got %s, want the cloud's token taken", got)
	}
	other := ways(t, again.state, &now, func(o *Options) { o.ThirdParty.AppID = "wxfedcba9876543211" })
	if len(other.platform.tickets) != 0 || other.platform.component != "" || other.accounts[0].authorised.current == again.accounts[0].authorised.current {
		t.Errorf("got %+v, want nothing of another platform's", other.platform)
	}
	now = now.Add(48 * time.Hour)
	other.ask(t, `GET /sandbox/cloud/token`)
	if again := ways(t, other.state, &now, nil); len(again.cloud.tokens) != 1 || len(again.platform.tickets) != 0 {
		t.Errorf("got %d tokens and %d tickets, want those that ended forgotten", len(again.cloud.tokens), len(again.platform.tickets))
	}
}
