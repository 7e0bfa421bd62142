package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
)

// otherID is the appid of a second account.
const otherID = "wxfedcba9876543210"

func TestCloud(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, cloud, want string }{
		{"none", `{"token":"none"}`, ""},
		{"file", `{"token":"file"}`, ""},
		{"none, named", `{"token":"none","from_appid":"` + appID + `"}`, ""},
		{"a text", `"none"`, "neither none nor file"},
		{"empty", `{}`, "the cloud.token of brand-cn in here is neither none nor file"},
		{"the token itself", `{"token":"` + secret + `"}`, "neither none nor file"},
		{"number", `{"token":1}`, `the "cloud.token" of brand-cn in here is not a string`},
		{"unknown", `{"token":"none","fromAppid":"x"}`, `an unknown key, "cloud.fromAppid"`},
		{"another account", `{"token":"none","from_appid":"` + otherID + `"}`, "the cloud.from_appid of brand-cn in here is not its appid"},
		{"an empty account", `{"token":"none","from_appid":""}`, "is not its appid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := []byte(`{"appid":"` + appID + `","cloud":` + tt.cloud + `}`)
			source, err := found{account: "brand-cn", place: "here", cloudToken: CloudToken}.decode(data)
			if _, is := source.(credential.Cloud); tt.want == "" && (err != nil || !is) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %T, %v, want %q", source, err, tt.want)
			}
			if err != nil {
				checkHidden(t, err)
			}
			if _, err := Decode("brand-cn", "here", data); err == nil || !strings.Contains(err.Error(), "which an AWS Lambda function is not") {
				t.Errorf("got %v on AWS, want it refused", err)
			}
		})
	}
}

// TestServed refuses credentials of which two would publish to one account: at the
// start, and once the file has them.
func TestServed(t *testing.T) {
	t.Parallel()
	entry := func(name, id, cloud string) string {
		return fmt.Sprintf(`%q:{"appid":%q,"cloud":{"token":"none"%s}}`, name, id, cloud)
	}
	owner, named := entry("a", appID, ""), entry("b", otherID, `,"from_appid":"`+otherID+`"`)
	second, elsewhere := entry("c", otherID, ""), entry("d", otherID, `,"from_appid":"`+appID+`"`)
	path := filepath.Join(t.TempDir(), "credentials.json")
	write := func(entries ...string) {
		if err := os.WriteFile(path, []byte("{"+strings.Join(entries, ",")+"}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Served(path, CloudToken, nil); err != nil {
		t.Errorf("got %v of a file that is not there yet, want none", err)
	}
	for text, want := range map[string]string{
		"": "is not one JSON object", "[]": "is not one JSON object", `{"a":`: "is not one JSON object", `{"a":{},"a":{}}`: "is not one JSON object",
		"\ufeff{}": "begins with a byte order mark",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Served(path, CloudToken, nil); err == nil || !strings.Contains(err.Error(), "the file "+path+" "+want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := Served(filepath.Dir(path), CloudToken, nil); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("got %v of a folder, want it refused", err)
	}
	write(owner, second)
	if _, err := Served(path, CloudToken, nil); err == nil || !strings.Contains(err.Error(), "the accounts a, c in "+path+" have no cloud.from_appid") {
		t.Errorf("got %v, want two accounts refused", err)
	}
	write(owner, elsewhere)
	if _, err := Served(path, CloudToken, nil); err == nil || !strings.Contains(err.Error(), "the cloud.from_appid of d") {
		t.Errorf("got %v, want it refused", err)
	}
	write(`"p":{"appid":"` + otherID + `","component":{}}`)
	if _, err := Served(path, CloudToken, nil); err == nil || !strings.Contains(err.Error(), "the credential of p in "+path+" has caidan hold a platform's tokens") {
		t.Errorf("got %v, want it refused where others may hold them too", err)
	}
	if _, err := Served(path, CloudToken, platform.NewHolder(path, time.Now)); err != nil {
		t.Errorf("got %v, want none of what is the account's alone", err)
	}
	write(owner, named, `"broken":{}`)
	find, err := Served(path, CloudToken, nil)
	if err != nil {
		t.Fatalf("got %v, want none", err)
	}
	for _, name := range []string{"a", "b"} {
		if _, err := find(t.Context(), name); err != nil {
			t.Errorf("%s: got %v, want none", name, err)
		}
	}
	write(owner, named, second)
	for name, refused := range map[string]bool{"a": true, "b": false, "c": true} {
		if _, err := find(t.Context(), name); (err != nil) != refused {
			t.Errorf("%s: got %v, want it refused: %v", name, err, refused)
		}
	}
}
