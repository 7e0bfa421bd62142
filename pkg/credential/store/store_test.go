package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestParse(t *testing.T) {
	t.Parallel()
	both := "ssm:/PREFIX/, secretsmanager:PREFIX/ or file:PATH"
	tests := []struct{ name, spec, want string }{
		{"ssm", "ssm:/caidan/", ""},
		{"ssm deep", "ssm:/team/a.b_c-d/", ""},
		{"secrets", "secretsmanager:caidan/", ""},
		{"secrets deep", "secretsmanager:/team/a+b=c@d/", ""},
		{"secrets, no prefix", "secretsmanager:", "ends with a slash"},
		{"secrets, no slash", "secretsmanager:caidan", "ends with a slash"},
		{"secrets, odd characters", "secretsmanager:" + secret + "*/", "ends with a slash"},
		{"file", "file:credentials.json", ""},
		{"file with colon", "file:C:/credentials.json", ""},
		{"empty", "", both},
		{"no kind", "/caidan/", both},
		{"other kind", "vault:secret/caidan", both},
		{"no path", "file:", both},
		{"credential itself", written(appID, secret), both},
		{"no prefix", "ssm:", "begins and ends with a slash"},
		{"no first slash", "ssm:caidan/", "begins and ends with a slash"},
		{"no last slash", "ssm:/caidan", "begins and ends with a slash"},
		{"root", "ssm:/", "begins and ends with a slash"},
		{"odd characters", "ssm:/" + secret + "*/", "begins and ends with a slash"},
		{"doubled slash", "ssm:/caidan//", "begins and ends with a slash"},
		{"newline", "ssm:/caidan/\n", "begins and ends with a slash"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			called := 0
			open := func(kind string) func(string) credential.Store {
				return func(prefix string) credential.Store {
					if kind+":"+prefix == tt.spec {
						called++
					}
					return File(prefix)
				}
			}
			store, err := Parse(tt.spec, AWS{Parameters: open("ssm"), Secrets: open("secretsmanager")})
			if tt.want == "" {
				want := 1
				if strings.HasPrefix(tt.spec, "file:") {
					want = 0
				}
				if err != nil || store == nil || called != want {
					t.Errorf("got %v, api called %d times, want %d", err, called, want)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || called != 0 {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			checkHidden(t, err)
		})
	}
}

func TestStoresRefuseOddNames(t *testing.T) {
	t.Parallel()
	path := writeFile(t, `{}`)
	for _, name := range []string{"", "-a", "A", "a/b", "../a", "a_b", "a.b", "a\n", "a ", "ä", strings.Repeat("a", 64)} {
		var worded *credential.Error
		if _, err := File(path)(t.Context(), name); err == nil || errors.As(err, &worded) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	path := writeFile(t, `{"brand-cn":`+written(appID, secret)+`,"bad":{"appid":"x"},"worse":"`+secret+`"}`)
	cred, err := File(path)(t.Context(), "brand-cn")
	if got, is := cred.(credential.Secret); err != nil || !is || got.AppID != appID || got.Secret.Reveal() != secret {
		t.Fatalf("got %v, %v", cred, err)
	}
	for account, want := range map[string]string{
		"bad":   "the appid of bad in " + path + " is not wx",
		"worse": "the credential of worse in " + path + " is not a JSON object",
	} {
		_, err := File(path)(t.Context(), account)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", account, err)
		}
		checkHidden(t, err)
	}
	_, err = File(path)(t.Context(), "brand-de")
	checkWords(t, err, api.CredentialNotInFile, "the file "+path+" has no credential of account brand-de", `add "brand-de": {"appid":"wx...","secret":"..."} to it`)
}

// TestFileForm has a file that is wrong as a whole: what to write is a file, and not the
// credential of the account that happened to be asked for.
func TestFileForm(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{"nothing": "", "a word": "x", "a list": "[]", "cut": `{"brand-cn":{`, "two": "{} {}"} {
		path := writeFile(t, data)
		_, err := File(path)(t.Context(), "brand-cn")
		var failed *credential.Error
		if !errors.As(err, &failed) || failed.Why.Code != api.CredentialFileForm {
			t.Errorf("%s: got %v", name, err)
		}
		checkHidden(t, err)
	}
	path := writeFile(t, `{"brand-cn":1 `)
	_, err := File(path)(t.Context(), "brand-cn")
	checkWords(t, err, api.CredentialFileForm, "the file "+path+" is not one JSON object: it is wrong after byte 13", `write it as {"brand-cn":{"appid":"wx...","secret":"..."}}, with each account once`)
}

func TestFileIsReadAgain(t *testing.T) {
	t.Parallel()
	path := writeFile(t, `{"brand-cn":`+written(appID, secret)+`}`)
	store := File(path)
	if _, err := store(t.Context(), "brand-cn"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"brand-cn":`+written(appID, newSecret)+`}`), 0o600); err != nil {
		t.Fatal(err)
	}
	cred, err := store(t.Context(), "brand-cn")
	if got, is := cred.(credential.Secret); err != nil || !is || got.Secret.Reveal() != newSecret {
		t.Errorf("got %v", err)
	}
}

func TestFileErrors(t *testing.T) {
	t.Parallel()
	if _, err := File(filepath.Join(t.TempDir(), "none.json"))(t.Context(), "a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for _, text := range []string{"", secret, `{"a":` + secret + `}`, `{"a":{},"a":{}}`, `{"a":"` + secret} {
		_, err := File(writeFile(t, text))(t.Context(), "a")
		if err == nil {
			t.Errorf("%q was accepted", text)
			continue
		}
		checkHidden(t, err)
	}
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "credentials.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkWords sees what an error says in English, and that it is an error of that
// code whose words have all their operands in each language.
func checkWords(t *testing.T, err error, code api.Code, meaning, remedy string) {
	t.Helper()
	var worded *credential.Error
	if !errors.As(err, &worded) || worded.Reason().Code != code {
		t.Errorf("got %v, want an error of the code %s", err, code)
		return
	}
	e := api.NewError("", worded.Reason())
	if !strings.Contains(e.Meaning, meaning) || !strings.Contains(e.Remedy, remedy) {
		t.Errorf("got %q and %q, want %q and %q", e.Meaning, e.Remedy, meaning, remedy)
	}
	zh, what := e.Say(text.Chinese)
	if all := e.Meaning + e.Remedy + zh + what; regexp.MustCompile(`\{[a-zA-Z]+\}`).MatchString(all) || zh == e.Meaning || e.Remedy == "" {
		t.Errorf("got %q, want words in both languages, with all operands", all)
	}
}
