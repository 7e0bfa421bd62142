package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// TestText has files whose bytes are not the text they should be, once as a
// menu and once imported by one. The place is inside the bad file each time.
func TestText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		text    string
		message string // after the file's name
		place   diag.Place
	}{
		{"GBK", "{\n  '菜单': '\xb2\xcb' }", "is not UTF-8: line 2 has the byte 0xB2 at column 10", diag.Place{Line: 2, Column: 10, EndLine: 2, EndColumn: 11}},
		{"first byte", "\xff\xfe{", "is not UTF-8: line 1 has the byte 0xFF at column 1", diag.Place{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}},
		{"cut off", "'😀' + '\xf0\x9f", "is not UTF-8: line 1 has the byte 0xF0 at column 8", diag.Place{Line: 1, Column: 8, EndLine: 1, EndColumn: 9}},
		{"real replacement character", "'\ufffd' + '\xc0'", "is not UTF-8: line 1 has the byte 0xC0 at column 8", diag.Place{Line: 1, Column: 8, EndLine: 1, EndColumn: 9}},
		{"byte order mark", "\ufeff{ button: [] }", "starts with a byte order mark", diag.Place{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := newTree(t, map[string]string{
				"menus/a.jsonnet":     test.text,
				"lib/a.libsonnet":     test.text,
				"menus/code.jsonnet":  "import 'a.libsonnet'",
				"menus/text.jsonnet":  "importstr 'a.libsonnet'",
				"menus/bytes.jsonnet": "importbin 'a.libsonnet'",
			}, nil)
			for menu, bad := range map[string]string{
				"menus/a.jsonnet":     "menus/a.jsonnet",
				"menus/code.jsonnet":  "lib/a.libsonnet",
				"menus/text.jsonnet":  "lib/a.libsonnet",
				"menus/bytes.jsonnet": "lib/a.libsonnet",
			} {
				want := test.place
				want.File = bad
				checkFinding(t, compileOne(tree, menu), RuleCompile, bad+" "+test.message, want)
			}
		})
	}
}

// checkFinding reports a result that is not one finding with these values
// and some help.
func checkFinding(t *testing.T, r Result, rule, message string, place diag.Place) {
	t.Helper()
	if len(r.Findings) != 1 {
		t.Fatalf("%s: got %d findings, want 1; JSON %s", r.File.Path, len(r.Findings), r.JSON)
	}
	f := r.Findings[0]
	if f.Rule != rule || f.Message != message || f.Place != place || f.Help == "" {
		t.Errorf("%s:\ngot  %s %q %+v help %q\nwant %s %q %+v and help", r.File.Path, f.Rule, f.Message, f.Place, f.Help, rule, message, place)
	}
}

func TestReplacementCharacterIsText(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "'\ufffd'"}, nil)
	if r := compileOne(tree, "menus/a.jsonnet"); string(r.JSON) != "\"\ufffd\"" {
		t.Errorf("got %s, %v", r.JSON, r.Findings)
	}
}

func TestMaxSource(t *testing.T) {
	t.Parallel()
	full := "1" + strings.Repeat(" ", MaxSource-1)
	tree := newTree(t, map[string]string{
		"menus/full.jsonnet":   full,
		"menus/large.jsonnet":  full + " ",
		"menus/import.jsonnet": "{ button:\n  importstr 'large.jsonnet' }",
	}, nil)
	if r := compileOne(tree, "menus/full.jsonnet"); string(r.JSON) != "1" {
		t.Errorf("full file: got %s, %v", r.JSON, r.Findings)
	}
	checkFinding(t, compileOne(tree, "menus/large.jsonnet"), RuleLimit,
		"menus/large.jsonnet is larger than 1048576 bytes", diag.Place{File: "menus/large.jsonnet"})
	checkFinding(t, compileOne(tree, "menus/import.jsonnet"), RuleLimit,
		`import "large.jsonnet" is larger than 1048576 bytes`,
		diag.Place{File: "menus/import.jsonnet", Line: 2, Column: 3, EndLine: 2, EndColumn: 28})
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "1"}, nil)
	full := filepath.Join(tree.Dir(), "menus", "a.jsonnet")
	if err := os.Chmod(full, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(full); err == nil {
		t.Skip("this user may read everything")
	}
	checkFinding(t, compileOne(tree, "menus/a.jsonnet"), RuleCompile,
		"menus/a.jsonnet cannot be read: permission denied", diag.Place{File: "menus/a.jsonnet"})
}

// TestEntryOutside compiles what Discover would not list.
func TestEntryOutside(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{".caidan.jsonnet": "{ rules: {} }", ".git/config": "[core]"}, map[string]string{
		"menus/.caidan.jsonnet": "../.git/config",
	})
	if r := compileOne(tree, ".caidan.jsonnet"); r.JSON == nil {
		t.Errorf("settings file: %v", r.Findings)
	}
	for name, want := range map[string]string{
		"../secret.libsonnet":   "../secret.libsonnet is outside the repository",
		"menus/nope.jsonnet":    "menus/nope.jsonnet does not exist",
		"menus/.caidan.jsonnet": "menus/.caidan.jsonnet is a symbolic link to a hidden file",
	} {
		checkFinding(t, compileOne(tree, name), RuleCompile, want, diag.Place{File: name})
	}
}
