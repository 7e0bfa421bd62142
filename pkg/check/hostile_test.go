package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// long is a text of 1 MB that compiles at once.
const long = "local s = importstr 'lib/a.txt'; "

// What hostile files hold costs a few findings, and none repeats it.
func TestHostile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, program string
		// rules are those broken, each as often as it is named; errors is how
		// many there are in all.
		rules  []string
		errors int
	}{
		{"20,000 buttons", "local a=std.repeat([{}],20000); {button:a}", []string{"top-level-count"}, 1},
		{"30,000 conditional menus", "{menu:{button:[]},conditionalmenu:std.repeat([{}],30000)}", []string{rule.LimitExceeded, "top-level-count"}, 2},
		{"20,000 in a sub-menu", "{button:[{name:'a',sub_button:std.repeat([7],20000)}]}", []string{"sub-button-count"}, 1},
		{"a deep value", "local f(n)=if n==0 then [] else [f(n-1)]; {button:[{x:f(100)}]}", []string{rule.LimitExceeded}, 1},
		{"45,000 imports", "[" + strings.Repeat("import 'x',", 45000) + "]", []string{rule.CompileError}, 1},
		{"300 fields", "{button:[{type:'click',name:'a',key:'k'}+{['f'+i]:1 for i in std.range(1,300)}]}", nil, 300},
		{"long fields", long + "{button:[{type:'click',name:'a',key:'k',[s]:1}],[s]:1}", []string{"unknown-field", "unknown-field"}, 2},
		{"a long account", long + "{accounts:{[s]:{button:[{type:'click',name:'a',key:'k'}]}}}", []string{rule.AccountName}, 1},
		{"a long error", long + "error s", []string{rule.CompileError}, 1},
		{"a long name of a field", long + "{a:1}[s]", []string{rule.CompileError}, 1},
		{
			"long texts", long + "{button:[{type:s,name:'a'},{type:'view',name:s,url:s},{type:'miniprogram',name:'b',url:'https://e.com/',appid:s,pagepath:'p '+s}]}",
			[]string{"miniprogram-appid", "miniprogram-pagepath", "name-bytes-top", "type-known", "url-bytes", "url-scheme"},
			6,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root := repository(t, "-- menus/a.jsonnet --\n"+tt.program)
			write(t, root, "menus/lib/a.txt", strings.Repeat("a", 1<<20))
			var rules []string
			errors := 0
			for _, acc := range run(t, root) {
				e, _ := diag.Count(acc.Findings)
				errors += e
				for _, f := range acc.Findings {
					rules = append(rules, f.Rule)
					if n := len(acc.Name) + len(f.Message) + len(f.Help) + len(f.Path); n > 1200 {
						t.Errorf("got %s with %d bytes, want few", f.Rule, n)
					}
				}
			}
			if errors != tt.errors || tt.rules != nil && !sameWords(rules, tt.rules) {
				t.Errorf("got %d errors, %q, want %d, %q", errors, rules, tt.errors, tt.rules)
			}
		})
	}
}

// sameWords compares lists whose order does not matter.
func sameWords(a, b []string) bool {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	for _, w := range b {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// keeping hands a keeper the accounts of files in an order, and returns what it
// keeps: each account with the findings that are listed and those that count.
func keeping(order []int, files [][]int) string {
	k := keeper{book: rule.New(text.English, rule.Settings{}), files: make([]source.File, len(files)), accounts: make([][]Account, len(files)), had: make([]int, len(files))}
	for _, i := range order {
		k.files[i] = source.NewFile(fmt.Sprintf("menus/f%d.jsonnet", i))
		var accounts []Account
		for a, n := range files[i] {
			findings := []diag.Finding{{Rule: "w", Severity: diag.Warning}}
			for range n {
				findings = append(findings, diag.Finding{Rule: "e", Severity: diag.Error})
			}
			accounts = append(accounts, Account{Name: fmt.Sprintf("a%d-%d", i, a), Findings: findings})
		}
		k.keep(i, accounts)
	}
	var b strings.Builder
	for _, a := range k.all() {
		errors, warnings := diag.Count(a.Findings)
		fmt.Fprintln(&b, a.Name, len(a.Findings), errors, warnings, a.Findings[0].Rule)
	}
	return b.String()
}

// What a run lists does not depend on when its files are judged, counts all, and
// is bounded.
func TestKeeper(t *testing.T) {
	t.Parallel()
	var files [][]int
	var forth, back []int
	for i := range 40 {
		files = append(files, []int{400, 0, 3, 400})
		forth, back = append(forth, i), append([]int{i}, back...)
	}
	got := keeping(forth, files)
	if other := keeping(back, files); other != got {
		t.Errorf("got another list when the files were judged backwards:\n%s\n%s", got, other)
	}
	for _, want := range []string{"a0-0 401 400 1", "a0-3 401 400 1", "a12-0 401 400 1", "a12-3 2 400 1", "a39-2 2 3 1", "a39-1 1 0 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("got no %q in\n%s", want, got)
		}
	}
}

func TestKeeperAccounts(t *testing.T) {
	t.Parallel()
	half := make([]int, menu.MaxAccounts/2)
	files := [][]int{half, {0}, half, {0}}
	got := keeping([]int{0, 1, 2, 3}, files)
	if other := keeping([]int{3, 2, 1, 0}, files); other != got {
		t.Error("got other accounts when the files were judged backwards")
	}
	if n := strings.Count(got, "\n"); n != len(half)+3 || !strings.HasSuffix(got, "\nf2 1 1 0 limit-exceeded\nf3 1 1 0 limit-exceeded\n") {
		t.Errorf("got %d accounts, want those of two files, and that two were not checked: %q", n, got[len(got)-100:])
	}
}
