package worker

import (
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source"
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

// BenchmarkPool compares worker processes with this process over 1,000 menus,
// both with the collector that the command uses. Starting and ending the
// workers is part of the work.
func BenchmarkPool(b *testing.B) {
	const menus, gcPercent = 1000, 400
	tree := newTree(b, benchFiles(menus), nil)
	files := discover(b, tree)
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	b.Run("here", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if results := compileHere(tree, files); results[menus-1].JSON == nil {
				b.Fatal(results[menus-1].Findings)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*menus), "ns/menu")
	})
	for _, parallel := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("workers=%d", parallel), func(b *testing.B) {
			for b.Loop() {
				pool, err := NewPool(Options{Dir: tree.Dir(), Command: testCommand(b), Parallel: parallel, GCPercent: gcPercent})
				if err != nil {
					b.Fatal(err)
				}
				var values atomic.Int64
				err = pool.Each(b.Context(), files, func(_ int, r source.Result) { values.Add(int64(len(r.JSON))) })
				if err != nil || values.Load() < menus {
					b.Fatalf("got %d bytes, %v", values.Load(), err)
				}
				if err := pool.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*menus), "ns/menu")
		})
	}
}
