package sandbox

import (
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

// remembered is a server that keeps its state, and what it kept last.
type remembered struct {
	*Server
	state []byte
}

func remember(t *testing.T, state []byte, now *time.Time, accounts ...Account) *remembered {
	t.Helper()
	return rememberAs(t, state, now, Options{Accounts: accounts})
}

func rememberAs(t *testing.T, state []byte, now *time.Time, o Options) *remembered {
	t.Helper()
	r := &remembered{state: state}
	o.Now, o.Save = func() time.Time { return *now }, func(state []byte) { r.state = state }
	var err error
	r.Server, err = New(o)
	if err == nil && state != nil {
		err = r.Restore(state)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask makes a call; TOKEN in it is the account's stable token.
func (r *remembered) ask(t *testing.T, line string) string {
	t.Helper()
	method, rest, _ := strings.Cut(line, " ")
	target, body, _ := strings.Cut(rest, " ")
	if strings.HasPrefix(target, "/cgi-bin/menu") || strings.HasPrefix(target, "/cgi-bin/get") || strings.HasPrefix(target, "/cgi-bin/openapi") {
		var got struct {
			Token string `json:"access_token"`
		}
		answer := r.ask(t, `POST /cgi-bin/stable_token {"grant_type":"client_credential","appid":"wx0123456789abcdef","secret":"s"}`)
		if err := json.Unmarshal([]byte(answer), &got); err != nil || got.Token == "" {
			t.Fatalf("got %s, want a token", answer)
		}
		line = method + " " + target + "?access_token=" + got.Token + " " + body
	}
	return r.plain(t, line)
}

// plain makes a call as it is written.
func (r *remembered) plain(t *testing.T, line string) string {
	t.Helper()
	method, rest, _ := strings.Cut(line, " ")
	target, body, _ := strings.Cut(rest, " ")
	rec := httptest.NewRecorder()
	r.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body)))
	return rec.Body.String()
}

// After each call a new server that is given the state is the same as the one before,
// down to reads that are late, dead tokens and what is left of the day.
func TestStateSurvives(t *testing.T) {
	t.Parallel()
	a := Account{
		Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: "s", LateReads: 3, Console: ConsoleShows,
		Followers: []Follower{{OpenID: "vip", Tags: []int{2}, Platform: IOS}},
	}
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	r := remember(t, nil, &now, a)
	calls := []string{
		`POST /cgi-bin/menu/create {"button":[{"type":"click","name":"a","key":"k"},{"name":"b","sub_button":[{"type":"miniprogram","name":"c","url":"http://a.example/","appid":"wx0123456789abcdef","pagepath":"p"}]}]}`,
		`POST /cgi-bin/menu/addconditional {"button":[{"type":"view","name":"v","url":"http://a.example/"}],"matchrule":{"tag_id":"2","client_platform_type":"1"}}`,
		`GET /cgi-bin/menu/get`,
		`POST /sandbox/console {"account":"brand-cn","menu":{"button":[{"type":"news","name":"n","value":"v","news_info":{"list":[{"title":"t","show_cover":1}]}}]},"open":false}`,
		`GET /cgi-bin/get_current_selfmenu_info`,
		`POST /cgi-bin/menu/trymatch {"user_id":"vip"}`,
		`GET /cgi-bin/token?grant_type=client_credential&appid=wx0123456789abcdef&secret=s`,
		`GET /cgi-bin/token?grant_type=client_credential&appid=wx0123456789abcdef&secret=s`,
		`POST /cgi-bin/stable_token {"grant_type":"client_credential","appid":"wx0123456789abcdef","secret":"s","force_refresh":true}`,
		`POST /sandbox/faults {"path":"/cgi-bin/menu/get","call":2,"body":"{}","slow":"1ms","cut":"after"}`,
		`POST /sandbox/faults {"path":"/cgi-bin/menu/create","account":"brand-cn","errcode":-1}`,
		`POST /cgi-bin/menu/create {}`,
		`GET /cgi-bin/menu/get`,
		`POST /cgi-bin/openapi/quota/get {"cgi_path":"/cgi-bin/menu/get"}`,
		`GET /sandbox/token/brand-cn/renew`,
		`POST /sandbox/settle {}`,
		`DELETE /sandbox/faults`,
		`GET /cgi-bin/menu/delete`,
	}
	for _, line := range calls {
		r.ask(t, line)
		now = now.Add(time.Minute)
		again := remember(t, r.state, &now, a)
		if got, want := again.accounts, r.accounts; !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: got %+v, want %+v", line, got[0], want[0])
		}
		if !reflect.DeepEqual(again.tokens, r.tokens) || string(again.SaveFaults()) != string(r.SaveFaults()) {
			t.Fatalf("%s: got the tokens %v and faults %s, want %v and %s", line, again.tokens, again.SaveFaults(), r.tokens, r.SaveFaults())
		}
		if again.save(); again.state == nil || string(again.state) != string(r.state) {
			t.Fatalf("%s: got the state %s, want %s", line, again.state, r.state)
		}
		r = again // what comes next is asked of the new one
	}
}

// Only what changes is kept, and an account that is not played keeps what it had.
func TestStateOfOthers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	a, b := Account{Name: "a", AppID: "wx0123456789abcdef", Secret: "s"}, Account{Name: "b", AppID: "wx0123456789abcde0", Secret: "s"}
	r := remember(t, nil, &now, a, b)
	r.ask(t, `POST /cgi-bin/menu/create {"button":[{"type":"click","name":"a","key":"k"}]}`)
	without := remember(t, r.state, &now, b)
	without.ask(t, `POST /sandbox/console {"account":"b","open":false}`)
	again := remember(t, without.state, &now, a, b)
	if live, _ := again.Live("a"); live.Menu == nil {
		t.Errorf("got no menu of a, want what it had: %s", again.state)
	}
	if live, _ := again.Live("b"); live.Open {
		t.Error("got b's menu switched on, want it off")
	}
	again.save()
	again.state = nil
	if again.ask(t, "GET /sandbox/calls"); again.state != nil {
		t.Errorf("got %s kept after a call that changes nothing", again.state)
	}
}

// Dead tokens are forgotten in time, and a state of another kind is refused.
func TestStateForgets(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	a := Account{Name: "a", AppID: "wx0123456789abcdef", Secret: "s"}
	r := remember(t, nil, &now, a)
	for range 3 {
		r.ask(t, `GET /sandbox/token/a/renew`)
		now = now.Add(3 * time.Hour)
	}
	if again := remember(t, r.state, &now, a); len(again.tokens) != 1 && len(again.tokens) != 2 {
		t.Errorf("got %d tokens, want the old ones forgotten", len(again.tokens))
	}
	for _, state := range []string{"x", "{}", `{"version":2}`, `[]`} {
		if err := remember(t, nil, &now, a).Restore([]byte(state)); err == nil {
			t.Errorf("%s: got no error, want it refused", state)
		}
	}
}
