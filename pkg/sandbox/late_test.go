package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func lateRig(t *testing.T, late int) *rig {
	t.Helper()
	a := brand()
	a.LateReads, a.Followers = late, followers()
	r := newRig(t, a)
	r.want(createPath, named("old"))
	if err := r.Settle("brand-cn"); err != nil {
		t.Fatal(err)
	}
	return r
}

// Each endpoint gives the old answer so often, whatever the others were asked.
func TestLateReads(t *testing.T) {
	t.Parallel()
	for _, late := range []int{0, 1, 3} {
		r := lateRig(t, late)
		r.want(createPath, named("new"))
		for _, path := range []string{getPath, selfPath} {
			for i := range late + 2 {
				want := "old"
				if i >= late {
					want = "new"
				}
				if got := names(r.get(path)); got != want {
					t.Errorf("late %d: got %s at read %d of %s, want %s", late, got, i+1, path, want)
				}
			}
		}
		for i := range late + 1 {
			want := "old"
			if i >= late {
				want = "new"
			}
			if got := names(r.want(tryPath, `{"user_id":"plain"}`)); got != want {
				t.Errorf("late %d: got %s at trymatch %d, want %s", late, got, i+1, want)
			}
		}
	}
}

// Over HTTP the lateness of one account ends, or of all.
func TestSettleOverHTTP(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"account":"brand-cn"}`: "new", `{}`: "new", `{"account":"x"}`: "old", `{"acount":"brand-cn"}`: "old", ``: "old",
	} {
		r := lateRig(t, 3)
		r.want(createPath, named("new"))
		resp := r.do("POST", "/sandbox/settle", in)
		if got := names(r.get(getPath)); got != want || (resp.status == http.StatusNoContent) != (want == "new") {
			t.Errorf("%s: got %s after %d %s, want %s", in, got, resp.status, resp.body, want)
		}
	}
}

// Every kind of write is late.
func TestLateWrites(t *testing.T) {
	t.Parallel()
	const before = `{"menu":{"button":[{"type":"click","name":"old","key":"k","sub_button":[]}]}}`
	tests := []struct {
		name  string
		write func(r *rig)
		path  string
		after string
	}{
		{"create", func(r *rig) { r.want(createPath, named("new")) }, getPath, `"new"`},
		{"delete", func(r *rig) { r.get(deletePath) }, getPath, `46003`},
		{"add", func(r *rig) { r.want(addPath, conditionalBody) }, getPath, `"conditionalmenu"`},
		{"edit", func(r *rig) { r.edit(named("edit")) }, selfPath, `"edit"`},
		{"switch", func(r *rig) { _ = r.SetOpen("brand-cn", false) }, selfPath, `"is_menu_open":0`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := lateRig(t, 1)
			tt.write(r)
			if got := r.get(tt.path).raw; tt.path == getPath && got != before || strings.Contains(got, tt.after) {
				t.Errorf("got %s, want the old answer", got)
			}
			if got := r.get(tt.path).raw; !strings.Contains(got, tt.after) {
				t.Errorf("got %s, want %s in it", got, tt.after)
			}
		})
	}
}

// Writes are judged by what is live, and Live is never late.
func TestLateReadsDoNotDecide(t *testing.T) {
	t.Parallel()
	a := brand()
	a.LateReads = 2
	r := newRig(t, a)
	r.want(createPath, oneButton)
	id := r.want(addPath, conditionalBody).MenuID
	if got := r.get(getPath); got.Errcode != 46003 {
		t.Errorf("got %s, want 46003 as before the writes", got.raw)
	}
	if live, _ := r.Live("brand-cn"); live.Menu == nil || len(live.Conditional) != 1 {
		t.Errorf("got %+v, want both menus live", live)
	}
	r.want(removePath, `{"menuid":"`+id+`"}`)
	if got := r.get(getPath); got.Errcode != 46003 {
		t.Errorf("got %s at the second read, want 46003", got.raw)
	}
	if got := r.get(getPath).raw; !strings.Contains(got, "conditionalmenu") {
		t.Errorf("got %s, want the writes before the first read", got)
	}
	if got := r.get(getPath).raw; strings.Contains(got, "conditionalmenu") {
		t.Errorf("got %s, want the last write too", got)
	}
}

// A read that a fault answers does not count.
func TestLateReadsAndFaults(t *testing.T) {
	t.Parallel()
	r := lateRig(t, 1)
	r.want(createPath, named("new"))
	r.Fault(sandbox.Fault{Path: getPath, Call: 1, Errcode: -1})
	for _, want := range []string{"", "old", "new"} {
		if got := names(r.get(getPath)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, sent, answered string }{
		{"key", `"type":"click","name":"n","key":" k "`, `"type":"click","name":"n","key":" k "`},
		{"name", `"type":"click","name":" n ","key":"k"`, `"type":"click","name":"n","key":"k"`},
		{"no path", `"type":"view","name":"n","url":" HTTPS://Example.COM "`, `"type":"view","name":"n","url":"https:\/\/example.com\/"`},
		{"default port", `"type":"view","name":"n","url":"https://A:443?X=Y"`, `"type":"view","name":"n","url":"https:\/\/a\/?X=Y"`},
		{"other port", `"type":"view","name":"n","url":"http://A:443/B#C"`, `"type":"view","name":"n","url":"http:\/\/a:443\/B#C"`},
		{"nothing to do", `"type":"view","name":"n","url":"http://a/B?c"`, `"type":"view","name":"n","url":"http:\/\/a\/B?c"`},
		{"no room for a path", `"type":"view","name":"n","url":"http://a?` + strings.Repeat("x", 1015) + `"`, `"type":"view","name":"n","url":"http:\/\/a?` + strings.Repeat("x", 1015) + `"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t, func(a *sandbox.Account) { a.Normalise, a.Followers = true, followers() })
			for range 2 { // what is answered is answered again when it is sent
				r.want(createPath, sub(tt.sent))
				r.want(addPath, strings.TrimSuffix(top(tt.sent), "}")+`,"matchrule":{"tag_id":"2"}}`)
				const get = `,"sub_button":[]`
				for where, answers := range map[string][2]string{
					"menu/get":             {r.get(getPath).raw, `"sub_button":[{` + tt.answered + get},
					"menu/get conditional": {r.get(getPath).raw, `"conditionalmenu":[{"button":[{` + tt.answered + get},
					"selfmenu":             {r.get(selfPath).raw, `"sub_button":{"list":[{` + tt.answered + `}`},
					"trymatch":             {r.want(tryPath, `{"user_id":"vip"}`).raw, `{"button":[{` + tt.answered + get},
				} {
					if !strings.Contains(answers[0], answers[1]) {
						t.Errorf("%s: got %s, want %s in it", where, answers[0], answers[1])
					}
				}
				if live, _ := r.Live("brand-cn"); string(live.Menu) != sub(tt.sent) {
					t.Errorf("got %s from Live, want what was sent", live.Menu)
				}
				tt.sent = strings.ReplaceAll(tt.answered, `\/`, "/")
			}
		})
	}
}
