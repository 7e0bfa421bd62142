package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

const (
	appID     = "wx0123456789abcdef"
	secret    = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	newSecret = "ffeeddccbbaa99887766554433221100"
)

func written(appID, secret string) string {
	return fmt.Sprintf(`{"appid":%q,"secret":%q}`, appID, secret)
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"good", written(appID, secret), ""},
		{"spaced", " {\n\"secret\": \"" + secret + "\",\r\n\t\"appid\": \"" + appID + "\"}\n", ""},
		{"empty", ``, "not valid JSON after byte 0"},
		{"secret alone", secret, "not a JSON object|not valid JSON"},
		{"string", `"` + secret + `"`, "not a JSON object"},
		{"array", `["` + secret + `"]`, "not a JSON object"},
		{"null", `null`, "not a JSON object"},
		{"unquoted", `{"appid":"` + appID + `","secret":` + secret + `}`, "not valid JSON"},
		{"cut off", `{"appid":"` + appID + `","secret":"` + secret, "not valid JSON"},
		{"trailing comma", `{"appid":"` + appID + `","secret":"` + secret + `",}`, "not valid JSON"},
		{"single quotes", `{'appid':'` + appID + `','secret':'` + secret + `'}`, "not valid JSON"},
		{"colon missing", `{"appid" "` + secret + `"}`, "not valid JSON"},
		{"two objects", written(appID, secret) + written(appID, secret), "something follows the JSON object"},
		{"byte order mark", "\ufeff" + written(appID, secret), "the credential of brand-cn in here begins with a byte order mark"},
		{"byte order mark, read as Western text", "\u00ef\u00bb\u00bf" + written(appID, secret), "begins with a byte order mark"},
		{"byte order mark, read as Chinese text", "\u9518\u7e36" + written(appID, secret)[1:], "begins with a byte order mark"},
		{"UTF-16", "\xff\xfe{\x00", "begins with a byte order mark"},
		{"UTF-16, the other way round", "\xfe\xff\x00{", "begins with a byte order mark"},
		{"unknown key", `{"appid":"` + appID + `","appsecret":"` + secret + `"}`, `the credential of brand-cn in here has an unknown key, "appsecret"`},
		{"case", `{"AppID":"` + appID + `","secret":"` + secret + `"}`, `unknown key, "AppID"`},
		{"secret as a key", `{"appid":"` + appID + `","` + secret + `":"x"}`, `unknown key, "(32 bytes)"`},
		{"key twice", `{"appid":"` + appID + `","secret":"` + secret + `","secret":"x"}`, `the key "secret" twice`},
		{"number", `{"appid":"` + appID + `","secret":12345678}`, `the "secret" of brand-cn in here is not a string`},
		{"null secret", `{"appid":"` + appID + `","secret":null}`, `the "secret" of brand-cn in here is not a string`},
		{"no appid", `{"secret":"` + secret + `"}`, "no appid"},
		{"no secret", `{"appid":"` + appID + `"}`, "none of secret, service, cloud and component"},
		{"blank secret", written(appID, " \t"), "is empty"},
		{"secret with newline", written(appID, secret+"\n"), "the secret of brand-cn in here has a blank"},
		{"secret with a blank inside", written(appID, secret[:16]+" "+secret[16:]), "the secret of brand-cn in here has a blank"},
		{"secret with what is not seen", written(appID, secret+"\u200b"), "the secret of brand-cn in here has a blank"},
		{"secret with a control character", `{"appid":"` + appID + `","secret":"` + secret + `\u0000"}`, "the secret of brand-cn in here has a blank"},
		{"secret in full width", written(appID, "０"+secret[1:]), "the secret of brand-cn in here has a blank"},
		{"swapped", written(secret, appID), "the appid of brand-cn in here is not wx and 16 lower-case hexadecimal digits"},
		{"upper case appid", written(strings.ToUpper(appID), secret), "the appid of brand-cn in here is not wx"},
		{"original id", written("gh_0123456789ab", secret), "the appid of brand-cn in here is not wx"},
		{"appid with newline", written(appID+"\n", secret), "the appid of brand-cn in here is not wx"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			source, err := Decode("brand-cn", "here", []byte(tt.data))
			if tt.want == "" {
				if cred, is := source.(credential.Secret); err != nil || !is || cred.AppID != appID || cred.Secret.Reveal() != secret {
					t.Errorf("got %v, %v", source, err)
				}
				return
			}
			if err == nil || !containsOne(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			checkHidden(t, err)
		})
	}
}

