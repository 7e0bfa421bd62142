package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestDecodeAccept(t *testing.T) {
	t.Parallel()
	want := "sha256:" + strings.Repeat("0a", 32)
	live := "sha256:" + strings.Repeat("1b", 32)
	digest := `"digest":"` + want + `"`
	tests := []struct {
		name, json string
		// accept is the entry of the account "a"; nil means that there is none.
		accept *accepted
		// path and message are of the only finding; no message means none.
		path, message string
	}{
		{"a digest alone", `{` + digest + `}`, &accepted{digest: want}, "", ""},
		{
			"everything", `{` + digest + `,"live":"` + live + `","allow":["first","removes-buttons"]}`,
			&accepted{digest: want, Accept: api.Accept{Live: live, Allow: []api.Guard{api.First, api.RemovesButtons}}}, "", "",
		},
		{"no object", `"x"`, nil, "/accept/a", "an entry of accept must be an object, not a string"},
		{"no digest", `{"live":"` + live + `"}`, nil, "/accept/a", "an entry of accept needs the digest of the version that it is for"},
		{"a digest that is not a string", `{"digest":7}`, nil, "/accept/a/digest", "digest must be a string, not a number"},
		{"half a digest", `{"digest":"sha256:0a0a"}`, nil, "/accept/a/digest", `"sha256:0a0a" is not a digest, which is sha256: and 64 hex digits in lower case; copy the line that caidan plan prints`},
		{"a live digest in capitals", `{` + digest + `,"live":"` + strings.ToUpper(live) + `"}`, nil, "/accept/a/live", `"` + strings.ToUpper(live) + `" is not a digest, which is sha256: and 64 hex digits in lower case; copy the line that caidan plan prints`},
		{"a misspelt field", `{` + digest + `,"alow":[]}`, nil, "/accept/a/alow", `there is no field "alow" here, did you mean allow?`},
		{"allow is not an array", `{` + digest + `,"allow":"first"}`, nil, "/accept/a/allow", "allow must be an array, not a string"},
		{"a guard that is not a string", `{` + digest + `,"allow":[null]}`, nil, "/accept/a/allow/0", "an entry of allow must be a string, not null"},
		{"a misspelt guard", `{` + digest + `,"allow":["first","removes-button"]}`, nil, "/accept/a/allow/1", `there is no guard "removes-button", did you mean removes-buttons?`},
		{"a guard that needs more than its name", `{` + digest + `,"allow":["edited"]}`, nil, "/accept/a/allow/0", `there is no guard "edited", only ` + strings.ReplaceAll(strings.Trim(fmt.Sprint(api.Allowable()), "[]"), " ", ", ")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, findings := decodeSettings(text.English, []byte(`{"accept":{"a":`+tt.json+`}}`))
			if a, ok := got.accept["a"]; ok != (tt.accept != nil) || ok && !reflect.DeepEqual(a, *tt.accept) {
				t.Errorf("got %+v, want %+v", got.accept, tt.accept)
			}
			if tt.message == "" {
				if len(findings) > 0 {
					t.Errorf("got %+v, want no finding", findings)
				}
				return
			}
			if len(findings) != 1 {
				t.Fatalf("got %+v, want one finding", findings)
			}
			f := findings[0]
			checkWords(t, f)
			if f.Rule != rule.BadSettings || f.Severity != diag.Error || f.Path != tt.path || f.Message != tt.message {
				t.Errorf("got  %s at %q: %s\nwant %s at %q: %s", f.Rule, f.Path, f.Message, rule.BadSettings, tt.path, tt.message)
			}
		})
	}
	_, findings := decodeSettings(text.Chinese, []byte(`{"accept":[]}`))
	if len(findings) != 1 || findings[0].Message != "accept 应是对象，这里是数组" || findings[0].Path != "/accept" {
		t.Errorf("got %+v, want that accept is not an object", findings)
	}
}

func TestUnaccounted(t *testing.T) {
	t.Parallel()
	s := said{accept: map[string]accepted{"brand-cn": {}, "brand-cm": {}, "x/y": {}}}
	tests := []struct {
		name     string
		severity diag.Severity
		want     []string
	}{
		{"advice", "", []string{
			`/accept/brand-cm: accept names the account "brand-cm", but no menu file has it, did you mean brand-cn?`,
			`/accept/x~1y: accept names the account "x/y", but no menu file has it`,
		}},
		{"off", rule.Off, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			book := rule.New(text.English, rule.Settings{Rules: map[string]diag.Severity{rule.AcceptAccount: tt.severity}})
			var got []string
			for _, f := range s.unaccounted(book, []string{"brand-cn", "other"}) {
				if f.Rule != rule.AcceptAccount || f.Severity != diag.Warning {
					t.Errorf("got %+v, want a warning of %s", f, rule.AcceptAccount)
				}
				got = append(got, f.Path+": "+f.Message)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// TestAcceptEveryGuard takes each guard that may be allowed, and no other.
func TestAcceptEveryGuard(t *testing.T) {
	t.Parallel()
	for _, g := range api.Guards() {
		want := slices.Contains(api.Allowable(), g)
		if got, fault := guard(string(g)); (fault == nil) != want || want && got != g {
			t.Errorf("%s: got %q and %v, want it taken: %t", g, got, fault, want)
		}
	}
}
