package report

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	standard "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/sarif"
	"github.com/caidan-dev/caidan/pkg/text"
)

func tool() sarif.Tool {
	return sarif.Tool{
		Version: "1.2.3",
		Rules: []sarif.Rule{
			{ID: "key-duplicate", Title: "no two buttons have one key", Severity: diag.Warning},
			{
				ID: "name-bytes-top", Title: "a top-level name has at most 16 bytes", Help: "shorten it",
				Severity: diag.Error,
			},
		},
		Source: func(file string) ([]byte, error) {
			if strings.HasPrefix(file, "menus/") {
				return []byte("{\n  a: 1,\n}\n"), nil
			}
			return nil, errors.New("no such file")
		},
	}
}

// checkSARIF holds a log against the standard's schema, which go-sarif carries.
// That library checks what it has read, with the standard's defaults; so all that is
// in the log must be in what it has read.
func checkSARIF(tb testing.TB, log string) *standard.Run {
	tb.Helper()
	read, err := standard.FromString(log)
	if err != nil {
		tb.Fatalf("%v in %s", err, log)
	}
	for _, run := range read.Runs {
		run.NewlineSequences = []string{"\r\n", "\n"} // a default that it does not know
	}
	if err := read.Validate(); err != nil {
		tb.Fatalf("%v in %s", err, log)
	}
	again, err := json.Marshal(read)
	if err != nil {
		tb.Fatal(err)
	}
	var got, want any
	if err := errors.Join(json.Unmarshal(again, &got), json.Unmarshal([]byte(log), &want)); err != nil {
		tb.Fatal(err)
	}
	if !holds(got, want) {
		tb.Errorf("read as %s, want %s", again, log)
	}
	return read.Runs[0]
}

// holds reports whether all of a JSON value is in another, which may have more
// fields.
func holds(all, part any) bool {
	switch part := part.(type) {
	case map[string]any:
		has, ok := all.(map[string]any)
		for key, value := range part {
			ok = ok && has[key] != nil && holds(has[key], value)
		}
		return ok
	case []any:
		has, ok := all.([]any)
		return ok && slices.EqualFunc(has, part, holds)
	default:
		return reflect.DeepEqual(all, part)
	}
}

func TestSARIF(t *testing.T) {
	t.Parallel()
	for name, c := range checks() {
		for _, l := range text.Langs() {
			checkGolden(t, name+"."+string(l)+".sarif", func(w io.Writer) error { return c.SARIF(w, Options{Lang: l, Prefix: "shop"}, tool()) })
			log := rendered(t, func(w io.Writer) error { return c.SARIF(w, Options{Lang: l}, tool()) })
			checkSARIF(t, log)
			if again := rendered(t, func(w io.Writer) error { return c.SARIF(w, Options{Lang: l}, tool()) }); again != log {
				t.Errorf("%s: got %s, want %s again", name, again, log)
			}
		}
	}
}

func TestSARIFResult(t *testing.T) {
	t.Parallel()
	c := checks()["check-invalid"]
	run := checkSARIF(t, rendered(t, func(w io.Writer) error { return c.SARIF(w, Options{Prefix: "shop"}, tool()) }))
	if *run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("got the column kind %s", *run.ColumnKind)
	}
	r := run.Results[1]
	if *r.RuleID != "name-bytes-top" || *run.Tool.Driver.Rules[r.RuleIndex].ID != *r.RuleID || r.Level != "error" {
		t.Errorf("got rule %s, index %d, level %s", *r.RuleID, r.RuleIndex, r.Level)
	}
	at := r.Locations[0].PhysicalLocation
	if got := *at.ArtifactLocation.URI; got != "shop/menus/brand-cn.jsonnet" {
		t.Errorf("got the uri %s", got)
	}
	if got := []int{*at.Region.StartLine, *at.Region.StartColumn, *at.Region.EndLine, *at.Region.EndColumn}; !slices.Equal(got, []int{7, 13, 7, 22}) {
		t.Errorf("got the region %v", got)
	}
	if got := *r.Locations[0].LogicalLocations[0].FullyQualifiedName; got != "brand-cn/button/0/name" {
		t.Errorf("got the logical location %s", got)
	}
	if got := *r.RelatedLocations[0].PhysicalLocation.ArtifactLocation.URI; got != "shop/menus/lib/brand.libsonnet" {
		t.Errorf("got the related location %s", got)
	}
}

func TestSARIFAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, want string }{
		{name: "Chinese", file: "menus/门店 1.jsonnet", want: "menus/%E9%97%A8%E5%BA%97%201.jsonnet"},
		{name: "a scheme", file: "javascript:alert(1)", want: "./javascript:alert%281%29"},
		{name: "a command", file: "::error::x", want: "./::error::x"},
		{name: "marks of an address", file: "a?b#c%d", want: "a%3Fb%23c%25d"},
		{name: "no UTF-8", file: "a\xff", want: "a%FF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := NewCheck("check", []Account{{Account: "a", Findings: []diag.Finding{{Rule: "r", Severity: diag.Error, Message: "m", Place: diag.Place{File: tt.file}}}}}, nil, nil)
			run := checkSARIF(t, rendered(t, func(w io.Writer) error { return c.SARIF(w, Options{}, sarif.Tool{}) }))
			if got := *run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
