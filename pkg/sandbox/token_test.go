package sandbox_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	shut := brand()
	shut.AllowedIPs = []string{"198.51.100.4"}
	open := brand()
	open.AllowedIPs = []string{"192.0.2.1"}
	const (
		stable  = "/cgi-bin/stable_token"
		classic = "/cgi-bin/token?grant_type=client_credential&appid="
	)
	tests := []struct {
		name                 string
		account              sandbox.Account
		method, target, body string
		want                 int
	}{
		{"stable", brand(), "POST", stable, stableBody(appID, secret, false), 0},
		{"stable without force_refresh", brand(), "POST", stable, `{"grant_type":"client_credential","appid":"` + appID + `","secret":"` + secret + `"}`, 0},
		{"stable from an allowed address", open, "POST", stable, stableBody(appID, secret, false), 0},
		{"stable by GET", brand(), "GET", stable, "", 43002},
		{"stable without body", brand(), "POST", stable, "", 44002},
		{"stable as a form", brand(), "POST", stable, "grant_type=client_credential", 47001},
		{"stable null", brand(), "POST", stable, "null", 47001},
		{"stable without grant_type", brand(), "POST", stable, `{"appid":"` + appID + `","secret":"s"}`, 40002},
		{"stable with another grant_type", brand(), "POST", stable, `{"grant_type":"x"}`, 40002},
		{"stable without appid", brand(), "POST", stable, `{"grant_type":"client_credential"}`, 41002},
		{"stable with a number as appid", brand(), "POST", stable, `{"grant_type":"client_credential","appid":1}`, 41002},
		{"stable with APPID in capitals", brand(), "POST", stable, `{"grant_type":"client_credential","APPID":"` + appID + `"}`, 41002},
		{"stable without secret", brand(), "POST", stable, `{"grant_type":"client_credential","appid":"` + appID + `"}`, 41004},
		{"stable for another appid", brand(), "POST", stable, stableBody("wx0000000000000000", secret, false), 40013},
		{"stable with a wrong secret", brand(), "POST", stable, stableBody(appID, "no", false), 40125},
		{"stable from another address", shut, "POST", stable, stableBody(appID, secret, false), 40164},
		{"classic", brand(), "GET", classic + appID + "&secret=" + secret, "", 0},
		{"classic by POST", brand(), "POST", classic + appID + "&secret=" + secret, "", 43001},
		{"classic without grant_type", brand(), "GET", "/cgi-bin/token", "", 40002},
		{"classic without appid", brand(), "GET", classic, "", 41002},
		{"classic without secret", brand(), "GET", classic + appID, "", 41004},
		{"classic for another appid", brand(), "GET", classic + "wx1&secret=s", "", 40013},
		{"classic with a wrong secret", brand(), "GET", classic + appID + "&secret=no", "", 40125},
		{"classic from another address", shut, "GET", classic + appID + "&secret=" + secret, "", 40164},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := newRig(t, tt.account).call(tt.method, tt.target, tt.body)
			if got.Errcode != tt.want || got.status != http.StatusOK {
				t.Errorf("got %d with status %d, want %d with 200: %s", got.Errcode, got.status, tt.want, got.raw)
			}
			if tt.want == 0 && (got.ExpiresIn != 7200 || len(got.Token) < 64 || len(got.Token) > 512) {
				t.Errorf("got %s, want a token for 7200 s", got.raw)
			}
		})
	}
}

func TestTokenShape(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, got := range []answer{r.stable(false), r.classic()} {
		want := regexp.MustCompile(`^\{"access_token":"[0-9A-Za-z_-]+","expires_in":7200\}$`)
		if !want.MatchString(got.raw) {
			t.Errorf("got %s, want %s", got.raw, want)
		}
	}
}

func TestNotInAllowListNamesTheAddress(t *testing.T) {
	t.Parallel()
	a := brand()
	a.AllowedIPs = []string{}
	got := newRig(t, a).stable(false).Errmsg
	if want := "invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist rid: "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q...", got, want)
	}
}

