package publish

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

func TestJudgesAgain(t *testing.T) {
	t.Parallel()
	const leaf = `{"type":"click","name":"歌曲","key":"k"}`
	tests := []struct {
		name, desired, rule string
	}{
		{"nothing", ``, "root-button-array"},
		{"null", `null`, "root-button-array"},
		{"an array", `[` + leaf + `]`, "root-button-array"},
		{"a string", `"button"`, "root-button-array"},
		{"an empty object", `{}`, "root-button-array"},
		{"a table of accounts", `{"accounts":{"brand-cn":{"button":[` + leaf + `]}}}`, "root-button-array"},
		{"no buttons", `{"button":[]}`, "top-level-count"},
		{"four buttons", `{"button":[` + strings.Repeat(leaf+`,`, 3) + leaf + `]}`, "top-level-count"},
		{"an answer of WeChat", `{"is_menu_open":1,"selfmenu_info":{"button":[` + leaf + `]}}`, "no-api-wrapper"},
		{"menu in menu", `{"menu":{"menu":{"button":[` + leaf + `]}}}`, "no-api-wrapper"},
		{"a matchrule", `{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}`, "matchrule-in-default-menu"},
		{"no key", `{"button":[{"type":"click","name":"歌曲"}]}`, "key-required"},
		{"an unknown field", `{"button":[` + leaf + `],"colour":1}`, "unknown-field"},
		{"an unknown type", `{"button":[{"type":"tap","name":"歌曲"}]}`, "type-known"},
		{"conditional menus alone", `{"conditionalmenu":[{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}]}`, "conditional-needs-default"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			res := r.publish(tt.desired)
			same(t, "outcome", res.Outcome, api.Invalid)
			list(t, "requests", r.asked(), nil)
			if len(res.Findings) == 0 || res.Findings[0].Rule != tt.rule {
				t.Errorf("got findings %v, want %s first", res.Findings, tt.rule)
			}
		})
	}
}

func TestRefusedEvents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event, want string
	}{
		{"nothing", ``, "unexpected end"},
		{"no JSON", `hello`, "invalid character"},
		{"an array", `[]`, "cannot unmarshal array"},
		{"null", `null`, "no schema"},
		{"no schema", `{"op":"publish","account":"brand-cn"}`, "no schema"},
		{"another schema", `{"schema":2,"op":"publish","account":"brand-cn"}`, "schema 2"},
		{"another schema of another form", `{"schema":2,"account":{"name":"brand-cn"},"op":7}`, "schema 2"},
		{"a long actor", `{"schema":1,"op":"publish","account":"brand-cn","origin":{"actor":"` + strings.Repeat("a", 5_700_000) + `"}}`, "origin.actor has 5700000 bytes, and a record keeps at most 1024"},
		{"no run", `{"schema":1,"op":"rollback","account":"brand-cn","run":-1}`, "-1 cannot be the id of a GitHub run"},
		{"a run that cannot be", `{"schema":1,"op":"publish","account":"brand-cn","origin":{"runId":9223372036854775807}}`, "9223372036854775807 cannot be the id of a GitHub run"},
		{"no account", `{"schema":1,"op":"publish"}`, "account name"},
		{"a bad account", `{"schema":1,"op":"publish","account":"../x"}`, `"../x" is not an account name`},
		{"a long account", `{"schema":1,"op":"publish","account":"` + strings.Repeat("a", 1<<20) + `"}`, "account name"},
		{"a misspelt field", `{"schema":1,"account":"brand-cn","op":"publish","dryrun_":true}`, "unknown field"},
		{"a guard that cannot be allowed", `{"schema":1,"account":"brand-cn","op":"publish","accept":{"allow":["edited"]}}`, "is not a guard that can be allowed"},
		{"a key twice", `{"schema":1,"account":"brand-cn","op":"publish","dryRun":true,"origin":{},"dryRun":false}`, `decode event: the key "dryRun" is there twice`},
		{"a key twice, in another case", `{"schema":1,"account":"brand-cn","op":"publish","dryRun":true,"DryRun":false}`, `the key "DryRun" is there twice`},
		{"a key twice in the menus", `{"schema":1,"account":"brand-cn","op":"publish","desired":{"button":[{"type":"click","name":"a","key":"a","key":"b"}]}}`, `the key "desired.button.key" is there twice`},
		{"a wrong type", `{"schema":1,"account":"brand-cn","op":"publish","origin":{"runId":"7"}}`, "origin.runId"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			for _, f := range []Func{r.handler, r.inspect} {
				answer, err := f.Invoke(t.Context(), []byte(tt.event))
				if err == nil || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 300 {
					t.Errorf("got %s, %.300v; want a short error with %q", answer, err, tt.want)
				}
				if _, ok := err.(*api.EventError); !ok { //nolint:errorlint // Lambda shows the name of the outermost type
					t.Errorf("got %T, want *EventError", err)
				}
			}
			list(t, "requests", r.asked(), nil)
		})
	}
}

func TestUnknownAccount(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	req := request(menuA)
	req.Account = "brand-de"
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Failed)
	if !strings.Contains(res.Error.Meaning, "brand-de") {
		t.Errorf("got %q, want the account's name", res.Error.Meaning)
	}
	list(t, "requests", r.asked(), nil)
}
