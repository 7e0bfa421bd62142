package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the expected reports")

const hostile = "\x1b[31m\n::error::x ##[group]\u202e\u009b"

func checks() map[string]Check {
	finding := diag.Finding{
		Rule: "name-bytes-top", Severity: diag.Error, Message: "the name is too long", Help: "shorten it",
		Path: "/button/0/name", Errcode: 40018,
		Place:   diag.Place{File: "menus/brand-cn.jsonnet", Line: 7, Column: 13, EndLine: 7, EndColumn: 22},
		Via:     &diag.Place{File: "menus/lib/brand.libsonnet", Line: 3, Column: 9},
		Excerpt: "\tb.top(name='👍会员积分商城', key='k'),",
	}
	advice := diag.Finding{
		Rule: "key-duplicate", Severity: diag.Warning, Message: "two buttons have one key",
		Path: "/button/1/key", Place: diag.Place{File: "menus/a.jsonnet", Line: 2},
	}
	bad := diag.Finding{
		Rule: hostile, Severity: diag.Error, Message: hostile, Help: hostile, Path: hostile,
		Place: diag.Place{File: "::error::" + hostile}, Via: &diag.Place{File: hostile},
	}
	return map[string]Check{
		"check-shared":  shared(),
		"check-none":    NewCheck("check", nil, nil, nil),
		"check-ok":      NewCheck("check", []Account{{Account: "a", File: "menus/a.jsonnet", Digest: "sha256:00"}}, nil, nil),
		"check-warning": NewCheck("check", []Account{{Account: "a", File: "menus/a.jsonnet", Digest: "sha256:00", Findings: []diag.Finding{advice}}}, nil, nil),
		"check-invalid": NewCheck("check", []Account{
			{Account: "a", File: "menus/a.jsonnet", Digest: "sha256:00", Findings: []diag.Finding{advice}},
			{Account: "brand-cn", File: "menus/brand-cn.jsonnet", Findings: []diag.Finding{finding}},
		}, nil, nil),
		"check-settings": NewCheck("check", []Account{{Account: "a", File: "menus/a.jsonnet", Digest: "sha256:00"}}, []diag.Finding{{
			Rule: "settings", Severity: diag.Error, Message: "there is no setting \"colour\"", Path: "/colour",
			Place: diag.Place{File: ".caidan.jsonnet", Line: 1, Column: 3, EndLine: 1, EndColumn: 9}, Excerpt: "{ colour: 1 }",
		}}, nil),
		"check-failed":  NewCheck("check", nil, nil, nil, errors.New("read file: no"), errors.New("and another")),
		"check-hostile": NewCheck("check", []Account{{Account: hostile, File: hostile, Findings: []diag.Finding{bad}}}, nil, nil, errors.New(hostile)),
	}
}

// shared is a line of a library that forty accounts come to grief on, and a
// file without a line that two do.
func shared() Check {
	var accounts []Account
	for i := range 42 {
		a := Account{Account: fmt.Sprintf("store-%03d", i+1), File: "menus/stores.jsonnet"}
		line := diag.Finding{
			Rule: "url-scheme", Severity: diag.Error, Message: fmt.Sprintf("the url \"ftp://%d.example.com/\" does not start with http:// or https://", i),
			Help: "write the whole address", Path: fmt.Sprintf("/button/%d/url", i%3), Errcode: 40055,
			Place:   diag.Place{File: "menus/lib/links.libsonnet", Line: 12, Column: 8, EndLine: 14, EndColumn: 3},
			Excerpt: "  url: scheme + '://' + host +   ",
		}
		file := diag.Finding{
			Rule: "limit-exceeded", Severity: diag.Warning, Message: "the file is large", Place: diag.Place{File: "menus/stores.jsonnet"},
		}
		if i < 40 {
			a.Findings = append(a.Findings, line)
		}
		if i > 39 {
			a.Findings = append(a.Findings, file)
		}
		if i == 0 {
			again := line
			again.Path = "/button/1/sub_button/0/url"
			a.Findings = append(a.Findings, again)
		}
		accounts = append(accounts, a)
	}
	one := accounts[41]
	twice := one.Findings[0]
	twice.Line, twice.Path = 3, "/button/0"
	other := twice
	other.Path = "/button/1"
	one.Findings = append([]diag.Finding{}, one.Findings[0], twice, other)
	accounts[41] = one
	return NewCheck("check", accounts, nil, nil)
}

