package plan_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the expected steps and sentences")

// example is one file of testdata: what is live, what is wanted, and what the
// plan says of it.
type example struct {
	name       string
	archive    *txtar.Archive
	live, want menu.Set
}

// file returns a file of the example, empty when there is none.
func (e *example) file(name string) []byte {
	for _, f := range e.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func examples(tb testing.TB) []example {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("got %q, %v, want examples", paths, err)
	}
	var out []example
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		e := example{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), archive: archive}
		e.live = answer(tb, e.file("live.json"))
		e.want = answer(tb, e.file("want.json"))
		out = append(out, e)
	}
	return out
}

// answer reads a set in the form of menu/get's answer, or {} for no menu.
func answer(tb testing.TB, data []byte) menu.Set {
	tb.Helper()
	if strings.TrimSpace(string(data)) == "{}" {
		return menu.Set{}
	}
	set, err := menu.DecodeAPI(data)
	if err != nil {
		tb.Fatalf("%s: %v", data, err)
	}
	return set
}

// steps writes the steps of a plan, one a line.
func steps(p plan.Plan) string {
	var b strings.Builder
	if p.DeletesFirst {
		fmt.Fprintf(&b, "deletes first, hosts %s\n", strings.Join(p.Hosts, " "))
	}
	for _, s := range p.Steps {
		switch s.Op {
		case plan.Create:
			fmt.Fprintf(&b, "create, %d to tap\n", menu.Tappable(s.Menu))
		case plan.Add:
			_, rule, _ := strings.Cut(string(s.Conditional.Body()), `"matchrule":`)
			fmt.Fprintf(&b, "add %s, %d to tap\n", strings.TrimSuffix(rule, "}"), menu.Tappable(s.Conditional.Menu))
		case plan.Delete:
			fmt.Fprintf(&b, "delete %s\n", s.Conditional.ID)
		case plan.Clear:
			fmt.Fprintln(&b, "clear")
		}
	}
	return b.String()
}

// sentences writes the changes of a plan, one a line, with their kinds.
func sentences(p plan.Plan, l text.Lang) string {
	var b strings.Builder
	for i := range p.Changes {
		fmt.Fprintln(&b, p.Changes[i].Text().In(l))
	}
	return b.String()
}

// kinds writes the kinds of each change, and what followers lose by it.
func kinds(p plan.Plan) string {
	var b strings.Builder
	for i := range p.Changes {
		for k, kind := range p.Changes[i].Kinds {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(string(kind))
		}
		b.WriteByte('\n')
	}
	lost := p.Lost()
	if n := []int{len(lost.Buttons), len(lost.Top), len(lost.Menus), len(lost.Console)}; n[0]+n[1]+n[2]+n[3] > 0 {
		fmt.Fprintf(&b, "lost: %d buttons, %d in the bar, %d menus, %d made in the console\n", n[0], n[1], n[2], n[3])
	}
	return b.String()
}

// Each example gives the steps and sentences that stand in its file.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, e := range examples(t) {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			p := plan.Diff(e.live, e.want)
			results := []txtar.File{
				{Name: "steps", Data: []byte(steps(p))},
				{Name: "kinds", Data: []byte(kinds(p))},
				{Name: "en", Data: []byte(sentences(p, text.English))},
				{Name: "zh", Data: []byte(sentences(p, text.Chinese))},
			}
			if *update {
				e.archive.Files = append(e.archive.Files[:2], results...)
				if err := os.WriteFile(filepath.Join("testdata", e.name+".txtar"), txtar.Format(e.archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, f := range results {
				if want := e.file(f.Name); string(f.Data) != string(want) {
					t.Errorf("%s\n got %s\nwant %s", f.Name, f.Data, want)
				}
			}
		})
	}
}
