package notify

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/text"
)

// now is when messages are sent here.
var now = time.Unix(1_700_000_000, 0)

// chat is a webhook that answers one thing, and keeps what it was sent.
type chat struct {
	*httptest.Server
	bodies  []string
	queries []url.Values
}

func newChat(t *testing.T, status int, answer string) *chat {
	t.Helper()
	c := &chat{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.bodies, c.queries = append(c.bodies, string(body)), append(c.queries, r.URL.Query())
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(c.Close)
	return c
}

func message() *Message {
	return &Message{
		Title: "caidan publish · o/r · 1 account: 1 published", Lines: []string{"a: published", `· "<@all>[x](y)" is new`},
		Drawn: [][]string{{"a", "≡ 菜单", "└ 赞"}}, Run: "https://github.com/o/r/actions/runs/1?a=1&b=2", Link: "Open the run",
		Events: []Event{Published}, Accounts: []Account{{"a", "published"}},
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	const title = "caidan publish · o/r · 1 account: 1 published"
	tests := []struct {
		service Service
		answer  string
		want    string
	}{
		{WeCom, `{"errcode":0,"errmsg":"ok"}`, `{"markdown":{"content":"**` + title + `**\na: published\n· \"＜@all＞［x］(y)\" is new\na\n≡ 菜单\n└ 赞\n[Open the run](https://github.com/o/r/actions/runs/1?a=1&b=2)"},"msgtype":"markdown"}`},
		{DingTalk, `{"errcode":0,"errmsg":"ok"}`, `{"markdown":{"text":"**` + title + `**\n\na: published  \n· \"＜@all＞［x］(y)\" is new  \na  \n≡ 菜单  \n└ 赞\n\n[Open the run](https://github.com/o/r/actions/runs/1?a=1&b=2)","title":"` + title + `"},"msgtype":"markdown"}`},
		{Feishu, `{"code":0,"msg":"success"}`, `{"card":{"config":{"wide_screen_mode":true},"elements":[{"tag":"div","text":{"content":"a: published\n· \"<@all>[x](y)\" is new\na\n≡ 菜单\n└ 赞","tag":"plain_text"}},{"actions":[{"tag":"button","text":{"content":"Open the run","tag":"plain_text"},"type":"default","url":"https://github.com/o/r/actions/runs/1?a=1&b=2"}],"tag":"action"}],"header":{"title":{"content":"` + title + `","tag":"plain_text"}}},"msg_type":"interactive"}`},
		{Feishu, `{"StatusCode":0,"StatusMessage":"success"}`, ""},
		{Slack, "ok", `{"blocks":[{"text":{"emoji":false,"text":"` + title + `","type":"plain_text"},"type":"header"},{"text":{"emoji":false,"text":"a: published\n· \"<@all>[x](y)\" is new\na\n≡ 菜单\n└ 赞","type":"plain_text"},"type":"section"},{"text":{"text":"<https://github.com/o/r/actions/runs/1?a=1&amp;b=2|Open the run>","type":"mrkdwn"},"type":"section"}],"text":"` + title + `\na: published\n· \"&lt;@all&gt;[x](y)\" is new\na\n≡ 菜单\n└ 赞"}`},
		{JSON, "thanks", `{"accounts":[{"account":"a","outcome":"published"}],"events":["published"],"run":"https://github.com/o/r/actions/runs/1?a=1&b=2","schema":1,"text":"a: published\n· \"<@all>[x](y)\" is new\na\n≡ 菜单\n└ 赞","title":"` + title + `"}`},
	}
	for _, tt := range tests {
		t.Run(string(tt.service), func(t *testing.T) {
			t.Parallel()
			c := newChat(t, http.StatusOK, tt.answer)
			if err := (Hook{Address: c.URL + "/hook", Service: tt.service}).Post(t.Context(), message(), now); err != nil {
				t.Fatal(err)
			}
			if len(c.bodies) != 1 || tt.want != "" && c.bodies[0] != tt.want {
				t.Errorf("got %s, want %s", c.bodies, tt.want)
			}
		})
	}
}

// TestSigned holds signatures against those that the services' own pages compute.
func TestSigned(t *testing.T) {
	t.Parallel()
	for service, answer := range map[Service]string{DingTalk: `{"errcode":0}`, Feishu: `{"code":0}`} {
		c := newChat(t, http.StatusOK, answer)
		h := Hook{Address: c.URL + "/robot/send?access_token=t", Service: service, Secret: "this is secret"}
		if err := h.Post(t.Context(), message(), now); err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(c.queries[0].Get("timestamp"), " ", c.queries[0].Get("sign"))
		if c.queries[0].Get("access_token") != "t" {
			t.Errorf("%s: got the query %v, want the token in it", service, c.queries[0])
		}
		if service == Feishu {
			var body struct{ Timestamp, Sign string }
			if err := json.Unmarshal([]byte(c.bodies[0]), &body); err != nil {
				t.Fatal(err)
			}
			got = body.Timestamp + " " + body.Sign
		}
		want := map[Service]string{
			DingTalk: "1700000000000 sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0=",
			Feishu:   "1700000000 OfGzRzoUICBOoc8wVra1e4A1hPfbZ9zqXozA8CWVUuY=",
		}[service]
		if got != want {
			t.Errorf("%s: got %q, want %q", service, got, want)
		}
	}
}

// TestFits holds that each service is sent no more than it takes, with the run's
// address all the same, and no letter cut in half.
func TestFits(t *testing.T) {
	t.Parallel()
	m := message()
	m.Lines, m.Drawn, m.Accounts = nil, nil, nil
	for range 2000 {
		m.Lines = append(m.Lines, strings.Repeat("长", 30))
	}
	m.Drawn = [][]string{m.Lines, m.Lines}
	for range 100 {
		m.Accounts = append(m.Accounts, Account{strings.Repeat("a", 63), "published"})
	}
	long := *m
	long.Title, long.Lines = strings.Repeat("标", 30_000), nil
	for service := range forms {
		f := forms[service]
		for _, m := range []*Message{m, &long} {
			body := f.fitted(m)
			sent := string(encoded(body))
			if n := f.size(body); n > f.limit || !utf8.ValidString(sent) || !strings.Contains(sent, "actions/runs/1") {
				t.Errorf("%s: got %d of %d: %.200s", service, n, f.limit, sent)
			}
		}
		if sent := string(encoded(f.fitted(m))); !strings.Contains(sent, "…") || strings.Count(sent, "长") < 1000 {
			t.Errorf("%s: got %d letters, want as many as there is room for, and an ellipsis", service, strings.Count(sent, "长"))
		}
	}
}

// TestRefusals says what went wrong, by status and code, and never the address.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const key = "73febdcb-not-for-logs"
	tests := []struct {
		name    string
		service Service
		status  int
		answer  string
		want    string
	}{
		{"an errcode in a good answer", WeCom, 200, `{"errcode":93000,"errmsg":"invalid webhook url, key ` + key + `"}`, `the webhook answered HTTP status 200, code 93000: "invalid webhook url, key ***"`},
		{"no keyword", DingTalk, 200, `{"errcode":310000,"errmsg":"keywords not in content"}`, `the webhook answered HTTP status 200, code 310000: "keywords not in content"`},
		{"a page", DingTalk, 200, `<html>`, "the webhook answered HTTP status 200"},
		{"a signature", Feishu, 200, `{"code":19021,"msg":"sign match fail"}`, `the webhook answered HTTP status 200, code 19021: "sign match fail"`},
		{"of Slack's", Slack, 403, "invalid_token", `the webhook answered HTTP status 403: "invalid_token"`},
		{"of one's own", JSON, 500, "oh", "the webhook answered HTTP status 500"},
		{"a redirect", JSON, 302, "", "the webhook answered HTTP status 302"},
		{"nothing", WeCom, 200, "", "the webhook answered HTTP status 200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newChat(t, tt.status, tt.answer)
			err := Hook{Address: c.URL + "/send?key=" + key, Service: tt.service}.Post(t.Context(), message(), now)
			check(t, err, tt.want, key, c.Listener.Addr().String())
			if len(c.bodies) != 1 {
				t.Errorf("got %d posts, want one", len(c.bodies))
			}
		})
	}
}

