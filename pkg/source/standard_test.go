package source

import (
	"os"
	"reflect"
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
		t.Error("standard_tree.go is not what standard.libsonnet is parsed to: run go generate ./pkg/source")
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
