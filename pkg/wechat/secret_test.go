package wechat

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// holder has a secret wherever a printer may look.
type holder struct {
	Public  Secret
	private Secret
	Pointer *Secret
	List    []Secret
	Map     map[string]Secret
	Any     any
	Cred    Credential
}

func secretHolder() holder {
	s := NewSecret(testSecret)
	return holder{
		Public: s, private: s, Pointer: &s, List: []Secret{s}, Map: map[string]Secret{"k": s}, Any: s,
		Cred: Credential{AppID: testAppID, Secret: s},
	}
}

// leaks reports whether out shows the secret, plainly or in hexadecimal.
func leaks(out, secret string) bool {
	low := strings.ToLower(out)
	for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("% x", secret), fmt.Sprintf("%v", []byte(secret))} {
		if strings.Contains(low, strings.ToLower(form)) {
			return true
		}
	}
	return false
}

func TestSecretSurvivesEveryVerb(t *testing.T) {
	t.Parallel()
	h := secretHolder()
	values := map[string]any{
		"secret": h.Public, "pointer": h.Pointer, "slice": h.List, "map": h.Map,
		"holder": h, "holder pointer": &h, "credential": h.Cred, "token": Token{Value: h.Public},
		"unexported": struct{ s Secret }{h.private}, "array": [1]Secret{h.Public},
	}
	for name, v := range values {
		for _, flags := range []string{"", "+", "#", " ", "-", "0", "+#", "# ", "3", ".2", "60"} {
			for verb := rune('A'); verb <= 'z'; verb++ {
				format := "%" + flags + string(verb)
				if out := fmt.Sprintf(format, v); leaks(out, testSecret) {
					t.Errorf("Sprintf(%q, %s) = %q", format, name, out)
				}
			}
		}
		if out := fmt.Sprint(v) + fmt.Sprintln(v) + fmt.Errorf("e: %v", v).Error(); leaks(out, testSecret) {
			t.Errorf("Sprint(%s) = %q", name, out)
		}
	}
	if got := fmt.Sprintf("%s %v %q %x %#v", h.Public, h.Public, h.Public, h.Public, h.Public); got != strings.TrimSpace(strings.Repeat(hidden+" ", 5)) {
		t.Errorf("got %q", got)
	}
}

func TestSecretSurvivesEncoders(t *testing.T) {
	t.Parallel()
	h := secretHolder()
	out, err := json.Marshal(h)
	if err != nil || leaks(string(out), testSecret) || !bytes.Contains(out, []byte(`"Secret":"[secret]"`)) {
		t.Errorf("json: %s, %v", out, err)
	}
	out, err = json.Marshal(map[string]any{"a": &h.Public})
	if err != nil || string(out) != `{"a":"[secret]"}` {
		t.Errorf("json of a map: %s, %v", out, err)
	}
	type element struct {
		A Secret `xml:"a,attr"`
		B Secret
	}
	out, err = xml.Marshal(element{h.Public, h.Public})
	if err != nil || leaks(string(out), testSecret) {
		t.Errorf("xml: %s, %v", out, err)
	}
	var buf bytes.Buffer
	// gob has nothing to encode in a Secret, which is an error or empty.
	_ = gob.NewEncoder(&buf).Encode(h.Cred)
	if leaks(buf.String(), testSecret) {
		t.Errorf("gob: %q", buf.String())
	}
	if err := json.Unmarshal([]byte(`{"Secret":"text"}`), &h.Cred); err == nil {
		t.Error("a Secret could be read from JSON")
	}
}

func TestSecretSurvivesLogs(t *testing.T) {
	t.Parallel()
	h := secretHolder()
	var buf bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&buf, nil), slog.NewTextHandler(&buf, nil)} {
		log := slog.New(handler)
		log.Info("m", "secret", h.Public, "pointer", h.Pointer, "holder", h, "list", h.List, "cred", h.Cred)
		log.With("secret", h.Public).WithGroup("g").Error("m", slog.Any("a", h.Any), slog.Group("g", "s", h.Public))
	}
	if leaks(buf.String(), testSecret) || !strings.Contains(buf.String(), hidden) {
		t.Errorf("log: %s", buf.String())
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	var zero Secret
	if s := NewSecret(testSecret); s.Reveal() != testSecret || s.IsZero() || !s.Equal(NewSecret(testSecret)) || s.Equal(zero) {
		t.Error("a secret does not hold its text")
	}
	if !zero.IsZero() || !NewSecret("").IsZero() || zero.Reveal() != "" || !zero.Equal(NewSecret("")) || zero.String() != hidden {
		t.Error("the zero secret is not empty")
	}
	err := errors.Join(fmt.Errorf("%w: %v", errors.New("x"), NewSecret(testSecret)))
	if leaks(err.Error(), testSecret) {
		t.Error(err)
	}
}
