package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// TestPlaces holds that a finding has the line of the library that wrote its
// value, and that line's text, in each of the accounts it is in.
func TestPlaces(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/lib/b.libsonnet --\n{\n  shop: { type: 'click', name: '门店' },\n}\n"+
		"-- menus/one.jsonnet --\nlocal b = import 'lib/b.libsonnet';\n{ button: [b.shop] }\n"+
		"-- menus/t.jsonnet --\nlocal b = import 'lib/b.libsonnet';\n{ accounts: { ['s' + i]: { button: [b.shop, { type: 'click', name: 'x' }] } for i in std.range(1, 9) } }\n")
	accounts := run(t, root)
	if len(accounts) != 10 {
		t.Fatalf("got %d accounts, want 10", len(accounts))
	}
	shop := diag.Place{File: "menus/lib/b.libsonnet", Line: 2, Column: 9, EndLine: 2, EndColumn: 38}
	for _, acc := range accounts {
		f := acc.Findings[0]
		if f.Place != shop || f.Excerpt != "  shop: { type: 'click', name: '门店' }," {
			t.Errorf("%s: got %+v with %q, want %+v with its line", acc.Name, f.Place, f.Excerpt, shop)
		}
		if len(acc.Findings) > 1 && (acc.Findings[1].File != "menus/t.jsonnet" || acc.Findings[1].Line != 2) {
			t.Errorf("%s: got %+v, want line 2 of the table", acc.Name, acc.Findings[1])
		}
	}
}

// TestManyFindings holds that all findings are there, with their file, and
// that no more of them are asked for than people read.
func TestManyFindings(t *testing.T) {
	t.Parallel()
	var menu strings.Builder
	const fields = maxLocated + 200
	for i := range fields {
		fmt.Fprintf(&menu, "f%04d: 1,\n", i)
	}
	root := repository(t, "-- menus/a.jsonnet --\n{ button: [{ type: 'click', name: 'a', key: 'k',\n"+menu.String()+"}] }\n")
	findings := run(t, root)[0].Findings
	located := 0
	for _, f := range findings {
		if f.File != "menus/a.jsonnet" || f.Line == 0 && f.Excerpt != "" {
			t.Fatalf("got %+v, want its file", f)
		}
		if f.Line > 0 {
			located++
		}
	}
	if len(findings) != fields || located > maxLocated {
		t.Errorf("got %d findings, %d with a line, want %d and at most %d", len(findings), located, fields, maxLocated)
	}
}

func TestDuplicatesHaveLines(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/x.jsonnet --\n"+plain+
		"-- menus/t.jsonnet --\n{ accounts: {\n  y: "+plain+",\n  x: "+plain+"} }\n")
	for _, acc := range run(t, root) {
		for _, f := range acc.Findings {
			want, text := 0, ""
			if acc.File == "menus/t.jsonnet" {
				want, text = 4, "  x: { button: [{ type: 'click', name: 'a', key: 'k' }] }"
			}
			if f.Line != want || f.Excerpt != text {
				t.Errorf("%s: got line %d with %q, want %d with %q", acc.File, f.Line, f.Excerpt, want, text)
			}
		}
	}
}

func TestLint(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/a.jsonnet --\nlocal unused = 1;\n"+plain+"-- menus/broken.jsonnet --\nlocal unused = 1;\n{\n"+
		"-- menus/t.jsonnet --\nlocal unused = 1;\n{ accounts: { b: "+plain+", c: "+plain+" } }\n")
	o := options(t, root)
	o.Lint = true
	checked, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"a": 1, "b": 1}
	for _, acc := range checked.Accounts {
		got := 0
		for _, f := range acc.Findings {
			if f.Rule != source.RuleLint {
				continue
			}
			if got++; f.Severity != diag.Warning || f.Line != 1 || f.Excerpt != "local unused = 1;" {
				t.Errorf("%s: got %+v, want a warning in line 1", acc.Name, f)
			}
		}
		if got != want[acc.Name] {
			t.Errorf("%s: got %d findings of the linter, want %d", acc.Name, got, want[acc.Name])
		}
	}
}
