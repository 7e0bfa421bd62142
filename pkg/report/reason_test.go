package report

import (
	"io"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Every guard has a clause in both languages.
func TestGuards(t *testing.T) {
	t.Parallel()
	others := []api.Guard{api.Edited, api.Interrupted, api.Stale, api.ForeignRepository, api.NoRecord}
	for _, g := range append(others, api.Allowable()...) {
		if s := guard(g); s.EN == string(g) || s.EN == "" || s.ZH == s.EN {
			t.Errorf("%s: got %+v, want a clause in English and one in Chinese", g, s)
		}
	}
	if got := guard("later").In(text.Chinese); got != "later" {
		t.Errorf("got %q for a guard of a later release, want its name", got)
	}
	for _, g := range append(others, api.Allowable()...) {
		if _, known := advice(g); known == (g == api.NoRecord) {
			t.Errorf("%s: got advice %v; only of a record does the function alone know more", g, known)
		}
	}
}

// What the functions say is English. In Chinese it comes below a clause that
// says the same, and words of a later release stand by themselves.
func TestChineseClauses(t *testing.T) {
	t.Parallel()
	r := refused("a", api.RemovesButtons, api.Accept{Allow: []api.Guard{api.RemovesButtons, api.ChangesAppID}})
	r.Warnings = []api.Warning{{Kind: "later", Message: "of a later release"}}
	for _, kind := range []api.WarningKind{
		api.SwitchedOff, api.Normalised, api.Unverified, api.Raced, api.DeletesFirst, api.Unfinished, api.Unclear,
	} {
		r.Warnings = append(r.Warnings, api.Warning{Kind: kind, Message: "in English"})
	}
	p := NewResults("publish", []api.Result{r})
	got := rendered(t, func(w io.Writer) error { return p.Text(w, Options{Lang: text.Chinese}) })
	for _, want := range []string{
		"  警告：of a later release [later]\n",
		"  警告：菜单在公众平台后台处于停用状态，粉丝看不到菜单 [switched-off]\n  详情：in English\n",
		"  错误：粉丝会失去多个可点的按钮；按钮会打开别的小程序\n  详情：what the guard removes-buttons says\n  建议：确认是有意为之再放行\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant in it %s", got, want)
		}
	}
	if n, want := strings.Count(got, "详情：in English"), len(r.Warnings)-1; n != want {
		t.Errorf("got %d clauses of warnings, want %d in\n%s", n, want, got)
	}
}
