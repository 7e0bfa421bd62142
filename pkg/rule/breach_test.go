package rule_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// leaf is a button that breaks no rule.
const leaf = `{"type":"click","name":"门店","key":"store"}`

// judge judges menus in English, without settings.
func judge(a menu.Account) []diag.Finding { return rule.New(text.English, rule.Settings{}).Judge(a) }

// quoted returns a text as a JSON string.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// breach is a finding without its words: "rule path" and the errcode.
type breach struct {
	at      string
	errcode int
}

// breaches judges JSON as one account's value by the fixed rules, and checks the
// words of everything that is found.
func breaches(t *testing.T, value string) []breach {
	t.Helper()
	accounts := slices.Collect(menu.Decode("brand-cn", []byte(value)))
	if len(accounts) != 1 {
		t.Fatalf("got %d accounts, want 1", len(accounts))
	}
	findings := judge(accounts[0])
	var out []breach
	for _, f := range findings {
		checkWords(t, f)
		if f.Severity == diag.Warning {
			continue
		}
		out = append(out, breach{f.Rule + " " + f.Path, f.Errcode})
	}
	return sorted(out)
}

func sorted(list []breach) []breach {
	slices.SortFunc(list, func(a, b breach) int { return strings.Compare(a.at, b.at) })
	return list
}

// checkWords holds a finding's words against what they must be anywhere.
func checkWords(t tester, f diag.Finding) {
	if f.Severity != diag.Error && f.Severity != diag.Warning {
		t.Errorf("%s: got severity %q, want error or warning", f.Rule, f.Severity)
	}
	// What a team wrote is quoted and may say anything.
	if quoted := regexp.MustCompile(`"(\\.|[^"\\])*"|“[^”]*”`); strings.Contains(quoted.ReplaceAllString(f.Message, ""), "%!") {
		t.Errorf("%s: the operands do not fit the message: %s", f.Rule, f.Message)
	}
	text := f.Message + f.Help
	if f.Message == "" || strings.HasSuffix(f.Message, ".") && !strings.HasSuffix(f.Message, "...") || strings.HasSuffix(f.Message, "。") {
		t.Errorf("%s: the message is not a sentence: %q", f.Rule, f.Message)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }) {
		t.Errorf("%s: the message holds what cannot be printed: %q", f.Rule, f.Message)
	}
	if len(f.Message) > 2000 {
		t.Errorf("%s: the message has %d bytes", f.Rule, len(f.Message))
	}
}

func check(t *testing.T, value string, want []breach) {
	t.Helper()
	if got := breaches(t, value); !slices.Equal(got, sorted(want)) {
		t.Errorf("%.300s\n got %v\nwant %v", value, got, want)
	}
}

// flaw is what is wrong with a button, wherever it stands: the rule, where in
// the button, and the errcode at the top and in a sub-menu.
type flaw struct {
	rule, at string
	top, sub int
}

type buttonTest struct {
	name   string
	button string
	want   []flaw
}

// runButtons judges each button at the top and in a sub-menu, of a default menu
// and of a conditional one.
func runButtons(t *testing.T, tests []buttonTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, place := range []struct {
				format, at string
				sub        bool
			}{
				{`{"button":[%s]}`, "/button/0", false},
				{`{"button":[` + leaf + `,{"name":"菜单","sub_button":[` + leaf + `,%s]}]}`, "/button/1/sub_button/1", true},
				{`{"menu":{"button":[%s]}}`, "/menu/button/0", false},
				{
					`{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"matchrule":{"tag_id":"2"},"button":[{"name":"菜单","sub_button":[%s]}]}]}`,
					"/conditionalmenu/0/button/0/sub_button/0", true,
				},
			} {
				var want []breach
				for _, f := range tt.want {
					code := f.top
					if place.sub {
						code = f.sub
					}
					want = append(want, breach{f.rule + " " + place.at + f.at, code})
				}
				check(t, fmt.Sprintf(place.format, tt.button), want)
			}
		})
	}
}
