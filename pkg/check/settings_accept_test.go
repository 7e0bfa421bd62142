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
	got, findings := decodeSettings(text.English, []byte(`{"accept":{"store-[1":{`+digest+`},"store-*":{`+digest+`}}}`))
	if len(findings) != 1 || findings[0].Message != `"store-[1": a bracket or backslash in it has no end` || findings[0].Path != "/accept/store-[1" || len(got.accept) != 1 {
		t.Errorf("got %+v and %+v, want a glob, and one without its end", got.accept, findings)
	}
	_, findings = decodeSettings(text.Chinese, []byte(`{"accept":[]}`))
	if len(findings) != 1 || findings[0].Message != "accept 应是对象，这里是数组" || findings[0].Path != "/accept" {
		t.Errorf("got %+v, want that accept is not an object", findings)
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	digest := func(of string) string { return "sha256:" + strings.Repeat(of, 32) }
	set := func(name, of string) Account { return Account{Name: name, Digest: digest(of)} }
	invalid := Account{Name: "store-3", Findings: []diag.Finding{{Severity: diag.Error}}}
	stores := []Account{set("brand-cn", "0a"), set("store-1", "0b"), set("store-2", "0c")}
	both := api.Together(map[string]string{"store-1": digest("0b"), "store-2": digest("0c")})
	entry := func(digest string, allow ...api.Guard) accepted {
		return accepted{digest: digest, Accept: api.Accept{Allow: allow}}
	}
	tests := []struct {
		name     string
		accept   map[string]accepted
		accounts []Account
		unknown  bool
		off      bool
		// want is what each account is let past, by its name.
		want map[string]string
		// findings are those about entries, with their paths.
		findings []string
	}{
		{name: "an account", accept: map[string]accepted{"brand-cn": entry(digest("0a"), api.First)}, accounts: stores, want: map[string]string{"brand-cn": "first"}},
		{
			name: "another version", accept: map[string]accepted{"brand-cn": entry(digest("0b"), api.First)}, accounts: stores,
			want:     map[string]string{"brand-cn": "other"},
			findings: []string{`accept-digest /accept/brand-cn/digest: the entry "brand-cn" of accept is for other menus than those in Git, whose digest is ` + digest("0a")},
		},
		{name: "a glob", accept: map[string]accepted{"store-*": entry(both, api.First)}, accounts: stores, want: map[string]string{"store-1": "first of store-1 store-2", "store-2": "first of store-1 store-2"}},
		{
			name: "a glob that matches one more", accept: map[string]accepted{"*": entry(both, api.First)}, accounts: stores,
			want: map[string]string{"brand-cn": "other", "store-1": "other", "store-2": "other"},
			findings: []string{`accept-digest /accept/*/digest: the entry "*" of accept is for other menus than those in Git, whose digest is ` +
				api.Together(map[string]string{"brand-cn": digest("0a"), "store-1": digest("0b"), "store-2": digest("0c")})},
		},
		{name: "a glob of one account is of many all the same", accept: map[string]accepted{"brand-*": entry(api.Together(map[string]string{"brand-cn": digest("0a")}), api.First)}, accounts: stores, want: map[string]string{"brand-cn": "first of brand-cn"}},
		{
			name: "a glob for the digest of one account", accept: map[string]accepted{"brand-*": entry(digest("0a"))}, accounts: stores,
			want:     map[string]string{"brand-cn": "other"},
			findings: []string{`accept-digest /accept/brand-*/digest: the entry "brand-*" of accept is for other menus than those in Git, whose digest is ` + api.Together(map[string]string{"brand-cn": digest("0a")})},
		},
		{
			name: "one invalid match", accept: map[string]accepted{"store-*": entry(both)}, accounts: append(slices.Clone(stores), invalid),
			want:     map[string]string{"store-1": "void by store-3", "store-2": "void by store-3", "store-3": "void by store-3"},
			findings: []string{`accept-invalid /accept/store-*: the entry "store-*" of accept lets nothing pass: it is for store-3 too, whose menus are invalid`},
		},
		{name: "an invalid account by its name", accept: map[string]accepted{"store-3": entry(both)}, accounts: append(slices.Clone(stores), invalid)},
		{name: "accounts that are not known", accept: map[string]accepted{"store-*": entry(both), "brand-cn": entry(digest("0a"), api.First), "x": entry(both)}, accounts: stores, unknown: true, want: map[string]string{"brand-cn": "first"}},
		{
			name: "entries do not combine", accounts: stores,
			accept: map[string]accepted{"store-*": entry(both, api.RemovesButtons), "store-1": entry(digest("0b"), api.First), "s*": entry(both, api.ChangesAppID)},
			want:   map[string]string{"store-1": "first", "store-2": "changes-appid of store-1 store-2"},
		},
		{
			name: "an entry of another version gives way to a glob", accounts: stores,
			accept:   map[string]accepted{"store-*": entry(both, api.RemovesButtons), "store-1": entry(digest("0c"), api.First)},
			want:     map[string]string{"store-1": "removes-buttons of store-1 store-2", "store-2": "removes-buttons of store-1 store-2"},
			findings: []string{`accept-digest /accept/store-1/digest: the entry "store-1" of accept is for other menus than those in Git, whose digest is ` + digest("0b")},
		},
		{
			name: "names that are none", accept: map[string]accepted{"brand-cm": {}, "x/y": {}, "z*": {}}, accounts: stores,
			findings: []string{
				`accept-account /accept/brand-cm: accept names "brand-cm", but no menu file has such an account, did you mean brand-cn?`,
				`accept-account /accept/x~1y: accept names "x/y", but no menu file has such an account`,
				`accept-account /accept/z*: accept names "z*", but no menu file has such an account`,
			},
		},
		{name: "off", accept: map[string]accepted{"brand-cm": {}, "brand-cn": entry(digest("0b"))}, accounts: stores, off: true, want: map[string]string{"brand-cn": "other"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var off map[string]diag.Severity
			if tt.off {
				off = map[string]diag.Severity{rule.AcceptAccount: rule.Off, rule.AcceptDigest: rule.Off}
			}
			s, accounts := said{accept: tt.accept}, slices.Clone(tt.accounts)
			var findings []string
			for _, f := range s.fit(rule.New(text.English, rule.Settings{Rules: off}), accounts, !tt.unknown) {
				findings = append(findings, f.Rule+" "+f.Path+": "+f.Message)
			}
			if !slices.Equal(findings, tt.findings) {
				t.Errorf("got findings\n%q\nwant\n%q", findings, tt.findings)
			}
			for i := range accounts {
				if got, want := letPast(&accounts[i]), tt.want[accounts[i].Name]; got != want {
					t.Errorf("%s: got %q, want %q", accounts[i].Name, got, want)
				}
			}
		})
	}
}

// letPast writes what an account is let past.
func letPast(a *Account) string {
	switch {
	case a.AcceptVoid != nil:
		return "void by " + strings.Join(a.AcceptVoid, " ")
	case a.AcceptsOther:
		return "other"
	case a.Accept == nil:
		return ""
	}
	var words []string
	for _, g := range a.Accept.Allow {
		words = append(words, string(g))
	}
	if a.Accept.Together != nil {
		words = append(append(words, "of"), a.Accept.Together...)
	}
	return strings.Join(words, " ")
}
