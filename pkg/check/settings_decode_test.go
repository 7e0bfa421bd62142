package check

import (
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestDecodeSettings(t *testing.T) {
	t.Parallel()
	const appid = "wx0123456789abcdef"
	tests := []struct {
		name string
		json string
		want rule.Settings
		// path and message are of the only finding; no message means none.
		path, message string
	}{
		{"nothing", `{}`, rule.Settings{}, "", ""},
		{
			"everything",
			`{"rules":{"name-display-top":"off","key-duplicate":"error","url-allowed-domains":"warning","name-bytes-top":"error"},"allowedDomains":["Example.com.","例子.测试"],"miniPrograms":["` + appid + `"]}`,
			rule.Settings{
				Rules:          map[string]diag.Severity{"name-display-top": rule.Off, "key-duplicate": diag.Error, "url-allowed-domains": diag.Warning, "name-bytes-top": diag.Error},
				AllowedDomains: []string{"example.com", "例子.测试"},
				MiniPrograms:   []string{appid},
			},
			"", "",
		},
		{"empty lists ask for none", `{"allowedDomains":[],"miniPrograms":[]}`, rule.Settings{AllowedDomains: []string{}, MiniPrograms: []string{}}, "", ""},
		{"no JSON", `{`, rule.Settings{}, "", "the settings file must be an object, not unreadable JSON"},
		{"an array", `[]`, rule.Settings{}, "", "the settings file must be an object, not an array"},
		{"null", `null`, rule.Settings{}, "", "the settings file must be an object, not null"},
		{"an unknown key", `{"allowed_domain":[]}`, rule.Settings{}, "/allowed_domain", `there is no setting "allowed_domain", did you mean allowedDomains?`},
		{"an unknown key like none", `{"a/b":1}`, rule.Settings{}, "/a~1b", `there is no setting "a/b", only rules, allowedDomains, miniPrograms, accept, notify`},
		{"rules is not an object", `{"rules":["x"]}`, rule.Settings{}, "/rules", "rules must be an object, not an array"},
		{"an unknown rule", `{"rules":{"name-display":"off"}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/name-display", `there is no rule "name-display", did you mean one of name-display-sub, name-display-top?`},
		{"an unknown rule like none", `{"rules":{"x":"off"}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/x", `there is no rule "x"`},
		{"an unknown severity", `{"rules":{"name-display-top":"warn"}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/name-display-top", `the severity of a rule must be 'off', 'warning' or 'error', not "warn"`},
		{"a severity that is not a string", `{"rules":{"name-display-top":false}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/name-display-top", `the severity of a rule must be 'off', 'warning' or 'error', not a boolean`},
		{"an empty severity", `{"rules":{"name-display-top":""}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/name-display-top", `the severity of a rule must be 'off', 'warning' or 'error', not ""`},
		{"a fixed rule lowered", `{"rules":{"name-bytes-top":"warning"}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/name-bytes-top", "name-bytes-top is fixed: it stays an error, only advice can be lowered"},
		{"a fixed rule off", `{"rules":{"settings":"off"}}`, rule.Settings{Rules: map[string]diag.Severity{}}, "/rules/settings", "settings is fixed: it stays an error, only advice can be lowered"},
		{"domains are not an array", `{"allowedDomains":"example.com"}`, rule.Settings{}, "/allowedDomains", "allowedDomains must be an array, not a string"},
		{"a domain that is not a string", `{"allowedDomains":["a.com",7]}`, rule.Settings{}, "/allowedDomains/1", "an entry of allowedDomains must be a string, not a number"},
		{"a domain with a scheme", `{"allowedDomains":["https://a.com"]}`, rule.Settings{}, "/allowedDomains/0", `"https://a.com" does not name a domain; write example.com, without scheme, port, path and wildcard: what is below it is included`},
		{"a wildcard", `{"allowedDomains":["*.a.com"]}`, rule.Settings{}, "/allowedDomains/0", `"*.a.com" does not name a domain; write example.com, without scheme, port, path and wildcard: what is below it is included`},
		{"an empty domain", `{"allowedDomains":["."]}`, rule.Settings{}, "/allowedDomains/0", `"." does not name a domain; write example.com, without scheme, port, path and wildcard: what is below it is included`},
		{"a domain that cannot be seen", `{"allowedDomains":["a\u202e.com"]}`, rule.Settings{}, "/allowedDomains/0", `"a\u202e.com" does not name a domain; write example.com, without scheme, port, path and wildcard: what is below it is included`},
		{"an unknown event", `{"notify":["published","fail"]}`, rule.Settings{}, "/notify/1", `there is no event "fail", did you mean failed?`},
		{"events are not an array", `{"notify":"drift"}`, rule.Settings{}, "/notify", "notify must be an array, not a string"},
		{"programs are not an array", `{"miniPrograms":null}`, rule.Settings{}, "/miniPrograms", "miniPrograms must be an array, not null"},
		{"no appid", `{"miniPrograms":["gh_0123456789ab"]}`, rule.Settings{}, "/miniPrograms/0", `"gh_0123456789ab" is not the appid of a mini program, which is wx and 16 hex digits in lower case`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, findings := decodeSettings(text.English, []byte(tt.json))
			if !reflect.DeepEqual(got.Settings, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
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
}

// Every fault is found, and what is sound is kept.
func TestDecodeSettingsWhole(t *testing.T) {
	t.Parallel()
	got, findings := decodeSettings(text.Chinese, []byte(`{"rules":{"x":"off","name-bytes-top":"off","name-display-top":"off"},"allowedDomains":["*","/"],"miniPrograms":[],"y":1}`))
	want := []string{
		`/allowedDomains/0: “*”不是域名；写成 example.com 即可，不带协议、端口、路径和通配符，子域名自动包含在内`,
		`/allowedDomains/1: “/”不是域名；写成 example.com 即可，不带协议、端口、路径和通配符，子域名自动包含在内`,
		`/rules/name-bytes-top: name-bytes-top 是固定规则，始终是错误；只有建议类规则可以降级`,
		`/rules/x: 没有“x”这条规则`,
		`/y: 没有“y”这项配置，只有 rules、allowedDomains、miniPrograms、accept、notify`,
	}
	var lines []string
	for _, f := range findings {
		lines = append(lines, f.Path+": "+f.Message)
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	kept := rule.Settings{Rules: map[string]diag.Severity{"name-display-top": rule.Off}, MiniPrograms: []string{}}
	if !reflect.DeepEqual(got.Settings, kept) {
		t.Errorf("got %+v, want %+v", got, kept)
	}
}

// Whatever a settings file holds, its faults point at values, and no fixed rule
// is ever lowered.
func FuzzDecodeSettings(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"accept":{"a":{"digest":"x","allow":["first",1]},"b":[]}}`, `{"rules":{"name-bytes-top":"off","name-display-top":"off","a~/b":null}}`,
		`{"allowedDomains":["example.com","*.x",""],"miniPrograms":["wx0123456789abcdef","gh_"]}`, `{"rules":[],"é":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, findings := decodeSettings(text.English, data)
		_, chinese := decodeSettings(text.Chinese, data)
		if len(chinese) != len(findings) {
			t.Errorf("got %v in Chinese, want %v", chinese, findings)
		}
		for _, found := range append(findings, chinese...) {
			checkWords(t, found)
			if !points(data, found.Path) {
				t.Errorf("there is nothing at %q in %s", found.Path, data)
			}
		}
		for id, severity := range s.Rules {
			if r, ok := rule.Find(id); !ok || r.Fixed && severity != diag.Error {
				t.Errorf("got %s as %q", id, severity)
			}
		}
	})
}
