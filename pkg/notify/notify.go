// Package notify tells a chat what came of a run, once: it posts a message to a
// webhook in the form of the service behind it.
package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// timeout bounds a notification: a run waits for it.
	timeout = 10 * time.Second
	// answerBytes is how much of an answer is read; those of the services have a few
	// hundred bytes.
	answerBytes = 4 << 10
)

// Message is what a chat is told. Its texts come without markup, and each line is
// harmless; a form escapes them for its place.
type Message struct {
	// Title is a line.
	Title string
	// Lines say what came of it.
	Lines []string
	// Drawn are menus, each some lines, for which there may be no room.
	Drawn [][]string
	// Run is the address of the run, and Link what leads there.
	Run, Link string
	// Events are what happened, and Accounts to whom, for programs.
	Events   []Event
	Accounts []Account
}

// Account is what came of one account.
type Account struct {
	Account string `json:"account"`
	Outcome string `json:"outcome"`
}

// Hook is a webhook.
type Hook struct {
	// Address is a secret: who has it may write to the chat.
	Address string
	// Service is whose form it takes; empty is that of the address's host.
	Service Service
	// Secret signs messages for DingTalk and Feishu; empty signs nothing.
	Secret string
}

// Post sends a message once, at the time now. Nothing is sent again: a chat would show
// it twice. An error is a [*text.Error] that holds neither address nor secret.
func (h Hook) Post(ctx context.Context, m *Message, now time.Time) error {
	address, err := url.Parse(h.Address)
	if err != nil || address.Host == "" || address.Scheme != "https" && (address.Scheme != "http" || !thisMachine(address.Hostname())) {
		return &text.Error{
			Meaning: text.Say("the webhook is not an https address", "webhook 不是 https 地址"),
			Remedy:  text.Say("store the address as the chat service shows it in the secret", "把聊天服务给出的地址原样存进 secret"),
		}
	}
	service := h.Service
	if service == "" {
		service = Of(address.Hostname())
	}
	form := forms[service]
	body := form.fitted(m)
	if h.Secret != "" && form.sign != nil {
		form.sign(address, body, h.Secret, now)
	}
	status, answer, err := send(ctx, address, body)
	if err != nil {
		return unsent(err)
	}
	if said := form.refusal(status, answer); said != nil {
		return &text.Error{
			Meaning: text.Sayf("the webhook answered %s", "webhook 返回%s", text.Both(said(h.hidden(address)))),
			Remedy:  text.Say("check the webhook in the chat, and the secrets that the inputs notify-webhook and notify-secret take", "请检查聊天里的机器人，以及输入 notify-webhook 和 notify-secret 所用的 secret"),
		}
	}
	return nil
}

// send posts a body over a connection of its own: one that was kept may be closed, and
// Go sends again what was written to it.
func send(ctx context.Context, to *url.URL, body map[string]any) (status int, answer []byte, err error) {
	ctx, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(encoded(body)))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	client := &http.Client{
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true},
		// A redirect would take the message to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, answerBytes))
	return resp.StatusCode, answer, err
}

// encoded is a body as it is sent, with <, > and & as they are.
func encoded(body map[string]any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(body) // it holds strings, numbers and lists
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// unsent says why a message got no answer, without the address, which Go's errors have.
func unsent(err error) error {
	why := text.Spoken(text.Say("the connection failed", "连接失败"))
	var certificate interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &certificate) && certificate.Timeout():
		why = text.Sayf("no answer within %s", "%s 内没有应答", timeout.String())
	case errors.Is(err, context.Canceled):
		why = text.Say("it was interrupted", "操作被中断")
	}
	return &text.Error{
		Meaning: text.Sayf("the webhook did not answer: %s", "webhook 没有应答：%s", why),
		Remedy:  text.Say("check the address in the secret, and the way out of the runner", "请检查 secret 里的地址，以及运行器的网络出口"),
	}
}

// hidden returns what makes a text forget address and secret.
func (h Hook) hidden(address *url.URL) func(string) string {
	parts := append(strings.FieldsFunc(address.EscapedPath()+"/"+address.RawQuery, func(r rune) bool { return strings.ContainsRune("/&=?", r) }), address.Host, h.Secret)
	const least = 8 // characters: a shorter part is a word of the interface
	var pairs []string
	for _, p := range append([]string{h.Address}, parts...) {
		if len(p) >= least {
			pairs = append(pairs, p, "***")
		}
	}
	return strings.NewReplacer(pairs...).Replace
}

// thisMachine reports whether a host is this machine's loopback.
func thisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