// TestListForEveryCall plays both readings of WeChat's pages: the list holds for token
// requests alone, or for every call.
func TestListForEveryCall(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		list  []string
		every bool
		want  int // from another address than the list has
	}{
		{"token requests alone", []string{"198.51.100.4"}, false, 0},
		{"every call", []string{"198.51.100.4"}, true, 40164},
		{"every call, without a list", nil, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := brand()
			a.AllowedIPs, a.CheckEveryCall = tt.list, tt.every
			r := newRig(t, a)
			token := r.serviceToken(servicePath) // the service asks from an address of its own
			for path, body := range map[string]string{
				"/cgi-bin/menu/get": "", "/cgi-bin/get_current_selfmenu_info": "", "/cgi-bin/menu/delete": "",
				"/cgi-bin/menu/create":       `{"button":[{"type":"click","name":"a","key":"k"}]}`,
				"/cgi-bin/openapi/quota/get": `{"cgi_path":"/cgi-bin/menu/create"}`,
			} {
				method := "GET"
				if body != "" {
					method = "POST"
				}
				got := r.call(method, path+"?access_token="+token, body)
				if got.Errcode == 46003 { // there is no menu
					got.Errcode = 0
				}
				if got.Errcode != tt.want || tt.want != 0 && !strings.HasPrefix(got.Errmsg, "invalid ip 192.0.2.1 ") {
					t.Errorf("%s: got %s, want %d", path, got.raw, tt.want)
				}
			}
			if got := r.call("GET", "/cgi-bin/menu/get?access_token=98_none", ""); got.Errcode != 40014 {
				t.Errorf("got %s, want what is wrong with the token first: it says whose list counts", got.raw)
			}
		})
	}
}

// works says whether a token opens an endpoint: 0, or the code it gets instead.
// 46003 means it does.
func (r *rig) works(token string) int {
	r.Helper()
	if code := r.call("GET", "/cgi-bin/menu/get?access_token="+token, "").Errcode; code != 46003 {
		return code
	}
	return 0
}

func (r *rig) wantWorks(token string, want int) {
	r.Helper()
	if got := r.works(token); got != want {
		r.Errorf("got %d at %v for the token, want %d", got, r.clock.now(), want)
	}
}

func TestStableLine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.stable(false)
	r.clock.advance(6855 * time.Second)
	if got := r.stable(false); got.Token != first.Token || got.ExpiresIn != 345 {
		t.Errorf("got another token or %d s, want the same for 345 s", got.ExpiresIn)
	}
	r.clock.advance(45 * time.Second)
	if got := r.stable(false); got.Token != first.Token || got.ExpiresIn != 300 {
		t.Errorf("got another token or %d s, want the same for 300 s", got.ExpiresIn)
	}
	r.clock.advance(time.Second)
	second := r.stable(false)
	if second.Token == first.Token || second.ExpiresIn != 7200 {
		t.Errorf("got the same token or %d s, want a new one for 7200 s", second.ExpiresIn)
	}
	r.wantWorks(first.Token, 0)
	r.clock.advance(5*time.Minute - time.Second)
	r.wantWorks(first.Token, 0)
	r.clock.advance(time.Second)
	r.wantWorks(first.Token, 40001)
	r.wantWorks(second.Token, 0)
	r.clock.advance(7200*time.Second - 5*time.Minute)
	r.wantWorks(second.Token, 42001)
	third := r.stable(false)
	r.wantWorks(second.Token, 42001)
	r.wantWorks(third.Token, 0)
}

func TestStableForce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.stable(false)
	second := r.stable(true)
	if second.Token == first.Token {
		t.Error("got the same token, want a new one")
	}
	r.wantWorks(first.Token, 40001)
	r.clock.advance(29 * time.Second)
	if got := r.stable(true); got.Token != second.Token || got.ExpiresIn != 7171 {
		t.Errorf("got a new token or %d s, want the same for 7171 s: 29 s after the last", got.ExpiresIn)
	}
	r.clock.advance(time.Second)
	third := r.stable(true)
	if third.Token == second.Token {
		t.Error("got the same token, want a new one: 30 s after the last")
	}
	r.wantWorks(second.Token, 40001)
	for range 18 {
		r.clock.advance(30 * time.Second)
		if got := r.stable(true); got.Errcode != 0 {
			t.Fatalf("got %s, want 20 forced refreshes a day", got.raw)
		}
	}
	r.clock.advance(30 * time.Second)
	if got := r.stable(true); got.Errcode != 45009 {
		t.Errorf("got %s, want 45009 for the 21st forced refresh", got.raw)
	}
	if got := r.stable(false); got.Errcode != 0 {
		t.Errorf("got %s, want the normal mode to go on", got.raw)
	}
	r.clock.advance(24 * time.Hour)
	if got := r.stable(true); got.Errcode != 0 {
		t.Errorf("got %s, want forced refreshes again the next day", got.raw)
	}
}

