package rule_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Of one severity so many findings are listed; the last of them counts the
// others, whatever rule they are of.
func TestListed(t *testing.T) {
	t.Parallel()
	const more = 5
	tests := []struct{ name, id, button, match string }{
		{"a matchrule", "matchrule-tag-format", leaf, `{"tag_id":"x"}`},
		{"no buttons", "top-level-count", "", `{"client_platform_type":"1"}`},
		{"a sub-menu of null", "sub-button-is-array", `{"name":"a","type":"click","key":"k","sub_button":null}`, `{"client_platform_type":"1"}`},
		{"a number as a name", "wrong-json-type", `{"name":1,"type":"click","key":"k"}`, `{"client_platform_type":"1"}`},
		{"buttons twice", "root-button-array", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			one := `{"button":[` + tt.button + `],"matchrule":` + tt.match + `}`
			if tt.match == "" {
				one = `{"button":{"button":[]},"matchrule":{"client_platform_type":"1"}}`
			}
			json := `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[` + strings.Repeat(one+",", diag.MaxListed+more-1) + one + `]}`
			got := rule.New(text.English, rule.Settings{}).JudgeFixed(menu.DecodeSet("a", []byte(json)))
			if len(got) != diag.MaxListed {
				t.Fatalf("got %d findings, want %d", len(got), diag.MaxListed)
			}
			for i, f := range got {
				want := 0
				if i == diag.MaxListed-1 {
					want = more
				}
				if f.Rule != tt.id || f.More != want {
					t.Errorf("finding %d: got %s and %d more, want %s and %d", i, f.Rule, f.More, tt.id, want)
				}
			}
		})
	}
}

// Errors and warnings are listed apart: many of one do not hide the other.
func TestListedApart(t *testing.T) {
	t.Parallel()
	one := `{"button":[` + view("http://example.com/") + `],"matchrule":{"tag_id":"x"}}`
	json := `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[` + strings.Repeat(one+",", diag.MaxListed) + one + `]}`
	more := map[diag.Severity]int{}
	listed := map[diag.Severity]int{}
	for _, f := range judge(menu.DecodeSet("a", []byte(json))) {
		listed[f.Severity]++
		more[f.Severity] += f.More
	}
	for _, s := range []diag.Severity{diag.Error, diag.Warning} {
		if listed[s] != diag.MaxListed || more[s] != 1 {
			t.Errorf("%s: got %d and %d more, want %d and 1", s, listed[s], more[s], diag.MaxListed)
		}
	}
}

// What is only advice stops no publish, lists in the settings included.
func TestJudgeFixedGivesNoAdvice(t *testing.T) {
	t.Parallel()
	conditional := `{"button":[` + view("https://a.example.com/") + `,` + view("https://b.example.com/") + `],"matchrule":{"tag_id":"1"}}`
	conditional += `,{"button":[` + view("https://c.example.com/") + `,` + view("https://d.example.com/") + `],"matchrule":{"tag_id":"1"}}`
	json := `{"menu":{"button":[` + program("wx0123456789abcdef", "/pages/a.html") + `,` + click("今日歌曲\u202e") + `]},"conditionalmenu":[` + conditional + `]}`
	settings := rule.Settings{MiniPrograms: []string{"wxffffffffffffffff"}}
	account := menu.DecodeSet("a", []byte(json))
	if got := rule.New(text.English, settings).JudgeFixed(account); len(got) > 0 {
		t.Errorf("got %+v, want nothing", got)
	}
	if got := found(t, settings, json); len(got) < 5 {
		t.Errorf("got %q by all rules, want the advice that was left out", got)
	}
}

// Every id is that of a rule, and stands once.
func TestIDs(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, id := range rule.IDs() {
		if r, ok := rule.Find(id); !ok || r.ID != id || seen[id] {
			t.Errorf("%q: got %+v, %t, want a rule that stands once", id, r.ID, ok)
		}
		seen[id] = true
	}
}