func containsOne(text, alternatives string) bool {
	for _, a := range strings.Split(alternatives, "|") {
		if strings.Contains(text, a) {
			return true
		}
	}
	return false
}

// checkHidden looks for the credential in an error.
func checkHidden(t *testing.T, err error) {
	t.Helper()
	text := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, s := range []string{secret, newSecret, secret[:8], newSecret[:8], "12345678", appID} {
		if strings.Contains(text, s) {
			t.Errorf("the error shows %q: %s", s, text)
		}
	}
}

// TestDecodeService reads credentials with a token service. That each part ends
// up where it is asked with, the tests of package credential see.
func TestDecodeService(t *testing.T) {
	t.Parallel()
	const hidden = "https://tokens.example.cn/" + secret
	tests := []struct{ name, service, want string }{
		{"good", `{"url":"` + hidden + `","headers":{"Authorization":"Bearer ` + secret + `"},"token":"/data/access_token","expires":"/data/expires_in","renew":"` + hidden + `?refresh=1"}`, ""},
		{"least", `{"url":"` + hidden + `","token":""}`, ""},
		{"loopback", `{"url":"http://127.0.0.1:8089/t","token":"/access_token"}`, ""},
		{"loopback by name", `{"url":"http://localhost/t","token":"/access_token"}`, ""},
		{"loopback, six", `{"url":"http://[::1]:8089/t","token":"/access_token"}`, ""},
		{"empty", `{}`, `the credential of brand-cn in here has no "service.url"`},
		{"no token", `{"url":"` + hidden + `"}`, `has no "service.token"`},
		{"a text", `"` + hidden + `"`, `the "service" of brand-cn in here is not a JSON object`},
		{"null", `null`, `the "service" of brand-cn in here is not a JSON object`},
		{"unknown", `{"url":"` + hidden + `","token":"","secret":"` + secret + `"}`, `an unknown key, "service.secret"`},
		{"a value for a key", `{"url":"x","` + secret + `":""}`, `an unknown key, "service.(32 bytes)"`},
		{"twice", `{"url":"` + hidden + `","url":"x","token":""}`, `the key "service.url" twice`},
		{"number", `{"url":1,"token":""}`, `the "service.url" of brand-cn in here is not a string`},
		{"null token", `{"url":"` + hidden + `","token":null}`, `the "service.token" of brand-cn in here is not a string`},
		{"http", `{"url":"http://tokens.example.cn/` + secret + `","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"http that begins like loopback", `{"url":"http://127.0.0.1.example.cn/","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"no scheme", `{"url":"tokens.example.cn/` + secret + `","token":""}`, `is not an https address`},
		{"no host", `{"url":"https:///` + secret + `","token":""}`, `is not an https address`},
		{"no URL", `{"url":"https://` + secret + `:x:y","token":""}`, `is not an https address`},
		{"file", `{"url":"file:///` + secret + `","token":""}`, `is not an https address`},
		{"a blank at the end", `{"url":"` + hidden + ` ","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"a blank at the beginning", `{"url":" ` + hidden + `","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"a blank inside", `{"url":"https://tokens.example.cn/a ` + secret + `","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"what is not seen", `{"url":"` + hidden + `\u200b","token":""}`, `the "service.url" of brand-cn in here is not an https address`},
		{"renew", `{"url":"` + hidden + `","token":"","renew":"http://tokens.example.cn"}`, `the "service.renew" of brand-cn in here is not an https address`},
		{"renew empty", `{"url":"` + hidden + `","token":"","renew":""}`, `the "service.renew" of brand-cn in here is not an https address`},
		{"pointer", `{"url":"` + hidden + `","token":"` + secret + `"}`, `the "service.token" of brand-cn in here is not a JSON pointer`},
		{"pointer with an escape that is none", `{"url":"` + hidden + `","token":"/a~2"}`, `the "service.token" of brand-cn in here is not a JSON pointer`},
		{"pointer with half an escape", `{"url":"` + hidden + `","token":"/a~"}`, `the "service.token" of brand-cn in here is not a JSON pointer`},
		{"pointer with escapes", `{"url":"` + hidden + `","token":"/a~1b/c~0d"}`, ""},
		{"expires", `{"url":"` + hidden + `","token":"/t","expires":"` + secret + `"}`, `the "service.expires" of brand-cn in here is not a JSON pointer`},
		{"headers", `{"url":"` + hidden + `","token":"","headers":["` + secret + `"]}`, `the "service.headers" of brand-cn in here is not a JSON object`},
		{"header name", `{"url":"` + hidden + `","token":"","headers":{"` + secret + ` ":"x"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"header value", `{"url":"` + hidden + `","token":"","headers":{"X":"` + secret + `\n"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"header in two cases", `{"url":"` + hidden + `","token":"","headers":{"X-Key":"` + secret + `","x-key":""}}`, `the "service.headers" of brand-cn in here has a header`},
		{"header twice", `{"url":"` + hidden + `","token":"","headers":{"X":"","X":""}}`, `the "service.headers" of brand-cn in here has a header`},
		{"length", `{"url":"` + hidden + `","token":"","headers":{"content-length":"5"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"framing", `{"url":"` + hidden + `","token":"","headers":{"Transfer-Encoding":"chunked"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"connection", `{"url":"` + hidden + `","token":"","headers":{"Connection":"Upgrade"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"encoding", `{"url":"` + hidden + `","token":"","headers":{"Accept-Encoding":"br"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"host", `{"url":"` + hidden + `","token":"","headers":{"Host":"tokens.internal:8443"}}`, ""},
		{"host that is none", `{"url":"` + hidden + `","token":"","headers":{"Host":"` + secret + ` x"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"host with a path", `{"url":"` + hidden + `","token":"","headers":{"Host":"a/` + secret + `"}}`, `the "service.headers" of brand-cn in here has a header`},
		{"header that is not a text", `{"url":"` + hidden + `","token":"","headers":{"X":7}}`, `the "service.headers" of brand-cn in here has a header`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			source, err := Decode("brand-cn", "here", []byte(`{"appid":"`+appID+`","service":`+tt.service+`}`))
			if tt.want == "" {
				if _, is := source.(credential.Service); err != nil || !is {
					t.Errorf("got %T, %v", source, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			checkHidden(t, err)
			if strings.Contains(err.Error(), "example") {
				t.Errorf("the error shows the address: %v", err)
			}
			var e *credential.Error
			if !errors.As(err, &e) || !strings.HasPrefix(api.NewError("", e.Why).Remedy, "a token service is {") {
				t.Errorf("got %v with another help than how a token service is written", err)
			}
		})
	}
}

// FuzzDecode holds that what is accepted is a credential in the documented
// form, and that what is refused is not repeated.
func FuzzDecode(f *testing.F) {
	service := `{"appid":"` + appID + `","service":{"url":"https://x/","token":"/t","headers":{"A":"b"}}}`
	for _, seed := range []string{written(appID, secret), written(secret, appID), service, `{`, `null`, `{"a":1}`, `{"appid":"x","appid":"y"}`, `{"secret":" "}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		source, err := Decode("brand-cn", "here", data)
		if err != nil {
			if len(err.Error()) > 250 {
				t.Errorf("%q: error of %d bytes: %v", data, len(err.Error()), err)
			}
			return
		}
		var fields map[string]any
		if json.Unmarshal(data, &fields) != nil || len(fields) != 2 {
			t.Errorf("%q was read as a credential", data)
		}
		switch s := source.(type) {
		case credential.Secret:
			if fields["appid"] != s.AppID || fields["secret"] != s.Secret.Reveal() {
				t.Errorf("%q was read as %s", data, s.AppID)
			}
		default:
			if service, is := fields["service"].(map[string]any); !is || service["url"] == "" || service["token"] == nil {
				t.Errorf("%q was read as a token service", data)
			}
		}
	})
}
