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

// TestManyFindings holds that an account's findings are counted where they are
// not listed.
func TestManyFindings(t *testing.T) {
	t.Parallel()
	var fields strings.Builder
	for i := range 300 {
		fmt.Fprintf(&fields, "f%04d: 1,\n", i)
	}
	root := repository(t, "-- menus/a.jsonnet --\n{ button: [{ type: 'click', name: 'a', key: 'k',\n"+fields.String()+"}] }\n")
	findings := run(t, root)[0].Findings
	for _, f := range findings {
		if f.File != "menus/a.jsonnet" || f.Line == 0 || f.Excerpt == "" {
			t.Fatalf("got %+v, want its line", f)
		}
	}
	if errors, _ := diag.Count(findings); errors != 300 || len(findings) != diag.MaxListed {
		t.Errorf("got %d findings that count %d, want %d that count 300", len(findings), errors, diag.MaxListed)
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
