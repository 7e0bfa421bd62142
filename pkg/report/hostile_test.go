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

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
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
	}, []diag.Finding{f}, nil, errors.New(text))
}

// infestedResults returns all documents of results in which the text stands
// wherever one from outside can.
func infestedResults(text string) []document {
	spot := plan.Spot{Path: []string{text, text}, Column: 1, Row: 1, Button: menu.Button{Type: "view", URL: text, Key: text}}
	followers := plan.Followers{Tag: text, Platform: text, Retired: []string{text}}
	origin := api.Origin{Server: text, Repository: text, Ref: text, Commit: text, RunURL: text, Actor: text, Event: text}
	digests := api.Digests{Desired: text, API: text, Shown: text, Live: text, Recorded: text}
	set := menu.Set{
		Menu:        []menu.Button{{Type: text, Name: text, Key: text}},
		Conditional: []menu.Conditional{{Menu: []menu.Button{{Name: text}}, Match: menu.MatchRule{TagID: text, Extra: []menu.Extra{{Name: text, Value: text}}}}},
	}
	live := &api.Live{API: set, Shown: set}
	record := api.Record{
		Number: 1, Kind: api.Kind(text), AppID: text, Digests: digests, Readback: api.Readback(text), Reason: text, Origin: origin,
		Desired: &set, Replaced: live,
	}
	r := api.Result{
		Account: text, Outcome: api.Outcome(text), Guard: api.Guard(text), Case: api.Case(text), Digests: digests,
		Changes: []plan.Change{
			{Kinds: []plan.Kind{plan.Added}, After: &spot},
			{Kinds: []plan.Kind{plan.Renamed, plan.Retargeted}, Before: &spot, After: &spot, Followers: &followers, Fields: []string{text}},
			{Kinds: []plan.Kind{plan.Kind(text)}, Before: &spot, After: &spot},
		},
		Steps:    []api.Step{{Op: text, Match: text}},
		Needs:    &api.Accept{Live: text, Allow: []api.Guard{api.First, api.Guard(text)}},
		Record:   &record,
		Ledger:   &api.State{Mark: &api.Mark{Server: text, Repository: text}, Quarantined: []string{text}, Unfinished: &origin, Holder: text},
		Records:  []api.Record{record},
		Warnings: []api.Warning{{Kind: api.WarningKind(text), Message: text}},
		Findings: []diag.Finding{{Rule: text, Severity: diag.Severity(text), Message: text, Path: text}},
		Error:    &api.Error{Op: text, Errcode: 1, Errmsg: text, RID: text, Meaning: text, Remedy: text},
	}
	edited := r
	edited.Case, edited.Outcome = api.CaseEdited, api.Refused
	taken := r
	taken.Needs = &api.Accept{TakeOver: text}
	other := edited
	other.Account = "b" + text
	results := []api.Result{r, edited, taken, other}
	err := errors.New(text)
	p := NewResults("publish", results, err)
	p.Args = text
	var drifted []Drifted
	for i := range results {
		drifted = append(drifted, Drifted{results[i], []api.Drift{api.Drift(text), api.DriftEdited}})
	}
	sick := func(c api.Check) []api.Check {
		c.Name, c.Layer = api.CheckToken, api.LayerCredential
		return []api.Check{c}
	}
	foreign := api.Check{Verdict: api.VerdictNG, Errmsg: text, RID: text, Meaning: text, Remedy: text}
	return []document{
		NewDoctor(sick(api.VerdictWarn.Told(err)), []Examined{{Account: text, Checks: sick(foreign)}, {Account: "b" + text, Checks: sick(foreign)}}, err),
		p,
		History{p},
		NewStatus(results, err),
		NewComparison(drifted, err),
		NewPull([]Pulled{{Result: r, File: text, Written: true}, {Result: edited, File: text}}, err),
		NewResults(text, infested(text, 1, 1).Invalid()),
	}
}

// document is what each of them is.
type document interface {
	Text(w io.Writer, o Options) error
	Summary(w io.Writer, o Options) error
	Annotations(o Options) []diag.Finding
}

// checkWriting holds what every format of a document keeps.
func checkWriting(tb testing.TB, d document) {
	tb.Helper()
	for _, l := range text.Langs() {
		o := Options{Lang: l}
		checkInert(tb, rendered(tb, func(w io.Writer) error { return d.Text(w, o) }))
		summary := rendered(tb, func(w io.Writer) error { return d.Summary(w, o) })
		checkInert(tb, summary)
		checkMarkdown(tb, summary)
		for _, f := range d.Annotations(o) {
			checkInert(tb, f.Message+"\n")
			checkInert(tb, f.Rule+"\n")
		}
	}
	checkInert(tb, rendered(tb, func(w io.Writer) error { return JSON(w, d) }))
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
func checkInert(tb testing.TB, s string) {
	tb.Helper()
	if !utf8.ValidString(s) {
		tb.Errorf("got %q, want UTF-8", s)
	}
	if !strings.HasSuffix(s, "\n") {
		tb.Errorf("got %q, want whole lines", s)
	}
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, text.Acts); i >= 0 {
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
	for _, l := range text.Langs() {
		o := Options{Lang: l, Prefix: "sub"}
		s := rendered(tb, func(w io.Writer) error { return c.Text(w, o) })
		checkInert(tb, s)
		o.Color = true
		painted := rendered(tb, func(w io.Writer) error { return c.Text(w, o) })
		if got := colours.ReplaceAllString(painted, ""); got != s {
			tb.Errorf("got %q in colour, want %q", got, s)
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
			if strings.ContainsFunc(f.File, text.Acts) {
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
		for _, d := range infestedResults(text) {
			checkWriting(t, d)
		}
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
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Clean(s)
		checkInert(t, got+"\n")
		if again := text.Clean(got); again != got {
			t.Errorf("cleaned twice: got %q, want %q", again, got)
		}
	})
}

func FuzzResults(f *testing.F) {
	// A text stands in a hundred places: a long one only takes long.
	const longest = 200
	for _, seed := range corpus(f) {
		f.Add(seed[:min(len(seed), longest)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range infestedResults(text[:min(len(text), longest)]) {
			checkWriting(t, d)
		}
	})
}
