package claim

import (
	"bytes"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// FuzzRead holds that what is read is drawn harmless, and says the same when it
// is written and read again.
func FuzzRead(f *testing.F) {
	const base = `{"schema":1,"base":"0123456789abcdef0123456789abcdef01234567","unread":0,"accounts":`
	f.Add([]byte(base + `[{"account":"a","before":{"menu":{"button":[{"type":"click","name":"<b>\u202e","key":"1"}]}},"after":{"menu":{"button":[{"type":"view","name":"--> @all","url":"https://example.com/|x"}]}}}]}`))
	f.Add([]byte(base + `[{"account":"a","new":true,"before":{},"after":{"menu":{"button":[{"name":"2","sub_button":[{"type":"click","name":"2","key":"2"}]}]}}}]}`))
	f.Add([]byte(base + `[{"account":"a","gone":true},{"account":"b","unknown":true},{"account":"c","invalid":true},{"account":"d"}]}`))
	f.Add([]byte(base + `[{"account":"Brand <b>\u202e @all \n::error::x","invalid":true}]}`))
	f.Add([]byte(base + `[],"found":{"errors":2,"warnings":1,"first":[{"rule":"key-required","file":"menus/|<b>.jsonnet","line":7},{"rule":"none","warning":true,"file":""}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(data)
		if err != nil {
			return
		}
		page := func(s report.Since) string {
			var b bytes.Buffer
			if err := s.Summary(&b, report.Options{Room: report.CommentBytes, Claimed: text.Same("claimed")}); err != nil {
				t.Fatal(err)
			}
			b.WriteString(s.Found.Summary(report.Options{}, func(string) text.Spoken { return nil }))
			checkHarmless(t, b.String())
			return b.String()
		}
		var again bytes.Buffer
		if err := Write(&again, s, report.Check{}, report.Options{}); err != nil {
			return // it is longer with its escapes
		}
		r, err := Read(again.Bytes())
		if err != nil {
			t.Fatalf("got %v of %q, written from %q", err, again.String(), data)
		}
		r.Found = s.Found // a check has it, and not what changes
		if got, want := page(r), page(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// checkHarmless holds that nothing in a page acts on a terminal or on GitHub Actions.
func checkHarmless(t *testing.T, page string) {
	t.Helper()
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if strings.ContainsFunc(line, text.Acts) || strings.Contains(line, "##[") || strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("got %q, want nothing in it that acts", line)
		}
	}
}

// TestFound holds that a claim says what a check found, the errors first, and how
// much more, and that nothing else is read.
func TestFound(t *testing.T) {
	t.Parallel()
	finding := func(rule string, s diag.Severity, line int) diag.Finding {
		return diag.Finding{Rule: rule, Severity: s, Message: "said by the fork", Place: diag.Place{File: "menus/a.jsonnet", Line: line}}
	}
	var found []diag.Finding
	for i := range 30 {
		found = append(found, finding("url-http-insecure", diag.Warning, i+1))
	}
	found = append(found, finding("key-required", diag.Error, 99))
	var b bytes.Buffer
	check := report.NewCheck("check", []report.Account{{Account: "a", Findings: found}}, nil, nil)
	if err := Write(&b, report.NewSince(strings.Repeat("0", 40), nil, 0, nil), check, report.Options{Prefix: "shop"}); err != nil {
		t.Fatal(err)
	}
	s, err := Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got := s.Found.Summary(report.Options{Blob: "https://github.com/s/m/blob/c0ffee"}, func(id string) text.Spoken {
		if id == "key-required" {
			return text.Same("a key is needed")
		}
		return nil
	})
	for _, want := range []string{
		"**Findings that the run claims: 1 error, 30 warnings**\n\n",
		"- error [shop/menus/a&#46;jsonnet:99](<https://github.com/s/m/blob/c0ffee/shop/menus/a.jsonnet#L99>): a key is needed (key&#45;required)\n",
		"- warning [shop/menus/a&#46;jsonnet:1](<https://github.com/s/m/blob/c0ffee/shop/menus/a.jsonnet#L1>): url&#45;http&#45;insecure\n",
		"- and 11 more\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	if strings.Contains(b.String(), "said by") || strings.Count(got, "\n- ") != maxFound+1 || !s.Noteworthy() {
		t.Errorf("got %s of %s, want %d findings in words of our own", got, b.String(), maxFound)
	}
	for _, bad := range []string{
		`{"errors":0,"first":[{"rule":"key-required","file":""}]}`,
		`{"errors":1,"first":[{"rule":"Key required","file":""}]}`,
		`{"errors":1,"first":[{"rule":"key-required","file":"../x"}]}`,
		`{"errors":1,"first":[{"rule":"key-required","file":"x","line":-1}]}`,
		`{"errors":2000000,"first":[]}`,
		`{"errors":1,"first":[{"rule":"key-required","file":"","message":"all is well"}]}`,
		`{"errors":21,"first":[` + strings.TrimSuffix(strings.Repeat(`{"rule":"key-required","file":""},`, 21), ",") + `]}`,
	} {
		if _, err := Read([]byte(`{"schema":1,"base":"` + strings.Repeat("0", 40) + `","unread":0,"accounts":[],"found":` + bad + `}`)); err == nil {
			t.Errorf("%s: got no error", bad)
		}
	}
}

// TestExact holds that a claim is what Write writes to the byte: of a key that is
// twice there readers keep another one.
func TestExact(t *testing.T) {
	t.Parallel()
	button := func(name string) menu.Set {
		return menu.Set{Menu: []menu.Button{{Type: "click", Name: name, Key: "K"}}}
	}
	before, after := button("商店"), button("商城")
	s := report.NewSince(strings.Repeat("0", 40), []report.Changed{report.NewChanged("a", after.Digest(), &before, &after)}, 0, nil)
	s.After = map[string]menu.Set{"a": after}
	var b bytes.Buffer
	if err := Write(&b, s, report.Check{}, report.Options{}); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	if _, err := Read(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"unread":0`, `"unread":1,"unread":0`},
		{`"unread":0`, `"Unread":0`},
		{`"unread":0`, `"unread": 0`},
		{`"unread":0`, `"unread":1000001`},
		{`"account":"a"`, `"account":"b","account":"a"`},
		{`"account":"a"`, `"account":"a","new":false`},
		{`"name":"商城"`, `"name":"会员","name":"商城"`},
		{`"name":"商城"`, `"Name":"商城"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if _, err := Read([]byte(bad)); err == nil || bad == good {
			t.Errorf("%s: got no error for %s", change[1], bad)
		}
	}
}
