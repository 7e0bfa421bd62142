package pull

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	jsonnet "github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the expected menu files")

// live reads a pair of WeChat's answers.
func live(t *testing.T, name string) Live {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var answers struct {
		API   json.RawMessage `json:"menu/get"`
		Shown json.RawMessage `json:"get_current_selfmenu_info"`
	}
	if err := json.Unmarshal(data, &answers); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f := Live{Account: "brand-cn"}
	if string(answers.API) != "null" {
		if f.API, err = menu.DecodeAPI(answers.API); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	shown, err := menu.DecodeShown(answers.Shown)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f.Shown, f.Open = shown.Set, shown.Open
	return f
}

func TestLive(t *testing.T) {
	t.Parallel()
	inputs, err := filepath.Glob("testdata/*.json")
	if err != nil || len(inputs) < 7 {
		t.Fatalf("got the inputs %v, %v", inputs, err)
	}
	for _, input := range inputs {
		f := live(t, input)
		name := strings.TrimSuffix(input, ".json")
		for _, l := range text.Langs() {
			s := f.Jsonnet(l)
			checkFormatted(t, s)
			checkGolden(t, name+"."+string(l)+".jsonnet.golden", s)
			data, err := f.JSON()
			if err != nil {
				said, _ := text.Explain(err, l)
				data = []byte(said + "\n")
			}
			checkGolden(t, name+"."+string(l)+".json.golden", data)
		}
	}
}

func checkGolden(t *testing.T, golden string, got []byte) {
	t.Helper()
	if strings.ContainsFunc(string(got), func(r rune) bool { return r != '\n' && text.Acts(r) }) || bytes.Contains(got, []byte("##[")) {
		t.Errorf("%s: got %q, want nothing in it that acts", golden, got)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%swant\n%s", golden, got, want)
	}
}

// fataler is the part of a test that ends it; those of rapid have it, too.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkFormatted wants a program that is as caidan fmt would write it.
func checkFormatted(t fataler, text []byte) {
	t.Helper()
	formatted, err := jsonnet.Format("a.jsonnet", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !bytes.Equal(formatted, text) {
		t.Fatalf("got\n%s\nformatted\n%s", text, formatted)
	}
}

// TestMain is also what a worker process of the tests runs.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == worker.Arg {
		if err := worker.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// bench compiles programs, one at a time.
type bench struct {
	pool *worker.Pool
	dir  string
}

func newBench(t *testing.T) bench {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	command := worker.Command{Path: exe, Args: []string{exe, worker.Arg}}
	pool, err := worker.NewPool(worker.Options{Dir: dir, Command: command, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return bench{pool, dir}
}

// compile returns what a program compiles to; the linter has nothing to say of
// it.
func (b bench) compile(t fataler, text []byte) (result jsonnet.Result) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, "a.jsonnet"), text, 0o600); err != nil {
		t.Fatalf("%v", err)
	}
	file := jsonnet.File{Path: "a.jsonnet", Stem: "a"}
	err := b.pool.Each(context.Background(), []jsonnet.File{file}, func(_ int, r jsonnet.Result) {
		result = r
		result.JSON = bytes.Clone(r.JSON)
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	if advice := b.pool.Lint(context.Background(), file); len(advice) > 0 {
		t.Fatalf("%+v\n%s", advice, text)
	}
	return result
}

// set returns the menu set that a program compiles to.
func (b bench) set(t fataler, text []byte) menu.Set {
	t.Helper()
	r := b.compile(t, text)
	if len(r.Findings) > 0 {
		t.Fatalf("%+v\n%s", r.Findings, text)
	}
	account := menu.DecodeSet("a", r.JSON)
	if len(account.Problems) > 0 {
		t.Fatalf("%+v\n%s", account.Problems, text)
	}
	return account.Set
}

// TestFindings holds what a header says against what a check finds in the file.
func TestFindings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	inputs, _ := filepath.Glob("testdata/*.json")
	wrong := 0
	for _, input := range inputs {
		f := live(t, input)
		r := b.compile(t, f.Jsonnet(text.English))
		if len(r.Findings) > 0 {
			continue // it says what to write, and does not compile
		}
		var want, got []string
		for _, found := range rule.New(text.English, rule.Settings{}).JudgeFixed(menu.DecodeSet(f.Account, r.JSON)) {
			if found.Severity == diag.Error {
				want = append(want, found.Rule)
			}
		}
		for _, found := range f.Findings(text.English) {
			got = append(got, found.Rule)
		}
		wrong += len(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", input, got, want)
		}
	}
	if wrong < 6 {
		t.Errorf("got %d findings in all, want some of each kind", wrong)
	}
}

// A program with choices left does not compile, and says which.
func TestLiveSaysWhatToChoose(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.compile(t, live(t, "testdata/none.json").Jsonnet(text.Chinese))
	if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Message, "还没有菜单") {
		t.Errorf("got %+v", r.Findings)
	}
}
