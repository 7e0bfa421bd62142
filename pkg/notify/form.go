package notify

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Service is whose form a message takes.
type Service string

// The services, and JSON for any other program.
const (
	WeCom    Service = "wecom"
	DingTalk Service = "dingtalk"
	Feishu   Service = "feishu"
	Slack    Service = "slack"
	JSON     Service = "json"
)

// Services returns the services there are.
func Services() []string {
	return []string{string(WeCom), string(DingTalk), string(Feishu), string(Slack), string(JSON)}
}

// hosts are the services' own. Sources: those of forms.
var hosts = map[string]Service{
	"qyapi.weixin.qq.com": WeCom,
	"oapi.dingtalk.com":   DingTalk,
	"open.feishu.cn":      Feishu, "open.larksuite.com": Feishu,
	"hooks.slack.com": Slack, "hooks.slack-gov.com": Slack,
}

// Of returns the service at a host; any other takes JSON.
func Of(host string) Service {
	if s, known := hosts[strings.ToLower(host)]; known {
		return s
	}
	return JSON
}

// form is how a service takes a message, and answers.
type form struct {
	// body is what is sent; size is how much of limit it takes.
	body  func(m *Message) map[string]any
	size  func(body map[string]any) int
	limit int
	// sign signs a body or its address; nil where the service knows no signatures.
	sign func(to *url.URL, body map[string]any, secret string, now time.Time)
	// says returns the code and the words of an answer; read is false where it is none
	// of the service's. A code of 0 took the message.
	says func(answer []byte) (code int, words string, read bool)
}

// forms are those of the services. Their sizes:
//   - WeCom: markdown.content has at most 4096 bytes of UTF-8. Source: WeCom developer
//     centre, group robot configuration (document/path/91770).
//   - DingTalk: a request has at most 20000 bytes. Source: DingTalk open platform,
//     custom robot access, and errcode 460101 there.
//   - Feishu: a request has at most 20 KB. Source: Feishu open platform, custom bot
//     usage guide.
//   - Slack: a section's text has at most 3000 characters, a header's 150. Source:
//     Slack developer docs, Block Kit reference.
//   - JSON is ours, and as long as the longest of them.
var forms = map[Service]form{
	WeCom: {body: wecom, limit: 4096, says: errcode, size: func(body map[string]any) int {
		return len(body["markdown"].(map[string]any)["content"].(string))
	}},
	DingTalk: {body: dingTalk, limit: 20_000 - signature, says: errcode, size: whole, sign: signDingTalk},
	Feishu:   {body: feishu, limit: 20_000 - signature, says: feishuCode, size: whole, sign: signFeishu},
	Slack: {body: slack, limit: 3000, says: slackWord, size: func(body map[string]any) int {
		return utf8.RuneCountInString(body["text"].(string))
	}},
	JSON: {body: plainJSON, limit: 20_000, says: taken, size: whole},
}

// signature is more bytes than a signature adds to a body.
const signature = 128

// fitted returns the body of a message that the service takes: what there is no room
// for is left out, drawings first and then lines, from the end.
func (f *form) fitted(m *Message) map[string]any {
	for drawn := len(m.Drawn); drawn >= 0; drawn-- {
		short := *m
		short.Drawn = m.Drawn[:drawn]
		if body := f.body(&short); f.size(body) <= f.limit {
			return body
		}
	}
	short := *m
	short.Title, short.Drawn = text.Cut(m.Title, slackTitle), nil
	first := func(n int) map[string]any {
		short.Lines = append(slices.Clone(m.Lines[:n]), "…")
		return f.body(&short)
	}
	n := sort.Search(len(m.Lines), func(n int) bool { return f.size(first(n)) > f.limit })
	return first(max(n-1, 0))
}

// refusal says what an answer says that did not take the message; nil where it did.
func (f *form) refusal(status int, answer []byte) func(hide func(string) string) text.Spoken {
	code, words, read := f.says(answer)
	const ok, redirects = 200, 300
	if status >= ok && status < redirects && read && code == 0 {
		return nil
	}
	return func(hide func(string) string) text.Spoken {
		said := text.Sayf("HTTP status %d", " HTTP 状态 %d", status)
		if code != 0 {
			said = text.Sayf("%[1]s, code %[2]d", "%[1]s，错误码 %[2]d", said, code)
		}
		if words != "" {
			said = text.Sayf("%[1]s: %[2]q", "%[1]s：%[2]q", said, hide(words))
		}
		return said
	}
}

// plain replaces what Markdown or a mention could be made of by its full-width twin:
// neither WeCom nor DingTalk says how to escape it.
var plain = strings.NewReplacer("<", "＜", ">", "＞", "[", "［", "]", "］", "*", "＊", "`", "｀", "&", "＆", "#", "＃").Replace

// text is all that a message says below its title.
func (m *Message) text(end string) string {
	return strings.Join(append(slices.Clone(m.Lines), slices.Concat(m.Drawn...)...), end)
}

