//go:build unix

package source

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// TestPipe would wait for ever if a pipe were opened for reading.
func TestPipe(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/import.jsonnet": "import 'pipe.jsonnet'"}, nil)
	if err := syscall.Mkfifo(filepath.Join(tree.Dir(), "menus", "pipe.jsonnet"), 0o600); err != nil {
		t.Skip(err)
	}
	checkFinding(t, compileOne(tree, "menus/pipe.jsonnet"), RuleCompile,
		"menus/pipe.jsonnet is not a regular file", diag.Place{File: "menus/pipe.jsonnet"})
	checkFinding(t, compileOne(tree, "menus/import.jsonnet"), RuleCompile,
		`import "pipe.jsonnet" is not a regular file`,
		diag.Place{File: "menus/import.jsonnet", Line: 1, Column: 1, EndLine: 1, EndColumn: 22})
}