func TestForceEndsTheOverlapToo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.stable(false)
	r.clock.advance(7000 * time.Second)
	r.stable(false)
	r.wantWorks(first.Token, 0)
	r.stable(true)
	r.wantWorks(first.Token, 40001)
}

func TestClassicLine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	stable := r.stable(false)
	first := r.classic()
	r.clock.advance(time.Minute)
	second := r.classic()
	if second.Token == first.Token || second.ExpiresIn != 7200 {
		t.Error("got the same token, want a new one for each call")
	}
	r.clock.advance(5*time.Minute - time.Second)
	r.wantWorks(first.Token, 0)
	r.clock.advance(time.Second)
	r.wantWorks(first.Token, 40001)
	r.wantWorks(second.Token, 0)
	r.wantWorks(stable.Token, 0)
	if got := r.stable(false); got.Token != stable.Token {
		t.Error("got a new stable token, want the classic line to leave it alone")
	}
	r.clock.advance(7200*time.Second - 5*time.Minute)
	r.wantWorks(second.Token, 42001)
}

func TestReplacedTokenText(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.classic()
	r.classic()
	r.clock.advance(5 * time.Minute)
	got := r.call("GET", "/cgi-bin/menu/get?access_token="+first.Token, "")
	want := `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https:\/\/mmbizurl.cn\/s\/JtxxFh33r rid: 69a3baec-`
	if !strings.HasPrefix(got.raw, want) {
		t.Errorf("got %s, want %s...", got.raw, want)
	}
}

func TestTokensOfAnotherServerAreUnknown(t *testing.T) {
	t.Parallel()
	newRig(t).wantWorks(newRig(t).stable(false).Token, 40014)
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	get := func(path string) func(*rig, string) answer {
		return func(r *rig, token string) answer { return r.call("GET", path+"?access_token="+token, "") }
	}
	post := func(path string) func(*rig, string) answer {
		return func(r *rig, token string) answer { return r.call("POST", path+"?access_token="+token, "{}") }
	}
	served := func(code int) bool { return code == 0 || code == 46003 || code/100 == 653 || code == 40132 }
	tests := []struct {
		name  string
		limit int
		call  func(r *rig, token string) answer
		want  int
	}{
		{"classic token", 2000, func(r *rig, _ string) answer { return r.classic() }, 45009},
		{"stable token a minute", 9999, func(r *rig, _ string) answer { return r.stable(false) }, 45011}, // the rig's own call is the first
		{"menu/create", 1000, func(r *rig, token string) answer {
			return r.call("POST", "/cgi-bin/menu/create?access_token="+token, `{"button":[{"type":"click","name":"a","key":"k"}]}`)
		}, 45009},
		{"menu/get", 10000, get("/cgi-bin/menu/get"), 45009},
		{"menu/delete", 1000, get("/cgi-bin/menu/delete"), 45009},
		{"menu/addconditional", 2000, post(addPath), 45009},
		{"menu/delconditional", 2000, post(removePath), 45009},
		{"menu/trymatch", 20000, post(tryPath), 45009},
		{"selfmenu has none", 20000, get("/cgi-bin/get_current_selfmenu_info"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			token := r.stable(false).Token
			for i := range tt.limit {
				if got := tt.call(r, token); !served(got.Errcode) {
					t.Fatalf("got %s at call %d, want %d calls", got.raw, i+1, tt.limit)
				}
			}
			if got := tt.call(r, token); got.Errcode != tt.want {
				t.Errorf("got %s after %d calls, want %d", got.raw, tt.limit, tt.want)
			}
			r.clock.advance(12*time.Hour - time.Second) // one second to midnight in China
			if got := tt.call(r, r.classicOrNone(tt.name)); tt.want == 45009 && got.Errcode != 45009 {
				t.Errorf("got %s before midnight, want 45009", got.raw)
			}
			r.clock.advance(time.Second)
			if got := tt.call(r, r.stable(false).Token); !served(got.Errcode) {
				t.Errorf("got %s after midnight, want a new day's quota", got.raw)
			}
		})
	}
}

// classicOrNone is a token, unless the classic quota is what is spent.
func (r *rig) classicOrNone(name string) string {
	if name == "classic token" {
		return ""
	}
	return r.classic().Token
}
