package source

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
// where there is one. Those two take so long that they compile 50 accounts, and
// count for twenty times as many.
func BenchmarkFormattedTable(b *testing.B) {
	const accounts, few = 1000, 50
	tree := newTree(b, map[string]string{
		"plus.jsonnet": formattedTable(accounts, false), "formatted.jsonnet": formattedTable(accounts, true), "few.jsonnet": formattedTable(few, true),
	}, nil)
	used := func(who int, do func() error) time.Duration {
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
	c := newTestCompiler(tree)
	compile := func(name string) time.Duration {
		return used(syscall.RUSAGE_SELF, func() error {
			if r := c.Compile(NewFile(name)); r.JSON == nil {
				return fmt.Errorf("compile %s: %v", name, r.Findings)
			}
			return nil
		})
	}
	program, err := os.ReadFile(filepath.Join(tree.Dir(), "few.jsonnet"))
	if err != nil {
		b.Fatal(err)
	}
	command, missing := exec.LookPath("jsonnet")
	var formatted, plus, bare, cpp time.Duration
	for b.Loop() {
		plus += compile("plus.jsonnet")
		formatted += compile("formatted.jsonnet")
		bare += accounts / few * used(syscall.RUSAGE_SELF, func() error {
			_, err := jsonnet.MakeVM().EvaluateAnonymousSnippet("few.jsonnet", string(program))
			return err
		})
		if missing == nil {
			cpp += accounts / few * used(syscall.RUSAGE_CHILDREN, func() error {
				return exec.Command(command, filepath.Join(tree.Dir(), "few.jsonnet")).Run()
			})
		}
	}
	b.ReportMetric(float64(formatted)/float64(plus), "x-plus")
	b.ReportMetric(float64(formatted)/float64(bare), "x-bare")
	if missing == nil {
		b.ReportMetric(float64(formatted)/float64(cpp), "x-cpp")
	}
}
