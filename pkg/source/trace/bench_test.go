package trace

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source"
)

// benchMenu returns a menu set as a user writes one, with 18 buttons made by
// the library, and so many more accounts beside it.
func benchMenu(accounts int) string {
	var b strings.Builder
	b.WriteString("local caidan = import 'caidan.libsonnet';\nlocal site = 'https://example.com/';\n{ accounts: {\n")
	for n := range accounts {
		fmt.Fprintf(&b, "  'store-%03d': caidan.menu_set(caidan.menu([\n", n)
		for i := range 3 {
			fmt.Fprintf(&b, "    caidan.submenu('菜单%d', [\n", i)
			for j := range 4 {
				fmt.Fprintf(&b, "      caidan.view('页面%d', site + '%d/%d'),\n", j, i, j)
			}
			fmt.Fprintf(&b, "      caidan.click('点击', 'KEY_%d'),\n    ]),\n", i)
		}
		b.WriteString("  ]), [caidan.conditional({ tag_id: '1' }, [caidan.click('会员', 'VIP')])]),\n")
	}
	b.WriteString("} }\n")
	return b.String()
}

// benchPointers returns ten pointers into a menu of benchMenu.
func benchPointers(accounts int) []string {
	pointers := make([]string, 10)
	for i := range pointers {
		pointers[i] = fmt.Sprintf("/accounts/store-%03d/menu/button/%d/sub_button/%d/name", i*accounts/10, i%3, i%5)
	}
	return pointers
}

// BenchmarkLocate is to be compared with BenchmarkLocatePlain, which compiles
// the same file once, in a VM that knows the library as well.
func BenchmarkLocate(b *testing.B) {
	for _, accounts := range []int{1, 10, 100} {
		bench, value := benchmark(b, benchMenu(accounts))
		for _, calls := range []bool{true, false} {
			b.Run(fmt.Sprintf("accounts=%d/calls=%v", accounts, calls), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if at := bench.Locate(benchFile, value, benchPointers(accounts), calls); at[9].Line == 0 {
						b.Fatal("no place")
					}
				}
			})
		}
	}
}

// BenchmarkLocatePlain compiles the files of BenchmarkLocate.
func BenchmarkLocatePlain(b *testing.B) {
	for _, accounts := range []int{1, 10, 100} {
		bench, _ := benchmark(b, benchMenu(accounts))
		b.Run(fmt.Sprintf("accounts=%d", accounts), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if bench.Compile(source.NewFile(benchFile)).JSON == nil {
					b.Fatal("no value")
				}
			}
		})
	}
}

// BenchmarkLocateTable locates a value in each of so many accounts of a
// generated table of 1,000. Its time must grow no faster than they do.
func BenchmarkLocateTable(b *testing.B) {
	const accounts = 1000
	table := "local caidan = import 'caidan.libsonnet';\n{ accounts: { ['store-%03d' % i]: caidan.menu([\n" +
		"  caidan.click('点击' + i, 'KEY'),\n]) for i in std.range(0, " + strconv.Itoa(accounts-1) + ") } }\n"
	bench, value := benchmark(b, table)
	for _, asked := range []int{10, 100, accounts} {
		pointers := make([]string, asked)
		for i := range pointers {
			pointers[i] = fmt.Sprintf("/accounts/store-%03d/button/0/name", i*accounts/asked)
		}
		b.Run(fmt.Sprintf("asked=%d", asked), func(b *testing.B) {
			for b.Loop() {
				if at := bench.Locate(benchFile, value, pointers, true); at[asked-1].Line == 0 {
					b.Fatal("no place")
				}
			}
		})
	}
}

// benchFile is the file that benchmarks compile.
const benchFile = "menus/a.jsonnet"

// benchmark returns a bench that has compiled program, and the value.
func benchmark(b *testing.B, program string) (*bench, []byte) {
	b.Helper()
	bench := newBench(b, map[string]string{benchFile: program})
	return bench, bench.compile(b, benchFile)
}