// TestUnsent has no webhook answer, and the address is not said either.
func TestUnsent(t *testing.T) {
	t.Parallel()
	gone := newChat(t, 200, "")
	gone.Close()
	const key = "key=73febdcb-not-for-logs"
	for address, want := range map[string]string{
		gone.URL + "/send?" + key:        "the webhook did not answer: the connection failed",
		"http://example.com/send?" + key: "the webhook is not an https address",
		"qyapi.example/" + key:           "the webhook is not an https address",
		"https://[" + key:                "the webhook is not an https address",
	} {
		check(t, Hook{Address: address}.Post(t.Context(), message(), now), want, key, gone.Listener.Addr().String(), "example")
	}
}

// check wants an error that says something, in both languages, and nothing of what is
// hidden.
func check(t *testing.T, err error, want string, hidden ...string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
		return
	}
	for _, l := range text.Langs() {
		meaning, remedy := text.Explain(err, l)
		for _, h := range hidden {
			if strings.Contains(meaning+remedy, h) {
				t.Errorf("got %q, which has %q", meaning+remedy, h)
			}
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]Service{
		"qyapi.weixin.qq.com": WeCom, "OAPI.dingtalk.com": DingTalk, "open.feishu.cn": Feishu, "open.larksuite.com": Feishu,
		"hooks.slack.com": Slack, "hooks.example.com": JSON, "evil-hooks.slack.com.example.com": JSON,
	} {
		if got := Of(host); got != want {
			t.Errorf("%s: got %s, want %s", host, got, want)
		}
	}
	for _, s := range Services() {
		if _, known := forms[Service(s)]; !known {
			t.Errorf("%s: got no form", s)
		}
	}
	if len(Services()) != len(forms) {
		t.Errorf("got %d services and %d forms", len(Services()), len(forms))
	}
}
