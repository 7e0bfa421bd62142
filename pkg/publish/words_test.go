package publish

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// answering is a WeChat that answers what was posted, changed by these.
func answering(get, shown func(string) string) *double {
	as := func(read func(string, int) string, change func(string) string) func(string, int) string {
		return func(body string, n int) string {
			if body != "" && change != nil {
				body = change(body)
			}
			return read(body, n)
		}
	}
	return &double{get: as(asGet, get), shown: as(asShown, shown)}
}

// TestOtherValues has both answers show the buttons that were posted with other
// values: what WeChat may have made of them is theirs, and anything else is
// another publish at the same moment, and stays a difference.
func TestOtherValues(t *testing.T) {
	t.Parallel()
	with := func(old, value string) func(string) string {
		return func(body string) string { return strings.ReplaceAll(body, old, value) }
	}
	tests := []struct {
		name       string
		get, shown func(string) string
		readback   ledger.Readback
		next       api.Outcome
	}{
		{"a host in lower case", with("HTTPS://A.Example", "https://a.example"), with("HTTPS://A.Example", "https://a.example"), ledger.ReadbackNormalised, api.InSync},
		{"another host", with("A.Example", "evil.example"), with("A.Example", "evil.example"), ledger.ReadbackRaced, api.Refused},
		{"another host that only followers see", nil, with("A.Example", "evil.example"), ledger.ReadbackRaced, api.Refused},
		{"another name", with("官网", "官方"), with("官网", "官方"), ledger.ReadbackRaced, api.Refused},
		{"another page", with("p/1", "p/2"), with("p/1", "p/2"), ledger.ReadbackRaced, api.Refused},
		{"followers see no media id", nil, with(`,"media_id":"m1"`, ""), ledger.ReadbackNormalised, api.InSync},
		{"followers see another media id", nil, with("m1", "m2"), ledger.ReadbackRaced, api.Refused},
		{"followers see another article", nil, with(`"a1"`, `"a2"`), ledger.ReadbackRaced, api.Refused},
		{"followers see no media id, menu/get another", with("m1", "m2"), with(`,"media_id":"m1"`, ""), ledger.ReadbackRaced, api.Refused},
		{"menu/get answers no media id", with(`,"media_id":"m1"`, ""), nil, ledger.ReadbackRaced, api.Refused},
	}
	set := bar(
		`{"type":"view","name":"官网","url":"HTTPS://A.Example/x"}`,
		`{"name":"更多","sub_button":[{"type":"media_id","name":"图","media_id":"m1"},{"type":"article_id","name":"文","article_id":"a1"}]}`,
		`{"type":"miniprogram","name":"店","url":"https://a.example/","appid":"wx0123456789abcdef","pagepath":"p/1"}`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, answering(tt.get, tt.shown), memory(brand()))
			res := r.publish(set)
			same(t, "outcome", res.Outcome, api.Published)
			same(t, "readback", r.last().Readback, tt.readback)
			warning := api.Raced
			if tt.readback == ledger.ReadbackNormalised {
				warning = api.Normalised
			}
			list(t, "warnings", kinds(res.Warnings), []api.WarningKind{warning})
			res = r.publish(set)
			same(t, "again", res.Outcome, tt.next)
			if notice := tt.readback == ledger.ReadbackRaced && tt.shown != nil; notice != (len(res.Changes) > 0) {
				t.Errorf("got changes %v, want what followers see of another menu, and nothing else", res.Changes)
			}
		})
	}
}

// TestLeftOut has get_current_selfmenu_info leave out an id, and another tool then
// post another one: menu/get tells, and the plan says what followers see.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	leave := func(body string) string {
		return strings.NewReplacer(`,"media_id":"m1"`, "", `,"media_id":"m2"`, "").Replace(body)
	}
	of := func(id string) string { return bar(`{"type":"media_id","name":"图","media_id":"` + id + `"}`) }
	d := answering(nil, leave)
	r := newRig(t, d, memory(brand()))
	same(t, "outcome", r.publish(of("m1")).Outcome, api.Published)
	same(t, "readback", r.last().Readback, ledger.ReadbackNormalised)
	d.created = append(d.created, of("m2"))
	res := r.publish(of("m1"))
	same(t, "again", res.Outcome, api.Refused)
	because1(t, res, api.Code(api.Edited))
	same(t, "changes", len(res.Changes), 1)
	same(t, "edits", len(res.Edits), 1)
	same(t, "the menus of the other tool", r.publish(of("m2")).Case, api.CaseEdited)
}

