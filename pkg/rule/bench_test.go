package rule_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
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
		menu.Decode("brand-cn", data)
	}
}

func BenchmarkJudge(b *testing.B) {
	acc := menu.Decode("brand-cn", full())[0]
	b.ReportAllocs()
	for b.Loop() {
		if findings := rule.Judge(acc); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}

func BenchmarkDecodeJudge(b *testing.B) {
	data := full()
	b.ReportAllocs()
	for b.Loop() {
		if findings := rule.Judge(menu.Decode("brand-cn", data)[0]); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
