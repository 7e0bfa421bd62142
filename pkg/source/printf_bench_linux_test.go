package source

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-jsonnet"
)

// formattedTable returns a table of accounts with nine texts each that are
// made of others, with % or with +.
func formattedTable(accounts int, formatted bool) string {
	text := strings.NewReplacer("KEY", "'K%d' % i", "LINK", "'https://www.example.com/%d/%d' % [i, j]")
	if !formatted {
		text = strings.NewReplacer("KEY", "'K' + i", "LINK", "'https://www.example.com/' + i + '/' + j")
	}
	return text.Replace(fmt.Sprintf(`
local sub(i, j) = { name: '菜单' + j, sub_button: [
  { type: 'view', name: '门店首页', url: LINK },
  { type: 'click', name: '联系客服', key: KEY },
  { type: 'view', name: '优惠活动', url: LINK + '/sale' },
  { type: 'click', name: '会员中心', key: 'MEMBER' },
  { type: 'view', name: '附近门店', url: 'https://www.example.com/near' },
] };
{ accounts: { ['store-' + i]: { button: [sub(i, j) for j in [1, 2, 3]] } for i in std.range(1, %d) } }
`, accounts))
}

// BenchmarkFormattedTable compiles 1,000 accounts that format their texts.
// x-plus is the ratio of the processor's time to that of the same with +,
// x-bare to that of bare go-jsonnet, and x-cpp to that of the jsonnet command,
// where there is one. Each of the two takes some seconds a turn, in which caidan
// compiles five times.
func BenchmarkFormattedTable(b *testing.B) {
	const accounts, times = 1000, 5
	tree := newTree(b, map[string]string{"plus.jsonnet": formattedTable(accounts, false), "formatted.jsonnet": formattedTable(accounts, true)}, nil)
	c := newTestCompiler(tree)
	compile := func(name string) time.Duration {
		return used(b, syscall.RUSAGE_SELF, func() error {
			if r := c.Compile(NewFile(name)); r.JSON == nil {
				return fmt.Errorf("compile %s: %v", name, r.Findings)
			}
			return nil
		})
	}
	command, missing := exec.LookPath("jsonnet")
	var formatted, plus, bare, cpp time.Duration
	for b.Loop() {
		for range times {
			plus += compile("plus.jsonnet") / times
			formatted += compile("formatted.jsonnet") / times
		}
		bare += used(b, syscall.RUSAGE_SELF, func() error {
			_, err := jsonnet.MakeVM().EvaluateAnonymousSnippet("formatted.jsonnet", formattedTable(accounts, true))
			return err
		})
		if missing == nil {
			cpp += used(b, syscall.RUSAGE_CHILDREN, func() error {
				return exec.Command(command, filepath.Join(tree.Dir(), "formatted.jsonnet")).Run()
			})
		}
	}
	b.ReportMetric(float64(formatted)/float64(plus), "x-plus")
	b.ReportMetric(float64(formatted)/float64(bare), "x-bare")
	if missing == nil {
		b.ReportMetric(float64(formatted)/float64(cpp), "x-cpp")
	}
}

// used returns the processor's time that do takes, of this process or of those it
// starts. What was left to collect before is not counted.
func used(b *testing.B, who int, do func() error) time.Duration {
	b.Helper()
	runtime.GC()
	var before, after syscall.Rusage
	err := syscall.Getrusage(who, &before)
	if err == nil {
		err = do()
	}
	if err != nil || syscall.Getrusage(who, &after) != nil {
		b.Fatal(err)
	}
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}
