package platform

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// vectors are messages that another implementation encrypted and signed: npm's
// wechat-crypto 0.0.2.
type vectors struct {
	Token, Key, AppID string
	Vectors           []struct {
		Timestamp, Nonce, Encrypt, Message string
		Signature                          string `json:"msg_signature"`
	}
}

func readVectors(tb testing.TB) (vectors, *Order) {
	tb.Helper()
	data, err := os.ReadFile("testdata/wechat-crypto.json")
	var v vectors
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil || len(v.Vectors) != 4 {
		tb.Fatalf("got %d vectors, %v; want 4", len(v.Vectors), err)
	}
	return v, &Order{AppID: v.AppID, Secret: wechat.NewSecret("s"), Token: wechat.NewSecret(v.Token), Key: wechat.NewSecret(v.Key)}
}

func TestVectors(t *testing.T) {
	t.Parallel()
	v, o := readVectors(t)
	for i, m := range v.Vectors {
		query := url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}, "msg_signature": {m.Signature}}
		plain, err := o.decrypt(m.Encrypt)
		if m.Message == "" { // it is for another platform
			if _, err := o.open(query, m.Encrypt); !errors.Is(err, errReceiver) {
				t.Errorf("%d: got %v, want %v", i, err, errReceiver)
			}
			continue
		}
		if err != nil || string(plain) != m.Message {
			t.Errorf("%d: got %s, %v; want %s", i, plain, err, m.Message)
		}
		if said, err := o.open(query, m.Encrypt); err != nil || said["InfoType"] == "" {
			t.Errorf("%d: got %v, %v; want what it says", i, said, err)
		}
	}
}

// TestUnverified holds that nothing is decrypted which the platform's token has not
// signed, and what else is refused.
func TestUnverified(t *testing.T) {
	t.Parallel()
	v, o := readVectors(t)
	m := v.Vectors[0]
	good := url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}, "msg_signature": {m.Signature}}
	other := *o
	other.Key = wechat.NewSecret(strings.Repeat("A", 43))
	foreign := *o
	foreign.Token = wechat.NewSecret("another")
	for _, tt := range []struct {
		name      string
		o         *Order
		query     url.Values
		encrypted string
		want      error
	}{
		{"no signature", o, url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}}, m.Encrypt, errSignature},
		{"another nonce", o, url.Values{"timestamp": {m.Timestamp}, "nonce": {"1"}, "msg_signature": {m.Signature}}, m.Encrypt, errSignature},
		{"another text", o, good, v.Vectors[1].Encrypt, errSignature},
		{"another token", &foreign, good, m.Encrypt, errSignature},
		{"another key", &other, good, m.Encrypt, errCipher},
		{"upper case", o, url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}, "msg_signature": {strings.ToUpper(m.Signature)}}, m.Encrypt, errSignature},
	} {
		if said, err := tt.o.open(tt.query, tt.encrypted); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, %v; want %v", tt.name, said, err, tt.want)
		}
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	const good = `<xml><AppId><![CDATA[wx]]></AppId><Encrypt>e</Encrypt></xml>`
	if id, encrypted, err := sender([]byte("\n" + good + "\n")); err != nil || id != "wx" || encrypted != "e" {
		t.Errorf("got %q, %q, %v", id, encrypted, err)
	}
	for _, bad := range []string{
		"", "x", "<xml/>", "<a><AppId>wx</AppId><Encrypt>e</Encrypt></a>", good + good, good[:len(good)-1],
		`<!DOCTYPE xml [<!ENTITY e "e">]>` + good, `<!DOCTYPE xml [<!ENTITY e "e">]><xml><AppId>wx</AppId><Encrypt>&e;</Encrypt></xml>`,
		`<?xml version="1.0"?>` + good, `<xml><AppId>wx</AppId><AppId>wx</AppId><Encrypt>e</Encrypt></xml>`,
		`<xml><AppId>wx</AppId><Encrypt><b>e</b></Encrypt></xml>`, `<xml><AppId>wx</AppId><Encrypt></Encrypt></xml>`,
	} {
		if id, encrypted, err := sender([]byte(bad)); !errors.Is(err, errForm) {
			t.Errorf("%q: got %q, %q, %v; want %v", bad, id, encrypted, err, errForm)
		}
	}
}

