package publish

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// trying asks what a follower sees.
func trying(user string) api.Request {
	return api.Request{Schema: api.Schema, Op: api.OpTry, Account: account, As: user}
}

// TestTry reads what followers see, each the menu that WeChat chooses. The openid is
// in no result and in no log line.
func TestTry(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.Followers = []sandbox.Follower{{OpenID: "oTagged", Tags: []int{2}}, {OpenID: "oPlain"}, {OpenID: "oGone", Left: true}}
	r := newSandboxed(t, acc)
	res := r.invoke(t.Context(), r.inspect, trying("oPlain"))
	same(t, "before a menu", res.Outcome, api.Read)
	same(t, "what is seen then", res.Tried.Digest(), menu.Set{}.Digest())
	set := tagged(bar(click("1")), "2 a")
	same(t, "published", r.publish(set).Outcome, api.Published)
	r.asked()
	tests := []struct {
		user    string
		sees    string
		errcode int
	}{
		{"oTagged", `{"button":[` + click("a") + `]}`, 0},
		{"oPlain", bar(click("1")), 0},
		{"oGone", "", 65315},
		{"oStranger", "", 65302},
	}
	for _, tt := range tests {
		res := r.invoke(t.Context(), r.inspect, trying(tt.user))
		if tt.errcode != 0 {
			same(t, tt.user, res.Error.Errcode, tt.errcode)
			same(t, tt.user, res.Tried == nil, true)
			continue
		}
		same(t, tt.user, res.Outcome, api.Read)
		if res.Tried == nil || res.Tried.Digest() != parse(t, tt.sees).Digest() {
			t.Errorf("%s: got %+v, want %s", tt.user, res.Tried, tt.sees)
		}
	}
	list(t, "requests", r.asked()[:2], []string{"get_current_selfmenu_info", "get_current_selfmenu_info"})
	if err := r.sandbox.SetOpen(account, false); err != nil {
		t.Fatal(err)
	}
	list(t, "switched off", kinds(r.invoke(t.Context(), r.inspect, trying("oPlain")).Warnings), []api.WarningKind{api.SwitchedOff})
	same(t, "of the publish function", r.invoke(t.Context(), r.handler, trying("oPlain")).Outcome, api.Read)
	for _, user := range []string{"oTagged", "oPlain", "oGone", "oStranger"} {
		if strings.Contains(r.log.String()+r.answers.String(), user) {
			t.Errorf("got the openid %s in a result or a log line", user)
		}
	}
}

// TestTryNoOpenID refuses what can be no openid, and one where none is asked about,
// without repeating it.
func TestTryNoOpenID(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	read := trying("oPlain")
	read.Op = api.OpRead
	for _, req := range []api.Request{trying(""), trying("not an id"), trying(strings.Repeat("o", api.MaxUser+1)), read} {
		event, err := json.Marshal(req)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := r.inspect(t.Context(), event)
		if err == nil || req.As != "" && strings.Contains(err.Error()+r.log.String(), req.As) {
			t.Errorf("%s %q: got %s and %v, want an error that does not repeat it", req.Op, req.As, answer, err)
		}
	}
	list(t, "requests", r.asked(), nil)
}
