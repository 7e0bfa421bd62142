package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/publish"
)

// corpus returns names, urls and messages that try to be more than text.
func corpus(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "hostile.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(data, &all); err != nil {
		tb.Fatal(err)
	}
	return append(all, "\xff\xfe bad utf8 \xc3", strings.Repeat("长@a|", 2000))
}

// infested returns a check in which the text stands wherever one from outside
// can.
func infested(text string, line, column int) Check {
	f := diag.Finding{
		Rule: "name-required", Severity: diag.Error, Message: text, Help: text, Path: "/button/0/" + text, Errcode: 1,
		Place:   diag.Place{File: text, Line: line, Column: column, EndLine: line, EndColumn: column + 3},
		Via:     &diag.Place{File: text, Line: 1, Column: 1},
		Excerpt: text,
	}
	advice := f
	advice.Severity, advice.Rule, advice.Message, advice.File = diag.Warning, text, "the name "+text+" is odd", "a/"+text
	return NewCheck("check", []Account{
		{Account: text, File: text, Findings: []diag.Finding{f, advice}},
		{Account: "b" + text, File: text, Findings: []diag.Finding{f}},
	}, errors.New(text))
}

func infestedPublish(text string) Publish {
	return NewPublish("publish", []publish.Result{{
		Account: text, Outcome: publish.Outcome(text), Digests: publish.Digests{Desired: text},
		Warnings: []publish.Warning{{Kind: publish.WarningKind(text), Message: text}},
		Findings: []diag.Finding{{Rule: text, Severity: diag.Severity(text), Message: text, Path: text}},
		Error:    &publish.Error{Op: text, Errcode: 1, Errmsg: text, RID: text, Meaning: text, Remedy: text},
	}}, errors.New(text))
}

// rendered returns what a writer of reports writes.
func rendered(tb testing.TB, write func(io.Writer) error) string {
	tb.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// checkInert holds what every format keeps: UTF-8, no character that acts but
// the ends of lines, and nothing that GitHub Actions would take for a command.
func checkInert(tb testing.TB, text string) {
	tb.Helper()
	if !utf8.ValidString(text) {
		tb.Errorf("got %q, want UTF-8", text)
	}
	if !strings.HasSuffix(text, "\n") {
		tb.Errorf("got %q, want whole lines", text)
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, preview.Acts); i >= 0 {
			tb.Errorf("got %q, want nothing in it that acts", line)
		}
		if strings.Contains(line, "##[") || strings.HasPrefix(strings.TrimSpace(line), "::") {
			tb.Errorf("got %q, want no workflow command", line)
		}
	}
}

// checkFormats writes a check in every format and language and holds what each
// of them keeps.
func checkFormats(tb testing.TB, c *Check) {
	tb.Helper()
	for _, l := range diag.Langs() {
		o := Options{Lang: l, Prefix: "sub"}
		text := rendered(tb, func(w io.Writer) error { return c.Text(w, o) })
		checkInert(tb, text)
		o.Color = true
		painted := rendered(tb, func(w io.Writer) error { return c.Text(w, o) })
		if got := colours.ReplaceAllString(painted, ""); got != text {
			tb.Errorf("got %q in colour, want %q", got, text)
		}
		summary := rendered(tb, func(w io.Writer) error { return c.Summary(w, o) })
		checkInert(tb, summary)
		checkMarkdown(tb, summary)
		log := rendered(tb, func(w io.Writer) error { return c.SARIF(w, o, tool()) })
		checkInert(tb, log)
		if !json.Valid([]byte(log)) {
			tb.Errorf("got %q, want JSON", log)
		}
		for _, f := range c.Annotations(o) {
			checkInert(tb, f.Message+"\n")
			checkInert(tb, f.Rule+"\n")
			if strings.ContainsFunc(f.File, preview.Acts) {
				tb.Errorf("got the file %q, want nothing in it that acts", f.File)
			}
		}
	}
	document := rendered(tb, func(w io.Writer) error { return JSON(w, c) })
	checkInert(tb, document)
	if !json.Valid([]byte(document)) {
		tb.Errorf("got %q, want JSON", document)
	}
}

// colours are the only control sequences of ours.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, text := range corpus(t) {
		c := infested(text, 1, 1)
		checkFormats(t, &c)
		checkSARIF(t, rendered(t, func(w io.Writer) error { return c.SARIF(w, Options{}, tool()) }))
		for _, l := range diag.Langs() {
			p := infestedPublish(text)
			checkInert(t, rendered(t, func(w io.Writer) error { return p.Text(w, Options{Lang: l}) }))
		}
		p := infestedPublish(text)
		checkInert(t, rendered(t, func(w io.Writer) error { return JSON(w, p) }))
	}
}

func FuzzFormats(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text, 1, 3)
	}
	f.Fuzz(func(t *testing.T, text string, line, column int) {
		// Places are natural numbers: they are the compiler's and not a
		// stranger's.
		c := infested(text, line&0xffff, column&0xffff)
		checkFormats(t, &c)
	})
}

func FuzzClean(f *testing.F) {
	for _, seed := range corpus(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Clean(text)
		checkInert(t, got+"\n")
		if again := Clean(got); again != got {
			t.Errorf("cleaned twice: got %q, want %q", again, got)
		}
	})
}

func FuzzPublishText(f *testing.F) {
	for _, seed := range corpus(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := infestedPublish(text)
		for _, l := range diag.Langs() {
			checkInert(t, rendered(t, func(w io.Writer) error { return p.Text(w, Options{Lang: l}) }))
		}
	})
}