// TestNewFields has WeChat begin to answer a field that no record has: on every
// button it is no edit, and news in Git are posted; on one of them, and once it
// was recorded and changes, it is one.
func TestNewFields(t *testing.T) {
	t.Parallel()
	two, news := bar(click("1"), click("2")), bar(click("1"), click("3"))
	add := func(body, field string, times int) string {
		return strings.Replace(body, `"type":"click"`, `"type":"click",`+field, times)
	}
	for _, tt := range []struct {
		name, field string
		times       int
		same, news  api.Outcome
		warnings    []api.WarningKind
	}{
		{"on every button", `"risk":0`, -1, api.InSync, api.Published, []api.WarningKind{api.NewFields}},
		{"an empty one", `"risk":[]`, 1, api.InSync, api.Published, nil},
		{"on one of them", `"risk":0`, 1, api.Refused, api.Refused, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			field := ""
			change := func(body string) string {
				if field == "" {
					return body
				}
				return add(body, field, tt.times)
			}
			r := newRig(t, answering(change, change), memory(brand()))
			same(t, "first", r.publish(two).Outcome, api.Published)
			field = tt.field
			res := r.publish(two)
			same(t, "the same", res.Outcome, tt.same)
			list(t, "warnings", kinds(res.Warnings), tt.warnings)
			if tt.warnings != nil && !strings.Contains(res.Warnings[0].Message, "risk") {
				t.Errorf("got %q, want the field named", res.Warnings[0].Message)
			}
			res = r.publish(news)
			same(t, "news", res.Outcome, tt.news)
			list(t, "warnings beside news", kinds(res.Warnings), tt.warnings)
			if tt.times < 0 {
				list(t, "once it is recorded", kinds(r.publish(news).Warnings), nil)
				field = `"risk":1`
				res = r.publish(news)
				same(t, "once it changes", res.Outcome, api.Refused)
				same(t, "case", res.Case, api.CaseEdited)
				field = ""
				same(t, "once it vanishes", r.publish(two).Case, api.CaseEdited)
				res = r.publish(news)
				same(t, "where all else is what is desired", res.Case, api.CaseEdited)
				says(t, res, "WeChat answered risk when record 2 was made", "naming the digest "+res.Digests.Live)
			}
		})
	}
}

// TestNewFieldsBeside is TestNewFields of a field that stands beside the menu, at the
// root of an answer or in the object that holds the buttons.
func TestNewFieldsBeside(t *testing.T) {
	t.Parallel()
	two, news := bar(click("1"), click("2")), bar(click("1"), click("3"))
	for _, tt := range []struct{ name, before, in string }{
		{"at the root", "{", "menu/get"},
		{"in the menu", `"menu":{`, "menu/get"},
		{"at the root of what followers see", "{", "shown"},
		{"in what followers see", `"selfmenu_info":{`, "shown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			field := ""
			as := func(in string, read func(string, int) string) func(string, int) string {
				return func(body string, n int) string {
					answer := read(body, n)
					if field == "" || tt.in != in || body == "" {
						return answer
					}
					return strings.Replace(answer, tt.before, tt.before+field+",", 1)
				}
			}
			r := newRig(t, &double{get: as("menu/get", asGet), shown: as("shown", asShown)}, memory(brand()))
			same(t, "first", r.publish(two).Outcome, api.Published)
			digest := r.publish(two).Digests.Live
			for _, empty := range []string{`"risk":[]`, `"risk":""`, `"risk":null`, `"errcode":0`} {
				field = empty
				res := r.publish(two)
				same(t, "an empty one", res.Outcome, api.InSync)
				list(t, "warnings", kinds(res.Warnings), nil)
			}
			field = `"risk":{"b":1,"a":2}`
			res := r.publish(two)
			same(t, "a new one", res.Outcome, api.InSync)
			list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.NewFields})
			if !strings.Contains(res.Warnings[0].Message, "risk") {
				t.Errorf("got %q, want the field named", res.Warnings[0].Message)
			}
			same(t, "digest", res.Digests.Live, digest)
			res = r.publish(news)
			same(t, "news", res.Outcome, api.Published)
			list(t, "warnings beside news", kinds(res.Warnings), []api.WarningKind{api.NewFields})
			same(t, "readback", r.last().Readback, ledger.ReadbackVerified)
			field = `"risk":{"a":2,"b":1}`
			res = r.publish(news)
			same(t, "once it is recorded", res.Outcome, api.InSync)
			list(t, "warnings once it is recorded", kinds(res.Warnings), nil)
			for _, field = range []string{`"risk":{"a":3}`, ""} {
				res = r.publish(news)
				same(t, "once it changes or vanishes", res.Case, api.CaseEdited)
				says(t, res, "risk when record 2 was made", "naming the digest "+res.Digests.Live)
				same(t, "beside news", r.publish(two).Outcome, api.Refused)
			}
			req := request(news)
			req.Accept.Live = res.Digests.Live
			same(t, "let pass", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
			same(t, "after that", r.publish(news).Outcome, api.InSync)
		})
	}
}
