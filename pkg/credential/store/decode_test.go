package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
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
		{"byte order mark", "\ufeff" + written(appID, secret), "not valid JSON"},
		{"unknown key", `{"appid":"` + appID + `","appsecret":"` + secret + `"}`, `the credential in here has an unknown key, "appsecret"`},
		{"case", `{"AppID":"` + appID + `","secret":"` + secret + `"}`, `unknown key, "AppID"`},
		{"secret as a key", `{"appid":"` + appID + `","` + secret + `":"x"}`, `unknown key, "(32 bytes)"`},
		{"key twice", `{"appid":"` + appID + `","secret":"` + secret + `","secret":"x"}`, `the key "secret" twice`},
		{"number", `{"appid":"` + appID + `","secret":12345678}`, `a "secret" that is not a string`},
		{"null secret", `{"appid":"` + appID + `","secret":null}`, `a "secret" that is not a string`},
		{"no appid", `{"secret":"` + secret + `"}`, "no appid"},
		{"no secret", `{"appid":"` + appID + `"}`, "no secret"},
		{"blank secret", written(appID, " \t"), "no secret"},
		{"secret with newline", written(appID, secret+"\n"), "the secret in here begins or ends with white space"},
		{"swapped", written(secret, appID), "the appid in here is not wx and 16 lower-case hexadecimal digits"},
		{"upper case appid", written(strings.ToUpper(appID), secret), "the appid in here is not wx"},
		{"original id", written("gh_0123456789ab", secret), "the appid in here is not wx"},
		{"appid with newline", written(appID+"\n", secret), "the appid in here is not wx"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cred, err := Decode("here", []byte(tt.data))
			if tt.want == "" {
				if err != nil || cred.AppID != appID || cred.Secret.Reveal() != secret {
					t.Errorf("got %v, %v", cred, err)
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

// FuzzDecode holds that what is accepted is a credential in the documented
// form, and that what is refused is not repeated.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{written(appID, secret), written(secret, appID), `{`, `null`, `{"a":1}`, `{"appid":"x","appid":"y"}`, `{"secret":" "}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cred, err := Decode("here", data)
		if err == nil {
			var fields map[string]string
			if json.Unmarshal(data, &fields) != nil || len(fields) != 2 || fields["appid"] != cred.AppID || fields["secret"] != cred.Secret.Reveal() {
				t.Errorf("%q was read as %s", data, cred.AppID)
			}
			return
		}
		if len(err.Error()) > 120 {
			t.Errorf("%q: error of %d bytes: %v", data, len(err.Error()), err)
		}
	})
}