// wecom is a Markdown message, in which lines end as they are.
func wecom(m *Message) map[string]any {
	content := fmt.Sprintf("**%s**\n%s\n[%s](%s)", plain(m.Title), plain(m.text("\n")), plain(m.Link), m.Run)
	return map[string]any{"msgtype": "markdown", "markdown": map[string]any{"content": content}}
}

// dingTalk is a Markdown message, whose lines end with two blanks. The title is what
// the list of chats shows; a robot may want a keyword, and "caidan" is in each.
func dingTalk(m *Message) map[string]any {
	content := fmt.Sprintf("**%s**\n\n%s\n\n[%s](%s)", plain(m.Title), plain(m.text("  \n")), plain(m.Link), m.Run)
	return map[string]any{"msgtype": "markdown", "markdown": map[string]any{"title": plain(m.Title), "text": content}}
}

// feishu is a card, whose plain_text knows no markup.
func feishu(m *Message) map[string]any {
	words := func(s string) map[string]any { return map[string]any{"tag": "plain_text", "content": s} }
	return map[string]any{"msg_type": "interactive", "card": map[string]any{
		"config": map[string]any{"wide_screen_mode": true},
		"header": map[string]any{"title": words(m.Title)},
		"elements": []any{
			map[string]any{"tag": "div", "text": words(m.text("\n"))},
			map[string]any{"tag": "action", "actions": []any{map[string]any{"tag": "button", "type": "default", "text": words(m.Link), "url": m.Run}}},
		},
	}}
}

// slackTitle is the most characters of a header.
const slackTitle = 150

// slack is a header, a section without markup and a link. Its text is for
// notifications, and there &, < and > are markup.
func slack(m *Message) map[string]any {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	body := cmp.Or(m.text("\n"), m.Title)
	return map[string]any{"text": escape(m.Title + "\n" + body), "blocks": []any{
		map[string]any{"type": "header", "text": map[string]any{"type": "plain_text", "text": text.Cut(m.Title, slackTitle), "emoji": false}},
		map[string]any{"type": "section", "text": map[string]any{"type": "plain_text", "text": body, "emoji": false}},
		map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": fmt.Sprintf("<%s|%s>", escape(m.Run), escape(m.Link))}},
	}}
}

// plainJSON is the message for a program of one's own.
func plainJSON(m *Message) map[string]any {
	return map[string]any{
		"schema": 1, "events": m.Events, "title": m.Title, "text": m.text("\n"), "run": m.Run, "accounts": append([]Account{}, m.Accounts...),
	}
}

// whole is the size of all that is sent.
func whole(body map[string]any) int { return len(encoded(body)) }

// signDingTalk signs the address: HMAC-SHA256 of the milliseconds and the secret, by
// the secret. Source: DingTalk open platform, custom robot security settings.
func signDingTalk(to *url.URL, _ map[string]any, secret string, now time.Time) {
	at := strconv.FormatInt(now.UnixMilli(), 10)
	q := to.Query()
	q.Set("timestamp", at)
	q.Set("sign", signed(secret, at+"\n"+secret))
	to.RawQuery = q.Encode()
}

// signFeishu signs the body: HMAC-SHA256 of nothing, by the seconds and the secret.
// Source: Feishu open platform, custom bot usage guide, signature verification.
func signFeishu(_ *url.URL, body map[string]any, secret string, now time.Time) {
	at := strconv.FormatInt(now.Unix(), 10)
	body["timestamp"], body["sign"] = at, signed(at+"\n"+secret, "")
}

func signed(key, of string) string {
	mac := hmac.New(sha256.New, []byte(key))
	_, _ = mac.Write([]byte(of)) // a hash takes everything
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// errcode reads an answer of WeCom or DingTalk, whose status is 200 whatever it says.
func errcode(answer []byte) (code int, words string, read bool) {
	var a struct {
		Errcode *int
		Errmsg  string
	}
	if json.Unmarshal(answer, &a) != nil || a.Errcode == nil {
		return 0, "", false
	}
	return *a.Errcode, a.Errmsg, true
}

// feishuCode reads an answer of Feishu's, which names its code in one of two ways.
func feishuCode(answer []byte) (code int, words string, read bool) {
	var a struct {
		Code, StatusCode   *int
		Msg, StatusMessage string
	}
	if json.Unmarshal(answer, &a) != nil {
		return 0, "", false
	}
	switch {
	case a.Code != nil:
		return *a.Code, a.Msg, true
	case a.StatusCode != nil:
		return *a.StatusCode, a.StatusMessage, true
	default:
		return 0, "", false
	}
}

// slackWord reads an answer of Slack's, which is ok or a word for what is wrong.
func slackWord(answer []byte) (code int, words string, read bool) {
	if said := strings.TrimSpace(string(answer)); said != "ok" {
		return 0, said, false
	}
	return 0, "", true
}

// taken takes any answer: its status says all.
func taken([]byte) (code int, words string, read bool) { return 0, "", true }
