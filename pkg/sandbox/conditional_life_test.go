package sandbox_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestConditionalLife(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t)
	const head = `{"menu":{"button":[{"type":"click","name":"a","key":"1","sub_button":[]}]`
	ids := regexp.MustCompile(`"menuid":(\d{9})`)
	if got := r.get(getPath).raw; got != head+`}}` {
		t.Errorf("got %s, want no menuid without conditional menus", got)
	}
	first := r.want(addPath, `{"matchrule":{"tag_id":"2","client_platform_type":"1"},"button":[{"name":"x","type":"view","url":"http://a/?b=1&c"}]}`)
	second := r.want(addPath, conditionalBody)
	if want := `{"menuid":"` + second.MenuID + `"}`; second.raw != want || first.MenuID >= second.MenuID {
		t.Errorf("got %s and %s, want rising ids as strings", first.raw, second.raw)
	}
	want := head + `,"menuid":N},"conditionalmenu":[` +
		`{"button":[{"type":"click","name":"n","key":"k","sub_button":[]}],"matchrule":{"tag_id":"2"},"menuid":` + second.MenuID + `},` +
		`{"button":[{"type":"view","name":"x","url":"http:\/\/a\/?b=1&c","sub_button":[]}],"matchrule":{"tag_id":"2","client_platform_type":"1"},"menuid":` + first.MenuID + `}]}`
	got := r.get(getPath).raw
	id := ids.FindStringSubmatch(got)[1]
	if want = strings.Replace(want, `"menuid":N`, `"menuid":`+id, 1); got != want {
		t.Errorf("menu/get\n got %s\nwant %s", got, want)
	}
	if got := r.post(removePath, `{"menuid":"`+id+`"}`); got.Errcode != 65301 {
		t.Errorf("got %s for the default menu's id, want 65301", got.raw)
	}
	if got := r.get(selfPath).raw; strings.Contains(got, "matchrule") || strings.Contains(got, "menuid") {
		t.Errorf("got %s, want no conditional menus", got)
	}
	r.want(createPath, `{"button":[`+leaf+`]}`)
	if live, _ := r.Live("brand-cn"); len(live.Conditional) != 2 || live.Conditional[0].ID != second.MenuID || string(live.Conditional[0].Body) != conditionalBody {
		t.Errorf("got %+v, want menu/create to keep both, newest first", live)
	}
	r.get(deletePath)
	if live, _ := r.Live("brand-cn"); live.Menu != nil || live.Conditional != nil {
		t.Errorf("got %+v, want menu/delete to remove all", live)
	}
	if got := r.post(addPath, conditionalBody); got.Errcode != 65303 {
		t.Errorf("got %s, want 65303 without a default menu", got.raw)
	}
}

func TestDeleteConditional(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string // ID is the menu's id
		want       int
	}{
		{"string", `{"menuid":"ID"}`, 0},
		{"number", `{"menuid":ID}`, 0},
		{"empty body", ``, 44002},
		{"escape", `{"menuid":"\u0031"}`, 40033},
		{"form", `menuid=ID`, 65301},
		{"array", `["ID"]`, 65301},
		{"no id", `{}`, 65301},
		{"empty id", `{"menuid":""}`, 65301},
		{"zero", `{"menuid":0}`, 65301},
		{"null", `{"menuid":null}`, 65301},
		{"object", `{"menuid":{}}`, 65301},
		{"blanks", `{"menuid":" ID"}`, 65301},
		{"fraction", `{"menuid":ID.0}`, 65301},
		{"another id", `{"menuid":"ID0"}`, 65301},
		{"not a number", `{"menuid":"x"}`, 65301},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			id := r.want(addPath, conditionalBody).MenuID
			body := strings.ReplaceAll(tt.body, "ID", id)
			got := r.post(removePath, body)
			if got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
			if tt.want != 0 {
				return
			}
			if got.raw != `{"errcode":0,"errmsg":"ok"}` {
				t.Errorf("got %s, want ok", got.raw)
			}
			if got := r.post(removePath, body); got.Errcode != 65301 {
				t.Errorf("got %s the second time, want 65301", got.raw)
			}
		})
	}
}

// What is right for one account is nothing to another.
func TestConditionalAccountsAreApart(t *testing.T) {
	t.Parallel()
	other := sandbox.Account{Name: "other", AppID: "wxfedcba9876543210", Secret: "x"}
	r := newRig(t, brand(), other)
	r.want(createPath, oneButton)
	id := r.want(addPath, conditionalBody).MenuID
	token := r.call("POST", "/cgi-bin/stable_token", stableBody(other.AppID, other.Secret, false)).Token
	r.call("POST", createPath+"?access_token="+token, oneButton)
	if got := r.call("POST", addPath+"?access_token="+token, conditionalBody); got.MenuID == id {
		t.Errorf("got %s twice, want ids of its own", id)
	}
	if got := r.call("POST", removePath+"?access_token="+token, `{"menuid":"`+id+`"}`); got.Errcode != 65301 {
		t.Errorf("got %s for another account's menu, want 65301", got.raw)
	}
}

// However many publish at once, every menu has an id of its own and none is
// lost.
func TestConditionalMenusAtOnce(t *testing.T) {
	t.Parallel()
	const callers, each = 8, 4
	l := conditionalRig(t).serve()
	ended := make(chan error, callers)
	for range callers {
		go func() {
			var err error
			for range each {
				if _, failed := l.submit(addPath, conditionalBody); failed != nil {
					err = failed
				}
			}
			ended <- err
		}()
	}
	for range callers {
		if err := await(t, ended, "a caller to end"); err != nil {
			t.Error(err)
		}
	}
	ids := map[string]bool{}
	live, _ := l.Live("brand-cn")
	for _, c := range live.Conditional {
		ids[c.ID] = true
	}
	if len(ids) != callers*each || len(live.Conditional) != callers*each {
		t.Errorf("got %d ids of %d menus, want %d", len(ids), len(live.Conditional), callers*each)
	}
}

func TestMenuIDNumber(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t, func(a *sandbox.Account) { a.MenuIDNumber = true })
	resp := r.do("POST", addPath+"?access_token="+r.stable(false).Token, conditionalBody)
	if !regexp.MustCompile(`^\{"menuid":\d{9}\}$`).MatchString(resp.body) {
		t.Errorf("got %s, want a number", resp.body)
	}
}
