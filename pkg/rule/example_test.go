package rule_test

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

const settingsFile = ".caidan.jsonnet"

// guards are names that accept may allow in these tests.
func guards() []string { return []string{"first", "removes-buttons", "removes-top-level"} }

// files returns the files of an example; a single one may have no name.
func files(example string) []txtar.File {
	if a := txtar.Parse([]byte(example)); len(a.Files) > 0 {
		for i := range a.Files {
			a.Files[i].Data = bytes.TrimSuffix(a.Files[i].Data, []byte("\n"))
		}
		return a.Files
	}
	return []txtar.File{{Data: []byte(example)}}
}

// judgeExample returns the rules that an example breaks, in order of its files.
func judgeExample(t *testing.T, l text.Lang, s string) []string {
	t.Helper()
	var settings rule.Settings
	var got []string
	at := map[string]string{}
	for _, file := range files(s) {
		if file.Name == "" {
			file.Name = "menus/brand-cn.jsonnet"
		}
		data, err := jsonnet.MakeVM().EvaluateAnonymousSnippet(file.Name, string(file.Data))
		if err != nil {
			got = append(got, rule.CompileError)
			continue
		}
		if file.Name == settingsFile {
			var findings []diag.Finding
			settings, findings = rule.DecodeSettings(l, []byte(data), guards())
			for _, f := range findings {
				got = append(got, f.Rule)
			}
			continue
		}
		stem := strings.TrimSuffix(path.Base(file.Name), ".jsonnet")
		for _, a := range menu.Decode(stem, []byte(data)) {
			if at[a.Name] != "" {
				got = append(got, rule.DuplicateAccount)
			}
			at[a.Name] = file.Name
			for _, f := range rule.New(l, settings).Judge(a) {
				checkWords(t, f)
				got = append(got, f.Rule)
			}
		}
	}
	for _, f := range rule.New(l, settings).Unaccounted(slices.Sorted(maps.Keys(at))) {
		checkWords(t, f)
		got = append(got, f.Rule)
	}
	return got
}

// Every rule's bad example breaks that rule and no other, and its good one
// breaks none.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			for _, l := range text.Langs() {
				if got := judgeExample(t, l, r.Good); len(got) > 0 {
					t.Errorf("good example in %s: got %q, want no finding\n%s", l, got, r.Good)
				}
				// The limits and the linter are the compiler's, another package.
				if r.ID == rule.LimitExceeded || r.ID == rule.JsonnetLint {
					continue
				}
				if got, want := judgeExample(t, l, r.Bad), []string{r.ID}; !slices.Equal(got, want) {
					t.Errorf("bad example in %s: got %q, want %q\n%s", l, got, want, r.Bad)
				}
			}
		})
	}
}
