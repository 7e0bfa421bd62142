package rule_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

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

// judgeExample returns the rules that an example breaks.
func judgeExample(t *testing.T, l text.Lang, s string) []string {
	t.Helper()
	var got []string
	for _, file := range files(s) {
		data, err := jsonnet.MakeVM().EvaluateAnonymousSnippet("example", string(file.Data))
		if err != nil {
			got = append(got, rule.CompileError)
			continue
		}
		for a := range menu.Decode("brand-cn", []byte(data)) {
			for _, f := range rule.New(l, rule.Settings{}).Judge(a) {
				checkWords(t, f)
				got = append(got, f.Rule)
			}
		}
	}
	return got
}

// Every rule's bad example breaks that rule and no other, and its good one
// breaks none. Package check compiles those of several files.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(r.Bad, "-- ") || r.ID == rule.LimitExceeded || r.ID == rule.JsonnetLint {
				return
			}
			for _, l := range text.Langs() {
				if got := judgeExample(t, l, r.Good); len(got) > 0 {
					t.Errorf("good example in %s: got %q, want no finding\n%s", l, got, r.Good)
				}
				if got, want := judgeExample(t, l, r.Bad), []string{r.ID}; !slices.Equal(got, want) {
					t.Errorf("bad example in %s: got %q, want %q\n%s", l, got, want, r.Bad)
				}
			}
		})
	}
}
