package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// secret has what encodings treat in different ways.
const secret = `p/q+r="s&t<u%v w\x-0123456789`

func TestFind(t *testing.T) {
	t.Parallel()
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(`{"token":` + string(quoted) + `}`)
	if err != nil {
		t.Fatal(err)
	}
	var unescaped bytes.Buffer
	enc := json.NewEncoder(&unescaped)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(secret[:1] + "a/b" + secret); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"plain":             "x " + secret + " y",
		"cut":               secret[:20] + "...",
		"query":             url.Values{"access_token": {secret}}.Encode(),
		"path":              "/" + url.PathEscape(secret),
		"basic auth":        (&url.URL{User: url.UserPassword("u", "a-"+strings.Repeat("b", 30))}).String(),
		"JSON":              string(quoted),
		"JSON in JSON":      string(line),
		"JSON, no HTML":     unescaped.String(),
		"Go":                fmt.Sprintf("%q", secret),
		"Go, ASCII":         fmt.Sprintf("%+q", secret),
		"Go, bytes":         fmt.Sprintf("%v", []byte(secret)),
		"hex":               fmt.Sprintf("%x", secret),
		"HEX":               fmt.Sprintf("%X", secret),
		"dump, without gap": hex.EncodeToString([]byte("a" + secret)),
	}
	for _, before := range []string{"", "a", "ab", "abc", "user:"} {
		for _, after := range []string{"", "z", "zy"} {
			text := []byte(before + secret + after)
			texts["base64 "+before+" "+after] = base64.StdEncoding.EncodeToString(text)
			texts["base64, raw, of URLs "+before+" "+after] = base64.RawURLEncoding.EncodeToString(text)
		}
	}
	for name, text := range texts {
		of := secret
		if name == "basic auth" {
			of = "a-" + strings.Repeat("b", 30)
		}
		if got := Find("before "+text+" after", "another secret than that", of); len(got) == 0 || !strings.HasPrefix(got[0], "secret 2 of 2 ") {
			t.Errorf("%s: got %q in %s, want the second secret found", name, got, text)
		}
	}
	for _, text := range []string{"", secret[:15], "p/q+r", base64.StdEncoding.EncodeToString([]byte(secret[:12]))} {
		if got := Find(text, secret); got != nil {
			t.Errorf("got %q in %q, want nothing", got, text)
		}
	}
}
