package diag_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

func finding(file string, line, column int, rule, path, message string) diag.Finding {
	return diag.Finding{Rule: rule, Path: path, Message: message, Place: diag.Place{File: file, Line: line, Column: column}}
}

func TestSort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   []diag.Finding
		want string
	}{
		{"nothing", nil, ""},
		{"by file", []diag.Finding{finding("b", 1, 1, "a", "/a", "2"), finding("a", 9, 9, "z", "/z", "1")}, "12"},
		{"by line as a number", []diag.Finding{finding("a", 10, 1, "a", "/a", "2"), finding("a", 9, 9, "z", "/z", "1")}, "12"},
		{"the whole file first", []diag.Finding{finding("a", 1, 1, "a", "/a", "2"), finding("a", 0, 0, "z", "/z", "1")}, "12"},
		{"by column as a number", []diag.Finding{finding("a", 1, 10, "a", "/a", "2"), finding("a", 1, 9, "z", "/z", "1")}, "12"},
		{"by rule", []diag.Finding{finding("a", 1, 1, "b", "/a", "2"), finding("a", 1, 1, "a", "/z", "1")}, "12"},
		{"by path", []diag.Finding{finding("a", 1, 1, "a", "/b", "2"), finding("a", 1, 1, "a", "/a", "1")}, "12"},
		{"equal ones stay in order", []diag.Finding{finding("a", 1, 1, "a", "/a", "1"), finding("a", 1, 1, "a", "/a", "2"), finding("a", 0, 0, "a", "/a", "0")}, "012"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := slices.Clone(tt.in)
			diag.Sort(got)
			var order strings.Builder
			for _, f := range got {
				order.WriteString(f.Message)
			}
			if order.String() != tt.want {
				t.Errorf("got order %s, want %s", order.String(), tt.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		in               []diag.Severity
		errors, warnings int
	}{
		{"nothing", nil, 0, 0},
		{"both", []diag.Severity{diag.Error, diag.Warning, diag.Error}, 2, 1},
		{"warnings", []diag.Severity{diag.Warning}, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var fs []diag.Finding
			for _, s := range tt.in {
				fs = append(fs, diag.Finding{Severity: s})
			}
			if errors, warnings := diag.Count(fs); errors != tt.errors || warnings != tt.warnings {
				t.Errorf("got %d errors and %d warnings, want %d and %d", errors, warnings, tt.errors, tt.warnings)
			}
		})
	}
}

// The JSON of a finding is what other programs read.
func TestFindingJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   diag.Finding
		want string
	}{
		{"nowhere", diag.Finding{Rule: "r", Severity: diag.Warning, Message: "m"}, `{"rule":"r","severity":"warning","message":"m","path":""}`},
		{
			"somewhere",
			diag.Finding{
				Rule: "name-bytes-top", Severity: diag.Error, Message: "m", Help: "h", Path: "/button/0/name", Errcode: 40018,
				Place: diag.Place{File: "menus/brand-cn.jsonnet", Line: 7, Column: 15, EndLine: 7, EndColumn: 29},
				Via:   &diag.Place{File: "menus/lib/brand.libsonnet", Line: 3, Column: 9},
			},
			`{"rule":"name-bytes-top","severity":"error","message":"m","help":"h","path":"/button/0/name","errcode":40018,` +
				`"file":"menus/brand-cn.jsonnet","line":7,"column":15,"endLine":7,"endColumn":29,` +
				`"via":{"file":"menus/lib/brand.libsonnet","line":3,"column":9}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
