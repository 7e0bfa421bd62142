package source

import (
	"fmt"
	"strings"
	"testing"
)

// benchFiles returns n menus of three sub-menus with five buttons each, made
// with the built-in library and a file they share.
func benchFiles(n int) map[string]string {
	files := map[string]string{
		"menus/lib/brand.libsonnet": "local caidan = import 'caidan.libsonnet';\n{ page(name, path): caidan.view(name, 'https://www.example.com/' + path) }\n",
	}
	for i := range n {
		var b strings.Builder
		b.WriteString("local caidan = import 'caidan.libsonnet';\nlocal brand = import 'brand.libsonnet';\n\ncaidan.menu([\n")
		for j := range 3 {
			fmt.Fprintf(&b, "  caidan.submenu('菜单%d', [\n", j)
			for k := range 3 {
				fmt.Fprintf(&b, "    caidan.click('今日歌曲%d', 'STORE_%d_KEY_%d_%d'),\n", k, i, j, k)
			}
			fmt.Fprintf(&b, "    brand.page('官网', 'store/%d/%d'),\n", i, j)
			fmt.Fprintf(&b, "    caidan.miniprogram('点餐', 'wx0123456789abcdef', 'pages/order/index?store=%d', 'https://www.example.com/'),\n  ]),\n", i)
		}
		b.WriteString("])\n")
		files[fmt.Sprintf("menus/store-%04d.jsonnet", i)] = b.String()
	}
	return files
}

// BenchmarkCompile compiles 100 menus in each iteration.
func BenchmarkCompile(b *testing.B) {
	const menus = 100
	tree := newTree(b, benchFiles(menus), nil)
	files, err := tree.Discover("")
	if err != nil {
		b.Fatal(err)
	}
	for _, parallel := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("goroutines=%d", parallel), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				results, err := tree.compileHere(b.Context(), files, parallel)
				if err != nil || results[0].JSON == nil {
					b.Fatalf("%v, %v", err, results[0].Findings)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*menus), "ns/menu")
		})
	}
}
