package rule_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/rule"
)

var update = flag.Bool("update", false, "rewrite the files of expected output")

// The documentation says what the catalogue says.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "rules.md")
	got := rule.Markdown()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the catalogue says; rewrite it with go test ./pkg/rule -update", path)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		example string
		want    []rule.ExampleFile
	}{
		{"one file", "{\n}", []rule.ExampleFile{{Text: "{\n}"}}},
		{"two files", "-- a --\n{\n}\n-- b --\n[]", []rule.ExampleFile{{Name: "a", Text: "{\n}"}, {Name: "b", Text: "[]"}}},
		{"an empty file", "-- a --", []rule.ExampleFile{{Name: "a"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := rule.Files(tt.example); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