func publishes() map[string]Results {
	calls := []api.Call{{Op: "stable_token", MS: 0.5}, {Op: "menu/create", MS: 41}}
	digest := "sha256:3354337e97012f905aeb9ad3b6e77c46e3d66e828f7433ecba99a0f709269b51"
	return map[string]Results{
		"publish-none": NewResults("publish", nil),
		"publish-ok": NewResults("publish", []api.Result{
			{Schema: 1, Account: "brand-cn", Outcome: api.Published, Digests: api.Digests{Desired: digest}, Calls: calls},
			{Schema: 1, Account: "store", Outcome: api.InSync, Digests: api.Digests{Desired: digest}, Calls: calls[:1]},
		}),
		"publish-warning": NewResults("publish", []api.Result{{
			Schema: 1, Account: "a", Outcome: api.Planned, Digests: api.Digests{Desired: digest},
			Warnings: []api.Warning{{Kind: api.SwitchedOff, Message: "followers see none"}},
		}}),
		"publish-mixed": NewResults("publish", []api.Result{
			{Schema: 1, Account: "a", Outcome: api.Published, Digests: api.Digests{Desired: digest}, Calls: calls},
			{Schema: 1, Account: "b", Outcome: api.Invalid, Findings: []diag.Finding{
				{Rule: "url-bytes", Severity: diag.Error, Message: "the url is too long", Path: "/button/0/url"},
				{Rule: "top-level-count", Severity: diag.Error, Message: "no menu"},
			}},
			{Schema: 1, Account: "c", Outcome: api.Failed, Error: &api.Error{
				Op: "menu/create", Errcode: 40018, Errmsg: "invalid button name size", RID: "1-2-3", Meaning: "a name is too long", Remedy: "shorten it",
			}},
			{Schema: 1, Account: "d", Outcome: api.Failed, Error: &api.Error{Op: "invoke", Meaning: "f: denied"}},
			{Schema: 1, Account: "e", Outcome: "unheard-of"},
		}, errors.New("and one thing more")),
		"publish-hostile": NewResults("publish", []api.Result{{
			Schema: 1, Account: "::error::" + hostile, Outcome: hostile, Digests: api.Digests{Desired: hostile},
			Warnings: []api.Warning{{Kind: hostile, Message: hostile}},
			Findings: []diag.Finding{{Rule: hostile, Severity: hostile, Message: hostile, Path: hostile}},
			Error:    &api.Error{Op: hostile, Errcode: 1, Errmsg: hostile, RID: hostile, Meaning: hostile, Remedy: hostile},
		}}, errors.New(hostile)),
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range checks() {
		checkTexts(t, name, c.Text)
	}
	for name, p := range publishes() {
		checkTexts(t, name, p.Text)
	}
}

// checkTexts holds a text against its golden one in each language.
func checkTexts(t *testing.T, name string, s func(io.Writer, Options) error) {
	t.Helper()
	for _, l := range text.Langs() {
		suffix := ""
		if l != text.English {
			suffix = "." + string(l)
		}
		checkGolden(t, name+suffix, func(w io.Writer) error { return s(w, Options{Lang: l}) })
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for name, c := range checks() {
		checkDocument(t, name, c)
	}
	for name, p := range publishes() {
		checkDocument(t, name, p)
	}
}

// checkDocument wants one document on one line, the golden one, in which no
// text acts and which means the same as an ordinary encoding.
func checkDocument(t *testing.T, name string, document any) {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, document); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := json.Unmarshal(plain, &want); err != nil {
		t.Fatal(err)
	}
	gotText, _ := json.Marshal(got)
	wantText, _ := json.Marshal(want)
	if !bytes.Equal(gotText, wantText) {
		t.Errorf("%s: got %s, want %s", name, gotText, wantText)
	}
	checkGolden(t, name+".json", func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

func checkGolden(t *testing.T, name string, text func(io.Writer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := text(&b); err != nil {
		t.Fatal(err)
	}
	checkHarmless(t, b.String())
	golden := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s: got\n%swant\n%s", name, b.String(), want)
	}
}

func checkHarmless(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\u009b\u202e\r\t") || strings.Contains(text, "##[") {
		t.Errorf("got %q, want nothing in it that acts", text)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("got %q, want no line that starts a workflow command", line)
		}
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	want := map[string]Verdict{
		"check-none": OK, "check-ok": OK, "check-warning": Warnings, "check-invalid": Invalid, "check-settings": Invalid, "check-failed": Failed,
		"publish-none": OK, "publish-ok": OK, "publish-warning": Warnings, "publish-mixed": Failed,
	}
	all := map[string]Verdict{}
	for name, c := range checks() {
		all[name] = c.Verdict
	}
	for name, p := range publishes() {
		all[name] = p.Verdict
	}
	for name, v := range want {
		if all[name] != v {
			t.Errorf("%s: got %s, want %s", name, all[name], v)
		}
	}
	unknown := NewResults("publish", []api.Result{{Outcome: "unheard-of"}})
	if unknown.Verdict != Failed {
		t.Errorf("an unknown outcome: got %s, want %s", unknown.Verdict, Failed)
	}
}

func TestNewCheckLeavesItsArgumentAlone(t *testing.T) {
	t.Parallel()
	accounts := []Account{{Account: "a"}}
	if c := NewCheck("check", accounts, nil, nil); c.Accounts[0].Findings == nil {
		t.Error("got findings that are null in JSON, want an empty list")
	}
	if accounts[0].Findings != nil {
		t.Error("got a changed argument, want it as it was")
	}
}

// A finding without a file is in its account's: two of them are two problems.
func TestProblemsHaveFiles(t *testing.T) {
	t.Parallel()
	var accounts []Account
	for _, name := range []string{"a", "b"} {
		f := diag.Finding{Rule: "r", Severity: diag.Error, Message: "m", Path: "/button/0"}
		accounts = append(accounts, Account{Account: name, File: "menus/" + name + ".jsonnet", Findings: []diag.Finding{f}})
	}
	c := NewCheck("check", accounts, nil, nil)
	var got []string
	for _, p := range c.Problems() {
		got = append(got, p.File)
	}
	if want := []string{"menus/a.jsonnet", "menus/b.jsonnet"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The zero Options are English: every document says by them what it says in
// English.
func TestZeroOptionsAreEnglish(t *testing.T) {
	t.Parallel()
	for name, d := range documents() {
		zero := rendered(t, func(w io.Writer) error { return d.Text(w, Options{}) })
		english := rendered(t, func(w io.Writer) error { return d.Text(w, Options{Lang: text.English}) })
		if zero != english {
			t.Errorf("%s: got %q, want %q", name, zero, english)
		}
	}
}

// documents are those of the other tests.
func documents() map[string]document {
	all := map[string]document{}
	for name, c := range checks() {
		all[name] = c
	}
	for name, p := range publishes() {
		all[name] = p
	}
	for name, p := range resultDocuments() {
		all[name] = p
	}
	return all
}