// TestReceive keeps the newest ticket, of two in the wrong order too, and encrypted.
func TestReceive(t *testing.T) {
	t.Parallel()
	v, o := readVectors(t)
	h := NewHolder(filepath.Join(t.TempDir(), "ledger"), time.Now)
	find := func(appID string) *Order {
		if appID != o.AppID {
			return nil
		}
		return o
	}
	push := func(n int) (Message, error) {
		m := v.Vectors[n]
		query := url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}, "msg_signature": {m.Signature}}
		return h.Receive(t.Context(), query, []byte("<xml><AppId>"+o.AppID+"</AppId><Encrypt>"+m.Encrypt+"</Encrypt></xml>"), find)
	}
	before := state{Refresh: map[string]refresh{"wxfedcba9876543210": {Token: "r"}, "wx1": {Token: "q"}}}
	if err := o.write(h.file(o), before); err != nil {
		t.Fatal(err)
	}
	if got, err := push(0); err != nil || got != (Message{Kind: "component_verify_ticket"}) {
		t.Errorf("got %+v, %v; want a ticket", got, err)
	}
	st, err := o.read(h.file(o))
	if err != nil || st.Ticket != "ticket@@@Kz-8Vq_0" || st.Created != 1413192605 {
		t.Errorf("got %+v, %v; want the ticket", st, err)
	}
	st.Ticket, st.Created = "newer", st.Created+1
	if err := o.write(h.file(o), st); err != nil {
		t.Fatal(err)
	}
	for n, want := range []Message{{Kind: "component_verify_ticket", Ignored: true}, {Kind: "unauthorized", Account: "wxfedcba9876543210"}, {Kind: "中文", Ignored: true}} {
		if got, err := push(n); err != nil || got != want {
			t.Errorf("%d: got %+v, %v; want %+v", n, got, err, want)
		}
	}
	if st, err = o.read(h.file(o)); err != nil || st.Ticket != "newer" || len(st.Refresh) != 1 || st.Refresh["wx1"].Token != "q" {
		t.Errorf("got %+v, %v; want the newer ticket, and the other account's token", st, err)
	}
	if _, err := push(3); !errors.Is(err, errReceiver) {
		t.Errorf("got %v, want another platform's refused", err)
	}
	data, err := os.ReadFile(h.file(o))
	if err != nil || strings.Contains(string(data), "newer") {
		t.Errorf("got %q, %v; want nothing that can be read", data, err)
	}
	reset := *o
	reset.Secret = wechat.NewSecret("reset")
	if st, err := reset.read(h.file(o)); err != nil || st.Ticket != "" {
		t.Errorf("got %+v, %v; want nothing with another secret", st, err)
	}
}

// TestAhead takes no ticket that WeChat made long after this clock: the true ones would
// be older from then on.
func TestAhead(t *testing.T) {
	t.Parallel()
	v, o := readVectors(t)
	m, made := v.Vectors[0], time.Unix(1413192605, 0)
	query := url.Values{"timestamp": {m.Timestamp}, "nonce": {m.Nonce}, "msg_signature": {m.Signature}}
	body := []byte("<xml><AppId>" + o.AppID + "</AppId><Encrypt>" + m.Encrypt + "</Encrypt></xml>")
	for _, tt := range []struct {
		before time.Duration
		want   error
	}{{time.Hour + time.Second, errAhead}, {time.Hour, nil}} {
		h := NewHolder(filepath.Join(t.TempDir(), "ledger"), func() time.Time { return made.Add(-tt.before) })
		_, err := h.Receive(t.Context(), query, body, func(string) *Order { return o })
		st, wrong := o.read(h.file(o))
		if !errors.Is(err, tt.want) || wrong != nil || (st.Ticket == "") != (tt.want != nil) {
			t.Errorf("%s before it was made: got %+v, %v, %v; want %v", tt.before, st, err, wrong, tt.want)
		}
	}
}

// FuzzReceive takes nothing that is not signed.
func FuzzReceive(f *testing.F) {
	v, o := readVectors(f)
	for _, m := range v.Vectors {
		f.Add("timestamp=1&nonce=n&msg_signature="+m.Signature, "<xml><AppId>"+o.AppID+"</AppId><Encrypt>"+m.Encrypt+"</Encrypt></xml>")
	}
	h := NewHolder(filepath.Join(f.TempDir(), "ledger"), time.Now)
	f.Fuzz(func(t *testing.T, query, body string) {
		values, _ := url.ParseQuery(query)
		if got, err := h.Receive(t.Context(), values, []byte(body), func(string) *Order { return o }); err == nil || got.Account != "" {
			t.Errorf("got %+v taken of %q %q", got, query, body)
		}
	})
}
