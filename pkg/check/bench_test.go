package check

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-jsonnet"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// menus writes n account files that use the built-in library, and one of its
// own, as teams write them; sale is where one of the buttons leads.
func menus(b *testing.B, n int, sale string) string {
	b.Helper()
	root := b.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, "menus", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	write("lib/caidan.libsonnet", source.Library()) // for the bare evaluator
	write("lib/brand.libsonnet", `{ site:: 'https://www.example.com', shop:: 'wx0123456789abcdef', page(path):: self.site + path }`)
	for i := range n {
		write(fmt.Sprintf("account-%05d.jsonnet", i), strings.Replace(fmt.Sprintf(`
local caidan = import 'lib/caidan.libsonnet';
local brand = import 'lib/brand.libsonnet';
local id = '%05d';

local sub(name) = caidan.submenu(name, [
  caidan.miniprogram('新品上架', brand.shop, 'pages/new/index?store=' + id, brand.page('/new/' + id)),
  caidan.view('优惠活动', brand.page('/sale/' + id)),
  caidan.click('联系' + name, 'SERVICE_' + name + id),
  caidan.scancode_waitmsg('扫码积分', 'SCAN_' + id),
  caidan.location_select('附近门店', 'NEAR_' + id),
]);

caidan.menu([sub('商城'), sub('会员'), sub('服务')])
`, i), "brand.page('/sale/' + id)", sale, 1))
	}
	return root
}

// evaluate is the floor: one VM per goroutine, imports cached, the JSON decoded
// and nothing else.
func evaluate(b *testing.B, root string) {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(root, "menus", "*.jsonnet"))
	if err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			vm := jsonnet.MakeVM()
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				text, err := os.ReadFile(files[i])
				if err != nil {
					b.Error(err)
					return
				}
				node, err := jsonnet.SnippetToAST(files[i], string(text))
				if err != nil {
					b.Error(err)
					return
				}
				out, err := vm.Evaluate(node)
				var value any
				if err != nil || json.Unmarshal([]byte(out), &value) != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkRun checks repositories of several sizes and evaluates the same files
// barely in the same process, turn by turn. x-bare is the ratio of the two
// times; it includes starting the workers.
func BenchmarkRun(b *testing.B) {
	const collect = 400 // as the command sets it, for both sides
	defer debug.SetGCPercent(debug.SetGCPercent(collect))
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1, 100, 1000, 10_000} {
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			root := menus(b, n, "brand.page('/sale/' + id)")
			o := Options{
				Paths: []string{root}, GCPercent: collect,
				Worker: worker.Command{Path: exe, Args: []string{exe, worker.Arg}},
			}
			var ours, bare time.Duration
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				evaluate(b, root)
				bare += time.Since(start)
				start = time.Now()
				checked, err := Run(b.Context(), o)
				if err != nil || len(checked.Accounts) != n || !checked.Accounts[0].Valid() {
					b.Fatalf("got %d accounts, %v; want %d without errors", len(checked.Accounts), err, n)
				}
				ours += time.Since(start)
			}
			b.ReportMetric(ours.Seconds()/bare.Seconds(), "x-bare")
			b.ReportMetric(float64(ours.Microseconds())/float64(b.N)/float64(n), "µs/account")
		})
	}
}

// BenchmarkFindings checks 1,000 accounts with three warnings in each file, and
// the same without, turn by turn. x-clean is the ratio of the two times: what finding
// the place of a value in every file costs.
func BenchmarkFindings(b *testing.B) {
	const n, collect = 1000, 400
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	run := func(root string, warnings int) time.Duration {
		start := time.Now()
		checked, err := Run(b.Context(), Options{
			Paths: []string{root}, GCPercent: collect,
			Worker: worker.Command{Path: exe, Args: []string{exe, worker.Arg}},
		})
		took := time.Since(start)
		found := 0
		for _, a := range checked.Accounts {
			for _, f := range a.Findings {
				if f.Line > 0 {
					found++
				}
			}
		}
		if err != nil || found != warnings {
			b.Fatalf("got %d findings with a line, %v; want %d", found, err, warnings)
		}
		return took
	}
	clean, open := menus(b, n, "brand.page('/sale/' + id)"), menus(b, n, "'http://www.example.com/sale/' + id")
	var without, with time.Duration
	for b.Loop() {
		without += run(clean, 0)
		with += run(open, n*3) // each of the three sub-menus has the button
	}
	b.ReportMetric(with.Seconds()/without.Seconds(), "x-clean")
}
