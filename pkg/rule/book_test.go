package rule_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// doubtful breaks a fixed rule, url-http-insecure and name-display-top.
const doubtful = `{"button":[{"type":"view","name":"今日的歌曲","url":"http://example.com/"},{"type":"click","name":"门店"}]}`

func TestBookSeverity(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		rules map[string]diag.Severity
		want  []string
	}{
		{"without settings", nil, []string{"key-required error", "name-display-top warning", "url-http-insecure warning"}},
		{"raised", map[string]diag.Severity{"url-http-insecure": diag.Error}, []string{"key-required error", "name-display-top warning", "url-http-insecure error"}},
		{"off", map[string]diag.Severity{"name-display-top": rule.Off}, []string{"key-required error", "url-http-insecure warning"}},
		{"a fixed rule stays", map[string]diag.Severity{"key-required": rule.Off}, []string{"key-required error", "name-display-top warning", "url-http-insecure warning"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range rule.New(text.English, rule.Settings{Rules: tt.rules}).Judge(menu.DecodeSet("a", []byte(doubtful))) {
				got = append(got, f.Rule+" "+string(f.Severity))
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A rule that is off does not bring another one up in its place, but for a
// list that is then not asked.
func TestBookOffIsQuiet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		off  string
		json string
		want []string
	}{
		{"a private host over http", "url-private-host", `{"button":[` + view("http://localhost/") + `]}`, nil},
		{"view_limited", "view-limited-deprecated", `{"button":[{"type":"view_limited","name":"a","media_id":"m"}]}`, nil},
		{"a domain that is not allowed", "url-allowed-domains", `{"button":[` + view("https://localhost/") + `]}`, []string{"url-private-host /button/0/url"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := rule.Settings{Rules: map[string]diag.Severity{tt.off: rule.Off}, AllowedDomains: []string{"example.com"}}
			if tt.off != "url-allowed-domains" {
				s.AllowedDomains = nil
			}
			if got := found(t, s, tt.json); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What the Lambda judges by is the same whatever the settings say.
func TestBookFixed(t *testing.T) {
	t.Parallel()
	b := rule.New(text.English, rule.Settings{
		Rules:          map[string]diag.Severity{"url-http-insecure": diag.Error},
		AllowedDomains: []string{}, MiniPrograms: []string{},
	})
	got := b.JudgeFixed(menu.DecodeSet("a", []byte(doubtful)))
	if len(got) != 1 || got[0].Rule != "key-required" {
		t.Errorf("got %+v, want key-required alone", got)
	}
}

func TestMiniPrograms(t *testing.T) {
	t.Parallel()
	const appid = "wx0123456789abcdef"
	tests := []struct {
		name string
		list []string
		id   string
		want []string
	}{
		{"no list", nil, appid, nil},
		{"in the list", []string{"wxfedcba9876543210", appid}, appid, nil},
		{"not in the list", []string{appid}, "wxfedcba9876543210", []string{"miniprogram-associated /button/0/appid"}},
		{"an empty list", []string{}, appid, []string{"miniprogram-associated /button/0/appid"}},
		{"no appid at all is nothing but that", []string{appid}, "gh_0123456789ab", []string{"miniprogram-appid /button/0/appid"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, rule.Settings{MiniPrograms: tt.list}, `{"button":[`+program(tt.id, "p")+`]}`); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// One book serves all the goroutines of a check.
func TestBookShared(t *testing.T) {
	t.Parallel()
	b := rule.New(text.Chinese, rule.Settings{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := b.Judge(menu.DecodeSet("a", []byte(doubtful))); len(got) != 3 {
				t.Errorf("got %+v, want three findings", got)
			}
		})
	}
	group.Wait()
}

func TestBookFile(t *testing.T) {
	t.Parallel()
	got := rule.New(text.Chinese, rule.Settings{}).File(rule.DuplicateAccount, "brand-cn", 2, "menus/stores.jsonnet")
	if want := `账号“brand-cn”写了 2 份：menus/stores.jsonnet`; got.Message != want || got.Severity != diag.Error {
		t.Errorf("got %s %q, want error %q", got.Severity, got.Message, want)
	}
}
