package rule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
)

func TestAccountName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		account string
		want    bool
	}{
		{"letters", "brand-cn", true},
		{"a digit first", "0", true},
		{"a hyphen last", "a-", true},
		{"63 bytes", strings.Repeat("a", 63), true},
		{"64 bytes", strings.Repeat("a", 64), false},
		{"empty", "", false},
		{"a hyphen first", "-a", false},
		{"upper case", "Brand", false},
		{"underscore", "brand_cn", false},
		{"Chinese", "品牌", false},
		{"a path", "../a", false},
		{"a line feed after it", "brand\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := rule.ValidAccount(tt.account); got != tt.want {
				t.Errorf("ValidAccount(%q): got %t, want %t", tt.account, got, tt.want)
			}
			findings := judge(slices.Collect(menu.Decode(tt.account, []byte(`{"button":[`+leaf+`]}`)))[0])
			if got := len(findings) == 0; got != tt.want {
				t.Errorf("Judge: got %v, want a finding: %t", findings, !tt.want)
			}
			for _, f := range findings {
				checkWords(t, f)
			}
		})
	}
}

// The file of a table may have any name: it names no account.
func TestTableName(t *testing.T) {
	t.Parallel()
	accounts := slices.Collect(menu.Decode("All_Stores", []byte(`{"accounts":{"a":{"button":[`+leaf+`]}},"x":1}`)))
	var got []string
	for _, a := range accounts {
		for _, f := range judge(a) {
			got = append(got, a.Name+": "+f.Rule)
		}
	}
	if want := []string{"All_Stores: unknown-field"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
