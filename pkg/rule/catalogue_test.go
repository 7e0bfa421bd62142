package rule_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// fixed are the rules that stop a publish whatever the settings say.
func fixed() []string {
	return strings.Fields(`
		compile-error limit-exceeded settings account-name duplicate-account
		root-button-array no-api-wrapper top-level-count matchrule-in-default-menu
		sub-button-count sub-button-empty sub-button-is-array max-depth-two
		type-and-sub-button-exclusive type-required type-known type-lowercase type-admin-only
		name-required name-bytes-top name-bytes-sub control-chars
		key-required key-bytes url-required url-bytes url-scheme url-host
		miniprogram-appid miniprogram-pagepath media-id-required article-id-required
		unknown-field wrong-json-type
		conditional-needs-default matchrule-required matchrule-retired-field matchrule-group-id
		matchrule-platform-value matchrule-tag-format conditional-domains`)
}

// advice are the rules that stop nothing unless the settings say so.
func advice() []string {
	return strings.Fields(`
		file-not-read jsonnet-lint accept-account accept-digest accept-invalid name-display-top name-display-sub name-blank-edge name-duplicate-sibling key-duplicate
		url-blank-edge url-non-ascii url-http-insecure url-private-host url-oauth-shape
		miniprogram-pagepath-style view-limited-deprecated limited-types-no-event irrelevant-field
		conditional-shadowed conditional-hosts field-blank-edge hidden-chars url-content`)
}

// configured are the errors that a list in the settings asks for.
func configured() []string { return strings.Fields(`url-allowed-domains miniprogram-associated`) }

func TestCatalogueIDs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []string
		is   func(r *rule.Rule) bool
	}{
		{"fixed", fixed(), func(r *rule.Rule) bool { return r.Fixed }},
		{"advice", advice(), func(r *rule.Rule) bool { return r.Severity == diag.Warning }},
		{"configured", configured(), func(r *rule.Rule) bool { return !r.Fixed && r.Severity == diag.Error }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, r := range rule.All() {
				if tt.is(&r) {
					got = append(got, r.ID)
				}
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got rules %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range rule.All() {
		t.Run(r.ID, func(t *testing.T) {
			if seen[r.ID] || !kebab.MatchString(r.ID) {
				t.Errorf("the id %q is taken, or is not words joined by hyphens", r.ID)
			}
			seen[r.ID] = true
			if r.Bad == "" || r.Good == "" {
				t.Error("there is an example missing")
			}
			for _, l := range text.Langs() {
				for _, field := range []struct{ name, s string }{{"Title", r.Title.In(l)}, {"Message", r.Message.In(l)}, {"Help", r.Help.In(l)}, {"Source", r.Source.In(l)}} {
					checkSentence(t, field.name+" "+string(l), field.s, field.name != "Help")
				}
			}
			if r.Bad == r.Good {
				t.Error("Bad and Good are the same file")
			}
			if r.Severity != diag.Error && r.Severity != diag.Warning {
				t.Errorf("got severity %q, want error or warning", r.Severity)
			}
			if r.Fixed && r.Severity != diag.Error {
				t.Error("a fixed rule is not an error")
			}
			if r.SubErrcode != 0 && (r.Errcode == 0 || r.SubErrcode == r.Errcode) {
				t.Errorf("got errcode %d at the top and %d below, want two codes", r.Errcode, r.SubErrcode)
			}
		})
	}
}

// checkSentence holds a sentence against what all of them keep to.
func checkSentence(t *testing.T, name, text string, required bool) {
	t.Helper()
	if required && strings.TrimSpace(text) == "" {
		t.Errorf("%s is empty", name)
	}
	if strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "...") || strings.HasSuffix(text, "。") || strings.Contains(text, "\n") {
		t.Errorf("%s %q ends in a full stop or has two lines", name, text)
	}
}

// All hands out a copy: what a caller changes is his own.
func TestCatalogueIsConstant(t *testing.T) {
	t.Parallel()
	rule.All()[0].ID = "spoilt"
	if got := rule.All()[0].ID; got == "spoilt" {
		t.Errorf("got rule %q, want the catalogue unchanged", got)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for _, id := range fixed() {
		if r, ok := rule.Find(id); !ok || r.ID != id {
			t.Errorf("got %q, %t for %s, want the rule", r.ID, ok, id)
		}
	}
	if r, ok := rule.Find("no-such-rule"); ok || r.ID != "" {
		t.Errorf("got %q, %t for no rule, want none", r.ID, ok)
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	got := rule.New(text.English, rule.Settings{}).File(rule.DuplicateAccount, "brand-cn", 2, "menus/stores.jsonnet")
	if got.Rule != rule.DuplicateAccount || got.Severity != diag.Error || got.Path != "" || got.Errcode != 0 {
		t.Errorf("got %+v, want an error of the whole file", got)
	}
	if want := `the account "brand-cn" is written in 2 places: menus/stores.jsonnet`; got.Message != want {
		t.Errorf("got message %q, want %q", got.Message, want)
	}
}
