package e2e

import (
	"strings"
	"testing"

	"github.com/faabiosr/cachego/sync"
	"github.com/fastwego/offiaccount"
	"github.com/fastwego/offiaccount/apis/menu"
)

// fastwego is a client of a sandbox's account. The server's address is one
// setting for the whole process, so tests that use it do not run side by side;
// its log, which prints tokens, and its token file, which other users of the
// machine can read, are done without.
func fastwego(t *testing.T, base string) *offiaccount.OffiAccount {
	t.Helper()
	before := offiaccount.WXServerUrl
	offiaccount.WXServerUrl = base
	t.Cleanup(func() { offiaccount.WXServerUrl = before })
	client := offiaccount.New(offiaccount.Config{Appid: appID, Secret: secret})
	client.Logger = nil
	client.AccessToken.Cache = sync.New()
	return client
}

// fastwego hands over the bytes as they are.
func TestFastwegoMenu(t *testing.T) {
	s, base := serve(t)
	client := fastwego(t, base)
	const vip = `{"button":[{"type":"click","name":"vip","key":"VIP"}],"matchrule":{"tag_id":"2"}}`
	want := func(what string, got []byte, err error, want string) {
		t.Helper()
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.Contains(string(got), want) {
			t.Errorf("%s: got %s, want %s in it", what, got, want)
		}
	}
	got, err := menu.Get(client)
	want("get at first", got, err, `"errcode":46003`)
	got, err = menu.AddConditional(client, []byte(vip))
	want("add at first", got, err, `"errcode":65303`)
	got, err = menu.Create(client, []byte(`{"button":[{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=<2>"}]}`))
	want("create", got, err, `{"errcode":0,"errmsg":"ok"}`)
	got, err = menu.AddConditional(client, []byte(vip))
	live := s.live()
	want("add", got, err, `{"menuid":"`+live.Conditional[0].ID+`"}`)
	got, err = menu.Get(client)
	want("get", got, err, `"url":"http:\/\/www.soso.com\/?a=1&b=<2>"`)
	want("get", got, err, `"matchrule":{"tag_id":"2"},"menuid":`+live.Conditional[0].ID)
	got, err = menu.GetCurrentSelfmenuInfo(client)
	want("selfmenu", got, err, `{"is_menu_open":1,"selfmenu_info":{"button":[{"type":"view"`)
	got, err = menu.TryMatch(client, []byte(`{"user_id":"vip"}`))
	want("trymatch", got, err, `{"button":[{"type":"click","name":"vip"`)
	got, err = menu.TryMatch(client, []byte(`{"user_id":"absent"}`))
	want("trymatch of absent", got, err, `"errcode":65302`)
	got, err = menu.DelConditional(client, []byte(`{"menuid":"`+live.Conditional[0].ID+`"}`))
	want("delete conditional", got, err, `{"errcode":0,"errmsg":"ok"}`)
	got, err = menu.DelConditional(client, []byte(`{"menuid":"`+live.Conditional[0].ID+`"}`))
	want("delete conditional again", got, err, `"errcode":65301`)
	got, err = menu.Delete(client)
	want("delete", got, err, `{"errcode":0,"errmsg":"ok"}`)
	got, err = menu.GetCurrentSelfmenuInfo(client)
	want("selfmenu at last", got, err, `{"is_menu_open":0}`)
}
