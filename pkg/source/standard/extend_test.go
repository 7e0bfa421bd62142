package standard

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

// standardText returns standard.libsonnet.
func standardText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("standard.libsonnet")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestStandardTree holds that the tree is that of the file.
func TestStandardTree(t *testing.T) {
	t.Parallel()
	parsed, err := jsonnet.SnippetToAST("", standardText(t))
	if err != nil {
		t.Fatal(err)
	}
	if !sameTree(reflect.ValueOf(parsed), reflect.ValueOf(ast.Node(standardTree))) {
		t.Error("tree.go is not what standard.libsonnet is parsed to: run go generate ./pkg/source/standard")
	}
	other, err := jsonnet.SnippetToAST("", standardText(t)+"{}")
	if err != nil {
		t.Fatal(err)
	}
	if sameTree(reflect.ValueOf(parsed), reflect.ValueOf(other)) {
		t.Error("another program has the same tree")
	}
}

// sameTree reports whether two trees are equal but for the name of the file.
func sameTree(a, b reflect.Value) bool {
	if a.Kind() != b.Kind() || a.IsValid() && a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() || a.Type() == reflect.TypeFor[*ast.Source]() {
			return a.IsNil() == b.IsNil()
		}
		return sameTree(a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if !sameTree(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameTree(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	default:
		return !a.IsValid() || a.Equal(b)
	}
}

// TestExtendNeedsTheLibrary holds that another library is noticed.
func TestExtendNeedsTheLibrary(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		"{}": "there is no format", "{ format(str):: 1 }": "format has other parameters", "{ format:: 1 }": "format has other parameters",
	} {
		node, err := jsonnet.SnippetToAST("", program)
		if err != nil {
			t.Fatal(err)
		}
		before, err := jsonnet.SnippetToAST("", "{ format(str, vals):: error 'library' }")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := extend(node.(*ast.DesugaredObject), before); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("extend %s: got %v, want %s", program, err, want)
		}
	}
}

// TestNoNativeFunctions asks for the functions that standard.libsonnet asks for.
func TestNoNativeFunctions(t *testing.T) {
	t.Parallel()
	calls := regexp.MustCompile(`std\.native\(secret \+ ' (\w+)'\)`).FindAllStringSubmatch(standardText(t), -1)
	if len(calls) == 0 {
		t.Fatal("standard.libsonnet asks for no function")
	}
	for w := range Exact + 1 {
		for _, call := range calls {
			program := fmt.Sprintf(`std.all([std.native(before + '%s') == null for before in ['', ' ', '\u0001', 'SECRET ']])`, call[1])
			if got, err := w.NewVM().EvaluateAnonymousSnippet("", program); err != nil || got != "true\n" {
				t.Errorf("way %d: %s: got %s %v, want true", w, program, got, err)
			}
		}
	}
}
