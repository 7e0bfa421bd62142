package rule_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// full returns the largest menu WeChat takes: three sub-menus of five, 18
// buttons in all.
func full() []byte {
	var tops []string
	for i := range 3 {
		var subs []string
		for k := range 5 {
			subs = append(subs, fmt.Sprintf(`{"type":"view","name":"今日推荐%d","url":"https://www.example.com/store/%d?from=menu&item=%d"}`, k, i, k))
		}
		tops = append(tops, fmt.Sprintf(`{"name":"菜单%d","sub_button":[%s]}`, i, strings.Join(subs, ",")))
	}
	return []byte(`{"button":[` + strings.Join(tops, ",") + `]}`)
}

// BenchmarkParse is what any reader of the menu pays: the floor of the others.
func BenchmarkParse(b *testing.B) {
	data := full()
	b.ReportAllocs()
	for b.Loop() {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data := full()
	b.ReportAllocs()
	for b.Loop() {
		for range menu.Decode("brand-cn", data) { // nothing but decode
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	acc := slices.Collect(menu.Decode("brand-cn", full()))[0]
	b.ReportAllocs()
	for b.Loop() {
		if findings := judge(acc); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}

// strict returns settings that ask for everything.
func strict() rule.Settings {
	return rule.Settings{
		Rules:          map[string]diag.Severity{"url-http-insecure": diag.Error},
		AllowedDomains: []string{"example.org", "example.net", "example.com"},
		MiniPrograms:   []string{"wx0123456789abcdef"},
	}
}

// BenchmarkJudgeSettings is BenchmarkJudge as a repository with settings pays it.
func BenchmarkJudgeSettings(b *testing.B) {
	acc := slices.Collect(menu.Decode("brand-cn", full()))[0]
	book := rule.New(text.Chinese, strict())
	b.ReportAllocs()
	for b.Loop() {
		if findings := book.Judge(acc); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}

// BenchmarkJudgeAdvice is a menu with a finding at every button.
func BenchmarkJudgeAdvice(b *testing.B) {
	acc := slices.Collect(menu.Decode("brand-cn", bytes.ReplaceAll(full(), []byte("https:"), []byte("http:"))))[0]
	book := rule.New(text.English, rule.Settings{})
	b.ReportAllocs()
	for b.Loop() {
		if findings := book.Judge(acc); len(findings) != 15 {
			b.Fatal(findings)
		}
	}
}

func BenchmarkDecodeJudge(b *testing.B) {
	data := full()
	b.ReportAllocs()
	for b.Loop() {
		if findings := judge(slices.Collect(menu.Decode("brand-cn", data))[0]); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
